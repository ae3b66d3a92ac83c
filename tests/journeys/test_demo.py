"""The demonstration: everything in it is invented, and every role and every phase are in it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from jobveu.accounts.actor import Actor
from jobveu.accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Contact, Membership, Organisation
from jobveu.actors.queries import actor_for_user
from jobveu.candidates.enums import CandidacyState, Milestone, PlaceState, Purpose, WishLevel
from jobveu.candidates.facts import facts_of
from jobveu.candidates.models import (
    Candidacy,
    IdentityView,
    Outcome,
    Person,
    ProposalPerson,
    WaitingPlace,
    Wish,
)
from jobveu.candidates.periods import from_ranges
from jobveu.candidates.rules import state_of
from jobveu.candidates.sealing import CPR, NAME, context_of
from jobveu.common.cpr import Cpr
from jobveu.common.crypto import decrypt
from jobveu.common.models import AuditEntry
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import HoldCourse, ProposedHold
from jobveu.course_plans.queries.placements import OwnPlan, own_placements
from jobveu.journeys.cases.loader import load_cases
from jobveu.journeys.demo.loader import load_demo
from jobveu.journeys.demo.people import USERS, invented_cpr, invented_name, invented_phone
from jobveu.journeys.demo.story_fibre import MEASURING
from jobveu.journeys.demo.story_lifts import CRANES, LIFTS
from jobveu.journeys.phases import progress_of_project
from jobveu.journeys.waiting import WaitingKind, waiting_for
from jobveu.privacy.enums import DataKind
from jobveu.privacy.queries.log import newest_list
from jobveu.projects.agreement_rules import Terms, differing_terms
from jobveu.projects.enums import AgreementStatus, PhaseNumber, ProjectStatus, ProjectType
from jobveu.projects.models import Agreement, ContributionTerms, Lesson, Offer, Project, SetAside
from jobveu.projects.phases import IndicatorState
from jobveu.projects.queries.agreements import agreement_page
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.reference.shipped import load_shipped
from tests.factories import NOW, TODAY

FIBRE = "Fiberteknikere til Østjylland"


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for the module, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped(by=COMMAND_LINE, at=NOW)
        load_cases(by=COMMAND_LINE, at=NOW)
        assert load_demo(by=COMMAND_LINE, at=NOW) is True
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo: None, db: None) -> None:
    """The demonstration, with what the test itself changes rolled back."""


def _project(title: str) -> Project:
    return Project.objects.get(title=title)


def test_a_second_run_changes_nothing_and_is_quick(demo: None) -> None:
    counted = (Project, Organisation, User, Person, Candidacy, AuditEntry)
    before = [model.objects.count() for model in counted]

    began = time.perf_counter()
    assert load_demo(by=COMMAND_LINE, at=NOW) is False
    assert time.perf_counter() - began < 0.5

    assert [model.objects.count() for model in counted] == before


def test_the_command_shows_every_log_in_in_a_table(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo")

    shown = capsys.readouterr().out
    rows = [line for line in shown.splitlines() if "@demo.example" in line]
    assert DEMO_PASSWORD in shown
    assert len(rows) == len(DEMO_LOGINS)
    assert len({line.index(next(word for word in line.split() if "@" in word)) for line in rows}) == 1


def test_each_log_in_shown_is_a_user_with_the_password(demo: None) -> None:
    assert {login.email for login in DEMO_LOGINS} == {user.email for user in USERS}
    for login in DEMO_LOGINS:
        assert User.objects.get(email=login.email).check_password(DEMO_PASSWORD)


def test_every_role_has_a_log_in_and_those_that_meet_their_like_have_two(demo: None) -> None:
    held = list(Membership.objects.values_list("role", flat=True))

    assert set(held) == set(Role) - {Role.PUBLIC}
    for role in (Role.SOCIAL_PARTNER, Role.CASEWORKER, Role.COMPANY, Role.PROVIDER):
        assert held.count(role) >= 2


def test_every_municipality_has_a_job_centre(demo: None) -> None:
    centres = Organisation.objects.filter(kind=OrganisationKind.JOB_CENTRE)

    assert centres.count() == 98
    assert centres.values("municipality").distinct().count() == 98


def test_there_is_a_project_in_every_phase_of_every_status_and_of_every_type(demo: None) -> None:
    projects = Project.objects.filter(synthetic=True)

    assert set(projects.values_list("current_phase", flat=True)) == set(PhaseNumber)
    assert set(projects.values_list("status", flat=True)) == set(ProjectStatus)
    assert set(projects.values_list("type", flat=True)) == set(ProjectType)
    assert 8 <= projects.count() <= 12


def test_the_stored_phase_is_the_one_that_the_evidence_gives(demo: None) -> None:
    for project in Project.objects.filter(synthetic=True):
        assert project.current_phase == progress_of_project(project_id=project.pk).current, project.title


def test_all_persons_are_synthetic_with_numbers_that_belong_to_nobody(demo: None) -> None:
    persons = list(Person.objects.all())

    assert persons
    assert all(person.synthetic for person in persons)
    names = [decrypt(person.name_encrypted, context=context_of(person.key, NAME)) for person in persons]
    numbers = [Cpr(decrypt(person.cpr_encrypted, context=context_of(person.key, CPR))) for person in persons]
    assert len(set(names)) == len(persons)
    assert all(number.is_replacement for number in numbers)
    surnames = ("Prøvesen", "Eksempelsen", "Opdigtsen", "Testesen", "Påfundsen", "Tænktsen", "Demosen")
    assert all(name.endswith(surnames) for name in names)


def test_invented_names_and_numbers_do_not_repeat() -> None:
    assert len({invented_name(number) for number in range(189)}) == 189
    assert len({invented_cpr(number).digits for number in range(1000)}) == 1000
    assert len({invented_phone(number) for number in range(1000)}) == 1000


def test_every_contact_can_be_called_at_a_number_that_belongs_to_nobody(demo: None) -> None:
    phones = list(Contact.objects.filter(active=True).values_list("phone", flat=True))
    assert all(re.fullmatch(r"01 \d\d \d\d \d\d", phone) for phone in phones), (
        "Danish numbers begin with 2 to 9"
    )
    assert len(set(phones)) == len(phones) > 10


def test_everything_marked_as_real_comes_from_the_evaluation(demo: None) -> None:
    assert not Project.objects.filter(synthetic=False, source_key="").exists()
    assert not Organisation.objects.exclude(cvr="").exists()
    for email in (
        *User.objects.values_list("email", flat=True),
        *Contact.objects.values_list("email", flat=True),
    ):
        assert email.endswith("@demo.example")


def test_no_real_company_school_or_social_partner_takes_part_in_an_invented_project(demo: None) -> None:
    public = {OrganisationKind.JOB_CENTRE}
    named_by_cases = set(
        Project.objects.filter(synthetic=False).values_list("parties__organisation", flat=True)
    )
    invented = Project.objects.filter(synthetic=True)

    assert not (
        invented.filter(parties__organisation__in=named_by_cases - {None})
        .exclude(parties__organisation__kind__in=public)
        .exists()
    )


def _actor(email: str) -> Actor:
    user = User.objects.get(email=email)
    return actor_for_user(user_id=user.pk, name=user.name, on=TODAY)


def _own(actor: Actor) -> tuple[OwnPlan, ...]:
    organisation_id = actor.primary_membership.organisation_id
    assert organisation_id is not None
    return own_placements(organisation_id=organisation_id)


def test_somebody_is_offered_a_place_and_somebody_waits_behind(demo: None) -> None:
    waiting, offered = (
        WaitingPlace.objects.filter(candidacy__project__title=FIBRE, state=state).get()
        for state in (PlaceState.WAITING, PlaceState.OFFERED)
    )
    assert offered.course_id == waiting.course_id
    assert offered.course.max_participants == 7
    assert offered.answer_by is not None
    assert offered.answer_by >= TODAY
    caseworker = _actor("sagsbehandler.randers@demo.example")
    kinds = {item.kind for item in waiting_for(by=caseworker, on=TODAY)}
    assert WaitingKind.PLACES in kinds


def test_one_who_stays_away_from_the_course_shows_as_an_early_sign(demo: None) -> None:
    caseworker = _actor("sagsbehandler.randers@demo.example")
    assert WaitingKind.EARLY_SIGNS in {item.kind for item in waiting_for(by=caseworker, on=TODAY)}


def test_the_proposal_heeds_scores_wishes_and_who_is_away(demo: None) -> None:
    company = User.objects.get(email="firma@demo.example")
    scores = AuditEntry.objects.filter(action="company_scores.recorded", user_id=company.pk)
    assert scores.count() == 2
    wish = Wish.objects.get(course__title=MEASURING, level=WishLevel.MOST, candidacy__person__away__len=1)
    course, person = wish.course, wish.candidacy.person
    assert course is not None
    assert person is not None
    [away] = from_ranges(person.away)
    assert course.starts_on is not None
    assert away.first <= course.starts_on <= away.last
    part = ProposalPerson.objects.get(candidacy=wish.candidacy)
    assert part.course != f"kursus-{course.pk}"


def test_a_hold_of_the_plan_is_accepted_and_everybody_sees_their_own_part(demo: None) -> None:
    hold = ProposedHold.objects.get(decision=Decision.ACCEPTED)
    course = HoldCourse.objects.get(proposed_hold=hold).course
    assert (course.title, course.project.title) == (LIFTS, "Lift og kran til byggepladser i Østjylland")
    assert course.starts_on == hold.offered_hold.starts_on if hold.offered_hold else None
    [plan] = _own(_actor("firma@demo.example"))
    assert [(one.hold.id, one.count) for one in plan.places] == [(hold.pk, 6)]
    assert [(one.hold.title, one.own) for one in plan.lacking if one.own] == [(CRANES, 6)]
    for name in ("randers", "favrskov", "norddjurs"):
        assert any(one.places for one in _own(_actor(f"sagsbehandler.{name}@demo.example")))


def test_the_fullest_project_has_candidates_in_all_states(demo: None) -> None:
    candidacies = list(Candidacy.objects.filter(project=_project(FIBRE)))

    assert len(candidacies) == 26
    assert {state_of(facts_of(row)) for row in candidacies} == set(CandidacyState)
    milestones = Outcome.objects.filter(candidacy__project__title=FIBRE).values_list("milestone", flat=True)
    assert set(milestones) == {Milestone.END, Milestone.MONTHS_3}


def test_one_partner_agreement_is_half_signed_and_one_asks_for_new_signatures(demo: None) -> None:
    care = Agreement.objects.get(project__title__startswith="Social- og sundhedshjælpere")
    page = agreement_page(agreement_id=care.pk, project_id=care.project_id)
    assert page is not None
    assert page.status is AgreementStatus.AWAITING
    assert len(page.standing.signed_newest) == len(page.standing.missing) == 2

    welders = Agreement.objects.get(project__title__startswith="Svejsere")
    page = agreement_page(agreement_id=welders.pk, project_id=welders.project_id)
    assert page is not None
    assert page.standing.newest == 2
    assert page.standing.signed[1] == page.standing.signatories
    assert len(page.standing.missing) == 2


def test_three_job_centres_differ_in_their_terms(demo: None) -> None:
    rows = ContributionTerms.objects.filter(text__agreement__project__title__startswith="Lager og logistik")
    terms = [
        Terms(
            head_count=row.head_count,
            by_date=row.by_date,
            job_search_duty=row.job_search_duty,
            transport_paid=row.transport_paid,
            benefit_kept=row.benefit_kept,
            work_placement_weeks=row.work_placement_weeks,
            other_terms=row.other_terms,
        )
        for row in rows
    ]

    assert len(terms) == 3
    assert set(differing_terms(terms)) >= {"job_search_duty", "transport_paid", "work_placement_weeks"}


def test_one_tender_has_two_offers_to_choose_between(demo: None) -> None:
    offers = Offer.objects.filter(invitation__procurement__project__title__startswith="Tagdækkere")

    assert offers.count() == 2
    assert not offers.filter(invitation__procurement__chosen_provider__isnull=False).exists()


def test_one_project_is_handed_over_one_given_up_one_reused_and_one_sets_indicators_aside(demo: None) -> None:
    projects = Project.objects.filter(synthetic=True)

    assert projects.get(coordinating_organisation__isnull=False).title.startswith("Lastbilchauffører")
    assert projects.get(status=ProjectStatus.CANCELLED).status_reason
    completed = projects.get(status=ProjectStatus.COMPLETED)
    assert completed.lessons.values("phase").distinct().count() == 5
    assert completed.started_from_it.get().status == ProjectStatus.ACTIVE
    cleaners = projects.get(title="Fra rengøring til serviceassistent")
    states = {
        status.state
        for phase in progress_of_project(project_id=cleaners.pk).phases
        for status in phase.indicators
    }
    assert IndicatorState.SET_ASIDE in states
    assert SetAside.objects.filter(project=cleaners).count() == 4


def test_something_waits_for_each_of_those_who_act(demo: None) -> None:
    def kinds(email: str) -> set[WaitingKind]:
        user = User.objects.get(email=email)
        actor = actor_for_user(user_id=user.pk, name=user.name, on=TODAY)
        return {item.kind for item in waiting_for(by=actor, on=TODAY)}

    assert WaitingKind.NEED in kinds("koordinator@demo.example")
    assert WaitingKind.SIGNATURE in kinds("plejecenter@demo.example")
    assert WaitingKind.SIGNATURE in kinds("fagforbund@demo.example")
    assert WaitingKind.SIGNATURE in kinds("sagsbehandler.favrskov@demo.example")
    assert WaitingKind.SIGNATURE in kinds("konsulent.randers@demo.example")
    assert WaitingKind.OFFER in kinds("erhvervsskole@demo.example")
    assert WaitingKind.TASK in kinds("firma@demo.example")


def test_data_protection_is_to_be_seen_where_one_would_look(demo: None) -> None:
    """Who has seen a person and that the person was told; corrections; a consent that its owner withdrew; what is older
    than it may be."""
    told = IdentityView.objects.filter(purpose=Purpose.INSIGHT_FILE).get()
    looks = IdentityView.objects.filter(person=told.person_id)
    assert looks.values("organisation_id").distinct().count() >= 3
    assert Purpose.COURSE_PARTICIPANTS in set(looks.values_list("purpose", flat=True))
    for action in ("follow_up.corrected", "follow_up.removed", "person.erased", "retention.period_decided"):
        assert AuditEntry.objects.filter(action=action).exists(), action
    coordinator = User.objects.get(email="koordinator@demo.example")
    actor = actor_for_user(user_id=coordinator.pk, name=coordinator.name, on=TODAY)
    waiting = {item.kind for item in waiting_for(by=actor, on=TODAY)}
    assert WaitingKind.CONSENT_NOTICE in waiting
    newest = newest_list()
    assert newest is not None
    assert {DataKind.PERSON_UNUSED, DataKind.CONTACT, DataKind.CONSENT} <= set(newest.numbers)


def test_a_signature_that_was_given_waits_no_longer(demo: None) -> None:
    """Others' missing signatures under the same text do not wait for those who have signed."""
    user = User.objects.get(email="fagforbund@demo.example")
    actor = actor_for_user(user_id=user.pk, name=user.name, on=TODAY)
    care = Project.objects.get(title__startswith="Social- og sundhedshjælpere")

    assert waiting_for(by=actor, on=TODAY, project_id=care.pk) == ()


def test_nothing_was_done_in_the_future(demo: None) -> None:
    assert not AuditEntry.objects.filter(at__gt=NOW).exists()


def test_what_the_public_and_all_parties_read_counts_no_few_persons(demo: None) -> None:
    """Not one to four of anybody, in figures or words, in published projects and in lessons."""
    few = re.compile(
        r"\b(én|en enkelt|to|tre|fire|[1-4]) "
        r"(ledige|kandidat|deltager|person|fik|begyndte|trak|faldt|sagde)"
    )
    texts = [lesson.text for lesson in Lesson.objects.filter(project__synthetic=True)]
    for project in Project.objects.filter(synthetic=True, published_at__isnull=False):
        texts += [project.description, *project.parties.values_list("note", flat=True)]

    assert texts
    assert [text for text in texts if few.search(text.casefold())] == []
