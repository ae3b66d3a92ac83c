"""The pulse of a project: three questions to its contacts when it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.surveys.enums import RoundState
from jobveu.surveys.operations.pulse import DAYS_OPEN, pulse_rule, send_pulse
from jobveu.surveys.queries.audience import audience
from jobveu.surveys.queries.rounds import rounds_of_project
from jobveu.web.forms import Form, FormPage
from jobveu.web.staff.projects.base import Below
from jobveu.web.staff.surveys.rounds import BADGES, shown_rate


class ProjectPulse(Below, FormPage):
    action = Action.RUN_SURVEY
    template_name = "staff/surveys/pulse.html"
    title = gettext_lazy("Pulsmåling")
    submit_label = gettext_lazy("Send pulsmålingen")
    success_message = gettext_lazy("Pulsmålingen er på vej.")

    def context(self) -> Mapping[str, Any]:
        drawn = audience(pulse_rule(self.project.id), on=self.today)
        earlier = rounds_of_project(project_id=self.project.id)
        return {
            "asked": len(drawn.asked),
            "left_out": [(each.label, number) for each, number in drawn.left_out.items()],
            "days": DAYS_OPEN.days,
            "earlier": [(row, BADGES[row.state], shown_rate(row.rate)) for row in earlier],
            "open_now": next((row for row in earlier if row.state is RoundState.OPEN), None),
            "project": self.project,
        }

    def save(self, form: Form) -> str:
        made = send_pulse(by=self.actor, at=self.now, project_id=self.project.id)
        return reverse("survey", args=[made])
