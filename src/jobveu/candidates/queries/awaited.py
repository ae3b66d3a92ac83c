"""What is to be done with a job centre's candidates: outcomes and follow-ups whose day has come, and screenings
that have not been made. Counted in the database: a job centre may have hundreds of candidates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from jobveu.candidates.enums import Awaited
from jobveu.candidates.rules import MONTHS_AFTER, OVERDUE_AFTER
from jobveu.education.enums import CourseStatus
from jobveu.projects.enums import ProjectStatus


@dataclass(frozen=True, slots=True)
class AwaitedInProject:
    """How many things of a kind are to be done in a project with a job centre's candidates. `due_on` is when
    the first of them was due; None for those without a date. `overdue`: that one should have been done by now
    (an outcome may wait for 30 days)."""

    awaited: Awaited
    project_id: int
    project_title: str
    job_centre_id: int
    number: int
    due_on: date | None
    overdue: bool


# Which of a project's candidacies it is to be done with: the things that the function candidates_awaited counts.
# Outcomes as rules.due_outcomes and rules.outcomes_count_from have them.
_IN_PROJECT_SQL = """
WITH thing AS (
SELECT 'outcome_' || milestone.name AS awaited, candidacy.id
  FROM candidates_candidacy candidacy
  JOIN projects_project project ON project.id = candidacy.project_id
  JOIN LATERAL (SELECT CASE WHEN count(*) = count(coalesce(enrolment.ended_on, course.ends_on))
                            THEN max(coalesce(enrolment.ended_on, course.ends_on))
                            ELSE project.end_date END AS day
                  FROM candidates_enrolment enrolment
                  JOIN education_course course ON course.id = enrolment.course_id
                 WHERE enrolment.candidacy_id = candidacy.id AND course.status <> %(cancelled)s
                HAVING count(*) > 0) since ON since.day IS NOT NULL
 CROSS JOIN unnest(%(milestones)s::text[], %(months)s::int[]) milestone(name, months)
 WHERE candidacy.project_id = %(project)s AND candidacy.withdrawn_on IS NULL AND candidacy.person_id IS NOT NULL
   AND since.day + make_interval(months => milestone.months) <= %(until)s
   AND NOT EXISTS (SELECT FROM candidates_outcome outcome
                    WHERE outcome.candidacy_id = candidacy.id AND outcome.milestone = milestone.name)
UNION ALL
SELECT 'follow_up', candidacy.id
  FROM candidates_candidacy candidacy
  JOIN LATERAL (SELECT next_on FROM candidates_followup follow_up
                 WHERE follow_up.candidacy_id = candidacy.id
                 ORDER BY held_on DESC, id DESC LIMIT 1) newest ON newest.next_on <= %(until)s
 WHERE candidacy.project_id = %(project)s AND candidacy.withdrawn_on IS NULL AND candidacy.person_id IS NOT NULL
UNION ALL
SELECT 'screening', candidacy.id
  FROM candidates_candidacy candidacy
 WHERE candidacy.project_id = %(project)s AND candidacy.withdrawn_on IS NULL AND candidacy.person_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM candidates_screening screening WHERE screening.candidacy_id = candidacy.id)
   AND NOT EXISTS (SELECT FROM candidates_outcome outcome WHERE outcome.candidacy_id = candidacy.id)
   AND NOT EXISTS (SELECT FROM candidates_enrolment enrolment
                     JOIN education_course course ON course.id = enrolment.course_id
                    WHERE enrolment.candidacy_id = candidacy.id AND course.status <> %(cancelled)s)
UNION ALL
SELECT 'early_sign', sign.candidacy_id
  FROM early_signs(ARRAY(SELECT candidacy.id FROM candidates_candidacy candidacy
                          WHERE candidacy.project_id = %(project)s AND candidacy.withdrawn_on IS NULL
                            AND candidacy.person_id IS NOT NULL)) sign
)
SELECT DISTINCT id FROM thing WHERE awaited = %(awaited)s
"""

# The statements below are put together from this constant; values are parameters.
_COUNTED_SQL = """
SELECT thing.awaited, project.id, project.title, thing.job_centre_id, sum(thing.number)::bigint, min(thing.on_day),
       coalesce(min(thing.on_day) + CASE WHEN starts_with(thing.awaited, 'outcome') THEN %(patience)s::int ELSE 0 END
                < %(on)s, FALSE)
  FROM candidates_awaited(%(job_centres)s, %(project)s, %(until)s, %(milestones)s, %(months)s, %(cancelled)s) thing
  JOIN projects_project project ON project.id = thing.project_id
 WHERE (project.status = %(active)s OR (project.status = %(completed)s AND starts_with(thing.awaited, 'outcome')))
   AND (project.coordinating_organisation_id = thing.job_centre_id
        OR EXISTS (SELECT FROM projects_party party
                    WHERE party.project_id = project.id AND party.organisation_id = thing.job_centre_id))
"""

_BY_PROJECT_SQL = f"""{_COUNTED_SQL}
 GROUP BY thing.awaited, project.id, project.title, thing.job_centre_id
 ORDER BY min(thing.on_day), project.id, thing.job_centre_id
"""

_BY_DAY_SQL = f"""{_COUNTED_SQL} AND thing.on_day IS NOT NULL
 GROUP BY thing.awaited, project.id, project.title, thing.job_centre_id, thing.on_day
 ORDER BY thing.on_day, project.id, thing.job_centre_id LIMIT %(limit)s
"""


def awaited_by_project(
    *, job_centre_ids: Collection[int], today: date, limit: int, project_id: int | None = None
) -> tuple[AwaitedInProject, ...]:
    """What waits for these job centres in the projects that they take part in, the first due first and at most
    `limit` projects of each kind; outcomes in completed projects too. One SQL statement."""
    found = _counted(_BY_PROJECT_SQL, job_centre_ids, on=today, until=today, project=project_id)
    return tuple(row for kind in Awaited for row in [row for row in found if row.awaited is kind][:limit])


def awaited_by_day(
    *, job_centre_ids: Collection[int], today: date, until: date, limit: int
) -> tuple[AwaitedInProject, ...]:
    """What is due with the candidates of these job centres, and will be until that day: each day by itself. One SQL
    statement."""
    return tuple(_counted(_BY_DAY_SQL, job_centre_ids, on=today, until=until, limit=limit))


def _counted(
    statement: str, job_centre_ids: Collection[int], *, on: date, until: date, **more: int | None
) -> list[AwaitedInProject]:
    values = {
        "job_centres": sorted(job_centre_ids),
        "project": None,
        "on": on,
        "active": ProjectStatus.ACTIVE.value,
        "completed": ProjectStatus.COMPLETED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, _facts(until) | values | more)
        return [AwaitedInProject(Awaited(awaited), *rest) for awaited, *rest in cursor.fetchall()]


def awaited_ids(*, project_id: int, awaited: Awaited, today: date) -> list[int]:
    """The project's candidacies with which that is to be done. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_PROJECT_SQL, _facts(today) | {"project": project_id, "awaited": awaited.value})
        return [id_ for (id_,) in cursor.fetchall()]


def _facts(until: date) -> dict[str, Any]:
    return {
        "until": until,
        "patience": OVERDUE_AFTER.days,
        "milestones": [milestone.value for milestone in MONTHS_AFTER],
        "months": list(MONTHS_AFTER.values()),
        "cancelled": CourseStatus.CANCELLED.value,
    }
