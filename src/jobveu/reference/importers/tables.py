"""Reading an official CSV file, and refusing it whole with every fault named by row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault. `row` counts as a spreadsheet does: the column names stand in row 1."""

    row: int
    message: str

    def __str__(self) -> str:
        return _("Række %(row)d: %(message)s") % {"row": self.row, "message": self.message}


class ImportRefusedError(Exception):
    """The file has faults, and nothing of it was written."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: error.row))
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_table(path: Path, *, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file in UTF-8, with runs of white space in a cell made one space.

    Comma or semicolon separates the cells; the column names come first, in any order, and others than
    `columns` may stand among them. Raises ImportRefusedError when the file is not such a table, OSError when
    it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(1, _("Filen er ikke gemt som UTF-8. Gem den som »CSV UTF-8«.")) from error
    first_line = text.split("\n", 1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise _refused(reader.line_num, _("Anførselstegnene går ikke op.")) from error
    if not lines:
        raise _refused(1, _("Filen er tom."))
    header = [name.strip() for name in lines[0]]
    missing = [name for name in columns if name not in header]
    if missing:
        raise _refused(1, _("Kolonnen »%(column)s« mangler.") % {"column": "«, »".join(missing)})
    rows: list[Row] = []
    errors: list[RowError] = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            message = _("Rækken har %(found)d felter, men skal have %(expected)d.")
            errors.append(RowError(number, message % {"found": len(cells), "expected": len(header)}))
            continue
        rows.append(
            Row(number, {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)})
        )
    if errors:
        raise ImportRefusedError(errors)
    if not rows:
        raise _refused(2, _("Filen har ingen rækker under kolonnenavnene."))
    return rows


def _refused(row: int, message: str) -> ImportRefusedError:
    return ImportRefusedError([RowError(row, message)])
