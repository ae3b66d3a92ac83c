"""A project's assessment: the tab of the project, and setting a level against what was computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.assessment.answers import answers_of_project
from jobveu.assessment.assessing import Assessment
from jobveu.assessment.queries.assessments import assessment_of_project
from jobveu.assessment.queries.overrulings import Judged
from jobveu.assessment.queries.rounds import newest_round
from jobveu.assessment.ratios import Unit
from jobveu.web.staff.assessment.overruling import OverrulePage
from jobveu.web.staff.assessment.shown import NOT_OF_FEW, shown
from jobveu.web.staff.on_project import OnProject
from jobveu.web.staff.planning.base import Below, ShowPage


class OfProject(OnProject):
    def assess(self) -> Assessment:
        """As it is now, with the answers of the newest round. Raises Http404 where the project has just gone."""
        analysis = newest_round(until=self.now)
        found = assessment_of_project(
            project_id=self.project.id,
            on=self.today,
            answers=None if analysis is None else answers_of_project(analysis, self.project.id),
            round_name="" if analysis is None else analysis.name,
        )
        if found is None:
            raise Http404
        return found


class ProjectAssessment(OfProject, ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_assessment"
    title = gettext_lazy("Vurdering")
    template_name = "staff/assessment/project.html"

    def context(self) -> Mapping[str, Any]:
        found = self.assess()
        may_work = self.may(Action.WORK_ON_PROJECT)
        may_overrule = self.may(Action.OVERRULE_ASSESSMENT)
        return {
            "assessment": found,
            "groups": shown(
                found,
                overrule_href=lambda element: (
                    reverse("project_overrule", args=[self.project.id, element.value]) if may_overrule else ""
                ),
                do_href=lambda where: reverse(where, args=[self.project.id]) if may_work else "",
                numbers_of=(*NOT_OF_FEW, Unit.PERSONS) if may_work else NOT_OF_FEW,
            ),
        }


class ProjectOverrule(OfProject, Below, OverrulePage):
    """The address holds `element`."""

    action = Action.OVERRULE_ASSESSMENT
    tab = "project_assessment"
    tab_title = gettext_lazy("Vurdering")

    def prepare(self) -> None:
        super().prepare()
        self.element = self.asked()
        self.judged = Judged(project_id=self.project.id)
        self.whose = self.project.title
        self.assessment = self.assess()

    @property
    def back(self) -> str:
        return f"{reverse(self.tab, args=[self.project.id])}#{self.element.value}"
