"""A chart of degrees: one bar of 100 per cent for each group, divided by what it answered.

Drawn here and not by Vega: a report has a score of them, and a few rectangles take no time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from jobveu.insight.charts import described
from jobveu.insight.labels import decimal
from jobveu.insight.surveys import Row
from jobveu.surveys.instruments.parts import CHOICES, Item, Scale

_COLOURS = (
    ("#00447C", "#FFFFFF"),
    ("#2F6DA6", "#FFFFFF"),
    ("#C9C9C9", "#1A1A1A"),
    ("#E08A3C", "#1A1A1A"),
    ("#A34300", "#FFFFFF"),
)
"""From a very high degree to a very low one, each with its text's: apart by lightness too, so that they are told apart
without colour."""
_INK = "#1A1A1A"
_NAMES, _BARS, _MARGIN = 312, 364, 12
_BAR, _STEP, _TEXT = 22, 30, 12
_LEAST_TOLD = 0.08
"""A smaller part has no room for its number."""
_COLUMNS = 3


def degree_chart(
    item: Item, rows: Sequence[tuple[str, Row]], *, title: str, words: str, language: str
) -> str:
    """Of an item that is answered by degrees, and of groups by their names, in which somebody answered, as SVG."""
    width = _MARGIN + _NAMES + _BARS + 2 * _MARGIN
    axis = _MARGIN + _STEP * len(rows)
    legend = axis + 40
    height = legend + 20 * -(-len(_COLOURS) // _COLUMNS) + _MARGIN // 2
    drawn = "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            f' font-family="IBM Plex Sans, Arial, sans-serif" font-size="{_TEXT}">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *_bars(rows),
            *_axis(axis),
            *_legend(legend),
            "</svg>",
        )
    )
    return described(drawn, id_=item.id, title=title, words=words, language=language)


def _bars(rows: Sequence[tuple[str, Row]]) -> Iterator[str]:
    for number, (name, row) in enumerate(rows):
        top = _MARGIN + number * _STEP
        yield _text(_NAMES, top + 15, f"{name} (n = {row.answers})", anchor="end")
        left = float(_MARGIN + _NAMES)
        for value, (colour, ink) in zip(CHOICES[Scale.DEGREE], _COLOURS, strict=True):
            share = row.shares.get(value, 0.0)
            if not share:
                continue
            broad = share * _BARS
            yield (
                f'<rect x="{left:.2f}" y="{top}" width="{broad:.2f}" height="{_BAR}" fill="{colour}" stroke="white"/>'
            )
            if share >= _LEAST_TOLD:
                yield _text(left + broad / 2, top + 15, decimal(100 * share, 0), anchor="middle", ink=ink)
            left += broad


def _axis(top: int) -> Iterator[str]:
    left = _MARGIN + _NAMES
    yield f'<path d="M{left} {top - 4}H{left + _BARS}" stroke="#8F8F8F"/>'
    for tick in range(0, 101, 20):
        at = left + tick * _BARS / 100
        yield f'<path d="M{at:.2f} {top - 4}v5" stroke="#8F8F8F"/>'
        yield _text(at, top + 14, f"{tick} %", anchor="middle")


def _legend(top: int) -> Iterator[str]:
    wide = (_NAMES + _BARS) // _COLUMNS
    for number, (words, (colour, _ink)) in enumerate(
        zip(CHOICES[Scale.DEGREE].values(), _COLOURS, strict=True)
    ):
        left, down = _MARGIN + number % _COLUMNS * wide, top + number // _COLUMNS * 20
        yield f'<rect x="{left}" y="{down - 10}" width="12" height="12" fill="{colour}"/>'
        yield _text(left + 18, down, str(words))


def _text(x: float, y: float, words: str, *, anchor: str = "start", ink: str = _INK) -> str:
    return f'<text x="{x:.2f}" y="{y}" text-anchor="{anchor}" fill="{ink}">{escape(words)}</text>'
