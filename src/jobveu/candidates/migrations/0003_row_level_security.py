"""Row-level security around everything that tells of a person (docs/architecture.md, "The second wall").

The policies ask the settings that jobveu.wall tells each connection, and know nothing of roles. A sub-select around
a function makes PostgreSQL ask it once in a statement instead of once in a row. What the policy of one table has to
know of another whose policy asks it in turn stands in a function that steps around the wall, and answers no more
than yes or no. Names in functions are qualified: pg_dump and restores run without a search path.
"""

from django.db import migrations

WALLED = (
    "candidates_person",
    "candidates_identityview",
    "candidates_candidacy",
    "candidates_screening",
    "candidates_presentation",
    "candidates_enrolment",
    "candidates_followup",
    "candidates_outcome",
)



def stepping_around(signature, returns, select):
    """A function whose one SELECT is answered with the wall away, reads only: "counting". The setting is put back
    before the function returns, and by PostgreSQL itself when it fails. (A SET clause would do the same, but only a
    superuser may put a setting of one's own into one.) Not in parallel workers, where nothing can be set."""
    answer = f"RETURN QUERY {select};" if "TABLE" in returns or "SETOF" in returns else f"answer := ({select});"
    declared = "" if answer.startswith("RETURN") else f"answer {returns};"
    return f"""
CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE plpgsql STABLE PARALLEL UNSAFE
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('jobveu.acting', true), '');
    {declared}
BEGIN
    PERFORM set_config('jobveu.acting', 'counting', true);
    {answer}
    PERFORM set_config('jobveu.acting', before, true);
    RETURN{" answer" if declared else ""};
END
$$;
"""


# What the connection has been told. Nothing told, or told wrongly, is nobody, or an error.
SETTINGS = """
CREATE FUNCTION wall_reads_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('jobveu.acting', true) IN ('system', 'counting'), false);

CREATE FUNCTION wall_writes_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('jobveu.acting', true) = 'system', false);

CREATE FUNCTION wall_ids(reach text) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('jobveu.' || reach, true), ''), '{}')::bigint[];

CREATE FUNCTION wall_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('jobveu.user', true), '')::bigint;

-- Whether the user may meet single candidates of others: as education provider or company.
CREATE FUNCTION wall_meets() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN cardinality(public.wall_ids('providers')) + cardinality(public.wall_ids('companies')) > 0;

CREATE FUNCTION wall_drives() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN cardinality(public.wall_ids('offices')) + cardinality(public.wall_ids('coordinating')) > 0;

CREATE FUNCTION wall_councils() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT array_agg(id) FROM public.reference_council WHERE office_id = ANY (public.wall_ids('offices')) $$;
"""

# The scopes OWN_COURSE and PRESENTED of accounts.access.
MET = (
    stepping_around(
        "wall_on_own_course(candidacy bigint)",
        "boolean",
        """EXISTS (
        SELECT FROM public.candidates_enrolment enrolment
          JOIN public.education_course course ON course.id = enrolment.course_id
         WHERE enrolment.candidacy_id = $1 AND course.status <> 'cancelled'
           AND course.provider_id = ANY (public.wall_ids('providers')))""",
    )
    + stepping_around(
        "wall_presented_to_own(candidacy bigint)",
        "boolean",
        """EXISTS (
        SELECT FROM public.candidates_presentation presentation
          JOIN public.candidates_candidacy one ON one.id = presentation.candidacy_id
          JOIN public.projects_party party ON party.project_id = one.project_id
                                          AND party.organisation_id = presentation.company_id
         WHERE presentation.candidacy_id = $1 AND presentation.ended_on IS NULL AND one.withdrawn_on IS NULL
           AND presentation.company_id = ANY (public.wall_ids('companies')))""",
    )
    + stepping_around(
        "wall_meets_person(person bigint)",
        "boolean",
        """EXISTS (
        SELECT FROM public.candidates_candidacy met
         WHERE met.person_id = $1
           AND (public.wall_on_own_course(met.id) OR public.wall_presented_to_own(met.id)))""",
    )
)

REGISTERED = "ANY ((SELECT wall_ids('registered'))::bigint[])"
CASEWORK = "ANY ((SELECT wall_ids('casework'))::bigint[])"
PROVIDERS = "ANY ((SELECT wall_ids('providers'))::bigint[])"
COMPANIES = "ANY ((SELECT wall_ids('companies'))::bigint[])"


def driven(project):
    """OWN_OFFICE and COORDINATING: the user's organisation drives the project."""
    return (
        "((SELECT wall_drives()) AND EXISTS (SELECT FROM projects_project driven"
        f" WHERE driven.id = {project} AND (driven.council_id = ANY ((SELECT wall_councils())::bigint[])"
        " OR driven.coordinating_organisation_id = ANY ((SELECT wall_ids('coordinating'))::bigint[]))))"
    )


def of_candidacy(table, condition):
    return (
        f"EXISTS (SELECT FROM candidates_candidacy whose WHERE whose.id = {table}.candidacy_id AND ({condition}))"
    )


def whole(table):
    """The whole course of events: to the candidate's job centre, and to whoever drives the project."""
    return of_candidacy(table, f"whose.job_centre_id = {REGISTERED} OR {driven('whose.project_id')}")


def casework(table):
    return of_candidacy(table, f"whose.job_centre_id = {CASEWORK}")


PERSON, VIEWS, CANDIDACY = "candidates_person", "candidates_identityview", "candidates_candidacy"
SCREENING, PRESENTATION, ENROLMENT = (
    "candidates_screening",
    "candidates_presentation",
    "candidates_enrolment",
)
FOLLOW_UP, OUTCOME = "candidates_followup", "candidates_outcome"

OWN_COURSE = (
    "EXISTS (SELECT FROM education_course course WHERE course.id = candidates_enrolment.course_id"
    f" AND course.status <> 'cancelled' AND course.provider_id = {PROVIDERS})"
)
OF_OWN_PERSON = (
    "EXISTS (SELECT FROM candidates_person viewed WHERE viewed.id = candidates_identityview.person_id"
    f" AND viewed.job_centre_id = {CASEWORK})"
)

READ = {
    PERSON: f"job_centre_id = {REGISTERED} OR ((SELECT wall_meets()) AND wall_meets_person(id))",
    # A caseworker sees who has looked at own persons; everybody what they have looked at themselves.
    VIEWS: f"user_id = (SELECT wall_user()) OR {OF_OWN_PERSON}",
    CANDIDACY: (
        f"job_centre_id = {REGISTERED} OR {driven(CANDIDACY + '.project_id')}"
        " OR ((SELECT wall_meets()) AND (wall_on_own_course(id) OR wall_presented_to_own(id)))"
    ),
    SCREENING: whole(SCREENING),
    PRESENTATION: (
        f"(company_id = {COMPANIES} AND ended_on IS NULL AND wall_presented_to_own(candidacy_id))"
        f" OR {whole(PRESENTATION)}"
    ),
    ENROLMENT: f"((SELECT wall_meets()) AND {OWN_COURSE}) OR {whole(ENROLMENT)}",
    FOLLOW_UP: (
        f"(organisation_id = {PROVIDERS} AND wall_on_own_course(candidacy_id)) OR {whole(FOLLOW_UP)}"
    ),
    OUTCOME: whole(OUTCOME),
}

# INSERT, UPDATE, DELETE: who writes what (accounts.access). None: nobody but the system.
WRITE = {
    PERSON: (f"job_centre_id = {CASEWORK}",) * 3,
    # What has been looked at is recorded in one's own name, never changed, and goes with the person.
    VIEWS: ("user_id = (SELECT wall_user())", None, OF_OWN_PERSON),
    CANDIDACY: (
        f"job_centre_id = {CASEWORK} AND EXISTS (SELECT FROM candidates_person added"
        " WHERE added.id = candidates_candidacy.person_id"
        " AND added.job_centre_id = candidates_candidacy.job_centre_id)",
        f"job_centre_id = {CASEWORK}",
        f"job_centre_id = {CASEWORK}",
    ),
    SCREENING: (casework(SCREENING),) * 3,
    PRESENTATION: (casework(PRESENTATION),) * 3,
    ENROLMENT: (
        casework(ENROLMENT),
        f"((SELECT wall_meets()) AND {OWN_COURSE})"
        f" OR {of_candidacy(ENROLMENT, f'whose.job_centre_id = {REGISTERED}')}",
        casework(ENROLMENT),
    ),
    FOLLOW_UP: (
        f"(organisation_id = {PROVIDERS} AND wall_on_own_course(candidacy_id))"
        f" OR {of_candidacy(FOLLOW_UP, f'whose.job_centre_id = {REGISTERED}')}",
        casework(FOLLOW_UP),
        casework(FOLLOW_UP),
    ),
    OUTCOME: (casework(OUTCOME),) * 3,
}


def policies(table):
    writes_all = "(SELECT wall_writes_all())"
    insert, update, delete = (
        writes_all if condition is None else f"{writes_all} OR {condition}" for condition in WRITE[table]
    )
    return f"""
CREATE POLICY wall_read ON {table} FOR SELECT USING ((SELECT wall_reads_all()) OR {READ[table]});
CREATE POLICY wall_insert ON {table} FOR INSERT WITH CHECK ({insert});
CREATE POLICY wall_update ON {table} FOR UPDATE USING ({update}) WITH CHECK ({update});
CREATE POLICY wall_delete ON {table} FOR DELETE USING ({delete});
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
"""


def no_policies(table):
    return "".join(
        f"DROP POLICY wall_{command} ON {table};" for command in ("read", "insert", "update", "delete")
    ) + (
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    )


# Numbers over everybody's persons, for those who see the project: no row of these functions is about one person.
NUMBERS = (
    stepping_around(
        "candidate_numbers(project bigint, passed text, completed text, dropped_out text, placed text[], cancelled text)",
        "TABLE (job_centre_id bigint, added bigint, screened bigint, suitable bigint, presented bigint,"
        " enrolled bigint, has_completed bigint, has_dropped_out bigint, has_been_placed bigint, withdrawn bigint)",
        """
SELECT candidacy.job_centre_id,
       count(*),
       count(screening.result),
       count(*) FILTER (WHERE screening.result = $2),
       count(*) FILTER (WHERE EXISTS (SELECT FROM public.candidates_presentation presentation
                                       WHERE presentation.candidacy_id = candidacy.id)),
       count(*) FILTER (WHERE enrolments.statuses <> '{}'),
       count(*) FILTER (WHERE $3 = ANY (enrolments.statuses)),
       count(*) FILTER (WHERE $4 = ANY (enrolments.statuses)),
       count(*) FILTER (WHERE EXISTS (SELECT FROM public.candidates_outcome outcome
                                       WHERE outcome.candidacy_id = candidacy.id AND outcome.kind = ANY ($5))),
       count(candidacy.withdrawn_on)
  FROM public.candidates_candidacy candidacy
  LEFT JOIN LATERAL (SELECT result FROM public.candidates_screening
                      WHERE candidacy_id = candidacy.id ORDER BY id DESC LIMIT 1) screening ON TRUE
 CROSS JOIN LATERAL (SELECT ARRAY(SELECT enrolment.status::text FROM public.candidates_enrolment enrolment
                                    JOIN public.education_course course ON course.id = enrolment.course_id
                                   WHERE enrolment.candidacy_id = candidacy.id
                                     AND course.status <> $6) AS statuses) enrolments
 WHERE candidacy.project_id = $1
 GROUP BY candidacy.job_centre_id""",
    )
    + stepping_around(
        "candidates_not_withdrawn(project bigint)",
        "bigint",
        "SELECT count(*) FROM public.candidates_candidacy WHERE project_id = $1 AND withdrawn_on IS NULL",
    )
    # How many candidates each job centre has screened in each project, and how many have an outcome of the kinds.
    + stepping_around(
        "candidate_evidence(projects bigint[], kinds text[])",
        "TABLE (what text, project_id bigint, job_centre_id bigint, number bigint, last_on date)",
        """
SELECT 'screened', candidacy.project_id, candidacy.job_centre_id,
       count(DISTINCT candidacy.id), max(screening.screened_on)
  FROM public.candidates_candidacy candidacy
  JOIN public.candidates_screening screening ON screening.candidacy_id = candidacy.id
 WHERE candidacy.project_id = ANY ($1)
 GROUP BY candidacy.project_id, candidacy.job_centre_id
UNION ALL
SELECT 'placed', candidacy.project_id, candidacy.job_centre_id, count(DISTINCT candidacy.id), max(outcome.as_of)
  FROM public.candidates_candidacy candidacy
  JOIN public.candidates_outcome outcome ON outcome.candidacy_id = candidacy.id AND outcome.kind = ANY ($2)
 WHERE candidacy.project_id = ANY ($1)
 GROUP BY candidacy.project_id, candidacy.job_centre_id""",
    )
    + stepping_around(
        "course_numbers(courses bigint[])",
        "TABLE (course_id bigint, status text, number bigint)",
        """
SELECT enrolment.course_id, enrolment.status::text, count(*) FROM public.candidates_enrolment enrolment
 WHERE enrolment.course_id = ANY ($1) GROUP BY enrolment.course_id, enrolment.status""",
    )
    + stepping_around(
        "persons_registered(job_centre bigint)",
        "bigint",
        "SELECT count(*) FROM public.candidates_person WHERE job_centre_id = $1",
    )
    + stepping_around(
        "pseudonyms_taken(wanted text[])",
        "TABLE (pseudonym text)",
        "SELECT candidacy.pseudonym::text FROM public.candidates_candidacy candidacy"
        " WHERE candidacy.pseudonym = ANY ($1)",
    )
)

FUNCTIONS = (
    "pseudonyms_taken(text[])",
    "persons_registered(bigint)",
    "course_numbers(bigint[])",
    "candidate_evidence(bigint[], text[])",
    "candidates_not_withdrawn(bigint)",
    "candidate_numbers(bigint, text, text, text, text[], text)",
    "wall_meets_person(bigint)",
    "wall_presented_to_own(bigint)",
    "wall_on_own_course(bigint)",
    "wall_councils()",
    "wall_drives()",
    "wall_meets()",
    "wall_user()",
    "wall_ids(text)",
    "wall_writes_all()",
    "wall_reads_all()",
)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0002_certificate_list_purpose"),
        ("education", "0001_initial"),
        ("projects", "0002_answered_needs"),
    ]

    operations = [
        migrations.RunSQL(
            SETTINGS + MET + NUMBERS,
            reverse_sql="".join(f"DROP FUNCTION {function};" for function in FUNCTIONS),
        ),
        *(
            migrations.RunSQL(policies(table), reverse_sql=no_policies(table))
            for table in reversed(WALLED)
        ),
    ]
