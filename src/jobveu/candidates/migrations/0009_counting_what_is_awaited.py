"""How many things are to be done with the candidates of job centres, by project and day: numbers, for whoever acts
for those job centres.

Counted with the wall away, which asks the database the same questions of each row and each table anew: a job centre
may have tens of thousands of candidacies. The rules are those of candidates/queries/awaited.py, which tells what is
to be done with each candidacy of one project.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION candidates_awaited(
    job_centres bigint[], project bigint, until date, milestones text[], months int[], cancelled text
) RETURNS TABLE (awaited text, project_id bigint, job_centre_id bigint, on_day date, number bigint)
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    RETURN QUERY
    WITH candidacy AS MATERIALIZED (
        SELECT id, project_id, job_centre_id FROM public.candidates_candidacy
         WHERE job_centre_id = ANY ($1) AND ($2 IS NULL OR project_id = $2)
           AND withdrawn_on IS NULL AND person_id IS NOT NULL
    ), course AS MATERIALIZED (
        SELECT enrolment.candidacy_id, count(*) AS courses,
               count(coalesce(enrolment.ended_on, course.ends_on)) AS ended,
               max(coalesce(enrolment.ended_on, course.ends_on)) AS day
          FROM candidacy JOIN public.candidates_enrolment enrolment ON enrolment.candidacy_id = candidacy.id
          JOIN public.education_course course ON course.id = enrolment.course_id AND course.status <> $6
         GROUP BY enrolment.candidacy_id
    ), thing AS (
        SELECT 'outcome_' || milestone.name AS awaited, candidacy.project_id, candidacy.job_centre_id,
               (since.day + make_interval(months => milestone.months))::date AS on_day
          FROM candidacy JOIN course ON course.candidacy_id = candidacy.id
          JOIN public.projects_project project ON project.id = candidacy.project_id
         CROSS JOIN LATERAL (SELECT CASE WHEN course.courses = course.ended THEN course.day
                                         ELSE project.end_date END AS day) since
         CROSS JOIN unnest($4, $5) milestone(name, months)
         WHERE since.day + make_interval(months => milestone.months) <= $3
           AND NOT EXISTS (SELECT FROM public.candidates_outcome outcome
                            WHERE outcome.candidacy_id = candidacy.id AND outcome.milestone = milestone.name)
        UNION ALL
        SELECT 'follow_up', candidacy.project_id, candidacy.job_centre_id, newest.next_on
          FROM candidacy
          JOIN (SELECT DISTINCT ON (candidacy_id) candidacy_id, next_on FROM public.candidates_followup
                 WHERE candidacy_id IN (SELECT id FROM candidacy)
                 ORDER BY candidacy_id, held_on DESC, id DESC) newest
            ON newest.candidacy_id = candidacy.id AND newest.next_on <= $3
        UNION ALL
        SELECT 'screening', candidacy.project_id, candidacy.job_centre_id, NULL
          FROM candidacy
         WHERE NOT EXISTS (SELECT FROM public.candidates_screening screening
                            WHERE screening.candidacy_id = candidacy.id)
           AND NOT EXISTS (SELECT FROM public.candidates_outcome outcome WHERE outcome.candidacy_id = candidacy.id)
           AND NOT EXISTS (SELECT FROM course WHERE course.candidacy_id = candidacy.id)
    )
    SELECT thing.awaited, thing.project_id, thing.job_centre_id, thing.on_day, count(*)
      FROM thing GROUP BY thing.awaited, thing.project_id, thing.job_centre_id, thing.on_day;
    PERFORM set_config('jobveu.acting', before, true);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0008_forgetting_the_erased")]

    operations = [
        migrations.RunSQL(
            CREATE,
            reverse_sql="DROP FUNCTION candidates_awaited(bigint[], bigint, date, text[], int[], text)",
        ),
    ]
