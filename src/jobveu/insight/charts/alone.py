"""A chart as a picture that goes where no page stands around it: it says itself what it shows, of what, and what has to be
read along with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from jobveu.documents.drawing import png_of
from jobveu.insight.charts.drawing import described, drawn
from jobveu.insight.figures import Charted
from jobveu.insight.rendering import remarks
from jobveu.insight.table import Table
from jobveu.insight.words import text_alternative

_FROM = "Job-VEU"
_MARGIN = 16
_TITLE, _SMALL = 18, 12
_LINE, _GAP = 1.4, 5
_LETTER = 0.56
"""Of a letter's height, in a program that has not the font and whose own is wider."""
_INK, _LIGHT = "#1A1A1A", "#454545"


def picture(figure: Charted, table: Table, *, kind: str, of: str, language: str = "da") -> str | bytes:
    """The chart below its title and `of`, which says what it is drawn from and limited to, and above the table's remarks.
    `kind`: "svg" or "png". Raises ValueError for a table that is not published."""
    drawing = described(
        _put_together(drawn(figure, table, language=language), table, of),
        id_=figure.id,
        title=table.title,
        words=text_alternative(figure, table),
        language=language,
    )
    return png_of(drawing) if kind == "png" else drawing


def _put_together(chart: str, table: Table, of: str) -> str:
    wide, high, content = _parts(chart)
    room = wide - 2 * _MARGIN
    head = [*_lines(table.title, _TITLE, room), *_lines(f"{_FROM} · {of}", _SMALL, room)]
    told = remarks(table, marked=True)
    foot = [line for remark in told for line in _lines(remark, _SMALL, room, above=_GAP)]
    top = _MARGIN + sum(line.height for line in head)
    bottom = top + high + sum(line.height for line in foot) + (_MARGIN if foot else 0)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="{wide:g}"'
            f' height="{bottom:g}" viewBox="0 0 {wide:g} {bottom:g}" font-family="IBM Plex Sans, Arial, sans-serif">',
            f'<rect width="{wide:g}" height="{bottom:g}" fill="white"/>',
            *_set(head, _MARGIN),
            f'<g transform="translate(0,{top:g})">{content}</g>',
            *_set(foot, top + high),
            "</svg>",
        )
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """`above`: how much room there is above it, in pixels."""

    words: str
    size: int
    above: int

    @property
    def height(self) -> float:
        return self.above + self.size * _LINE


def _lines(words: str, size: int, room: float, *, above: int = 0) -> list[_Line]:
    lines = wrap(words, int(room / (size * _LETTER)))
    return [_Line(line, size, 0 if number else above) for number, line in enumerate(lines)]


def _set(lines: Sequence[_Line], top: float) -> Iterator[str]:
    for line in lines:
        weight, ink = ("bold", _INK) if line.size == _TITLE else ("normal", _LIGHT)
        yield (
            f'<text x="{_MARGIN}" y="{top + line.above + line.size:g}" font-size="{line.size}" font-weight="{weight}" fill="{ink}">'
            f"{escape(line.words)}</text>"
        )
        top += line.height


def _parts(chart: str) -> tuple[float, float, str]:
    """The width and the height of a drawing, and what is in it."""
    head, rest = chart.split(">", 1)
    wide, high = (float(number) for number in re.findall(r' (?:width|height)="([\d.]+)"', head))
    return wide, high, rest.removesuffix("</svg>")
