"""Due dates as a calendar that other programs fetch from a secret address."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.queries import actor_for_user
from jobveu.candidates.queries.awaited import awaited_by_day
from jobveu.common import audit
from jobveu.common.crypto import lookup_hash
from jobveu.journeys.models import CalendarAddress
from jobveu.journeys.waiting import WaitingItem, candidates_item, job_centres_of, waiting_for
from jobveu.wall.acting import acting_as

AHEAD = timedelta(days=400)
"""How far the calendar shows what will be due with candidates: outcomes come a year after a course."""
MOST = 500
_HEX = 32


@dataclass(frozen=True, slots=True)
class Calendar:
    """`items` have a due date each."""

    items: tuple[WaitingItem, ...]
    on: date


def make_address(*, by: Actor, at: datetime) -> str:
    """Gives the actor a new secret, and returns it; the one before opens nothing any longer."""
    user_id = _user_id(by)
    with transaction.atomic():
        row, _made = CalendarAddress.objects.update_or_create(
            user_id=user_id, defaults={"key": uuid4(), "made_at": at}
        )
        _record(by, at, "calendar.opened", user_id)
    return _secret(row.key)


def revoke_address(*, by: Actor, at: datetime) -> None:
    """The actor's calendar can be fetched by nobody any longer. Nothing happens where there is none."""
    user_id = _user_id(by)
    with transaction.atomic():
        deleted, _by_model = CalendarAddress.objects.filter(user=user_id).delete()
        if deleted:
            _record(by, at, "calendar.closed", user_id)


def secret_of(*, user_id: int) -> str | None:
    """The secret in the user's address; None where they have none."""
    row = CalendarAddress.objects.filter(user=user_id).first()
    return _secret(row.key) if row else None


def user_of(secret: str) -> int | None:
    """Whose calendar the secret opens; None for a wrong or withdrawn one, and for a closed user."""
    try:
        key = UUID(hex=secret[:_HEX])
    except ValueError:
        return None
    if not hmac.compare_digest(secret.encode(), _secret(key).encode()):
        return None
    return (
        CalendarAddress.objects.filter(key=key, user__is_active=True).values_list("user", flat=True).first()
    )


def calendar_of(*, user_id: int, at: datetime) -> Calendar:
    """What is due for the user, and with the candidates of a job centre what will be."""
    on = localdate(at)
    name = User.objects.values_list("name", flat=True).get(pk=user_id)
    by = actor_for_user(user_id=user_id, name=name, on=on)
    with acting_as(as_the_database_is_told(by)):  # whoever has the address asks as its owner
        waiting = [
            item
            for item in waiting_for(by=by, on=on, limit=MOST)
            if item.due is not None and item.awaited is None
        ]
        if centres := job_centres_of(by):
            rows = awaited_by_day(job_centre_ids=centres, today=on, until=on + AHEAD, limit=MOST)
            waiting += [candidates_item(row) for row in rows]
    return Calendar(items=tuple(waiting), on=on)


def _secret(key: UUID) -> str:
    mark = urlsafe_b64encode(lookup_hash(key.hex, purpose="calendar")[:24]).decode()
    return f"{key.hex}{mark}"


def _user_id(by: Actor) -> int:
    if by.user_id is None:
        raise ValueError("Only somebody who is logged in has a calendar.")
    return by.user_id


def _record(by: Actor, at: datetime, action: str, user_id: int) -> None:
    audit.record(by=by, at=at, action=action, room="accounts.user", record_id=user_id)
