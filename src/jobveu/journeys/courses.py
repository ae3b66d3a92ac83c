"""Courses with those who are enrolled on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.accounts.actor import Actor
from jobveu.candidates.queries.counted import InLine, enrolled_by_course, in_line_by_course, places_taken
from jobveu.common.errors import DomainError
from jobveu.education import operations, queries
from jobveu.education.enums import CourseStatus
from jobveu.education.queries import CourseRow
from jobveu.projects.changes import change_project


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many are on a course, by how far they are."""

    enrolled: int = 0
    started: int = 0
    completed: int = 0
    dropped_out: int = 0

    @property
    def places_taken(self) -> int:
        """Everybody but those who have dropped out."""
        return self.enrolled + self.started + self.completed

    @property
    def unfinished(self) -> int:
        return self.enrolled + self.started


@dataclass(frozen=True, slots=True)
class CourseWithEnrolled:
    course: CourseRow
    enrolled: Enrolled
    line: InLine

    @property
    def missing(self) -> int:
        """How many are lacking to reach the smallest number the course is run with."""
        return max((self.course.min_participants or 0) - self.enrolled.places_taken, 0)

    @property
    def places_left(self) -> int | None:
        """None where the course has no largest number. What is free belongs to those in line first."""
        if self.course.max_participants is None:
            return None
        promised = self.line.offered + self.line.waiting
        return max(self.course.max_participants - self.enrolled.places_taken - promised, 0)

    @property
    def in_words(self) -> str:
        """How the number enrolled stands to what the course needs and holds; "" once it is past that."""
        if self.course.status is not CourseStatus.PLANNED:
            return ""
        if self.missing:
            return ngettext(
                "Mangler %(number)d for at nå minimum", "Mangler %(number)d for at nå minimum", self.missing
            ) % {"number": self.missing}
        if self.places_left == 0:
            if self.enrolled.places_taken < (self.course.max_participants or 0):
                return _("De ledige pladser går til ventelisten")
            return _("Alle pladser er besat")
        if self.places_left is not None:
            return ngettext("%(number)d ledig plads", "%(number)d ledige pladser", self.places_left) % {
                "number": self.places_left
            }
        return _("Minimum er nået") if self.course.min_participants else ""


def enrolled_on(*, course_ids: Collection[int]) -> dict[int, Enrolled]:
    """By course, for every id given; one SQL statement."""
    numbers = enrolled_by_course(course_ids=course_ids)
    return {
        course_id: Enrolled(**{status.value: number for status, number in numbers.get(course_id, {}).items()})
        for course_id in course_ids
    }


def project_courses(*, project_id: int) -> tuple[CourseWithEnrolled, ...]:
    """A project's courses in the order in which they start; three SQL statements."""
    rows = queries.courses_of_project(project_id=project_id)
    ids = [row.id for row in rows]
    enrolled, lines = enrolled_on(course_ids=ids), in_line_by_course(course_ids=ids)
    return tuple(CourseWithEnrolled(row, enrolled[row.id], lines[row.id]) for row in rows)


def course_with_enrolled(*, project_id: int, course_id: int) -> CourseWithEnrolled | None:
    """One course; None when the project has none such. Three SQL statements."""
    row = queries.course(project_id=project_id, course_id=course_id)
    if row is None:
        return None
    enrolled, lines = enrolled_on(course_ids=[row.id]), in_line_by_course(course_ids=[row.id])
    return CourseWithEnrolled(row, enrolled[row.id], lines[row.id])


def edit_course(
    *,
    by: Actor,
    at: datetime,
    course: CourseRow,
    version: int,
    title: str,
    provider_id: int,
    merit_giving: bool,
    course_code: str,
    municipality_id: int | None,
    place: str,
    starts_on: date | None,
    ends_on: date | None,
    min_participants: int | None,
    max_participants: int | None,
) -> None:
    """`education.operations.edit_course`, which may not make a course smaller than the number enrolled."""
    with change_project(course.project_id):
        _check_room(course.id, max_participants)
        operations.edit_course(
            by=by,
            at=at,
            course_id=course.id,
            version=version,
            title=title,
            provider_id=provider_id,
            merit_giving=merit_giving,
            course_code=course_code,
            municipality_id=municipality_id,
            place=place,
            starts_on=starts_on,
            ends_on=ends_on,
            min_participants=min_participants,
            max_participants=max_participants,
        )


def arrange_course(
    *,
    by: Actor,
    at: datetime,
    course: CourseRow,
    version: int,
    municipality_id: int | None,
    place: str,
    starts_on: date | None,
    ends_on: date | None,
    min_participants: int | None,
    max_participants: int | None,
) -> None:
    """`education.operations.arrange_course`, which may not make a course smaller than the number enrolled."""
    with change_project(course.project_id):
        _check_room(course.id, max_participants)
        operations.arrange_course(
            by=by,
            at=at,
            course_id=course.id,
            version=version,
            municipality_id=municipality_id,
            place=place,
            starts_on=starts_on,
            ends_on=ends_on,
            min_participants=min_participants,
            max_participants=max_participants,
        )


def _check_room(course_id: int, max_participants: int | None) -> None:
    taken = places_taken(course_id=course_id)
    if max_participants is not None and max_participants < taken:
        raise DomainError(
            ngettext(
                "Der er allerede %(number)d tilmeldt. Største antal kan ikke være mindre.",
                "Der er allerede %(number)d tilmeldte. Største antal kan ikke være mindre.",
                taken,
            )
            % {"number": taken},
            field="max_participants",
        )
