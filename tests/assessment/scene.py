"""A project of last year with everything, written as plain rows, and the same with nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import ContactNotice, Dialogue, Organisation, PrimaryContact
from jobveu.candidates.enums import EnrolmentStatus, ScreeningResult, Situation, SkillLevel
from jobveu.candidates.models import Activity, Candidacy, Enrolment, Person, Presentation, Screening
from jobveu.education.models import Course
from jobveu.projects.enums import AreaKind, MeetingKind, ProjectStatus, ProjectType
from jobveu.projects.models import (
    Endorsement,
    Lesson,
    Meeting,
    MeetingAttendance,
    Need,
    Party,
    Project,
    ProjectNeed,
)
from tests import factories

ON = factories.TODAY
FIRST_COURSE = ON - timedelta(days=450)
"""A Monday or not: the days are counted in any case."""


@dataclass
class Scene:
    office: Organisation
    company: Organisation
    union: Organisation
    job_centre: Organisation
    provider: Organisation
    coordinator: User
    caseworker: User


def make() -> Scene:
    """Needs the `reference` fixture."""
    kinds = OrganisationKind
    office = factories.office()
    job_centre = factories.organisation(kinds.JOB_CENTRE)
    return Scene(
        office,
        factories.organisation(kinds.COMPANY),
        factories.organisation(kinds.TRADE_UNION),
        job_centre,
        factories.organisation(kinds.EDUCATION_PROVIDER),
        factories.user(Role.COORDINATOR, office),
        factories.user(Role.CASEWORKER, job_centre),
    )


def bare(**fields: Any) -> Project:
    """A completed project that nothing is recorded of."""
    values = {
        "type": ProjectType.UNEMPLOYED,
        "status": ProjectStatus.COMPLETED,
        "council": factories.council(FIRST_COURSE),
        "start_date": FIRST_COURSE - timedelta(days=20),
        "end_date": FIRST_COURSE + timedelta(days=60),
        "area_kind": AreaKind.NONE,
    } | fields
    return factories.project(**values)


def full(scene: Scene, **fields: Any) -> Project:
    values = {"area_kind": AreaKind.SHORTAGE, "area_basis": "Rekrutteringssurvey"} | fields
    project = bare(**values)
    joined = FIRST_COURSE - timedelta(days=30)
    for organisation in (scene.company, scene.union, scene.job_centre, scene.provider):
        Party.objects.create(
            project=project,
            organisation=organisation,
            joined_on=joined,
            in_first_dialogue=organisation is scene.union,
            defines_content=organisation is scene.union,
        )
    need = Need.objects.create(
        organisation=scene.company,
        stated_by=scene.company,
        occupation="Montør",
        head_count=8,
        competences="Kan måle",
        municipality=factories.municipality(),
        needed_by=FIRST_COURSE,
        stated_on=joined,
    )
    ProjectNeed.objects.create(project=project, need=need)
    Endorsement.objects.create(
        project=project, organisation=scene.union, form="logo", shown_by="Folder", given_on=joined
    )
    PrimaryContact.objects.get_or_create(
        organisation=scene.company, user=scene.coordinator, valid_from=joined
    )
    _meetings(scene, project)
    _talks(scene)
    for merit, weeks in ((True, 4), (False, 1)):
        Course.objects.create(
            project=project,
            title="Kursus",
            provider=scene.provider,
            starts_on=FIRST_COURSE,
            ends_on=FIRST_COURSE + timedelta(days=7 * weeks - 1),
            merit_giving=merit,
            status="held",
        )
    Lesson.objects.create(project=project, phase=5, title="T", text="T", written_at=factories.NOW)
    return project


def _meetings(scene: Scene, project: Project) -> None:
    for kind, days in ((MeetingKind.KICK_OFF, 25), (MeetingKind.INFORMATION, 10)):
        day = FIRST_COURSE - timedelta(days=days)
        meeting = Meeting.objects.create(
            project=project, kind=kind, starts_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        )
        for organisation in (scene.job_centre, scene.provider):
            MeetingAttendance.objects.create(meeting=meeting, organisation=organisation)


def _talks(scene: Scene) -> None:
    """Two conversations, the second of which nobody had coordinated."""
    first, second = (
        Dialogue.objects.create(
            organisation=scene.company,
            spoken_by=user,
            spoken_for=of,
            held_on=FIRST_COURSE - timedelta(days=days),
            channel="phone",
            subject="Behov",
        )
        for user, of, days in (
            (scene.coordinator, scene.office, 40),
            (scene.caseworker, scene.job_centre, 30),
        )
    )
    ContactNotice.objects.create(dialogue=second, earlier=first, told=scene.coordinator)


def a_person(scene: Scene, **fields: Any) -> Person:
    number = Person.objects.count()
    values = {"situation": Situation.UNEMPLOYED, "skill_level": SkillLevel.UNSKILLED} | fields
    return Person.objects.create(
        job_centre=scene.job_centre,
        name_encrypted=b"-",
        cpr_encrypted=b"-",
        cpr_hash=number.to_bytes(4, "big"),
        name_position=number,
        registered_by=scene.caseworker,
        registered_at=factories.NOW,
        **values,
    )


def candidate(
    scene: Scene,
    project: Project,
    *,
    begins: date = FIRST_COURSE,
    screened: date | None = None,
    presented: date | None = None,
    met: bool = False,
    status: EnrolmentStatus = EnrolmentStatus.COMPLETED,
    person: Person | None = None,
) -> Candidacy:
    """Somebody who has begun on the project's first course."""
    made = Candidacy.objects.create(
        person=person or a_person(scene),
        project=project,
        job_centre=scene.job_centre,
        pseudonym=f"K{Candidacy.objects.count()}",
        added_by=scene.caseworker,
        added_on=begins - timedelta(days=40),
    )
    ended = status in (EnrolmentStatus.COMPLETED, EnrolmentStatus.DROPPED_OUT)
    Enrolment.objects.create(
        candidacy=made,
        course=project.courses.order_by("pk")[0],
        status=status,
        enrolled_on=begins,
        enrolled_by=scene.caseworker,
        started_on=begins,
        ended_on=begins + timedelta(days=20) if ended else None,
        dropout_reason="illness" if status == EnrolmentStatus.DROPPED_OUT else "",
    )
    if screened:
        Screening.objects.create(
            candidacy=made,
            result=ScreeningResult.PASSED,
            reason="Egnet",
            screened_on=screened,
            screened_by=scene.caseworker,
        )
    if presented:
        Presentation.objects.create(
            candidacy=made, company=scene.company, presented_on=presented, presented_by=scene.caseworker
        )
    if met:
        Activity.objects.create(
            candidacy=made,
            kind="company_meeting",
            timing="during",
            company=scene.company,
            starts_on=begins,
            invited_on=begins,
            invited_by=scene.caseworker,
            answer="accepted",
            answered_on=begins,
            attendance="came",
        )
    return made
