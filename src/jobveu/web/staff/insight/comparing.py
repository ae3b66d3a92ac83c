"""One figure from two moments, side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.insight.comparison import compare
from jobveu.web.forms import ChoiceField
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.insight.choosing import NOW, FigureFilters, drawn_from
from jobveu.web.staff.insight.figures import OfFigure
from jobveu.web.ui import Crumb


class CompareFilters(FigureFilters):
    before = ChoiceField(label=gettext_lazy("Sammenlign med"), coerce=str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_empty("before", _("Det forrige kvartal"))


class FigureCompare(OfFigure):
    filters = CompareFilters

    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        chosen = self.choose(self.figure)
        earlier = self.earlier(chosen.source)
        # The first snapshot of all is compared with itself.
        name = self.form.criteria.get("before") or (earlier.name if earlier else chosen.source.name or NOW)
        # The register that is compared with itself is one reading of it, not one before and one after a change.
        before = chosen.source if name == (chosen.source.name or NOW) else self.source(name)
        tables = self.table(chosen, before), self.table(chosen)
        found = compare(*tables)
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "figure": self.figure,
            "place": chosen.place,
            "synthetic": any(table.synthetic for table in tables),
            "before": drawn_from(before),
            "after": drawn_from(chosen.source),
            "later": before.later or chosen.source.later,
            "dimensions": [dimension.title for dimension in tables[1].dimensions],
            "measures": [measure.title for measure in found.measures],
            "lines": [(tuple(value.label for value in row.place), found.told(row)) for row in found.rows],
            "crumbs": self.crumbs(
                Crumb(
                    str(self.figure.title), reverse("figure", args=[self.figure.id]) + chosen.query(before="")
                ),
                Crumb(_("Sammenlign")),
            ),
        }
        return render(request, "staff/insight/figure_compare.html", values)
