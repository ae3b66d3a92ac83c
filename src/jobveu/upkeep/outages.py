"""Tells a database that is away from one that refuses what it was asked."""

from __future__ import annotations

import psycopg
from django.db import InterfaceError, OperationalError

_AWAY = (
    "08",  # the connection broke
    "53",  # out of connections, memory or disk
    "57P",  # shutting down, starting, or recovering from a crash
)
"""What SQLSTATE begins with when the same request may well succeed in a moment."""


def database_is_away(error: BaseException | None) -> bool:
    """Whether the error, or one that led to it, says that the database cannot be reached or used at present.

    A deadlock, a cancelled statement or a broken rule is none of it: there the database answered.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, InterfaceError | psycopg.InterfaceError):
            return True  # a connection that was closed under the request
        if isinstance(error, OperationalError | psycopg.OperationalError):
            state = _sqlstate(error)
            return state is None or state.startswith(_AWAY)
        error = error.__cause__ or error.__context__
    return False


def _sqlstate(error: BaseException) -> str | None:
    """The database's own code for what went wrong; None when nothing came from it any more."""
    original = error if isinstance(error, psycopg.Error) else error.__cause__
    return original.sqlstate if isinstance(original, psycopg.Error) else None
