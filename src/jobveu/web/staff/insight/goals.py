"""Goals against actuals: what the councils aim at, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject, may
from jobveu.insight.against import Against, GoalLine, goals_against_actuals
from jobveu.insight.goals import goal, goal_subject, set_goal
from jobveu.insight.rendering import WITHHELD
from jobveu.insight.sources import Source
from jobveu.reference.queries import councils
from jobveu.web.forms import Form, FormPage, IntegerField
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.insight.choosing import OfFigures, SourceFilters, drawn_from
from jobveu.web.ui import Crumb

FIRST_YEAR, LAST_YEAR = 2018, 2199


@dataclass(frozen=True, slots=True)
class Line:
    """`href` leads to setting the goals, "" for those who may not."""

    name: str
    measures: tuple[Against, ...]
    href: str
    is_sum: bool


class GoalFilters(SourceFilters):
    goal_year = IntegerField(label=gettext_lazy("År"), min_value=FIRST_YEAR, max_value=LAST_YEAR)


class GoalList(OfFigures):
    filters = GoalFilters

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = self.choose()
        year = self.form.criteria.get("goal_year") or self.today.year
        found = goals_against_actuals(chosen.source, year=year)
        lines = [self._line(one, year) for one in found]
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "year": year,
            "synthetic": chosen.source.synthetic,
            "drawn_from": drawn_from(chosen.source),
            "later": chosen.source.later,
            "lines": lines,
            "may_set": any(line.href for line in lines),
            "withheld": any(one.actual == WITHHELD for line in lines for one in line.measures),
            "crumbs": (Crumb(_("Tal"), reverse("figure_list")), Crumb(_("Mål"))),
        }
        return render(request, "staff/insight/goal_list.html", values)

    def _data(self, chosen: Source) -> Mapping[str, str]:
        return {"goal_year": str(self.today.year), **super()._data(chosen)}

    def _line(self, of: GoalLine, year: int) -> Line:
        council = of.council
        may_set = council is not None and may(
            Action.SET_GOAL, self.actor, Subject(council_id=council.id, office_id=council.office.id)
        )
        href = reverse("goal_set", args=[council.id, year]) if council and may_set else ""
        return Line(of.name, of.measures, href, is_sum=council is None)


class GoalForm(Form):
    projects = IntegerField(label=gettext_lazy("Projekter"), min_value=0, max_value=99_999, required=False)
    participants = IntegerField(
        label=gettext_lazy("Deltagere"), min_value=0, max_value=9_999_999, required=False
    )


class GoalSet(FormPage):
    action = Action.SET_GOAL
    form_class = GoalForm
    intro = gettext_lazy(
        "Målet er for gennemførte projekter, der begynder i året, og deres deltagere. Et tomt felt er intet mål."
    )
    success_message = gettext_lazy("Målet er gemt.")

    def prepare(self) -> None:
        found = next((row for row in councils() if row.id == self.kwargs["council_id"]), None)
        if found is None or not FIRST_YEAR <= self.kwargs["year"] <= LAST_YEAR:
            raise Http404
        self.council, self.year = found, self.kwargs["year"]
        self.goal = goal(council_id=found.id, year=self.year)
        self.current_version = self.goal.version if self.goal else None

    def subject(self) -> Subject:
        return goal_subject(council_id=self.council.id)

    @property
    def title(self) -> str:
        return _("Mål for %(council)s i %(year)d") % {"council": self.council.name, "year": self.year}

    @property
    def cancel_url(self) -> str:
        return f"{reverse('goal_list')}?goal_year={self.year}"

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Tal"), reverse("figure_list")),
            Crumb(_("Mål"), reverse("goal_list")),
            Crumb(self.title),
        )

    def initial(self) -> Mapping[str, Any]:
        if self.goal is None:
            return {}
        return {"projects": self.goal.projects, "participants": self.goal.participants}

    def save(self, form: Form) -> str:
        set_goal(
            by=self.actor,
            at=self.now,
            council_id=self.council.id,
            year=self.year,
            version=self.version,
            **form.cleaned_data,
        )
        return self.cancel_url
