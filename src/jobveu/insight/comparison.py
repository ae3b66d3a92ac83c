"""What changed: one figure drawn from two sets of facts, set side by side."""

from __future__ import annotations

from dataclasses import dataclass

from jobveu.insight.disclosure import RULE
from jobveu.insight.labels import rounded, signed
from jobveu.insight.rendering import NOTHING, WITHHELD, cell
from jobveu.insight.table import Measure, Number, Row, Table, Value


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are None where there is nothing to say; so is `difference` where either is. `before_shown` and
    `after_shown` are the same as people read them."""

    before: Number
    after: Number
    before_shown: str = NOTHING
    after_shown: str = NOTHING

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
class Told:
    """A change as people read it, and may: each text is "*" where it would tell of few persons."""

    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Table
    after: Table
    measures: tuple[Measure, ...]
    rows: tuple[ComparedRow, ...]

    def told(self, row: ComparedRow) -> tuple[Told, ...]:
        """The changes of a row, one for each measure. How few persons have come or gone is not told, and neither is what
        is calculated from their number."""
        few = {
            measure.key
            for measure, change in zip(self.measures, row.changes, strict=True)
            if measure.persons and tells_of_few(change)
        }
        return tuple(
            _told(change, measure, few=measure.key in few or not few.isdisjoint(measure.tells))
            for measure, change in zip(self.measures, row.changes, strict=True)
        )


_Side = tuple[tuple[Number, str], ...]
"""The numbers of one row, each with how it is shown."""


def compare(before: Table, after: Table) -> Comparison:
    """Both published tables of one figure, row by row: in the order of the later one, and then what only the earlier
    one has. Raises ValueError for tables that are not of the same figure, cut or selection, or not published."""
    if not (before.published and after.published):
        raise ValueError("only published tables are compared")
    if _subject(before) != _subject(after):
        raise ValueError("the tables are not of the same figure")
    earlier, later = _sides(before), _sides(after)
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


def tells_of_few(change: Change) -> bool:
    """Whether a change of a count of persons is of so few that it is not told."""
    difference = change.difference
    return difference is not None and RULE.covers(abs(int(difference)))


def _told(change: Change, measure: Measure, *, few: bool) -> Told:
    if few:
        return Told(change.before_shown, WITHHELD, WITHHELD)
    hidden = WITHHELD in (change.before_shown, change.after_shown)
    nothing = WITHHELD if hidden else NOTHING
    if change.before is None or change.after is None:
        return Told(change.before_shown, change.after_shown, nothing)
    # Between the numbers as they are shown: so that a reader who subtracts them gets the same.
    difference = rounded(change.after, measure.decimals) - rounded(change.before, measure.decimals)
    return Told(change.before_shown, change.after_shown, signed(float(difference), measure.decimals))


def _compared(row: Row, before: _Side | None, after: _Side | None) -> ComparedRow:
    nothing: _Side = ((None, NOTHING),) * len(row.numbers)
    return ComparedRow(
        row.place,
        tuple(
            Change(earlier, later, earlier_shown, later_shown)
            for (earlier, earlier_shown), (later, later_shown) in zip(
                before or nothing, after or nothing, strict=True
            )
        ),
        before is not None,
        after is not None,
    )


def _sides(table: Table) -> dict[tuple[str, ...], _Side]:
    return {
        row.codes: tuple((count, cell(table, at, column)) for column, count in enumerate(row.numbers))
        for at, row in enumerate(table.rows)
    }
