"""Whoever works for two companies, or two schools, sees what each of them may see, and no more: that a candidate is
presented to one of them opens nothing of the other's."""

from django.db import migrations

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
COMPANIES = "ANY ((SELECT wall_ids('companies'))::bigint[])"
PROVIDERS = "ANY ((SELECT wall_ids('providers'))::bigint[])"
PRESENTATION, FOLLOW_UP = "candidates_presentation", "candidates_followup"
DRIVEN = """((SELECT wall_drives()) AND EXISTS (
    SELECT FROM projects_project driven WHERE driven.id = whose.project_id
       AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])
            OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))"""


def of_candidacy(table, condition):
    return (
        "EXISTS (SELECT FROM candidates_candidacy whose"
        f" WHERE whose.id = {table}.candidacy_id AND ({condition}))"
    )


# As wall_presented_to (0022) for companies.
ON_COURSE_OF = """
CREATE FUNCTION wall_on_course_of(candidacy bigint, provider bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
    answer boolean;
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    answer := (EXISTS (
        SELECT FROM public.candidates_enrolment enrolment
          JOIN public.education_course course ON course.id = enrolment.course_id
         WHERE enrolment.candidacy_id = $1 AND course.provider_id = $2 AND course.status <> 'cancelled'));
    PERFORM set_config('jobveu.acting', before, true);
    RETURN answer;
END
$$;
"""


def policies(presented, on_course):
    """By the condition that a candidacy is presented to the company, or on a course of the school."""
    seen = f"(company_id = {COMPANIES} AND ended_on IS NULL AND {presented})"
    own = f"(organisation_id = {PROVIDERS} AND {on_course})"
    whole = f"whose.job_centre_id = {REGISTERED} OR {DRIVEN}"
    written = f"{own} OR {of_candidacy(FOLLOW_UP, f'whose.job_centre_id = {REGISTERED}')}"
    return f"""
ALTER POLICY wall_read ON {PRESENTATION}
    USING ((SELECT wall_reads_all()) OR {seen} OR {of_candidacy(PRESENTATION, whole)});
ALTER POLICY wall_read ON {FOLLOW_UP}
    USING ((SELECT wall_reads_all()) OR {own} OR {of_candidacy(FOLLOW_UP, whole)});
ALTER POLICY wall_insert ON {FOLLOW_UP} WITH CHECK ((SELECT wall_writes_all()) OR {written});
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0022_wall_around_company_scores")]

    operations = [
        migrations.RunSQL(ON_COURSE_OF, reverse_sql="DROP FUNCTION wall_on_course_of(bigint, bigint)"),
        migrations.RunSQL(
            policies(
                "wall_presented_to(candidacy_id, company_id)", "wall_on_course_of(candidacy_id, organisation_id)"
            ),
            reverse_sql=policies("wall_presented_to_own(candidacy_id)", "wall_on_own_course(candidacy_id)"),
        ),
    ]
