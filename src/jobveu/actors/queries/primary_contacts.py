"""Whom on our side an organisation has as its one entry."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jobveu.actors.enums import ENTRY_POINTS
from jobveu.actors.models import Membership, PrimaryContact
from jobveu.common.sorting import DanishSortKey


@dataclass(frozen=True, slots=True)
class PrimaryContactRow:
    """`works_for`: the office or job centre, the first where there are several."""

    user_id: int
    name: str
    email: str
    works_for: str
    since: date


def primary_contacts_on(day: date) -> QuerySet[PrimaryContact]:
    """Those that hold, and whose user can still log in and works in an office or a job centre."""
    return PrimaryContact.objects.filter(
        Exists(_entry_memberships(day).filter(user=OuterRef("user"))),
        valid_to__isnull=True,
        user__is_active=True,
    )


def primary_contact(*, organisation_id: int, on: date) -> PrimaryContactRow | None:
    """None where there is none, or where they have left; two SQL statements."""
    row = primary_contacts_on(on).filter(organisation=organisation_id).select_related("user").first()
    if row is None:
        return None
    works_for = _entry_memberships(on).filter(user=row.user_id).order_by("valid_from", "id")
    return PrimaryContactRow(
        user_id=row.user_id,
        name=row.user.name,
        email=row.user.email,
        works_for=works_for.values_list("organisation__name", flat=True)[0],
        since=row.valid_from,
    )


def colleagues(*, organisation_ids: Collection[int], on: date) -> tuple[tuple[int, str], ...]:
    """Who of these offices and job centres can be a primary contact, by name (1 SQL statement)."""
    rows = (
        _entry_memberships(on)
        .filter(organisation__in=list(organisation_ids), user__is_active=True)
        .order_by(DanishSortKey("user__name"), "user_id")
        .values_list("user_id", "user__name")
    )
    return tuple(dict(rows).items())


def _entry_memberships(day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        valid_from__lte=day,
        organisation__kind__in=ENTRY_POINTS,
    )
