"""Numbers over everybody's persons, for those who see the project or the course but not each of its candidates.

The database counts them in functions of its own that step around the wall (jobveu.wall): nothing else does, and
none of their rows is about one person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from jobveu.candidates.enums import INTO_WORK_OR_EDUCATION, EnrolmentStatus, ScreeningResult
from jobveu.candidates.rules import TAKES_PLACE
from jobveu.education.enums import CourseStatus


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many candidates have come how far; each is counted in every number that holds for them."""

    added: int = 0
    screened: int = 0
    suitable: int = 0
    presented: int = 0
    enrolled: int = 0
    completed: int = 0
    dropped_out: int = 0
    placed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Done:
    """How many of a job centre's candidates something has been done with in a project, and when last."""

    project_id: int
    job_centre: str
    number: int
    last_on: date


def numbers_by_job_centre(*, project_id: int) -> dict[int, Numbers]:
    """How far the candidates of each job centre have come. One SQL statement, counted in the database: a
    project may have hundreds of candidates."""
    rows = _rows(
        "SELECT * FROM candidate_numbers(%s, %s, %s, %s, %s, %s)",
        project_id,
        ScreeningResult.PASSED.value,
        EnrolmentStatus.COMPLETED.value,
        EnrolmentStatus.DROPPED_OUT.value,
        [kind.value for kind in INTO_WORK_OR_EDUCATION],
        CourseStatus.CANCELLED.value,
    )
    return {job_centre_id: Numbers(*counts) for job_centre_id, *counts in rows}


_DONE_SQL = """
SELECT done.what, done.project_id, job_centre.name, done.number, done.last_on
  FROM candidate_evidence(%s, %s) done JOIN actors_organisation job_centre ON job_centre.id = done.job_centre_id
 ORDER BY done.project_id, done.job_centre_id
"""


def screened_and_placed(*, project_ids: Collection[int]) -> tuple[list[Done], list[Done]]:
    """By project and job centre: the candidates that were screened, and those gone to work or education. One
    SQL statement."""
    rows = _rows(_DONE_SQL, list(project_ids), [kind.value for kind in INTO_WORK_OR_EDUCATION])
    screened = [Done(*rest) for what, *rest in rows if what == "screened"]
    placed = [Done(*rest) for what, *rest in rows if what == "placed"]
    return screened, placed


def enrolled_by_course(*, course_ids: Collection[int]) -> dict[int, dict[EnrolmentStatus, int]]:
    """How many are on each course, by how far they are; courses and statuses without anybody are left out.
    One SQL statement."""
    found: dict[int, dict[EnrolmentStatus, int]] = {}
    for course_id, status, number in _rows("SELECT * FROM course_numbers(%s)", list(course_ids)):
        found.setdefault(course_id, {})[EnrolmentStatus(status)] = number
    return found


def places_taken_by_course(*, course_ids: Collection[int]) -> dict[int, int]:
    """For every id given; one SQL statement."""
    numbers = enrolled_by_course(course_ids=course_ids)
    return {
        course_id: sum(
            number for status, number in numbers.get(course_id, {}).items() if status in TAKES_PLACE
        )
        for course_id in course_ids
    }


def places_taken(*, course_id: int) -> int:
    """One SQL statement."""
    return places_taken_by_course(course_ids=[course_id])[course_id]


@dataclass(frozen=True, slots=True)
class InLine:
    """How many are in line for a course, and how many of the free places are offered to somebody."""

    waiting: int = 0
    offered: int = 0


def in_line_by_course(*, course_ids: Collection[int]) -> dict[int, InLine]:
    """For every id given; one SQL statement."""
    found = {
        course_id: InLine(waiting, offered)
        for course_id, waiting, offered in _rows("SELECT * FROM waiting_numbers(%s)", list(course_ids))
    }
    return {course_id: found.get(course_id, InLine()) for course_id in course_ids}


def place_in_line(*, place_id: int) -> int:
    """Which number in line a waiting place has, from 1; whoever is before it is not told. One SQL statement."""
    return int(_rows("SELECT place_in_line(%s)", place_id)[0][0])


def pseudonyms_taken(pseudonyms: Collection[str]) -> set[str]:
    """Those that a candidate of whatever job centre has."""
    return {pseudonym for (pseudonym,) in _rows("SELECT * FROM pseudonyms_taken(%s)", list(pseudonyms))}


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
