"""Reads what projects are judged by: a fixed number of SQL statements, however many projects there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from jobveu.actors.enums import SOCIAL_PARTNERS, WORKPLACES
from jobveu.assessment.facts import GROUPS, Counted, ProjectFacts
from jobveu.candidates.enums import WITH_COMPANY, ActivityTiming, Attendance, EnrolmentStatus
from jobveu.candidates.queries.counted import screened_and_placed
from jobveu.education.enums import CourseStatus
from jobveu.projects.enums import CoordinatorRole, MeetingKind, ProjectStatus
from jobveu.projects.models import Project
from jobveu.projects.phases import EvidenceKind
from jobveu.projects.queries.evidence import all_set_aside, first_days_of

AT_ONCE = 5_000
"""Projects that are read in one go: their evidence is held as rows."""


def facts_of_project(*, project_id: int, on: date) -> ProjectFacts | None:
    """Any project, also one that was given up or taken from a publication; None where there is none (5 SQL statements)."""
    return next(iter(_facts([project_id], on)), None)


def facts_of_all(*, on: date) -> tuple[ProjectFacts, ...]:
    """All projects that count: those that were not given up, and were not taken from a publication that has counted them
    already, in the order of their ids."""
    rows = Project.objects.exclude(status=ProjectStatus.CANCELLED).filter(source_key="").order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    return tuple(
        one for start in range(0, len(ids), AT_ONCE) for one in _facts(ids[start : start + AT_ONCE], on)
    )


def _facts(project_ids: Sequence[int], on: date) -> list[ProjectFacts]:
    first_days = first_days_of(project_ids=project_ids)
    screened, placed = screened_and_placed(project_ids=project_ids)
    for kind, done in ((EvidenceKind.SCREENING, screened), (EvidenceKind.INTO_WORK_OR_EDUCATION, placed)):
        for one in done:
            first_days.setdefault(one.project_id, {})[kind] = None
    set_aside = all_set_aside(project_ids=project_ids)
    counted = _counted(project_ids)
    found = []
    for id_, type_, status, office, council, year, area, synthetic, kept_here, *rest in _rows(
        project_ids, on
    ):
        started, kick_off, first_course, last_course, kinds, partner_since, companies, with_contact, *more = (
            rest
        )
        courses, merit_courses, days, merit_days, together, information, talks, uncoordinated, *last = more
        handed_over, from_template, repeats, repeats_alone = last
        found.append(
            ProjectFacts(
                id=id_,
                on=on,
                type=type_,
                status=status,
                office=office,
                council=council,
                year=year,
                area=area,
                synthetic=synthetic,
                kept_here=kept_here,
                started_on=started,
                kick_off_on=kick_off,
                first_course_on=first_course,
                last_course_on=last_course,
                shown={kind.value: day for kind, day in first_days.get(id_, {}).items()},
                set_aside=frozenset(set_aside.get(id_, ())),
                groups=frozenset(name for name, of in GROUPS.items() if not set(of).isdisjoint(kinds)),
                partner_since=partner_since,
                companies=companies,
                companies_with_contact=with_contact,
                courses=courses,
                merit_courses=merit_courses,
                course_days=days,
                merit_days=merit_days,
                met_together=together,
                information_meeting_on=information,
                conversations=talks,
                uncoordinated=uncoordinated,
                handed_over=handed_over,
                from_template=from_template,
                repeats=repeats,
                repeats_alone=repeats_alone,
                counted=counted.get(id_, Counted()),
            )
        )
    return found


def _counted(project_ids: Collection[int]) -> dict[int, Counted]:
    """Numbers of candidates, counted behind the wall by a function of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM assessment_numbers(%s, %s, %s, %s, %s, %s)",
            [
                list(project_ids),
                CourseStatus.CANCELLED.value,
                EnrolmentStatus.DROPPED_OUT.value,
                [kind.value for kind in WITH_COMPANY],
                [ActivityTiming.BEFORE.value, ActivityTiming.DURING.value],
                Attendance.CAME.value,
            ],
        )
        return {project_id: Counted(*numbers) for project_id, *numbers in cursor.fetchall()}


def _rows(project_ids: Sequence[int], on: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "ids": list(project_ids),
                "on": on,
                "zone": settings.TIME_ZONE,
                "kick_off": MeetingKind.KICK_OFF.value,
                "information": MeetingKind.INFORMATION.value,
                "together": [
                    kind.value
                    for kind in (MeetingKind.KICK_OFF, MeetingKind.STEERING_GROUP, MeetingKind.WORKING_GROUP)
                ],
                "cancelled": CourseStatus.CANCELLED.value,
                "partners": [kind.value for kind in SOCIAL_PARTNERS],
                "workplaces": [kind.value for kind in WORKPLACES],
                "employment": [kind.value for kind in GROUPS["job_centre"]],
                "education": [kind.value for kind in GROUPS["provider"]],
                "sparring": CoordinatorRole.SPARRING_PARTNER.value,
                "given_up": ProjectStatus.CANCELLED.value,
            },
        )
        return list(cursor.fetchall())


def _weekdays(first: str, last: str) -> str:
    """How many of the days from one to the other, both included, are Mondays to Fridays; in SQL. Day 0 is a Monday."""

    def until(day: str) -> str:
        number = f"({day} - DATE '1900-01-01')"
        return f"({number} / 7 * 5 + least({number} % 7, 5))"

    return f"({until(f'({last} + 1)')} - {until(first)})".replace("%", "%%")


_SQL = f"""
WITH party AS (
    SELECT party.project_id, party.organisation_id, party.joined_on, organisation.kind
      FROM projects_party party JOIN actors_organisation organisation ON organisation.id = party.organisation_id
     WHERE party.project_id = ANY(%(ids)s::bigint[])
),
parties AS (
    SELECT party.project_id, array_agg(DISTINCT party.kind::text) AS kinds,
           min(party.joined_on) FILTER (WHERE party.kind = ANY(%(partners)s)) AS partner_since,
           count(*) FILTER (WHERE party.kind = ANY(%(workplaces)s)) AS companies,
           count(*) FILTER (WHERE party.kind = ANY(%(workplaces)s) AND EXISTS (
               SELECT FROM actors_primarycontact contact
                WHERE contact.organisation_id = party.organisation_id AND contact.valid_from <= %(on)s
                  AND coalesce(contact.valid_to >= project.start_date, TRUE))) AS with_contact
      FROM party JOIN projects_project project ON project.id = party.project_id GROUP BY party.project_id
),
course AS (
    SELECT project_id, min(starts_on) AS first_on, max(coalesce(ends_on, starts_on)) AS last_on, count(*) AS courses,
           count(*) FILTER (WHERE merit_giving) AS merit_courses,
           coalesce(sum({_weekdays("starts_on", "coalesce(ends_on, starts_on)")}), 0) AS days,
           coalesce(sum({_weekdays("starts_on", "coalesce(ends_on, starts_on)")}) FILTER (WHERE merit_giving), 0)
               AS merit_days
      FROM education_course WHERE project_id = ANY(%(ids)s::bigint[]) AND status <> %(cancelled)s GROUP BY project_id
),
meeting AS (
    SELECT meeting.project_id,
           min((meeting.starts_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE meeting.kind = %(kick_off)s) AS kick_off_on,
           min((meeting.starts_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE meeting.kind = %(information)s)
               AS information_on,
           bool_or(meeting.kind = ANY(%(together)s) AND (meeting.starts_at AT TIME ZONE %(zone)s)::date <= %(on)s
                   AND attended.systems) AS together
      FROM projects_meeting meeting
      LEFT JOIN LATERAL (
          SELECT bool_or(organisation.kind = ANY(%(employment)s)) AND bool_or(organisation.kind = ANY(%(education)s))
            FROM projects_meetingattendance attendance
            JOIN actors_organisation organisation ON organisation.id = attendance.organisation_id
           WHERE attendance.meeting_id = meeting.id) attended (systems) ON TRUE
     WHERE meeting.project_id = ANY(%(ids)s::bigint[]) GROUP BY meeting.project_id
),
talk AS (
    SELECT party.project_id, count(*) AS talks,
           count(*) FILTER (WHERE EXISTS (
               SELECT FROM actors_contactnotice notice WHERE notice.dialogue_id = dialogue.id)) AS uncoordinated
      FROM party
      JOIN projects_project project ON project.id = party.project_id
      JOIN actors_dialogue dialogue ON dialogue.organisation_id = party.organisation_id
     WHERE party.kind = ANY(%(workplaces)s)
       AND dialogue.held_on BETWEEN project.start_date - 183 AND coalesce(project.end_date, %(on)s)
     GROUP BY party.project_id
),
repeat AS (
    SELECT template_id AS project_id, count(*) AS repeats,
           count(*) FILTER (WHERE coordinating_organisation_id IS NOT NULL OR coordinator_role = %(sparring)s)
               AS repeats_alone
      FROM projects_project WHERE template_id = ANY(%(ids)s::bigint[]) AND status <> %(given_up)s GROUP BY template_id
)
SELECT project.id, project.type, project.status, coalesce(office.code, ''), coalesce(council.code, ''),
       project.start_year, project.area_kind, project.synthetic,
       project.source_key = '' AND NOT EXISTS (
           SELECT FROM legacy_origin origin WHERE origin.kind = 'projects' AND origin.project_id = project.id),
       project.start_date, meeting.kick_off_on, course.first_on, course.last_on,
       coalesce(parties.kinds, ARRAY[]::text[]), parties.partner_since, coalesce(parties.companies, 0),
       coalesce(parties.with_contact, 0), coalesce(course.courses, 0), coalesce(course.merit_courses, 0),
       coalesce(course.days, 0)::int, coalesce(course.merit_days, 0)::int, coalesce(meeting.together, FALSE),
       meeting.information_on, coalesce(talk.talks, 0), coalesce(talk.uncoordinated, 0),
       project.coordinating_organisation_id IS NOT NULL, project.template_id IS NOT NULL,
       coalesce(repeat.repeats, 0), coalesce(repeat.repeats_alone, 0)
  FROM projects_project project
  LEFT JOIN reference_council council ON council.id = project.council_id
  LEFT JOIN reference_office office ON office.id = council.office_id
  LEFT JOIN parties ON parties.project_id = project.id
  LEFT JOIN course ON course.project_id = project.id
  LEFT JOIN meeting ON meeting.project_id = project.id
  LEFT JOIN talk ON talk.project_id = project.id
  LEFT JOIN repeat ON repeat.project_id = project.id
 WHERE project.id = ANY(%(ids)s::bigint[])
 ORDER BY project.id
"""  # noqa: S608  made of the expressions above
