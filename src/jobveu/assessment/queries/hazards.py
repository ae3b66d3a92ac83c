"""Reads what happened to projects, and which barriers were seen before it. Days stay in here: what is answered says only which
came first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from jobveu.assessment.barriers import RiskState
from jobveu.assessment.facts import GROUPS
from jobveu.assessment.hazards import DROPOUT_SHARE, LEAST, Event, Hazard, hazard
from jobveu.assessment.models import RiskAnswer
from jobveu.candidates.enums import EnrolmentStatus
from jobveu.education.enums import CourseStatus
from jobveu.projects.enums import AgreementKind, MeetingKind, ProjectStatus
from jobveu.projects.models import Project
from jobveu.projects.rules import STANDSTILL
from jobveu.quality.practice import ALL_ACTORS_SINCE

AT_ONCE = 5_000
SLOW = timedelta(days=120)
"""From a project's start to its first course."""
LONG_SCREENING = timedelta(days=60)


def hazards_of_all(*, on: date) -> tuple[Hazard, ...]:
    """Of all projects that were registered here as it is done now, also those that were given up, in the order of their
    ids (4 SQL statements for each 5,000)."""
    rows = Project.objects.filter(source_key="", start_date__gte=ALL_ACTORS_SINCE, start_date__lte=on)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return tuple(
        one for start in range(0, len(ids), AT_ONCE) for one in _hazards(ids[start : start + AT_ONCE], on)
    )


def _hazards(project_ids: Sequence[int], on: date) -> list[Hazard]:
    noted = _noted(project_ids)
    counted = _counted(project_ids, on)
    found = []
    for (
        id_,
        status,
        council,
        office,
        year,
        started,
        opened,
        gave_up,
        cancelled,
        still,
        entries,
        *rest,
    ) in _rows(project_ids, on):
        missing, first_course, several_schools, merit, differing, committed = rest
        begun, dropped_on, short_on, too_few_on, screened_on = counted[id_]
        days = {
            "involvement": opened if missing else None,
            "no-candidates": short_on,
            "too-few": too_few_on,
            "credit": first_course if several_schools and not merit else None,
            "resources": _late(started, first_course, SLOW, on),
            "terms": differing,
            "unclear-gain": first_course if first_course is not None and not committed else None,
            "long-process": None
            if screened_on is None or first_course is None
            else _late(screened_on, first_course, LONG_SCREENING, on),
        }
        stopped = min(filter(None, (gave_up, cancelled)), default=None)
        given_up = status == ProjectStatus.CANCELLED
        found.append(
            hazard(
                project_id=id_,
                council=council,
                office=office,
                year=year,
                events={
                    Event.DROPOUTS: (None if begun < LEAST else dropped_on is not None, dropped_on),
                    # Given up on a day that nobody knows: what came before cannot be told.
                    Event.CANCELLED: (None if given_up and stopped is None else stopped is not None, stopped),
                    Event.STANDSTILL: (None if entries < 2 else still is not None, still),
                },
                noted=noted.get(id_, {}),
                shown={key: day for key, day in days.items() if day is not None and day <= on},
            )
        )
    return found


def _late(first: date, then: date | None, limit: timedelta, on: date) -> date | None:
    """The day on which more time had passed than the limit, before the other day came."""
    return first + limit if (then or on) > first + limit else None


def _noted(project_ids: Sequence[int]) -> dict[int, dict[str, date]]:
    """The day of the first risk check that saw each barrier, by project (1 SQL statement)."""
    rows = (
        RiskAnswer.objects.filter(risk_check__project__in=project_ids, state=RiskState.PRESENT)
        .order_by("-risk_check__checked_at")
        .values_list("risk_check__project", "barrier", "risk_check__checked_at__date")
    )
    found: dict[int, dict[str, date]] = {}
    for project_id, barrier, day in rows:  # the earliest last
        found.setdefault(project_id, {})[barrier] = day
    return found


def _counted(project_ids: Sequence[int], on: date) -> dict[int, tuple[Any, ...]]:
    """What is read of candidates, counted behind the wall by a function of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM assessment_hazards(%s, %s, %s, %s, %s, %s, %s)",
            [
                list(project_ids),
                on,
                CourseStatus.CANCELLED.value,
                EnrolmentStatus.DROPPED_OUT.value,
                AgreementKind.CONTRIBUTION.value,
                LEAST,
                DROPOUT_SHARE,
            ],
        )
        return {project_id: tuple(rest) for project_id, *rest in cursor.fetchall()}


def _rows(project_ids: Sequence[int], on: date) -> list[tuple[Any, ...]]:
    wanted = ("workplace", "job_centre", "provider")
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "ids": list(project_ids),
                "on": on,
                "zone": settings.TIME_ZONE,
                "kick_off": MeetingKind.KICK_OFF.value,
                "still": STANDSTILL.days,
                "active": ProjectStatus.ACTIVE.value,
                "given_up": ProjectStatus.CANCELLED.value,
                "cancelled": CourseStatus.CANCELLED.value,
                "contribution": AgreementKind.CONTRIBUTION.value,
                "kinds": [kind.value for name in wanted for kind in GROUPS[name]],
                "groups": [name for name in wanted for _kind in GROUPS[name]],
                "number": len(wanted),
            },
        )
        return list(cursor.fetchall())


_SQL = """
WITH project AS (
    SELECT project.* FROM projects_project project
     WHERE project.id = ANY(%(ids)s::bigint[]) AND NOT EXISTS (
         SELECT FROM legacy_origin origin WHERE origin.kind = 'projects' AND origin.project_id = project.id)
),
opened AS (
    SELECT project.id AS project_id, coalesce(
               (SELECT min((meeting.starts_at AT TIME ZONE %(zone)s)::date) FROM projects_meeting meeting
                 WHERE meeting.project_id = project.id AND meeting.kind = %(kick_off)s),
               (SELECT min(course.starts_on) FROM education_course course
                 WHERE course.project_id = project.id AND course.status <> %(cancelled)s)) AS on_day
      FROM project
),
entry AS (
    SELECT audit.project_id, audit.action, (audit.at AT TIME ZONE %(zone)s)::date AS on_day,
           lead((audit.at AT TIME ZONE %(zone)s)::date) OVER (PARTITION BY audit.project_id ORDER BY audit.at, audit.id)
               AS next_on
      FROM common_auditentry audit
     WHERE audit.project_id = ANY(%(ids)s::bigint[]) AND (audit.at AT TIME ZONE %(zone)s)::date <= %(on)s
),
recorded AS (
    SELECT entry.project_id, count(*) AS entries,
           min(entry.on_day) FILTER (WHERE entry.action = 'project.cancelled') AS given_up_on,
           min(entry.on_day) FILTER (WHERE entry.action = 'course.cancelled') AS cancelled_on,
           min(greatest(entry.on_day, project.start_date) + %(still)s) FILTER (
               WHERE coalesce(entry.next_on, CASE WHEN project.status = %(active)s THEN %(on)s::date END)
                     > greatest(entry.on_day, project.start_date) + %(still)s) AS still_on
      FROM entry JOIN project ON project.id = entry.project_id
     GROUP BY entry.project_id
),
course AS (
    SELECT project_id, min(starts_on) FILTER (WHERE status <> %(cancelled)s) AS first_on,
           min(starts_on) FILTER (WHERE status = %(cancelled)s) AS cancelled_on,
           count(DISTINCT provider_id) FILTER (WHERE status <> %(cancelled)s) AS schools,
           bool_or(merit_giving AND status <> %(cancelled)s) AS merit
      FROM education_course WHERE project_id = ANY(%(ids)s::bigint[]) GROUP BY project_id
),
terms AS (
    SELECT agreement.project_id, max((newest.written_at AT TIME ZONE %(zone)s)::date) AS written_on,
           count(DISTINCT (terms.job_search_duty, terms.transport_paid, terms.benefit_kept, terms.work_placement_weeks))
               AS variants
      FROM projects_agreement agreement
      JOIN LATERAL (SELECT text.id, text.written_at FROM projects_agreementtext text
                     WHERE text.agreement_id = agreement.id ORDER BY text.number DESC LIMIT 1) newest ON TRUE
      JOIN projects_contributionterms terms ON terms.text_id = newest.id
     WHERE agreement.project_id = ANY(%(ids)s::bigint[]) AND agreement.kind = %(contribution)s AND agreement.withdrawn_on IS NULL
     GROUP BY agreement.project_id
)
SELECT project.id, project.status, coalesce(council.code, ''), coalesce(office.code, ''), project.start_year,
       project.start_date, opened.on_day,
       CASE WHEN project.status = %(given_up)s THEN coalesce(recorded.given_up_on, project.end_date) END,
       coalesce(recorded.cancelled_on, course.cancelled_on), recorded.still_on, coalesce(recorded.entries, 0),
       (SELECT count(DISTINCT known.name)
          FROM projects_party party
          JOIN actors_organisation organisation ON organisation.id = party.organisation_id
          JOIN unnest(%(kinds)s::text[], %(groups)s::text[]) AS known (kind, name) ON known.kind = organisation.kind
         WHERE party.project_id = project.id AND party.joined_on <= opened.on_day) < %(number)s,
       course.first_on, coalesce(course.schools, 0) > 1, coalesce(course.merit, FALSE),
       CASE WHEN terms.variants > 1 THEN terms.written_on END,
       EXISTS (SELECT FROM projects_commitment commitment
                WHERE commitment.project_id = project.id AND commitment.content_matches
                  AND coalesce(commitment.given_on <= course.first_on, TRUE)
                  AND coalesce(commitment.withdrawn_on > course.first_on, TRUE))
  FROM project
  JOIN opened ON opened.project_id = project.id
  LEFT JOIN reference_council council ON council.id = project.council_id
  LEFT JOIN reference_office office ON office.id = council.office_id
  LEFT JOIN recorded ON recorded.project_id = project.id
  LEFT JOIN course ON course.project_id = project.id
  LEFT JOIN terms ON terms.project_id = project.id
 ORDER BY project.id
"""
