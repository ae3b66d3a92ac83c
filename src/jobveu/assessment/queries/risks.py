"""A project's risk checks, and what has been done about what they found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jobveu.assessment.barriers import RiskState
from jobveu.assessment.models import CounterTask, RiskCheck
from jobveu.assessment.operations.risks import CHECKED_AT, Answer
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A meeting at which the barriers are to be gone through; `answers` is None where that hasn't been done. `version` is 0
    then."""

    meeting_id: int
    kind: MeetingKind
    starts_at: datetime
    answers: Mapping[str, Answer] | None
    version: int
    checked_by: str
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class CounterRow:
    barrier: str
    measure: str
    task_id: int
    title: str
    responsible: str
    due_on: date | None
    done_on: date | None


def checks_of(*, project_id: int) -> tuple[CheckRow, ...]:
    """The project's kick-off and steering group meetings, newest first (3 SQL statements)."""
    meetings = Meeting.objects.filter(project=project_id, kind__in=CHECKED_AT).order_by("-starts_at", "-pk")
    checks = {
        row.meeting_id: row
        for row in RiskCheck.objects.filter(project=project_id)
        .select_related("checked_by")
        .prefetch_related("answers")
    }
    return tuple(_row(meeting, checks.get(meeting.pk)) for meeting in meetings)


def check_of(*, meeting_id: int, project_id: int) -> CheckRow | None:
    """None where the project has no such meeting, or nothing is gone through at it."""
    meeting = Meeting.objects.filter(pk=meeting_id, project=project_id, kind__in=CHECKED_AT).first()
    if meeting is None:
        return None
    row = RiskCheck.objects.filter(meeting=meeting).select_related("checked_by").first()
    return _row(meeting, row)


def counters_of(*, project_id: int) -> tuple[CounterRow, ...]:
    """The tasks that counter-measures have become, oldest first (1 SQL statement)."""
    rows = (
        CounterTask.objects.filter(project=project_id).select_related("task__responsible").order_by("task_id")
    )
    return tuple(
        CounterRow(
            barrier=row.barrier,
            measure=row.measure,
            task_id=row.task_id,
            title=row.task.title,
            responsible=row.task.responsible.name if row.task.responsible else "",
            due_on=row.task.due_on,
            done_on=row.task.done_on,
        )
        for row in rows
    )


def _row(meeting: Meeting, row: RiskCheck | None) -> CheckRow:
    return CheckRow(
        meeting_id=meeting.pk,
        kind=MeetingKind(meeting.kind),
        starts_at=meeting.starts_at,
        answers=None
        if row is None
        else {one.barrier: Answer(RiskState(one.state), one.note) for one in row.answers.all()},
        version=0 if row is None else row.version,
        checked_by="" if row is None else row.checked_by.name,
        checked_at=None if row is None else row.checked_at,
    )
