"""The register as it is now, as figures show it: a reading, which is the facts of one moment and what may be shown of them.

Both are made together, by a worker (jobs.py), and stand until the next takes their place: so nobody who looks waits, and
looking twice tells no more than looking once. Deciding takes seconds, in which others go on registering; a number that
followed every registration would have to be waited for by nearly everybody, and would tell what one registration changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction
from django.utils.timezone import localdate

from jobveu.insight.counting import Counts
from jobveu.insight.disclosure import Disclosure, disclosure
from jobveu.insight.facts import codes
from jobveu.insight.facts.packing import Digest, pack, unpack
from jobveu.insight.keeping import packed, unpacked, version
from jobveu.insight.models import RegisterReading
from jobveu.insight.queries import counts_now
from jobveu.upkeep.locks import held

RENEW = "insight.renew_reading"
"""The job that makes the next (jobs.py)."""
EVERY_MINUTES = 10
"""How often. Deciding takes a processor up to 12 s, a fiftieth of that time; and what changes meanwhile changes together."""
STANDS_FOR = timedelta(hours=1)
"""Longer than a worker that is updated or started again is away. When none has made a new reading for so long, whoever
looks waits for one rather than be shown old numbers as those of now."""
_LOCK = 0x5244
"""Names the lock among all advisory locks of the database ("RD")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was registered before `at` is in it."""

    at: datetime
    counts: Counts
    disclosure: Disclosure


def reading(*, at: datetime) -> Reading:
    """The one that stands; where none does, one that is made while the caller waits, once for all who do."""
    found = standing(at=at)
    if found is None:
        with held(_LOCK):
            found = standing(at=at) or _renewed(at)
    return found


def renew(*, at: datetime) -> Reading:
    """Reads the register, decides what may be shown unless nothing is otherwise than it was, and keeps both. At most one
    such is done at a time, so that an older reading never takes the place of a newer one."""
    with held(_LOCK):
        return _renewed(at)


def standing(*, at: datetime) -> Reading | None:
    """The one that may be shown as the register at `at`: of the same day, since the facts depend on it, not too old
    (STANDS_FOR), and of this version of the program. One SQL statement, two where this process has yet to read it."""
    rows = RegisterReading.objects.filter(version=version(), format=codes.FORMAT)
    found = rows.order_by("-id").values_list("id", "digest", "read_at").first()
    if found is None:
        return None
    id_, digest, read_at = found
    if localdate(read_at) != localdate(at) or abs(at - read_at) > STANDS_FOR:
        return None
    try:
        return Reading(read_at, *_kept(id_, digest))
    except RegisterReading.DoesNotExist:  # the next has just taken its place
        return standing(at=at)


@lru_cache(maxsize=1)
def _kept(id_: int, _digest: str) -> tuple[Counts, Disclosure]:
    """The facts of a reading never change, so neither does what is counted from them."""
    row = RegisterReading.objects.get(pk=id_)
    return Counts(unpack(bytes(part) for part in row.parts)), unpacked(bytes(row.disclosure))


def _renewed(at: datetime) -> Reading:
    counts = counts_now(day=localdate(at))
    parts, digest = list(pack(counts.facts)), Digest()
    for part in parts:
        digest.add(part)
    alike = RegisterReading.objects.filter(version=version(), format=codes.FORMAT, digest=digest.hexdigest())
    same = alike.defer("parts").first()
    if same is not None:
        alike.update(read_at=at)
        return Reading(at, counts, unpacked(bytes(same.disclosure)))
    found = disclosure(counts)
    with transaction.atomic():
        RegisterReading.objects.all().delete()
        RegisterReading.objects.create(
            read_at=at,
            version=version(),
            format=codes.FORMAT,
            digest=digest.hexdigest(),
            parts=parts,
            disclosure=packed(found),
        )
    return Reading(at, counts, found)
