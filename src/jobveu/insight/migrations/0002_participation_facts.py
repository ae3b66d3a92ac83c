"""What snapshots and figures read of candidacies: counted behind the wall, as candidates' own numbers are."""

from importlib import import_module

from django.db import migrations

stepping_around = import_module("jobveu.candidates.migrations.0003_row_level_security").stepping_around


def quarter(day):
    return (
        f"CASE WHEN {day} IS NULL THEN 0 ELSE greatest(1, least(255,"
        f" (extract(year FROM {day})::int - $9) * 4 + extract(quarter FROM {day})::int)) END"
    )


# Parameters: situations, skills, reasons, milestones, kinds, passed, cancelled, statuses (enrolled, started, completed,
# dropped out), first_year. The codes are those of insight.facts.codes. A number of candidates is counted for each course
# of events within a project; where there is no person any longer, situation and skill level are 0.
FUNCTION = stepping_around(
    "participation_facts(situations text[], skills text[], reasons text[], milestones text[], kinds text[],"
    " passed text, cancelled text, statuses text[], first_year int)",
    "TABLE (project_id bigint, path int, outcomes int, person int, invited int, screened int, presented int,"
    " started int, ended int, number bigint)",
    f"""
SELECT one.project_id, one.path, one.outcomes, one.person, one.invited, one.screened, one.presented, one.started,
       one.ended, count(*)
  FROM (
    SELECT candidacy.project_id,
           (((CASE WHEN screening.result IS NULL THEN 0 WHEN screening.result = $6 THEN 2 ELSE 1 END) * 2
             + (presentation.first_on IS NOT NULL)::int) * 2
             + (coalesce(enrolment.started_on IS NOT NULL, false))::int) * (5 + cardinality($3))
           + CASE WHEN $8[2] = ANY (enrolment.found) OR enrolment.found @> ARRAY[$8[1], $8[3]] THEN 3
                  WHEN $8[1] = ANY (enrolment.found) THEN 2
                  WHEN $8[3] = ANY (enrolment.found) THEN 4
                  WHEN $8[4] = ANY (enrolment.found) THEN 5 + array_position($3, enrolment.reason) - 1
                  WHEN candidacy.withdrawn_on IS NOT NULL THEN 1
                  ELSE 0 END AS path,
           coalesce(outcome.code, 0)::int AS outcomes,
           coalesce(CASE WHEN person.vulnerable THEN array_position($1, 'vulnerable')
                         ELSE array_position($1, person.situation::text) END, 0) * 4
           + coalesce(array_position($2, person.skill_level::text), 0) AS person,
           {quarter("candidacy.added_on")} AS invited,
           {quarter("screening.screened_on")} AS screened,
           {quarter("presentation.first_on")} AS presented,
           {quarter("enrolment.started_on")} AS started,
           {quarter("enrolment.ended_on")} AS ended
      FROM public.candidates_candidacy candidacy
      LEFT JOIN public.candidates_person person ON person.id = candidacy.person_id
      LEFT JOIN (SELECT DISTINCT ON (candidacy_id) candidacy_id, result, screened_on
                   FROM public.candidates_screening ORDER BY candidacy_id, id DESC) screening
        ON screening.candidacy_id = candidacy.id
      LEFT JOIN (SELECT candidacy_id, min(presented_on) AS first_on
                   FROM public.candidates_presentation GROUP BY candidacy_id) presentation
        ON presentation.candidacy_id = candidacy.id
      LEFT JOIN (SELECT enrolled.candidacy_id, array_agg(enrolled.status::text) AS found,
                        min(enrolled.started_on) AS started_on,
                        CASE WHEN bool_and(enrolled.ended_on IS NOT NULL) THEN max(enrolled.ended_on) END AS ended_on,
                        (array_agg(enrolled.dropout_reason::text ORDER BY enrolled.ended_on DESC, enrolled.id DESC)
                         FILTER (WHERE enrolled.status = $8[4]))[1] AS reason
                   FROM public.candidates_enrolment enrolled
                   JOIN public.education_course course ON course.id = enrolled.course_id
                  WHERE course.status <> $7
                  GROUP BY enrolled.candidacy_id) enrolment
        ON enrolment.candidacy_id = candidacy.id
      LEFT JOIN (SELECT candidacy_id,
                        sum(array_position($5, kind::text) * 8 ^ (array_position($4, milestone::text) - 1)) AS code
                   FROM public.candidates_outcome GROUP BY candidacy_id) outcome
        ON outcome.candidacy_id = candidacy.id
  ) one
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9""",
)


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0001_initial"),
        ("candidates", "0008_forgetting_the_erased"),
        ("education", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            FUNCTION,
            reverse_sql="DROP FUNCTION participation_facts("
            "text[], text[], text[], text[], text[], text, text, text[], int);",
        ),
    ]
