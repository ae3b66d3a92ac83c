"""The daily reminder by mail: who wants one, of what, and that each gets at most one a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate, localtime

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.queries import actor_for_user
from jobveu.common import audit
from jobveu.delivery.enums import MailKind
from jobveu.delivery.operations import queue_mail
from jobveu.journeys.desk import SHOWN_OF_EACH_KIND
from jobveu.journeys.models import Digest, ReminderChoice
from jobveu.journeys.waiting import WaitingItem, WaitingKind, kinds_for, waiting_for
from jobveu.wall.acting import acting_as

FIRST, LAST = time(7), time(12)
"""Copenhagen time. After noon the day is no morning any more: a site that was stopped until then sends none."""
SATURDAY = 5
USE_UNTIL = timedelta(hours=8)
"""A reminder that a mail server takes no earlier than that is yesterday's news."""
DIGESTS_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a user is reminded of at this moment: nothing that has been done since."""

    recipient: str
    items: tuple[WaitingItem, ...]


def chosen_kinds(*, user_id: int) -> frozenset[WaitingKind]:
    return frozenset(
        WaitingKind(kind)
        for kind in ReminderChoice.objects.filter(user=user_id).values_list("kind", flat=True)
    )


def choose_reminders(*, by: Actor, at: datetime, kinds: Collection[WaitingKind]) -> None:
    """The actor wants to be reminded of these kinds, and of no others."""
    if by.user_id is None:
        raise ValueError("Only somebody who is logged in has reminders.")
    with transaction.atomic():
        ReminderChoice.objects.filter(user=by.user_id).exclude(kind__in=kinds).delete()
        ReminderChoice.objects.bulk_create(
            [ReminderChoice(user_id=by.user_id, kind=kind) for kind in kinds], ignore_conflicts=True
        )
        audit.record(
            by=by,
            at=at,
            action="reminders.chosen",
            room="accounts.user",
            record_id=by.user_id,
            details={"kinds": sorted(kind.value for kind in kinds)},
        )


def is_time(at: datetime) -> bool:
    """Whether it is the morning of a weekday."""
    here = localtime(at)
    return here.weekday() < SATURDAY and FIRST <= here.time() < LAST


def users_to_remind(*, day: date) -> list[int]:
    """Who wants reminders and has not had the day's."""
    seen_to = Digest.objects.filter(user=OuterRef("pk"), day=day)
    wants = ReminderChoice.objects.filter(user=OuterRef("pk"))
    users = User.objects.filter(Exists(wants), ~Exists(seen_to), is_active=True)
    return list(users.order_by("pk").values_list("pk", flat=True))


def remind(*, user_id: int, at: datetime) -> bool:
    """Queues the day's reminder if something waits; says whether it did. However often and by however many it is
    called, the user gets one a day: the second waits for the first's transaction, and then finds the day taken."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journeys_digest (user_id, day) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [user_id, localdate(at)],
            )
            if cursor.rowcount == 0:
                return False
        found = reminder(user_id=user_id, at=at)
        if found is None:
            return False
        # What it says is written when it is sent (web.staff.desk.digest): by then more may have been done.
        queue_mail(
            at=at,
            kind=MailKind.DIGEST,
            recipient=found.recipient,
            language=settings.LANGUAGE_CODE,
            subject="",
            text=str(user_id),
            expires_at=at + USE_UNTIL,
        )
    return True


def reminder(*, user_id: int, at: datetime) -> Reminder | None:
    """What the user is to be reminded of; None when there is nothing, or nobody to remind any more."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    on = localdate(at)
    by = actor_for_user(user_id=user.pk, name=user.name, on=on)
    kinds = chosen_kinds(user_id=user_id) & frozenset(kinds_for(by))
    if not kinds:
        return None
    with acting_as(as_the_database_is_told(by)):  # a job has no request that says who asks
        waiting = waiting_for(by=by, on=on, limit=SHOWN_OF_EACH_KIND)
    items = tuple(item for item in waiting if item.kind in kinds)
    return Reminder(recipient=user.email, items=items) if items else None


def forget_digests(*, at: datetime) -> int:
    """Removes the traces of reminders of long ago; returns how many."""
    deleted, _by_model = Digest.objects.filter(day__lt=localdate(at) - DIGESTS_KEPT).delete()
    return deleted
