"""What a project's job centres have promised, against what they have found: numbers, never persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.candidates.queries.counted import Numbers, numbers_by_job_centre
from jobveu.common.cpr import Cpr
from jobveu.projects.changes import change_project
from jobveu.projects.enums import AgreementKind


@dataclass(frozen=True, slots=True)
class JobCentreNumbers:
    """`agreed` and `by_date`: the contribution agreed in writing and in force, None where there is none."""

    id: int
    name: str
    agreed: int | None
    by_date: date | None
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class ProjectNumbers:
    job_centres: tuple[JobCentreNumbers, ...]
    total: Numbers
    agreed: int


_JOB_CENTRES_SQL = """
-- The terms in force by job centre (projects.agreement_rules): every signatory has signed the newest text. The
-- newest where there are several.
WITH agreed AS (
SELECT DISTINCT ON (agreement.counterpart_id) agreement.counterpart_id AS id, terms.head_count, terms.by_date
  FROM projects_agreement agreement
  JOIN LATERAL (SELECT id FROM projects_agreementtext text
                 WHERE text.agreement_id = agreement.id ORDER BY number DESC LIMIT 1) newest ON TRUE
  JOIN projects_contributionterms terms ON terms.text_id = newest.id
 WHERE agreement.project_id = %(id)s AND agreement.kind = %(contribution)s AND agreement.withdrawn_on IS NULL
   AND (SELECT bool_and(signature.id IS NOT NULL)
          FROM projects_signatory signatory
          LEFT JOIN projects_signature signature
            ON signature.text_id = newest.id AND signature.organisation_id = signatory.organisation_id
         WHERE signatory.agreement_id = agreement.id)
 ORDER BY agreement.counterpart_id, newest.id DESC)
SELECT organisation.id, organisation.name, agreed.head_count, agreed.by_date
  FROM actors_organisation organisation LEFT JOIN agreed ON agreed.id = organisation.id
 WHERE organisation.kind = %(job_centre)s
   AND organisation.id IN (SELECT organisation_id FROM projects_party WHERE project_id = %(id)s
                     UNION SELECT id FROM agreed
                     UNION SELECT unnest(%(with_candidates)s::bigint[]))
 ORDER BY danish_sort_key(organisation.name) COLLATE "C", organisation.id
"""


def project_numbers(*, project_id: int) -> ProjectNumbers:
    """The numbers of each job centre that is a party, has agreed a contribution or has candidates, in
    alphabetical order, and their sum. Two SQL statements, written out: as querysets they take longer to build
    than to answer."""
    numbers = numbers_by_job_centre(project_id=project_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _JOB_CENTRES_SQL,
            {
                "id": project_id,
                "contribution": AgreementKind.CONTRIBUTION.value,
                "job_centre": OrganisationKind.JOB_CENTRE.value,
                "with_candidates": list(numbers),
            },
        )
        rows = tuple(
            JobCentreNumbers(
                id=id_, name=name, agreed=agreed, by_date=by_date, numbers=numbers.get(id_, Numbers())
            )
            for id_, name, agreed, by_date in cursor.fetchall()
        )
    return ProjectNumbers(
        job_centres=rows,
        total=sum((row.numbers for row in rows), Numbers()),
        agreed=sum(row.agreed or 0 for row in rows),
    )


@sensitive_variables()
def register_candidate(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    job_centre_id: int,
    name: str,
    cpr: Cpr,
    situation: Situation,
    skill_level: SkillLevel,
    vulnerable: bool = False,
    municipality_id: int | None = None,
    phone: str = "",
    email: str = "",
    synthetic: bool = False,
) -> int:
    """Registers a person and makes them a candidate of the project at once; returns the candidacy's id.

    Raises what candidates.operations.persons.register_person and candidacies.add_candidates raise.
    """
    with change_project(project_id):
        person_id = register_person(
            by=by,
            at=at,
            job_centre_id=job_centre_id,
            name=name,
            cpr=cpr,
            situation=situation,
            skill_level=skill_level,
            vulnerable=vulnerable,
            municipality_id=municipality_id,
            phone=phone,
            email=email,
            synthetic=synthetic,
        )
        return add_candidates(by=by, at=at, project_id=project_id, person_ids=[person_id])[0]
