"""Limits on how often something may be asked for, counted in the database for all worker processes together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from jobveu.upkeep.locks import held

_LOCK = 0x5448
"""Names the locks of the counts among all advisory locks of the database ("TH")."""
_NUMBERS = 2**31
"""The second half of a lock's name is a number below this one."""


def within_limit(request: HttpRequest, *, action: str, key: str | None = None) -> bool:
    """Counts the request, and says whether there was room for it under `settings.RATE_LIMITS[action]`."""
    usage = ratelimit.consume(
        request, app="jobveu", action=action, key=key, config=settings.RATE_LIMITS, limit_get=True
    )
    return usage is not None


def count_one_after_the_other() -> None:
    """Has allauth count under a lock of the database, where whoever comes next waits for their turn.

    Its own lock is tried again and again, for a second at most; whoever has not got it by then is refused as if the limit
    were reached. Thirty who log in at once behind one address ask for the same lock, and on a slow machine a dozen of them
    were told that they had tried too often.
    """
    ratelimit.cache_lock = _turn


@contextmanager
def _turn(cache_key: str) -> Iterator[bool]:
    number = crc32(cache_key.encode()) % _NUMBERS
    if connection.in_atomic_block:
        # Until what is counted can be seen: the next in line would count from what was before.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, number])
        yield True
        return
    with held(_LOCK, number):
        yield True
