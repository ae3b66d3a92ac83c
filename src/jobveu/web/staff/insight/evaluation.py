"""The evaluation of the whole country, an office or a council: what it says in short, and the report as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.documents.formats import WRITERS
from jobveu.documents.value import Document
from jobveu.evaluation.report import report
from jobveu.evaluation.scope import Scope, scope_of
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.documents.views import FilePage
from jobveu.web.staff.insight.choosing import Chosen, OfFigures
from jobveu.web.ui import Crumb


class EvaluationShow(OfFigures):
    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = self.choose()
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "source": chosen.source,
            "report": report(chosen.source, _scope(chosen)),
            "files": [
                (ending.upper(), reverse("evaluation_file", args=[ending]) + chosen.query())
                for ending in WRITERS
            ],
            "crumbs": (Crumb(_("Tal"), reverse("figure_list")), Crumb(_("Evaluering"))),
        }
        return render(request, "staff/insight/evaluation.html", values)


class EvaluationFile(OfFigures, FilePage):
    exact = True
    formats = tuple(WRITERS)

    def document(self) -> Document:
        chosen = self.choose()
        return report(chosen.source, _scope(chosen)).document()


def _scope(chosen: Chosen) -> Scope:
    """A council goes before its office, which is what the form's fields are asked for together."""
    limits = {key: min(codes) for key, codes in chosen.selection.limits.items()}
    if "council" in limits:
        limits.pop("office", None)
    return scope_of(chosen.source.counts.facts, **limits)
