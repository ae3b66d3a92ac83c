"""Lists, one page at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from jobveu.common.paging import RowPage, Sort, Window
from jobveu.web.api.values import PageQuery

_PAGING = ("limit", "offset", "sort")


def window_of(query: PageQuery) -> Window:
    return Window(query.offset, query.limit)


def criteria_of(query: PageQuery) -> dict[str, Any]:
    """The filters that are set, as the domain's queries take them."""
    values = query.model_dump(exclude_unset=True, exclude_none=True)
    return {name: value for name, value in values.items() if name not in _PAGING}


def sort_of(text: str) -> Sort:
    return Sort.parse(text)


def page(request: HttpRequest, query: PageQuery, found: RowPage[Any], items: list[Any]) -> dict[str, Any]:
    """The page as it is answered, with the addresses of its neighbours."""

    def address(offset: int) -> str:
        values = [(name, value) for name, every in request.GET.lists() for value in every if name != "offset"]
        return request.build_absolute_uri(f"{request.path}?{urlencode([*values, ('offset', offset)])}")

    end = query.offset + len(items)
    there_are_more = found.capped or end < found.total
    return {
        "items": items,
        "total": found.total,
        "total_is_at_least": found.capped,
        "next": address(end) if items and there_are_more and end <= 100_000 else None,
        "previous": address(max(0, query.offset - query.limit)) if query.offset else None,
    }
