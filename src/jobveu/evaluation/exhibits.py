"""A figure in a report: its chart with its words, its table, what the evaluation of 2021 published beside it, and what has
to be read along with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.documents.value import Block, Bullets, Picture
from jobveu.documents.value import Table as Rows
from jobveu.documents.wording import language
from jobveu.evaluation.prose.sentences import quoted, small
from jobveu.insight import charts
from jobveu.insight.baseline.lines import Beside, beside
from jobveu.insight.counting import Counts, Selection
from jobveu.insight.figures import FIGURES, Figure
from jobveu.insight.labels import listed
from jobveu.insight.rendering import NOTHING, cell, remarks
from jobveu.insight.sources import Source
from jobveu.insight.table import Table
from jobveu.insight.words import text_alternative

_WIDEST = 8
"""Columns of a table that a page has room for."""


@dataclass(frozen=True, eq=False)
class Exhibit:
    """A figure drawn from a source, as it may be shown."""

    figure: Figure
    table: Table
    counts: Counts

    @property
    def name(self) -> str:
        """ "Figur 4.1", "Tabel 4.1", or the title of one that has no number."""
        number = self.figure.number
        if not number:
            return self.table.title
        if number.startswith("tabel "):
            return _("Tabel %(number)s") % {"number": number.removeprefix("tabel ")}
        return _("Figur %(number)s") % {"number": number}

    @property
    def caption(self) -> str:
        return f"{self.name}: {self.table.title}" if self.figure.number else self.table.title

    @property
    def shows_something(self) -> bool:
        """Whether there is a number to draw."""
        return any(
            not row.is_total and row.numbers[self.figure.column(self.table, number)]
            for number, row in enumerate(self.table.rows)
        )

    @property
    def beside(self) -> tuple[Beside, ...]:
        return beside(self.figure, self.table, self.counts)


def exhibit(source: Source, name: str, selection: Selection) -> Exhibit:
    figure = FIGURES[name]
    return Exhibit(figure, source.table(figure, selection=selection), source.counts.only(selection))


def blocks_of(
    shown: Exhibit, lines: Sequence[Beside], *, told_elsewhere: Collection[str] = ()
) -> Iterator[Block]:
    """`lines`: those of `shown.beside` that stand here. `told_elsewhere`: notes that the report has in another place."""
    if shown.shows_something:
        yield Picture(
            shown.caption,
            text_alternative(shown.figure, shown.table),
            charts.svg(shown.figure, shown.table, language=language()),
        )
        yield table_of(shown)
    if lines:
        yield _of_2021(shown, lines)
    notes = [one for one in remarks(shown.table, marked=True) if one not in told_elsewhere]
    if notes:
        yield Bullets(tuple(notes))


def table_of(shown: Exhibit) -> Rows:
    """Of two dimensions and one measure one stands across, the last as long as there is room. A measure of which nothing is
    known is left out."""
    table = shown.table
    narrowest = min((len(one.values) for one in table.dimensions), default=0)
    if len(table.dimensions) == 2 and len(table.measures) == 1 and narrowest < _WIDEST:
        return _across(shown)
    kept = [at for at in range(len(table.measures)) if _says_something(table, at)]
    return Rows(
        caption=_("Tallene i %(figure)s") % {"figure": in_a_sentence(shown)},
        columns=(*(one.title for one in table.dimensions), *(table.measures[at].title for at in kept)),
        rows=tuple(
            (*(value.label for value in row.place), *(cell(table, number, at) for at in kept))
            for number, row in enumerate(table.rows)
        ),
        widths=(*[4] * len(table.dimensions), *[3] * len(kept)),
        numeric=len(kept),
    )


def _says_something(table: Table, column: int) -> bool:
    return any(
        row.numbers[column] is not None or (number, column) in table.withheld
        for number, row in enumerate(table.rows)
    )


def _across(shown: Exhibit) -> Rows:
    table = shown.table
    down, across = table.dimensions
    cells = [cell(table, number, 0) for number in range(len(table.rows))]
    width = len(across.values)
    if width >= _WIDEST:
        cells = [cells[at * width + number] for number in range(width) for at in range(len(down.values))]
        down, across, width = across, down, len(down.values)
    return Rows(
        caption=_("Tallene i %(figure)s: %(measure)s")
        % {"figure": in_a_sentence(shown), "measure": table.measures[0].title.lower()},
        columns=(down.title, *(value.label for value in across.values)),
        rows=tuple(
            (value.label, *cells[width * number : width * (number + 1)])
            for number, value in enumerate(down.values)
        ),
        widths=(6, *[2] * width),
        numeric=width,
    )


def _of_2021(shown: Exhibit, lines: Sequence[Beside]) -> Rows:
    return Rows(
        caption=_("Evalueringen fra 2021 ved siden af %(figure)s") % {"figure": in_a_sentence(shown)},
        columns=(_("Tal"), _("Evalueringen 2021"), _("Nu"), _("Stemmer"), _("Evalueringens tal er")),
        rows=tuple(
            (line.what, line.published, line.ours or NOTHING, line.agrees or NOTHING, line.exactness)
            for line in lines
        ),
        widths=(6, 3, 3, 2, 4),
    )


def in_a_sentence(shown: Exhibit) -> str:
    """ "figur 4.1", or the title in quotes."""
    return small(shown.name) if shown.figure.number else quoted(shown.name)


def named_together(exhibits: Sequence[Exhibit]) -> str:
    """ "figur 4.1, 4.2 og 4.4 samt tabel 4.1"."""
    numbers = [shown.figure.number for shown in exhibits if shown.figure.number]
    tables = [number.removeprefix("tabel ") for number in numbers if number.startswith("tabel ")]
    figures = [number for number in numbers if not number.startswith("tabel ")]
    others = [in_a_sentence(shown) for shown in exhibits if not shown.figure.number]
    found = [
        *([_figures(len(figures)) % {"numbers": listed(figures)}] if figures else []),
        *([_tables(len(tables)) % {"numbers": listed(tables)}] if tables else []),
        *([listed(others)] if others else []),
    ]
    *first, last = found
    return _("%(first)s samt %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _figures(number: int) -> str:
    return ngettext("figur %(numbers)s", "figur %(numbers)s", number)


def _tables(number: int) -> str:
    return ngettext("tabel %(numbers)s", "tabel %(numbers)s", number)


def beside_once(exhibits: Sequence[Exhibit]) -> Mapping[Exhibit, tuple[Beside, ...]]:
    """What stands beside each figure: a published value stands with the first that measures it."""
    seen: set[str] = set()
    found: dict[Exhibit, tuple[Beside, ...]] = {}
    for shown in exhibits:
        found[shown] = tuple(line for line in shown.beside if line.id not in seen)
        seen.update(line.id for line in found[shown])
    return found
