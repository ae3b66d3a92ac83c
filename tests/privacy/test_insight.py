"""Everything that is held about somebody is in the insight, on the page and in each file, for those only whom it
is for; and the look is recorded."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from jobveu.accounts.models import User
from jobveu.actors.models import Consent, Contact, Dialogue, PrimaryContact
from jobveu.candidates.enums import Purpose
from jobveu.candidates.models import Candidacy, IdentityView, Person
from jobveu.common.models import AuditEntry
from jobveu.privacy.insight import columns
from jobveu.privacy.insight.user import TABLES, TOLD_IN_FULL, pointing_to_users
from jobveu.privacy.insight.value import Columns, pointing_to
from jobveu.projects.models import SteeringSeat
from tests.candidates.scene import NOW, TODAY, Scene
from tests.documents.pdf_ua import faults
from tests.privacy.histories import EMAIL, NAME, PHONE, SEALED_WORD, WORDS, a_whole_history

ALL = (*columns.OF_A_PERSON, *columns.OF_A_CONTACT, *columns.OF_A_USER)


# Completeness


@pytest.mark.parametrize("described", ALL, ids=lambda described: described.model)
def test_each_field_of_each_table_is_told_or_left_out_with_a_reason(described: Columns) -> None:
    names = {field.name for field in apps.get_model(described.model)._meta.local_concrete_fields}
    assert set(described.shown) | set(described.left_out) == names
    assert not set(described.shown) & set(described.left_out)
    assert all(described.left_out.values())


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        ((Person, Candidacy), columns.OF_A_PERSON),
        ((Contact,), columns.OF_A_CONTACT),
    ],
    ids=["person", "contact"],
)
def test_every_table_that_points_to_somebody_is_told(
    targets: tuple[type, ...], told: tuple[Columns, ...]
) -> None:
    below = {model._meta.label for target in targets for model, _field in pointing_to(target)}
    assert below <= {described.model for described in told}


def test_every_table_that_points_to_users_is_told() -> None:
    below = {model._meta.label for model, _field in pointing_to_users()}
    assert below - TOLD_IN_FULL == set(TABLES)


# A person


def address(candidacy: Candidacy) -> str:
    return reverse("person_insight", args=[candidacy.person_id])


@pytest.mark.django_db
def test_the_page_tells_everything_and_that_it_was_looked_at(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    assert candidacy.person is not None
    body = scene.client("caseworker").get(address(candidacy)).content.decode()
    told = [
        *WORDS,
        SEALED_WORD,
        NAME,
        PHONE,
        EMAIL,
        str(candidacy.pseudonym),
        scene.project.title,
        "Bruger caseworker",
    ]
    assert [word for word in told if word not in body] == []
    assert "Indsigt i alt, hvad der er registreret om personen" in body
    look = IdentityView.objects.latest("pk")
    assert (look.purpose, look.part) == (Purpose.INSIGHT, "full")


@pytest.mark.django_db
def test_the_data_hold_every_row_of_every_table(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    answer = scene.client("caseworker").post(address(candidacy), {"file_format": "json"})
    assert answer["Content-Type"].startswith("application/json")
    assert "no-store" in answer["Cache-Control"]
    held = json.loads(answer.content)
    assert held["holder"] == "Jobcenter Prøvestad"
    parts = held["parts"]
    for name in (
        "person",
        "candidacies",
        "screenings",
        "presentations",
        "enrolments",
        "follow_ups",
        "outcomes",
        "wishes",
        "company_scores",
        "proposals",
    ):
        assert len(parts[name]) == 1, name
    assert parts["person"][0]["name_encrypted"] == NAME
    assert parts["screenings"][0]["result"] == {"code": "passed", "text": "Egnet til forløbet"}
    assert parts["follow_ups"][0]["next_on"] == "2026-12-01"
    assert [word for word in WORDS if word not in answer.content.decode()] == []
    assert {row["purpose"]["code"] for row in parts["looks"]} == {"casework", "insight_file"}


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_letter_is_a_file_that_names_nobody_in_its_name(scene: Scene, ending: str) -> None:
    candidacy = a_whole_history(scene)
    answer = scene.client("caseworker").post(address(candidacy), {"file_format": ending})
    assert answer["Content-Disposition"].endswith(f'filename="Indsigt i oplysninger.{ending}"')
    if ending == "pdf":
        assert faults(answer.content, language="da") == []
    else:
        text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
        assert [word for word in (*WORDS, "Datatilsynet", "artikel 17") if word not in text] == []


@pytest.mark.django_db
def test_the_letter_names_who_looked_only_when_that_is_asked_for(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    client = scene.client("caseworker")

    def told(**more: str) -> list[dict[str, object]]:
        answer = client.post(address(candidacy), {"file_format": "json", **more})
        parts = json.loads(answer.content)["parts"]
        return [*parts["looks"], *parts["changes"]]

    assert all("user_name" not in row for row in told())
    assert all("user_name" in row for row in told(with_staff="on"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["consultant", "other_caseworker", "coordinator", "provider", "company", "administrator"]
)
def test_nobody_else_is_given_the_insight(scene: Scene, who: str) -> None:
    candidacy = a_whole_history(scene)
    looks = IdentityView.objects.count()
    client = scene.client(who)
    for answer in (client.get(address(candidacy)), client.post(address(candidacy), {"file_format": "json"})):
        assert answer.status_code in (403, 404)
    assert IdentityView.objects.count() == looks


@pytest.mark.django_db
def test_another_persons_records_are_not_in_it(scene: Scene) -> None:
    a_whole_history(scene)
    other = scene.candidate("Opdigtet Anden")
    answer = scene.client("caseworker").post(address(other), {"file_format": "json"})
    assert [word for word in WORDS if word in answer.content.decode()] == []


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_candidacies(
    scene: Scene, django_assert_max_num_queries
) -> None:
    from tests import factories

    candidacy = a_whole_history(scene)
    for _number in range(5):
        scene.add([candidacy.person], project=factories.project(scene.centre))
    client = scene.client("caseworker")
    client.get(address(candidacy))
    with django_assert_max_num_queries(47):
        client.get(address(candidacy))


# A contact


@pytest.fixture
def contact(scene: Scene) -> Contact:
    coordinator = scene.users["coordinator"]
    made = Contact.objects.create(
        organisation=scene.company, name="Karla Kontakt", email="karla@example.dk", job_title="Direktør"
    )
    Consent.objects.create(contact=made, kind="survey", given_on=TODAY, shown_by="samtykkeord")
    for who in ("coordinator", "caseworker"):
        user = scene.users[who]
        Dialogue.objects.create(
            organisation=scene.company,
            contact=made,
            spoken_by=user,
            spoken_for=user.memberships.get().organisation,
            held_on=TODAY,
            channel="phone",
            subject=f"emneord-{who}",
            notes=f"noteord-{who}",
        )
    SteeringSeat.objects.create(project=scene.project, organisation=scene.company, contact=made, since=TODAY)
    assert coordinator.memberships.exists()
    return made


def contact_address(contact: Contact) -> str:
    return reverse("contact_insight", args=[contact.organisation_id, contact.pk])


@pytest.mark.django_db
def test_a_contact_is_told_everything_but_notes_that_others_hold(scene: Scene, contact: Contact) -> None:
    body = scene.client("coordinator").get(contact_address(contact)).content.decode()
    told = [
        "Karla Kontakt",
        "Direktør",
        "samtykkeord",
        "emneord-coordinator",
        "emneord-caseworker",
        "noteord-coordinator",
    ]
    assert [word for word in (*told, scene.project.title) if word not in body] == []
    assert "noteord-caseworker" not in body
    assert "Det ligger hos Jobcenter Prøvestad" in body
    assert AuditEntry.objects.filter(action="contact.insight", record_id=contact.pk).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["pdf", "docx", "json"])
def test_a_contact_is_given_a_file(scene: Scene, contact: Contact, ending: str) -> None:
    answer = scene.client("coordinator").post(contact_address(contact), {"file_format": ending})
    assert answer.status_code == 200
    assert AuditEntry.objects.filter(action="contact.insight_file").count() == 1


@pytest.mark.django_db
def test_another_company_is_not_shown_the_contact(scene: Scene, contact: Contact) -> None:
    assert scene.client("other_company").get(contact_address(contact)).status_code == 403


@pytest.mark.django_db
def test_a_company_gives_insight_in_its_contact_and_not_in_what_others_said_of_it(
    scene: Scene, contact: Contact
) -> None:
    """Conversations are read by offices and job centres (VIEW_DIALOGUE): the company learns that there were some, and
    whom to ask."""
    Dialogue.objects.update(agreed="aftaleord", reason="grundord")
    client = scene.client("company")
    body = client.get(contact_address(contact)).content.decode()
    data = client.post(contact_address(contact), {"file_format": "json"}).content.decode()
    for word in ("emneord", "noteord", "aftaleord", "grundord"):
        assert word not in body + data, word
    assert "samtykkeord" in body
    assert "Det ligger hos Jobcenter Prøvestad" in body


# A user


@pytest.mark.django_db
def test_users_see_what_is_held_of_them_and_in_which_records_they_stand(scene: Scene) -> None:
    a_whole_history(scene)
    PrimaryContact.objects.create(
        organisation=scene.company, user=scene.users["caseworker"], valid_from=date(2026, 1, 1)
    )
    body = scene.client("caseworker").get(reverse("own_data")).content.decode()
    told = [
        scene.users["caseworker"].email,
        "Jobcenter Prøvestad",
        "Prøvefirmaet",
        "Screeninger, som du har lavet",
        "Gange, du har set, hvem en person er",
        "Screening registreret",
    ]
    assert [word for word in told if word not in body] == []
    assert NAME not in body


@pytest.mark.django_db
def test_the_users_file_has_the_whole_log_and_is_recorded(scene: Scene) -> None:
    a_whole_history(scene)
    user = scene.users["caseworker"]
    for number in range(150):
        AuditEntry.objects.create(
            at=NOW,
            user_id=user.pk,
            user_name=user.name,
            action="need.edited",
            room="projects.need",
            record_id=number,
        )
    client = scene.client("caseworker")
    assert client.get(reverse("own_data")).content.decode().count("Behov rettet") <= 100
    held = json.loads(client.post(reverse("own_data"), {"file_format": "json"}).content)
    assert len(held["parts"]["log"]) > 150
    numbers = {row["what"]["code"]: row for row in held["parts"]["records"]}
    assert numbers["candidates.Screening"]["number"] == 1
    assert numbers["candidates.Screening"]["record_numbers"].isdigit()
    assert AuditEntry.objects.get(action="user.insight_file").record_id == user.pk


@pytest.mark.django_db
def test_the_public_has_no_own_data(db: None) -> None:
    assert Client().get(reverse("own_data")).status_code == 302
    assert not User.objects.exists()
