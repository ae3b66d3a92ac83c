"""Long lists, one page at a time: what a query is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Case, Expression, F, ForeignKey, Model, QuerySet

Row = TypeVar("Row")

COUNTED_AT_MOST = 10_000
"""Longer lists say "Over 10.000": nobody reads them to the end, and counting would cost more than showing."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Which column a list is sorted by."""

    key: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Sort:
        """From the form that stands in the URL: "title", or "-title" for descending."""
        return cls(key=text.removeprefix("-"), descending=text.startswith("-"))

    def __str__(self) -> str:
        return ("-" if self.descending else "") + self.key


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows are wanted: `limit` rows from `offset`. Without `with_total` nothing is counted."""

    offset: int
    limit: int
    with_total: bool = True


@dataclass(frozen=True, slots=True)
class RowPage(Generic[Row]):
    """The rows of a window. `total` counts all rows; where `capped`, there are more than `total`."""

    rows: Sequence[Row]
    total: int = 0
    capped: bool = False


def ordered(
    rows: QuerySet[Any], *, sort: Sort, columns: Mapping[str, str | Expression | F], tie_break: str = "id"
) -> QuerySet[Any]:
    """Orders by the column that `sort` names, empty values last, ties by `tie_break`, so that no row is
    shown twice or left out between two pages. Raises KeyError for a key that `columns` has not."""
    column = columns[sort.key]
    expression = F(column) if isinstance(column, str) else column
    # "Nulls last" is said only where there can be nulls: it keeps PostgreSQL from reading an index backwards.
    empty_last = True if _may_be_empty(rows.model, expression) else None
    if sort.descending:
        return rows.order_by(expression.desc(nulls_last=empty_last), f"-{tie_break}")
    return rows.order_by(expression.asc(nulls_last=empty_last), tie_break)


def _may_be_empty(model: type[Model], expression: Expression | F) -> bool:
    """Whether any column that the expression is made of may be null, or is not a plain column."""
    if isinstance(expression, Case):
        return True  # made of conditions, which are no columns
    if not isinstance(expression, F):
        parts = [part for part in expression.get_source_expressions() if part is not None]
        return not parts or any(_may_be_empty(model, part) for part in parts)
    for name in expression.name.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", True):
            return True
        if isinstance(field, ForeignKey):
            model = field.remote_field.model
    return False


def counted(rows: QuerySet[Any], *, cap: int | None = None) -> tuple[int, bool]:
    """How many rows there are, counting no further than `cap`; and whether the cap was passed."""
    if cap is None:
        return rows.order_by().count(), False
    found = rows.order_by()[: cap + 1].count()
    return min(found, cap), found > cap


def page_of(rows: QuerySet[Any, Any], *, window: Window, cap: int | None = None) -> RowPage[Any]:
    """The rows of an ordered queryset that `window` asks for, with their count: two SQL statements, one
    without `with_total`. The query makes its frozen values of `rows` itself."""
    total, capped = counted(rows, cap=cap) if window.with_total else (0, False)
    return RowPage(rows=list(rows[window.offset : window.offset + window.limit]), total=total, capped=capped)


def page_of_read(
    rows: Collection[Row], *, sort: Sort, columns: Mapping[str, Callable[[Row], Any]], window: Window
) -> RowPage[Row]:
    """The same of rows that have all been read, few as they are; ties stay in the order they came in. Raises KeyError
    as `ordered`."""
    found = sorted(rows, key=columns[sort.key], reverse=sort.descending)
    return RowPage(rows=found[window.offset : window.offset + window.limit], total=len(found))
