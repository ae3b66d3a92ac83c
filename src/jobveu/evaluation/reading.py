"""Reads a published table as sentences need it: number by number, each with its name and whether it is withheld."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jobveu.insight.table import OTHER, TOTAL, UNKNOWN, Number, Table


@dataclass(frozen=True, slots=True)
class Cell:
    """`number` is None where there is nothing to say, and where it is `hidden`."""

    code: str
    label: str
    number: Number
    hidden: bool = False

    @property
    def count(self) -> int:
        """0 where there is no number."""
        return 0 if self.number is None else round(self.number)

    @property
    def known(self) -> bool:
        return self.number is not None


def along(table: Table, measure: str, dimension: str, **place: str) -> tuple[Cell, ...]:
    """The numbers of a measure by the values of a dimension, the total left out; of the other dimensions the total, or
    the code that `place` says."""
    keys = [one.key for one in table.dimensions]
    position, column = keys.index(dimension), table.measure(measure)
    return tuple(
        Cell(
            row.codes[position],
            row.place[position].label,
            row.numbers[column],
            (number, column) in table.withheld,
        )
        for number, row in enumerate(table.rows)
        if row.codes[position] != TOTAL
        and all(
            code == place.get(key, TOTAL)
            for key, code in zip(keys, row.codes, strict=True)
            if key != dimension
        )
    )


def whole_of(table: Table, measure: str, **place: str) -> Cell:
    """The number of the total, or of the place in it. One that has no row is 0."""
    keys, column = [one.key for one in table.dimensions], table.measure(measure)
    wanted = tuple(place.get(key, TOTAL) for key in keys)
    for number, row in enumerate(table.rows):
        if row.codes == wanted:
            return Cell(TOTAL, "", row.numbers[column], (number, column) in table.withheld)
    return Cell(TOTAL, "", 0)


def named(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Without what is not known and what is put together."""
    return tuple(cell for cell in cells if cell.code not in (UNKNOWN, OTHER))
