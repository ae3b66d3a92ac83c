"""What whoever is about to contact an organisation has to know, and who is told afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from jobveu.accounts.access import Subject
from jobveu.actors.models import ContactNotice, ContactPause, Dialogue
from jobveu.actors.rules import COORDINATION_WINDOW


@dataclass(frozen=True, slots=True)
class PauseRow:
    """`until` is the first day on which the organisation may be contacted again."""

    id: int
    until: date
    reason: str
    noted_by: str
    noted_on: date


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """That `spoken_by` spoke with the organisation within 60 days of the one who is told."""

    id: int
    told_id: int
    organisation_id: int
    organisation: str
    spoken_by: str
    spoken_by_email: str
    spoken_for: str
    held_on: date
    subject: str
    agreed: str
    reason: str
    own_subject: str
    own_held_on: date
    seen_at: datetime | None

    @property
    def access(self) -> Subject:
        return Subject(user_id=self.told_id)


def pause_of(*, organisation_id: int, on: date) -> PauseRow | None:
    """What the organisation has asked for that holds on the day; one SQL statement."""
    row = (
        ContactPause.objects.filter(
            Q(lifted_on__isnull=True) | Q(lifted_on__gt=on),
            organisation=organisation_id,
            noted_on__lte=on,
            until__gt=on,
        )
        .select_related("noted_by")
        .order_by("-noted_on", "-id")
        .first()
    )
    if row is None:
        return None
    return PauseRow(
        id=row.pk,
        until=row.until,
        reason=row.reason,
        noted_by=row.noted_by.name,
        noted_on=row.noted_on,
    )


def others_around(*, user_id: int | None, organisation_id: int, on: date) -> Mapping[int, int]:
    """Who else spoke with the organisation within 60 days of `on`, before or after (a conversation may be written down
    late): their user ids, each with the id of their conversation that is nearest. One SQL statement."""
    rows = (
        Dialogue.objects.filter(
            organisation=organisation_id,
            held_on__gte=on - COORDINATION_WINDOW,
            held_on__lte=on + COORDINATION_WINDOW,
        )
        .exclude(spoken_by=user_id)
        .order_by("id")
        .values_list("spoken_by_id", "id", "held_on")
    )
    nearest_last = sorted(rows, key=lambda row: abs(row[2] - on), reverse=True)
    return {other_id: dialogue_id for other_id, dialogue_id, _held_on in nearest_last}


def notice(*, notice_id: int) -> NoticeRow | None:
    """One SQL statement; None when there is none such."""
    row = _notices().filter(pk=notice_id).first()
    return _row(row) if row else None


def _notices() -> QuerySet[ContactNotice]:
    return ContactNotice.objects.select_related(
        "dialogue__organisation", "dialogue__spoken_by", "dialogue__spoken_for", "earlier"
    )


def _row(row: ContactNotice) -> NoticeRow:
    dialogue = row.dialogue
    return NoticeRow(
        id=row.pk,
        told_id=row.told_id,
        organisation_id=dialogue.organisation_id,
        organisation=dialogue.organisation.name,
        spoken_by=dialogue.spoken_by.name,
        spoken_by_email=dialogue.spoken_by.email,
        spoken_for=dialogue.spoken_for.name,
        held_on=dialogue.held_on,
        subject=dialogue.subject,
        agreed=dialogue.agreed,
        reason=dialogue.reason,
        own_subject=row.earlier.subject,
        own_held_on=row.earlier.held_on,
        seen_at=row.seen_at,
    )
