"""A contact's consents as the contact sees them, and who has been told of changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from jobveu.accounts.access import Subject
from jobveu.actors.enums import ConsentKind
from jobveu.actors.models import ConsentLink, ConsentNotice, Contact


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """One thing that can be consented to: since when it is, or when it was withdrawn last."""

    kind: ConsentKind
    given_on: date | None
    withdrawn_on: date | None

    @property
    def is_in_force(self) -> bool:
        return self.given_on is not None and self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class OwnConsents:
    organisation_id: int
    organisation: str
    has_email: bool
    consents: tuple[OwnConsent, ...]


@dataclass(frozen=True, slots=True)
class LinkState:
    made_at: datetime
    made_by: str
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsentNoticeRow:
    id: int
    told_id: int
    organisation_id: int
    organisation: str
    contact: str
    kind: ConsentKind
    given: bool
    at: datetime
    seen_at: datetime | None

    @property
    def access(self) -> Subject:
        return Subject(user_id=self.told_id)


def own_consents(*, contact_id: int) -> OwnConsents:
    """Every kind, given or not. Two SQL statements. Raises Contact.DoesNotExist."""
    contact = Contact.objects.select_related("organisation").get(pk=contact_id)
    newest: dict[str, OwnConsent] = {}
    for row in contact.consents.order_by("given_on", "pk"):
        earlier = newest.get(row.kind)
        if earlier is None or not earlier.is_in_force:
            newest[row.kind] = OwnConsent(ConsentKind(row.kind), row.given_on, row.withdrawn_on)
    return OwnConsents(
        organisation_id=contact.organisation_id,
        organisation=contact.organisation.name,
        has_email=bool(contact.email),
        consents=tuple(newest.get(kind, OwnConsent(kind, None, None)) for kind in ConsentKind),
    )


def link_state(*, contact_id: int) -> LinkState | None:
    """None for a contact without a link. One SQL statement."""
    row = ConsentLink.objects.select_related("made_by").filter(contact=contact_id).first()
    return LinkState(row.made_at, row.made_by.name, row.used_at) if row else None


def link_maker(*, contact_id: int) -> int | None:
    """The user who made the contact's link. One SQL statement."""
    return ConsentLink.objects.filter(contact=contact_id).values_list("made_by_id", flat=True).first()


def consent_notice(*, notice_id: int) -> ConsentNoticeRow | None:
    """One SQL statement; None when there is none such."""
    row = _notices().filter(pk=notice_id).first()
    return _row(row) if row else None


def _notices() -> QuerySet[ConsentNotice]:
    return ConsentNotice.objects.select_related("contact__organisation")


def _row(row: ConsentNotice) -> ConsentNoticeRow:
    return ConsentNoticeRow(
        id=row.pk,
        told_id=row.told_id,
        organisation_id=row.contact.organisation_id,
        organisation=row.contact.organisation.name,
        contact=row.contact.name,
        kind=ConsentKind(row.kind),
        given=row.given,
        at=row.at,
        seen_at=row.seen_at,
    )
