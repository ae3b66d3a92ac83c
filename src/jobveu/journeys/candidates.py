"""What a project's job centres have promised, against what they have found: numbers, never persons."""

from __future__ import annotations

from collections.abc import Collection
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
from jobveu.candidates.small_counts import told_in_table
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


TOLD = ("added", "screened", "suitable", "presented", "enrolled", "completed", "dropped_out", "placed")
"""The numbers that job centres are told of each other."""


@dataclass(frozen=True, slots=True)
class ToldNumbers:
    """Those of `Numbers`; None for one that is too small to tell."""

    added: int | None
    screened: int | None
    suitable: int | None
    presented: int | None
    enrolled: int | None
    completed: int | None
    dropped_out: int | None
    placed: int | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A job centre as somebody is told of it: their own numbers, or those of others that are not small. `found_of` is
    how much of what was agreed has been found, in per cent, where both are told."""

    id: int
    name: str
    agreed: int | None
    by_date: date | None
    own: bool
    numbers: ToldNumbers

    @property
    def found_of(self) -> int | None:
        if not self.agreed or self.numbers.added is None:
            return None
        return min(100, round(100 * self.numbers.added / self.agreed))


@dataclass(frozen=True, slots=True)
class NumbersSideBySide:
    job_centres: tuple[SideBySide, ...]
    total: ToldNumbers
    agreed: int

    @property
    def keeps_back(self) -> bool:
        """Whether something is not told."""
        return None in [getattr(self.total, name) for name in TOLD]


def side_by_side(numbers: ProjectNumbers, *, own_ids: Collection[int], whole: bool) -> NumbersSideBySide:
    """The numbers as they are told: exactly to whoever drives the project (`whole`), who sees each candidate; to a
    job centre its own exactly, and of the others none that is small, nor what would tell it. Pure."""
    own = {row.id for row in numbers.job_centres} if whole else set(own_ids)
    cells, sums = told_in_table(
        {row.id: [getattr(row.numbers, name) for name in TOLD] for row in numbers.job_centres}, own
    )
    return NumbersSideBySide(
        job_centres=tuple(
            SideBySide(
                row.id, row.name, row.agreed, row.by_date, row.id in own_ids, ToldNumbers(*cells[row.id])
            )
            for row in numbers.job_centres
        ),
        total=ToldNumbers(*(sums or (0,) * len(TOLD))),
        agreed=numbers.agreed,
    )


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
