"""Whether an organisation has had to do with persons, asked of all tables that tell of persons by now."""

from django.db import migrations


def create(*asked):
    exists = " OR ".join(
        f"EXISTS (SELECT FROM public.candidates_{table} WHERE {column} = organisation)" for table, column in asked
    )
    return f"""
CREATE OR REPLACE FUNCTION organisation_has_persons(organisation bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
    answer boolean;
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    answer := {exists};
    PERFORM set_config('jobveu.acting', before, true);
    RETURN answer;
END
$$;
"""


BEFORE = (
    ("person", "job_centre_id"),
    ("candidacy", "job_centre_id"),
    ("presentation", "company_id"),
    ("followup", "organisation_id"),
    ("outcome", "employer_id"),
)
NEW = (
    ("activity", "company_id"),
    ("wish", "company_id"),
    ("companyscore", "company_id"),
    ("proposalperson", "decided_company_id"),
)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0019_wall_around_matching")]

    operations = [migrations.RunSQL(create(*BEFORE, *NEW), reverse_sql=create(*BEFORE))]
