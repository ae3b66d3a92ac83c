"""Which of some projects have a candidate on a step of the funnel: asked for by whoever drives them, project by project."""

from importlib import import_module

from django.db import migrations

stepping_around = import_module("jobveu.candidates.migrations.0003_row_level_security").stepping_around

# Parameters: the projects, the step, the result of a screening that was passed, the statuses of an enrolment (enrolled,
# started, completed, dropped out), that of a cancelled course, and of the steps that are results the milestone and the
# kinds. A candidate is on the steps that participation_facts (insight) counts.
FUNCTION = stepping_around(
    "projects_on_step(projects bigint[], step text, passed text, statuses text[], cancelled text, milestone text,"
    " kinds text[])",
    "TABLE (project_id bigint)",
    """
SELECT wanted.id FROM unnest($1) AS wanted(id) WHERE CASE $2
  WHEN 'invited' THEN EXISTS (
    SELECT FROM public.candidates_candidacy candidacy WHERE candidacy.project_id = wanted.id)
  WHEN 'screened' THEN EXISTS (
    SELECT FROM public.candidates_candidacy candidacy
      JOIN public.candidates_screening screening ON screening.candidacy_id = candidacy.id
     WHERE candidacy.project_id = wanted.id)
  WHEN 'suitable' THEN EXISTS (
    SELECT FROM public.candidates_candidacy candidacy
     WHERE candidacy.project_id = wanted.id
       AND (SELECT screening.result FROM public.candidates_screening screening
             WHERE screening.candidacy_id = candidacy.id ORDER BY screening.id DESC LIMIT 1) = $3)
  WHEN 'matched' THEN EXISTS (
    SELECT FROM public.candidates_candidacy candidacy
      JOIN public.candidates_presentation presentation ON presentation.candidacy_id = candidacy.id
     WHERE candidacy.project_id = wanted.id)
  WHEN 'started' THEN EXISTS (
    SELECT FROM public.candidates_candidacy candidacy
      JOIN public.candidates_enrolment enrolment ON enrolment.candidacy_id = candidacy.id
      JOIN public.education_course course ON course.id = enrolment.course_id
     WHERE candidacy.project_id = wanted.id AND course.status <> $5 AND enrolment.started_on IS NOT NULL)
  WHEN 'completed' THEN EXISTS (
    SELECT FROM public.candidates_candidacy candidacy
     CROSS JOIN LATERAL (
        SELECT array_agg(enrolment.status::text) AS found
          FROM public.candidates_enrolment enrolment
          JOIN public.education_course course ON course.id = enrolment.course_id
         WHERE enrolment.candidacy_id = candidacy.id AND course.status <> $5) courses
     WHERE candidacy.project_id = wanted.id AND $4[3] = ANY (courses.found) AND NOT courses.found && $4[1:2])
  -- What few are on is looked up from those few: in most projects nobody would be found.
  WHEN 'dropped' THEN wanted.id IN (
    SELECT candidacy.project_id FROM public.candidates_candidacy candidacy
     CROSS JOIN LATERAL (
        SELECT array_agg(enrolment.status::text) AS found, count(enrolment.started_on) > 0 AS begun
          FROM public.candidates_enrolment enrolment
          JOIN public.education_course course ON course.id = enrolment.course_id
         WHERE enrolment.candidacy_id = candidacy.id AND course.status <> $5) courses
     WHERE candidacy.id IN (SELECT left_one.candidacy_id FROM public.candidates_enrolment left_one WHERE left_one.status = $4[4])
       AND courses.begun AND $4[4] = ANY (courses.found) AND NOT courses.found && $4[1:3])
  WHEN 'result' THEN wanted.id IN (
    SELECT candidacy.project_id FROM public.candidates_outcome outcome
      JOIN public.candidates_candidacy candidacy ON candidacy.id = outcome.candidacy_id
     WHERE outcome.milestone = $6 AND outcome.kind = ANY ($7))
  END""",
)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0023_wall_for_members_of_two"),
        ("education", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            FUNCTION,
            reverse_sql="DROP FUNCTION projects_on_step(bigint[], text, text, text[], text, text, text[]);",
        ),
    ]
