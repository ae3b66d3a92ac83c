"""A random register: projects of every kind and candidates with every course of events, written as plain rows."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.candidates.enums import (
    WITH_EMPLOYER,
    DropoutReason,
    EnrolmentStatus,
    Milestone,
    OutcomeKind,
    ScreeningResult,
    Situation,
    SkillLevel,
)
from jobveu.candidates.models import Candidacy, Enrolment, Outcome, Person, Presentation, Screening
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.enums import (
    AgreementKind,
    AreaKind,
    CoordinatorRole,
    EndorsementForm,
    Initiative,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.models import (
    Agreement,
    AgreementText,
    Endorsement,
    Need,
    Party,
    Project,
    ProjectNeed,
    Signatory,
    Signature,
)
from jobveu.reference.models import Council, Industry, Municipality
from tests.factories import organisation, user

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def make_world(seed: int, *, projects: int = 60, candidates: int = 300) -> None:
    """Needs the `reference` fixture."""
    pick = random.Random(seed)
    job_centres = [organisation(OrganisationKind.JOB_CENTRE) for _ in range(3)]
    others = [
        organisation(kind)
        for kind in OrganisationKind
        if kind
        not in (
            OrganisationKind.JOB_CENTRE,
            OrganisationKind.LABOUR_MARKET_OFFICE,
            OrganisationKind.REGIONAL_COUNCIL,
        )
    ]
    who = user(Role.CASEWORKER, job_centres[0])
    made = _projects(pick, projects)
    _parties(pick, made, [*job_centres, *others])
    _agreements(pick, made, others, who)
    _needs(pick, made, [org for org in others if org.kind == OrganisationKind.COMPANY])
    courses = _courses(pick, made)
    _candidates(pick, made, courses, job_centres, who, candidates)


def some_day(pick: random.Random, first: date = date(2018, 4, 1), last: date = TODAY) -> date:
    return first + timedelta(days=pick.randrange((last - first).days + 1))


def _projects(pick: random.Random, number: int) -> list[Project]:
    councils = list(Council.objects.order_by("code"))
    industries = [*Industry.objects.filter(code__in=["42", "56", "F", "10", "86", "C"]).order_by("code")]
    # A few of them often, so that some industries have more than 10 projects and others not.
    industries += [industries[0]] * 8 + [industries[-1]] * 8
    rows = []
    for place in range(number):
        case = place % 13 == 5
        unknown = case and pick.random() < 0.5
        status = pick.choices(ProjectStatus.values, weights=(3, 6, 1))[0]
        area = pick.choice(["", *AreaKind.values])
        start = some_day(pick)
        rows.append(
            Project(
                title=f"Projekt {place}",
                type=pick.choice(ProjectType.values),
                status=status,
                status_reason="Opgivet" if status == ProjectStatus.CANCELLED else "",
                council=None if unknown else pick.choice(councils),
                industry=None if unknown else pick.choice(industries),
                target_groups=pick.sample(TargetGroup.values, pick.randrange(4)),
                initiative="" if unknown else pick.choice(Initiative.values),
                coordinator_role=pick.choice(["", *CoordinatorRole.values]),
                area_kind=area,
                area_basis="Måling" if area else "",
                start_date=None if unknown else start,
                end_date=None if unknown else start + timedelta(days=90),
                source_note="En publikation" if case else "",
                reported_participants=place if place % 11 == 3 else None,
                source_key=f"case-{seed_of(pick)}-{place}" if case and place % 2 else "",
                description="Opdigtet.",
                published_at=NOW if pick.random() < 0.3 else None,
                synthetic=False,
            )
        )
    return Project.objects.bulk_create(rows)


def seed_of(pick: random.Random) -> int:
    return pick.randrange(1_000_000)


def _parties(pick: random.Random, projects: list[Project], organisations: list[Organisation]) -> None:
    Party.objects.bulk_create(
        Party(project=project, organisation=one, joined_on=TODAY)
        for project in projects
        for one in pick.sample(organisations, pick.randrange(5))
    )


def _agreements(pick: random.Random, projects: list[Project], partners: list[Organisation], who: Any) -> None:
    partner, other = partners[0], partners[1]
    for project in projects:
        match pick.randrange(5):
            case 0:
                Endorsement.objects.create(
                    project=project,
                    organisation=partner,
                    form=EndorsementForm.LOGO,
                    shown_by="Folder",
                    given_on=TODAY,
                )
            case 1 | 2 as signed:
                agreement = Agreement.objects.create(
                    project=project, kind=AgreementKind.PARTNER, title="Partsaftale"
                )
                texts = [
                    AgreementText.objects.create(
                        agreement=agreement, number=number, text="Aftale", written_by=who, written_at=NOW
                    )
                    for number in (1, 2)
                ]
                for one in (partner, other):
                    Signatory.objects.create(agreement=agreement, organisation=one)
                    # In force only where both have signed the newest text.
                    Signature.objects.create(
                        text=texts[1 if signed == 2 or one == partner else 0],
                        organisation=one,
                        user=who,
                        at=NOW,
                    )
            case _:
                pass


def _needs(pick: random.Random, projects: list[Project], companies: list[Organisation]) -> None:
    places = list(Municipality.objects.order_by("code")[:30])
    companies[0].industry = Industry.objects.get(code="56")
    companies[0].save()
    workplaces = [companies[0], organisation(OrganisationKind.COMPANY)]
    needs = Need.objects.bulk_create(
        Need(
            organisation=workplaces[number % 2],
            stated_by=workplaces[number % 2],
            occupation="Svejser",
            head_count=pick.randrange(1, 12),
            competences="Kan svejse",
            municipality=pick.choice(places),
            stated_on=(day := some_day(pick)),
            needed_by=day + timedelta(days=30),
        )
        for number in range(30)
    )
    pairs = {(pick.randrange(len(projects)), pick.randrange(len(needs))) for _ in range(30)}
    ProjectNeed.objects.bulk_create(
        ProjectNeed(project=projects[project], need=needs[need]) for project, need in sorted(pairs)
    )


def _courses(pick: random.Random, projects: list[Project]) -> dict[int, list[Course]]:
    school = organisation(OrganisationKind.EDUCATION_PROVIDER)
    rows = [
        Course(
            project=project,
            title="Kursus",
            merit_giving=project.pk % 2 == 0,
            status=(status := pick.choices(CourseStatus.values, weights=(2, 1, 4))[0]),
            cancelled_reason="Ingen" if status == CourseStatus.CANCELLED else "",
            reported_participants=pick.choice([None, 0, 7, 23]),
        )
        for project in projects
        for _ in range(pick.randrange(4))
    ]
    for row in rows:
        if row.status == CourseStatus.HELD:
            row.provider, row.starts_on, row.ends_on = school, date(2020, 1, 6), date(2020, 2, 6)
    found: dict[int, list[Course]] = {}
    for row in Course.objects.bulk_create(rows):
        found.setdefault(row.project_id, []).append(row)
    return found


def _candidates(
    pick: random.Random,
    projects: list[Project],
    courses: dict[int, list[Course]],
    job_centres: list[Organisation],
    who: Any,
    number: int,
) -> None:
    company = Organisation.objects.filter(kind=OrganisationKind.COMPANY).order_by("id")[0]
    persons = Person.objects.bulk_create(
        Person(
            job_centre=job_centres[0],
            name_encrypted=b"-",
            cpr_encrypted=b"-",
            cpr_hash=place.to_bytes(4, "big"),
            name_position=place,
            situation=(situation := pick.choice(Situation.values)),
            vulnerable=situation == Situation.UNEMPLOYED and pick.random() < 0.4,
            skill_level=pick.choice(SkillLevel.values),
            registered_by=who,
            registered_at=NOW,
        )
        for place in range(number)
    )
    busy = projects[: len(projects) // 2]  # the others have few or none
    rows = []
    for place, person in enumerate(persons):
        erased = pick.random() < 0.1
        withdrawn = pick.random() < 0.2
        added = some_day(pick)
        rows.append(
            Candidacy(
                person=None if erased else person,
                project=pick.choice(busy if place % 10 else projects),
                job_centre=job_centres[0],
                pseudonym=None if erased else f"K-{place}",
                added_by=who,
                added_on=added,
                withdrawn_on=added + timedelta(days=pick.randrange(200)) if withdrawn else None,
                withdrawn_reason="Flyttet" if withdrawn else "",
            )
        )
    candidacies = Candidacy.objects.bulk_create(rows)
    screenings, presentations, enrolments, outcomes = [], [], [], []
    for one in candidacies:
        screenings += [
            Screening(
                candidacy=one,
                result=pick.choice(ScreeningResult.values),
                reason="Samtale",
                screened_on=some_day(pick),
                screened_by=who,
            )
            for _ in range(pick.choice([0, 1, 1, 2]))
        ]
        for again in range(pick.choice([0, 0, 1, 2])):
            day = some_day(pick)
            presentations.append(
                Presentation(
                    candidacy=one,
                    company=company,
                    presented_on=day,
                    presented_by=who,
                    ended_on=None if not again and pick.random() < 0.5 else day + timedelta(days=3),
                )
            )
        enrolments += [
            _enrolment(pick, one, course, who)
            for course in courses.get(one.project_id, [])
            if pick.random() < 0.7
        ]
        for milestone in Milestone:
            if pick.random() < 0.4:
                kind = pick.choice(OutcomeKind.values)
                outcomes.append(
                    Outcome(
                        candidacy=one,
                        milestone=milestone,
                        kind=kind,
                        employer_name="Firma" if kind in WITH_EMPLOYER else "",
                        as_of=TODAY,
                        recorded_by=who,
                    )
                )
    Screening.objects.bulk_create(screenings)
    Presentation.objects.bulk_create(presentations)
    Enrolment.objects.bulk_create(enrolments)
    Outcome.objects.bulk_create(outcomes)


def _enrolment(pick: random.Random, candidacy: Candidacy, course: Course, who: Any) -> Enrolment:
    status = pick.choice(EnrolmentStatus.values)
    begun = status in (EnrolmentStatus.STARTED, EnrolmentStatus.COMPLETED) or (
        status == EnrolmentStatus.DROPPED_OUT and pick.random() < 0.6
    )
    day = some_day(pick)
    ended = status in (EnrolmentStatus.COMPLETED, EnrolmentStatus.DROPPED_OUT)
    return Enrolment(
        candidacy=candidacy,
        course=course,
        status=status,
        enrolled_on=day,
        enrolled_by=who,
        started_on=day + timedelta(days=10) if begun else None,
        ended_on=day + timedelta(days=10 + pick.randrange(200)) if ended else None,
        dropout_reason=pick.choice(DropoutReason.values) if status == EnrolmentStatus.DROPPED_OUT else "",
    )
