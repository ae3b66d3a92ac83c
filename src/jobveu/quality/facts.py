"""What the rules are asked about: a line for each project, put together in one statement."""

from __future__ import annotations

from jobveu.reference.enums import UNSTATED_INDUSTRY

_OF = "(%(projects)s::bigint[] IS NULL OR {0} = ANY(%(projects)s))"
"""Said of every table, for the database does not carry the condition into what is counted by itself."""

FACTS = f"""
party AS (
    SELECT project_id, count(*) AS parties FROM projects_party
     WHERE {_OF.format("project_id")} GROUP BY project_id
),
course AS (
    SELECT project_id, count(*) AS courses,
           sum(reported_participants) AS courses_reported, max(reported_participants) AS courses_most,
           count(*) FILTER (WHERE reported_participants IS NULL) AS courses_untold,
           min(starts_on) AS first_course, max(coalesce(ends_on, starts_on)) AS last_course,
           count(*) FILTER (WHERE ends_on < starts_on) AS courses_out_of_order,
           count(*) FILTER (WHERE status = 'held' AND provider_id IS NULL) AS courses_without_provider
      FROM education_course WHERE status <> 'cancelled' AND {_OF.format("project_id")} GROUP BY project_id
),
contact AS (
    SELECT party.project_id, count(*) AS contacts,
           count(*) FILTER (WHERE contact.email = '') AS contacts_without_email
      FROM projects_party party
      JOIN actors_contact contact ON contact.organisation_id = party.organisation_id AND contact.active
     WHERE {_OF.format("party.project_id")}
     GROUP BY party.project_id
),
enrolled AS (
    SELECT course.project_id, sum(numbers.number) AS enrolled
      FROM course_numbers(ARRAY(
               SELECT course.id FROM education_course course
                 JOIN projects_project project ON project.id = course.project_id
                WHERE project.status = 'completed' AND project.reported_participants IS NULL
                  AND {_OF.format("course.project_id")})
           ) numbers (course_id, status, number)
      JOIN education_course course ON course.id = numbers.course_id
     GROUP BY course.project_id
),
twin AS (
    SELECT title, council_id, start_date, count(*) - 1 AS twins
      FROM projects_project
     WHERE source_key = '' AND status <> 'cancelled' AND start_date IS NOT NULL AND council_id IS NOT NULL
       AND (%(projects)s::bigint[] IS NULL
            OR title IN (SELECT title FROM projects_project WHERE id = ANY(%(projects)s::bigint[])))
     GROUP BY title, council_id, start_date HAVING count(*) > 1
),
origin AS (
    SELECT DISTINCT ON (project_id) project_id, office_id
      FROM legacy_origin WHERE kind = 'projects' AND office_id IS NOT NULL AND {_OF.format("project_id")}
     ORDER BY project_id, id
),
facts AS (
    SELECT project.id, project.title, project.type, project.status, project.target_groups, project.initiative,
           project.coordinator_role, project.area_kind, project.start_date, project.start_precision,
           project.end_date, project.reported_participants, project.council_id, project.industry_id,
           coalesce(council.office_id, origin.office_id) AS office_id,
           council.valid_from AS council_from, council.valid_to AS council_to,
           coalesce(industry.code = '{UNSTATED_INDUSTRY}', FALSE) AS industry_unstated,
           coalesce(party.parties, 0) AS parties,
           coalesce(course.courses, 0) AS courses, course.courses_reported, course.courses_most,
           coalesce(course.courses_untold, 0) AS courses_untold, course.first_course, course.last_course,
           coalesce(course.courses_out_of_order, 0) AS courses_out_of_order,
           coalesce(course.courses_without_provider, 0) AS courses_without_provider,
           coalesce(contact.contacts, 0) AS contacts,
           coalesce(contact.contacts_without_email, 0) AS contacts_without_email,
           coalesce(enrolled.enrolled, 0) AS enrolled, coalesce(twin.twins, 0) AS twins
      FROM projects_project project
      LEFT JOIN reference_council council ON council.id = project.council_id
      LEFT JOIN reference_industry industry ON industry.id = project.industry_id
      LEFT JOIN party ON party.project_id = project.id
      LEFT JOIN course ON course.project_id = project.id
      LEFT JOIN contact ON contact.project_id = project.id
      LEFT JOIN enrolled ON enrolled.project_id = project.id
      LEFT JOIN twin ON (twin.title, twin.council_id, twin.start_date)
                     = (project.title, project.council_id, project.start_date)
      LEFT JOIN origin ON origin.project_id = project.id
     WHERE project.source_key = '' AND project.status <> 'cancelled'
       AND (%(office)s::bigint IS NULL OR coalesce(council.office_id, origin.office_id) = %(office)s)
       AND {_OF.format("project.id")}
)
"""  # noqa: S608  made of a constant
"""Common table expressions; `facts` is the last. Cases taken from a publication, of which only what it says is known, and
projects that were given up are left out. Who is enrolled counts only where nothing else tells of participants, and is
asked by the function that steps around the wall for numbers (candidates.queries.counted)."""
