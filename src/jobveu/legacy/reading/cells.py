"""What a cell can hold, and the table that a file is read as."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jobveu.common.errors import DomainError


@dataclass(frozen=True, slots=True)
class CellFault:
    """What a spreadsheet shows where a formula has failed, such as "#N/A"."""

    shown: str

    def __str__(self) -> str:
        return self.shown


Cell = str | int | float | date | bool | CellFault | None
"""None and "" are empty cells. A number that is whole is an int, however many digits it has."""
Row = tuple[int, Sequence[Cell]]
"""A row's number, as a spreadsheet counts, and its cells; those at the end may be left out."""


@dataclass(frozen=True, slots=True)
class Table:
    """`header` names the columns, each name once; `header_row` is the number of the row they stand in. `rows` gives
    what stands below, once. `progress` tells how much of it has been read, 0 to 1. `encoding` is "" for a workbook,
    `sheet` for a text."""

    header: tuple[str, ...]
    header_row: int
    rows: Callable[[], Iterator[Row]]
    progress: Callable[[], float]
    encoding: str = ""
    sheet: str = ""


class UnreadableTable(DomainError):
    """The file cannot be read as a table; the message says why, and in which row."""


def is_empty(cells: Sequence[Cell]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def header_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Names for the columns: what stands in the row, blanks made one, the same name twice numbered, and the
    position of those without."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(("" if cell is None else str(cell)).split()) or f"({position})"
        unique, number = name, 1
        while unique in names:
            number += 1
            unique = f"{name} ({number})"
        names.append(unique)
    while names and names[-1] == f"({len(names)})":
        names.pop()
    return tuple(names)


def looks_like_header(cells: Sequence[Cell]) -> bool:
    """A row with at least two names: above the table there may be a title, which stands alone."""
    return sum(1 for cell in cells if isinstance(cell, str) and cell.strip()) >= 2
