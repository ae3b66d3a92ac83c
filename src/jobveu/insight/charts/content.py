"""What a chart shows, however it is drawn: its numbers by name, and what its colours mean.

The colours are those of Okabe and Ito, which people with colour-blindness tell apart, darkened where they would be too
pale on white; a series has its name in the legend, and the table stands beside the chart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight.figures import Charted
from jobveu.insight.rendering import cell, shown
from jobveu.insight.table import TOTAL, Dimension, Measure, Number, Row, Table, Unit, Value

COLOURS = ("#0059B3", "#C35500", "#00785A", "#A6507D", "#8A6D00", "#2B83A8", "#000000", "#6E6E6E")
_FEW = 5
_NOT_TOLD = gettext_lazy("ikke oplyst")
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the colours mean: each bar or line has in `field` one of `names`, and the colour at the same place."""

    field: str
    title: str | None
    names: list[str]
    colours: list[str]

    def encoding(self, legend: Spec) -> Spec:
        """Vega sorts by code point, so every scale is told its order."""
        return {
            "field": self.field,
            "type": "nominal",
            "sort": self.names,
            "title": self.title,
            "scale": {"domain": self.names, "range": self.colours},
            "legend": legend,
        }


@dataclass(frozen=True, slots=True)
class Content:
    """A published table's chart: `over` lies along its axis, `series` are told apart by colour, and there is a panel for
    each of `panels`. `values`: by the row's codes, the names of its place by dimension, its `value`, the `end` of its
    bar, its `text`, and the `measure` that it is of. `measures`: the one that is shown, and one that may stand instead."""

    over: Dimension
    series: Dimension | None
    panels: Dimension | None
    measures: tuple[Measure, ...]
    values: Mapping[tuple[str, ...], Mapping[str, Any]]
    meaning: Meaning | None

    @property
    def numbers(self) -> list[float]:
        """Those that there are."""
        return [float(one["value"]) for one in self.values.values() if one["value"] is not None]


def content_of(figure: Charted, table: Table) -> Content:
    """The last dimension along the axis, the one before it as series, and a panel for each value of a third. Series of
    which there are more than anybody tells apart by colour are panels."""
    *before, over = table.dimensions
    series, panels = (before[-1] if before else None), (before[-2] if len(before) > 1 else None)
    if series is not None and len(values_of(series)) > len(COLOURS):
        panels, series = series, None
    keys = (figure.shown, figure.instead) if figure.instead else (figure.shown,)
    measures = tuple(table.measures[table.measure(key)] for key in keys)
    return Content(
        over, series, panels, measures, _values(figure, table), _meaning(figure, table, series, measures)
    )


def _meaning(
    figure: Charted, table: Table, series: Dimension | None, measures: tuple[Measure, ...]
) -> Meaning | None:
    if series is not None:
        return _of_all(series.key, series.title, names(series))
    if figure.told_apart:
        measure = table.measures[table.measure(figure.told_apart)]
        told = [shown(1, measure), shown(0, measure), str(_NOT_TOLD)]
        return Meaning("told_apart", measure.title, told, [COLOURS[1], COLOURS[0], COLOURS[-1]])
    return _of_all("measure", None, [one.title for one in measures]) if len(measures) > 1 else None


def _of_all(field: str, title: str | None, of: list[str]) -> Meaning:
    return Meaning(field, title, of, list(COLOURS[: len(of)]))


def _values(figure: Charted, table: Table) -> dict[tuple[str, ...], Mapping[str, Any]]:
    columns = [figure.column(table, number) for number in range(len(table.rows))]
    return {
        row.codes: {
            **{
                dimension.key: value.label
                for dimension, value in zip(table.dimensions, row.place, strict=True)
            },
            "value": row.numbers[columns[number]],
            # Where a number is not told, its text, "*" or "–", stands where a bar would begin.
            "end": row.numbers[columns[number]] or 0,
            "text": cell(table, number, columns[number]),
            "measure": table.measures[columns[number]].title,
            **_apart(figure, table, row),
        }
        for number, row in enumerate(table.rows)
        if not row.is_total
    }


def _apart(figure: Charted, table: Table, row: Row) -> Mapping[str, str]:
    if not figure.told_apart:
        return {}
    column = table.measure(figure.told_apart)
    number = row.numbers[column]
    return {"told_apart": str(_NOT_TOLD) if number is None else shown(number, table.measures[column])}


def nothing_to_draw(figure: Charted, table: Table) -> str:
    """Why there is no chart, "" where there is one."""
    values: list[Number] = [one["value"] for one in _values(figure, table).values()]
    if all(value is None for value in values):
        if table.withheld:
            return _("Ingen tal kan vises: De kunne fortælle om ganske få personer.")
        return _("Der er ingen tal at vise.")
    if not any(values) and None in values and table.withheld:
        return _("Kun nuller kan vises: De andre tal kunne fortælle om ganske få personer.")
    return ""


def values_of(dimension: Dimension) -> list[Value]:
    return [value for value in dimension.values if value.code != TOTAL]


def names(dimension: Dimension) -> list[str]:
    return [value.label for value in values_of(dimension)]


def few_ticks(numbers: Sequence[float]) -> list[int]:
    """The ticks of an axis that ends at few: Vega would set some between whole numbers, and write them as those."""
    highest = max(numbers, default=0.0)
    return (
        list(range(max(1, math.ceil(highest)) + 1))
        if min(numbers, default=0.0) >= 0 and highest <= _FEW
        else []
    )


def number_format(content: Content) -> str:
    return ",.0f" if content.measures[0].unit is not Unit.MILLION_KRONER else ",.1f"
