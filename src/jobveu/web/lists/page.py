"""Pages with a list: every long list of the site is one small subclass of `ListPage`.

    class ProjectList(ListPage):
        action = Action.LIST_PROJECTS
        title = gettext_lazy("Projekter")
        unit = ngettext_lazy("projekt", "projekter")
        columns = (
            Column("title", gettext_lazy("Titel"), sort="title", link=project_url),
            Column("start", gettext_lazy("Start"), sort="start"),
        )
        filters = ProjectFilters
        default_sort = "-start"
        empty = EmptyState(gettext_lazy("Der er ingen projekter endnu"))
        export_name = "projekter"

        def rows(self, *, criteria, sort, window):
            return queries.projects(by=self.actor, sort=sort, window=window, **criteria)

Filters, sorting and page live in the address, so that a list can be linked to and survives "back". With
JavaScript only the list itself is fetched anew; without, the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import formats
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.common.paging import RowPage, Sort, Window
from jobveu.web.access import Page
from jobveu.web.forms.base import Text, summary_lines
from jobveu.web.lists.columns import Column, Header, draw
from jobveu.web.lists.export import CONTENT_TYPES, all_rows
from jobveu.web.lists.files import file_answer
from jobveu.web.lists.filters import FORMAT, PAGE, SIZE, SORT, FilterForm
from jobveu.web.lists.paging import page_at
from jobveu.web.ui import Crumb

PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What stands where there are no rows: what is so, what to do first, and the link to it."""

    heading: Text
    text: Text = ""
    action_label: Text = ""
    action_url: str = ""


@dataclass(frozen=True, slots=True)
class ActionLink:
    """A button beside the heading."""

    text: Text
    href: str
    variant: str = "primary"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of how the list is shown."""

    text: Text
    value: str
    href: str
    current: bool


NOTHING_FOUND = EmptyState(
    gettext_lazy("Ingen passer til dine filtre"),
    gettext_lazy("Fjern et filter, eller søg efter noget andet."),
)


class ListPage(Page):
    """Shows the rows that one domain query answers with, page by page, and hands them out as a file.

    Any of the plain attributes may be a property in a subclass, where it depends on the user.
    """

    template_name = "lists/page.html"
    title: Text = ""
    intro: Text = ""
    unit: Any = ngettext_lazy("række", "rækker")
    columns: Sequence[Column] = ()
    filters: ClassVar[type[FilterForm]] = FilterForm
    default_sort: str = ""
    empty: EmptyState = EmptyState(gettext_lazy("Her er ikke noget endnu"))
    empty_when_filtered: EmptyState = NOTHING_FOUND
    export_name: str = ""
    """The file's name without its ending; lists without one have no export."""

    # What a subclass says

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[Any]:
        """One domain query: the frozen rows of the window, in a stable order, and how many there are."""
        raise NotImplementedError

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        """Options, by field name, of the filters whose options are rows."""
        return {}

    def actions(self) -> Sequence[ActionLink]:
        """Buttons beside the heading."""
        return ()

    def crumbs(self) -> Sequence[Crumb]:
        """The way to the page, its own title last."""
        return ()

    def context(self) -> Mapping[str, Any]:
        """What a template of the subclass's own needs besides the list."""
        return {}

    # How it is done

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.filters(data=request.GET, choices=self.choices())
        criteria, sort = form.criteria, self._sort()
        kind = request.GET.get(FORMAT, "")
        if kind in CONTENT_TYPES and self.export_name and not form.errors:
            return self._file(kind, criteria, sort)

        size = {str(size): size for size in PAGE_SIZES}.get(request.GET.get(SIZE, ""), PAGE_SIZES[0])
        found, number, pages = page_at(
            lambda window: self.rows(criteria=criteria, sort=sort, window=window),
            asked=request.GET.get(PAGE, ""),
            size=size,
        )
        values = self._shown(form, sort, found, number, pages, size)
        is_fragment = request.headers.get("HX-Target") == "list" and "HX-Request" in request.headers
        template = "lists/fragment.html" if is_fragment else self.template_name
        response = render(request, template, values | dict(self.context()))
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _sort(self) -> Sort:
        asked = Sort.parse(self.request.GET.get(SORT, ""))
        known = {column.sort for column in self.columns if column.sort}
        return asked if asked.key in known else Sort.parse(self.default_sort)

    def _shown(
        self, form: FilterForm, sort: Sort, found: RowPage[Any], number: int, pages: int, size: int
    ) -> dict[str, Any]:
        columns = [column for column in self.columns if not column.only_export]
        rows, numeric = draw(columns, found.rows)
        query = self._query(form, sort, size)
        active = form.active(query)
        state = self.empty_when_filtered if active else self.empty
        return {
            "title": self.title,
            "intro": self.intro,
            "actions": self.actions(),
            "crumbs": self.crumbs(),
            "form": form,
            "summary": summary_lines(form),
            "active": active,
            "has_filters": bool(form.fields) and bool(found.rows or active or form.errors),
            "clear_url": self.request.path,
            "headers": self._headers(columns, numeric, sort, query),
            "rows": rows,
            "empty": state,
            "count": self._count(found),
            "showing": self._showing(found, (number - 1) * size),
            "number": number,
            "pages": pages,
            "sort": str(sort),
            "sort_options": self._sort_options(columns, sort, query),
            "size": size,
            "size_options": [
                Option(str(count), str(count), _with(query, **{SIZE: str(count)}), count == size)
                for count in PAGE_SIZES
            ],
            "exports": [
                Option(kind.upper(), kind, _with(query, **{FORMAT: kind}), False)
                for kind in ("xlsx", "csv")
                if self.export_name
            ],
            "takes_focus": self.request.headers.get("X-Focus") == "list",
        }

    def _query(self, form: FilterForm, sort: Sort, size: int) -> QueryDict:
        """What every link of the list carries: the filters, and what differs from the usual."""
        query = form.query()
        if str(sort) != self.default_sort:
            query[SORT] = str(sort)
        if size != PAGE_SIZES[0]:
            query[SIZE] = str(size)
        return query

    def _headers(
        self, columns: Sequence[Column], numeric: Sequence[bool], sort: Sort, query: QueryDict
    ) -> list[Header]:
        headers = []
        for column, is_number in zip(columns, numeric, strict=True):
            if not column.sort:
                headers.append(Header(column.name, column.label, is_number=is_number))
                continue
            is_sorted = column.sort == sort.key
            target = Sort(column.sort, descending=is_sorted and not sort.descending)
            direction = ("descending" if sort.descending else "ascending") if is_sorted else ""
            href = _with(query, **{SORT: str(target)})
            headers.append(Header(column.name, column.label, href, direction, is_number))
        return headers

    def _sort_options(self, columns: Sequence[Column], sort: Sort, query: QueryDict) -> list[Option]:
        texts = ((False, _("%(column)s, stigende")), (True, _("%(column)s, faldende")))
        options = []
        for column in columns:
            for descending, text in texts if column.sort else ():
                value = Sort(str(column.sort), descending)
                href = _with(query, **{SORT: str(value)})
                options.append(Option(text % {"column": column.label}, str(value), href, value == sort))
        return options

    def _count(self, found: RowPage[Any]) -> str:
        number = formats.number_format(found.total, use_l10n=True, force_grouping=True)
        text = f"{number} {self.unit % found.total}"
        return _("Over %(count)s") % {"count": text} if found.capped else text

    def _showing(self, found: RowPage[Any], offset: int) -> str:
        if len(found.rows) == found.total:
            return self._count(found)
        return _("Viser %(first)s–%(last)s af %(count)s") % {
            "first": formats.number_format(offset + 1, use_l10n=True, force_grouping=True),
            "last": formats.number_format(offset + len(found.rows), use_l10n=True, force_grouping=True),
            "count": self._count(found)[:1].lower() + self._count(found)[1:],
        }

    def _file(self, kind: str, criteria: Mapping[str, Any], sort: Sort) -> FileResponse:
        """All the rows that the filters leave, in the order shown."""
        columns = [column for column in self.columns if column.export]
        rows = all_rows(lambda window: self.rows(criteria=criteria, sort=sort, window=window))
        return file_answer(
            columns, rows, kind=kind, name=self.export_name, title=str(self.title), on=self.today
        )


def _with(query: QueryDict, **changes: str) -> str:
    # A plain dict: copying a QueryDict takes three times as long, and a list has twenty links.
    return "?" + urlencode(dict(query.lists()) | changes, doseq=True)
