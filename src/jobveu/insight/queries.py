"""Snapshots, and the facts that figures are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from jobveu.common.errors import DomainError
from jobveu.insight.counting import Counts
from jobveu.insight.facts import Facts
from jobveu.insight.facts.packing import Damaged, Digest, UnknownFormat, unpack
from jobveu.insight.facts.reading import read_facts
from jobveu.insight.models import Snapshot, SnapshotPart


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """`taken_by` is "" where a command took it."""

    id: int
    name: str
    day: date
    taken_at: datetime
    taken_by: str
    rules: str
    projects: int
    participations: int
    synthetic: bool
    digest: str


def snapshots() -> tuple[SnapshotRow, ...]:
    """Every snapshot, the newest first. One SQL statement."""
    rows = Snapshot.objects.select_related("taken_by").order_by("-day", "-id")
    return tuple(
        SnapshotRow(
            id=row.pk,
            name=row.name,
            day=row.day,
            taken_at=row.taken_at,
            taken_by=row.taken_by.name if row.taken_by else "",
            rules=row.rules,
            projects=row.projects,
            participations=row.participations,
            synthetic=row.synthetic,
            digest=row.digest,
        )
        for row in rows
    )


def facts_of(*, name: str) -> Facts:
    """The facts of a snapshot, checked against its digest. Raises DomainError when there is none of that name, when
    this version of the program does not read it, and when it is not what was written."""
    snapshot = Snapshot.objects.filter(name=name).first()
    if snapshot is None:
        raise DomainError(_("Der er intet øjebliksbillede med det navn."))
    found = Digest()
    try:
        facts = unpack(_parts(snapshot.pk, found))
    except UnknownFormat:
        raise DomainError(_("Øjebliksbilledet er skrevet af en anden udgave af programmet.")) from None
    except Damaged:
        raise DomainError(_("Øjebliksbilledet er ikke, som det blev skrevet.")) from None
    if found.hexdigest() != snapshot.digest:
        raise DomainError(_("Øjebliksbilledet er ikke, som det blev skrevet."))
    return facts


def counts_of(*, name: str) -> Counts:
    """The counts of a snapshot (facts_of)."""
    return Counts(facts_of(name=name))


def counts_now(*, day: date) -> Counts:
    """The counts of the register as it is at this moment (facts.reading.read_facts)."""
    return Counts(read_facts(day=day))


def _parts(snapshot_id: int, digest: Digest) -> Iterator[bytes]:
    """The parts in order, one at a time."""
    rows = SnapshotPart.objects.filter(snapshot_id=snapshot_id).order_by("number")
    for content in rows.values_list("content", flat=True).iterator(chunk_size=1):
        part = bytes(content)
        digest.add(part)
        yield part
