"""A chart of degrees: one bar of 100 per cent for each group, divided by what it answered."""

from __future__ import annotations

from collections.abc import Sequence

from jobveu.insight.charts import Spec, framed, svg_of
from jobveu.insight.surveys import Row
from jobveu.surveys.instruments.parts import CHOICES, Item, Scale

_COLOURS = ("#00447C", "#3B7DB8", "#C9C9C9", "#E08A3C", "#A34300")
"""From a very high degree to a very low one: apart by lightness too, so that they are told apart without colour."""
_WIDTH, _BAR = 560, 30


def degree_chart(
    item: Item, rows: Sequence[tuple[str, Row]], *, title: str, words: str, language: str
) -> str:
    """Of an item that is answered by degrees, and of groups by their names, in which somebody answered, as SVG."""
    degrees = [str(text) for text in CHOICES[Scale.DEGREE].values()]
    groups = [f"{name} (n = {row.answers})" for name, row in rows]
    values = [
        {
            "group": group,
            "degree": item.in_words(value),
            "order": place,
            "share": row.shares.get(value, 0.0),
        }
        for group, (_name, row) in zip(groups, rows, strict=True)
        for place, value in enumerate(CHOICES[Scale.DEGREE])
    ]
    chart: Spec = {
        "data": {"values": values},
        "width": _WIDTH,
        "height": _BAR * len(groups),
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 1},
        "encoding": {
            "y": {
                "field": "group",
                "type": "nominal",
                "sort": groups,
                "title": None,
                "axis": {"labelLimit": 260},
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "stack": "normalize",
                "title": None,
                "axis": {"format": ".0%", "tickCount": 5},
            },
            "color": {
                "field": "degree",
                "type": "nominal",
                "sort": degrees,
                "title": None,
                "scale": {"domain": degrees, "range": list(_COLOURS)},
                "legend": {"orient": "bottom", "columns": 3, "labelLimit": 260},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    return svg_of(framed(chart, language), id_=item.id, title=title, words=words, language=language)
