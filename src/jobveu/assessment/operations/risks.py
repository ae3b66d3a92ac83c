"""Going through the barriers at a meeting, and making counter-measures tasks of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.assessment.barriers import BARRIERS, MEASURES, RiskState
from jobveu.assessment.models import CounterTask, RiskAnswer, RiskCheck
from jobveu.common import audit
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.changes import change_project
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting
from jobveu.projects.operations.tasks import add_task

ROOM = "assessment.riskcheck"
CHECKED_AT = (MeetingKind.KICK_OFF, MeetingKind.STEERING_GROUP)
"""The meetings at which the barriers are gone through."""


@dataclass(frozen=True, slots=True)
class Answer:
    state: RiskState
    note: str = ""


def check_risks(
    *, meeting_id: int, version: int, answers: Mapping[str, Answer], by: Actor, at: datetime
) -> int:
    """Records what the meeting said of each barrier, or corrects it; returns the check's id. Barriers that are left out have
    no answer. `version`: 0 for a meeting that has no check yet, otherwise that of the check that is corrected.

    Raises StaleEdit when somebody else has saved another meanwhile; DomainError for another kind of meeting, and where nothing
    is answered.
    """
    if by.user_id is None:
        raise ValueError("risks are checked by somebody")
    project_id = _meeting(meeting_id).project_id
    with change_project(project_id):
        meeting = _meeting(meeting_id)
        if meeting.kind not in CHECKED_AT:
            raise DomainError(_("Risici gennemgås på opstartsmødet og på styregruppens møder."))
        if not answers:
            raise DomainError(_("Svar på mindst ét af spørgsmålene."))
        row = RiskCheck.objects.select_related("checked_by").filter(meeting=meeting).first()
        if row is not None and row.version != version:
            raise StaleEdit(
                current=_current(row),
                changed_by=row.checked_by.name,
                changed_at=row.checked_at,
                version=row.version,
            )
        if row is None:
            row = RiskCheck(project_id=project_id, meeting=meeting, version=0)
        first = row.pk is None
        row.checked_by_id, row.checked_at, row.version = by.user_id, at, row.version + 1
        row.save()
        RiskAnswer.objects.filter(risk_check=row).delete()
        RiskAnswer.objects.bulk_create(
            RiskAnswer(risk_check=row, barrier=key, state=answers[key].state, note=answers[key].note.strip())
            for key in BARRIERS
            if key in answers
        )
        audit.record(
            by=by,
            at=at,
            action="risk_check.recorded" if first else "risk_check.changed",
            room=ROOM,
            record_id=row.pk,
            project_id=project_id,
            details={
                "barriers": [
                    key for key in BARRIERS if key in answers and answers[key].state is RiskState.PRESENT
                ]
            },
        )
    return row.pk


def counter(
    *,
    project_id: int,
    barrier: str,
    measure: str,
    title: str,
    description: str = "",
    responsible_id: int | None,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> int:
    """Makes a counter-measure a task of the project; returns the task's id. Raises DomainError for a measure that there is not,
    for one that is an open task already, and as `add_task`."""
    known = MEASURES.get((barrier, measure))
    if known is None:
        raise DomainError(_("Modtrækket findes ikke."))
    with change_project(project_id):
        same = CounterTask.objects.filter(project=project_id, barrier=barrier, measure=measure)
        if same.filter(task__done_on__isnull=True).exists():
            raise DomainError(_("Modtrækket er allerede en åben opgave i projektet."))
        task_id = add_task(
            project_id=project_id,
            title=title,
            phase=known.phase,
            description=description,
            responsible_id=responsible_id,
            due_on=due_on,
            by=by,
            at=at,
        )
        CounterTask.objects.create(project_id=project_id, barrier=barrier, measure=measure, task_id=task_id)
        audit.record(
            by=by,
            at=at,
            action="counter_task.added",
            room="projects.task",
            record_id=task_id,
            project_id=project_id,
            details={"barrier": barrier, "measure": measure},
        )
    return task_id


def _meeting(meeting_id: int) -> Meeting:
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None:
        raise DomainError(_("Mødet er blevet slettet."))
    return row


def _current(row: RiskCheck) -> dict[str, object]:
    """What is saved, by the names that the form has."""
    found: dict[str, object] = {}
    for answer in row.answers.order_by("pk"):
        found[answer.barrier] = answer.state
        found[f"{answer.barrier}-note"] = answer.note
    return found
