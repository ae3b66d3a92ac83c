"""What a session keeps between two pages of logging in: the link that was followed, and whom the OpenID provider
has just vouched for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from jobveu.accounts.openid import Vouched

KEPT_FOR = timedelta(minutes=10)
_INVITATION = "member_invitation"
_IDENTITY = "openid_identity"
_KEPT_AT = "openid_identity_at"


def keep_invitation(request: HttpRequest, token: str) -> None:
    request.session[_INVITATION] = token


def invitation_token(request: HttpRequest) -> str:
    """The secret of the link that was followed last; "" for none."""
    return request.session.get(_INVITATION, "")


def forget_invitation(request: HttpRequest) -> None:
    request.session.pop(_INVITATION, None)


def keep_identity(request: HttpRequest, found: Vouched, *, at: datetime) -> None:
    request.session[_IDENTITY] = found.as_session_data()
    request.session[_KEPT_AT] = at.timestamp()


def kept_identity(request: HttpRequest, *, at: datetime) -> Vouched | None:
    """Whom the provider vouched for in the last minutes, in this session."""
    kept = request.session.get(_IDENTITY)
    if not kept or at.timestamp() - request.session.get(_KEPT_AT, 0) > KEPT_FOR.total_seconds():
        return None
    return Vouched(**kept)


def forget_identity(request: HttpRequest) -> None:
    request.session.pop(_IDENTITY, None)
    request.session.pop(_KEPT_AT, None)
