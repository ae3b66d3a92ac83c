"""The analysis as published tables: what charts are drawn from and files are written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobveu.insight.figures import ChartKind
from jobveu.insight.publishing import without
from jobveu.insight.surveys.analysis import Analysis
from jobveu.insight.surveys.groups import Division, Group
from jobveu.insight.surveys.items import STATISTICS, ItemTable, Row
from jobveu.insight.surveys.response import ResponseRow
from jobveu.insight.surveys.words import STATISTICS as WORDS
from jobveu.insight.surveys.words import WEIGHTED_AS_ONE, title
from jobveu.insight.table import TOTAL, Dimension, Measure, Number, Table, Unit, Value
from jobveu.insight.table import Row as TableRow
from jobveu.kernels.statistics.intervals import Interval
from jobveu.kernels.statistics.response import Rates
from jobveu.surveys.instruments.parts import CHOICES, Item, Statistic

ANSWERS = "answers"
Places = Mapping[str, str]
"""The name of each office and council by its code."""


@dataclass(frozen=True, slots=True)
class ItemChart:
    """Bars of what an item is told by, one for each group."""

    id: str
    shown: str
    chart: ChartKind = ChartKind.BARS
    instead: str = ""
    told_apart: str = ""

    def column(self, table: Table, row: int) -> int:
        return table.measure(self.shown)


def chart_of(item: Item) -> ItemChart:
    return ItemChart(item.id, STATISTICS[item.scale][0].value)


def item_table(analysis: Analysis, table: ItemTable, places: Places) -> Table:
    """Shares in per cent. Everything of a group that is withheld is marked as such, and so are weighted values that would
    give it back."""
    item = table.item
    measures = [
        Measure(ANSWERS, _("Antal svar"), Unit.ANSWERS, persons=True),
        Measure("population", _("Af i alt"), Unit.PERSONS, tells=(ANSWERS,)),
    ]
    for statistic in STATISTICS[item.scale]:
        measures += _measures(statistic)
    measures += [_choice(choice, str(words)) for choice, words in CHOICES[item.scale].items()]
    rows = [
        (
            row.group,
            (
                row.answers,
                row.population,
                *(number for each in STATISTICS[item.scale] for number in _numbers(row, each)),
                *(_per_cent(row.shares.get(choice)) for choice in CHOICES[item.scale]),
            ),
        )
        for row in table.rows
    ]
    withheld = {
        (number, column)
        for number, row in enumerate(table.rows)
        for column, measure in enumerate(measures)
        if row.withheld or (measure.key == "population" and row.population is None)
    }
    return _table(
        analysis,
        f"{item.id}-{table.division.value}",
        title(item),
        _dimension(table.division, (row.group for row in table.rows), places),
        measures,
        rows,
        withheld,
        places,
        notes=_notes(table),
    )


def response_table(analysis: Analysis, division: Division, places: Places) -> Table:
    response = analysis.response
    found: tuple[ResponseRow, ...] = (*response.rows[division], response.total)
    names: tuple[tuple[str, str], ...] = (
        ("rr1", _("Svarprocent RR1")),
        ("rr2", _("Svarprocent RR2")),
        ("rr5", _("Svarprocent RR5")),
        ("rr6", _("Svarprocent RR6")),
    )
    measures = [
        Measure("population", _("I målgruppen"), Unit.PERSONS, persons=True),
        Measure("asked", _("Spurgt"), Unit.PERSONS, persons=True),
        Measure(ANSWERS, _("Har svaret"), Unit.PERSONS, persons=True),
        Measure("complete", _("Har svaret på det hele"), Unit.PERSONS, tells=(ANSWERS,)),
        Measure("silent", _("Har ikke svaret"), Unit.PERSONS, tells=(ANSWERS,)),
        *(Measure(key, words, Unit.PER_CENT, 1, tells=(ANSWERS,)) for key, words in names),
        Measure("weight", _("Gennemsnitlig vægt"), Unit.POINTS, 2, tells=(ANSWERS,)),
    ]
    rows = [
        (
            row.group,
            (
                row.population,
                row.asked,
                row.answered,
                row.complete,
                row.silent,
                *(_per_cent(_rate(row.rates, key)) for key, _words in names),
                row.weight,
            ),
        )
        for row in found
    ]
    withheld = {
        (number, column)
        for number, row in enumerate(found)
        if row.withheld
        for column in range(len(measures))
    }
    return _table(
        analysis,
        f"response-{division.value}",
        _("Svarprocent"),
        _dimension(division, (row.group for row in found), places),
        measures,
        rows,
        withheld,
        places,
    )


def _rate(rates: Rates | None, key: str) -> float | None:
    if rates is None:
        return None
    found: float | None = getattr(rates, key)
    return found


def _table(
    analysis: Analysis,
    name: str,
    words: str,
    dimension: Dimension,
    measures: list[Measure],
    rows: list[tuple[Group, tuple[Number, ...]]],
    withheld: Iterable[tuple[int, int]],
    places: Places,
    *,
    notes: tuple[str, ...] = (),
) -> Table:
    return without(
        Table(
            figure=name,
            title=words,
            question=words,
            definition="",
            rules=(),
            dimensions=(dimension,),
            measures=tuple(measures),
            rows=tuple(TableRow((_value(group, places),), numbers) for group, numbers in rows),
            counted=ANSWERS,
            day=analysis.closed.isoformat(),
            notes=notes,
            synthetic=analysis.synthetic,
        ),
        withheld,
    )


def _dimension(division: Division, groups: Iterable[Group], places: Places) -> Dimension:
    return Dimension(division.value, str(division.title), tuple(_value(group, places) for group in groups))


def _value(group: Group, places: Places) -> Value:
    return Value(TOTAL if group.division is None else group.code, group.label(places))


def _measures(statistic: Statistic) -> list[Measure]:
    words = str(WORDS[statistic])
    unit, decimals = (Unit.POINTS, 1) if statistic is Statistic.MEAN else (Unit.PER_CENT, 0)
    names = (
        (statistic.value, words if unit is Unit.POINTS else _("%(answer)s, pct.") % {"answer": words}),
        (f"{statistic.value}-low", _("%(answer)s: mindst") % {"answer": words}),
        (f"{statistic.value}-high", _("%(answer)s: højst") % {"answer": words}),
        (f"{statistic.value}-weighted", _("%(answer)s: vægtet") % {"answer": words}),
        (f"{statistic.value}-weighted-low", _("%(answer)s: vægtet, mindst") % {"answer": words}),
        (f"{statistic.value}-weighted-high", _("%(answer)s: vægtet, højst") % {"answer": words}),
    )
    return [Measure(key, name, unit, decimals, tells=(ANSWERS,)) for key, name in names]


def _numbers(row: Row, statistic: Statistic) -> tuple[Number, ...]:
    measured = row.measured.get(statistic)
    if measured is None:
        return (None,) * 6
    factor = 1 if statistic is Statistic.MEAN else 100
    return tuple(
        None if number is None else number * factor
        for number in (
            measured.value,
            *_ends(measured.interval),
            measured.weighted,
            *_ends(measured.weighted_interval),
        )
    )


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval.low, interval.high)


def _choice(choice: int | str, words: str) -> Measure:
    return Measure(
        f"choice-{choice}", _("%(answer)s, pct.") % {"answer": words}, Unit.PER_CENT, tells=(ANSWERS,)
    )


def _per_cent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _notes(table: ItemTable) -> tuple[str, ...]:
    notes = [_("»Mindst« og »højst« er grænserne for 95 pct. sikkerhed.")]
    if table.weighted_as_one:
        notes.append(str(WEIGHTED_AS_ONE))
    return tuple(notes)
