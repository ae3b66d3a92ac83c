"""The personal link by which a contact withdraws and gives consents without a log-in.

The link holds a secret of 192 random bits; a keyed hash of it is all that is kept. A contact has one link: making a
new one ends the one before.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import ConsentKind
from jobveu.actors.models import Consent, ConsentLink, ConsentNotice, Contact
from jobveu.actors.operations.contacts import CONSENTS
from jobveu.common import audit
from jobveu.common.crypto import lookup_hash
from jobveu.common.errors import DomainError

ROOM = "actors.consent_link"
NOTICES = "actors.consent_notice"
_BYTES = 24
_LONGEST = 64


class UnknownLink(Exception):
    """No contact has the link: it was never made, has been renewed, or the contact is gone."""


@sensitive_variables("secret")
def make_link(*, by: Actor, at: datetime, contact_id: int) -> str:
    """Makes the contact's link, and ends the one before. Returns the secret, which nobody can be told again.
    Raises DomainError for a contact who has been removed."""
    secret = secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        contact = Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id, active=True).first()
        if contact is None:
            raise DomainError(_("Kontaktpersonen er fjernet."))
        link, _made = ConsentLink.objects.update_or_create(
            contact=contact,
            defaults={
                "secret_hash": _hash(secret),
                "made_at": at,
                "made_by_id": by.user_id,
                "used_at": None,
            },
        )
        _record(by, at, "consent_link.made", ROOM, link.pk, contact)
    return secret


def note_sent(*, by: Actor, at: datetime, contact_id: int) -> None:
    """Records that the link was sent to the contact's address."""
    with transaction.atomic():
        link = ConsentLink.objects.select_related("contact").get(contact=contact_id)
        _record(by, at, "consent_link.sent", ROOM, link.pk, link.contact)


@sensitive_variables()
def contact_of_link(*, secret: str) -> int:
    """The contact whose link it is. One SQL statement. Raises UnknownLink."""
    found = ConsentLink.objects.filter(secret_hash=_hash(secret), contact__active=True)
    contact_id = found.values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise UnknownLink
    return contact_id


@sensitive_variables("secret")
def change_consent(
    *, at: datetime, secret: str, kind: ConsentKind, given: bool, told: Collection[int]
) -> bool:
    """The contact gives or withdraws a consent from today on, and the users in `told` are told. Returns whether
    that changed anything: what is so already is done once.

    Raises UnknownLink, and DomainError for a consent to surveys without an e-mail to send them to.
    """
    with transaction.atomic():
        contact_id = contact_of_link(secret=secret)
        ConsentLink.objects.filter(contact=contact_id).update(used_at=at)
        return change_consent_of(at=at, contact_id=contact_id, kind=kind, given=given, told=told)


def change_consent_of(
    *, at: datetime, contact_id: int, kind: ConsentKind, given: bool, told: Collection[int]
) -> bool:
    """As `change_consent`, for a contact who is known by another personal link of theirs."""
    with transaction.atomic():
        contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact_id)
        in_force = contact.consents.filter(kind=kind, withdrawn_on__isnull=True).first()
        if (in_force is not None) == given:
            return False
        consent = _give(contact, kind, at) if in_force is None else _withdraw(in_force, at)
        ConsentNotice.objects.bulk_create(
            ConsentNotice(contact=contact, kind=kind, given=given, at=at, told_id=user_id)
            for user_id in sorted(set(told))
        )
        action = "consent.given_by_contact" if given else "consent.withdrawn_by_contact"
        with override("da"):
            themselves = Actor(user_id=None, name=_("Kontaktpersonen selv"))
        _record(themselves, at, action, CONSENTS, consent.pk, contact)
    return True


def note_seen(*, by: Actor, at: datetime, notice_id: int) -> None:
    """The user has seen that a contact changed a consent. Seeing it again changes nothing."""
    with transaction.atomic():
        row = ConsentNotice.objects.select_related("contact").filter(
            pk=notice_id, told=by.user_id, seen_at__isnull=True
        )
        for notice in row:
            ConsentNotice.objects.filter(pk=notice.pk).update(seen_at=at)
            _record(by, at, "consent_notice.seen", NOTICES, notice.pk, notice.contact)


def _give(contact: Contact, kind: ConsentKind, at: datetime) -> Consent:
    if kind == ConsentKind.SURVEY and not contact.email:
        raise DomainError(_("Vi har ikke din e-mail, så der er ingen steder at sende spørgeskemaer hen."))
    with override("da"):
        day = date_format(localdate(at), "SHORT_DATE_FORMAT")
        shown_by = _("Givet af kontaktpersonen selv på sin egen side den %(day)s") % {"day": day}
    return Consent.objects.create(contact=contact, kind=kind, given_on=localdate(at), shown_by=shown_by)


def _withdraw(consent: Consent, at: datetime) -> Consent:
    consent.withdrawn_on = max(localdate(at), consent.given_on)
    consent.save(update_fields=["withdrawn_on"])
    return consent


@sensitive_variables()
def _hash(secret: str) -> str:
    return lookup_hash(secret[:_LONGEST], purpose="consent_link").hex()


def _record(by: Actor, at: datetime, action: str, room: str, record_id: int, contact: Contact) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=room,
        record_id=record_id,
        details={"organisation": contact.organisation_id},
    )
