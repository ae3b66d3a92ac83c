"""Reads about users and their memberships, for those who manage them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.accounts.second_factor import factors_of
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.actors.queries.search import matching
from jobveu.actors.rules import ROLES_BY_KIND
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey


@dataclass(frozen=True, slots=True)
class MembershipRow:
    id: int
    organisation_id: int
    organisation: str
    role: Role
    valid_from: date
    valid_to: date | None
    administers: bool

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def in_words(self) -> str:
        return f"{self.role.label}, {self.organisation}"


@dataclass(frozen=True, slots=True)
class UserRow:
    """`memberships`: those that hold now."""

    id: int
    name: str
    email: str
    is_active: bool
    last_login: datetime | None
    memberships: tuple[MembershipRow, ...]

    @property
    def organisations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.organisation for row in self.memberships))

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(dict.fromkeys(row.role for row in self.memberships))


@dataclass(frozen=True, slots=True)
class UserPage:
    """`memberships`: all there have been, those that run first. `factors`: the kinds of second factor that the
    user can log in with (allauth's codes), each once."""

    id: int
    name: str
    email: str
    is_active: bool
    has_password: bool
    factors: tuple[str, ...]
    last_login: datetime | None
    created_at: datetime
    version: int
    memberships: tuple[MembershipRow, ...]


def user_rows(
    *,
    today: date,
    sort: Sort,
    window: Window,
    text: str = "",
    role: Role | None = None,
    organisation: str = "",
    status: str = "",
) -> RowPage[UserRow]:
    """All users. `text` is sought in names and e-mails, `organisation` among those they are members of (in
    `role`, where one is given); `status` is "open", "closed" or "no_membership". Three SQL statements."""
    holding = _holding(today)
    rows: QuerySet[User] = User.objects.all()
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role is not None or organisation:
        wanted = holding.filter(user=OuterRef("pk"))
        if role is not None:
            wanted = wanted.filter(role=role)
        if organisation:
            wanted = wanted.filter(organisation__in=matching(Organisation.objects.all(), text=organisation))
        rows = rows.filter(Exists(wanted))
    match status:
        case "open":
            rows = rows.filter(is_active=True)
        case "closed":
            rows = rows.filter(is_active=False)
        case "no_membership":
            rows = rows.filter(~Exists(holding.filter(user=OuterRef("pk"))), is_active=True)
    rows = ordered(
        rows.prefetch_related(
            Prefetch(
                "memberships",
                queryset=holding.select_related("organisation").order_by("valid_from", "id"),
                to_attr="holding",
            )
        ),
        sort=sort,
        columns={"name": DanishSortKey("name"), "email": "email", "last_login": "last_login"},
    )
    page = page_of(rows, window=window)
    return replace(
        page,
        rows=tuple(
            UserRow(
                id=row.pk,
                name=row.name,
                email=row.email,
                is_active=row.is_active,
                last_login=row.last_login,
                memberships=tuple(_membership_row(item) for item in row.holding),
            )
            for row in page.rows
        ),
    )


def user_page(*, user_id: int) -> UserPage | None:
    """One user; None when there is none such. Three SQL statements."""
    memberships = Membership.objects.select_related("organisation").order_by(
        F("valid_to").desc(nulls_first=True), "-valid_from", "-id"
    )
    row = (
        User.objects.filter(pk=user_id)
        .prefetch_related(Prefetch("memberships", queryset=memberships))
        .first()
    )
    if row is None:
        return None
    return UserPage(
        id=row.pk,
        name=row.name,
        email=row.email,
        is_active=row.is_active,
        has_password=row.has_usable_password(),
        factors=tuple(sorted(set(factors_of(row.pk).values_list("type", flat=True)))),
        last_login=row.last_login,
        created_at=row.created_at,
        version=row.version,
        memberships=tuple(_membership_row(item) for item in row.memberships.all()),
    )


def roles_in(*, organisation_id: int) -> tuple[Role, ...]:
    """The roles that an organisation's kind gives; none for an unknown organisation (1 SQL statement)."""
    kind = Organisation.objects.filter(pk=organisation_id).values_list("kind", flat=True).first()
    return ROLES_BY_KIND[OrganisationKind(kind)] if kind else ()


def members_of(*, organisation_id: int, today: date) -> tuple[tuple[int, str, Role], ...]:
    """Who has a role in the organisation today: id, name and role, by name (1 SQL statement)."""
    rows = (
        _holding(today)
        .filter(organisation=organisation_id, user__is_active=True)
        .order_by(DanishSortKey("user__name"), "id")
        .values_list("user_id", "user__name", "role")
    )
    return tuple((user_id, name, Role(role)) for user_id, name, role in rows)


def _holding(today: date) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today)


def _membership_row(row: Membership) -> MembershipRow:
    return MembershipRow(
        id=row.pk,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        role=Role(row.role),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        administers=row.administers,
    )
