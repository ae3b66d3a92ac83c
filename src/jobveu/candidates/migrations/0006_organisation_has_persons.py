"""Whether an organisation has had to do with persons, for whoever may not see which: yes or no, and no more."""

from django.db import migrations

CREATE = """
CREATE FUNCTION organisation_has_persons(organisation bigint) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL UNSAFE
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
           OR EXISTS (SELECT FROM public.candidates_followup WHERE organisation_id = organisation)
           OR EXISTS (SELECT FROM public.candidates_outcome WHERE employer_id = organisation);
    PERFORM set_config('jobveu.acting', before, true);
    RETURN answer;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0005_looks_by_time")]

    operations = [
        migrations.RunSQL(CREATE, reverse_sql="DROP FUNCTION organisation_has_persons(bigint)"),
    ]
