"""Which page of a list is shown: the one that the address asks for, or the last where there are fewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from jobveu.common.paging import RowPage, Window

Row = TypeVar("Row")

ROWS_ON_A_PAGE = 50
_LAST_PAGE_READ = 100_000


def page_number(text: str) -> int:
    """The page number asked for, 1 where it is none."""
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(int(text[:9]), 1), _LAST_PAGE_READ)


def page_at(
    fetch: Callable[[Window], RowPage[Row]], *, asked: str, size: int
) -> tuple[RowPage[Row], int, int]:
    """The rows of the page that was `asked` for, its number, and how many pages there are. `fetch` is called once more
    where the page asked for lies beyond the last."""
    number = page_number(asked)
    found = fetch(Window((number - 1) * size, size))
    pages = max(1, -(-found.total // size))
    if number > pages:
        number = pages
        found = fetch(Window((number - 1) * size, size))
    return found, number, pages


def page_of_all(rows: Sequence[Row], *, asked: str) -> tuple[Sequence[Row], int, int]:
    """The same of a list that is short enough to be read whole: ROWS_ON_A_PAGE of its rows."""
    found, number, pages = page_at(
        lambda window: RowPage(rows[window.offset : window.offset + window.limit], len(rows)),
        asked=asked,
        size=ROWS_ON_A_PAGE,
    )
    return found.rows, number, pages
