"""The wall around what screenings say of each criterion: as around the screenings themselves."""

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


ANSWER = "candidates_screeninganswer"
READ = of_candidacy(f"{ANSWER}.candidacy_id", WHOLE)
WRITE = f"(SELECT wall_writes_all()) OR {of_candidacy(f'{ANSWER}.candidacy_id', f'whose.job_centre_id = {CASEWORK}')}"

CREATE = f"""
CREATE POLICY wall_read ON {ANSWER} FOR SELECT USING ((SELECT wall_reads_all()) OR {READ});
CREATE POLICY wall_insert ON {ANSWER} FOR INSERT WITH CHECK ({WRITE});
CREATE POLICY wall_update ON {ANSWER} FOR UPDATE USING ({WRITE}) WITH CHECK ({WRITE});
CREATE POLICY wall_delete ON {ANSWER} FOR DELETE USING ({WRITE});
ALTER TABLE {ANSWER} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {ANSWER} FORCE ROW LEVEL SECURITY;
"""
DROP = f"""
ALTER TABLE {ANSWER} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {ANSWER} DISABLE ROW LEVEL SECURITY;
DROP POLICY wall_read ON {ANSWER};
DROP POLICY wall_insert ON {ANSWER};
DROP POLICY wall_update ON {ANSWER};
DROP POLICY wall_delete ON {ANSWER};
"""

BEFORE = ("screening", "presentation", "enrolment", "followup", "outcome")


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


class Migration(migrations.Migration):
    dependencies = [("candidates", "0010_screening_answers_and_facts")]

    operations = [
        migrations.RunSQL(CREATE, reverse_sql=DROP),
        migrations.RunSQL(
            reads_history((*BEFORE, "screeninganswer")), reverse_sql=reads_history(BEFORE)
        ),
    ]
