"""The font that documents and charts are set in."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont


@cache
def font_folder() -> Path:
    package = find_spec("fontpkg_ibm_plex_sans")
    if package is None or package.origin is None:
        raise RuntimeError("The font package fontpkg-ibm-plex-sans is not installed.")
    return Path(package.origin).parent / "files"


@cache
def characters() -> frozenset[int]:
    """The characters that the font has."""
    with TTFont(font_folder() / "IBMPlexSans[wdth,wght].ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())
