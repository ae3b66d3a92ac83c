"""A file as a table, by what is in it and not by its name."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from jobveu.legacy.reading.cells import Table, UnreadableTable
from jobveu.legacy.reading.delimited import open_delimited
from jobveu.legacy.reading.workbook import open_workbook, sheets_of

_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def is_workbook(file: IO[bytes]) -> bool:
    """Raises UnreadableTable for a workbook in the format before 2007."""
    file.seek(0)
    mark = file.read(4)
    file.seek(0)
    if mark == _OLD_WORKBOOK:
        raise UnreadableTable(
            _(
                "Filen er en projektmappe i det gamle format (XLS), eller den er låst med en adgangskode. Gem den som XLSX."
            )
        )
    return mark == _ZIP


def open_table(file: IO[bytes], *, sheet: str = "", scratch: Path) -> AbstractContextManager[Table]:
    """The table in a workbook or a text file. Raises UnreadableTable."""
    if is_workbook(file):
        return open_workbook(file, sheet=sheet, scratch=scratch)
    return open_delimited(file)


def sheet_names(file: IO[bytes], *, scratch: Path) -> tuple[str, ...]:
    """The sheets of a workbook; none of a text file. Raises UnreadableTable."""
    return sheets_of(file, scratch=scratch) if is_workbook(file) else ()
