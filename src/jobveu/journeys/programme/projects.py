"""The made-up projects as rows: what they are about, who takes part, what was needed, taught and endorsed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.journeys.programme.plan import ONE_BY_ONE, PlannedProject
from jobveu.journeys.programme.words import MADE_UP_NOTE, PURPOSES, TITLES, TRADES
from jobveu.journeys.programme.world import Region, World
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    EndorsementForm,
    Initiative,
    ProjectStatus,
)
from jobveu.projects.models import Endorsement, Need, Party, Project, ProjectNeed

_TARGETS = {
    "unemployed": ["unemployed", "unskilled"],
    "employed": ["employed", "unskilled", "skilled"],
    "both": ["unemployed", "employed", "unskilled"],
    "crisis": ["employed", "under_notice"],
}
_INITIATIVES = {
    "unemployed": (Initiative.JOB_CENTRE, Initiative.OFFICE, Initiative.COUNCIL, Initiative.COMPANY),
    "employed": (Initiative.COMPANY, Initiative.SOCIAL_PARTNER, Initiative.OFFICE, Initiative.PROVIDER),
    "both": (Initiative.SOCIAL_PARTNER, Initiative.SEVERAL, Initiative.COMPANY, Initiative.OFFICE),
    "crisis": (Initiative.COMPANY, Initiative.SOCIAL_PARTNER, Initiative.OFFICE, Initiative.SEVERAL),
}
_SHORT_OF_LABOUR = ("43", "52", "55")


@dataclass(frozen=True, slots=True)
class Made:
    """A project that was made, with its place in the plan and those who matter to its participants.

    `job_centres`: positions in the region's.
    """

    plan: PlannedProject
    id: int
    region: Region
    company: int
    job_centres: Sequence[int]
    courses: Sequence[Course]


def make_projects(plans: Sequence[PlannedProject], world: World, *, pick: random.Random) -> list[Made]:
    rows = Project.objects.bulk_create(_project(plan, world, pick) for plan in plans)
    parties: list[Party] = []
    needs: list[Need] = []
    answering: list[int] = []
    endorsements: list[Endorsement] = []
    courses: list[Course] = []
    made = []
    for plan, row in zip(plans, rows, strict=True):
        region = world.regions[plan.council]
        company = pick.choice(region.companies[plan.industry])
        provider = pick.choice(region.providers)
        union, association, _fund = partners = world.partners[plan.industry]
        centres = sorted(
            pick.sample(
                range(len(region.job_centres)), min(len(region.job_centres), pick.choice([1, 1, 2, 3]))
            )
        )
        taught = _courses(plan, row, region, provider, pick)
        courses += taught
        made.append(Made(plan, row.pk, region, company, centres, taught))
        parties += _parties(
            plan, row, company, provider, [region.job_centres[place] for place in centres], partners, pick
        )
        if plan.starts_on >= ONE_BY_ONE:
            stated = plan.starts_on - timedelta(days=pick.randrange(30, 120))
            needs.append(
                Need(
                    organisation_id=company,
                    stated_by_id=pick.choice([company, company, association]),
                    occupation=TRADES[plan.industry].occupation,
                    head_count=max(1, round(plan.participants * pick.uniform(0.3, 0.9))),
                    competences=TRADES[plan.industry].courses[0],
                    municipality_id=pick.choice(region.municipalities),
                    stated_on=stated,
                    needed_by=plan.ends_on,
                )
            )
            answering.append(row.pk)
            if pick.random() < 0.9:
                endorsements.append(
                    Endorsement(
                        project=row,
                        organisation_id=pick.choice([union, association]),
                        form=pick.choice(EndorsementForm.values),
                        shown_by="Nævnt i projektets opdigtede folder",
                        given_on=plan.starts_on - timedelta(days=pick.randrange(5, 30)),
                    )
                )
    Party.objects.bulk_create(parties)
    Course.objects.bulk_create(courses)
    Endorsement.objects.bulk_create(endorsements)
    ProjectNeed.objects.bulk_create(
        ProjectNeed(project_id=project, need=need)
        for project, need in zip(answering, Need.objects.bulk_create(needs), strict=True)
    )
    return made


def _project(plan: PlannedProject, world: World, pick: random.Random) -> Project:
    region, trade = world.regions[plan.council], TRADES[plan.industry]
    area = AreaKind.SHORTAGE if plan.industry in _SHORT_OF_LABOUR else AreaKind.FOCUS
    if plan.type == "crisis" and pick.random() < 0.6:
        area = AreaKind.NONE
    heads = plan.participants - plan.registered
    return Project(
        title=f"{TITLES[plan.type].format(people=trade.people, area=region.council.area)} ({plan.number})",
        description=f"{PURPOSES[plan.type]} {MADE_UP_NOTE}",
        type=plan.type,
        status=ProjectStatus.COMPLETED,
        council=region.council,
        industry_id=world.industries[plan.industry],
        target_groups=_TARGETS[plan.type],
        initiative=pick.choices(_INITIATIVES[plan.type], weights=(4, 3, 2, 1))[0],
        coordinator_id=pick.choice(region.coordinators),
        coordinator_role=pick.choices(CoordinatorRole.values, weights=(2, 6, 2, 5))[0],
        area_kind=area,
        area_basis="" if area == AreaKind.NONE else "Opdigtet måling",
        start_date=plan.starts_on,
        end_date=plan.ends_on,
        reported_participants=heads or None,
        synthetic=True,
    )


def _parties(
    plan: PlannedProject,
    row: Project,
    company: int,
    provider: int,
    centres: Sequence[int],
    partners: Sequence[int],
    pick: random.Random,
) -> list[Party]:
    """By the pattern of the project's type (def.type.actor_pattern); until August 2019 one main actor."""
    union, association, fund = partners
    if plan.starts_on < ONE_BY_ONE:
        main = {"unemployed": centres[0], "employed": company, "both": union, "crisis": company}
        found = [main[plan.type]]
    elif plan.type == "unemployed":
        found = [*centres, union, provider, *pick.choice([[], [company], [company, fund]])]
    elif plan.type == "employed":
        found = [company, pick.choice([union, association]), provider]
    elif plan.type == "both":
        found = [union, association, company, provider, *centres]
    else:
        partner = pick.choice([union, association])
        found = [company, partner, provider, *(centres if plan.registered else [])]
    return [
        Party(
            project=row,
            organisation_id=organisation,
            joined_on=plan.starts_on - timedelta(days=30),
            in_first_dialogue=position == 0 or organisation in partners,
            defines_content=organisation in partners,
        )
        for position, organisation in enumerate(found)
    ]


def _courses(
    plan: PlannedProject, row: Project, region: Region, provider: int, pick: random.Random
) -> list[Course]:
    days = (plan.ends_on - plan.starts_on).days
    number = pick.choice([2, 2, 3])
    return [
        Course(
            project=row,
            title=title,
            provider_id=provider,
            municipality_id=pick.choice(region.municipalities),
            starts_on=plan.starts_on + timedelta(days=days * place // number),
            ends_on=plan.starts_on + timedelta(days=days * (place + 1) // number),
            merit_giving=pick.random() < 0.7,
            status=CourseStatus.HELD,
        )
        for place, title in enumerate(TRADES[plan.industry].courses[:number])
    ]
