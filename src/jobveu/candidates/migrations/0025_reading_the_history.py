"""The wall around the history names what it has for each table once. Before, PostgreSQL planned a case for every table each
time the history was named in a statement, which took 45 ms, and a page of a record's history names it up to nine times.

All of a candidacy is seen by its job centre and by whoever drives the project: that stands in the policy, once, and is
looked up for all rows together. Rows that others see, too, are asked about in a function: its plans are made once for each
connection, for the tables that are asked about alone. A call takes a tenth of a millisecond, so it comes last."""

from django.db import migrations

ASKED_ABOUT = ("person", "candidacy")
ALONE = ("screening", "screeninganswer", "statement", "waitingplace", "outcome", "wish", "proposalperson")
"""What hangs on a candidacy and is seen by those alone who see all of it."""
WITH_OTHERS = ("activity", "courseday", "presentation", "enrolment", "followup", "companyscore")
"""What is seen by a company or a provider, too, when it is theirs."""
WHOLE = """EXISTS (
    SELECT FROM candidates_candidacy whose WHERE whose.id = common_change.parent_id
       AND (whose.job_centre_id = ANY ((SELECT wall_ids('registered'))::bigint[])
            OR ((SELECT wall_drives()) AND EXISTS (
                SELECT FROM projects_project driven WHERE driven.id = whose.project_id
                   AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])
                        OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))))"""


def listed(rooms):
    return ", ".join(f"'candidates.{room}'" for room in rooms)


def seen(room, record, schema=""):
    return f"EXISTS (SELECT FROM {schema}candidates_{room} seen WHERE seen.id = {record})"


CASES = "".join(
    f"""
        WHEN 'candidates.{room}' THEN RETURN {seen(room, "asked_record", "public.")};"""
    for room in (*ASKED_ABOUT, *WITH_OTHERS)
)
FUNCTION = f"""
CREATE FUNCTION wall_shows_row(asked_room text, asked_record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
BEGIN
    CASE asked_room{CASES}
        ELSE RETURN false;
    END CASE;
END
$$;
"""
ONCE = f"""ALTER POLICY wall_read ON common_change USING ((SELECT wall_reads_all()) OR CASE
    WHEN room IN ({listed(ASKED_ABOUT)}) THEN wall_shows_row(room, record_id)
    WHEN room IN ({listed((*ALONE, *WITH_OTHERS))})
        THEN {WHOLE} OR (room IN ({listed(WITH_OTHERS)}) AND wall_shows_row(room, record_id))
    ELSE person_id IS NULL END)"""


def for_every_table():
    themselves = "".join(
        f" WHEN 'candidates.{room}' THEN {seen(room, 'common_change.record_id')}" for room in ASKED_ABOUT
    )
    hanging = "".join(
        f" WHEN 'candidates.{room}' THEN {seen(room, 'common_change.record_id')} OR {WHOLE}"
        for room in (*ALONE, *WITH_OTHERS)
    )
    return f"""ALTER POLICY wall_read ON common_change
    USING ((SELECT wall_reads_all()) OR CASE room {themselves} {hanging} ELSE person_id IS NULL END)"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0024_counting_who_is_on_a_step")]

    operations = [
        migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION wall_shows_row(text, bigint)"),
        migrations.RunSQL(ONCE, reverse_sql=for_every_table()),
    ]
