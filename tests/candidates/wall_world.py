"""Worlds put together at random, and what the matrix and the database give of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import ANONYMOUS, Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.enums import OrganisationKind as Kind
from jobveu.actors.models import Membership, Organisation
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.identity import with_access
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    CompanyScore,
    CourseDay,
    Enrolment,
    FollowUp,
    IdentityView,
    MatchingProposal,
    Outcome,
    Person,
    Presentation,
    ProposalPerson,
    Screening,
    ScreeningAnswer,
    Statement,
    WaitingPlace,
    Wish,
)
from jobveu.candidates.queries.candidacy import candidacy_place, insight_of
from jobveu.candidates.rules import providers
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.models import Criterion, Project, ScreeningTool
from jobveu.solving.models import SolverRun
from jobveu.wall.acting import acting_as
from tests import factories

TODAY = factories.TODAY
WALLED = (
    Person,
    IdentityView,
    Candidacy,
    Screening,
    ScreeningAnswer,
    Presentation,
    Enrolment,
    FollowUp,
    Outcome,
    Activity,
    Statement,
    CourseDay,
    WaitingPlace,
    Wish,
    CompanyScore,
    ProposalPerson,
)


@dataclass
class World:
    """Two of every kind of organisation and more, everybody in anything."""

    actors: list[Actor] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)


def make_world(seed: int) -> World:
    pick = random.Random(seed)
    world = World()
    centres = [factories.organisation(Kind.JOB_CENTRE) for _ in range(3)]
    schools = [factories.organisation(Kind.EDUCATION_PROVIDER) for _ in range(2)]
    companies = [factories.organisation(Kind.COMPANY) for _ in range(3)]
    offices = [factories.office("midt-nord"), factories.office("syd")]
    union, agency = factories.organisation(Kind.TRADE_UNION), factories.organisation(Kind.NATIONAL_AGENCY)
    seats = [
        *((Role.CASEWORKER, centre) for centre in centres),
        *((Role.COMPANY_CONSULTANT, centre) for centre in centres),
        *((Role.PROVIDER, school) for school in schools),
        *((Role.COMPANY, company) for company in companies),
        *((role, office) for office in offices for role in (Role.COORDINATOR, Role.OFFICE_MANAGER)),
        (Role.SOCIAL_PARTNER, union),
        (Role.NATIONAL_ANALYST, agency),
        (Role.ADMINISTRATOR, agency),
    ]
    users = [factories.user(*seat) for seat in seats]
    for user in pick.sample(users, 8):  # some have two or three
        for role, organisation in pick.sample(seats, pick.randint(1, 2)):
            Membership.objects.get_or_create(
                user=user, organisation=organisation, role=role, defaults={"valid_from": date(2020, 1, 1)}
            )
    world.actors = [factories.actor(user) for user in users] + [ANONYMOUS]
    people = [make_person(pick, centre, users) for centre in centres for _ in range(4)]
    for code in ("midt-nord", "syd", "midt-nord"):
        parties = [*centres, *schools, *pick.sample(companies, 2)]
        project = factories.project(*parties, council=factories.council(office_code=code))
        project.coordinating_organisation = pick.choice([None, *centres])
        project.save()
        courses = [
            Course.objects.create(
                project=project,
                title=f"Kursus {number}",
                provider=pick.choice([*schools, None]),
                status=pick.choice([CourseStatus.PLANNED, CourseStatus.PLANNED, CourseStatus.CANCELLED]),
                cancelled_reason="For få",
                starts_on=TODAY,
                ends_on=TODAY + timedelta(days=30),
                merit_giving=True,
            )
            for number in range(3)
        ]
        for person in pick.sample(people, 8):
            make_candidacy(pick, project, person, users[0], courses, companies, schools)
        world.projects.append(project)
    return world


def make_person(pick: random.Random, centre: Organisation, users: list[User]) -> Person:
    person = Person.objects.create(
        job_centre=centre,
        name_encrypted=b"-",
        cpr_encrypted=b"-",
        cpr_hash=pick.randbytes(32),
        name_position=pick.randint(1, 10**9),
        situation="unemployed",
        skill_level="unskilled",
        registered_by=users[0],
        registered_at=factories.NOW,
    )
    for user in pick.sample(users, 2):
        IdentityView.objects.create(
            person=person,
            user_id=user.pk,
            user_name=user.name,
            organisation_id=centre.pk,
            organisation_name=centre.name,
            part=IdentityPart.NAME,
            purpose=Purpose.CONTACT,
            at=factories.NOW,
        )
    return person


def make_candidacy(
    pick: random.Random,
    project: Project,
    person: Person,
    by: User,
    courses: list[Course],
    companies: list[Organisation],
    schools: list[Organisation],
) -> None:
    gone = pick.random() < 0.2
    candidacy = Candidacy.objects.create(
        person=person,
        project=project,
        job_centre_id=person.job_centre_id,
        pseudonym=f"K-{pick.randrange(10**9)}",
        added_by=by,
        added_on=TODAY,
        withdrawn_on=TODAY if gone else None,
        withdrawn_reason="Flyttet" if gone else "",
    )
    screening = Screening.objects.create(
        candidacy=candidacy, result="passed", reason="Motiveret", screened_on=TODAY, screened_by=by
    )
    ScreeningAnswer.objects.create(
        candidacy=candidacy, screening=screening, criterion=a_criterion(project, by), answer="met"
    )
    WaitingPlace.objects.create(
        candidacy=candidacy, course=pick.choice(courses), joined_on=TODAY, joined_by=by
    )
    Statement.objects.create(
        candidacy=candidacy, motivation="wants", agrees=True, stated_on=TODAY, recorded_by=by
    )
    for company in pick.sample(companies, pick.randint(0, 2)):
        Activity.objects.create(
            candidacy=candidacy,
            kind="company_meeting",
            timing="before",
            company=company,
            starts_on=TODAY,
            invited_on=TODAY,
            invited_by=by,
        )
    Wish.objects.create(candidacy=candidacy, company=companies[0], level="most")
    for company in companies[:2]:
        CompanyScore.objects.create(candidacy=candidacy, company=company, level="most")
    ProposalPerson.objects.create(
        proposal=a_proposal(project, by), candidacy=candidacy, number=candidacy.pk, facts_encrypted=b"-"
    )
    Outcome.objects.create(candidacy=candidacy, milestone="end", kind="unknown", as_of=TODAY, recorded_by=by)
    for course in pick.sample(courses, pick.randint(0, 2)):
        enrolment = Enrolment.objects.create(
            candidacy=candidacy, course=course, enrolled_on=TODAY, enrolled_by=by
        )
        CourseDay.objects.create(
            candidacy=candidacy, enrolment=enrolment, day=TODAY, attendance="came", recorded_by=by
        )
    for company in pick.sample(companies, pick.randint(0, 2)):  # also to one that is no party
        Presentation.objects.create(
            candidacy=candidacy,
            company=company,
            presented_on=TODAY,
            presented_by=by,
            ended_on=pick.choice([None, None, TODAY]),
        )
    for organisation in (pick.choice(schools), person.job_centre):
        FollowUp.objects.create(
            candidacy=candidacy,
            held_on=TODAY,
            channel="phone",
            note="Notat",
            by=by,
            organisation=organisation,
        )


def a_criterion(project: Project, by: User) -> Criterion:
    tool, _made = ScreeningTool.objects.get_or_create(
        project=project,
        number=1,
        defaults={"begun_by": by, "begun_at": factories.NOW, "issued_by": by, "issued_at": factories.NOW},
    )
    row, _made = Criterion.objects.get_or_create(
        tool=tool, text="Møder til tiden", defaults={"kind": "personal", "strength": "must"}
    )
    return row


def a_proposal(project: Project, by: User) -> MatchingProposal:
    found = MatchingProposal.objects.filter(project=project).first()
    if found is not None:
        return found
    run = SolverRun.objects.create(solver="matching", ordered_by=by, ordered_at=factories.NOW, time_limit=60)
    return MatchingProposal.objects.create(project=project, run=run, mode="best", choices={})


def let_through(actor: Actor, model: type[Model]) -> set[int]:
    """Ids of the rows that a statement without any filter gets."""
    with acting_as(as_the_database_is_told(actor)), connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table}")
        return {id_ for (id_,) in cursor.fetchall()}


def writable(actor: Actor, model: type[Model]) -> set[int]:
    """Ids of the rows that an update of everything changes; it is taken back."""
    column = model._meta.local_concrete_fields[-1].column
    with (
        acting_as(as_the_database_is_told(actor)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = {column} RETURNING id")
        found = {id_ for (id_,) in cursor.fetchall()}
        transaction.set_rollback(True)
    return found


def persons_by_matrix() -> dict[int, Subject]:
    return {
        row.pk: Subject(
            registered_by_id=row.job_centre_id,
            course_provider_ids=frozenset(row.provider_ids),
            presented_to_ids=frozenset(row.company_ids),
        )
        for row in with_access(Person.objects.all(), None)
    }


Readable = Callable[[Actor], dict[type[Model], set[int]]]


def by_matrix() -> Readable:
    """What accounts.access gives each of every table, told of all rows."""
    persons = persons_by_matrix()
    places = {
        id_: candidacy_place(candidacy_id=id_) for id_ in Candidacy.objects.values_list("pk", flat=True)
    }
    views = list(IdentityView.objects.select_related("person"))
    enrolments = list(Enrolment.objects.select_related("course"))
    days = list(CourseDay.objects.select_related("enrolment__course"))
    rows = {
        model: list(model.objects.all())
        for model in (
            Screening,
            ScreeningAnswer,
            Activity,
            Statement,
            WaitingPlace,
            Presentation,
            FollowUp,
            Outcome,
            Wish,
            CompanyScore,
            ProposalPerson,
        )
    }

    def of(actor: Actor) -> dict[type[Model], set[int]]:
        insights = {id_: insight_of(by=actor, subject=place.subject) for id_, place in places.items()}

        def whole(row: Any) -> bool:
            return insights[row.candidacy_id].whole

        return {
            Person: {id_ for id_, subject in persons.items() if may(Action.SEE_IDENTITY, actor, subject)},
            IdentityView: {
                row.pk
                for row in views
                if row.user_id == actor.user_id
                or may(Action.VIEW_IDENTITY_LOG, actor, Subject(registered_by_id=row.person.job_centre_id))
            },
            Candidacy: {
                id_ for id_, place in places.items() if may(Action.VIEW_CANDIDACY, actor, place.subject)
            },
            Screening: {row.pk for row in rows[Screening] if whole(row)},
            ScreeningAnswer: {row.pk for row in rows[ScreeningAnswer] if whole(row)},
            **{
                model: {row.pk for row in rows[model] if whole(row)}
                for model in (Outcome, Statement, WaitingPlace, Wish, ProposalPerson)
            },
            CompanyScore: {
                row.pk
                for row in rows[CompanyScore]
                if whole(row) or row.company_id in insights[row.candidacy_id].company_ids
            },
            Activity: {
                row.pk
                for row in rows[Activity]
                if whole(row) or row.company_id in insights[row.candidacy_id].company_ids
            },
            Presentation: {
                row.pk
                for row in rows[Presentation]
                if whole(row)
                or (row.ended_on is None and row.company_id in insights[row.candidacy_id].company_ids)
            },
            FollowUp: {
                row.pk
                for row in rows[FollowUp]
                if whole(row) or row.organisation_id in insights[row.candidacy_id].provider_ids
            },
            CourseDay: {
                row.pk
                for row in days
                if whole(row) or may(Action.VIEW_CANDIDACY, actor, subject_of_course(row.enrolment.course))
            },
            Enrolment: {
                row.pk
                for row in enrolments
                if whole(row) or may(Action.VIEW_CANDIDACY, actor, subject_of_course(row.course))
            },
        }

    return of


def subject_of_course(course: Course, registered_by_id: int | None = None) -> Subject:
    cancelled = course.status == CourseStatus.CANCELLED
    return Subject(
        registered_by_id=registered_by_id,
        course_provider_ids=providers(course.provider_id, cancelled=cancelled),
    )
