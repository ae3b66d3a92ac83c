"""Drawings: the font that they are set in, and the picture of points that Word shows of one."""

from __future__ import annotations

from functools import cache

import vl_convert

from jobveu.documents.fonts import font_folder

_SCALE = 2.5
"""Points of the picture for one of the drawing: sharp on paper at the width of the page."""


@cache
def give_charts_the_font() -> None:
    """Tells the program that draws where the documents' font is. Whoever draws calls it first."""
    vl_convert.register_font_directory(str(font_folder()))


def png_of(svg: str) -> bytes:
    """The same drawing gives the same bytes."""
    give_charts_the_font()
    drawn: bytes = vl_convert.svg_to_png(svg, scale=_SCALE)
    return drawn
