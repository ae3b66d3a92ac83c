"""The wall around who came on which day of a course, and the early signs counted over it.

A day is read and written as the enrolment it hangs on: by the provider of the course and the participant's own job
centre; whoever drives the project reads it.
"""

from django.db import migrations

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
PROVIDERS = "ANY ((SELECT wall_ids('providers'))::bigint[])"
DRIVEN = """((SELECT wall_drives()) AND EXISTS (
    SELECT FROM projects_project driven WHERE driven.id = whose.project_id
       AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])
            OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))"""
WHOLE = f"whose.job_centre_id = {REGISTERED} OR {DRIVEN}"


def of_candidacy(candidacy, condition):
    return f"EXISTS (SELECT FROM candidates_candidacy whose WHERE whose.id = {candidacy} AND ({condition}))"


DAY = "candidates_courseday"
OWN_COURSE = f"""((SELECT wall_meets()) AND EXISTS (
    SELECT FROM candidates_enrolment enrolment JOIN education_course course ON course.id = enrolment.course_id
     WHERE enrolment.id = {DAY}.enrolment_id AND course.status <> 'cancelled'
       AND course.provider_id = {PROVIDERS}))"""
OWN = of_candidacy(f"{DAY}.candidacy_id", f"whose.job_centre_id = {REGISTERED}")
READ = f"(SELECT wall_reads_all()) OR {OWN_COURSE} OR {of_candidacy(f'{DAY}.candidacy_id', WHOLE)}"
WRITE = f"(SELECT wall_writes_all()) OR {OWN_COURSE} OR {OWN}"
CREATE = f"""
CREATE POLICY wall_read ON {DAY} FOR SELECT USING ({READ});
CREATE POLICY wall_insert ON {DAY} FOR INSERT WITH CHECK ({WRITE});
CREATE POLICY wall_update ON {DAY} FOR UPDATE USING ({WRITE}) WITH CHECK ({WRITE});
CREATE POLICY wall_delete ON {DAY} FOR DELETE USING ({WRITE});
ALTER TABLE {DAY} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {DAY} FORCE ROW LEVEL SECURITY;
"""
DROP = f"""
ALTER TABLE {DAY} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {DAY} DISABLE ROW LEVEL SECURITY;
DROP POLICY wall_read ON {DAY};
DROP POLICY wall_insert ON {DAY};
DROP POLICY wall_update ON {DAY};
DROP POLICY wall_delete ON {DAY};
"""
BEFORE = (
    "screening",
    "screeninganswer",
    "activity",
    "statement",
    "presentation",
    "enrolment",
    "followup",
    "outcome",
)


def still_seen(table):
    return f"EXISTS (SELECT FROM {table} seen WHERE seen.id = common_change.record_id)"


def reads_history(rooms):
    hanging = "".join(
        f" WHEN 'candidates.{room}' THEN {still_seen('candidates_' + room)}"
        f" OR {of_candidacy('common_change.parent_id', WHOLE)}"
        for room in rooms
    )
    return f"""ALTER POLICY wall_read ON common_change USING ((SELECT wall_reads_all()) OR CASE room
    WHEN 'candidates.person' THEN {still_seen("candidates_person")}
    WHEN 'candidates.candidacy' THEN {still_seen("candidates_candidacy")}
    {hanging}
    ELSE person_id IS NULL END)"""


# Of those candidacies, the ones whose last five recorded days on a course that runs are an early sign
# (queries/course_days.is_early_sign) that nobody has followed up since, and the last day they were away. Asked within
# the wall, as whoever asks.
EARLY_SIGNS = """
CREATE FUNCTION early_signs(candidacies bigint[]) RETURNS TABLE (candidacy_id bigint, on_day date)
LANGUAGE sql STABLE PARALLEL UNSAFE
AS $$
SELECT sign.candidacy_id, max(sign.away_on)
  FROM (SELECT last.candidacy_id, max(last.day) FILTER (WHERE last.attendance <> 'came') AS away_on,
               count(*) FILTER (WHERE last.attendance = 'absent') AS absent,
               count(*) FILTER (WHERE last.attendance <> 'came') AS missed
          FROM (SELECT day.candidacy_id, day.enrolment_id, day.day, day.attendance,
                       row_number() OVER (PARTITION BY day.enrolment_id ORDER BY day.day DESC) AS place
                  FROM public.candidates_courseday day
                  JOIN public.candidates_enrolment enrolment
                    ON enrolment.id = day.enrolment_id AND enrolment.status = 'started'
                 WHERE day.candidacy_id = ANY ($1)) last
         WHERE last.place <= 5
         GROUP BY last.candidacy_id, last.enrolment_id) sign
 WHERE (sign.absent >= 2 OR sign.missed >= 3)
   AND NOT EXISTS (SELECT FROM public.candidates_followup follow_up
                    WHERE follow_up.candidacy_id = sign.candidacy_id AND follow_up.held_on >= sign.away_on)
 GROUP BY sign.candidacy_id
$$;
"""

AWAITED = """
CREATE OR REPLACE FUNCTION candidates_awaited(
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
        UNION ALL
        SELECT 'early_sign', candidacy.project_id, candidacy.job_centre_id, sign.on_day
          FROM public.early_signs(ARRAY(SELECT id FROM candidacy)) sign
          JOIN candidacy ON candidacy.id = sign.candidacy_id
    )
    SELECT thing.awaited, thing.project_id, thing.job_centre_id, thing.on_day, count(*)
      FROM thing GROUP BY thing.awaited, thing.project_id, thing.job_centre_id, thing.on_day;
    PERFORM set_config('jobveu.acting', before, true);
END
$$;
"""
AWAITED_BEFORE = """
CREATE OR REPLACE FUNCTION candidates_awaited(
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
    dependencies = [("candidates", "0014_course_days")]

    operations = [
        migrations.RunSQL(CREATE, reverse_sql=DROP),
        migrations.RunSQL(
            reads_history((*BEFORE, "courseday")), reverse_sql=reads_history(BEFORE)
        ),
        migrations.RunSQL(EARLY_SIGNS, reverse_sql="DROP FUNCTION early_signs(bigint[])"),
        migrations.RunSQL(AWAITED, reverse_sql=AWAITED_BEFORE),
    ]
