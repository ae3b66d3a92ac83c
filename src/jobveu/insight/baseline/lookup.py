"""Which published values belong beside a number of ours: those of the same measure, place and period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from jobveu.insight.baseline.values import PERIOD, PUBLISHED, Published
from jobveu.insight.counting import Selection
from jobveu.insight.facts.codes import quarter_of
from jobveu.insight.table import TOTAL, Table

_SUMS: Mapping[str, frozenset[str]] = {
    "projects": frozenset(
        {
            "projects-over-time",
            "projects-by-office",
            "projects-by-industry",
            "projects-by-type",
            "types-over-time",
            "growth",
            "project-size",
            "courses",
            "initiators",
            "actors",
            "coordinator-roles",
            "areas",
        }
    ),
    "other_projects": frozenset({"growth"}),
    "participants": frozenset(
        {
            "participants-over-time",
            "participants-by-office",
            "participants-by-council",
            "participants-by-type",
            "project-size",
        }
    ),
}
"""Measures that mean the same in several figures, and however the projects are limited."""
_RATIOS: Mapping[str, str] = {
    "project_share": "projects-by-type",
    "participant_share": "participants-by-type",
    "average_participants": "project-size",
    "per_thousand": "participants-by-council",
    "growth": "growth",
    "other_growth": "growth",
    "average_courses": "courses",
    "grant": "grants",
}
"""Measures that mean the same in one figure only, and only when it is of all projects."""

Period = tuple[date, date] | None


def beside(
    figure: str,
    measure: str,
    cell: Mapping[str, str],
    *,
    period: Period,
    selection: Selection | None = None,
) -> tuple[Published, ...]:
    """The published values that belong beside a number of a figure, by the figure's id and the measure's key.

    `cell`: the number's code in each of the table's dimensions. `period`: the first and the last day of what the table
    counts (figures.period). A number that goes beyond the evaluation's period, or is of less than what the value is
    of, has nothing beside it.
    """
    selection = selection or Selection()
    if figure not in _SUMS.get(measure, ()) and _RATIOS.get(measure) != figure:
        return ()
    place = {key: code for key, code in cell.items() if code != TOTAL}
    if "year" not in place and not _within(period):
        return ()
    if measure in _SUMS:
        for key, codes in selection.limits.items():
            if key not in place:
                if len(codes) != 1:
                    return ()
                [place[key]] = codes
    elif selection.limits:
        return ()
    return tuple(
        one
        for one in PUBLISHED
        if one.measure == measure
        and dict(one.place) == place
        and not _shortened(one, selection, whole=measure not in _SUMS)
        and not (one.is_rank and one.ranked not in cell)
    )


def beside_table(
    table: Table, *, period: Period, selection: Selection | None = None
) -> Mapping[tuple[int, int], tuple[Published, ...]]:
    """As `beside` for every number of a table, by row and measure; those with nothing beside them are left out."""
    found = {}
    keys = [dimension.key for dimension in table.dimensions]
    for number, row in enumerate(table.rows):
        cell = dict(zip(keys, row.codes, strict=True))
        for column, measure in enumerate(table.measures):
            values = beside(table.figure, measure.key, cell, period=period, selection=selection)
            if values:
                found[number, column] = values
    return found


def rank(table: Table, row: int, column: int, published: Published) -> int | None:
    """Which place our number has where the published value is a place: 1 is the highest. None where a number of those
    that it is placed among is not known, or withheld."""
    position = [dimension.key for dimension in table.dimensions].index(published.ranked)
    own = table.rows[row].codes
    others = [
        one.numbers[column]
        for one in table.rows
        if one.codes[:position] + one.codes[position + 1 :] == own[:position] + own[position + 1 :]
        and one.codes[position] not in (TOTAL, published.leaving_out)
    ]
    return _place(table.rows[row].numbers[column], others)


def _place(own: float | None, all_: Iterable[float | None]) -> int | None:
    numbers = list(all_)
    if own is None or any(number is None for number in numbers):
        return None
    return 1 + sum(number is not None and number > own for number in numbers)


def _within(period: Period) -> bool:
    """Figures tell their period in whole years; before April 2018 there was nothing (def.count.first_coordinators)."""
    return period is not None and PERIOD[0].year <= period[0].year and period[1].year <= PERIOD[1].year


def _shortened(published: Published, selection: Selection, *, whole: bool) -> bool:
    """Whether the selection has left out some of the quarters that the value is of: its year, or the evaluation's
    whole period."""
    year = dict(published.place).get("year")
    first, last = PERIOD
    if year and not whole:
        first, last = max(first, date(int(year), 1, 1)), min(last, date(int(year), 12, 31))
    return (selection.since is not None and quarter_of(selection.since) > quarter_of(first)) or (
        selection.until is not None and quarter_of(selection.until) < quarter_of(last)
    )
