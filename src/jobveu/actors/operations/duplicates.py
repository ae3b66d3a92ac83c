"""Saying of two records that are alike that they are not the same."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jobveu.accounts.actor import Actor
from jobveu.actors.models import NotDuplicate
from jobveu.common import audit


def note_not_duplicate(*, by: Actor, at: datetime, room: str, ids: tuple[int, int]) -> None:
    """They are suggested no longer, until one of them is merged away. Saying it twice changes nothing."""
    first, second = sorted(ids)
    with transaction.atomic():
        _row, made = NotDuplicate.objects.get_or_create(
            room=room,
            first_id=first,
            second_id=second,
            defaults={"by_id": by.user_id, "by_name": by.name, "at": at},
        )
        if made:
            audit.record(
                by=by,
                at=at,
                action="duplicate.dismissed",
                room=room,
                record_id=first,
                details={"other": second},
            )
