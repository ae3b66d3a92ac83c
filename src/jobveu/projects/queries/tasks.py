"""The tasks of a project's process and time plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from jobveu.common.paging import RowPage, Window, page_of
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Task


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: int
    project_id: int
    title: str
    description: str
    phase: PhaseNumber
    responsible_id: int | None
    responsible_name: str
    due_on: date | None
    done_on: date | None
    done_by: str
    version: int
    overdue: bool
    """Not done, and its date has passed."""


@dataclass(frozen=True, slots=True)
class TaskCounts:
    all: int
    open: int
    overdue: int
    mine: int
    """Open ones of the reader's own organisations."""


def tasks_of(
    *,
    project_id: int,
    today: date,
    only_open: bool = False,
    responsible_ids: Collection[int] | None = None,
    window: Window,
) -> RowPage[TaskRow]:
    """By phase, then open before done, then by date, those without one last; two SQL statements."""
    rows = Task.objects.filter(project=project_id)
    if only_open:
        rows = rows.filter(done_on__isnull=True)
    if responsible_ids is not None:
        rows = rows.filter(responsible__in=responsible_ids)
    found = page_of(_ordered(rows), window=window)
    return RowPage(rows=[_row(row, today) for row in found.rows], total=found.total)


def task_counts(*, project_id: int, today: date, responsible_ids: Collection[int]) -> TaskCounts:
    """One SQL statement."""
    is_open = Q(done_on__isnull=True)
    found = Task.objects.filter(project=project_id).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        mine=Count("pk", filter=is_open & Q(responsible__in=list(responsible_ids))),
    )
    return TaskCounts(**found)


def task(*, task_id: int, project_id: int, today: date) -> TaskRow | None:
    row = _ordered(Task.objects.filter(pk=task_id, project=project_id)).first()
    return None if row is None else _row(row, today)


def _ordered(rows: QuerySet[Task]) -> QuerySet[Task]:
    return rows.select_related("responsible", "done_by").order_by(
        "phase",
        F("done_on").asc(nulls_first=True),
        F("due_on").asc(nulls_last=True),
        "pk",
    )


def _row(row: Task, today: date) -> TaskRow:
    return TaskRow(
        id=row.pk,
        project_id=row.project_id,
        title=row.title,
        description=row.description,
        phase=PhaseNumber(row.phase),
        responsible_id=row.responsible_id,
        responsible_name=row.responsible.name if row.responsible else "",
        due_on=row.due_on,
        done_on=row.done_on,
        done_by=row.done_by.name if row.done_by else "",
        version=row.version,
        overdue=row.done_on is None and row.due_on is not None and row.due_on < today,
    )
