"""The dialogue with organisations. What ties a conversation to a project is in jobveu.journeys.dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import DialogueChannel
from jobveu.actors.models import Contact, ContactNotice, Dialogue, Organisation
from jobveu.actors.queries.approach import others_around, pause_of
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError

ROOM = "actors.dialogue"


def record_dialogue(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int,
    spoken_for_id: int,
    held_on: date,
    channel: DialogueChannel,
    subject: str,
    contact_id: int | None = None,
    notes: str = "",
    agreed: str = "",
    reason: str = "",
) -> int:
    """Records a conversation that the actor held on behalf of `spoken_for_id`; returns its id.

    `reason` is needed, and kept, when others spoke with the organisation within 60 days of `held_on`, or when it had
    asked not to be contacted yet; those others are told (def.princ.6). Raises DomainError.
    """
    with transaction.atomic():
        _lock(organisation_id)
        if by.user_id is None or spoken_for_id not in by.organisation_ids():
            raise DomainError(_("Du kan kun registrere samtaler for din egen organisation."))
        if spoken_for_id == organisation_id:
            raise DomainError(_("Vælg en anden organisation end din egen."))
        _check(at, organisation_id, held_on=held_on, subject=subject, contact_id=contact_id)
        others = others_around(user_id=by.user_id, organisation_id=organisation_id, on=held_on)
        has_to_say_why = _check_reason(organisation_id, others=others, on=held_on, reason=reason)
        made = Dialogue.objects.create(
            organisation_id=organisation_id,
            contact_id=contact_id,
            spoken_by_id=by.user_id,
            spoken_for_id=spoken_for_id,
            held_on=held_on,
            channel=channel,
            subject=subject.strip(),
            notes=notes,
            agreed=agreed,
            reason=reason.strip() if has_to_say_why else "",
        )
        _tell(made.pk, others)
        _record(by, at, "dialogue.recorded", made.pk, organisation_id)
    return made.pk


def edit_dialogue(
    *,
    by: Actor,
    at: datetime,
    dialogue_id: int,
    version: int,
    held_on: date,
    channel: DialogueChannel,
    subject: str,
    contact_id: int | None = None,
    notes: str = "",
    agreed: str = "",
    reason: str = "",
) -> None:
    """Corrects a conversation; who held it stays, and the reason that was given where no other is. Another day asks for a
    reason, and tells those who have not been told, as recording does. Raises DomainError, StaleEdit."""
    with transaction.atomic():
        row = Dialogue.objects.filter(pk=dialogue_id).first()
        if row is None:
            raise DomainError(_("Samtalen findes ikke længere."))
        _lock(row.organisation_id)
        _check(
            at,
            row.organisation_id,
            held_on=held_on,
            subject=subject,
            contact_id=contact_id if contact_id != row.contact_id else None,
        )
        reason = reason.strip() or row.reason
        if held_on != row.held_on:
            others = others_around(user_id=row.spoken_by_id, organisation_id=row.organisation_id, on=held_on)
            has_to_say_why = _check_reason(row.organisation_id, others=others, on=held_on, reason=reason)
            _tell(dialogue_id, others)
        else:
            has_to_say_why = False
        update_versioned(
            rows=Dialogue.objects.all(),
            pk=dialogue_id,
            version=version,
            changes={
                "held_on": held_on,
                "channel": channel,
                "subject": subject.strip(),
                "contact_id": contact_id,
                "notes": notes,
                "agreed": agreed,
                "reason": reason if has_to_say_why or row.reason else "",
            },
            room=ROOM,
        )
        _record(by, at, "dialogue.edited", dialogue_id, row.organisation_id)


def _lock(organisation_id: int) -> None:
    """So that the second of two who write at once knows of the first."""
    if not Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).exists():
        raise DomainError(_("Organisationen findes ikke længere."))


def _check_reason(organisation_id: int, *, others: Mapping[int, int], on: date, reason: str) -> bool:
    """Whether it has to be said why they were spoken with on that day; refuses where it is not."""
    has_to_say_why = bool(others) or pause_of(organisation_id=organisation_id, on=on) is not None
    if has_to_say_why and not reason.strip():
        raise DomainError(
            _(
                "Skriv, hvorfor du talte med dem nu: Andre har talt med dem inden for 60 dage, eller de har bedt om ro."
            ),
            field="reason",
        )
    return has_to_say_why


def _tell(dialogue_id: int, others: Mapping[int, int]) -> None:
    """Those who have been told of the conversation are not told again."""
    ContactNotice.objects.bulk_create(
        (
            ContactNotice(dialogue_id=dialogue_id, earlier_id=own_id, told_id=user_id)
            for user_id, own_id in others.items()
        ),
        ignore_conflicts=True,
    )


def _check(
    at: datetime, organisation_id: int, *, held_on: date, subject: str, contact_id: int | None
) -> None:
    if not subject.strip():
        raise DomainError(_("Skriv, hvad samtalen handlede om."), field="subject")
    if held_on > localdate(at):
        raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="held_on")
    if contact_id is not None:
        contacts = Contact.objects.filter(pk=contact_id, organisation=organisation_id, active=True)
        if not contacts.exists():
            raise DomainError(_("Vælg en af organisationens kontaktpersoner."), field="contact_id")


def _record(by: Actor, at: datetime, action: str, record_id: int, organisation_id: int) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=record_id,
        details={"organisation": organisation_id},
    )
