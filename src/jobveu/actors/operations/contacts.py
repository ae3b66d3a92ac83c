"""The people in an organisation whom we speak with, and what they have consented to."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import ConsentKind
from jobveu.actors.models import Consent, Contact, Organisation
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError

ROOM = "actors.contact"
CONSENTS = "actors.consent"


def create_contact(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int,
    name: str,
    job_title: str = "",
    email: str = "",
    phone: str = "",
    user_id: int | None = None,
) -> int:
    """Adds a contact to an organisation; returns its id. Raises DomainError."""
    with transaction.atomic():
        if not Organisation.objects.filter(pk=organisation_id).exists():
            raise DomainError(_("Organisationen findes ikke længere."))
        _check(organisation_id, name=name, email=email, phone=phone)
        made = Contact.objects.create(
            organisation_id=organisation_id,
            name=name.strip(),
            job_title=job_title.strip(),
            email=email.strip(),
            phone=phone.strip(),
            user_id=user_id,
        )
        _record(by, at, "contact.created", ROOM, made.pk, organisation_id)
    return made.pk


def edit_contact(
    *,
    by: Actor,
    at: datetime,
    contact_id: int,
    version: int,
    name: str,
    job_title: str = "",
    email: str = "",
    phone: str = "",
) -> None:
    """Corrects a contact. Raises DomainError, StaleEdit."""
    with transaction.atomic():
        contact = _contact(contact_id)
        _check(contact.organisation_id, name=name, email=email, phone=phone, but=contact_id)
        update_versioned(
            rows=Contact.objects.filter(active=True),
            pk=contact_id,
            version=version,
            changes={
                "name": name.strip(),
                "job_title": job_title.strip(),
                "email": email.strip(),
                "phone": phone.strip(),
            },
            room=ROOM,
        )
        _record(by, at, "contact.edited", ROOM, contact_id, contact.organisation_id)


def remove_contact(*, by: Actor, at: datetime, contact_id: int) -> None:
    """The contact has left: it is shown no longer, and its consents end today. Conversations with it stay.
    Raises DomainError."""
    with transaction.atomic():
        contact = _contact(contact_id)
        if not contact.active:
            raise DomainError(_("Kontaktpersonen er allerede fjernet."))
        today = localdate(at)
        contact.active = False
        contact.removed_on = today
        contact.version += 1
        contact.save(update_fields=["active", "removed_on", "version"])
        Consent.objects.filter(contact=contact, withdrawn_on__isnull=True).update(withdrawn_on=today)
        _record(by, at, "contact.removed", ROOM, contact_id, contact.organisation_id)


def give_consent(
    *, by: Actor, at: datetime, contact_id: int, kind: ConsentKind, given_on: date, shown_by: str
) -> int:
    """Records a contact's consent with what shows it (def.survey.consent); returns its id.
    Raises DomainError."""
    with transaction.atomic():
        contact = _contact(contact_id)
        if not contact.active:
            raise DomainError(_("Kontaktpersonen er fjernet."))
        if not shown_by.strip():
            raise DomainError(_("Skriv, hvad der viser samtykket."), field="shown_by")
        if given_on > localdate(at):
            raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="given_on")
        consents = Consent.objects.filter(contact=contact, kind=kind)
        if consents.filter(withdrawn_on__isnull=True).exists():
            raise DomainError(_("Kontaktpersonen har allerede givet dette samtykke."), field="kind")
        if kind == ConsentKind.SURVEY and not contact.email:
            raise DomainError(
                _("Skriv først kontaktpersonens e-mail: Spørgeskemaer sendes til den."), field="kind"
            )
        made = Consent.objects.create(
            contact=contact, kind=kind, given_on=given_on, shown_by=shown_by.strip()
        )
        _record(by, at, "consent.given", CONSENTS, made.pk, contact.organisation_id)
    return made.pk


def withdraw_consent(*, by: Actor, at: datetime, consent_id: int, on: date) -> None:
    """Dates the withdrawal of a consent; nothing is deleted. Raises DomainError."""
    with transaction.atomic():
        consent = (
            Consent.objects.select_for_update(of=("self",))
            .select_related("contact")
            .filter(pk=consent_id)
            .first()
        )
        if consent is None:
            raise DomainError(_("Samtykket findes ikke længere."))
        if consent.withdrawn_on is not None:
            raise DomainError(_("Samtykket er allerede trukket tilbage."))
        if on < consent.given_on:
            raise DomainError(_("Samtykket kan ikke trækkes tilbage, før det er givet."), field="on")
        if on > localdate(at):
            raise DomainError(_("Datoen kan ikke ligge i fremtiden."), field="on")
        consent.withdrawn_on = on
        consent.save(update_fields=["withdrawn_on"])
        _record(by, at, "consent.withdrawn", CONSENTS, consent_id, consent.contact.organisation_id)


def _contact(contact_id: int) -> Contact:
    contact = Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id).first()
    if contact is None:
        raise DomainError(_("Kontaktpersonen findes ikke længere."))
    return contact


def _check(organisation_id: int, *, name: str, email: str, phone: str, but: int | None = None) -> None:
    if not name.strip():
        raise DomainError(_("Skriv kontaktpersonens navn."), field="name")
    if not (email.strip() or phone.strip()):
        raise DomainError(_("Skriv en e-mail eller et telefonnummer."), field="email")
    if email.strip():
        same = Contact.objects.filter(organisation=organisation_id, active=True, email__iexact=email.strip())
        found = (same if but is None else same.exclude(pk=but)).first()
        if found is not None:
            raise DomainError(
                _("Organisationen har allerede en kontaktperson med den e-mail: %(name)s.")
                % {"name": found.name},
                field="email",
            )


def _record(by: Actor, at: datetime, action: str, room: str, record_id: int, organisation_id: int) -> None:
    """Without the contact's name and e-mail: the audit record is never changed, and holds no persons."""
    audit.record(
        by=by,
        at=at,
        action=action,
        room=room,
        record_id=record_id,
        details={"organisation": organisation_id},
    )
