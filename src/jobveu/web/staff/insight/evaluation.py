"""The evaluation of the whole country, an office or a council: what it says in short, and the report as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.documents.formats import WRITERS
from jobveu.documents.value import Document
from jobveu.evaluation.gathering import gathered
from jobveu.evaluation.report import Report
from jobveu.insight.figures import Figure
from jobveu.insight.sources import Source
from jobveu.insight.surveys.queries import ClosedRound, closed_rounds
from jobveu.web.forms import ChoiceField
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.documents.views import FilePage
from jobveu.web.staff.insight.choosing import OfFigures, PlaceFilters
from jobveu.web.ui import Crumb


class EvaluationFilters(PlaceFilters):
    """With the answers of which round, too."""

    round = ChoiceField(label=gettext_lazy("Spørgeskemarunde"), coerce=str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_empty("round", _("Ingen"))


class OfEvaluation(OfFigures):
    """Rounds that the reader may not see the results of are not among the choices."""

    filters = EvaluationFilters

    def report(self) -> Report:
        self.rounds = {
            str(row.id): row for row in closed_rounds() if self.may(Action.VIEW_SURVEY_RESULTS, row.subject)
        }
        self.chosen = self.choose()
        limits = {key: min(codes) for key, codes in self.chosen.selection.limits.items()}
        if "council" in limits:  # which lies in one office anyway
            limits.pop("office", None)
        return gathered(self.chosen.source, at=self.now, round_=self._round(), **limits)

    def _round(self) -> ClosedRound | None:
        return self.rounds.get(self.form.criteria.get("round", ""))

    def choices(self, source: Source, figure: Figure | None) -> Mapping[str, Iterable[tuple[str, str]]]:
        return {
            **super().choices(source, figure),
            "round": [(key, row.name) for key, row in self.rounds.items()],
        }


class EvaluationShow(OfEvaluation):
    def get(self, request: HttpRequest) -> HttpResponse:
        report = self.report()
        query = self.chosen.query()
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "source": self.chosen.source,
            "report": report,
            "files": [
                (ending.upper(), reverse("evaluation_file", args=[ending]) + query) for ending in WRITERS
            ],
            "crumbs": (Crumb(_("Tal"), reverse("figure_list")), Crumb(_("Evaluering"))),
        }
        return render(request, "staff/insight/evaluation.html", values)


class EvaluationFile(OfEvaluation, FilePage):
    exact = True
    formats = tuple(WRITERS)

    def document(self) -> Document:
        return self.report().document()
