"""The wall around the history of persons (docs/architecture.md, "The history"): a change to a person's record is read
by whoever may read the record, and what has been deleted by the candidate's job centre and whoever drives the project.

Changes are written by triggers, whoever acts. They are deleted by the system, and by a caseworker with the person.
"""

from django.db import migrations

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
WHOLE = f"""EXISTS (
    SELECT FROM candidates_candidacy whose WHERE whose.id = common_change.parent_id
       AND (whose.job_centre_id = {REGISTERED}
            OR ((SELECT wall_drives()) AND EXISTS (
                SELECT FROM projects_project driven WHERE driven.id = whose.project_id
                   AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])
                        OR driven.coordinating_organisation_id
                           = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))))"""


def still_seen(table):
    return f"EXISTS (SELECT FROM {table} seen WHERE seen.id = common_change.record_id)"


HANGING = "".join(
    f" WHEN 'candidates.{room}' THEN {still_seen('candidates_' + room)} OR {WHOLE}"
    for room in ("screening", "presentation", "enrolment", "followup", "outcome")
)
READ = f"""CASE room
    WHEN 'candidates.person' THEN {still_seen("candidates_person")}
    WHEN 'candidates.candidacy' THEN {still_seen("candidates_candidacy")}
    {HANGING}
    ELSE person_id IS NULL END"""
OF_OWN_PERSON = (
    "EXISTS (SELECT FROM candidates_person erased WHERE erased.id = common_change.person_id"
    " AND erased.job_centre_id = ANY ((SELECT wall_ids('casework'))::bigint[]))"
)

CREATE = f"""
CREATE POLICY wall_read ON common_change FOR SELECT USING ((SELECT wall_reads_all()) OR {READ});
CREATE POLICY wall_insert ON common_change FOR INSERT WITH CHECK (true);
CREATE POLICY wall_update ON common_change FOR UPDATE USING ((SELECT wall_writes_all()))
    WITH CHECK ((SELECT wall_writes_all()));
CREATE POLICY wall_delete ON common_change FOR DELETE USING ((SELECT wall_writes_all()) OR {OF_OWN_PERSON});
ALTER TABLE common_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE common_change FORCE ROW LEVEL SECURITY;
"""
DROP = """
ALTER TABLE common_change NO FORCE ROW LEVEL SECURITY;
ALTER TABLE common_change DISABLE ROW LEVEL SECURITY;
DROP POLICY wall_read ON common_change;
DROP POLICY wall_insert ON common_change;
DROP POLICY wall_update ON common_change;
DROP POLICY wall_delete ON common_change;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0003_row_level_security"), ("common", "0004_history")]

    operations = [migrations.RunSQL(CREATE, reverse_sql=DROP)]
