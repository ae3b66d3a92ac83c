"""Reads about courses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F

from jobveu.accounts.access import Subject
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course


@dataclass(frozen=True, slots=True)
class CourseRow:
    id: int
    project_id: int
    title: str
    course_code: str
    provider_id: int | None
    """None while the provider of a course taken over from a template has not been chosen yet."""
    provider_name: str
    municipality_id: int | None
    municipality_name: str
    place: str
    starts_on: date | None
    ends_on: date | None
    merit_giving: bool
    min_participants: int | None
    max_participants: int | None
    status: CourseStatus
    cancelled_reason: str
    reported_participants: int | None
    version: int

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place, self.municipality_name) if part)


def course_subject(*, project: Subject, course: CourseRow) -> Subject:
    """Whose a course is: the project's, and its provider's."""
    provider_ids = () if course.provider_id is None else (course.provider_id,)
    return replace(project, course_provider_ids=frozenset(provider_ids))


def courses_of_project(*, project_id: int) -> tuple[CourseRow, ...]:
    """In the order in which they start, those without a date last; one SQL statement."""
    rows = (
        Course.objects.filter(project=project_id)
        .select_related("provider", "municipality")
        .order_by(F("starts_on").asc(nulls_last=True), "id")
    )
    return tuple(_row(row) for row in rows)


def course(*, project_id: int, course_id: int) -> CourseRow | None:
    """One course of the project; None when there is none such. One SQL statement."""
    row = (
        Course.objects.filter(pk=course_id, project=project_id)
        .select_related("provider", "municipality")
        .first()
    )
    return _row(row) if row else None


def _row(row: Course) -> CourseRow:
    return CourseRow(
        id=row.pk,
        project_id=row.project_id,
        title=row.title,
        course_code=row.course_code,
        provider_id=row.provider_id,
        provider_name=row.provider.name if row.provider else "",
        municipality_id=row.municipality_id,
        municipality_name=row.municipality.name if row.municipality else "",
        place=row.place,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        merit_giving=row.merit_giving,
        min_participants=row.min_participants,
        max_participants=row.max_participants,
        status=CourseStatus(row.status),
        cancelled_reason=row.cancelled_reason,
        reported_participants=row.reported_participants,
        version=row.version,
    )
