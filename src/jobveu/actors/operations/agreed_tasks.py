"""What was agreed in a conversation, as tasks that somebody is to do by a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.actors.models import AgreedTask, Dialogue, Membership
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError

ROOM = "actors.agreedtask"


def add_agreed_task(
    *,
    by: Actor,
    at: datetime,
    dialogue_id: int,
    title: str,
    responsible_id: int,
    user_id: int | None,
    due_on: date,
) -> int:
    """Adds a task to a conversation and returns its id. `responsible_id` is the organisation that held it, or the one
    it was held with; `user_id` who does it there, None for anybody. Raises DomainError."""
    with transaction.atomic():
        dialogue = Dialogue.objects.filter(pk=dialogue_id).first()
        if dialogue is None:
            raise DomainError(_("Samtalen findes ikke længere."))
        _check(dialogue, at, title=title, responsible_id=responsible_id, user_id=user_id)
        row = AgreedTask.objects.create(
            dialogue=dialogue,
            title=title.strip(),
            responsible_id=responsible_id,
            user_id=user_id,
            due_on=due_on,
        )
        _record("agreed_task.added", row, by=by, at=at)
    return row.pk


def edit_agreed_task(
    *,
    by: Actor,
    at: datetime,
    task_id: int,
    version: int,
    title: str,
    responsible_id: int,
    user_id: int | None,
    due_on: date,
) -> None:
    """Changes a task. Raises StaleEdit when somebody else has, DomainError as `add_agreed_task`."""
    with transaction.atomic():
        row = _locked(task_id)
        if (responsible_id, user_id) != (row.responsible_id, row.user_id):
            _check(row.dialogue, at, title=title, responsible_id=responsible_id, user_id=user_id)
        row = update_versioned(
            rows=AgreedTask.objects.all(),
            pk=task_id,
            version=version,
            changes={
                "title": title.strip(),
                "responsible_id": responsible_id,
                "user_id": user_id,
                "due_on": due_on,
            },
            room=ROOM,
        )
        _record("agreed_task.changed", row, by=by, at=at)


def finish_agreed_task(*, by: Actor, at: datetime, task_id: int) -> None:
    """Marks the task as done today. Raises DomainError when it is done already."""
    with transaction.atomic():
        row = _locked(task_id)
        if row.done_on is not None:
            raise DomainError(_("Opgaven er allerede markeret som udført."))
        row.done_on, row.done_by_id, row.version = localdate(at), by.user_id, row.version + 1
        row.save(update_fields=["done_on", "done_by", "version"])
        _record("agreed_task.finished", row, by=by, at=at)


def reopen_agreed_task(*, by: Actor, at: datetime, task_id: int) -> None:
    """Takes the mark off again. Raises DomainError when the task isn't done."""
    with transaction.atomic():
        row = _locked(task_id)
        if row.done_on is None:
            raise DomainError(_("Opgaven er allerede åben."))
        row.done_on, row.done_by_id, row.version = None, None, row.version + 1
        row.save(update_fields=["done_on", "done_by", "version"])
        _record("agreed_task.reopened", row, by=by, at=at)


def delete_agreed_task(*, by: Actor, at: datetime, task_id: int) -> None:
    """Removes the task. Raises DomainError when it is gone already."""
    with transaction.atomic():
        row = _locked(task_id)
        AgreedTask.objects.filter(pk=task_id).delete()
        _record("agreed_task.deleted", row, by=by, at=at)


def _locked(task_id: int) -> AgreedTask:
    row = AgreedTask.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if row is None:
        raise DomainError(_("Opgaven er blevet slettet."))
    return row


def _check(dialogue: Dialogue, at: datetime, *, title: str, responsible_id: int, user_id: int | None) -> None:
    if not title.strip():
        raise DomainError(_("Skriv, hvad der skal gøres."), field="title")
    if responsible_id not in (dialogue.spoken_for_id, dialogue.organisation_id):
        raise DomainError(_("Vælg en af dem, der talte sammen."), field="responsible")
    if user_id is None:
        return
    day = localdate(at)
    members = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        valid_from__lte=day,
        organisation=responsible_id,
        user=user_id,
        user__is_active=True,
    )
    if not members.exists():
        raise DomainError(_("Vælg en, der har adgang for organisationen."), field="responsible")


def _record(action: str, row: AgreedTask, *, by: Actor, at: datetime) -> None:
    audit.record(by=by, at=at, action=action, room=ROOM, record_id=row.pk)
