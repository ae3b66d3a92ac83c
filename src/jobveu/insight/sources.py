"""What figures are drawn from and published by: a snapshot, or the register as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jobveu.insight.counting import Counts, Selection
from jobveu.insight.disclosure import Disclosure, disclosure
from jobveu.insight.figures import Figure, draw
from jobveu.insight.publishing import publish
from jobveu.insight.queries import SnapshotRow, counts_now, counts_of, snapshots
from jobveu.insight.table import Table


@dataclass(frozen=True, slots=True)
class Source:
    """`snapshot` is None for the register as it is now."""

    snapshot: SnapshotRow | None
    counts: Counts
    disclosure: Disclosure

    @property
    def name(self) -> str:
        return self.snapshot.name if self.snapshot else ""

    @property
    def day(self) -> date:
        return self.counts.facts.day

    @property
    def synthetic(self) -> bool:
        return self.counts.facts.synthetic

    def table(self, figure: Figure, *, by: str | None = None, selection: Selection | None = None) -> Table:
        """A figure as it may be shown. Raises ValueError for a cut that the figure does not have."""
        counts = self.counts.only(selection or Selection())
        return publish(draw(figure, counts, by=by), self.disclosure)


def source_now(*, day: date) -> Source:
    counts = counts_now(day=day)
    return Source(None, counts, disclosure(counts))


def source_of(*, name: str) -> Source | None:
    """A snapshot's; None where there is none of that name. Raises DomainError as `queries.facts_of` does."""
    found = next((row for row in snapshots() if row.name == name), None)
    if found is None:
        return None
    counts, shown = _frozen(name, found.digest)
    return Source(found, counts, shown)


@lru_cache(maxsize=2)
def _frozen(name: str, _digest: str) -> tuple[Counts, Disclosure]:
    """A snapshot never changes, so neither does what is counted from it."""
    counts = counts_of(name=name)
    return counts, disclosure(counts)
