"""Three projects, each with too few for a hold of its own, and the holds that two schools offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.course_plans.models import CoursePlan, OfferedHold
from jobveu.course_plans.operations.plans import order_plan
from jobveu.education.models import Course
from jobveu.projects.enums import AgreementKind, JobSearchDuty
from jobveu.projects.models import Agreement, AgreementText, ContributionTerms, Need, Project, ProjectNeed
from tests import factories
from tests.factories import NOW, TODAY

FIRST, LAST = TODAY, TODAY + timedelta(days=183)


@dataclass(frozen=True)
class World:
    coordinator: Actor
    school: Organisation
    other_school: Organisation
    centres: tuple[Organisation, ...]
    projects: tuple[Project, ...]


def make(*, heads: tuple[int, ...] = (5, 4, 6)) -> World:
    """Each project's course wants twelve; Randers, Favrskov and Norddjurs have `heads`. The third project asks for its
    company's people."""
    coordinator = factories.user(Role.COORDINATOR, factories.office())
    school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER, "Randers Tekniske Skole")
    other = factories.organisation(OrganisationKind.EDUCATION_PROVIDER, "AMU Djursland")
    centres = tuple(
        factories.organisation(
            OrganisationKind.JOB_CENTRE, f"Jobcenter {code}", municipality=factories.municipality(code)
        )
        for code in ("0730", "0710")
    )
    projects = []
    for number, count in enumerate(heads):
        project = factories.project(*centres, title=f"Fiber {number}")
        projects.append(project)
        Course.objects.create(
            project=project,
            title="Splidsning af fiber",
            course_code="47 852",
            provider=(school, other)[number % 2],
            municipality=factories.municipality("0730"),
            starts_on=TODAY + timedelta(weeks=8),
            merit_giving=True,
            min_participants=12,
            max_participants=16,
        )
        if number < len(centres):
            _contribution(project, centres[number], count, coordinator)
        else:
            _need(project, count)
    return World(factories.actor(coordinator), school, other, centres, tuple(projects))


def offer(world: World, **fields: object) -> OfferedHold:
    values: dict[str, object] = {
        "provider": world.school,
        "title": "Splidsning",
        "course_code": "47852",
        "municipality": factories.municipality("0730"),
        "starts_on": TODAY + timedelta(weeks=9),
        "min_participants": 10,
        "max_participants": 20,
        "price": 60_000,
        "offered_on": TODAY,
    }
    return OfferedHold.objects.create(**values | fields)


def order(
    world: World,
    *,
    travel_limit: int = 60,
    first_on: date = FIRST,
    last_on: date = LAST,
    budget: int | None = None,
) -> CoursePlan:
    [membership] = world.coordinator.memberships
    assert membership.office_id is not None
    plan_id = order_plan(
        by=world.coordinator,
        at=NOW,
        office_id=membership.office_id,
        first_on=first_on,
        last_on=last_on,
        travel_limit=travel_limit,
        leeway=8,
        time_limit=30,
        budget=budget,
    )
    return CoursePlan.objects.get(pk=plan_id)


def _contribution(project: Project, centre: Organisation, count: int, by: object) -> None:
    agreement = Agreement.objects.create(
        project=project, kind=AgreementKind.CONTRIBUTION, title="Bidrag", counterpart=centre
    )
    for number in (1, 2):  # the newest text counts
        text = AgreementText.objects.create(
            agreement=agreement, number=number, text="Vi bidrager", written_by=by, written_at=NOW
        )
        ContributionTerms.objects.create(
            text=text,
            head_count=count if number == 2 else 90,
            by_date=TODAY + timedelta(weeks=2),
            job_search_duty=JobSearchDuty.NONE,
            transport_paid=True,
            benefit_kept=True,
        )


def _need(project: Project, count: int) -> None:
    company = factories.organisation(
        OrganisationKind.COMPANY, "Djurs Fiber", municipality=factories.municipality("0707")
    )
    need = Need.objects.create(
        organisation=company,
        stated_by=company,
        occupation="Fibertekniker",
        head_count=count,
        competences="Splidsning",
        municipality=factories.municipality("0707"),
        needed_by=TODAY + timedelta(days=150),
        stated_on=TODAY,
    )
    ProjectNeed.objects.create(project=project, need=need)
