"""A user's own tokens for the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.enums import ApiScope
from jobveu.actors.models import ApiToken, Membership


@dataclass(frozen=True, slots=True)
class TokenRow:
    """`holds`: neither closed nor run out, and the membership has not ended."""

    id: int
    user_id: int
    name: str
    ending: str
    role: str
    organisation: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_on: date
    revoked_at: datetime | None
    last_used_at: datetime | None
    holds: bool


def own_tokens(*, by: Actor, today: date) -> tuple[TokenRow, ...]:
    """All that the actor has made, the newest first; one SQL statement."""
    rows = _tokens().filter(membership__user=by.user_id).order_by("-pk")
    return tuple(_row(row, today) for row in rows)


def token_in_use(*, token_id: int, today: date) -> TokenRow | None:
    """One that is not closed, whosever it is; None when there is none such."""
    row = _tokens().filter(pk=token_id, revoked_at__isnull=True).first()
    return None if row is None else _row(row, today)


def own_memberships(*, by: Actor, today: date) -> list[tuple[int, str]]:
    """The actor's memberships that hold today, as options; one SQL statement."""
    rows = (
        Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .filter(user=by.user_id, valid_from__lte=today)
        .select_related("organisation")
        .order_by("valid_from", "pk")
    )
    return [(row.pk, f"{Role(row.role).label}, {row.organisation.name}") for row in rows]


def _tokens() -> QuerySet[ApiToken]:
    return ApiToken.objects.select_related("membership__organisation")


def _row(row: ApiToken, today: date) -> TokenRow:
    membership = row.membership
    return TokenRow(
        id=row.pk,
        user_id=membership.user_id,
        name=row.name,
        ending=row.ending,
        role=str(Role(membership.role).label),
        organisation=membership.organisation.name,
        scopes=tuple(str(ApiScope(scope).label) for scope in row.scopes),
        created_at=row.created_at,
        expires_on=row.expires_on,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        holds=row.revoked_at is None
        and row.expires_on >= today
        and (membership.valid_to is None or membership.valid_to >= today),
    )
