"""The wall around what candidates are invited to and what they say, and the numbers that are counted over it.

A company sees the meetings and placements with itself of those who are presented to it: the policy of presentations
says which those are.
"""

from django.db import migrations

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
CASEWORK = "ANY ((SELECT wall_ids('casework'))::bigint[])"
COMPANIES = "ANY ((SELECT wall_ids('companies'))::bigint[])"
DRIVEN = """((SELECT wall_drives()) AND EXISTS (
    SELECT FROM projects_project driven WHERE driven.id = whose.project_id
       AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])
            OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))"""
WHOLE = f"whose.job_centre_id = {REGISTERED} OR {DRIVEN}"


def of_candidacy(candidacy, condition):
    return f"EXISTS (SELECT FROM candidates_candidacy whose WHERE whose.id = {candidacy} AND ({condition}))"


ACTIVITY, STATEMENT = "candidates_activity", "candidates_statement"
WITH_OWN_COMPANY = f"""(company_id = {COMPANIES} AND wall_presented_to_own(candidacy_id) AND EXISTS (
    SELECT FROM candidates_presentation presented WHERE presented.candidacy_id = candidates_activity.candidacy_id
       AND presented.company_id = candidates_activity.company_id AND presented.ended_on IS NULL)) OR """


def policies(table, also=""):
    read = also + of_candidacy(f"{table}.candidacy_id", WHOLE)
    own = of_candidacy(f"{table}.candidacy_id", f"whose.job_centre_id = {CASEWORK}")
    write = f"(SELECT wall_writes_all()) OR {own}"
    return f"""
CREATE POLICY wall_read ON {table} FOR SELECT USING ((SELECT wall_reads_all()) OR {read});
CREATE POLICY wall_insert ON {table} FOR INSERT WITH CHECK ({write});
CREATE POLICY wall_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
CREATE POLICY wall_delete ON {table} FOR DELETE USING ({write});
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
"""


def no_policies(table):
    drops = "".join(
        f"DROP POLICY wall_{command} ON {table};" for command in ("read", "insert", "update", "delete")
    )
    return f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY; {drops}"


BEFORE = ("screening", "screeninganswer", "presentation", "enrolment", "followup", "outcome")


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


def stepping_around(signature, returns, select):
    """A function whose one SELECT is answered with the wall away, reads only (as in 0003)."""
    return f"""
CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    RETURN QUERY {select};
    PERFORM set_config('jobveu.acting', before, true);
    RETURN;
END
$$;
"""


NUMBERS = (
    # How many of each job centre's candidates, withdrawn or not, are vulnerable. Who has been erased counts as not.
    stepping_around(
        "vulnerable_numbers(project bigint)",
        "TABLE (job_centre_id bigint, added bigint, vulnerable bigint)",
        """
SELECT candidacy.job_centre_id, count(*), count(*) FILTER (WHERE person.vulnerable)
  FROM public.candidates_candidacy candidacy
  LEFT JOIN public.candidates_person person ON person.id = candidacy.person_id
 WHERE candidacy.project_id = $1
 GROUP BY candidacy.job_centre_id""",
    )
    # Of each criterion, by its key, and job centre: how many candidates the newest answer is given for, and how many do
    # not meet it; of all and of the vulnerable.
    + stepping_around(
        "criterion_numbers(project bigint)",
        "TABLE (key uuid, job_centre_id bigint, answered bigint, not_met bigint, vulnerable_answered bigint,"
        " vulnerable_not_met bigint)",
        """
SELECT newest.key, newest.job_centre_id, count(*), count(*) FILTER (WHERE newest.answer = 'not_met'),
       count(*) FILTER (WHERE newest.vulnerable),
       count(*) FILTER (WHERE newest.vulnerable AND newest.answer = 'not_met')
  FROM (SELECT DISTINCT ON (candidacy.id, criterion.key)
               criterion.key, candidacy.job_centre_id, answer.answer, coalesce(person.vulnerable, false) AS vulnerable
          FROM public.candidates_candidacy candidacy
          LEFT JOIN public.candidates_person person ON person.id = candidacy.person_id
          JOIN public.candidates_screeninganswer answer ON answer.candidacy_id = candidacy.id
          JOIN public.projects_criterion criterion ON criterion.id = answer.criterion_id
         WHERE candidacy.project_id = $1 AND answer.answer <> 'unknown'
         ORDER BY candidacy.id, criterion.key, answer.screening_id DESC) newest
 GROUP BY newest.key, newest.job_centre_id""",
    )
    # Of each meeting and job centre: how many are invited, have said yes, and came.
    + stepping_around(
        "invitation_numbers(meetings bigint[])",
        "TABLE (meeting_id bigint, job_centre_id bigint, invited bigint, accepted bigint, came bigint)",
        """
SELECT activity.meeting_id, candidacy.job_centre_id, count(*),
       count(*) FILTER (WHERE activity.answer = 'accepted'), count(*) FILTER (WHERE activity.attendance = 'came')
  FROM public.candidates_activity activity
  JOIN public.candidates_candidacy candidacy ON candidacy.id = activity.candidacy_id
 WHERE activity.meeting_id = ANY ($1) GROUP BY activity.meeting_id, candidacy.job_centre_id""",
    )
)
FUNCTIONS = ("vulnerable_numbers(bigint)", "criterion_numbers(bigint)", "invitation_numbers(bigint[])")

ORGANISATION_HAS_PERSONS = """
CREATE OR REPLACE FUNCTION organisation_has_persons(organisation bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
    answer boolean;
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    answer := EXISTS (SELECT FROM public.candidates_person WHERE job_centre_id = organisation)
           OR EXISTS (SELECT FROM public.candidates_candidacy WHERE job_centre_id = organisation)
           OR EXISTS (SELECT FROM public.candidates_presentation WHERE company_id = organisation)
           {activity}
           OR EXISTS (SELECT FROM public.candidates_followup WHERE organisation_id = organisation)
           OR EXISTS (SELECT FROM public.candidates_outcome WHERE employer_id = organisation);
    PERFORM set_config('jobveu.acting', before, true);
    RETURN answer;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0012_activities")]

    operations = [
        migrations.RunSQL(policies(ACTIVITY, WITH_OWN_COMPANY), reverse_sql=no_policies(ACTIVITY)),
        migrations.RunSQL(policies(STATEMENT), reverse_sql=no_policies(STATEMENT)),
        migrations.RunSQL(
            reads_history((*BEFORE, "activity", "statement")), reverse_sql=reads_history(BEFORE)
        ),
        migrations.RunSQL(
            NUMBERS, reverse_sql="".join(f"DROP FUNCTION {function};" for function in FUNCTIONS)
        ),
        migrations.RunSQL(
            ORGANISATION_HAS_PERSONS.format(
                activity="OR EXISTS (SELECT FROM public.candidates_activity WHERE company_id = organisation)"
            ),
            reverse_sql=ORGANISATION_HAS_PERSONS.format(activity=""),
        ),
    ]
