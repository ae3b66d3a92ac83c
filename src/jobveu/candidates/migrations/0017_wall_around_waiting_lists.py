"""The wall around waiting lists, and the numbers counted over them: how long a line is, and which number one has."""

from django.db import migrations

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
CASEWORK = "ANY ((SELECT wall_ids('casework'))::bigint[])"
DRIVEN = """((SELECT wall_drives()) AND EXISTS (
    SELECT FROM projects_project driven WHERE driven.id = whose.project_id
       AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])
            OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))"""
WHOLE = f"whose.job_centre_id = {REGISTERED} OR {DRIVEN}"


def of_candidacy(candidacy, condition):
    return f"EXISTS (SELECT FROM candidates_candidacy whose WHERE whose.id = {candidacy} AND ({condition}))"


PLACE = "candidates_waitingplace"
READ = of_candidacy(f"{PLACE}.candidacy_id", WHOLE)
WRITE = f"(SELECT wall_writes_all()) OR {of_candidacy(f'{PLACE}.candidacy_id', f'whose.job_centre_id = {CASEWORK}')}"
CREATE = f"""
CREATE POLICY wall_read ON {PLACE} FOR SELECT USING ((SELECT wall_reads_all()) OR {READ});
CREATE POLICY wall_insert ON {PLACE} FOR INSERT WITH CHECK ({WRITE});
CREATE POLICY wall_update ON {PLACE} FOR UPDATE USING ({WRITE}) WITH CHECK ({WRITE});
CREATE POLICY wall_delete ON {PLACE} FOR DELETE USING ({WRITE});
ALTER TABLE {PLACE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {PLACE} FORCE ROW LEVEL SECURITY;
"""
DROP = f"""
ALTER TABLE {PLACE} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {PLACE} DISABLE ROW LEVEL SECURITY;
DROP POLICY wall_read ON {PLACE};
DROP POLICY wall_insert ON {PLACE};
DROP POLICY wall_update ON {PLACE};
DROP POLICY wall_delete ON {PLACE};
"""
BEFORE = (
    "screening",
    "screeninganswer",
    "activity",
    "statement",
    "courseday",
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


NUMBERS = """
CREATE FUNCTION waiting_numbers(courses bigint[]) RETURNS TABLE (course_id bigint, waiting bigint, offered bigint)
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    RETURN QUERY
    SELECT place.course_id, count(*) FILTER (WHERE place.state = 'waiting'), count(*) FILTER (WHERE place.state = 'offered')
      FROM public.candidates_waitingplace place WHERE place.course_id = ANY ($1) GROUP BY place.course_id;
    PERFORM set_config('jobveu.acting', before, true);
END
$$;
CREATE FUNCTION place_in_line(place bigint) RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
    answer bigint;
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    answer := (SELECT count(*) FROM public.candidates_waitingplace own
                 JOIN public.candidates_waitingplace other ON other.course_id = own.course_id
                WHERE own.id = $1 AND other.state = 'waiting' AND other.id <= own.id);
    PERFORM set_config('jobveu.acting', before, true);
    RETURN answer;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0016_waiting_lists")]

    operations = [
        migrations.RunSQL(CREATE, reverse_sql=DROP),
        migrations.RunSQL(
            reads_history((*BEFORE, "waitingplace")), reverse_sql=reads_history(BEFORE)
        ),
        migrations.RunSQL(
            NUMBERS,
            reverse_sql="DROP FUNCTION place_in_line(bigint); DROP FUNCTION waiting_numbers(bigint[]);",
        ),
    ]
