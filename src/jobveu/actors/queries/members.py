"""Reads about the members of one organisation, for whoever administers them, and about organisations whose
users nobody administers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from jobveu.accounts.enums import Role
from jobveu.accounts.models import OpenIdentity
from jobveu.actors.models import Membership, Organisation
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey

AHEAD = timedelta(days=14)
"""How long before the last administrator's membership runs out it is told."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership of the organisation that holds, or is to begin; `has_access` is whether its user can
    log in at all."""

    id: int
    user_id: int
    name: str
    email: str
    role: Role
    administers: bool
    has_access: bool
    valid_from: date
    valid_to: date | None
    last_login: datetime | None


def member_rows(
    *,
    organisation_id: int,
    today: date,
    sort: Sort,
    window: Window,
    text: str = "",
    role: Role | None = None,
) -> RowPage[MemberRow]:
    """The memberships of the organisation that have not ended. `text` is sought in names and e-mails. Two
    SQL statements."""
    rows = _running(organisation_id, today)
    if text:
        rows = rows.filter(Q(user__name__icontains=text) | Q(user__email__icontains=text))
    if role is not None:
        rows = rows.filter(role=role)
    rows = ordered(
        rows,
        sort=sort,
        columns={
            "name": DanishSortKey("user__name"),
            "email": "user__email",
            "last_login": "user__last_login",
        },
    )
    page = page_of(rows, window=window)
    return replace(page, rows=tuple(_row(row) for row in page.rows))


def member(*, organisation_id: int, membership_id: int, today: date) -> MemberRow | None:
    """One membership of the organisation; None when it has none such that has not ended."""
    row = _running(organisation_id, today).filter(pk=membership_id).first()
    return _row(row) if row else None


def unadministered_from(*, organisation_id: int, on: date) -> date | None:
    """The first day on which the organisation has members, but none who administers its users: the day asked
    about, or one of the days ahead, when the last such membership runs out. Three SQL statements at most."""
    if unadministered(on=on).filter(pk=organisation_id).exists():
        return on
    if not unadministered(on=on + AHEAD).filter(pk=organisation_id).exists():
        return None
    running_out = holding_with_access(on).filter(organisation=organisation_id, administers=True)
    last: date | None = running_out.aggregate(last=Max("valid_to"))["last"]
    return last + timedelta(days=1) if last else None


def unadministered_soon(*, on: date) -> QuerySet[Organisation]:
    """The organisations that nobody administers the users of on the day, or when the days ahead are over."""
    return unadministered(on=on) | unadministered(on=on + AHEAD)


def unadministered(*, on: date) -> QuerySet[Organisation]:
    """The organisations that have members with a log-in on the day, but none who administers the users."""
    held = holding_with_access(on).filter(organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(held), ~Exists(held.filter(administers=True)))


def last_administered_by_membership(*, membership_id: int, on: date) -> tuple[str, ...]:
    """The name of the membership's organisation, if nobody else administers its users on the day. One SQL
    statement."""
    going = holding_with_access(on).filter(pk=membership_id)
    return _left(going, holding_with_access(on).exclude(pk=membership_id))


def last_administered_by_user(*, user_id: int, on: date) -> tuple[str, ...]:
    """The names of the organisations whose users only this user administers on the day. One SQL
    statement."""
    going = holding_with_access(on).filter(user=user_id)
    return _left(going, holding_with_access(on).exclude(user=user_id))


def holding_with_access(on: date) -> QuerySet[Membership]:
    """The memberships that hold on the day, of users who can log in: not of those who have yet to choose a
    password through the link they were sent."""
    linked = OpenIdentity.objects.filter(user=OuterRef("user"))
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, user__is_active=True
    ).filter(~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX) | Exists(linked))


def _left(going: QuerySet[Membership], staying: QuerySet[Membership]) -> tuple[str, ...]:
    rows = Organisation.objects.filter(
        ~Exists(staying.filter(organisation=OuterRef("pk"), administers=True)),
        pk__in=going.filter(administers=True).values("organisation"),
    )
    return tuple(rows.order_by(DanishSortKey("name"), "id").values_list("name", flat=True))


def _running(organisation_id: int, today: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), organisation=organisation_id
    ).select_related("user")


def _row(row: Membership) -> MemberRow:
    return MemberRow(
        id=row.pk,
        user_id=row.user_id,
        name=row.user.name,
        email=row.user.email,
        role=Role(row.role),
        administers=row.administers,
        has_access=row.user.is_active,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        last_login=row.user.last_login,
    )
