"""A chart as SVG: a Vega-Lite spec, drawn here on the server, never without its words."""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape

import vl_convert
from django.utils.translation import gettext as _

from jobveu.documents.drawing import give_charts_the_font
from jobveu.insight.charts.content import Spec, content_of, nothing_to_draw
from jobveu.insight.charts.narrow import narrow_chart, narrow_words
from jobveu.insight.charts.wide import wide_chart, wide_words
from jobveu.insight.figures import Charted
from jobveu.insight.table import Table
from jobveu.insight.words import text_alternative

_VERSION = "v6_4"
MARK = "#8A1200"


def svg(figure: Charted, table: Table, *, language: str = "da", narrow: bool = False) -> str:
    """The chart as SVG, with its title and its words for those who do not see it. `narrow`: for a screen that is, instead
    of a page."""
    return described(
        drawn(figure, table, language=language, narrow=narrow),
        id_=figure.id,
        title=table.title,
        words=text_alternative(figure, table),
        language=language,
    )


def drawn(figure: Charted, table: Table, *, language: str, narrow: bool = False) -> str:
    """The chart alone."""
    give_charts_the_font()
    return _drawn(json.dumps(spec(figure, table, language=language, narrow=narrow)))


@lru_cache(maxsize=128)
def _drawn(chart: str) -> str:
    """The same chart is the same picture: pages and reports of a snapshot have many in common."""
    picture: str = vl_convert.vegalite_to_svg(chart, _VERSION)
    return picture


def described(picture: str, *, id_: str, title: str, words: str, language: str) -> str:
    """A drawing with its title and its words for those who do not see it; `id_` is what its own ids begin with."""
    head, rest = picture.split(">", 1)
    return (
        f'{head} role="img" lang="{language}" aria-labelledby="{id_}-title {id_}-words">'
        f'<title id="{id_}-title">{escape(title)}</title><desc id="{id_}-words">{escape(words)}</desc>{rest}'
    )


def spec(figure: Charted, table: Table, *, language: str = "da", narrow: bool = False) -> Spec:
    """The Vega-Lite spec of a published table's chart. Raises ValueError for a table that is not published."""
    if not table.published:
        raise ValueError("only a published table is drawn")
    if words := nothing_to_draw(figure, table):
        chart = narrow_words(words) if narrow else wide_words(words)
    else:
        content = content_of(figure, table)
        chart = (narrow_chart if narrow else wide_chart)(content, figure.chart)
    return _framed(_made_up(chart) if table.synthetic else chart, language)


def _made_up(chart: Spec) -> Spec:
    """A picture goes where its page does not: it says itself that its numbers are made up."""
    mark = _("Syntetiske data")
    if title := chart.get("title"):
        return {**chart, "title": {**title, "subtitle": mark, "subtitleColor": MARK, "subtitleFontSize": 12}}
    return {**chart, "title": {"text": mark, "anchor": "end", "color": MARK, "fontSize": 12}}


def _framed(chart: Spec, language: str) -> Spec:
    """A chart with what all have in common: font, sizes, colours of the text, and how numbers are written."""
    danish = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " kr."]}
    english = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " DKK"]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "white",
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
