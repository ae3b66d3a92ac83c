"""Candidates in line for full courses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jobveu.candidates.enums import PlaceState
from jobveu.candidates.models import WaitingPlace
from jobveu.candidates.queries.counted import in_line_by_course, place_in_line
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course


@dataclass(frozen=True, slots=True)
class WaitingPlaceRow:
    """`number` in line, from 1, while the candidate waits; None afterwards."""

    id: int
    course: str
    state: PlaceState
    joined_on: date
    answer_by: date | None
    number: int | None


@dataclass(frozen=True, slots=True)
class LineOption:
    """A course that one could be in line for, and how many are."""

    id: int
    title: str
    waiting: int


@dataclass(frozen=True, slots=True)
class OfferedPlaces:
    """How many places a job centre's candidates are offered in a project, and by when the first is to be answered."""

    project_id: int
    project_title: str
    job_centre_id: int
    number: int
    answer_by: date


def waiting_places(*, candidacy_id: int) -> tuple[WaitingPlaceRow, ...]:
    """Newest first; one SQL statement, and one for each in line."""
    rows = WaitingPlace.objects.filter(candidacy=candidacy_id).select_related("course").order_by("-pk")
    return tuple(_row(row) for row in rows)


def waiting_place(*, candidacy_id: int, place_id: int) -> WaitingPlaceRow | None:
    row = WaitingPlace.objects.filter(pk=place_id, candidacy=candidacy_id).select_related("course").first()
    return None if row is None else _row(row)


def full_courses(*, project_id: int, candidacy_id: int, today: date) -> tuple[LineOption, ...]:
    """The project's courses that the candidate is not on and could be in line for. Two SQL statements."""
    rows = (
        Course.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            project=project_id,
            status=CourseStatus.PLANNED,
            max_participants__isnull=False,
        )
        .exclude(enrolments__candidacy=candidacy_id)
        .order_by("starts_on", "pk")
    )
    found = list(rows)
    lines = in_line_by_course(course_ids=[row.pk for row in found])
    return tuple(LineOption(row.pk, row.title, lines[row.pk].waiting) for row in found)


def offered_places(
    *, job_centre_ids: Collection[int], project_id: int | None = None
) -> tuple[OfferedPlaces, ...]:
    """What the job centres' candidates are offered, by project, the first to be answered first. One SQL statement."""
    rows = WaitingPlace.objects.filter(
        state=PlaceState.OFFERED,
        candidacy__job_centre__in=job_centre_ids,
        candidacy__person__isnull=False,
    )
    if project_id is not None:
        rows = rows.filter(candidacy__project=project_id)
    found: dict[tuple[int, int], OfferedPlaces] = {}
    values = rows.order_by("answer_by", "pk").values_list(
        "candidacy__project_id", "candidacy__project__title", "candidacy__job_centre_id", "answer_by"
    )
    for id_, title, centre, answer_by in values:
        if answer_by is None:
            raise AssertionError("an offer has a day to answer by")  # waiting_place_offered_with_deadline
        before = found.get((id_, centre))
        found[id_, centre] = OfferedPlaces(
            id_, title, centre, before.number + 1 if before else 1, before.answer_by if before else answer_by
        )
    return tuple(found.values())


def _row(row: WaitingPlace) -> WaitingPlaceRow:
    waits = row.state == PlaceState.WAITING
    return WaitingPlaceRow(
        id=row.pk,
        course=row.course.title,
        state=PlaceState(row.state),
        joined_on=row.joined_on,
        answer_by=row.answer_by,
        number=place_in_line(place_id=row.pk) if waits else None,
    )
