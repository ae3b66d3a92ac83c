"""What may be shown, kept: of a snapshot with it, so that nobody who looks waits for it, and it is the same forever; of the
register as it is now for the very facts that it was decided for, so that only who looks first after a change waits."""

from __future__ import annotations

import hashlib
import json
import zlib

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from jobveu.insight import disclosure as deciding
from jobveu.insight.counting import Counts
from jobveu.insight.disclosure import WHOLES, Disclosure, disclosure
from jobveu.insight.facts.packing import Digest, pack
from jobveu.insight.figures import FIGURES
from jobveu.insight.models import Snapshot, SnapshotDisclosure
from jobveu.insight.queries import counts_of

KEEP = "keep_disclosure"
"""The job that does it (jobs.py)."""
QUEUE = "insight"
KEPT_FOR = 7 * 24 * 60 * 60
"""Seconds that what was decided of facts which no snapshot has is kept."""


def version() -> str:
    """Of what is decided: another one wherever figures, their cuts or the way of deciding are others."""
    figures = [[one.id, one.base, one.cuts, one.counted.value] for one in FIGURES.values()]
    told = json.dumps([deciding.VERSION, figures, WHOLES])
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def kept(*, snapshot_id: int) -> Disclosure | None:
    """What was decided for a snapshot, by this version of the program; None where nothing was yet. One SQL statement."""
    row = SnapshotDisclosure.objects.filter(snapshot_id=snapshot_id, version=version()).first()
    if row is None:
        return None
    return _read(bytes(row.content))


def decided(counts: Counts) -> Disclosure:
    """What may be shown of facts that are in no snapshot, or in one of which it has yet to be kept.

    It is found by the digest of all the facts, so what was decided of others is never taken for it; and the same facts
    are always decided alike.
    """
    digest = Digest()
    for part in pack(counts.facts):
        digest.add(part)
    key = f"insight.disclosure.{version()}.{digest.hexdigest()}"
    content = cache.get(key)
    if content is None:
        content = _written(disclosure(counts))
        cache.set(key, content, KEPT_FOR)
    return _read(content)


def keep(*, snapshot_id: int) -> Disclosure:
    """Decides it, unless that has been done, and keeps it."""
    found = kept(snapshot_id=snapshot_id)
    if found is None:
        snapshot = Snapshot.objects.get(pk=snapshot_id)
        found = _keep(snapshot_id, counts_of(name=snapshot.name))
    return found


def _keep(snapshot_id: int, counts: Counts) -> Disclosure:
    found = disclosure(counts)
    with transaction.atomic():
        SnapshotDisclosure.objects.bulk_create(
            [
                SnapshotDisclosure(
                    snapshot_id=snapshot_id,
                    version=version(),
                    decided_at=timezone.now(),
                    content=_written(found),
                )
            ],
            ignore_conflicts=True,  # somebody else decided the same meanwhile
        )
    return found


def _written(found: Disclosure) -> bytes:
    told = {"shown": sorted(found.shown), "offices": dict(found.offices)}
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode())


def _read(content: bytes) -> Disclosure:
    found = json.loads(zlib.decompress(content))
    return Disclosure(frozenset(tuple(key) for key in found["shown"]), found["offices"])
