"""What a company says of a candidate is read and written by the company's own users too, once the candidate is presented
to it; and written by whoever drives the project, on companies' behalf."""

from django.db import migrations

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
CASEWORK = "ANY ((SELECT wall_ids('casework'))::bigint[])"
COMPANIES = "ANY ((SELECT wall_ids('companies'))::bigint[])"
SCORE = "candidates_companyscore"
DRIVEN = """((SELECT wall_drives()) AND EXISTS (
    SELECT FROM projects_project driven WHERE driven.id = whose.project_id
       AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])
            OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))"""


def of_candidacy(condition):
    return (
        "EXISTS (SELECT FROM candidates_candidacy whose"
        f" WHERE whose.id = {SCORE}.candidacy_id AND ({condition}))"
    )


# Asked of one company alone: whoever works for two sees what is said by the one that the candidate is presented to.
PRESENTED = """
CREATE FUNCTION wall_presented_to(candidacy bigint, company bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
    answer boolean;
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    answer := (EXISTS (
        SELECT FROM public.candidates_presentation presentation
          JOIN public.candidates_candidacy one ON one.id = presentation.candidacy_id
          JOIN public.projects_party party ON party.project_id = one.project_id
                                          AND party.organisation_id = presentation.company_id
         WHERE presentation.candidacy_id = $1 AND presentation.company_id = $2
           AND presentation.ended_on IS NULL AND one.withdrawn_on IS NULL));
    PERFORM set_config('jobveu.acting', before, true);
    RETURN answer;
END
$$;
"""
OWN = f"(company_id = {COMPANIES} AND wall_presented_to(candidacy_id, company_id))"


def policies(reads, writes):
    writes = f"(SELECT wall_writes_all()) OR {writes}"
    return f"""
ALTER POLICY wall_read ON {SCORE} USING ((SELECT wall_reads_all()) OR {reads});
ALTER POLICY wall_insert ON {SCORE} WITH CHECK ({writes});
ALTER POLICY wall_update ON {SCORE} USING ({writes}) WITH CHECK ({writes});
ALTER POLICY wall_delete ON {SCORE} USING ({writes});
"""


WHOLE = of_candidacy(f"whose.job_centre_id = {REGISTERED} OR {DRIVEN}")
CASEWORKERS = of_candidacy(f"whose.job_centre_id = {CASEWORK}")
BOTH = of_candidacy(f"whose.job_centre_id = {CASEWORK} OR {DRIVEN}")


class Migration(migrations.Migration):
    dependencies = [("candidates", "0021_away_and_travel_time")]

    operations = [
        migrations.RunSQL(PRESENTED, reverse_sql="DROP FUNCTION wall_presented_to(bigint, bigint)"),
        migrations.RunSQL(
            policies(f"{OWN} OR {WHOLE}", f"{OWN} OR {BOTH}"), reverse_sql=policies(WHOLE, CASEWORKERS)
        ),
    ]
