"""What was agreed in a conversation becomes a task of somebody, with a day, on their desk until it is done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import DialogueChannel, OrganisationKind
from jobveu.actors.models import AgreedTask, Dialogue, Organisation
from jobveu.actors.operations import agreed_tasks as operations
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.journeys import dialogue as journey
from jobveu.journeys.calendar import calendar_of
from jobveu.journeys.waiting import WaitingItem, WaitingKind, waiting_for
from jobveu.web.staff.desk.feed import as_ics
from tests import factories
from tests.factories import NOW, TODAY
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def company(reference: None) -> Organisation:
    return factories.organisation(OrganisationKind.COMPANY, "Kabel & Co")


@pytest.fixture
def coordinator(reference: None) -> User:
    return factories.user(Role.COORDINATOR, factories.office(), name="Karen Koordinator")


@pytest.fixture
def colleague(reference: None) -> User:
    return factories.user(Role.COORDINATOR, factories.office(), name="Kurt Kollega")


@pytest.fixture
def villy(company: Organisation) -> User:
    return factories.user(Role.COMPANY, company, name="Villy Virksomhed")


@pytest.fixture
def talk(coordinator: User, company: Organisation) -> Dialogue:
    by = factories.actor(coordinator)
    return Dialogue.objects.get(
        pk=journey.record_dialogue(
            by=by,
            at=NOW,
            organisation_id=company.pk,
            spoken_for_id=next(iter(by.organisation_ids())),
            held_on=TODAY,
            channel=DialogueChannel.PHONE,
            subject="Svejsere",
            agreed="Vi sender kursusplanen\nDe svarer i næste uge",
        )
    )


def add(talk: Dialogue, by: User, responsible: Organisation, user: User | None = None, **more: object) -> int:
    values = {"title": "Send kursusplanen", "due_on": TODAY + timedelta(days=3)} | more
    return operations.add_agreed_task(
        by=factories.actor(by),
        at=NOW,
        dialogue_id=talk.pk,
        responsible_id=responsible.pk,
        user_id=user.pk if user else None,
        **values,
    )


def on_desk(user: User, on: date = TODAY) -> list[WaitingItem]:
    return [item for item in waiting_for(by=factories.actor(user), on=on) if item.kind is WaitingKind.TASK]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def actions(task_id: int) -> list[str]:
    rows = AuditEntry.objects.filter(room="actors.agreedtask", record_id=task_id).order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_a_task_stands_on_the_desk_of_who_does_it_until_it_is_done(
    talk: Dialogue, coordinator: User, colleague: User, villy: User, company: Organisation
) -> None:
    mine = add(talk, coordinator, talk.spoken_for, colleague)
    [item] = on_desk(colleague)
    assert (item.project_id, item.record_id, item.title) == (None, mine, "Send kursusplanen")
    assert (item.project_title, item.due, item.overdue) == ("Kabel & Co", TODAY + timedelta(days=3), False)
    assert on_desk(coordinator) == on_desk(villy) == []
    assert on_desk(colleague, TODAY + timedelta(days=4))[0].overdue
    everybodys, theirs = add(talk, coordinator, talk.spoken_for), add(talk, coordinator, company)
    assert [one.record_id for one in on_desk(coordinator)] == [everybodys]
    assert [one.record_id for one in on_desk(villy)] == [theirs]
    operations.finish_agreed_task(by=factories.actor(coordinator), at=NOW, task_id=mine)
    assert [one.record_id for one in on_desk(colleague)] == [everybodys]
    with pytest.raises(DomainError, match="allerede markeret"):
        operations.finish_agreed_task(by=factories.actor(coordinator), at=NOW, task_id=mine)
    operations.reopen_agreed_task(by=factories.actor(coordinator), at=NOW, task_id=mine)
    assert len(on_desk(colleague)) == 2
    operations.delete_agreed_task(by=factories.actor(coordinator), at=NOW, task_id=mine)
    assert actions(mine) == [f"agreed_task.{verb}" for verb in ("added", "finished", "reopened", "deleted")]


def test_who_does_it_is_one_of_the_two_sides_and_somebody_who_is_there(
    talk: Dialogue, coordinator: User, villy: User, company: Organisation
) -> None:
    outside = factories.organisation(OrganisationKind.COMPANY)
    for responsible, user, title in (
        (outside, None, "T"),
        (talk.spoken_for, villy, "T"),
        (company, coordinator, "T"),
        (company, None, "  "),
    ):
        with pytest.raises(DomainError):
            add(talk, coordinator, responsible, user, title=title)
    User.objects.filter(pk=villy.pk).update(is_active=False)
    with pytest.raises(DomainError):
        add(talk, coordinator, company, villy)


def test_of_two_who_edit_a_task_the_second_is_told(talk: Dialogue, coordinator: User) -> None:
    task_id = add(talk, coordinator, talk.spoken_for)
    values = {"responsible_id": talk.spoken_for_id, "user_id": None, "due_on": TODAY}
    by = factories.actor(coordinator)
    operations.edit_agreed_task(by=by, at=NOW, task_id=task_id, version=1, title="Ny", **values)
    with pytest.raises(StaleEdit):
        operations.edit_agreed_task(by=by, at=NOW, task_id=task_id, version=1, title="Anden", **values)
    page = client_of(coordinator).post(
        reverse("agreed_task_edit", args=[task_id]),
        {
            "title": "Tredje",
            "responsible": f"{talk.spoken_for_id}-",
            "due_on": "24-11-2026",
            "version": 1,
        },
    )
    assert "Ny" in page.content.decode()
    assert AgreedTask.objects.get(pk=task_id).title == "Ny"


def test_recording_a_conversation_leads_on_to_its_task(
    coordinator: User, colleague: User, company: Organisation
) -> None:
    client = client_of(coordinator)
    went = client.post(
        reverse("dialogue_create", args=[company.pk]),
        {
            "held_on": "01-10-2026",
            "channel": "phone",
            "subject": "Svejsere",
            "agreed": "Vi sender kursusplanen",
            "make_task": "on",
        },
    )
    dialogue = Dialogue.objects.get()
    address = reverse("agreed_task_create", args=[company.pk, dialogue.pk])
    assert went["Location"] == address
    form = client.get(address).content.decode()
    assert 'value="Vi sender kursusplanen"' in form
    for choice in ("Karen Koordinator", "Kurt Kollega", "Alle i Arbejdsmarkedskontor", "Kabel &amp; Co"):
        assert choice in form
    made = client.post(
        address,
        {
            "title": "Send planen",
            "responsible": f"{dialogue.spoken_for_id}-{coordinator.pk}",
            "due_on": "01-12-2026",
        },
    )
    assert made["Location"] == reverse("dialogue_edit", args=[company.pk, dialogue.pk])
    task = AgreedTask.objects.get()
    assert (task.user, task.due_on) == (coordinator, date(2026, 12, 1))
    listed = client.get(made["Location"]).content.decode()
    assert reverse("agreed_task", args=[task.pk]) in listed
    desk = client.get(reverse("desk")).content.decode()
    assert "Send planen" in desk
    assert reverse("agreed_task_done", args=[task.pk]) in desk
    done = client.post(reverse("agreed_task_done", args=[task.pk]), {"tilbage": reverse("desk")})
    assert done["Location"] == reverse("desk")
    assert "Send planen" not in client.get(reverse("desk")).content.decode()
    assert "Karen Koordinator" in client.get(reverse("agreed_task", args=[task.pk])).content.decode()


def test_only_the_two_sides_see_a_task_and_only_who_held_the_conversation_changes_it(
    talk: Dialogue, coordinator: User, villy: User, company: Organisation
) -> None:
    theirs, ours = add(talk, coordinator, company), add(talk, coordinator, talk.spoken_for)
    stranger = factories.user(Role.CASEWORKER, factories.organisation(OrganisationKind.JOB_CENTRE), name="S")
    for who, seen, hidden in (
        (villy, [theirs], [ours]),
        (stranger, [], [theirs, ours]),
        (coordinator, [theirs, ours], []),
    ):
        client = client_of(who)
        for status, tasks in ((200, seen), (404, hidden)):
            for task_id in tasks:
                assert client.get(reverse("agreed_task", args=[task_id])).status_code == status
    page = client_of(villy).get(reverse("agreed_task", args=[theirs])).content.decode()
    assert reverse("agreed_task_edit", args=[theirs]) not in page
    assert client_of(villy).get(reverse("agreed_task_edit", args=[theirs])).status_code == 404


def test_its_due_date_is_in_the_calendar_without_its_words(talk: Dialogue, coordinator: User) -> None:
    task_id = add(talk, coordinator, talk.spoken_for, coordinator, title="Ring til Hanne")
    text = as_ics(calendar_of(user_id=coordinator.pk, at=NOW)).decode()
    assert f"UID:agreed-task-{task_id}@" in text
    assert "SUMMARY:Opgave: Kabel & Co" in text
    assert "Hanne" not in text


def test_pages_have_the_same_number_of_statements(talk: Dialogue, coordinator: User) -> None:
    def more(number: int) -> None:
        for _index in range(number):
            add(talk, coordinator, talk.spoken_for)

    edit = reverse("dialogue_edit", args=[talk.organisation_id, talk.pk])
    assert_page_has_same_number_of_queries(client_of(coordinator), edit, add_rows=more)
    assert_page_has_same_number_of_queries(client_of(coordinator), reverse("desk"), add_rows=more)
