"""What somebody has searched for among persons, kept in their session so that the answer has an address.

A text that was searched for is a name or a CPR number: it lies encrypted in the session, for the user and the
token it was kept under, and in no address. At most the last five are kept, each for 15 minutes, and none
after the session has ended: logging out deletes it.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.views.decorators.debug import sensitive_variables

from jobveu.common.crypto import decrypt, encrypt

KEPT_FOR = timedelta(minutes=15)
MOST_KEPT = 5
_SESSION_KEY = "person_searches"


@sensitive_variables("text")
def keep(session: SessionBase, *, user_id: int | None, text: str, at: datetime) -> str:
    """Keeps the text and returns the random token it is found by."""
    token = secrets.token_urlsafe(16)
    sealed = b64encode(encrypt(text, context=_context(user_id, token))).decode()
    earlier = _still_kept(session, at)[-(MOST_KEPT - 1) :]
    session[_SESSION_KEY] = [*earlier, {"token": token, "at": at.timestamp(), "sealed": sealed}]
    return token


@sensitive_variables()
def kept(session: SessionBase, *, user_id: int | None, token: str, at: datetime) -> str | None:
    """The text kept under the token; None when there is none such, or no longer."""
    remaining = _still_kept(session, at)
    if len(remaining) < len(session.get(_SESSION_KEY, [])):
        session[_SESSION_KEY] = remaining
    for search in remaining:
        if search["token"] == token:
            return decrypt(b64decode(search["sealed"]), context=_context(user_id, token))
    return None


def _still_kept(session: SessionBase, at: datetime) -> list[dict[str, Any]]:
    oldest = (at - KEPT_FOR).timestamp()
    return [search for search in session.get(_SESSION_KEY, []) if search["at"] > oldest]


def _context(user_id: int | None, token: str) -> str:
    if user_id is None:
        raise ValueError("A search belongs to somebody who has logged in.")
    return f"search:{user_id}:{token}"
