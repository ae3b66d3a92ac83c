"""The quarterly report of a council, and the figures of the whole country for the national follow-up group, as
documents: aggregates only, each figure with its words, its chart, its table and what has to be read along with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.documents.value import Block, Bullets, Document, Paragraph, Picture, Section, Table
from jobveu.documents.wording import language, page_words
from jobveu.insight import charts
from jobveu.insight.figures import FIGURES, Figure
from jobveu.insight.rendering import cell, remarks
from jobveu.insight.table import Table as FigureTable
from jobveu.insight.words import text_alternative
from jobveu.web.staff.documents.common import day, row
from jobveu.web.staff.documents.views import FilePage
from jobveu.web.staff.insight.choosing import Chosen, OfFigures, drawn_from, limited_to

_MOST_COLUMNS = 9
"""What fits on a page. A wider table is left to the files."""


class Report(OfFigures, FilePage):
    """Of a council or an office when the address names one, otherwise of the whole country."""

    exact = True

    def document(self) -> Document:
        return report(self.choose())


def report(chosen: Chosen) -> Document:
    source, place = chosen.source, limited_to(chosen)
    quarter = _("%(quarter)d. kvartal %(year)d") % {
        "quarter": (source.day.month + 2) // 3,
        "year": source.day.year,
    }
    if chosen.selection.limits:
        kind = _("Kvartalsrapport")
        title = _("Kvartalsrapport for %(place)s, %(quarter)s") % {"place": place, "quarter": quarter}
    else:
        kind = _("Til den nationale følgegruppe")
        title = _("Job-VEU i hele landet, %(quarter)s") % {"quarter": quarter}
    return Document(
        kind=kind,
        title=title,
        language=language(),
        mark=_("Syntetiske data") if source.synthetic else "",
        notice=_("Tallene er opdigtede og siger intet om virkeligheden.") if source.synthetic else "",
        details=(
            row(_("Område"), place),
            row(_("Opgjort den"), day(source.day)),
            row(_("Opgjort af"), drawn_from(source)),
        ),
        sections=tuple(_sections(chosen)),
        footer=f"{title} · {day(source.day)}",
        page_of=page_words(),
        dated=datetime.combine(source.day, time(12), tzinfo=timezone.get_default_timezone()),
    )


def _sections(chosen: Chosen) -> Iterator[Section]:
    for figure in FIGURES.values():
        table = chosen.source.table(figure, selection=chosen.selection)
        yield Section(str(figure.title), tuple(_blocks(figure, table)))


def _blocks(figure: Figure, table: FigureTable) -> Iterator[Block]:
    yield Paragraph(table.question)
    words = text_alternative(figure, table)
    yield Paragraph(words)
    if any(not one.is_total for one in table.rows):
        yield Picture(caption="", alternative=words, svg=charts.svg(figure, table, language=language()))
    columns = (*(one.title for one in table.dimensions), *(one.title for one in table.measures))
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
    yield Paragraph(table.definition)
    if found := remarks(table):
        yield Bullets(found)
