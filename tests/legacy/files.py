"""Files as old registers hand them out: workbooks and texts, made anew by each test."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

from jobveu.accounts.actor import Actor
from jobveu.legacy.columns import guess
from jobveu.legacy.enums import RowKind
from jobveu.legacy.models import Import, ImportProblem
from jobveu.legacy.operations.files import take_file
from jobveu.legacy.operations.imports import map_columns, order_import, upload
from jobveu.legacy.operations.running import carry_out, check
from tests.factories import NOW

PROJECT_HEADER = ("Projektnr", "Titel", "Type", "RAR", "Branche", "Start", "Slut", "Målgruppe", "Kursister")
GOOD_PROJECT = (
    "1001",
    "Tjenere i Østjylland",
    "Ledige",
    "Østjylland",
    "56",
    "31-12-2019",
    "30-06-2020",
    "Ledige",
    "36",
)


def csv_file(
    header: Sequence[str], *rows: Sequence[Any], encoding: str = "utf-8", delimiter: str = ";"
) -> IO[bytes]:
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in (header, *rows)]
    return io.BytesIO("\r\n".join(lines).encode(encoding))


def workbook(header: Sequence[str], *rows: Sequence[Any], sheet: str = "Projekter") -> IO[bytes]:
    """Dates are written as a spreadsheet has them: a number with a format."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, header)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, str) and cell.startswith("="):
                page.write_formula(number, column, cell, None, "#N/A")
            else:
                page.write(number, column, cell)
    book.close()
    content.seek(0)
    return content


def uploaded(
    by: Actor,
    content: IO[bytes],
    *,
    kind: RowKind = RowKind.PROJECTS,
    office_id: int | None,
    system: str = "VIREGO",
    name: str = "register.csv",
) -> Import:
    size = content.seek(0, io.SEEK_END)
    file = take_file(content=content, name=name, size=size)
    made = upload(by=by, at=NOW, kind=kind, system=system, office_id=office_id, file=file)
    return Import.objects.get(pk=made)


def checked(by: Actor, content: IO[bytes], *, columns: Mapping[str, str] | None = None, **how: Any) -> Import:
    """Uploaded, its columns mapped by their names, and checked."""
    row = uploaded(by, content, **how)
    kind = RowKind(row.kind)
    map_columns(by=by, at=NOW, import_id=row.pk, columns=columns or guess(kind, row.header))
    check(import_id=row.pk, at=NOW)
    row.refresh_from_db()
    return row


def imported(by: Actor, content: IO[bytes], **how: Any) -> Import:
    row = checked(by, content, **how)
    assert not row.errors, codes(row)
    order_import(by=by, at=NOW, import_id=row.pk)
    carry_out(import_id=row.pk, at=NOW)
    row.refresh_from_db()
    return row


def codes(row: Import) -> list[tuple[int, str, str]]:
    """Row, column and code of everything that is wrong, in the order of the file."""
    rows = ImportProblem.objects.filter(of_import=row).order_by("row", "column", "code")
    return list(rows.values_list("row", "column", "code"))
