"""The one door by which a figure's table leaves this room: numbers that could tell about few persons are taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from jobveu.insight.disclosure import Disclosure
from jobveu.insight.table import Row, Table


def publish(table: Table, disclosure: Disclosure) -> Table:
    """The table as it may be shown: the same but for the numbers that are withheld (`Table.withheld`).

    `disclosure` is that of the facts that the table was drawn from.
    """
    if table.published:
        return table
    return without(table, hidden(table, disclosure))


def hidden(table: Table, disclosure: Disclosure) -> frozenset[tuple[int, int]]:
    """The counts of persons that are not shown, by row and measure."""
    return frozenset(
        (number, column)
        for number, row in enumerate(table.rows)
        for column, (measure, count) in enumerate(zip(table.measures, row.numbers, strict=True))
        if measure.persons and count is not None and disclosure.hides(table, row, column)
    )


def without(table: Table, cells: Iterable[tuple[int, int]]) -> Table:
    """The table without these counts, and without what is calculated from any of them: also where there is nothing to
    calculate, which would tell that nobody is counted."""
    withheld = set(cells)
    positions = {measure.key: position for position, measure in enumerate(table.measures)}
    for column, measure in enumerate(table.measures):
        told = [positions[key] for key in measure.tells if key in positions]
        withheld.update(
            (row, column) for row in range(len(table.rows)) if any((row, other) in withheld for other in told)
        )
    rows = tuple(
        Row(
            one.place,
            tuple(None if (row, column) in withheld else number for column, number in enumerate(one.numbers)),
        )
        for row, one in enumerate(table.rows)
    )
    return replace(table, rows=rows, withheld=frozenset(withheld), published=True)
