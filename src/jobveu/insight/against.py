"""Goals against actuals in a year: of each council, of each office and of the whole country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jobveu.common.periods import Period
from jobveu.insight.figures import FIGURES
from jobveu.insight.goals import GoalRow, goals_of
from jobveu.insight.labels import decimal
from jobveu.insight.rendering import NOTHING, cell
from jobveu.insight.sources import Source
from jobveu.insight.table import TOTAL, Number
from jobveu.reference.queries import CouncilRow, councils

MEASURES = (("projects-over-time", "projects"), ("participants-over-time", "participants"))
"""(figure, measure) of what there are goals for, in the order of a line."""
_NONE: tuple[str, Number] = ("0", 0)


@dataclass(frozen=True, slots=True)
class Against:
    """A goal and what came of it, as people read them; `reached` is in per cent. NOTHING where it cannot be said."""

    goal: str
    actual: str
    reached: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """`council` is None for an office, and for the whole country; `office_code` is "" for that. `measures`: as
    MEASURES."""

    name: str
    council: CouncilRow | None
    office_code: str
    measures: tuple[Against, ...]
    has_goals: bool


def goals_against_actuals(source: Source, *, year: int) -> tuple[GoalLine, ...]:
    """A line for each council that there is in the year, or that has a goal or a number in it; then one for each office,
    and one for the country. The goal of those is the sum of the councils', where all of their councils have one."""
    goals, days = goals_of(year=year), Period(date(year, 1, 1), date(year, 12, 31))
    actuals = {
        by: [_actuals(source, *one, by=by, year=str(year)) for one in MEASURES]
        for by in ("council", "office")
    }
    rows = [
        row
        for row in councils()
        if row.id in goals
        or any(one != _NONE for one in _of(actuals["council"], row.code))
        or row.valid.overlaps(days)
    ]
    aims = {row.id: _aims(goals.get(row.id)) for row in rows}
    offices = dict(sorted({row.office.code: row.office.name for row in rows}.items(), key=lambda one: one[1]))
    found = [
        _line(
            row.name,
            aims[row.id],
            _of(actuals["council"], row.code),
            council=row,
            office_code=row.office.code,
        )
        for row in rows
    ]
    found += [
        _line(
            name,
            _summed(aims[row.id] for row in rows if row.office.code == code),
            _of(actuals["office"], code),
            office_code=code,
        )
        for code, name in offices.items()
    ]
    country = _line(_("Hele landet"), _summed(aims.values()), _of(actuals["office"], TOTAL))
    return (*found, country)


def _actuals(
    source: Source, figure: str, measure: str, *, by: str, year: str
) -> Mapping[str, tuple[str, Number]]:
    """By place: the number of the year as it is shown, and as a number where it is."""
    table = source.table(FIGURES[figure], by=by)
    column = table.measure(measure)
    return {
        row.codes[0]: (cell(table, number, column), row.numbers[column])
        for number, row in enumerate(table.rows)
        if row.codes[1] == year
    }


def _of(actuals: Iterable[Mapping[str, tuple[str, Number]]], code: str) -> Sequence[tuple[str, Number]]:
    return [found.get(code, _NONE) for found in actuals]


def _aims(row: GoalRow | None) -> Sequence[int | None]:
    return (row.projects, row.participants) if row else (None, None)


def _summed(aims: Iterable[Sequence[int | None]]) -> Sequence[int | None]:
    columns = zip(*aims, strict=True)
    return [None if None in column else sum(one or 0 for one in column) for column in columns] or [None, None]


def _line(
    name: str,
    aims: Sequence[int | None],
    actuals: Sequence[tuple[str, Number]],
    *,
    council: CouncilRow | None = None,
    office_code: str = "",
) -> GoalLine:
    measures = tuple(_against(aim, *actual) for aim, actual in zip(aims, actuals, strict=True))
    return GoalLine(name, council, office_code, measures, any(aim is not None for aim in aims))


def _against(aim: int | None, shown: str, count: Number) -> Against:
    reached = (
        NOTHING
        if not aim or count is None
        else _("%(number)s pct.") % {"number": decimal(100 * count / aim, 0)}
    )
    return Against(NOTHING if aim is None else decimal(aim, 0), shown, reached)
