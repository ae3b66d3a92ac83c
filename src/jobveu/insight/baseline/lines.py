"""What the evaluation of 2021 published, beside the numbers of a figure that measure the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobveu.insight.baseline import beside_table, told
from jobveu.insight.counting import Counts
from jobveu.insight.data_words import translated
from jobveu.insight.figures import Figure, period
from jobveu.insight.rendering import cell
from jobveu.insight.table import TOTAL, Measure, Row, Table


@dataclass(frozen=True, slots=True)
class Beside:
    """`id` is that of the published value. `agrees` says in words whether ours is that value within its exactness; "" where
    it cannot be said."""

    id: str
    what: str
    published: str
    exactness: str
    ours: str
    agrees: str
    remark: str
    source: str


def beside(figure: Figure, table: Table, counts: Counts) -> tuple[Beside, ...]:
    """Of a published table, drawn from these counts as they are limited."""
    return tuple(_lines(figure, table, counts))


def _lines(figure: Figure, table: Table, counts: Counts) -> Iterator[Beside]:
    found = beside_table(table, period=period(figure, counts), selection=counts.selection)
    for (number, column), values in sorted(found.items()):
        row, measure = table.rows[number], table.measures[column]
        for value in values:
            ours, text = told.measured(table, number, column, value), cell(table, number, column)
            if value.is_rank:
                text = "" if ours is None else told.placed(int(ours), value)
            yield Beside(
                id=value.id,
                what=_what(row, measure),
                published=told.told(value),
                exactness=str(value.exactness.label),
                ours=text,
                agrees={True: _("ja"), False: _("nej"), None: ""}[value.agrees(ours)],
                remark=str(value.contradiction.label) if value.contradiction else "",
                source=translated(value.source),
            )


def _what(row: Row, measure: Measure) -> str:
    """ "2018: projekter", "I alt: deltagere"."""
    place = ", ".join(one.label for one in row.place if one.code != TOTAL) or _("I alt")
    return f"{place}: {measure.title[:1].lower()}{measure.title[1:]}"
