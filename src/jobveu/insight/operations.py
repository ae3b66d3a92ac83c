"""Freezing the facts."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.dispatch import Signal
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from jobveu.accounts.access import Action, may
from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError, constraint_error
from jobveu.insight.facts import Facts, codes
from jobveu.insight.facts.packing import Digest, pack
from jobveu.insight.facts.reading import read_facts
from jobveu.insight.figures import RULES
from jobveu.insight.keeping import KEEP, QUEUE
from jobveu.insight.models import Snapshot, SnapshotPart
from jobveu.reference.management.reports import COMMAND_LINE

ROOM = "insight.snapshot"

snapshot_taken = Signal()
"""Sent with `snapshot_id` and `day` inside the transaction in which a snapshot is taken, for those who keep something with
it. What was read before stands at the moment of `facts.reading`; a room that reads on its own reads a moment later."""


def take_snapshot(*, by: Actor, at: datetime, name: str) -> int:
    """Freezes the facts as they are now under a name; returns the snapshot's id. The database lets nobody change it.

    `by` may be COMMAND_LINE (reference.management.reports). Raises PermissionDenied, and DomainError for a name that is
    taken or cannot be one.
    """
    if by != COMMAND_LINE and not may(Action.TAKE_SNAPSHOT, by):
        raise PermissionDenied
    if Snapshot.objects.filter(name=name).exists():
        raise DomainError(_("Der findes allerede et øjebliksbillede med det navn."), field="name")
    facts = read_facts(day=localdate(at))
    try:
        with transaction.atomic():
            snapshot = Snapshot(
                id=_next_id(),
                name=name,
                day=facts.day,
                taken_at=at,
                taken_by_id=by.user_id,
                format=codes.FORMAT,
                rules=RULES,
                projects=len(facts.first) - 1,
                participations=int(facts.first[-1]),
                synthetic=facts.synthetic,
            )
            snapshot.digest = _store(snapshot, facts)
            snapshot.save(force_insert=True)
            snapshot_taken.send(sender=Snapshot, snapshot_id=snapshot.pk, day=facts.day)
            audit.record(
                by=by,
                at=at,
                action="snapshot.taken",
                room=ROOM,
                record_id=snapshot.pk,
                details={"name": name, "digest": snapshot.digest},
            )
            app.configure_task(KEEP, queue=QUEUE).defer(snapshot_id=snapshot.pk)
    except IntegrityError as error:
        explained = constraint_error(error)
        if explained is None:
            raise
        raise explained from error
    return snapshot.pk


def _store(snapshot: Snapshot, facts: Facts) -> str:
    """Writes the parts one by one, before the row that they belong to: that one is written once, with their digest."""
    found = Digest()
    for number, part in enumerate(pack(facts)):
        found.add(part)
        SnapshotPart.objects.create(snapshot_id=snapshot.pk, number=number, content=part)
    return found.hexdigest()


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Snapshot._meta.db_table])
        [id_] = cursor.fetchone()
    return int(id_)
