"""A pulse: a round of three questions to the contacts of one project that has ended. Free: nothing has to be set up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from jobveu.accounts.actor import Actor
from jobveu.common.errors import DomainError
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.projects.models import Project
from jobveu.surveys.enums import RespondentType, RoundState
from jobveu.surveys.instruments import PULSE
from jobveu.surveys.models import SurveyRound
from jobveu.surveys.operations.rounds import RoundFacts, make_round, open_round
from jobveu.surveys.queries.audience import AudienceRule

DAYS_OPEN, DAYS_TO_REMINDER = timedelta(days=21), timedelta(days=7)
_LONGEST_NAME = 120


def pulse_rule(project_id: int) -> AudienceRule:
    """All contacts of the project."""
    return AudienceRule(
        statuses=frozenset({ProjectStatus.COMPLETED}),
        project_types=frozenset(ProjectType),
        respondent_types=frozenset(RespondentType),
        project_id=project_id,
    )


def send_pulse(*, by: Actor, at: datetime, project_id: int) -> int:
    """Makes and opens the pulse of a project that has been completed, and returns the round's id. Those who have not
    answered after a week are reminded once, and after three weeks it closes, both by itself.

    It is not anonymous: few are asked, and about one project. Raises DomainError for a project that is not completed, has
    an open pulse, or whose contacts cannot be asked.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update(of=("self",)).select_related("council").get(pk=project_id)
        if project.status != ProjectStatus.COMPLETED:
            raise DomainError(_("Pulsmålingen sendes, når projektet er meldt gennemført."))
        if SurveyRound.objects.filter(project=project, state=RoundState.OPEN).exists():
            raise DomainError(_("Projektet har allerede en åben pulsmåling."))
        today = localdate(at)
        facts = RoundFacts(
            name=_name(project, at),
            statuses=(ProjectStatus.COMPLETED,),
            project_types=tuple(ProjectType),
            respondent_types=tuple(RespondentType),
            closes_on=today + DAYS_OPEN,
            remind_on=today + DAYS_TO_REMINDER,
            anonymous=False,
            office_id=project.council.office_id if project.council else None,
        )
        made = make_round(by=by, at=at, facts=facts, instrument=PULSE, project_id=project_id)
        open_round(by=by, at=at, round_id=made)
    return made


def _name(project: Project, at: datetime) -> str:
    """Names are told apart by the day and, where that is not enough, by the project's number."""
    with override("da"):
        day = date_format(localdate(at), "SHORT_DATE_FORMAT")
        end = _(" (projekt %(number)d, %(day)s)") % {"number": project.pk, "day": day}
        begin = _("Puls: %(title)s") % {"title": project.title}
    return begin[: _LONGEST_NAME - len(end)].rstrip() + end
