"""Contacts with their consents, and who has spoken with whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import ConsentKind, DialogueChannel, OrganisationKind
from jobveu.actors.models import Consent, Contact, Dialogue, Organisation
from jobveu.actors.operations import contacts as operations
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.journeys import dialogue as journey
from jobveu.journeys.phases import progress_of_project
from jobveu.projects.models import Party, ProjectDialogue
from jobveu.projects.phases import EvidenceKind
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
def consultant(reference: None) -> User:
    return factories.user(Role.COMPANY_CONSULTANT, factories.organisation(OrganisationKind.JOB_CENTRE))


@pytest.fixture
def by(coordinator: User) -> Actor:
    return factories.actor(coordinator)


@pytest.fixture
def the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobveu.web.access.timezone.now", lambda: NOW)


def contact(by: Actor, company: Organisation, **changes: object) -> int:
    values = {"name": "Opdigtet Olsen", "email": "olsen@example.dk"}
    return operations.create_contact(by=by, at=NOW, organisation_id=company.pk, **{**values, **changes})


def test_a_contact_can_be_reached(by: Actor, company: Organisation) -> None:
    with pytest.raises(DomainError) as refused:
        contact(by, company, email="")
    assert refused.value.field == "email"
    made = contact(by, company, email="", phone="12 34 56 78")
    assert Contact.objects.get(pk=made).phone == "12 34 56 78"


def test_an_email_stands_once_in_an_organisation_until_the_contact_leaves(
    by: Actor, company: Organisation
) -> None:
    made = contact(by, company)
    with pytest.raises(DomainError, match="Opdigtet Olsen"):
        contact(by, company, name="En anden", email="OLSEN@example.dk")
    operations.remove_contact(by=by, at=NOW, contact_id=made)
    contact(by, company, name="En anden")


def test_the_audit_record_holds_no_contact(by: Actor, company: Organisation) -> None:
    made = contact(by, company)
    entry = AuditEntry.objects.get(room="actors.contact", record_id=made)
    assert entry.details == {"organisation": company.pk}


def test_the_second_of_two_editors_is_told(by: Actor, company: Organisation) -> None:
    made = contact(by, company)
    operations.edit_contact(by=by, at=NOW, contact_id=made, version=1, name="A", phone="1")
    with pytest.raises(StaleEdit):
        operations.edit_contact(by=by, at=NOW, contact_id=made, version=1, name="B", phone="1")


def test_consents_are_dated_and_end_when_the_contact_leaves(by: Actor, company: Organisation) -> None:
    made = contact(by, company)
    give = {"by": by, "at": NOW, "contact_id": made, "kind": ConsentKind.SURVEY}
    with pytest.raises(DomainError) as refused:
        operations.give_consent(**give, given_on=TODAY, shown_by=" ")
    assert refused.value.field == "shown_by"
    with pytest.raises(DomainError) as refused:
        operations.give_consent(**give, given_on=TODAY + timedelta(days=1), shown_by="Mail")
    assert refused.value.field == "given_on"
    first = operations.give_consent(**give, given_on=TODAY, shown_by="Mail")
    with pytest.raises(DomainError, match="allerede"):
        operations.give_consent(**give, given_on=TODAY, shown_by="Mail")
    with pytest.raises(DomainError):
        operations.withdraw_consent(by=by, at=NOW, consent_id=first, on=TODAY - timedelta(days=1))
    operations.withdraw_consent(by=by, at=NOW, consent_id=first, on=TODAY)
    second = operations.give_consent(**give, given_on=TODAY, shown_by="Mail igen")
    operations.remove_contact(by=by, at=NOW, contact_id=made)
    assert Consent.objects.get(pk=second).withdrawn_on == TODAY


def test_a_survey_needs_somewhere_to_go(by: Actor, company: Organisation) -> None:
    made = contact(by, company, email="", phone="1")
    with pytest.raises(DomainError, match="e-mail"):
        operations.give_consent(
            by=by, at=NOW, contact_id=made, kind=ConsentKind.SURVEY, given_on=TODAY, shown_by="Mail"
        )


def test_a_consultant_keeps_contacts_and_consents_through_the_pages(
    client: Client, consultant: User, company: Organisation
) -> None:
    client.force_login(consultant)
    create = reverse("contact_create", args=[company.pk])
    assert client.get(create).status_code == 200
    assert 'href="#id_email"' in client.post(create, {"name": "Opdigtet Olsen"}).content.decode()
    values = {"name": "Opdigtet Olsen", "email": "olsen@example.dk"}
    assert client.post(create, values).status_code == 302
    made = Contact.objects.get()
    edit = reverse("contact_edit", args=[company.pk, made.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, {**values, "job_title": "Direktør", "version": "1"}).status_code == 302
    consent = reverse("consent_give", args=[company.pk, made.pk])
    assert client.get(consent).status_code == 200
    given = {"kind": "survey", "given_on": "01-11-2020", "shown_by": "Mail"}
    assert client.post(consent, given).status_code == 302
    page = client.get(reverse("organisation", args=[company.pk])).content.decode()
    assert "Må få spørgeskemaer om projektet" in page
    withdraw = reverse("consent_withdraw", args=[company.pk, made.pk, Consent.objects.get().pk])
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw, {"on": "01-12-2020"}).status_code == 302
    remove = reverse("contact_remove", args=[company.pk, made.pk])
    assert client.get(remove).status_code == 200
    assert client.post(remove).status_code == 302
    assert client.get(edit).status_code == 404
    assert "Opdigtet Olsen" not in client.get(reverse("organisation", args=[company.pk])).content.decode()


def test_a_provider_keeps_only_its_own_contacts(client: Client, company: Organisation) -> None:
    school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
    client.force_login(factories.user(Role.PROVIDER, school))
    assert client.get(reverse("contact_create", args=[school.pk])).status_code == 200
    assert client.get(reverse("contact_create", args=[company.pk])).status_code == 403


# Dialogue


def talk(by: Actor, company: Organisation, **changes: object) -> int:
    values = {
        "organisation_id": company.pk,
        "spoken_for_id": next(iter(by.organisation_ids())),
        "held_on": TODAY,
        "channel": DialogueChannel.VISIT,
        "subject": "Mangler fiberteknikere",
    }
    return journey.record_dialogue(by=by, at=NOW, **{**values, **changes})


def told_of(project_id: int) -> list[str]:
    return [
        item.what
        for phase in progress_of_project(project_id=project_id).phases
        for status in phase.indicators
        for item in status.evidence
        if item.kind is EvidenceKind.DIALOGUE_WITH_COMPANY
    ]


def test_a_conversation_about_a_project_is_evidence_of_its_first_phase(
    by: Actor, company: Organisation
) -> None:
    project = factories.project()
    made = talk(by, company, project_id=project.pk)
    assert told_of(project.pk) == ["Mangler fiberteknikere"]
    actions = AuditEntry.objects.order_by("-id").values_list("action", flat=True)[:2]
    assert list(actions) == ["dialogue.tied", "dialogue.recorded"]
    other = factories.project()
    edit = {
        "by": by,
        "at": NOW,
        "dialogue_id": made,
        "held_on": TODAY,
        "channel": DialogueChannel.PHONE,
        "subject": "Noget andet",
    }
    journey.edit_dialogue(**edit, version=1, project_id=other.pk)
    assert told_of(project.pk) == []
    assert told_of(other.pk) == ["Noget andet"]
    journey.edit_dialogue(**edit, version=2, keep_project=True)
    assert told_of(other.pk) == ["Noget andet"]
    journey.edit_dialogue(**edit, version=3, project_id=None)
    assert told_of(other.pk) == []


def test_a_stale_edit_moves_nothing(by: Actor, company: Organisation) -> None:
    project = factories.project()
    made = talk(by, company, project_id=project.pk)
    with pytest.raises(StaleEdit):
        journey.edit_dialogue(
            by=by,
            at=NOW,
            dialogue_id=made,
            version=7,
            held_on=TODAY,
            channel=DialogueChannel.PHONE,
            subject="Nyt",
        )
    assert ProjectDialogue.objects.get().project == project


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"contact_id": 0}, "contact_id"),
        ({"spoken_for_id": 0}, None),
    ],
)
def test_a_conversation_that_cannot_be_is_refused(
    by: Actor, company: Organisation, changes: dict[str, object], field: str | None
) -> None:
    with pytest.raises(DomainError) as refused:
        talk(by, company, **changes)
    assert refused.value.field == field
    assert not Dialogue.objects.exists()


def test_a_project_one_may_not_see_is_not_named(by: Actor, consultant: User, company: Organisation) -> None:
    talk(by, company, project_id=factories.project(title="Fortroligt projekt").pk)
    (row,) = journey.latest_dialogues(by=factories.actor(consultant), organisation_id=company.pk)
    assert (row.project_id, row.project_title, row.is_about_other_project) == (None, "", True)
    (row,) = journey.latest_dialogues(by=by, organisation_id=company.pk)
    assert row.project_title == "Fortroligt projekt"


@pytest.mark.usefixtures("the_clock_stands_still")
def test_whoever_records_a_conversation_sees_the_others_first(
    client: Client, by: Actor, consultant: User, company: Organisation
) -> None:
    talk(by, company, agreed="Vi ringer i januar")
    talk(by, company, subject="For længe siden", held_on=TODAY - timedelta(days=61))
    project = factories.project(*Organisation.objects.filter(memberships__user=consultant))
    client.force_login(consultant)
    create = reverse("dialogue_create", args=[company.pk]) + f"?projekt={project.pk}"
    page = client.get(create).content.decode()
    assert "Andre har talt med virksomheden" in page
    assert "Vi ringer i januar" in page
    assert "For længe siden" not in page
    values = {"held_on": "24-11-2026", "channel": "phone", "project_id": project.pk}
    assert 'href="#id_subject"' in client.post(create, values).content.decode()
    answer = client.post(create, {**values, "subject": "Ansættelser", "reason": "De ringede selv"})
    assert answer.url == reverse("project", args=[project.pk])
    assert told_of(project.pk) == ["Ansættelser"]
    listed = client.get(reverse("dialogue_list", args=[company.pk])).content.decode()
    assert "Karen Koordinator" in listed
    own = Dialogue.objects.get(subject="Ansættelser")
    edit = reverse("dialogue_edit", args=[company.pk, own.pk])
    assert client.get(edit).status_code == 200
    changed = {**values, "subject": "Ansættelser i foråret", "version": "1"}
    assert client.post(edit, changed).status_code == 302
    theirs = Dialogue.objects.get(agreed="Vi ringer i januar")
    assert client.get(reverse("dialogue_edit", args=[company.pk, theirs.pk])).status_code == 403


def test_a_company_sees_no_dialogue(client: Client, by: Actor, company: Organisation) -> None:
    talk(by, company)
    client.force_login(factories.user(Role.COMPANY, company))
    assert "fiberteknikere" not in client.get(reverse("organisation", args=[company.pk])).content.decode()
    assert client.get(reverse("dialogue_list", args=[company.pk])).status_code == 403
    assert client.get(reverse("dialogue_create", args=[company.pk])).status_code == 403


def test_the_pages_take_as_many_statements_with_fifty_rows(
    client: Client, coordinator: User, company: Organisation
) -> None:
    actor = factories.actor(coordinator)
    client.force_login(coordinator)

    def add(number: int) -> None:
        for _at in range(number):
            project = factories.project()
            Party.objects.create(project=project, organisation=company, joined_on=TODAY)
            serial = Contact.objects.count()
            made = contact(actor, company, email=f"person{serial}@example.dk")
            operations.give_consent(
                by=actor,
                at=NOW,
                contact_id=made,
                kind=ConsentKind.PUBLIC_CONTACT,
                given_on=TODAY,
                shown_by="Mail",
            )
            talk(actor, company, project_id=project.pk, contact_id=made)

    listing = reverse("dialogue_list", args=[company.pk]) + "?vis=100"
    assert_page_has_same_number_of_queries(client, listing, add_rows=add)
    page = reverse("organisation", args=[company.pk])
    assert_page_has_same_number_of_queries(client, page, add_rows=add)
