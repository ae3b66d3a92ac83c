"""One figure from two moments, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight.comparison import Change, compare
from jobveu.insight.disclosure import RULE
from jobveu.insight.labels import signed
from jobveu.insight.rendering import NOTHING, WITHHELD, shown
from jobveu.insight.table import Measure
from jobveu.web.forms import ChoiceField
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.insight.choosing import NOW, FigureFilters, drawn_from, limited_to
from jobveu.web.staff.insight.figures import OfFigure
from jobveu.web.ui import Crumb


class CompareFilters(FigureFilters):
    before = ChoiceField(label=gettext_lazy("Sammenlign med"), coerce=str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_empty("before", _("Det forrige kvartal"))


@dataclass(frozen=True, slots=True)
class Compared:
    """A count that is small, or changed by few persons, is not told of: `difference` is "*" then."""

    before: str
    after: str
    difference: str


class FigureCompare(OfFigure):
    filters = CompareFilters

    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        chosen = self.choose(self.figure)
        earlier = self.earlier(chosen.source)
        # The first snapshot of all is compared with itself.
        name = self.form.criteria.get("before") or (earlier.name if earlier else chosen.source.name or NOW)
        before = self.source(name)
        tables = self.table(chosen, before), self.table(chosen)
        found = compare(*tables)
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "figure": self.figure,
            "place": limited_to(chosen),
            "before": drawn_from(before),
            "after": drawn_from(chosen.source),
            "dimensions": [dimension.title for dimension in tables[1].dimensions],
            "measures": [measure.title for measure in found.measures],
            "lines": [
                (
                    tuple(value.label for value in row.place),
                    [
                        _compared(change, measure)
                        for measure, change in zip(found.measures, row.changes, strict=True)
                    ],
                )
                for row in found.rows
            ],
            "crumbs": self.crumbs(
                Crumb(
                    str(self.figure.title), reverse("figure", args=[self.figure.id]) + chosen.query(before="")
                ),
                Crumb(_("Sammenlign")),
            ),
        }
        return render(request, "staff/insight/figure_compare.html", values)


def _compared(change: Change, measure: Measure) -> Compared:
    difference = change.difference
    few = measure.persons and difference is not None and RULE.covers(abs(int(difference)))
    if few:
        return Compared(shown(change.before, measure), WITHHELD, WITHHELD)
    return Compared(
        shown(change.before, measure),
        shown(change.after, measure),
        NOTHING if difference is None else signed(difference, measure.decimals),
    )
