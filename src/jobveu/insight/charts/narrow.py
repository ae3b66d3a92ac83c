"""A chart for a phone: bars that lie below their names with their numbers beside them, so that no axis is needed, and
panels below one another. It fits a screen of 320 CSS pixels; on a larger one it is shown larger, and never scrolled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from jobveu.insight.charts.content import (
    COLOURS,
    Content,
    Spec,
    few_ticks,
    names,
    number_format,
    values_of,
)
from jobveu.insight.figures import ChartKind
from jobveu.insight.labels import decimal
from jobveu.insight.table import Dimension

WIDTH = 288
"""What a screen of 320 pixels has between its margins."""
_MARGIN = 4
_PADDING = {"padding": {"left": _MARGIN, "top": 8, "right": _MARGIN, "bottom": 8}}
_ROOM = WIDTH - 2 * _MARGIN
_LETTER = 6.75
"""Of 12 pixels, in a browser that has not the font and whose own is wider."""
_LINE, _BAR, _STEP, _GAP = 16, 14, 18, 10
_BEGINNING = {
    "type": "tick",
    "orient": "vertical",
    "size": _BAR,
    "thickness": 2,
    "opacity": 1,
    "color": COLOURS[0],
}
_SYMBOL, _APART = 20, 16
_SHORT = 12
"""Names that stand beside their bar, not above it."""
_YEAR = 4
"""Names of which there is room for several below an axis."""
_PANEL = 120
_CHART = 220
_TIMES = 3
_TICKS = 4


def narrow_chart(content: Content, kind: ChartKind) -> Spec:
    lines = kind is ChartKind.LINES
    crowded = content.panels is not None and content.series is not None and _longest(content.over) <= _YEAR
    chart = _standing(content, lines=lines) if lines or crowded else _lying(content)
    return {**_PADDING, **_counted(content), **chart}


def _counted(content: Content) -> Spec:
    """What the numbers are; of two kinds of them the legend tells."""
    if len(content.measures) > 1:
        return {}
    lines = _in_lines(content.measures[0].title, _ROOM - _SYMBOL)
    return {"title": {"text": lines, "anchor": "start", "fontSize": 12, "offset": 8}}


def narrow_words(words: str) -> Spec:
    """A chart that says why there is none."""
    told = _in_lines(words, _ROOM)
    return {
        **_PADDING,
        "width": _ROOM,
        "height": _LINE * len(told),
        **_texts([_Words(line, _LINE * (number + 0.5)) for number, line in enumerate(told)]),
    }


@dataclass(frozen=True, slots=True)
class _Words:
    """A line of text, and how far down its middle is."""

    words: str
    middle: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Bar:
    value: Mapping[str, Any]
    middle: float


def _lying(content: Content) -> Spec:
    """Everything has its place reckoned here: names are as many lines high as they are long."""
    found = list(_laid_out(content))
    bars = [one for one in found if isinstance(one, _Bar)]
    words = [one for one in found if isinstance(one, _Words)]
    height = max((one.middle for one in found), default=0.0) + _BAR / 2
    low, high = min(0.0, *content.numbers), max(0.0, *content.numbers)
    number = _LETTER * max(len(str(bar.value["text"])) for bar in bars) + 8
    left = (_name_room(content) if _beside(content) else 1) + (number if low < 0 else 0)
    across = {
        "field": "end",
        "type": "quantitative",
        "axis": None,
        "stack": None,
        "scale": {
            "domain": [low, high if high > low else 1],
            "range": [left, _ROOM - number],
            "nice": False,
        },
    }
    down = {"field": "middle", "type": "quantitative", "scale": None, "axis": None}
    colour = {} if content.meaning is None else {"color": content.meaning.encoding(_legend(content, _ROOM))}
    return {
        "width": _ROOM,
        "height": height,
        "data": {"values": [{**bar.value, "begin": 0, "middle": bar.middle} for bar in bars]},
        "layer": [
            {
                "mark": {"type": "bar", "orient": "horizontal", "height": _BAR, "color": COLOURS[0]},
                "encoding": {"x": across, "y": down, **colour},
            },
            {  # where the bars begin: of a 0, or of what is not told, the only thing that has its colour
                "transform": [{"filter": "datum.value != null"}] if content.series is None else [],
                "mark": _BEGINNING,
                "encoding": {"x": {**across, "field": "begin"}, "y": down, **colour},
            },
            {
                "mark": {
                    "type": "text",
                    "baseline": "middle",
                    "align": {"expr": "datum.end < 0 ? 'right' : 'left'"},
                    "dx": {"expr": "datum.end < 0 ? -4 : 4"},
                },
                "encoding": {"x": across, "y": down, "text": {"field": "text", "type": "nominal"}},
            },
            _texts(words),
        ],
    }


def _laid_out(content: Content) -> Iterator[_Words | _Bar]:
    """The names and the bars, from the top."""
    down = 0.0
    for panel in [None] if content.panels is None else values_of(content.panels):
        if panel is not None:
            down += _GAP
            for line in _in_lines(panel.label, _ROOM - _SYMBOL):
                yield _Words(line, down + _LINE / 2, bold=True)
                down += _LINE
            down += _GAP / 2
        for over in values_of(content.over):
            places = [
                tuple(one.code for one in (panel, series, over) if one is not None)
                for series in ([None] if content.series is None else values_of(content.series))
            ]
            bars = [content.values[place] for place in places if place in content.values]
            if not bars:
                continue
            if _beside(content):
                yield _Words(over.label, down + _STEP / 2)
            else:
                for line in _in_lines(over.label, _ROOM):
                    yield _Words(line, down + _LINE / 2)
                    down += _LINE
            for bar in bars:
                yield _Bar(bar, down + _STEP / 2)
                down += _STEP
            down += _GAP / 2 if _beside(content) else _GAP


def _beside(content: Content) -> bool:
    """Whether names stand beside their bars."""
    return content.series is None and _longest(content.over) <= _SHORT


def _name_room(content: Content) -> float:
    return _LETTER * _longest(content.over) + 10


def _texts(words: Sequence[_Words]) -> Spec:
    return {
        "data": {"values": [{"words": one.words, "middle": one.middle, "bold": one.bold} for one in words]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontWeight": {"expr": "datum.bold ? 'bold' : 'normal'"},
        },
        "encoding": {
            "x": {"value": 0},
            "y": {"field": "middle", "type": "quantitative", "scale": None, "axis": None},
            "text": {"field": "words", "type": "nominal"},
        },
    }


def _standing(content: Content, *, lines: bool) -> Spec:
    """Over time, where lying bars would be many screens long: an axis with few ticks, and years or few quarters below."""
    over, series, panels, meaning = content.over, content.series, content.panels, content.meaning
    labels = names(over)
    highest = max(map(abs, content.numbers), default=0.0)
    ticks = _LETTER * (len(decimal(highest, 0)) + 1) + 10
    width = _ROOM - ticks
    told = _TIMES if lines else max(1, int(width // (_LETTER * (_longest(over) + 1))))
    few = few_ticks(content.numbers)
    encoding: Spec = {
        "x": {
            "field": over.key,
            "type": "nominal",
            "sort": labels,
            "title": None,
            "axis": {
                "labelAngle": 0,
                "labelLimit": 0,
                "labelOverlap": False,
                "labelExpr": _lines_of(labels, width / told - _LETTER),
                "values": labels[:: max(1, -(-len(labels) // told))],
            },
            **({"scale": _points(len(labels), width)} if lines else {}),
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "axis": {
                "format": number_format(content),
                "tickMinStep": 1,
                "tickCount": _TICKS,
                **({"values": few} if few else {}),
            },
            **({"scale": {"domain": [0, few[-1]]}} if few else {}),
        },
    }
    if meaning is not None:
        encoding["color"] = meaning.encoding(_legend(content, width))
    if series is not None and not lines:
        encoding["xOffset"] = {"field": series.key, "sort": names(series)}
    mark: Spec = {"type": "line", "point": {"size": 12}} if lines else {"type": "bar"}
    if meaning is None:
        mark["color"] = COLOURS[0]
    one = {"width": width, "height": _CHART if panels is None else _PANEL, "mark": mark, "encoding": encoding}
    data = {"data": {"values": list(content.values.values())}}
    if panels is None:
        return {**data, **one}
    header = {
        "labelExpr": _lines_of(names(panels), width),
        "labelLimit": 0,
        "labelAnchor": "start",
        "labelFontWeight": "bold",
    }
    facet = {
        "field": panels.key,
        "type": "nominal",
        "sort": names(panels),
        "title": None,
        "header": header,
    }
    own = {"resolve": {"axis": {"x": "independent"}}}  # the last of the panels may be screens away
    return {**data, "facet": facet, "columns": 1, "spec": one, **own}


def _points(number: int, width: float) -> Spec:
    """So far within the chart that the first and the last have room for their names below them."""
    inside = width / (2 * _TIMES)
    return {"type": "point", "padding": inside * max(0, number - 1) / (width - 2 * inside)}


def _legend(content: Content, room: float) -> Spec:
    """Above the chart, which may be several screens long."""
    meaning = content.meaning
    if meaning is None:
        return {}
    longest = _SYMBOL + _LETTER * max(map(len, meaning.names), default=0) + _APART
    return {
        "orient": "top",
        "direction": "horizontal",
        "columns": max(1, int(room // longest)),
        "labelExpr": _lines_of(meaning.names, room - _SYMBOL),
        "columnPadding": _APART,
        "labelLimit": 0,
        "titleLimit": 0,
        "symbolType": "square",
        "symbolOpacity": 1,
    }


def _longest(dimension: Dimension) -> int:
    return max(map(len, names(dimension)), default=0)


def _in_lines(words: str, room: float) -> list[str]:
    return wrap(words, max(1, int(room // _LETTER)))


def _lines_of(of: Iterable[str], room: float) -> str:
    """An expression for the label of each name: the lines that there is room for."""
    return f"({json.dumps({name: _in_lines(name, room) for name in of})})[datum.label]"
