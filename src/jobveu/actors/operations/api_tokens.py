"""Tokens by which programs use the API: made by a user, for one of the user's own memberships."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import ApiScope
from jobveu.actors.models import LONGEST_TOKEN, ApiToken, Membership
from jobveu.actors.queries import actor_for_user
from jobveu.common import audit
from jobveu.common.errors import DomainError

ROOM = "actors.api_token"
PREFIX = "jobveu_"
"""Begins every token, so that one that has gone astray is recognised by people and by programs that look."""
_SECRET_BYTES = 32
MOST_TOKENS = 20
"""That one user has in force."""
REQUESTS_A_MINUTE = 300


@dataclass(frozen=True, slots=True)
class MadeToken:
    """`secret` is what the program shows: it is never told again."""

    id: int
    secret: str


@dataclass(frozen=True, slots=True)
class TokenInUse:
    """Who a request acts as, and within what. `requests`: how many came with the token in this minute."""

    id: int
    actor: Actor
    scopes: frozenset[ApiScope]
    requests: int


def make_token(
    *,
    by: Actor,
    at: datetime,
    membership_id: int,
    name: str,
    scopes: Collection[ApiScope],
    expires_on: date,
) -> MadeToken:
    """Makes a token for one of the actor's own memberships that hold today. Raises DomainError."""
    today = localdate(at)
    if not name.strip():
        raise DomainError(_("Skriv, hvilket system der skal bruge nøglen."), field="name")
    if not scopes:
        raise DomainError(_("Vælg, hvad nøglen giver adgang til."), field="scopes")
    if not today <= expires_on <= today + LONGEST_TOKEN:
        raise DomainError(_("Nøglen kan højst gælde et år."), field="expires_on")
    secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    with transaction.atomic():
        held = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        membership = held.filter(pk=membership_id, user=by.user_id, valid_from__lte=today).first()
        if membership is None:
            raise DomainError(_("Vælg en af dine egne roller."), field="membership_id")
        in_force = ApiToken.objects.filter(
            membership__user=by.user_id, revoked_at__isnull=True, expires_on__gte=today
        )
        if in_force.count() >= MOST_TOKENS:
            raise DomainError(_("Du har for mange nøgler. Luk dem, der ikke bruges."))
        made = ApiToken.objects.create(
            membership=membership,
            name=" ".join(name.split()),
            digest=_digest(secret),
            ending=secret[-4:],
            scopes=sorted(ApiScope(scope) for scope in scopes),
            created_at=at,
            expires_on=expires_on,
        )
        _record("api_token.made", made, by=by, at=at, scopes=made.scopes, expires_on=expires_on.isoformat())
    return MadeToken(made.pk, secret)


def revoke_token(*, by: Actor, at: datetime, token_id: int) -> None:
    """Closes a token of the actor's own at once and for good. Raises DomainError."""
    with transaction.atomic():
        row = (
            ApiToken.objects.select_for_update(of=("self",))
            .filter(pk=token_id, membership__user=by.user_id, revoked_at__isnull=True)
            .first()
        )
        if row is None:
            raise DomainError(_("Nøglen er allerede lukket."))
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        _record("api_token.revoked", row, by=by, at=at)


def revoke_all(*, by: Actor, at: datetime, user_id: int) -> None:
    """Closes all of a user's tokens at once and for good."""
    with transaction.atomic():
        rows = ApiToken.objects.select_for_update(of=("self",)).select_related("membership")
        for row in rows.filter(membership__user=user_id, revoked_at__isnull=True).order_by("pk"):
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            _record("api_token.revoked", row, by=by, at=at)


_USE = """
UPDATE actors_apitoken token
   SET requests = CASE WHEN token.minute = %(minute)s THEN token.requests + 1 ELSE 1 END,
       minute = %(minute)s,
       last_used_at = %(at)s
  FROM actors_apitoken before, actors_membership membership, accounts_user person
 WHERE token.digest = %(digest)s AND before.id = token.id
   AND token.revoked_at IS NULL AND token.expires_on >= %(day)s
   AND membership.id = token.membership_id
   AND membership.valid_from <= %(day)s AND (membership.valid_to IS NULL OR membership.valid_to >= %(day)s)
   AND person.id = membership.user_id AND person.is_active
RETURNING token.id, token.name, token.scopes, token.requests, membership.role, membership.organisation_id,
          person.id, person.name, before.last_used_at
"""
"""One statement: whoever counts and whoever asks whether the token holds cannot come between each other."""


def use_token(*, secret: str, at: datetime) -> TokenInUse | None:
    """Notes the use, and says who acts: the user as the one membership, named so that the event log tells the
    program's doings from the user's own. None for what is no token, or holds no longer: it was closed or has
    run out, the membership has ended, or the user's access is closed.

    The first use of a day is put on record. Two SQL statements, one for what is no token.
    """
    day = localdate(at)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                _USE,
                {
                    "minute": at.replace(second=0, microsecond=0),
                    "at": at,
                    "digest": _digest(secret),
                    "day": day,
                },
            )
            row = cursor.fetchone()
        if row is None:
            return None
        token_id, name, scopes, requests, role, organisation_id, user_id, user_name, last_used_at = row
        whole = actor_for_user(user_id=user_id, name=f"{user_name} (API: {name})"[:150], on=day)
        actor = Actor(
            user_id=whole.user_id,
            name=whole.name,
            memberships=tuple(
                held
                for held in whole.memberships
                if (held.role, held.organisation_id) == (role, organisation_id)
            ),
        )
        if last_used_at is None or localdate(last_used_at) != day:
            audit.record(by=actor, at=at, action="api_token.used", room=ROOM, record_id=token_id)
    return TokenInUse(
        id=token_id, actor=actor, scopes=frozenset(ApiScope(scope) for scope in scopes), requests=requests
    )


def _digest(secret: str) -> str:
    """A plain hash is enough: a token has 256 random bits, and cannot be guessed from it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _record(action: str, row: ApiToken, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        details={"name": row.name, "organisation": row.membership.organisation_id, **details},
    )
