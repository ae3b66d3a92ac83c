"""The desk: what waits for each role, by urgency, until the moment it is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobveu.accounts.enums import Role
from jobveu.actors.enums import ConsentKind, OrganisationKind
from jobveu.actors.models import Contact
from jobveu.actors.operations.contacts import give_consent, withdraw_consent
from jobveu.candidates.enums import Awaited, EnrolmentStatus, Milestone, OutcomeKind
from jobveu.candidates.models import Candidacy, Enrolment
from jobveu.candidates.operations.outcomes import record_outcome
from jobveu.candidates.queries.awaited import awaited_ids
from jobveu.candidates.rules import add_months
from jobveu.common.models import AuditEntry
from jobveu.journeys.desk import SHOWN_OF_EACH_KIND, Urgency, desk
from jobveu.journeys.waiting import WaitingItem, WaitingKind, kinds_for, waiting_for
from jobveu.projects.enums import PhaseNumber, ProjectStatus
from jobveu.projects.models import Invitation, Offer, Procurement, Project, Task
from jobveu.projects.operations.tasks import add_task, finish_task
from tests import factories
from tests.candidates.scene import Scene, make_scene
from tests.factories import NOW, TODAY
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def scene(reference: None) -> Scene:
    made = make_scene()
    Project.objects.filter(pk=made.project.pk).update(coordinator=made.users["coordinator"])
    return made


def of_kind(scene: Scene, who: str, kind: WaitingKind, on: date = TODAY) -> list[WaitingItem]:
    return [item for item in waiting_for(by=scene.actor(who), on=on) if item.kind is kind]


# Projects without movement


def moved(project: Project, days_ago: int) -> None:
    AuditEntry.objects.create(
        at=NOW - timedelta(days=days_ago),
        user_id=1,
        user_name="N",
        action="task.added",
        room="projects.task",
        record_id=1,
        project_id=project.pk,
    )


def test_a_project_stands_still_after_30_days_and_moves_by_whatever_is_recorded(scene: Scene) -> None:
    Project.objects.update(start_date=date(2026, 1, 5))
    moved(scene.project, 29)
    assert of_kind(scene, "coordinator", WaitingKind.STANDSTILL) == []
    [item] = of_kind(scene, "coordinator", WaitingKind.STANDSTILL, TODAY + timedelta(days=1))
    assert (item.project_id, item.since) == (scene.project.pk, TODAY - timedelta(days=29))
    assert of_kind(scene, "manager", WaitingKind.STANDSTILL, TODAY + timedelta(days=1)) == [item]
    for who in ("other_coordinator", "caseworker", "provider", "analyst", "council", "administrator"):
        assert of_kind(scene, who, WaitingKind.STANDSTILL, TODAY + timedelta(days=1)) == []
    add_task(
        project_id=scene.project.pk, title="T", phase=PhaseNumber.KICK_OFF, by=scene.actor("manager"), at=NOW
    )
    assert of_kind(scene, "coordinator", WaitingKind.STANDSTILL, TODAY + timedelta(days=1)) == []


def test_only_active_projects_that_have_started_and_are_ones_own_to_drive_stand_still(scene: Scene) -> None:
    later = TODAY + timedelta(days=60)
    [item] = of_kind(scene, "coordinator", WaitingKind.STANDSTILL, later)
    assert item.since == TODAY, "nobody has touched it since it started"
    colleague = factories.user(Role.COORDINATOR, factories.office())
    Project.objects.update(coordinator=colleague)
    assert of_kind(scene, "coordinator", WaitingKind.STANDSTILL, later) == []
    assert len(of_kind(scene, "manager", WaitingKind.STANDSTILL, later)) == 1
    Project.objects.update(coordinator=None, coordinating_organisation=scene.centre)
    assert len(of_kind(scene, "coordinator", WaitingKind.STANDSTILL, later)) == 1
    assert len(of_kind(scene, "caseworker", WaitingKind.STANDSTILL, later)) == 1
    Project.objects.update(start_date=later)
    assert of_kind(scene, "manager", WaitingKind.STANDSTILL, later) == [], "it has just begun"
    Project.objects.update(start_date=TODAY, end_date=TODAY, status=ProjectStatus.COMPLETED)
    assert of_kind(scene, "manager", WaitingKind.STANDSTILL, later) == []


# Contacts without consent


def test_a_contact_waits_to_be_asked_for_consent_until_the_answer_is_there(scene: Scene) -> None:
    first, second = (
        Contact.objects.create(organisation=scene.company, name=name, email=f"{name}@example.dk")
        for name in ("A", "B")
    )
    outside = factories.organisation(OrganisationKind.COMPANY)
    Contact.objects.create(organisation=outside, name="C", phone="1")
    [item] = of_kind(scene, "coordinator", WaitingKind.CONSENTS)
    assert (item.record_id, item.number, item.project_title) == (scene.company.pk, 2, "Prøvefirmaet")
    by = scene.actor("coordinator")
    consent = give_consent(
        by=by, at=NOW, contact_id=first.pk, kind=ConsentKind.SURVEY, given_on=TODAY, shown_by="Mail"
    )
    give_consent(
        by=by, at=NOW, contact_id=second.pk, kind=ConsentKind.PUBLIC_CONTACT, given_on=TODAY, shown_by="Mail"
    )
    assert [item.number for item in of_kind(scene, "coordinator", WaitingKind.CONSENTS)] == [1]
    withdraw_consent(by=by, at=NOW, consent_id=consent, on=TODAY)
    assert [item.number for item in of_kind(scene, "coordinator", WaitingKind.CONSENTS)] == [1], (
        "has answered"
    )
    Contact.objects.filter(pk=second.pk).update(active=False, removed_on=TODAY)
    assert of_kind(scene, "coordinator", WaitingKind.CONSENTS) == []
    assert WaitingKind.CONSENTS not in kinds_for(scene.actor("company"))


# Tenders to choose from


def test_a_tender_waits_to_be_decided_when_all_have_answered_or_the_deadline_has_passed(scene: Scene) -> None:
    deadline = TODAY + timedelta(days=10)
    procurement = Procurement.objects.create(
        project=scene.project, kind="tender", subject="Svejsning", opened_on=TODAY, deadline=deadline
    )

    def waits(on: date = TODAY) -> list[tuple[int, date | None]]:
        found = {
            who: [(item.record_id, item.due) for item in of_kind(scene, who, WaitingKind.CHOICE, on)]
            for who in ("coordinator", "manager", "other_coordinator", "caseworker", "provider", "company")
        }
        assert found["manager"] == found["coordinator"]
        assert not any(found[who] for who in ("other_coordinator", "caseworker", "provider", "company"))
        return found["coordinator"]

    assert waits() == [], "nobody has been invited yet"
    first, second = (
        Invitation.objects.create(
            procurement=procurement,
            provider=factories.organisation(OrganisationKind.EDUCATION_PROVIDER),
            invited_on=TODAY,
        )
        for _number in range(2)
    )
    assert waits() == []
    assert waits(deadline) == [], "offers are taken on the last day"
    assert waits(deadline + timedelta(days=1)) == [(procurement.pk, deadline)]
    Invitation.objects.filter(pk=first.pk).update(declined_on=TODAY, declined_reason="Ingen lærer")
    assert waits() == []
    Offer.objects.create(
        invitation=second,
        description="Fire uger",
        price=1,
        earliest_start=TODAY,
        min_participants=5,
        max_participants=10,
        merit_giving=True,
        submitted_by=scene.users["provider"],
        submitted_at=NOW,
    )
    assert waits() == [(procurement.pk, TODAY)]
    page = scene.client("coordinator").get(reverse("home")).content.decode()
    assert reverse("procurement", args=[scene.project.pk, procurement.pk]) in page
    Procurement.objects.filter(pk=procurement.pk).update(cancelled_on=TODAY, cancelled_reason="Intet behov")
    assert waits() == []


def test_a_cancelled_tender_asks_nobody_for_an_offer(scene: Scene) -> None:
    procurement = Procurement.objects.create(
        project=scene.project, kind="tender", subject="S", opened_on=TODAY, deadline=TODAY
    )
    Invitation.objects.create(procurement=procurement, provider=scene.provider, invited_on=TODAY)
    [item] = of_kind(scene, "provider", WaitingKind.OFFER)
    assert item.record_id == procurement.pk
    Procurement.objects.update(cancelled_on=TODAY, cancelled_reason="Intet behov")
    assert of_kind(scene, "provider", WaitingKind.OFFER) == []


# Tasks that nobody is responsible for


def test_a_task_without_anybody_responsible_waits_for_those_who_drive_the_project(scene: Scene) -> None:
    task = Task.objects.create(
        project=scene.project, title="Find lokale", phase=1, due_on=TODAY - timedelta(days=1)
    )
    for who in ("coordinator", "manager"):
        [item] = of_kind(scene, who, WaitingKind.TASK)
        assert (item.record_id, item.unassigned, item.overdue) == (task.pk, True, True)
    for who in ("other_coordinator", "caseworker", "company", "provider"):
        assert of_kind(scene, who, WaitingKind.TASK) == []
    client = scene.client("coordinator")
    assert "Opgave, som ingen er ansvarlig for." in client.get(reverse("home")).content.decode()
    assert (
        client.post(
            reverse("task_done", args=[scene.project.pk, task.pk]), {"tilbage": reverse("desk")}
        ).status_code
        == 302
    )
    assert of_kind(scene, "coordinator", WaitingKind.TASK) == []
    Task.objects.update(done_on=None, done_by=None)
    Project.objects.update(coordinating_organisation=scene.centre)
    [item] = of_kind(scene, "caseworker", WaitingKind.TASK)
    assert item.unassigned
    Task.objects.update(responsible=scene.company)
    assert of_kind(scene, "coordinator", WaitingKind.TASK) == []


# Outcomes at the end, and after 3, 6 and 12 months


def enrolled(scene: Scene, ended_on: date) -> Candidacy:
    candidacy = scene.candidate()
    Enrolment.objects.create(
        candidacy=candidacy,
        course=scene.course(starts_on=ended_on - timedelta(days=60), ends_on=ended_on),
        status=EnrolmentStatus.COMPLETED,
        enrolled_on=ended_on - timedelta(days=70),
        started_on=ended_on - timedelta(days=60),
        ended_on=ended_on,
        enrolled_by=scene.users["caseworker"],
    )
    return candidacy


def test_outcomes_wait_from_their_day_each_milestone_by_itself(scene: Scene) -> None:
    ended = date(2025, 11, 24)
    candidacy = enrolled(scene, ended)
    days = {
        Awaited.OUTCOME_END: ended,
        Awaited.OUTCOME_MONTHS_3: add_months(ended, 3),
        Awaited.OUTCOME_MONTHS_6: add_months(ended, 6),
        Awaited.OUTCOME_MONTHS_12: add_months(ended, 12),
    }
    for number, (_awaited, day) in enumerate(days.items(), start=1):
        before = of_kind(scene, "caseworker", WaitingKind.OUTCOMES, day - timedelta(days=1))
        assert len(before) == number - 1
        found = of_kind(scene, "caseworker", WaitingKind.OUTCOMES, day)
        assert {item.awaited: item.due for item in found} == dict(list(days.items())[:number])
        assert found[-1].overdue is False
    late = of_kind(scene, "caseworker", WaitingKind.OUTCOMES, ended + timedelta(days=31))
    assert [item.overdue for item in late] == [True], "30 days is what it may wait"
    assert of_kind(scene, "other_caseworker", WaitingKind.OUTCOMES) == []
    record_outcome(
        by=scene.actor("colleague"),
        at=NOW,
        candidacy_id=candidacy.pk,
        milestone=Milestone.MONTHS_6,
        kind=OutcomeKind.UNEMPLOYED,
        as_of=TODAY,
    )
    left = {item.awaited for item in of_kind(scene, "caseworker", WaitingKind.OUTCOMES)}
    assert left == days.keys() - {Awaited.OUTCOME_MONTHS_6}
    for awaited in days:
        ids = awaited_ids(project_id=scene.project.pk, awaited=awaited, today=TODAY)
        assert ids == ([candidacy.pk] if awaited in left else []), "the list shows what the desk counts"


# The desk itself


def test_the_desk_stands_by_urgency(scene: Scene) -> None:
    for title, due in (
        ("Sent", TODAY - timedelta(days=1)),
        ("I dag", TODAY),
        ("Om en uge", TODAY + timedelta(days=7)),
        ("Om otte dage", TODAY + timedelta(days=8)),
        ("Engang", None),
    ):
        Task.objects.create(
            project=scene.project,
            title=title,
            phase=PhaseNumber.KICK_OFF,
            responsible=scene.company,
            due_on=due,
        )
    found = desk(by=scene.actor("company"), on=TODAY)
    titles = {urgency: [item.title for item in items] for urgency, items in found.items.items()}
    assert titles == {
        Urgency.OVERDUE: ["Sent"],
        Urgency.SOON: ["I dag", "Om en uge"],
        Urgency.LATER: ["Om otte dage"],
        Urgency.UNDATED: ["Engang"],
    }
    assert found.kinds == {
        WaitingKind.SIGNATURE: 0,
        WaitingKind.TASK: 5,
        WaitingKind.CONSENT_NOTICE: 0,
    }
    assert desk(by=scene.actor("company"), on=TODAY, kind=WaitingKind.SIGNATURE).items == {}
    finish_task(task_id=Task.objects.get(title="Sent").pk, by=scene.actor("coordinator"), at=NOW)
    assert Urgency.OVERDUE not in desk(by=scene.actor("company"), on=TODAY).items


def test_a_full_desk_says_so(scene: Scene) -> None:
    Task.objects.bulk_create(
        Task(project=scene.project, title=f"T{number}", phase=1, responsible=scene.company)
        for number in range(SHOWN_OF_EACH_KIND + 5)
    )
    found = desk(by=scene.actor("company"), on=TODAY)
    assert found.kinds[WaitingKind.TASK] == SHOWN_OF_EACH_KIND
    assert not found.counted_all
    assert "Der vises højst 50 af hver slags" in scene.client("company").get(reverse("desk")).content.decode()


EXPECTED_KINDS = {
    "coordinator": {
        *("signature", "task", "choice", "need", "standstill"),
        *("consents", "contact_notice", "consent_notice", "surveys"),
    },
    "manager": {
        *("signature", "task", "choice", "need", "standstill"),
        *("consents", "contact_notice", "consent_notice", "surveys"),
    },
    "caseworker": {
        *("signature", "task", "outcomes", "follow_ups", "screenings", "early_signs", "places"),
        *("choice", "standstill", "consents", "contact_notice", "consent_notice"),
    },
    "consultant": {
        *("signature", "task", "choice", "standstill", "consents", "contact_notice", "consent_notice"),
    },
    "provider": {"signature", "task", "offer", "consent_notice"},
    "company": {"signature", "task", "consent_notice"},
    "union": {"signature", "task", "consent_notice"},
    "administrator": {"mails", "consent_notice"},
    "analyst": {"surveys"},
    "council": set(),
}


@pytest.mark.parametrize("who", EXPECTED_KINDS)
def test_each_role_has_its_own_kinds_and_its_own_empty_desk(scene: Scene, who: str) -> None:
    kinds = kinds_for(scene.actor(who))
    assert {kind.value for kind in kinds} == EXPECTED_KINDS[who]
    page = scene.client(who).get(reverse("desk")).content.decode()
    if not kinds:
        assert "Der er ikke noget, der venter på dig i din rolle" in page
    else:
        assert "Intet venter på dig lige nu" in page
        for kind in WaitingKind:
            assert (f"<li>{kind.label}</li>" in page) == (kind in kinds)


def test_a_task_is_marked_as_done_on_the_desk(scene: Scene) -> None:
    task = Task.objects.create(project=scene.project, title="Ring", phase=1, responsible=scene.company)
    client, address = scene.client("company"), f"{reverse('desk')}?slags=task"
    mark = reverse("task_done", args=[scene.project.pk, task.pk])
    assert mark in client.get(address).content.decode()
    assert client.post(mark, {"tilbage": address})["Location"] == address
    assert "Intet venter på dig lige nu" in client.get(address).content.decode()
    assert client.post(mark, {"tilbage": "https://evil.example/"})["Location"].startswith("/projekter/")


def test_the_desks_statements_do_not_grow_with_it(scene: Scene) -> None:
    Project.objects.update(coordinator=None)

    def more(number: int) -> None:
        for _index in range(number):
            company = factories.organisation(OrganisationKind.COMPANY)
            Contact.objects.create(organisation=company, name="K", phone="1")
            project = factories.project(company, start_date=timezone.localdate() - timedelta(days=90))
            moved(project, 90)
            Task.objects.create(project=project, title="T", phase=1, responsible=factories.office())

    for who in ("coordinator", "manager"):
        client = scene.client(who)
        assert_page_has_same_number_of_queries(client, reverse("desk"), add_rows=more)
        assert_page_has_same_number_of_queries(client, reverse("home"), add_rows=more)


def test_others_do_not_see_a_desk() -> None:
    assert Client().get(reverse("desk")).status_code == 302
