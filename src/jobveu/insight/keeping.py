"""What may be shown of a snapshot, kept with it: nobody who looks waits for it, and it is the same forever."""

from __future__ import annotations

import hashlib
import json
import zlib

from django.db import transaction
from django.utils import timezone

from jobveu.insight import disclosure as deciding
from jobveu.insight.counting import Counts
from jobveu.insight.disclosure import WHOLES, Disclosure, disclosure
from jobveu.insight.figures import FIGURES
from jobveu.insight.models import Snapshot, SnapshotDisclosure
from jobveu.insight.queries import counts_of

KEEP = "keep_disclosure"
"""The job that does it (jobs.py)."""
QUEUE = "insight"


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
    return unpacked(bytes(row.content))


def keep(*, snapshot_id: int) -> Disclosure:
    """Decides it, unless that has been done, and keeps it."""
    found = kept(snapshot_id=snapshot_id)
    if found is None:
        snapshot = Snapshot.objects.get(pk=snapshot_id)
        found = decide(snapshot_id=snapshot_id, counts=counts_of(name=snapshot.name))
    return found


def decide(*, snapshot_id: int, counts: Counts) -> Disclosure:
    """Decides it for the snapshot's counts, and keeps it."""
    found = disclosure(counts)
    with transaction.atomic():
        SnapshotDisclosure.objects.bulk_create(
            [
                SnapshotDisclosure(
                    snapshot_id=snapshot_id,
                    version=version(),
                    decided_at=timezone.now(),
                    content=packed(found),
                )
            ],
            ignore_conflicts=True,  # somebody else decided the same meanwhile
        )
    return found


def packed(found: Disclosure) -> bytes:
    """As it is stored."""
    told = {"shown": sorted(found.shown), "offices": dict(found.offices)}
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode())


def unpacked(content: bytes) -> Disclosure:
    found = json.loads(zlib.decompress(content))
    return Disclosure(frozenset(tuple(key) for key in found["shown"]), found["offices"])
