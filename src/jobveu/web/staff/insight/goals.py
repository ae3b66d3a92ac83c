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
from jobveu.insight.figures import FIGURES
from jobveu.insight.goals import GoalRow, goal, goal_subject, goals_of, set_goal
from jobveu.insight.labels import decimal
from jobveu.insight.rendering import NOTHING, WITHHELD, cell
from jobveu.insight.sources import Source
from jobveu.reference.queries import CouncilRow, councils
from jobveu.web.forms import Form, FormPage, IntegerField
from jobveu.web.forms.base import summary_lines
from jobveu.web.staff.insight.choosing import OfFigures, SourceFilters, drawn_from
from jobveu.web.ui import Crumb

FIRST_YEAR, LAST_YEAR = 2018, 2199
MEASURES = (("projects-over-time", "projects"), ("participants-over-time", "participants"))


@dataclass(frozen=True, slots=True)
class Against:
    """A goal, what came of it, and how much of it in per cent; "" where it cannot be said."""

    goal: str
    actual: str
    reached: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    council: str
    measures: tuple[Against, ...]
    href: str


class GoalFilters(SourceFilters):
    goal_year = IntegerField(label=gettext_lazy("År"), min_value=FIRST_YEAR, max_value=LAST_YEAR)


class GoalList(OfFigures):
    filters = GoalFilters

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = self.choose()
        year = self.form.criteria.get("goal_year") or self.today.year
        goals = goals_of(year=year)
        actual = [_actuals(chosen.source, *one, str(year)) for one in MEASURES]
        rows = [
            row
            for row in councils()
            if row.id in goals or any(row.code in found for found in actual) or row.valid.contains(self.today)
        ]
        lines = [self._line(row, goals.get(row.id), actual, year) for row in rows]
        values = {
            "form": self.form,
            "summary": summary_lines(self.form),
            "year": year,
            "drawn_from": drawn_from(chosen.source),
            "lines": lines,
            "may_set": any(line.href for line in lines),
            "withheld": any(one.actual == "*" for line in lines for one in line.measures),
            "crumbs": (Crumb(_("Tal"), reverse("figure_list")), Crumb(_("Mål"))),
        }
        return render(request, "staff/insight/goal_list.html", values)

    def _data(self, chosen: Source) -> Mapping[str, str]:
        return {"goal_year": str(self.today.year), **super()._data(chosen)}

    def _line(
        self,
        council: CouncilRow,
        row: GoalRow | None,
        actual: Sequence[Mapping[str, tuple[str, Any]]],
        year: int,
    ) -> GoalLine:
        aims = (row.projects, row.participants) if row else (None, None)
        subject = Subject(council_id=council.id, office_id=council.office.id)
        return GoalLine(
            council=council.name,
            measures=tuple(
                _against(aim, *found.get(council.code, ("0", 0)))
                for aim, found in zip(aims, actual, strict=True)
            ),
            href=reverse("goal_set", args=[council.id, year])
            if may(Action.SET_GOAL, self.actor, subject)
            else "",
        )


def _actuals(source: Source, figure: str, measure: str, year: str) -> Mapping[str, tuple[str, Any]]:
    """By council: the number of the year as it is shown, and as a number where it is."""
    table = source.table(FIGURES[figure], by="council")
    column = table.measure(measure)
    return {
        row.codes[0]: (cell(table, number, column), row.numbers[column])
        for number, row in enumerate(table.rows)
        if row.codes[1] == year
    }


def _against(aim: int | None, shown: str, count: int | None) -> Against:
    reached = "" if not aim or count is None or shown == WITHHELD else f"{decimal(100 * count / aim, 0)} %"
    return Against(NOTHING if aim is None else decimal(aim, 0), shown, reached or NOTHING)


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
