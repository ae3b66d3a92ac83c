"""Lists as files: CSV the way Danish Excel opens it, and XLSX with typed cells.

A file is written whole to a temporary file before the first byte is sent: memory stays constant, the
database transaction lasts no longer than the writing, and an error is an error page, not half a file.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobveu.common.paging import RowPage, Window
from jobveu.web.lists.columns import Column

CHUNK = 2_000
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NOT_IN_SHEET_NAMES = str.maketrans("[]:*?/\\'", " " * 8)
_ROWS_ON_A_SHEET = 1_048_575
_CHARACTERS_IN_A_CELL = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def all_rows(fetch: Callable[[Window], RowPage[Any]]) -> Iterator[Any]:
    """Every row, a chunk at a time, all from one snapshot of the database (unless the caller is already in
    a transaction, whose isolation then holds)."""
    outermost = not connection.in_atomic_block
    if outermost:
        # Tells the database who acts, where that is still to be told: nothing may come before the isolation.
        connection.cursor().close()
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        offset = 0
        while True:
            rows = fetch(Window(offset=offset, limit=CHUNK, with_total=False)).rows
            yield from rows
            if len(rows) < CHUNK:
                return
            offset += CHUNK


def csv_file(columns: Sequence[Column], rows: Iterable[Any]) -> IO[bytes]:
    """UTF-8 with a byte order mark, semicolons, decimal comma, dates dd-mm-yyyy. A text that a spreadsheet
    would take for a formula gets an apostrophe in front."""
    with _file_for_response() as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow([_csv_text(str(column.label)) for column in columns])
        writer.writerows([_csv_value(column.value_of(row)) for column in columns] for row in rows)
        text.detach()  # or the file would be closed with it
    return file


def xlsx_file(columns: Sequence[Column], rows: Iterable[Any], *, sheet: str) -> IO[bytes]:
    """A workbook with a bold, fixed, filterable heading; dates and numbers are dates and numbers, and text
    is never a formula. Rows that one sheet cannot hold go on the next."""
    with _file_for_response() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            date: book.add_format({"num_format": "dd-mm-yyyy"}),
            datetime: book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        }
        target, number = _new_sheet(book, columns, formats["heading"], sheet), 0
        for row in rows:
            if number == _ROWS_ON_A_SHEET:
                target, number = _new_sheet(book, columns, formats["heading"], sheet), 0
            number += 1
            for at, column in enumerate(columns):
                _write(target, number, at, column.value_of(row), formats)
    return file


@contextmanager
def _file_for_response() -> Iterator[IO[bytes]]:
    """A temporary file, read from its start afterwards. The response closes it; here only a failure does."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  it outlives this block
    try:
        yield file
    except BaseException:
        file.close()
        raise
    file.seek(0)


def _new_sheet(book: xlsxwriter.Workbook, columns: Sequence[Column], heading: Any, name: str) -> Any:
    count = len(book.worksheets())
    name = name.translate(_NOT_IN_SHEET_NAMES)[:25]
    sheet = book.add_worksheet(f"{name} {count + 1}" if count else name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(columns) - 1)
    for at, column in enumerate(columns):
        label = str(column.label)
        sheet.set_column(at, at, column.width or max(12, min(len(label) + 4, 40)))
        sheet.write_string(0, at, label, heading)
    return sheet


def _write(sheet: Any, row: int, at: int, value: Any, formats: dict[Any, Any]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, at, _plain(value))
        case datetime():
            moment = timezone.localtime(value) if timezone.is_aware(value) else value
            sheet.write_datetime(row, at, moment.replace(tzinfo=None), formats[datetime])
        case date():
            sheet.write_datetime(row, at, value, formats[date])
        case int() | Decimal() | float():
            sheet.write_number(row, at, value)
        case _:
            text = _plain(value)
            if len(text) > _CHARACTERS_IN_A_CELL:  # more than the format allows
                text = text[: _CHARACTERS_IN_A_CELL - 1] + "…"
            sheet.write_string(row, at, text)


def _csv_value(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            moment = timezone.localtime(value) if timezone.is_aware(value) else value
            return f"{moment:%d-%m-%Y %H:%M}"
        case date():
            return f"{value:%d-%m-%Y}"
        case bool():
            return _plain(value)
        case int():
            return str(value)
        case Decimal() | float():
            return format(value, "f" if isinstance(value, Decimal) else "").replace(".", ",")
        case _:
            return _csv_text(_plain(value))


def _csv_text(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("Ja") if value else _("Nej")
        case SafeString():
            return strip_tags(value)
        case list() | tuple() | set() | frozenset():
            return ", ".join(_plain(item) for item in value)
        case _:
            return str(value)
