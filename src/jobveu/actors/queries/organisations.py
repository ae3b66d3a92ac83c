"""Reads about organisations: the list, one of them, and those that a new one might already be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.functions import Lower

from jobveu.accounts.access import Action, Scope, Subject, grants, may
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES, AffiliationKind, ConsentKind, OrganisationKind, SizeBand
from jobveu.actors.models import Affiliation, Consent, Contact, Organisation
from jobveu.actors.queries import members
from jobveu.actors.queries.primary_contacts import primary_contacts_on
from jobveu.actors.queries.search import matching
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey, by_label, danish_sort_key
from jobveu.reference.models import Industry

FOUND_AT_MOST = 1_000
"""Where more have what was searched for in their name, the list says "Over 1.000": counting them all would cost more
than showing, and whoever has found so many searches again."""
SIMILAR = 0.45
"""From which likeness of names (trigrams, 0 to 1) two organisations may be the same."""
_COMPANY_FORMS = re.compile(r"\b(a/s|aps|i/s|k/s|p/s|ivs|amba|a\.m\.b\.a\.?|fmba|smba)(?=\s|$)")


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    id: int
    name: str
    kind: OrganisationKind
    cvr: str
    p_number: str
    municipality: str
    industry: str
    size_band: str
    active: bool


@dataclass(frozen=True, slots=True)
class ConsentRow:
    id: int
    kind: ConsentKind
    given_on: date
    withdrawn_on: date | None
    shown_by: str

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """`consents`: those in force first, then the withdrawn ones, newest first."""

    id: int
    organisation_id: int
    name: str
    job_title: str
    email: str
    phone: str
    active: bool
    version: int
    consents: tuple[ConsentRow, ...]


@dataclass(frozen=True, slots=True)
class AffiliationRow:
    """`other` is the organisation at the other end; `is_member` whether the one shown is the member.
    `may_open`: whether the reader may see the other's page."""

    id: int
    kind: AffiliationKind
    other_id: int
    other_name: str
    may_open: bool
    is_member: bool
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class OrganisationHeader:
    """What every page of one organisation needs."""

    id: int
    name: str
    kind: OrganisationKind
    cvr: str
    p_number: str
    municipality_id: int | None
    municipality: str
    industry_id: int | None
    industry: str
    size_band: str
    website: str
    office: str
    council: str
    active: bool
    version: int

    @property
    def size(self) -> str:
        return str(SizeBand(self.size_band).label) if self.size_band else ""

    @property
    def subject(self) -> Subject:
        return Subject(organisation_ids=frozenset({self.id}))


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An organisation that a new one may be; `reason` is "cvr", "p_number" or "name"."""

    organisation: OrganisationRow
    reason: str


def organisations_for(actor: Actor, action: Action) -> QuerySet[Organisation]:
    """The organisations for which `may(action, actor, subject)` is true, as one queryset.

    Raises ValueError for a scope that says nothing of organisations.
    """
    own: set[int] = set()
    for membership, scope in grants(action, actor):
        match scope:
            case Scope.ALL:
                return Organisation.objects.all()
            case Scope.OWN_ORGANISATION:
                if membership.organisation_id is not None:
                    own.add(membership.organisation_id)
            case _:
                raise ValueError(f"{scope} does not say which organisations {action} is about")
    return Organisation.objects.filter(pk__in=own)


def organisation_rows(
    *,
    by: Actor,
    today: date,
    sort: Sort,
    window: Window,
    text: str = "",
    kind: OrganisationKind | None = None,
    municipality: int | None = None,
    section: int | None = None,
    without_contact: bool = False,
    inactive: bool = False,
    unadministered: bool = False,
) -> RowPage[OrganisationRow]:
    """The organisations the actor may see. `section` is the id of a section of DB07; `inactive` shows only
    those no longer in use instead of those that are, `without_contact` only workplaces that have no primary
    contact on our side today, `unadministered` only those that have members but none who administers the
    users, today or soon. Of those with the text in their name no more than FOUND_AT_MOST are counted. Two SQL
    statements."""
    rows = organisations_for(by, Action.LIST_ORGANISATIONS).filter(active=not inactive)
    if text:
        rows = matching(rows, text=text)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if municipality is not None:
        rows = rows.filter(municipality=municipality)
    if unadministered:
        rows = rows.filter(pk__in=members.unadministered_soon(on=today).values("pk"))
    if section is not None:
        rows = rows.filter(industry__in=_industries_below(section))
    if without_contact:
        theirs = primary_contacts_on(today).filter(organisation=OuterRef("pk"))
        rows = rows.filter(~Exists(theirs), kind__in=WORKPLACES)
    rows = ordered(
        rows.select_related("municipality", "industry"),
        sort=sort,
        columns={
            "name": DanishSortKey("name"),
            "kind": by_label("kind", OrganisationKind),
            "cvr": "cvr",
            "municipality": DanishSortKey("municipality__name"),
        },
    )
    page = page_of(rows, window=window, cap=FOUND_AT_MOST if text else None)
    return replace(page, rows=tuple(_row(row) for row in page.rows))


def organisation_header(*, organisation_id: int) -> OrganisationHeader | None:
    """One SQL statement; None when there is no such organisation."""
    row = (
        Organisation.objects.filter(pk=organisation_id)
        .select_related("municipality", "industry", "office", "council")
        .first()
    )
    if row is None:
        return None
    return OrganisationHeader(
        id=row.pk,
        name=row.name,
        kind=OrganisationKind(row.kind),
        cvr=row.cvr,
        p_number=row.p_number,
        municipality_id=row.municipality_id,
        municipality=row.municipality.name if row.municipality else "",
        industry_id=row.industry_id,
        industry=f"{row.industry.title} ({row.industry.code})" if row.industry else "",
        size_band=row.size_band,
        website=row.website,
        office=row.office.name if row.office else "",
        council=row.council.name if row.council else "",
        active=row.active,
        version=row.version,
    )


def contacts_of(*, organisation_id: int) -> tuple[ContactRow, ...]:
    """The active contacts by name, with all their consents; two SQL statements."""
    rows = _contacts().filter(organisation=organisation_id, active=True)
    return tuple(_contact_row(row) for row in rows.order_by(DanishSortKey("name"), "id"))


def contact(*, organisation_id: int, contact_id: int) -> ContactRow | None:
    """One contact of the organisation, active or not; None when there is none such."""
    row = _contacts().filter(organisation=organisation_id, pk=contact_id).first()
    return _contact_row(row) if row else None


def affiliations_of(*, by: Actor, organisation_id: int, limit: int) -> tuple[tuple[AffiliationRow, ...], int]:
    """The affiliations both ways, those that still run first, and how many there are beyond `limit`.
    Two SQL statements."""
    rows = _affiliations(organisation_id).order_by(
        F("valid_to").desc(nulls_first=True), "kind", "-valid_from", "id"
    )
    shown = [_affiliation_row(row, organisation_id, by) for row in rows[:limit]]
    left = max(rows.order_by().count() - limit, 0) if len(shown) == limit else 0
    return tuple(shown), left


def affiliation_rows(
    *,
    by: Actor,
    organisation_id: int,
    today: date,
    sort: Sort,
    window: Window,
    text: str = "",
    state: str = "",
) -> RowPage[AffiliationRow]:
    """All affiliations of the organisation, both ways. `text` is sought in the other's name and numbers;
    `state` is "current" (holds today) or "past". Two SQL statements."""
    rows = _affiliations(organisation_id)
    if text:
        named = matching(Organisation.objects.all(), text=text).order_by().values("pk")
        rows = rows.filter(
            Q(member=organisation_id, body__in=named) | Q(body=organisation_id, member__in=named)
        )
    match state:
        case "current":
            rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        case "past":
            rows = rows.filter(valid_to__lt=today)
    other = Case(When(member=organisation_id, then=F("body__name")), default=F("member__name"))
    rows = ordered(
        rows,
        sort=sort,
        columns={"name": DanishSortKey(other), "valid_from": "valid_from", "valid_to": "valid_to"},
    )
    page = page_of(rows, window=window)
    return replace(page, rows=tuple(_affiliation_row(row, organisation_id, by) for row in page.rows))


def affiliation(*, by: Actor, organisation_id: int, affiliation_id: int) -> AffiliationRow | None:
    """One affiliation, as seen from the organisation; None when it has none such."""
    row = _affiliations(organisation_id).filter(pk=affiliation_id).first()
    return _affiliation_row(row, organisation_id, by) if row else None


def likely_duplicates(
    *,
    kind: OrganisationKind,
    name: str,
    cvr: str = "",
    p_number: str = "",
    municipality_id: int | None = None,
    limit: int = 10,
) -> tuple[Duplicate, ...]:
    """Organisations that the new one may be: of the same CVR or P-number, or of its kind with a similar name
    in the same municipality (or where either has none). Surest first; one or two SQL statements."""
    found: dict[int, Duplicate] = {}
    if cvr or p_number:
        numbers = Q(pk__in=[])
        if cvr:
            numbers |= Q(cvr=cvr)
        if p_number:
            numbers |= Q(p_number=p_number)
        same = _with_names(Organisation.objects.filter(numbers)).order_by(DanishSortKey("name"), "id")
        for row in same[:limit]:
            reason = "p_number" if p_number and row.p_number == p_number else "cvr"
            found[row.pk] = Duplicate(_row(row), reason)
    bare = " ".join(_COMPANY_FORMS.sub(" ", name.lower()).split())
    if bare:
        similar = (
            Organisation.objects.filter(kind=kind)
            .alias(lower_name=Lower("name"))
            .filter(lower_name__trigram_similar=bare)  # answered by the trigram index
            .alias(likeness=TrigramSimilarity("lower_name", bare))
            .filter(likeness__gte=SIMILAR)
        )
        if municipality_id is not None:
            similar = similar.filter(Q(municipality=municipality_id) | Q(municipality__isnull=True))
        for row in _with_names(similar).order_by("-likeness", "id")[:limit]:
            found.setdefault(row.pk, Duplicate(_row(row), "name"))
    certainty = ("p_number", "cvr", "name")
    rows = sorted(found.values(), key=lambda duplicate: certainty.index(duplicate.reason))
    return tuple(rows[:limit])


def section_choices() -> tuple[tuple[int, str], ...]:
    """The sections of DB07 by title, for a filter (one SQL statement)."""
    rows = Industry.objects.filter(parent__isnull=True).values_list("id", "title")
    return tuple(sorted(rows, key=lambda row: danish_sort_key(row[1])))


def _industries_below(section: int) -> QuerySet[Industry]:
    """The section and everything below it; the code has five levels."""
    above = Q(pk=section)
    path = "parent"
    for _level in range(4):
        above |= Q(**{path: section})
        path += "__parent"
    return Industry.objects.filter(above).order_by()


def _with_names(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return rows.select_related("municipality", "industry")


def _contacts() -> QuerySet[Contact]:
    consents = Consent.objects.order_by(F("withdrawn_on").desc(nulls_first=True), "-given_on", "-id")
    return Contact.objects.prefetch_related(Prefetch("consents", queryset=consents))


def _row(row: Organisation) -> OrganisationRow:
    return OrganisationRow(
        id=row.pk,
        name=row.name,
        kind=OrganisationKind(row.kind),
        cvr=row.cvr,
        p_number=row.p_number,
        municipality=row.municipality.name if row.municipality else "",
        industry=row.industry.title if row.industry else "",
        size_band=str(SizeBand(row.size_band).label) if row.size_band else "",
        active=row.active,
    )


def _contact_row(row: Contact) -> ContactRow:
    return ContactRow(
        id=row.pk,
        organisation_id=row.organisation_id,
        name=row.name,
        job_title=row.job_title,
        email=row.email,
        phone=row.phone,
        active=row.active,
        version=row.version,
        consents=tuple(
            ConsentRow(
                id=consent.pk,
                kind=ConsentKind(consent.kind),
                given_on=consent.given_on,
                withdrawn_on=consent.withdrawn_on,
                shown_by=consent.shown_by,
            )
            for consent in row.consents.all()
        ),
    )


def _affiliations(organisation_id: int) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.filter(Q(member=organisation_id) | Q(body=organisation_id))
    return rows.select_related("member", "body")


def _affiliation_row(row: Affiliation, organisation_id: int, by: Actor) -> AffiliationRow:
    is_member = row.member_id == organisation_id
    other = row.body if is_member else row.member
    return AffiliationRow(
        id=row.pk,
        kind=AffiliationKind(row.kind),
        other_id=other.pk,
        other_name=other.name,
        may_open=may(Action.VIEW_ORGANISATION, by, Subject(organisation_ids=frozenset({other.pk}))),
        is_member=is_member,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
