"""The OpenID provider that users may log in through, as the environment describes it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jobveu.config.environment import flag, words

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """`issuer` is where its configuration is found. We prove who we are with `client_secret`, or by signing with
    `private_key` (PEM), which it knows as `key_id`. A log-in counts as a second factor when the claim
    `assurance_claim` holds one of `strong`. `parameters` go along with every log-in."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    key_id: str = ""
    scope: str = "openid email profile"
    assurance_claim: str = "acr"
    strong: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    links_by_email: bool = False


def openid_provider() -> OpenIdProvider | None:
    """The provider that JOBVEU_OIDC_ISSUER names; None without it. Raises ImproperlyConfigured."""
    issuer = os.environ.get("JOBVEU_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise ImproperlyConfigured("JOBVEU_OIDC_ISSUER must begin with https://.")
    client_id = os.environ.get("JOBVEU_OIDC_CLIENT_ID", "")
    secret = os.environ.get("JOBVEU_OIDC_CLIENT_SECRET", "")
    key_file = os.environ.get("JOBVEU_OIDC_PRIVATE_KEY", "")
    if not client_id:
        raise ImproperlyConfigured("JOBVEU_OIDC_CLIENT_ID is missing.")
    if bool(secret) == bool(key_file):
        raise ImproperlyConfigured(
            "Set either JOBVEU_OIDC_CLIENT_SECRET, or JOBVEU_OIDC_PRIVATE_KEY (a file in PEM form)."
        )
    return OpenIdProvider(
        name=os.environ.get("JOBVEU_OIDC_NAME", "").strip() or parts.hostname or issuer,
        issuer=issuer,
        client_id=client_id,
        client_secret=secret,
        private_key=_read(key_file) if key_file else "",
        key_id=os.environ.get("JOBVEU_OIDC_KEY_ID", ""),
        scope=os.environ.get("JOBVEU_OIDC_SCOPE", "openid email profile"),
        assurance_claim=os.environ.get("JOBVEU_OIDC_ACR_CLAIM", "acr"),
        strong=tuple(words("JOBVEU_OIDC_ACR", default="")),
        parameters=dict(parse_qsl(os.environ.get("JOBVEU_OIDC_PARAMETERS", ""))),
        links_by_email=flag("JOBVEU_OIDC_LINK_BY_EMAIL", default=False),
    )


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as error:
        raise ImproperlyConfigured(f"JOBVEU_OIDC_PRIVATE_KEY cannot be read: {error.strerror}.") from error
