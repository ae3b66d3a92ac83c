"""The process and time plan: what is to be done, by which party, and by when (def.phase3.ind2)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Task
from jobveu.projects.queries.participants import participants_of

ROOM = "projects.task"


def add_task(
    *,
    project_id: int,
    title: str,
    phase: PhaseNumber,
    description: str = "",
    responsible_id: int | None = None,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Adds a task to the plan and returns its id. Only one with both party and date shows that there is a
    plan with roles. Raises DomainError when the responsible organisation doesn't take part in the project."""
    with change_project(project_id):
        _check_responsible(project_id, responsible_id)
        row = Task.objects.create(
            project_id=project_id,
            title=title.strip(),
            description=description.strip(),
            phase=phase,
            responsible_id=responsible_id,
            due_on=due_on,
        )
        _record("task.added", row, by=by, at=at, title=row.title)
        return row.pk


def edit_task(
    *,
    task_id: int,
    version: int,
    title: str,
    phase: PhaseNumber,
    description: str,
    responsible_id: int | None,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> None:
    """Changes a task. Raises StaleEdit when somebody else has, DomainError as `add_task`."""
    task = _task(task_id)
    with change_project(task.project_id):
        if responsible_id != task.responsible_id:
            _check_responsible(task.project_id, responsible_id)
        row = update_versioned(
            rows=Task.objects.all(),
            pk=task_id,
            version=version,
            changes={
                "title": title.strip(),
                "phase": phase,
                "description": description.strip(),
                "responsible_id": responsible_id,
                "due_on": due_on,
            },
            room=ROOM,
        )
        _record("task.changed", row, by=by, at=at)


def finish_task(*, task_id: int, by: Actor, at: datetime) -> None:
    """Marks the task as done today. Raises DomainError when it is done already."""
    with change_project(_task(task_id).project_id):
        row = _task(task_id)
        if row.done_on is not None:
            raise DomainError(_("Opgaven er allerede markeret som udført."))
        row.done_on, row.done_by_id, row.version = timezone.localdate(at), by.user_id, row.version + 1
        row.save(update_fields=["done_on", "done_by", "version"])
        _record("task.finished", row, by=by, at=at)


def reopen_task(*, task_id: int, by: Actor, at: datetime) -> None:
    """Takes the mark off again. Raises DomainError when the task isn't done."""
    with change_project(_task(task_id).project_id):
        row = _task(task_id)
        if row.done_on is None:
            raise DomainError(_("Opgaven er allerede åben."))
        row.done_on, row.done_by_id, row.version = None, None, row.version + 1
        row.save(update_fields=["done_on", "done_by", "version"])
        _record("task.reopened", row, by=by, at=at)


def delete_task(*, task_id: int, by: Actor, at: datetime) -> None:
    """Removes a task from the plan. Raises DomainError when it is gone already."""
    with change_project(_task(task_id).project_id):
        row = _task(task_id)
        Task.objects.filter(pk=task_id).delete()
        _record("task.deleted", row, by=by, at=at, title=row.title)


def _task(task_id: int) -> Task:
    row = Task.objects.filter(pk=task_id).first()
    if row is None:
        raise DomainError(_("Opgaven er blevet slettet."))
    return row


def _check_responsible(project_id: int, responsible_id: int | None) -> None:
    if responsible_id is None:
        return
    if responsible_id not in {row.id for row in participants_of(project_id=project_id)}:
        raise DomainError(_("Vælg en af projektets parter."), field="responsible_id")


def _record(action: str, row: Task, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=row.project_id,
        details=details,
    )
