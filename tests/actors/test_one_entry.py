"""One entry: who else spoke with a company, the reason for doing so again, and "not now until"."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import DialogueChannel, OrganisationKind
from jobveu.actors.models import ContactNotice, ContactPause, Dialogue, Organisation
from jobveu.actors.operations import approach as operations
from jobveu.actors.queries.approach import pause_of
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.journeys import dialogue as journey
from jobveu.journeys.waiting import WaitingKind, waiting_for
from tests import factories
from tests.editing import carried, opened
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "the_clock_stands_still")]


@pytest.fixture
def the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobveu.web.access.timezone.now", lambda: NOW)


@pytest.fixture
def company(reference: None) -> Organisation:
    return factories.organisation(OrganisationKind.COMPANY, "Kabel & Co")


@pytest.fixture
def coordinator(reference: None) -> User:
    return factories.user(Role.COORDINATOR, factories.office(), name="Karen Koordinator")


@pytest.fixture
def consultant(reference: None) -> User:
    return factories.user(
        Role.COMPANY_CONSULTANT, factories.organisation(OrganisationKind.JOB_CENTRE), name="Kim Konsulent"
    )


def talk(user: User, company: Organisation, *, days_ago: int = 0, reason: str = "") -> int:
    by = factories.actor(user)
    return journey.record_dialogue(
        by=by,
        at=NOW,
        organisation_id=company.pk,
        spoken_for_id=next(iter(by.organisation_ids())),
        held_on=TODAY - timedelta(days=days_ago),
        channel=DialogueChannel.PHONE,
        subject="Svejsere",
        notes="Fortrolig bemærkning",
        agreed="Vi ringer igen",
        reason=reason,
    )


def pause(user: User, company: Organisation, *, days: int = 30) -> int:
    return operations.note_pause(
        by=factories.actor(user),
        at=NOW,
        organisation_id=company.pk,
        until=TODAY + timedelta(days=days),
        reason="Vi bygger om",
    )


def told(user: User) -> QuerySet[ContactNotice]:
    return ContactNotice.objects.filter(told=user)


def waits_for(by: Actor) -> list[str]:
    return [item.title for item in waiting_for(by=by, on=TODAY) if item.kind is WaitingKind.CONTACT_NOTICE]


def test_soon_after_somebody_else_it_takes_a_reason_and_the_other_is_told(
    coordinator: User, consultant: User, company: Organisation
) -> None:
    first = talk(coordinator, company, days_ago=60)
    with pytest.raises(DomainError) as refused:
        talk(consultant, company)
    assert refused.value.field == "reason"
    assert Dialogue.objects.count() == 1
    second = talk(consultant, company, reason="De ringede selv")
    notice = told(coordinator).get()
    assert (notice.dialogue_id, notice.earlier_id) == (second, first)
    assert Dialogue.objects.get(pk=second).reason == "De ringede selv"
    assert waits_for(factories.actor(coordinator)) == ["Svejsere"]
    assert waits_for(factories.actor(consultant)) == []


def test_after_the_window_and_after_oneself_nobody_has_to_be_told(
    coordinator: User, consultant: User, company: Organisation
) -> None:
    talk(coordinator, company, days_ago=61)
    talk(coordinator, company, days_ago=61)
    made = talk(consultant, company, reason="Skrevet uden grund")
    talk(consultant, company)
    assert not ContactNotice.objects.exists()
    assert Dialogue.objects.get(pk=made).reason == ""


def test_what_is_written_down_late_is_told_to_whoever_spoke_later(
    coordinator: User, consultant: User, company: Organisation
) -> None:
    later = talk(coordinator, company, days_ago=5)
    with pytest.raises(DomainError) as refused:
        talk(consultant, company, days_ago=65)
    assert refused.value.field == "reason"
    made = talk(consultant, company, days_ago=65, reason="Skrevet ned sent")
    assert (told(coordinator).get().dialogue_id, told(coordinator).get().earlier_id) == (made, later)
    talk(consultant, company, days_ago=66)
    assert told(coordinator).count() == 1, "66 days before is outside the window"


def moved(by: User, dialogue_id: int, *, days_ago: int, reason: str = "", version: int = 1) -> None:
    journey.edit_dialogue(
        by=factories.actor(by),
        at=NOW,
        dialogue_id=dialogue_id,
        version=version,
        held_on=TODAY - timedelta(days=days_ago),
        channel=DialogueChannel.PHONE,
        subject="Svejsere",
        agreed="Vi ringer igen",
        reason=reason,
    )


def test_moving_a_conversation_close_to_anothers_asks_and_tells_as_recording_does(
    coordinator: User, consultant: User, company: Organisation
) -> None:
    own = talk(coordinator, company, days_ago=5)
    made = talk(consultant, company, days_ago=90)
    moved(consultant, made, days_ago=80)
    with pytest.raises(DomainError) as refused:
        moved(consultant, made, days_ago=60, version=2)
    assert refused.value.field == "reason"
    assert Dialogue.objects.get(pk=made).held_on == TODAY - timedelta(days=80)
    moved(consultant, made, days_ago=60, reason="Forkert dato", version=2)
    moved(consultant, made, days_ago=50, version=3)
    notice = told(coordinator).get()
    assert (notice.dialogue_id, notice.earlier_id) == (made, own)
    assert Dialogue.objects.get(pk=made).reason == "Forkert dato", "it is kept where no other is given"


def test_moving_a_conversation_into_a_not_now_asks_why_on_the_page(
    client: Client, consultant: User, company: Organisation
) -> None:
    made = talk(consultant, company, days_ago=3)
    ContactPause.objects.create(
        organisation=company,
        until=TODAY,
        reason="Vi bygger om",
        noted_by=consultant,
        noted_on=TODAY - timedelta(days=2),
    )
    client.force_login(consultant)
    address = reverse("dialogue_edit", args=[company.pk, made])
    page = client.get(address).content.decode()
    assert 'name="reason"' not in page
    sent = carried(page) | {"channel": "phone", "subject": "Svejsere", "held_on": f"{TODAY:%d-%m-%Y}"}
    assert client.post(address, sent).status_code == 302, "it has asked for peace until today"
    sent = (
        opened(client, address) | sent | {"version": "2", "held_on": f"{TODAY - timedelta(days=1):%d-%m-%Y}"}
    )
    sent |= {"submission": "11111111-1111-1111-1111-111111111111"}
    asked = client.post(address, sent).content.decode()
    assert 'href="#id_reason"' in asked
    assert client.post(address, carried(asked) | sent | {"reason": "De ringede"}).status_code == 302
    assert 'name="reason"' in client.get(address).content.decode()
    assert Dialogue.objects.get().reason == "De ringede"


def test_each_of_several_others_is_told_once_of_their_last_conversation(
    coordinator: User, consultant: User, company: Organisation
) -> None:
    talk(coordinator, company, days_ago=20)
    last = talk(coordinator, company, days_ago=10)
    talk(consultant, company, reason="Aftalt")
    assert told(coordinator).get().earlier_id == last
    third = factories.user(Role.OFFICE_MANAGER, factories.office())
    talk(third, company, reason="Aftalt")
    assert told(coordinator).count() == 2
    assert told(consultant).count() == 1


def test_not_now_asks_for_a_reason_until_its_day(consultant: User, company: Organisation) -> None:
    pause(consultant, company, days=1)
    with pytest.raises(DomainError) as refused:
        talk(consultant, company)
    assert refused.value.field == "reason"
    talk(consultant, company, days_ago=1)
    talk(consultant, company, reason="De skrev selv")
    assert pause_of(organisation_id=company.pk, on=TODAY) is not None
    assert pause_of(organisation_id=company.pk, on=TODAY + timedelta(days=1)) is None


def test_the_last_not_now_holds_and_can_be_lifted(consultant: User, company: Organisation) -> None:
    pause(consultant, company, days=10)
    made = pause(consultant, company, days=5)
    found = pause_of(organisation_id=company.pk, on=TODAY)
    assert found is not None
    assert found.id == made
    by = factories.actor(consultant)
    operations.lift_pause(by=by, at=NOW, pause_id=made)
    assert pause_of(organisation_id=company.pk, on=TODAY) is None
    with pytest.raises(DomainError):
        operations.lift_pause(by=by, at=NOW, pause_id=made)
    actions = AuditEntry.objects.filter(room="actors.contact_pause").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "contact_pause.noted",
        "contact_pause.noted",
        "contact_pause.lifted",
    ]


@pytest.mark.parametrize(("days", "reason", "field"), [(0, "Vi bygger om", "until"), (5, "  ", "reason")])
def test_a_not_now_that_cannot_be_is_refused(
    consultant: User, company: Organisation, days: int, reason: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        operations.note_pause(
            by=factories.actor(consultant),
            at=NOW,
            organisation_id=company.pk,
            until=TODAY + timedelta(days=days),
            reason=reason,
        )
    assert refused.value.field == field


def test_two_log_ins_through_the_pages(
    client: Client, coordinator: User, consultant: User, company: Organisation
) -> None:
    talk(coordinator, company, days_ago=5)
    client.force_login(consultant)
    before = client.get(reverse("organisation_approach", args=[company.pk])).content.decode()
    assert "Karen Koordinator" in before
    assert "Vi ringer igen" in before
    assert "Fortrolig bemærkning" not in before
    address = reverse("dialogue_create", args=[company.pk])
    form = {"held_on": TODAY.strftime("%d.%m.%Y"), "channel": "phone", "subject": "Smede", "reason": ""}
    assert 'name="reason"' in client.get(address).content.decode()
    refused = client.post(address, form)
    assert refused.status_code == 200
    assert "Smede" in refused.content.decode()
    assert client.post(address, {**form, "reason": "De ringede selv"}).status_code == 302

    notice = reverse("contact_notice", args=[told(coordinator).get().pk])
    assert client.get(notice).status_code == 404, "it is the other's"
    client.force_login(coordinator)
    assert notice in client.get(reverse("home")).content.decode()
    page = client.get(notice).content.decode()
    assert "De ringede selv" in page
    assert "Kim Konsulent" in page
    client.post(notice)
    client.post(notice)
    assert notice not in client.get(reverse("home")).content.decode()


def test_nobody_is_asked_why_when_nobody_else_has_been_there(
    client: Client, coordinator: User, company: Organisation
) -> None:
    client.force_login(coordinator)
    page = client.get(reverse("dialogue_create", args=[company.pk])).content.decode()
    assert 'name="reason"' not in page


def test_a_company_says_not_now_itself_and_takes_it_back(
    client: Client, coordinator: User, company: Organisation
) -> None:
    client.force_login(factories.user(Role.COMPANY, company, name="Ejeren"))
    until = (TODAY + timedelta(days=30)).strftime("%d.%m.%Y")
    note = reverse("pause_note", args=[company.pk])
    client.post(note, opened(client, note) | {"until": until, "reason": "Vi bygger om"})
    own = client.get(reverse("organisation", args=[company.pk])).content.decode()
    assert "Vi bygger om" in own
    other = factories.organisation(OrganisationKind.COMPANY)
    assert client.get(reverse("pause_note", args=[other.pk])).status_code == 403
    client.force_login(coordinator)
    for url in ("organisation", "organisation_approach", "dialogue_create"):
        shown = client.get(reverse(url, args=[company.pk])).content.decode()
        assert "Vi bygger om" in shown, url
        assert "Noteret af Ejeren" in shown, url
    lift = reverse("pause_lift", args=[company.pk])
    assert client.get(lift).status_code == 200
    client.post(lift)
    assert ContactPause.objects.get().lifted_on == TODAY
    assert client.get(lift).status_code == 404
