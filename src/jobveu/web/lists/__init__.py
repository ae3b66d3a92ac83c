"""Lists and the pages that show them: `from jobveu.web.lists import ListPage, Column, FilterForm, …`."""

from jobveu.web.lists.columns import Column
from jobveu.web.lists.filters import FilterForm
from jobveu.web.lists.page import ActionLink, EmptyState, ListPage

__all__ = ["ActionLink", "Column", "EmptyState", "FilterForm", "ListPage"]
