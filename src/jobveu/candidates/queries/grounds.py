"""What the states and the due dates of a page of candidates rest on, read at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from jobveu.candidates.enums import EnrolmentStatus, Milestone, ScreeningResult
from jobveu.education.enums import CourseStatus


@dataclass(frozen=True, slots=True)
class EnrolmentOn:
    """A place on a course that has not been cancelled."""

    status: EnrolmentStatus
    ended_on: date | None
    course: str
    course_ends_on: date | None
    provider_id: int | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """`screening` is the newest result; `presented` whether a presentation to a company stands, and
    `presented_to_own_on` the day of the first of those to the companies asked about; `enrolments` in the order
    of the courses; `milestones` those with an outcome."""

    screening: ScreeningResult | None
    presented: bool
    presented_to_own_on: date | None
    milestones: frozenset[Milestone]
    project_ends_on: date | None
    enrolments: tuple[EnrolmentOn, ...]


_GROUNDS_SQL = """
SELECT candidacy.id, project.end_date,
       (SELECT screening.result FROM candidates_screening screening
         WHERE screening.candidacy_id = candidacy.id ORDER BY screening.id DESC LIMIT 1),
       presentations.any_stands, presentations.own_on,
       ARRAY(SELECT outcome.milestone::text FROM candidates_outcome outcome
              WHERE outcome.candidacy_id = candidacy.id),
       enrolments.statuses, enrolments.ended_on, enrolments.titles, enrolments.ends_on, enrolments.providers
  FROM candidates_candidacy candidacy
  JOIN projects_project project ON project.id = candidacy.project_id
 CROSS JOIN LATERAL (SELECT count(*) > 0 AS any_stands,
                            min(presentation.presented_on)
                            FILTER (WHERE presentation.company_id = ANY(%(companies)s)) AS own_on
                       FROM candidates_presentation presentation
                      WHERE presentation.candidacy_id = candidacy.id AND presentation.ended_on IS NULL
                    ) presentations
 CROSS JOIN LATERAL (SELECT array_agg(status::text) AS statuses, array_agg(ended_on) AS ended_on,
                            array_agg(title::text) AS titles, array_agg(ends_on) AS ends_on,
                            array_agg(provider_id) AS providers
                       FROM (SELECT enrolment.status, enrolment.ended_on, course.title, course.ends_on,
                                    course.provider_id
                               FROM candidates_enrolment enrolment
                               JOIN education_course course ON course.id = enrolment.course_id
                              WHERE enrolment.candidacy_id = candidacy.id AND course.status <> %(cancelled)s
                              ORDER BY course.starts_on, course.id) in_order
                    ) enrolments
 WHERE candidacy.id = ANY(%(ids)s)
"""


def grounds_of(*, candidacy_ids: Collection[int], company_ids: Collection[int]) -> dict[int, Grounds]:
    """By candidacy id. One SQL statement, written out: as querysets, each of them takes longer to build than
    to answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            _GROUNDS_SQL,
            {
                "ids": list(candidacy_ids),
                "companies": sorted(company_ids),
                "cancelled": CourseStatus.CANCELLED.value,
            },
        )
        return {
            id_: Grounds(
                screening=ScreeningResult(screening) if screening else None,
                presented=presented,
                presented_to_own_on=presented_to_own_on,
                milestones=frozenset(Milestone(milestone) for milestone in milestones),
                project_ends_on=project_ends_on,
                enrolments=tuple(
                    EnrolmentOn(EnrolmentStatus(status), *rest)
                    for status, *rest in zip(*(column or () for column in columns), strict=True)
                ),
            )
            for id_, project_ends_on, screening, presented, presented_to_own_on, milestones, *columns in (
                cursor.fetchall()
            )
        }
