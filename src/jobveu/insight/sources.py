"""What figures are drawn from and published by: a snapshot, or the register as it is now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jobveu.insight import labels
from jobveu.insight.baseline import beside_table
from jobveu.insight.baseline.told import Beside
from jobveu.insight.counting import Counts, Selection
from jobveu.insight.disclosure import Disclosure
from jobveu.insight.facts import codes
from jobveu.insight.figures import RULES, Figure, draw, period
from jobveu.insight.keeping import decide, kept
from jobveu.insight.publishing import publish
from jobveu.insight.queries import SnapshotRow, counts_of, snapshots
from jobveu.insight.readings import EVERY_MINUTES, Reading, reading, renew
from jobveu.insight.table import Table


@dataclass(frozen=True, slots=True)
class Source:
    """`snapshot` is None for the register as it is now, and `read_at` then says when that was read; of a snapshot it is
    None."""

    snapshot: SnapshotRow | None
    counts: Counts
    disclosure: Disclosure
    read_at: datetime | None

    @property
    def name(self) -> str:
        return self.snapshot.name if self.snapshot else ""

    @property
    def day(self) -> date:
        return self.counts.facts.day

    @property
    def moment(self) -> str:
        """As of when it is, in words: a day; of the register as it is now the time too, since it goes on."""
        day = date_format(self.day)
        if self.read_at is None:
            return day
        return _("%(day)s kl. %(time)s") % {"day": day, "time": time_format(localtime(self.read_at))}

    @property
    def later(self) -> str:
        """What becomes of changes after that moment, in a sentence; "" where there will be none."""
        if self.snapshot is not None:
            return ""
        return _(
            "Senere ændringer i registret er med ved næste opgørelse, normalt inden for %(minutes)d minutter."
        ) % {"minutes": EVERY_MINUTES}

    def place(self, selection: Selection) -> str:
        """What a selection limits figures to, in words; "Hele landet" where it is nothing."""
        facts = self.counts.facts
        found = [
            labels.value(facts, key, code).label
            for key, wanted in selection.limits.items()
            for code in sorted(wanted)
        ]
        if selection.since is not None:
            found.append(_("fra og med %(quarter)s") % {"quarter": _quarter(selection.since)})
        if selection.until is not None:
            found.append(_("til og med %(quarter)s") % {"quarter": _quarter(selection.until)})
        return ", ".join(found) or _("Hele landet")

    def told(self, selection: Selection) -> str:
        """Of what a picture is, which goes where no page says so: "RAR Fyn · Opgjort den 30. september 2026,
        øjebliksbilledet »2026-k3«"."""
        if self.snapshot is None:
            when = _("Opgjort den %(day)s") % {"day": self.moment}
        else:
            when = _("Opgjort den %(day)s, øjebliksbilledet »%(name)s«") % {
                "day": self.moment,
                "name": self.name,
            }
        return f"{self.place(selection)} · {when}"

    @property
    def synthetic(self) -> bool:
        return self.counts.facts.synthetic

    def table(self, figure: Figure, *, by: str | None = None, selection: Selection | None = None) -> Table:
        """A figure as it may be shown. Raises ValueError for a cut that the figure does not have."""
        counts = self.counts.only(selection or Selection())
        table = draw(figure, counts, by=by)
        return publish(replace(table, notes=(*table.notes, *self._of_other_rules())), self.disclosure)

    def dated(self, table: Table) -> Table:
        """A table of it that goes where the page does not, which says as of when it is: the register goes on."""
        if self.read_at is None:
            return table
        return replace(table, notes=(*table.notes, _("Opgjort den %(moment)s.") % {"moment": self.moment}))

    def _of_other_rules(self) -> tuple[str, ...]:
        """What is said under figures of a snapshot that was taken when the counting rules were others."""
        if self.snapshot is None or self.snapshot.rules == RULES:
            return ()
        return (
            _(
                "Øjebliksbilledet er taget, da tællereglerne var nr. %(then)s. Her er talt efter nr. %(now)s, så tallene "
                "kan være andre end dem, der blev vist dengang."
            )
            % {"then": self.snapshot.rules, "now": RULES},
        )

    def beside(self, figure: Figure, table: Table, *, selection: Selection | None = None) -> Beside:
        """What the evaluation of 2021 published of the same as the numbers of a table that was drawn so."""
        counts = self.counts.only(selection or Selection())
        return beside_table(table, period=period(figure, counts), selection=counts.selection)


def _quarter(day: date) -> str:
    return labels.quarter(codes.quarter_of(day), codes.FIRST_YEAR).label


def source_now(*, at: datetime) -> Source:
    """The register as it was read last (readings.reading)."""
    return _read(reading(at=at))


def source_read_afresh(*, at: datetime) -> Source:
    """The register as it is at this moment, for somebody who waits for it (readings.renew)."""
    return _read(renew(at=at))


def _read(found: Reading) -> Source:
    return Source(None, found.counts, found.disclosure, found.at)


def source_of(*, name: str) -> Source | None:
    """A snapshot's; None where there is none of that name. Raises DomainError as `queries.facts_of` does."""
    found = next((row for row in snapshots() if row.name == name), None)
    if found is None:
        return None
    counts, shown = _frozen(name, found.id, found.digest)
    return Source(found, counts, shown, None)


@lru_cache(maxsize=2)
def _frozen(name: str, id_: int, _digest: str) -> tuple[Counts, Disclosure]:
    """A snapshot never changes, so neither does what is counted from it. What may be shown is decided here only where the
    job that does so has yet to run, or another version of the program has done it."""
    counts = counts_of(name=name)
    return counts, kept(snapshot_id=id_) or decide(snapshot_id=id_, counts=counts)
