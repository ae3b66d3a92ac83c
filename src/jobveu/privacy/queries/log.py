"""The periods in force, and what has gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from jobveu.common.paging import RowPage, Sort, Window, page_of
from jobveu.privacy.enums import DataKind
from jobveu.privacy.models import RetentionItem, RetentionPeriod, RetentionRun


@dataclass(frozen=True, slots=True)
class Decision:
    """How long a kind is kept, in months, as the operator has decided it."""

    months: int
    decision: str
    decided_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RunRow:
    """`decided_by` is "" where it was the schedule's. `numbers`: how many rows of each kind went."""

    id: int
    lists_only: bool
    at: datetime
    finished_at: datetime | None
    decided_by: str
    decision: str
    rules_of: date
    numbers: Mapping[DataKind, int]


@dataclass(frozen=True, slots=True)
class GoneRow:
    """`since` and `of` are of single records: what the period is counted from, and the organisation."""

    kind: DataKind
    record_id: int | None
    number: int
    since: date | None
    of: str


def decisions() -> dict[DataKind, Decision]:
    """The newest decision about each kind that there is one about. One SQL statement."""
    rows = RetentionPeriod.objects.select_related("decided_by").order_by("kind", "-id").distinct("kind")
    return {
        DataKind(row.kind): Decision(row.months, row.decision, row.decided_by.name, row.at) for row in rows
    }


def runs(*, sort: Sort, window: Window) -> RowPage[RunRow]:
    """The runs by time, the newest first when `sort` is descending. Three SQL statements at most."""
    found = page_of(
        RetentionRun.objects.filter(lists_only=False)
        .select_related("decided_by")
        .order_by("-at" if sort.descending else "at", "id"),
        window=window,
    )
    return RowPage(rows=_run_rows(found.rows), total=found.total, capped=found.capped)


def run(*, run_id: int) -> RunRow | None:
    """Two SQL statements; None when there is no such run."""
    return next(iter(_run_rows(RetentionRun.objects.select_related("decided_by").filter(pk=run_id))), None)


def newest_list() -> RunRow | None:
    """The newest list of what would go that is finished. Two SQL statements."""
    rows = RetentionRun.objects.select_related("decided_by").filter(
        lists_only=True, finished_at__isnull=False
    )
    return next(iter(_run_rows(rows.order_by("-pk")[:1])), None)


def is_ordered(*, lists_only: bool) -> bool:
    """Whether a run waits to be carried out. One SQL statement."""
    return RetentionRun.objects.filter(lists_only=lists_only, finished_at__isnull=True).exists()


def listed(*, run_id: int, limit: int) -> dict[DataKind, tuple[GoneRow, ...]]:
    """The first single records of each kind in a run. One SQL statement for each kind."""
    found = {}
    for kind in DataKind:
        rows = RetentionItem.objects.filter(run=run_id, kind=kind, record_id__isnull=False).order_by("pk")
        if shown := tuple(_gone(row) for row in rows[:limit]):
            found[kind] = shown
    return found


def gone(*, run_id: int, sort: Sort, window: Window) -> RowPage[GoneRow]:
    """What went in a run, in the order in which it went. Two SQL statements, one without `with_total`."""
    rows = RetentionItem.objects.filter(run=run_id).order_by("-id" if sort.descending else "id")
    found = page_of(rows, window=window)
    return RowPage(
        rows=[_gone(row) for row in found.rows],
        total=found.total,
        capped=found.capped,
    )


def _gone(row: RetentionItem) -> GoneRow:
    return GoneRow(DataKind(row.kind), row.record_id, row.number, row.since, row.of)


def _run_rows(rows: object) -> list[RunRow]:
    listed = list(rows)  # type: ignore[call-overload]  # a queryset or a list of RetentionRun
    numbers: dict[int, dict[DataKind, int]] = {row.pk: {} for row in listed}
    counts = (
        RetentionItem.objects.filter(run__in=numbers)
        .values_list("run_id", "kind")
        .annotate(total=Sum("number"))
        .order_by("run_id", "kind")
    )
    for run_id, kind, total in counts:
        numbers[run_id][DataKind(kind)] = total
    return [
        RunRow(
            id=row.pk,
            lists_only=row.lists_only,
            at=row.at,
            finished_at=row.finished_at,
            decided_by=row.decided_by.name if row.decided_by else "",
            decision=row.decision,
            rules_of=row.rules_of,
            numbers=numbers[row.pk],
        )
        for row in listed
    ]
