"""What a project's job centres have promised, against what they have found: numbers, never persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.candidates.queries.candidates import Numbers, numbers_by_job_centre
from jobveu.common.cpr import Cpr
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.changes import change_project
from jobveu.projects.enums import AgreementKind
from jobveu.projects.models import Agreement, ContributionTerms, Party
from jobveu.projects.queries.agreements import in_force_condition, with_signing


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


def project_numbers(*, project_id: int) -> ProjectNumbers:
    """The numbers of each job centre that is a party, has agreed a contribution or has candidates, in
    alphabetical order, and their sum. Five SQL statements."""
    numbers = numbers_by_job_centre(project_id=project_id)
    agreed = _agreed(project_id)
    centres = (
        Organisation.objects.filter(
            Q(pk__in=[*numbers, *agreed])
            | Q(Exists(Party.objects.filter(organisation=OuterRef("pk"), project=project_id))),
            kind=OrganisationKind.JOB_CENTRE,
        )
        .order_by(DanishSortKey("name"), "id")
        .values_list("id", "name")
    )
    rows = tuple(
        JobCentreNumbers(
            id=id_,
            name=name,
            agreed=agreed[id_].head_count if id_ in agreed else None,
            by_date=agreed[id_].by_date if id_ in agreed else None,
            numbers=numbers.get(id_, Numbers()),
        )
        for id_, name in centres
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


def _agreed(project_id: int) -> Mapping[int, ContributionTerms]:
    """The terms in force by job centre; the newest where there are several."""
    agreements = with_signing(
        Agreement.objects.filter(project=project_id, kind=AgreementKind.CONTRIBUTION)
    ).filter(in_force_condition())
    newest = dict(agreements.order_by("pk").values_list("newest_id", "counterpart_id"))
    terms = ContributionTerms.objects.filter(text__in=newest).order_by("text_id")
    return {newest[row.text_id]: row for row in terms}
