"""Reading the audit record (jobveu.common.audit writes it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from jobveu.common.models import AuditEntry
from jobveu.common.paging import RowPage, Sort, Window, page_of

COUNTED_TO = 10_000
"""How far a long record is counted: "over 10.000" is as good as a number there."""
EXPORTED_TO = 100_000
"""How many entries one file holds at most: a period tells more than a file nobody can open."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    id: int
    at: datetime
    user_id: int | None
    user_name: str
    action: str
    room: str
    record_id: int
    project_id: int | None
    details: Mapping[str, object]


def audit_rows(
    *,
    sort: Sort,
    window: Window,
    first_day: date | None = None,
    last_day: date | None = None,
    user: str = "",
    action: str = "",
    project: int | None = None,
) -> RowPage[AuditRow]:
    """What was done from `first_day` to `last_day` (Danish time, both included), by users whose name holds
    `user` (three characters or more, or the index is of no use), as the action `action`, on a project.

    By time only, newest first when `sort` is descending. Nothing is read beyond EXPORTED_TO entries. Two SQL
    statements, one without `with_total`.
    """
    rows: QuerySet[AuditEntry] = AuditEntry.objects.all()
    if first_day is not None:
        rows = rows.filter(at__gte=make_aware(datetime.combine(first_day, time.min)))
    if last_day is not None:
        rows = rows.filter(at__lt=make_aware(datetime.combine(last_day + timedelta(days=1), time.min)))
    if user:
        rows = rows.filter(user_name__icontains=user)
    if action:
        rows = rows.filter(action=action)
    if project is not None:
        rows = rows.filter(project_id=project)
    # Not common.paging.ordered: its "empty values last" is not the order of the indexes.
    rows = rows.order_by("-at", "-id") if sort.descending else rows.order_by("at", "id")
    window = replace(window, limit=max(0, min(window.limit, EXPORTED_TO - window.offset)))
    page = page_of(rows, window=window, cap=COUNTED_TO)
    return replace(
        page,
        rows=tuple(
            AuditRow(
                id=row.pk,
                at=row.at,
                user_id=row.user_id,
                user_name=row.user_name,
                action=row.action,
                room=row.room,
                record_id=row.record_id,
                project_id=row.project_id,
                details=row.details,
            )
            for row in page.rows
        ),
    )
