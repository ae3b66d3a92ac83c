"""Row-level security around what candidates wish, what companies say of them, and what is proposed for them: read by
the candidate's job centre and by whoever drives the project, written by the caseworkers. What is proposed is written
by the system alone; caseworkers decide on it.

`proposal_numbers` counts over everybody's persons what was proposed and decided, for those who see the project.
"""

from django.db import migrations

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
CASEWORK = "ANY ((SELECT wall_ids('casework'))::bigint[])"
WRITES_ALL = "(SELECT wall_writes_all())"
ROOMS = ("wish", "companyscore", "proposalperson")


def driven(project):
    return (
        "((SELECT wall_drives()) AND EXISTS (SELECT FROM projects_project driven"
        f" WHERE driven.id = {project} AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])"
        " OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))"
    )


def of_candidacy(room, condition):
    return (
        "EXISTS (SELECT FROM candidates_candidacy whose"
        f" WHERE whose.id = candidates_{room}.candidacy_id AND ({condition}))"
    )


def policies(room):
    whole = of_candidacy(room, f"whose.job_centre_id = {REGISTERED} OR {driven('whose.project_id')}")
    casework = f"{WRITES_ALL} OR {of_candidacy(room, f'whose.job_centre_id = {CASEWORK}')}"
    insert = WRITES_ALL if room == "proposalperson" else casework
    return f"""
CREATE POLICY wall_read ON candidates_{room} FOR SELECT USING ((SELECT wall_reads_all()) OR {whole});
CREATE POLICY wall_insert ON candidates_{room} FOR INSERT WITH CHECK ({insert});
CREATE POLICY wall_update ON candidates_{room} FOR UPDATE USING ({casework}) WITH CHECK ({casework});
CREATE POLICY wall_delete ON candidates_{room} FOR DELETE USING ({casework});
ALTER TABLE candidates_{room} ENABLE ROW LEVEL SECURITY;
ALTER TABLE candidates_{room} FORCE ROW LEVEL SECURITY;
"""


def no_policies(room):
    return "".join(
        f"DROP POLICY wall_{command} ON candidates_{room};" for command in ("read", "insert", "update", "delete")
    ) + (
        f"ALTER TABLE candidates_{room} NO FORCE ROW LEVEL SECURITY;"
        f"ALTER TABLE candidates_{room} DISABLE ROW LEVEL SECURITY;"
    )


NUMBERS = """
CREATE FUNCTION proposal_numbers(proposal bigint)
RETURNS TABLE (job_centre_id bigint, placed_at text, placed_on text, decided text, number bigint)
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    RETURN QUERY
    SELECT candidacy.job_centre_id, at.position::text, at.course::text, one.decision::text, count(*)
      FROM public.candidates_proposalperson one
      JOIN public.candidates_candidacy candidacy ON candidacy.id = one.candidacy_id
     CROSS JOIN LATERAL (
           SELECT CASE WHEN one.decision IN ('accepted', 'changed') THEN one.decided_position ELSE one.position END,
                  CASE WHEN one.decision IN ('accepted', 'changed') THEN one.decided_course ELSE one.course END
           ) at(position, course)
     WHERE one.proposal_id = $1
     GROUP BY candidacy.job_centre_id, at.position, at.course, one.decision;
    PERFORM set_config('jobveu.acting', before, true);
    RETURN;
END
$$;
"""


BEFORE = (
    "screening",
    "screeninganswer",
    "activity",
    "statement",
    "courseday",
    "waitingplace",
    "presentation",
    "enrolment",
    "followup",
    "outcome",
)
OF_PARENT = (
    "EXISTS (SELECT FROM candidates_candidacy whose WHERE whose.id = common_change.parent_id"
    f" AND (whose.job_centre_id = {REGISTERED} OR {driven('whose.project_id')}))"
)


def reads_history(rooms):
    def still_seen(room):
        return f"EXISTS (SELECT FROM candidates_{room} seen WHERE seen.id = common_change.record_id)"

    hanging = "".join(
        f" WHEN 'candidates.{room}' THEN {still_seen(room)} OR {OF_PARENT}" for room in rooms
    )
    return f"""ALTER POLICY wall_read ON common_change USING ((SELECT wall_reads_all()) OR CASE room
    WHEN 'candidates.person' THEN {still_seen("person")}
    WHEN 'candidates.candidacy' THEN {still_seen("candidacy")}
    {hanging}
    ELSE person_id IS NULL END)"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0018_matching")]

    operations = [
        *(migrations.RunSQL(policies(room), reverse_sql=no_policies(room)) for room in ROOMS),
        migrations.RunSQL(reads_history((*BEFORE, *ROOMS)), reverse_sql=reads_history(BEFORE)),
        migrations.RunSQL(NUMBERS, reverse_sql="DROP FUNCTION proposal_numbers(bigint)"),
    ]
