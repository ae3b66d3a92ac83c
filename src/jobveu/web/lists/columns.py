"""The columns of a list: what a cell shows on the page and holds in an export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobveu.web.markup import html, html_join
from jobveu.web.templatetags.components import badge

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `name` is the attribute of the row value, unless `value` says otherwise.

    `sort` is the key that the query is told when the header is pressed. `link` gives a row's address; the
    first column with one is the row's heading. `badge` gives the variant of a badge ("" for grey) that the
    text is shown in. `only_export` columns are not on the page, `export=False` ones not in the file. What a
    value is decides how it is shown: date, datetime, bool, int, Decimal, a sequence, or text.
    """

    name: str
    label: Text
    sort: str | None = None
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    badge: Callable[[Any], str] | None = None
    only_export: bool = False
    export: bool = True
    one_line: bool = False
    """The text is never broken over lines; dates and numbers never are."""
    width: int = 0
    """In characters, in a spreadsheet; by the label's length unless told."""

    def value_of(self, row: Any) -> Any:
        return self.value(row) if self.value else getattr(row, self.name)


@dataclass(frozen=True, slots=True)
class Header:
    """A column's header: with `href` it sorts; `direction` is "ascending" or "descending" where it does."""

    name: str
    label: Text
    href: str = ""
    direction: str = ""
    is_number: bool = False


def draw(columns: Sequence[Column], rows: Iterable[Any]) -> tuple[SafeString, list[bool]]:
    """The rows as mark-up, and which columns hold numbers (and so are aligned to the right).

    Written here and not in a template, which would take most of the page's time for some hundred cells.
    """
    heading = next((column for column in columns if column.link), columns[0] if columns else None)
    values = [[(column, row, column.value_of(row)) for column in columns] for row in rows]
    numeric = [any(_is_number(line[at][2]) for line in values) for at in range(len(columns))]
    frames = [
        _frame(
            column,
            is_number=is_number,
            is_heading=column is heading,
            is_date=any(isinstance(line[at][2], date) for line in values),
        )
        for at, (column, is_number) in enumerate(zip(columns, numeric, strict=True))
    ]
    return html_join(
        "<tr>{}</tr>",
        ((html_join("{}{}{}", _cells(line, frames)),) for line in values),
    ), numeric


Frame = tuple[SafeString, SafeString]
"""The tags around the cells of a column."""


def _frame(column: Column, *, is_number: bool, is_heading: bool, is_date: bool) -> Frame:
    css = SafeString("")
    if is_number:
        css = SafeString(' class="jv-number"')
    elif is_date or column.one_line:
        css = SafeString(' class="jv-nowrap"')
    if is_heading:
        return html('<th scope="row"{}>', css), SafeString("</th>")
    return html('<td data-title="{}"{}>', column.label, css), SafeString("</td>")


def _cells(
    line: Iterable[tuple[Column, Any, Any]], frames: Iterable[Frame]
) -> Iterator[tuple[SafeString, str, SafeString]]:
    for (column, row, value), (begin, end) in zip(line, frames, strict=True):
        yield begin, _content(column, row, shown(value)), end


def _content(column: Column, row: Any, text: str) -> str:
    if not text:
        return SafeString('<span class="jv-missing">–</span>')
    variant = column.badge(row) if column.badge else None
    if variant is not None:
        return badge(text, variant)
    href = column.link(row) if column.link else ""
    return html('<a href="{}">{}</a>', href, text) if href else text


def shown(value: Any) -> str:
    """A value in words, in the reader's language; mark-up that is already safe stays as it is."""
    match value:
        case None:
            return ""
        case SafeString():
            return value
        case bool():
            return _("Ja") if value else _("Nej")
        case datetime():
            moment = timezone.localtime(value) if timezone.is_aware(value) else value
            return formats.date_format(moment, "SHORT_DATETIME_FORMAT")
        case date():
            return formats.date_format(value, "SHORT_DATE_FORMAT")
        case int() | Decimal() | float():
            return str(formats.number_format(value, use_l10n=True, force_grouping=True))
        case list() | tuple() | set() | frozenset():
            return ", ".join(shown(item) for item in value)
        case _:
            return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal, float)) and not isinstance(value, bool)
