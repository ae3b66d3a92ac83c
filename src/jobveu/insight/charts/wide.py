"""A chart for a page, a desk's screen or paper: bars that stand or lie beside an axis, panels two and two."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jobveu.insight.charts.content import COLOURS, Content, Spec, few_ticks, names, number_format
from jobveu.insight.figures import ChartKind

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
_IN_LINES = "split(datum.label, '; ')"
"""Names of industries that are put together of two stand on two lines."""
_PADDING = {"padding": {"left": 48, "top": 8, "right": 48, "bottom": 8}}
"""A browser that shows the picture has not its font; with one of its own, names are up to an eighth wider."""


def wide_chart(content: Content, kind: ChartKind) -> Spec:
    panels = content.panels
    one = _one(content, kind, None if panels is None else _PANEL)
    across = _encoding_of_values(one)
    if any(number < 0 for number in content.numbers):
        across["scale"] = {"padding": _BAR}  # the lowest bar has its number below it, not on the axis
    if few := few_ticks(content.numbers):
        across["axis"]["values"] = few
        across["scale"] = {"domain": [0, few[-1]]}
    data = {**_PADDING, "data": {"values": list(content.values.values())}}
    if panels is None:
        return {**data, **one}
    return {
        **data,
        "facet": {
            "field": panels.key,
            "type": "nominal",
            "sort": names(panels),
            "title": panels.title,
            "header": {"labelLimit": 400, "labelExpr": _IN_LINES},
        },
        "columns": 2,
        "spec": one,
    }


def wide_words(words: str) -> Spec:
    """A chart that says why there is none."""
    return {
        **_PADDING,
        "width": _WIDTH,
        "height": _BAR,
        "data": {"values": [{"words": words}]},
        "mark": {"type": "text", "align": "left", "x": 0},
        "encoding": {"text": {"field": "words", "type": "nominal"}},
    }


def _encoding_of_values(chart: Spec) -> Spec:
    encoding = (chart["layer"][0] if "layer" in chart else chart)["encoding"]
    across: Spec = next(encoding[name] for name in ("x", "y") if encoding[name]["type"] == "quantitative")
    return across


def _one(content: Content, kind: ChartKind, size: Spec | None) -> Spec:
    """`size` in pixels; None to have the chart as large as its bars need."""
    over, series, meaning = content.over, content.series, content.meaning
    labels = names(over)
    longest = max(map(len, labels), default=0)
    lines = kind is ChartKind.LINES
    lying = not lines and (kind is ChartKind.STEPS or longest > _LONG_LABEL or len(labels) > _MANY_VALUES)
    along, across = ("y", "x") if lying else ("x", "y")
    encoding: Spec = {
        along: {
            "field": over.key,
            "type": "nominal",
            "sort": labels,
            # Beside long names there is no room for what they are, which the chart's own title says.
            "title": None if lying else over.title,
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
            "title": content.measures[0].title if len(content.measures) == 1 else _("Antal"),
            "axis": {
                "format": number_format(content),
                "tickMinStep": 1,
                "tickCount": _TICKS,
                "labelFlush": False,
                **(_ABOVE if across == "y" else {}),
            },
        },
    }
    if meaning is not None:
        encoding["color"] = meaning.encoding(_legend(content))
    if series is not None and not lines:
        encoding[f"{along}Offset"] = {"field": series.key, "sort": names(series)}
    mark: Spec = {"type": "line", "point": True} if lines else {"type": "bar"}
    if meaning is None:
        mark["color"] = COLOURS[0]
    together = 1 if series is None else max(1, len(names(series)))
    if size is None:
        size = {"width": _WIDTH, "height": _HEIGHT}
        if lying:  # long names take their room from the bars, so that all charts are about as wide
            thickness = _BAR * max(1, len(labels)) * max(1, together // 2)
            size = {"width": max(_WIDTH // 2, _WIDTH - _LETTER * longest), "height": max(2 * _BAR, thickness)}
    if not lines:
        room = size["width" if along == "x" else "height"] / max(1, len(labels))
        gap = max(_GAP[series is not None], 1 - _THICKEST[along] * together / room)
        encoding[along]["scale"] = {"paddingInner": gap, "paddingOuter": gap / 2}
    if series is not None or lines:
        return {**size, "mark": mark, "encoding": encoding}
    return {
        **size,
        "layer": [
            {"mark": mark, "encoding": encoding},
            {
                "mark": _number(lying=lying),
                "encoding": {
                    along: {**encoding[along]},
                    across: {**encoding[across], "field": "end"},
                    "text": {"field": "text", "type": "nominal"},
                },
            },
        ],
    }


def _legend(content: Content) -> Spec:
    legend = {"orient": "bottom", "columnPadding": _WIDER, "labelLimit": _WIDEST}
    if content.series is not None:
        longest = max(map(len, names(content.series)), default=0)
        legend["columns"] = 1 if longest > _LONG_NAME else 2
    return legend


def _number(*, lying: bool) -> Spec:
    """The number at the end of a bar: beyond it, also where it falls below 0."""
    if lying:
        return {
            "type": "text",
            "align": {"expr": "datum.end < 0 ? 'right' : 'left'"},
            "baseline": "middle",
            "dx": {"expr": "datum.end < 0 ? -4 : 4"},
        }
    return {
        "type": "text",
        "align": "center",
        "baseline": {"expr": "datum.end < 0 ? 'top' : 'bottom'"},
        "dy": {"expr": "datum.end < 0 ? 3 : -3"},
    }
