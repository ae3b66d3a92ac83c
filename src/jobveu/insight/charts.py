"""Charts: a Vega-Lite spec from a published table, drawn to SVG or PNG here on the server, never without its words.

Vega sorts by code point, so every scale is told its order. The colours are those of Okabe and Ito, which people with
colour-blindness tell apart, darkened where they would be too pale on white; a series has its name in the legend, and
the table stands beside the chart.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import vl_convert
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.documents.drawing import give_charts_the_font
from jobveu.insight.figures import Charted, ChartKind
from jobveu.insight.rendering import cell, shown
from jobveu.insight.table import TOTAL, Dimension, Measure, Row, Table, Unit
from jobveu.insight.words import text_alternative

COLOURS = ("#0059B3", "#C35500", "#00785A", "#A6507D", "#8A6D00", "#2B83A8", "#000000", "#6E6E6E")
_VERSION = "v6_4"
_WIDTH, _HEIGHT, _BAR = 640, 320, 26
_PANEL = {"width": _WIDTH // 2, "height": _HEIGHT // 2}
_THICKEST = {"x": 80, "y": _BAR}
"""A bar that stands, and one that lies: a few bars do not fill a chart that has room for many."""
_GAP = {False: 0.1, True: 0.2}
"""The least between the bars of an axis, or the groups of them, as a part of what each has with it: Vega's own."""
_LETTER, _LONG_LABEL, _LONG_NAME, _MANY_VALUES = 6, 12, 40, 14
_WIDEST = 440
"""The longest name there is, of an industry."""
_WIDER = 56
"""How much wider than reckoned with names may come out, in a browser that has not the font."""
_FEW = 5
_TICKS = 6
_ABOVE = {
    "titleAngle": 0,
    "titleAnchor": "end",
    "titleAlign": "left",
    "titleBaseline": "bottom",
    "titleX": -_WIDER // 2,
    "titleY": -14,
}
"""What an upright axis counts stands above it, to be read without turning one's head."""
_MARK = "#8A1200"
_IN_LINES = "split(datum.label, '; ')"
"""Names of industries that are put together of two stand on two lines."""
_NOT_TOLD = gettext_lazy("ikke oplyst")
Spec = dict[str, Any]


def svg(figure: Charted, table: Table, *, language: str = "da") -> str:
    """The chart as SVG, with its title and its words for those who do not see it."""
    return svg_of(
        spec(figure, table, language=language),
        id_=figure.id,
        title=table.title,
        words=text_alternative(figure, table),
        language=language,
    )


def svg_of(chart: Spec, *, id_: str, title: str, words: str, language: str) -> str:
    """A framed chart as SVG; `id_` is what its own ids begin with."""
    give_charts_the_font()
    return described(_drawn(json.dumps(chart)), id_=id_, title=title, words=words, language=language)


@lru_cache(maxsize=64)
def _drawn(chart: str) -> str:
    """The same chart is the same picture: pages and reports of a snapshot have many in common."""
    drawn: str = vl_convert.vegalite_to_svg(chart, _VERSION)
    return drawn


def described(drawn: str, *, id_: str, title: str, words: str, language: str) -> str:
    """A drawing with its title and its words for those who do not see it."""
    head, rest = drawn.split(">", 1)
    return (
        f'{head} role="img" lang="{language}" aria-labelledby="{id_}-title {id_}-words">'
        f'<title id="{id_}-title">{escape(title)}</title><desc id="{id_}-words">{escape(words)}</desc>{rest}'
    )


def png(figure: Charted, table: Table, *, language: str = "da", scale: float = 2.0) -> bytes:
    """The chart as PNG; whoever shows it says `words.text_alternative` beside it."""
    give_charts_the_font()
    drawn: bytes = vl_convert.vegalite_to_png(
        json.dumps(spec(figure, table, language=language)), _VERSION, scale=scale
    )
    return drawn


def spec(figure: Charted, table: Table, *, language: str = "da") -> Spec:
    """The Vega-Lite spec of a published table's chart: the last dimension along the axis, the one before it as
    series, and a chart for each value of a third. Raises ValueError for a table that is not published."""
    if not table.published:
        raise ValueError("only a published table is drawn")
    return {**_drawn_of(figure, table, language), **(_made_up() if table.synthetic else {})}


def _made_up() -> Spec:
    """A picture goes where its page does not: it says itself that its numbers are made up."""
    return {"title": {"text": _("Syntetiske data"), "anchor": "end", "color": _MARK, "fontSize": 12}}


def _drawn_of(figure: Charted, table: Table, language: str) -> Spec:
    values = _values(figure, table)
    if words := nothing_to_draw(figure, table):
        return framed(_nothing(words), language)
    column = table.measure(figure.shown)
    over = table.dimensions[-1]
    series = table.dimensions[-2] if len(table.dimensions) > 1 else None
    panels = table.dimensions[-3] if len(table.dimensions) > 2 else None
    if series is not None and len(_labels(series)) > len(COLOURS):
        panels, series = series, None  # more than anybody tells apart by colour
    others = [table.measures[table.measure(figure.instead)]] if figure.instead else []
    size = None if panels is None else _PANEL
    one = _one(figure, over, series, table.measures[column], others, size)
    if figure.told_apart and series is None:
        _tell_apart(one, table.measures[table.measure(figure.told_apart)])
    across = _encoding_of_values(one)
    if any((value["value"] or 0) < 0 for value in values):
        across["scale"] = {"padding": _BAR}  # the lowest bar has its number below it, not on the axis
    if few := _few(values):
        across["axis"]["values"] = few
        across["scale"] = {"domain": [0, few[-1]]}
    if panels is None:
        return framed({"data": {"values": values}, **one}, language)
    return framed(
        {
            "data": {"values": values},
            "facet": {
                "field": panels.key,
                "type": "nominal",
                "sort": _labels(panels),
                "title": panels.title,
                "header": {"labelLimit": 400, "labelExpr": _IN_LINES},
            },
            "columns": 2,
            "spec": one,
        },
        language,
    )


def _tell_apart(chart: Spec, measure: Measure) -> None:
    """Bars in the colour of what a yes or no says of each."""
    told = [shown(1, measure), shown(0, measure), str(_NOT_TOLD)]
    chart["layer"][0]["mark"].pop("color")
    chart["layer"][0]["encoding"]["color"] = {
        "field": "told_apart",
        "type": "nominal",
        "sort": told,
        "title": measure.title,
        "scale": {"domain": told, "range": [COLOURS[1], COLOURS[0], COLOURS[-1]]},
        "legend": {"orient": "bottom", "columnPadding": _WIDER},
    }


def nothing_to_draw(figure: Charted, table: Table) -> str:
    """Why there is no chart, "" where there is one."""
    values = [one["value"] for one in _values(figure, table)]
    if all(value is None for value in values):
        if table.withheld:
            return _("Ingen tal kan vises: De kunne fortælle om ganske få personer.")
        return _("Der er ingen tal at vise.")
    if not any(values) and None in values and table.withheld:
        return _("Kun nuller kan vises: De andre tal kunne fortælle om ganske få personer.")
    return ""


def _nothing(words: str) -> Spec:
    """A chart that says why there is none."""
    return {
        "width": _WIDTH,
        "height": _BAR,
        "data": {"values": [{"words": words}]},
        "mark": {"type": "text", "align": "left", "x": 0},
        "encoding": {"text": {"field": "words", "type": "nominal"}},
    }


def _few(values: Sequence[Mapping[str, Any]]) -> list[int]:
    """The ticks of an axis that ends at few: Vega would set some between whole numbers, and write them as those."""
    numbers = [float(one["value"]) for one in values if one["value"] is not None]
    highest = max(numbers, default=0.0)
    return (
        list(range(max(1, math.ceil(highest)) + 1))
        if min(numbers, default=0.0) >= 0 and highest <= _FEW
        else []
    )


def _encoding_of_values(chart: Spec) -> Spec:
    encoding = (chart["layer"][0] if "layer" in chart else chart)["encoding"]
    across: Spec = next(encoding[name] for name in ("x", "y") if encoding[name]["type"] == "quantitative")
    return across


def _values(figure: Charted, table: Table) -> list[Mapping[str, Any]]:
    columns = [figure.column(table, number) for number in range(len(table.rows))]
    return [
        {
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
    ]


def _apart(figure: Charted, table: Table, row: Row) -> Mapping[str, str]:
    if not figure.told_apart:
        return {}
    column = table.measure(figure.told_apart)
    number = row.numbers[column]
    return {"told_apart": str(_NOT_TOLD) if number is None else shown(number, table.measures[column])}


def _one(
    figure: Charted,
    over: Dimension,
    series: Dimension | None,
    measure: Measure,
    others: Sequence[Measure],
    size: Spec | None,
) -> Spec:
    """`size` in pixels; None to have the chart as large as its bars need."""
    labels = _labels(over)
    steps = figure.chart is ChartKind.STEPS
    lying = steps or max(map(len, labels), default=0) > _LONG_LABEL or len(labels) > _MANY_VALUES
    lines = figure.chart is ChartKind.LINES
    along, across = ("y", "x") if lying and not lines else ("x", "y")
    encoding: Spec = {
        along: {
            "field": over.key,
            "type": "nominal",
            "sort": labels,
            # Beside long names there is no room for what they are, which the chart's own title says.
            "title": None if lying and not lines else over.title,
            "axis": {
                "labelLimit": _WIDEST,
                "titlePadding": 8,
                "labelAngle": -45 if lines else 0,
                "values": labels[:: 1 + len(labels) // _MANY_VALUES] if lines else labels,
            },
        },
        across: {
            "field": "value",
            "type": "quantitative",
            "title": _("Antal") if others else measure.title,
            "axis": {
                "format": ",.0f" if measure.unit is not Unit.MILLION_KRONER else ",.1f",
                "tickMinStep": 1,
                "tickCount": _TICKS,
                "labelFlush": False,
                **(_ABOVE if across == "y" else {}),
            },
        },
    }
    if series is not None:
        encoding["color"] = {
            "field": series.key,
            "type": "nominal",
            "sort": _labels(series),
            "title": series.title,
            "scale": {"domain": _labels(series), "range": list(COLOURS[: len(_labels(series))])},
            "legend": {
                "orient": "bottom",
                "columns": 1 if max(map(len, _labels(series)), default=0) > _LONG_NAME else 2,
                "columnPadding": _WIDER,
                "labelLimit": _WIDEST,
            },
        }
        if not lines:
            encoding[f"{along}Offset"] = {"field": series.key, "sort": _labels(series)}
    mark: Spec = {"type": "line", "point": True} if lines else {"type": "bar"}
    if series is None and not figure.instead:
        mark["color"] = COLOURS[0]
    elif series is None:
        titles = [measure.title, *(other.title for other in others)]
        encoding["color"] = {
            "field": "measure",
            "type": "nominal",
            "sort": titles,
            "title": None,
            "scale": {"domain": titles, "range": list(COLOURS[: len(titles)])},
            "legend": {"orient": "bottom", "columnPadding": _WIDER, "labelLimit": 300},
        }
    together = 1 if series is None else max(1, len(_labels(series)))
    if size is None:
        size = {"width": _WIDTH, "height": _HEIGHT}
        if along == "y":  # long names take their room from the bars, so that all charts are about as wide
            longest = max(map(len, labels), default=0)
            thickness = _BAR * max(1, len(labels)) * max(1, together // 2)
            size = {"width": max(_WIDTH // 2, _WIDTH - _LETTER * longest), "height": max(2 * _BAR, thickness)}
    if not lines:
        room = size["width" if along == "x" else "height"] / max(1, len(labels))
        gap = max(_GAP[series is not None], 1 - _THICKEST[along] * together / room)
        encoding[along]["scale"] = {"paddingInner": gap, "paddingOuter": gap / 2}
    if series is not None or lines:
        return {**size, "mark": mark, "encoding": encoding}
    number: Spec = {
        "type": "text",
        "align": {"expr": "datum.end < 0 ? 'right' : 'left'"},
        "baseline": "middle",
        "dx": {"expr": "datum.end < 0 ? -4 : 4"},
    }
    if along == "x":
        number = {
            "type": "text",
            "align": "center",
            "baseline": {"expr": "datum.end < 0 ? 'top' : 'bottom'"},
            "dy": {"expr": "datum.end < 0 ? 3 : -3"},
        }
    return {
        **size,
        "layer": [
            {"mark": mark, "encoding": encoding},
            {
                "mark": number,
                "encoding": {
                    along: {**encoding[along]},
                    across: {**encoding[across], "field": "end"},
                    "text": {"field": "text", "type": "nominal"},
                },
            },
        ],
    }


def framed(chart: Spec, language: str) -> Spec:
    """A chart with what all have in common: font, sizes, colours of the text, and how numbers are written."""
    danish = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " kr."]}
    english = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " DKK"]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "white",
        # A browser that shows the picture has not its font; with one of its own, names are up to an eighth wider.
        "padding": {"left": 48, "top": 8, "right": 48, "bottom": 8},
        **chart,
        "config": {
            "font": "IBM Plex Sans, Arial, sans-serif",
            "locale": {"number": english if language == "en" else danish},
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "labelColor": "#1A1A1A",
                "titleColor": "#1A1A1A",
            },
            "legend": {"labelFontSize": 12, "titleFontSize": 12},
            "header": {"labelFontSize": 12, "titleFontSize": 12},
            "text": {"fontSize": 12, "color": "#1A1A1A"},
            "view": {"stroke": None},
        },
    }


def _labels(dimension: Dimension) -> list[str]:
    return [value.label for value in dimension.values if value.code != TOTAL]
