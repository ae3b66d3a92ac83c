"""How far a project reaches vulnerable persons, and which criteria leave them out: numbers, never a person.

Counted in the database over everybody's candidates (jobveu.wall); told only where the others' are not small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from jobveu.candidates.small_counts import Share, told_share

MUCH = 3
"""A criterion leaves many of the vulnerable out when at least one in three of them does not meet it."""


def vulnerable_reach(*, project_id: int, own_ids: Collection[int]) -> Share | None:
    """How many of the project's candidates are vulnerable, as one of the job centres `own_ids` is told it; None when
    it is too few to tell. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT job_centre_id, vulnerable, added FROM vulnerable_numbers(%s)", [project_id])
        return told_share({id_: (part, whole) for id_, part, whole in cursor.fetchall()}, own_ids)


def vulnerable_left_out(*, project_id: int, own_ids: Collection[int]) -> dict[UUID, Share]:
    """By the criterion's key: how many of the vulnerable whom it was answered for do not meet it, as one of the job
    centres `own_ids` is told it. Only criteria that leave many out; one SQL statement."""
    numbers: dict[UUID, dict[int, tuple[int, int]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, job_centre_id, vulnerable_not_met, vulnerable_answered FROM criterion_numbers(%s)",
            [project_id],
        )
        for key, job_centre_id, not_met, answered in cursor.fetchall():
            numbers[key][job_centre_id] = (not_met, answered)
    shares = {key: told_share(by_centre, own_ids) for key, by_centre in numbers.items()}
    return {key: share for key, share in shares.items() if share is not None and leaves_many_out(share)}


def leaves_many_out(share: Share) -> bool:
    return share.part > 0 and share.part * MUCH >= share.whole
