"""Published tables (jobveu.insight.table) as sheets of a workbook."""

from __future__ import annotations

from functools import partial

from jobveu.insight.rendering import WITHHELD, remarks
from jobveu.insight.table import Table
from jobveu.web.lists.columns import Column


def columns(table: Table, *, plain: bool = False) -> tuple[Column, ...]:
    """For `sheet`. `plain`: without titles, for a sheet whose rows have their own."""
    titles = [one.title for one in (*table.dimensions, *table.measures)]
    return tuple(
        Column(str(at), "" if plain else title, value=partial(_value, at=at))
        for at, title in enumerate(titles)
    )


def sheet(table: Table, *, with_remarks: bool = True) -> list[tuple[object, ...]]:
    """The numbers as numbers, and the remarks below, each alone on its row."""
    rows: list[tuple[object, ...]] = [
        (
            *(value.label for value in row.place),
            *(
                WITHHELD if (number, column) in table.withheld else count
                for column, count in enumerate(row.numbers)
            ),
        )
        for number, row in enumerate(table.rows)
    ]
    return [*rows, *((remark,) for remark in remarks(table))] if with_remarks else rows


def _value(row: tuple[object, ...], *, at: int) -> object:
    return row[at] if at < len(row) else None
