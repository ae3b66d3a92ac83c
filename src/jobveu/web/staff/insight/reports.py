"""The quarterly report of a council, an office or the country, and the same as a presentation, such as the national
follow-up group is shown: aggregates only, each figure with its words, its chart and what has to be read along with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobveu.documents.value import Block, Bullets, Document, Paragraph, Picture, Section, Table
from jobveu.documents.wording import language, page_words
from jobveu.insight import charts
from jobveu.insight.against import goals_against_actuals
from jobveu.insight.baseline.lines import Beside, beside
from jobveu.insight.comparison import compare
from jobveu.insight.figures import FIGURES, Figure
from jobveu.insight.rendering import NOTHING, cell, remarks
from jobveu.insight.sources import Source
from jobveu.insight.table import TOTAL
from jobveu.insight.table import Table as FigureTable
from jobveu.insight.words import text_alternative
from jobveu.web.staff.documents.common import day, row
from jobveu.web.staff.documents.views import FilePage
from jobveu.web.staff.insight.choosing import Chosen, OfFigures, drawn_from

_MOST_COLUMNS = 9
"""What fits on a page. A wider table is left to the files."""
CHANGES = (
    ("projects-over-time", ("projects",)),
    ("project-size", ("participants", "average_participants")),
    ("courses", ("courses",)),
    ("needs", ("needs", "answered")),
)
"""The figures whose grand totals are compared with those of the quarter before, and which of their measures."""


class Report(OfFigures, FilePage):
    """Of a council or an office when the address names one, otherwise of the whole country."""

    exact = True

    def document(self) -> Document:
        chosen = self.choose()
        earlier = self.earlier(chosen.source)
        return self.made(chosen, self.source(earlier.name) if earlier else None)

    def made(self, chosen: Chosen, before: Source | None) -> Document:
        return report(chosen, before)


class Presentation(Report):
    """What the report has, to be shown on a screen: a page for each figure, with its words and its chart, no tables."""

    formats = ("pdf",)

    def made(self, chosen: Chosen, before: Source | None) -> Document:
        return presentation(chosen, before)


def report(chosen: Chosen, before: Source | None) -> Document:
    """`before`: what the numbers are compared with; None where there is nothing earlier."""
    figures = (
        Section(
            str(one.figure.title),
            (*_told(one), *_numbers(one), Paragraph(one.table.definition), *_remarks(one), *_published(one)),
        )
        for one in _figures(chosen)
    )
    return _document(
        chosen,
        kind=_("Kvartalsrapport"),
        title=_("Kvartalsrapport for %(place)s, %(quarter)s"),
        sections=(*_summary(chosen, before), *figures),
    )


def presentation(chosen: Chosen, before: Source | None) -> Document:
    """`before` as in `report`."""
    figures = (Section(str(one.figure.title), (*_told(one), *_remarks(one))) for one in _figures(chosen))
    national = not chosen.selection.limits
    return _document(
        chosen,
        kind=_("Til den nationale følgegruppe") if national else _("Præsentation"),
        title=_("Job-VEU i tal for %(place)s, %(quarter)s"),
        sections=(*_summary(chosen, before), *figures),
        slides=True,
    )


def _document(
    chosen: Chosen, *, kind: str, title: str, sections: tuple[Section, ...], slides: bool = False
) -> Document:
    """`title` holds %(place)s and %(quarter)s."""
    source = chosen.source
    national = not chosen.selection.limits
    place = _("hele landet") if national else chosen.place
    quarter = _("%(quarter)d. kvartal %(year)d") % {
        "quarter": (source.day.month + 2) // 3,
        "year": source.day.year,
    }
    own = title % {"place": place, "quarter": quarter}
    return Document(
        kind=kind,
        title=own,
        language=language(),
        mark=_("Syntetiske data") if source.synthetic else "",
        notice=_("Tallene er opdigtede og siger intet om virkeligheden.") if source.synthetic else "",
        details=(
            row(_("Område"), capfirst(place)),
            row(_("Opgjort den"), day(source.day)),
            row(_("Talgrundlag"), drawn_from(source)),
        ),
        sections=sections,
        footer=f"{own} · {day(source.day)}",
        page_of=page_words(),
        dated=datetime.combine(source.day, time(12), tzinfo=timezone.get_default_timezone()),
        slides=slides,
    )


def _summary(chosen: Chosen, before: Source | None) -> tuple[Section, ...]:
    return (
        Section(_("Siden sidst"), tuple(_changes(chosen, before))),
        Section(_("Mål og resultater"), tuple(_goals(chosen))),
    )


def _changes(chosen: Chosen, before: Source | None) -> Iterator[Block]:
    """What has changed since the quarter before, in the grand totals."""
    if before is None:
        yield Paragraph(
            _("Der er ikke taget noget øjebliksbillede tidligere, som tallene kan holdes op mod.")
        )
        return
    lines = []
    for name, keys in CHANGES:
        tables = [one.table(FIGURES[name], selection=chosen.selection) for one in (before, chosen.source)]
        found = compare(*tables)
        for one in found.rows:
            if all(value.code == TOTAL for value in one.place):
                lines += [
                    (measure.title, told.before, told.after, told.difference)
                    for measure, told in zip(found.measures, found.told(one), strict=True)
                    if measure.key in keys
                ]
    yield Paragraph(
        _("Sammenlignet med %(before)s. En ændring på en til fire personer vises ikke (*).")
        % {"before": drawn_from(before)}
    )
    yield Table(
        caption=_("Hvad er ændret siden sidst"),
        columns=(_("Tal"), _("Før"), _("Nu"), _("Ændring")),
        rows=tuple(lines),
        widths=(5, 2, 2, 2),
        numeric=3,
    )


def _goals(chosen: Chosen) -> Iterator[Block]:
    """The goals of the year in which the numbers are drawn: of the council or the office, or of them all."""
    year = chosen.source.day.year
    limits = {key: min(codes) for key, codes in chosen.selection.limits.items()}
    council, office = limits.get("council"), limits.get("office")
    lines = [
        one
        for one in goals_against_actuals(chosen.source, year=year)
        if (one.council is not None and one.council.code == council)
        or (council is None and office in (None, one.office_code))
    ]
    if not any(one.has_goals for one in lines):
        yield Paragraph(_("Der er ikke sat mål for %(year)d.") % {"year": year})
        return
    yield Paragraph(
        _(
            "Gennemførte projekter, der er begyndt i %(year)d, og deres deltagere, mod det, rådene har sat som mål."
        )
        % {"year": year}
    )
    of_measures = [_("Projekter"), _("Deltagere")]
    heads = [f"{measure}:\n{what}" for measure in of_measures for what in (_("mål"), _("nu"), _("nået"))]
    yield Table(
        caption=_("Mål og resultater for %(year)d") % {"year": year},
        columns=(_("Område"), *heads),
        rows=tuple(
            (one.name, *(text for of in one.measures for text in (of.goal, of.actual, of.reached)))
            for one in lines
        ),
        widths=(4, 2, 2, 2, 2, 2, 2),
        numeric=6,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it may be shown, and what the evaluation of 2021 published of the same."""

    figure: Figure
    table: FigureTable
    beside: tuple[Beside, ...]


def _figures(chosen: Chosen) -> Iterator[Shown]:
    counts = chosen.source.counts.only(chosen.selection)
    for figure in FIGURES.values():
        if chosen.selection.limits and ("office" in figure.base or not figure.from_register):
            continue  # of one place the offices tell nothing beside each other, and what is of the country is not its own
        table = chosen.source.table(figure, selection=chosen.selection)
        yield Shown(figure, table, beside(figure, table, counts))


def _told(one: Shown) -> Iterator[Block]:
    """The question, the words, and the chart that says the same."""
    yield Paragraph(one.table.question)
    words = text_alternative(one.figure, one.table)
    yield Paragraph(words)
    if nothing := charts.nothing_to_draw(one.figure, one.table):
        yield Paragraph(nothing)
    else:
        drawing = charts.svg(one.figure, one.table, language=language())
        yield Picture(caption="", alternative=words, svg=drawing)


def _numbers(one: Shown) -> Iterator[Block]:
    table = one.table
    columns = (*(of.title for of in table.dimensions), *(of.title for of in table.measures))
    if table.rows and len(columns) <= _MOST_COLUMNS:
        yield Table(
            caption=table.title,
            columns=columns,
            rows=tuple(
                (
                    *(value.label for value in line.place),
                    *(cell(table, number, column) for column in range(len(line.numbers))),
                )
                for number, line in enumerate(table.rows)
            ),
            widths=tuple([3] * len(table.dimensions) + [2] * len(table.measures)),
            numeric=len(table.measures),
        )


def _remarks(one: Shown) -> Iterator[Block]:
    if found := remarks(one.table, marked=True):
        yield Bullets(found)


def _published(one: Shown) -> Iterator[Block]:
    if one.beside:
        yield Table(
            caption=_("Evalueringen fra 2021 ved siden af vores tal"),
            columns=(_("Tal"), _("Evalueringen"), _("Nøjagtighed"), _("Vores"), _("Stemmer")),
            rows=tuple(
                (of.what, of.published, of.exactness, of.ours or NOTHING, of.agrees or NOTHING)
                for of in one.beside
            ),
            widths=(5, 3, 4, 3, 2),
        )
        if found := tuple(dict.fromkeys(of.remark for of in one.beside if of.remark)):
            yield Bullets(found)
