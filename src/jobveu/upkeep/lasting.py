"""Jobs that take their time: while one is being done, nobody begins it anew.

The worker that does it holds an advisory lock of the database for as long as it does. The lock goes with the worker's
connection: when the worker dies, or loses the database, the job can be taken up again (`jobs.rescue`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection
from procrastinate import JobContext

from jobveu.upkeep.locks import held

_LOCK = 0x4A4F
"""Names the locks of jobs among all advisory locks of the database ("JO")."""
_NUMBERS = 2**31
"""The second half of a lock's name is a number below this one."""


@contextmanager
def lasting(context: JobContext) -> Iterator[None]:
    """The block does the job, however long it takes."""
    with held(_LOCK, (context.job.id or 0) % _NUMBERS):
        yield


def being_done(job_ids: Collection[int]) -> frozenset[int]:
    """Those of the jobs that somebody is doing at this moment. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND classid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [_LOCK],
        )
        held = {number for (number,) in cursor.fetchall()}
    return frozenset(job_id for job_id in job_ids if job_id % _NUMBERS in held)
