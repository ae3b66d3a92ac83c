"""The record of who did what: written in the transaction of the thing itself, never changed after, but for what
the erasure of a person takes out of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from django.db import transaction

from jobveu.common.history import erasing
from jobveu.common.models import AuditEntry, Change, TransactionKey

UNTIED = 0
"""The record id of an entry that no longer says which record it was about."""


class ActingUser(Protocol):
    """What an audit record needs to know of whoever acts (jobveu.accounts.actor.Actor is one)."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


def record(
    *,
    by: ActingUser,
    at: datetime,
    action: str,
    room: str,
    record_id: int,
    project_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Writes one audit record. `action` is `thing.verb` ("agreement.signed"); `room` names the table the
    record stands in ("projects.agreement"). `details` hold plain values and never a person's identity.

    Raises RuntimeError outside a transaction: an audit record that outlives, or is outlived by, the change
    it tells of would be worse than none.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit record is written in the same transaction as the change it tells of.")
    AuditEntry.objects.create(
        at=at,
        user_id=by.user_id,
        user_name=by.name,
        action=action,
        room=room,
        record_id=record_id,
        project_id=project_id,
        details=dict(details or {}),
        transaction=TransactionKey(),  # type: ignore[misc]  # an expression, of which the stubs do not know
    )


def untie(*, room: str, record_ids: Collection[int]) -> None:
    """Takes away which of these records was meant, and what was told of it: for records of a person who has
    been erased. Who did what, when and in which project stays. The one change that is ever made to an entry."""
    with erasing():
        AuditEntry.objects.filter(room=room, record_id__in=record_ids).update(
            record_id=UNTIED, details={}, transaction=None
        )


def rename_user(*, user_id: int, name: str) -> None:
    """Puts another name wherever the record and the history name the user: for one whose name has been erased."""
    with erasing():
        AuditEntry.objects.filter(user_id=user_id).update(user_name=name)
        Change.objects.filter(user_id=user_id).update(user_name=name)
