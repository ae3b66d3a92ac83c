"""The record as it is now, and as it was kept with a snapshot."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from jobveu.assessment.freezing import FORMAT, thaw
from jobveu.assessment.models import FrozenRecord
from jobveu.assessment.queries.facts import facts_of_all
from jobveu.assessment.queries.hazards import hazards_of_all
from jobveu.assessment.record import Record
from jobveu.common.errors import DomainError


def record_now(*, at: datetime) -> Record:
    on = localdate(at)
    return Record(on, "", at, facts_of_all(on=on), hazards_of_all(on=on))


def record_of(*, snapshot: str) -> Record | None:
    """None where there is no such snapshot, or it was taken before records were kept with them. Raises DomainError for one
    that this program does not read, or that has been damaged."""
    rows = FrozenRecord.objects.filter(snapshot__name=snapshot)
    found = rows.values_list("digest", "format").first()
    if found is None:
        return None
    digest, format_ = found
    if format_ != FORMAT:
        raise DomainError(_("Øjebliksbilledet er skrevet på en måde, som denne version ikke kan læse."))
    return _frozen(snapshot, digest)


@lru_cache(maxsize=2)
def _frozen(snapshot: str, digest: str) -> Record:
    """A snapshot never changes, so neither does what is judged by it."""
    row = FrozenRecord.objects.select_related("snapshot").get(snapshot__name=snapshot)
    content = bytes(row.content)
    if hashlib.sha256(content).hexdigest() != digest:
        raise DomainError(_("Øjebliksbilledet er beskadiget."))
    return Record(row.snapshot.day, snapshot, row.snapshot.taken_at, *thaw(content))


def kept_with() -> tuple[str, ...]:
    """The names of the snapshots that a record was kept with, the newest first (1 SQL statement)."""
    rows = FrozenRecord.objects.order_by("-snapshot__day", "-snapshot__id")
    return tuple(rows.values_list("snapshot__name", flat=True))
