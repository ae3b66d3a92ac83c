"""What changed: one figure drawn from two sets of facts, set side by side."""

from __future__ import annotations

from dataclasses import dataclass

from jobveu.insight.table import Measure, Number, Row, Table, Value


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are None where there is nothing to say; so is `difference` where either is."""

    before: Number
    after: Number

    @property
    def difference(self) -> Number:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """`in_before`, `in_after`: whether the table has the row; a year may have come, an industry gone."""

    place: tuple[Value, ...]
    changes: tuple[Change, ...]
    in_before: bool
    in_after: bool

    @property
    def changed(self) -> bool:
        return any(change.before != change.after for change in self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Table
    after: Table
    measures: tuple[Measure, ...]
    rows: tuple[ComparedRow, ...]


def compare(before: Table, after: Table) -> Comparison:
    """Both published tables of one figure, row by row: in the order of the later one, and then what only the earlier
    one has. Raises ValueError for tables that are not of the same figure, cut or selection, or not published."""
    if not (before.published and after.published):
        raise ValueError("only published tables are compared")
    if _subject(before) != _subject(after):
        raise ValueError("the tables are not of the same figure")
    earlier = {row.codes: row for row in before.rows}
    later = {row.codes: row for row in after.rows}
    rows = [*after.rows, *(row for row in before.rows if row.codes not in later)]
    return Comparison(
        before,
        after,
        after.measures,
        tuple(_compared(row, earlier.get(row.codes), later.get(row.codes)) for row in rows),
    )


def _subject(table: Table) -> tuple[object, ...]:
    return (
        table.figure,
        tuple(dimension.key for dimension in table.dimensions),
        tuple(measure.key for measure in table.measures),
        table.selection,
    )


def _compared(row: Row, before: Row | None, after: Row | None) -> ComparedRow:
    nothing = (None,) * len(row.numbers)
    changes = zip(before.numbers if before else nothing, after.numbers if after else nothing, strict=True)
    return ComparedRow(
        row.place,
        tuple(Change(earlier, later) for earlier, later in changes),
        before is not None,
        after is not None,
    )
