"""The four success criteria, drawn from a snapshot as the figures are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.assessment.success import Criterion, criteria
from jobveu.insight.rendering import cell, remarks
from jobveu.insight.table import Table
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.insight.choosing import OfFigures, drawn_from
from jobveu.web.ui import Crumb


@dataclass(frozen=True, slots=True)
class ShownTable:
    title: str
    href: str
    heads: tuple[str, ...]
    measures: tuple[str, ...]
    lines: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    definition: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    criterion: Criterion
    table: ShownTable | None
    """None where an earlier one has it."""


class SuccessCriteria(OfFigures):
    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = self.choose()
        found = criteria(chosen.source, chosen.selection)
        there: set[str] = set()
        shown = []
        for one in found:
            table = None if one.table.figure in there else _table(one.table, chosen.query())
            there.add(one.table.figure)
            shown.append(ShownCriterion(one, table))
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "place": chosen.place,
            "drawn_from": drawn_from(chosen.source),
            "later": chosen.source.later,
            "synthetic": chosen.source.synthetic,
            "criteria": shown,
            "crumbs": (Crumb(_("Tal"), reverse("figure_list")), Crumb(_("Succeskriterier"))),
        }
        return render(request, "staff/assessment/success.html", values)


def _table(table: Table, query: str) -> ShownTable:
    """The table without the rows of nobody; without any where all its numbers are withheld."""
    rows = table.rows if any(number is not None for row in table.rows for number in row.numbers) else ()
    return ShownTable(
        title=table.title,
        href=reverse("figure", args=[table.figure]) + query,
        heads=tuple(one.title for one in table.dimensions),
        measures=tuple(one.title for one in table.measures),
        lines=tuple(
            (
                tuple(value.label for value in row.place),
                tuple(cell(table, number, column) for column in range(len(row.numbers))),
            )
            for number, row in enumerate(rows)
            if row.is_total or any(row.numbers) or any(at == number for at, _column in table.withheld)
        ),
        definition=table.definition,
        remarks=remarks(table),
    )
