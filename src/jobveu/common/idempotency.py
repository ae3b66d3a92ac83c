"""A request of a program is carried out once, however often it is sent.

Unlike a form that is clicked twice (submissions), a program that sends the same request while the first is still
under way is told so at once: it has time to ask again, and a thread that waits serves nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction

from jobveu.common.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program is answered. Only a `status` of 2xx is kept; `is_repeated`: it was given before."""

    status: int
    headers: Mapping[str, str]
    body: str
    is_repeated: bool = False


class UnderWay(Exception):
    """A request with the key is being carried out right now."""


class UsedOtherwise(Exception):
    """The key was used for another request."""


def once(*, token_id: int, key: str, fingerprint: str, at: datetime, do: Callable[[], Answer]) -> Answer:
    """Carries out `do` in one transaction with the record of its answer, or gives the answer that the same key
    got in the last KEPT_FOR. An answer that is no success takes back what `do` has written, and is not kept.

    Raises UnderWay and UsedOtherwise.
    """
    with transaction.atomic():
        if not _alone(token_id, key):
            raise UnderWay
        kept = KeptAnswer.objects.filter(token_id=token_id, key=key).first()
        if kept is not None and kept.at > at - KEPT_FOR:
            if kept.fingerprint != fingerprint:
                raise UsedOtherwise
            return Answer(kept.status, kept.headers, kept.body, is_repeated=True)
        if kept is not None:
            kept.delete()
        answer = do()
        if 200 <= answer.status < 300:
            KeptAnswer.objects.create(
                token_id=token_id,
                key=key,
                fingerprint=fingerprint,
                status=answer.status,
                headers=dict(answer.headers),
                body=answer.body,
                at=at,
            )
        else:
            transaction.set_rollback(True)
        return answer


def forget_answers(*, before: datetime) -> int:
    """Deletes answers given before `before`; returns how many."""
    deleted, _by_model = KeptAnswer.objects.filter(at__lt=before).delete()
    return deleted


def _alone(token_id: int, key: str) -> bool:
    """Whether nobody else is carrying out a request with the key. Until the end of the transaction nobody will."""
    lock = int.from_bytes(sha256(f"{token_id}\0{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        [(alone,)] = cursor.fetchall()
    return bool(alone)
