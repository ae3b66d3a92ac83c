"""When an organisation wants to be left alone for a time, and notices of others' conversations."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.models import ContactNotice, ContactPause, Organisation
from jobveu.actors.queries.approach import pause_of
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError

PAUSES = "actors.contact_pause"
NOTICES = "actors.contact_notice"


def note_pause(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int,
    until: date,
    reason: str,
    version: int | None = None,
) -> int:
    """Notes that the organisation will not be contacted before `until`, instead of what it said before;
    returns the note's id. `version` stands for what was shown of that (`version_of`, as "until" and "reason"). Raises
    DomainError, and StaleEdit where it has said something else since."""
    today = localdate(at)
    if by.user_id is None:
        raise DomainError(_("Log ind først."))
    if until <= today:
        raise DomainError(_("Vælg en dag i fremtiden."), field="until")
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor organisationen ikke vil kontaktes nu."), field="reason")
    with transaction.atomic():
        if not Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).exists():
            raise DomainError(_("Organisationen findes ikke længere."))
        shown = pause_of(organisation_id=organisation_id, on=today)
        newest = ContactPause.objects.filter(organisation=organisation_id).order_by("-id").first()
        check_shown(
            version=version,
            shown={"until": shown.until, "reason": shown.reason} if shown else {},
            told_by=Q(room=PAUSES, record_id=newest.pk) if newest else None,
        )
        _lift(organisation_id, today)
        made = ContactPause.objects.create(
            organisation_id=organisation_id,
            until=until,
            reason=reason.strip(),
            noted_by_id=by.user_id,
            noted_on=today,
        )
        audit.record(
            by=by,
            at=at,
            action="contact_pause.noted",
            room=PAUSES,
            record_id=made.pk,
            details={"organisation": organisation_id, "until": until.isoformat()},
        )
    return made.pk


def lift_pause(*, by: Actor, at: datetime, pause_id: int) -> None:
    """The organisation may be contacted again from today. Raises DomainError."""
    with transaction.atomic():
        row = ContactPause.objects.select_for_update().filter(pk=pause_id, lifted_on__isnull=True).first()
        if row is None:
            raise DomainError(_("Pausen er allerede ophævet."))
        row.lifted_on = localdate(at)
        row.save(update_fields=["lifted_on"])
        audit.record(
            by=by,
            at=at,
            action="contact_pause.lifted",
            room=PAUSES,
            record_id=pause_id,
            details={"organisation": row.organisation_id},
        )


def note_seen(*, by: Actor, at: datetime, notice_id: int) -> None:
    """The one who was told has seen it; a second time changes nothing. Raises DomainError for a notice to
    somebody else."""
    with transaction.atomic():
        row = ContactNotice.objects.select_for_update().filter(pk=notice_id, told=by.user_id).first()
        if row is None:
            raise DomainError(_("Beskeden er ikke til dig."))
        if row.seen_at is not None:
            return
        row.seen_at = at
        row.save(update_fields=["seen_at"])
        audit.record(by=by, at=at, action="contact_notice.seen", room=NOTICES, record_id=notice_id)


def _lift(organisation_id: int, today: date) -> None:
    ContactPause.objects.filter(organisation=organisation_id, lifted_on__isnull=True).update(lifted_on=today)
