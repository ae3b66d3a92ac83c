"""Reads about merges: where a record that is gone has gone to, and what has been merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from jobveu.actors.models import Merge, Organisation
from jobveu.actors.rules import UNDO_WITHIN
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of

_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class MergeRow:
    """`kept` is "" where the one that was kept has gone since. `may_be_undone` as far as the time goes, and what it
    takes is still kept."""

    id: int
    room: str
    kept_id: int
    kept: str
    gone: str
    organisation_id: int
    at: datetime
    by_name: str
    undone_at: datetime | None
    undone_by_name: str
    may_be_undone: bool


def merged_into(*, room: str, record_id: int) -> int | None:
    """The record that one which is gone has become; None when it has not been merged. One SQL statement for
    each merge on the way."""
    found = None
    for _step in range(_LONGEST_CHAIN):
        row = Merge.objects.filter(room=room, gone_id=found or record_id, undone_at__isnull=True).first()
        if row is None:
            return found
        found = row.kept_id
    return found


def merges(*, at: datetime, sort: Sort, window: Window) -> RowPage[MergeRow]:
    """All merges. Sort key: at. Three SQL statements."""
    page = page_of(ordered(_merges(), sort=sort, columns={"at": "at"}), window=window)
    ids = {row.organisation_id for row in page.rows} | {row.kept_id for row in page.rows}
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return RowPage(
        rows=tuple(_row(row, names.get(row.organisation_id, ""), at) for row in page.rows),
        total=page.total,
        capped=page.capped,
    )


def merge_row(*, merge_id: int, at: datetime) -> MergeRow | None:
    """One merge; two SQL statements."""
    row = _merges().filter(pk=merge_id).first()
    if row is None:
        return None
    name = Organisation.objects.filter(pk=row.organisation_id).values_list("name", flat=True).first()
    return _row(row, name or "", at)


def _merges() -> QuerySet[Merge]:
    held = ExpressionWrapper(~Q(journal=[]), output_field=BooleanField())
    return Merge.objects.defer("journal").annotate(is_kept=held)


def _row(row: Any, kept: str, at: datetime) -> MergeRow:
    return MergeRow(
        id=row.pk,
        room=row.room,
        kept_id=row.kept_id,
        kept=kept,
        gone=row.gone_name,
        organisation_id=row.organisation_id,
        at=row.at,
        by_name=row.by_name,
        undone_at=row.undone_at,
        undone_by_name=row.undone_by_name,
        may_be_undone=row.undone_at is None and row.is_kept and row.at >= at - UNDO_WITHIN,
    )
