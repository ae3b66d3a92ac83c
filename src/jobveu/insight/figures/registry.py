"""The registry: each figure with its question, its definition, the rules it follows and the function that draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jobveu.insight.counting import Counted, Counts
from jobveu.insight.facts import codes
from jobveu.insight.figures.building import Content
from jobveu.insight.table import Table
from jobveu.quality.practice import Subject, caveats

RULES = "2"
"""The version of the counting rules: the next number whenever a figure of the same facts would come out otherwise."""

CUTS = ("office", "council", "type", "industry", "year", "target_group")
"""By what a figure can be divided, besides what it is by itself."""
_TABLE = "tabel "
_PLACES = frozenset({"office", "council"})


class ChartKind(Enum):
    BARS = "bars"  # beside each other, over the values of the last dimension
    LINES = "lines"  # over time
    STEPS = "steps"  # a funnel, read from the top


class Charted(Protocol):
    """What a chart needs to know of a table: `shown` is the key of the measure that it shows, `instead` that of the one
    where there is none, and `told_apart` that of a yes or no which gives its bars their colours."""

    @property
    def id(self) -> str: ...
    @property
    def chart(self) -> ChartKind: ...
    @property
    def shown(self) -> str: ...
    @property
    def instead(self) -> str: ...
    @property
    def told_apart(self) -> str: ...
    def column(self, table: Table, row: int) -> int:
        """The position of the measure that the chart shows in a row."""
        ...


@dataclass(frozen=True, slots=True)
class Figure:
    """`number` is what the figure or table is called in the evaluation of 2021, "" where it has none there. `base`: the
    dimensions it always has. `shown`: the key of the measure that its chart shows, `instead` that of the one where
    there is none, `told_apart` that of a yes or no which gives its bars their colours. `content` is pure: the counts and
    the dimensions asked for make the numbers. `subjects`: what it counts, as far as the practice of registration matters
    to it; a figure over a day on which that changed says so (quality.practice)."""

    id: str
    number: str
    title: Promise
    question: Promise
    definition: Promise
    rules: tuple[str, ...]
    base: tuple[str, ...]
    content: Callable[[Counts, tuple[str, ...]], Content]
    shown: str
    chart: ChartKind = ChartKind.BARS
    instead: str = ""
    told_apart: str = ""
    counted: Counted = Counted.COMPLETED
    cuts: tuple[str, ...] = CUTS
    subjects: frozenset[Subject] = frozenset({Subject.PROJECTS})
    from_register: bool = True
    """False for numbers that come from elsewhere altogether."""

    @property
    def published_as(self) -> str:
        """What it is called in the evaluation of 2021: "figur 4.1", "tabel 1.1"; "" where it has no name there."""
        if not self.number:
            return ""
        if self.number.startswith(_TABLE):
            return _("tabel %(number)s") % {"number": self.number.removeprefix(_TABLE)}
        return _("figur %(number)s") % {"number": self.number}

    def column(self, table: Table, row: int) -> int:
        """The position of the measure that the chart shows in a row of the figure's table."""
        shown = table.measure(self.shown)
        nothing = table.rows[row].numbers[shown] is None and (row, shown) not in table.withheld
        return table.measure(self.instead) if self.instead and nothing else shown

    def dimensions(self, by: str | None) -> tuple[str, ...]:
        """The dimensions of the table, cut by another or not. A cut by council takes the place of the office, and the
        other way round. Raises ValueError for a cut that the figure does not have."""
        if by is None or by in self.base:
            return self.base
        if by not in self.cuts:
            raise ValueError(f"{self.id} is not cut by {by}.")
        rest = tuple(key for key in self.base if not {by, key} <= _PLACES)
        return (by, *rest)


def draw(figure: Figure, counts: Counts, *, by: str | None = None) -> Table:
    """The figure's table, uncensored: what leaves this room goes through `publishing.publish`. Raises ValueError for a
    cut that the figure does not have."""
    content = figure.content(counts, figure.dimensions(by))
    selection = counts.selection
    return Table(
        figure=figure.id,
        title=str(figure.title),
        question=str(figure.question),
        definition=str(figure.definition),
        rules=figure.rules,
        dimensions=content.dimensions,
        measures=content.measures,
        rows=content.rows,
        counted=figure.counted.value,
        day=counts.facts.day.isoformat(),
        selection=selection.told,
        notes=(*content.notes, *_notes(figure, counts)),
        sources=content.sources,
        synthetic=figure.from_register and counts.facts.synthetic,
    )


def period(figure: Figure, counts: Counts) -> tuple[date, date] | None:
    """The first and the last day of the years in which the projects that a figure counts began, up to the day of the
    facts; None where there are none."""
    found = counts.period(figure.counted)
    if found is None:
        return None
    first, last = (codes.first_day(quarter).year for quarter in found)
    return date(first, 1, 1), max(date(first, 1, 1), min(date(last, 12, 31), counts.facts.day))


def _notes(figure: Figure, counts: Counts) -> tuple[str, ...]:
    notes = _of_participants(counts) if Subject.PARTICIPANTS in figure.subjects else []
    days = period(figure, counts)
    if days and figure.subjects:
        found = caveats(first=days[0], last=days[1], subjects=figure.subjects)
        notes += [caveat.text for caveat in found]
    return tuple(notes)


def _of_participants(counts: Counts) -> list[str]:
    notes = [
        _(
            "En person, der har været med i flere projekter, tælles i hvert af dem. Deltagerne tælles under det råd, "
            "hvor projektet er oprettet, også når de bor et andet sted."
        )
    ]
    if np.any(counts.facts.projects["reported"]):
        notes.append(
            _(
                "Deltagere, som ikke er registreret enkeltvis, er opgjort for hele projektet eller, hvor det tal ikke er "
                "kendt, for hvert kursus; så er den, der har været på flere af projektets kurser, talt på hvert af "
                "dem. De indgår kun i antallet af deltagere."
            )
        )
    return notes


class Registry(Mapping[str, Figure]):
    """The figures by id, in the order in which they are read. A figure is found by its number in the evaluation too."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._figures = {figure.id: figure for figure in figures}
        self._numbers = {figure.number: figure.id for figure in figures if figure.number}
        if len(self._figures) < len(figures):
            raise ValueError("two figures have the same id")

    def __getitem__(self, key: str) -> Figure:
        return self._figures[self._numbers.get(key, key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)
