"""Projects in which nothing has been done for some time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate

from jobveu.common.models import AuditEntry
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project

STANDSTILL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StillProject:
    """`moved_on`: when something was last recorded on it, or when it started, if that is later."""

    id: int
    title: str
    moved_on: date


def still_projects(projects: QuerySet[Project], *, on: date, limit: int) -> tuple[StillProject, ...]:
    """Those of the active projects on which nobody has recorded anything for 30 days, the longest first. One SQL
    statement."""
    last = AuditEntry.objects.filter(project_id=OuterRef("pk")).order_by("-at", "-id").values("at")[:1]
    rows = (
        projects.filter(status=ProjectStatus.ACTIVE)
        .annotate(moved_on=Greatest(TruncDate(Subquery(last)), F("start_date")))
        .filter(moved_on__lte=on - STANDSTILL)
        .order_by("moved_on", "pk")
    )
    return tuple(StillProject(id=row.pk, title=row.title, moved_on=row.moved_on) for row in rows[:limit])
