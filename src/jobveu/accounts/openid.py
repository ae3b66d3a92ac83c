"""Logging in through an OpenID provider: the broker's word for who somebody is, checked, and nothing more.

Authorization code with PKCE, `state` and `nonce`; the signature of the ID token is always verified, against keys of
the configured issuer only. Whom the identity belongs to here is decided elsewhere (web.account.openid): an account
is never made for a stranger.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from authlib.integrations.django_client.apps import DjangoOAuth2App
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from jobveu.accounts.actor import Actor
from jobveu.accounts.models import OpenIdentity
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.config.openid import OpenIdProvider
from jobveu.upkeep.logs import fields

logger = logging.getLogger(__name__)

ROOM = "accounts.user"
SIGNED_WITH = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Never "none", and nothing whose key is the client's own secret."""
SECONDS_TO_ANSWER = 10
CLOCKS_DIFFER = 60
"""By how many seconds the provider's clock may differ from ours."""


class OpenIdError(Exception):
    """The provider could not be asked, said no, or said something that does not hold. `outcome`: "failed", or
    "cancelled" when the user changed their mind there."""

    def __init__(self, kind: str, *, outcome: str = "failed") -> None:
        super().__init__(kind)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider vouches for. `strong`: by more than one factor, as far as we ask."""

    issuer: str
    subject: str
    name: str
    email: str
    email_verified: bool
    strong: bool

    @property
    def known_as(self) -> str:
        """What people recognise themselves by."""
        return self.name or self.email or self.subject

    def as_session_data(self) -> dict[str, Any]:
        return asdict(self)


class _Client(DjangoOAuth2App):
    """Authlib's client, holding the provider to its own name and to signatures worth the name."""

    def load_server_metadata(self) -> dict[str, Any]:
        known: dict[str, Any] = super().load_server_metadata()
        if known.get("issuer", "").rstrip("/") != provider().issuer.rstrip("/"):
            raise OpenIdError("another issuer")
        offered = known.get("id_token_signing_alg_values_supported") or ["RS256"]
        known["id_token_signing_alg_values_supported"] = [alg for alg in offered if alg in SIGNED_WITH]
        return known


def provider() -> OpenIdProvider:
    """The configured provider; LookupError when there is none."""
    configured: OpenIdProvider | None = settings.OPENID_PROVIDER
    if configured is None:
        raise LookupError("No OpenID provider is configured.")
    return configured


def begin(request: HttpRequest, *, redirect_uri: str) -> HttpResponse:
    """Leads to the provider's log-in, which leads back to `redirect_uri`. Raises OpenIdError."""
    extra = dict(provider().parameters)
    if provider().strong and provider().assurance_claim == "acr":
        extra.setdefault("acr_values", " ".join(provider().strong))
    try:
        return _client().authorize_redirect(request, redirect_uri, **extra)
    except (RequestException, AuthlibBaseError, ValueError) as error:
        raise _failed(error) from error


def vouched(request: HttpRequest) -> Vouched:
    """Whom the provider's answer is about; the answer works once. Raises OpenIdError."""
    client = _client()
    try:
        token = client.authorize_access_token(request, leeway=CLOCKS_DIFFER)
        claims = token.get("userinfo")
        if not claims:
            raise OpenIdError("no ID token")
        told = dict(claims)
        if not told.get("email") and client.load_server_metadata().get("userinfo_endpoint"):
            more = client.userinfo(token=token)
            if more.get("sub") != told["sub"]:
                raise OpenIdError("somebody else's user info")
            told = {**more, **told}
    except (RequestException, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        raise _failed(error) from error
    return Vouched(
        issuer=provider().issuer,
        subject=str(told["sub"]),
        name=str(told.get("name") or ""),
        email=str(told.get("email") or ""),
        email_verified=told.get("email_verified") is True,
        strong=_is_strong(claims.get(provider().assurance_claim)),
    )


def linked_user(found: Vouched) -> int | None:
    """The user that the identity has been linked to."""
    rows = OpenIdentity.objects.filter(issuer=found.issuer, subject=found.subject)
    return rows.values_list("user_id", flat=True).first()


def is_linked(user_id: int) -> bool:
    """Whether the user can log in through the configured provider."""
    issuer = settings.OPENID_PROVIDER and provider().issuer
    return OpenIdentity.objects.filter(user_id=user_id, issuer=issuer).exists()


def link(*, by: Actor, at: datetime, user_id: int, found: Vouched) -> None:
    """Lets the identity log in as the user. Raises DomainError when either has another already."""
    with transaction.atomic():
        if OpenIdentity.objects.filter(issuer=found.issuer, subject=found.subject).exists():
            raise DomainError(_("Den bruger hos udbyderen er allerede forbundet med en bruger her."))
        if OpenIdentity.objects.filter(issuer=found.issuer, user=user_id).exists():
            raise DomainError(_("Din bruger her er allerede forbundet. Fjern først den forbindelse, der er."))
        OpenIdentity.objects.create(issuer=found.issuer, subject=found.subject, user_id=user_id, linked_at=at)
        audit.record(by=by, at=at, action="user.identity_linked", room=ROOM, record_id=user_id)


def unlink(*, by: Actor, at: datetime, user_id: int) -> None:
    """Takes the link to the configured provider away. Raises DomainError when there is none."""
    with transaction.atomic():
        removed, _kinds = OpenIdentity.objects.filter(user=user_id, issuer=provider().issuer).delete()
        if not removed:
            raise DomainError(_("Din bruger er ikke forbundet."))
        audit.record(by=by, at=at, action="user.identity_unlinked", room=ROOM, record_id=user_id)


def _client() -> _Client:
    """Made anew for each request, so that the provider's keys and addresses are never stale."""
    known = provider()
    method = "private_key_jwt" if known.private_key else None
    registry = OAuth()
    registry.register(
        "openid",
        client_cls=_Client,
        client_id=known.client_id,
        client_secret=known.private_key or known.client_secret,
        server_metadata_url=f"{known.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_auth_methods=[PrivateKeyJWT(headers={"kid": known.key_id} if known.key_id else None)]
        if method
        else None,
        client_kwargs={
            "scope": known.scope,
            "code_challenge_method": "S256",
            "default_timeout": SECONDS_TO_ANSWER,
            **({"token_endpoint_auth_method": method} if method else {}),
        },
    )
    return registry.create_client("openid")


def _is_strong(held: object) -> bool:
    values = held if isinstance(held, list) else [held]
    return any(value in provider().strong for value in values if isinstance(value, str))


def _failed(error: Exception) -> OpenIdError:
    """Logs what kind of thing went wrong: the provider's own words may be about somebody."""
    logger.warning("OpenID log-in failed", extra=fields(reason=type(error).__name__))
    outcome = "cancelled" if getattr(error, "error", "") == "access_denied" else "failed"
    return OpenIdError(type(error).__name__, outcome=outcome)
