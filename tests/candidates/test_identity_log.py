"""Who has seen a person: the whole log as a list, and the latest on the person's page."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as DocxDocument

from jobveu.actors.models import Membership
from jobveu.candidates.enums import IdentityPart, Purpose
from jobveu.candidates.models import IdentityView, Person
from jobveu.candidates.queries.looks import latest_looks
from jobveu.common.models import AuditEntry
from tests.candidates.scene import NOW, Scene
from tests.web.query_counts import assert_page_has_same_number_of_queries


@pytest.fixture
def person(scene: Scene) -> Person:
    return scene.person()


@pytest.fixture
def client(scene: Scene) -> Client:
    return scene.client("caseworker")


def look(
    scene: Scene,
    person: Person,
    count: int = 1,
    *,
    user: str = "Bruger Opdigtet",
    part: IdentityPart = IdentityPart.NAME,
    purpose: Purpose = Purpose.PERSON_LIST,
    days_ago: int = 0,
) -> None:
    IdentityView.objects.bulk_create(
        IdentityView(
            person=person,
            user_id=len(user),
            user_name=user,
            organisation_id=scene.centre.pk,
            organisation_name=scene.centre.name,
            part=part,
            purpose=purpose,
            at=NOW - timedelta(days=days_ago, seconds=number),
        )
        for number in range(count)
    )


def rows_of(body: str) -> str:
    return body.partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_log_is_narrowed_by_period_user_and_kind_and_paged(
    scene: Scene, client: Client, person: Person
) -> None:
    look(scene, person, 30)
    look(scene, person, user="Anna Anden", part=IdentityPart.FULL, purpose=Purpose.CONTACT, days_ago=5)
    url = reverse("identity_log", args=[person.pk])

    def shown(query: str) -> str:
        return rows_of(client.get(url + query).content.decode())

    assert "Anna Anden" not in shown("")
    assert "Anna Anden" in shown("?side=2")
    day = f"{NOW - timedelta(days=5):%d-%m-%Y}"
    for query in (f"?first_day={day}&last_day={day}", "?user=anna", "?part=full", "?purpose=contact"):
        assert shown(query).count("<tr") == 1
        assert "Anna Anden" in shown(query)
    assert shown("?sorter=at").index("Anna Anden") < shown("?sorter=at").index("Bruger Opdigtet")
    wrong = client.get(f"{url}?first_day=02-01-2026&last_day=01-01-2026").content.decode()
    assert "Perioden skal slutte efter den dag, den begynder." in wrong
    file = b"".join(client.get(f"{url}?format=csv&purpose=contact").streaming_content).decode()
    assert "Anna Anden" in file
    assert "Opdigtet" not in file


def test_only_caseworkers_of_the_job_centre_see_the_log(scene: Scene, person: Person) -> None:
    url = reverse("identity_log", args=[person.pk])
    for who in ("consultant", "other_caseworker", "coordinator", "provider", "company", "administrator"):
        assert scene.client(who).get(url).status_code == 404
    assert scene.client("colleague").get(url).status_code == 200


def test_reading_the_log_shows_no_name(scene: Scene, client: Client, person: Person) -> None:
    body = client.get(reverse("identity_log", args=[person.pk])).content.decode()
    assert "Opdigtet Person" not in body
    assert not IdentityView.objects.exists()


def test_lists_do_not_drown_the_rest_on_the_persons_page(
    scene: Scene, client: Client, person: Person
) -> None:
    look(scene, person, part=IdentityPart.FULL, purpose=Purpose.CONTACT, days_ago=1)
    look(scene, person, 60)
    latest = latest_looks(person_id=person.pk)
    assert [(row.part, row.times) for row in latest] == [(IdentityPart.NAME, 60), (IdentityPart.FULL, 1)]
    assert latest[0].at == NOW
    body = client.get(reverse("person", args=[person.pk])).content.decode()
    assert "Jeg skal kontakte personen" in body
    assert f'href="{reverse("identity_log", args=[person.pk])}"' in body


def test_the_persons_page_shows_the_ten_latest(scene: Scene, person: Person) -> None:
    for days_ago in range(15):
        look(scene, person, days_ago=days_ago)
    latest = latest_looks(person_id=person.pk)
    assert [row.at for row in latest] == [NOW - timedelta(days=days) for days in range(10)]


@pytest.mark.parametrize("name", ["person", "identity_log"])
def test_the_pages_ask_the_same_for_one_look_as_for_fifty(
    scene: Scene, client: Client, person: Person, name: str
) -> None:
    def add(count: int) -> None:
        for days_ago in range(count):
            look(scene, person, days_ago=days_ago)

    url = reverse(name, args=[person.pk]) + "?vis=100"
    assert_page_has_same_number_of_queries(client, url, add_rows=add)


# The job centre's manager, and the person who asks


@pytest.fixture
def manager(scene: Scene) -> Client:
    Membership.objects.filter(user=scene.users["caseworker"]).update(administers=True)
    return scene.client("caseworker")


def test_the_manager_reads_the_looks_at_all_persons_of_the_job_centre_and_of_no_other(
    scene: Scene, manager: Client
) -> None:
    candidacy = scene.candidate()
    look(scene, Person.objects.get(pk=candidacy.person_id), user="Anna Opdigtet")
    look(scene, scene.person(), user="Bent Opdigtet", purpose=Purpose.CASEWORK, days_ago=3)
    look(scene, scene.person(who="other_caseworker"), user="Fremmed Bruger")
    address = reverse("look_list")
    shown = rows_of(manager.get(address).content.decode())
    assert "Anna Opdigtet" in shown
    assert candidacy.pseudonym in shown
    assert "Bent Opdigtet" in shown
    assert "Fremmed" not in shown
    for query, found in (
        ({"user": "anna"}, "Anna Opdigtet"),
        ({"purpose": "casework"}, "Bent Opdigtet"),
        ({"pseudonym": candidacy.pseudonym.lower()}, "Anna Opdigtet"),
        ({"last_day": f"{NOW - timedelta(days=2):%d-%m-%Y}"}, "Bent Opdigtet"),
    ):
        narrowed = rows_of(manager.get(address, query).content.decode())
        assert found in narrowed
        assert ("Anna Opdigtet" in narrowed) != ("Bent Opdigtet" in narrowed)
    assert scene.client("colleague").get(address).status_code == 403


def test_the_managers_list_reads_no_more_for_more_rows(scene: Scene, manager: Client) -> None:
    candidacy = scene.candidate()
    person = Person.objects.get(pk=candidacy.person_id)
    assert_page_has_same_number_of_queries(
        manager, reverse("look_list"), add_rows=lambda count: look(scene, person, count)
    )


def test_each_file_of_looks_is_recorded(scene: Scene, manager: Client, person: Person) -> None:
    look(scene, person, user="Anna Opdigtet", purpose=Purpose.CASEWORK)
    for address, query, file_format, record_id in (
        (reverse("look_list"), {"format": "xlsx"}, "xlsx", 0),
        (reverse("identity_log", args=[person.pk]), {"format": "csv"}, "csv", person.pk),
        (reverse("look_letter", args=[person.pk, "pdf"]), {}, "pdf", person.pk),
        (reverse("look_letter", args=[person.pk, "docx"]), {}, "docx", person.pk),
    ):
        answer = manager.get(address, query)
        assert answer.status_code == 200
        assert b"".join(answer)
        last = AuditEntry.objects.filter(action="looks.exported").latest("id")
        assert (last.record_id, last.details["file"]) == (record_id, file_format)
        assert last.details["job_centres"] == [scene.centre.pk]
        assert last.user_id == scene.users["caseworker"].pk


def test_the_letter_tells_who_by_name_and_organisation_when_what_and_why(
    scene: Scene, client: Client, person: Person
) -> None:
    look(scene, person, user="Anna Opdigtet", part=IdentityPart.FULL, purpose=Purpose.CASEWORK)
    answer = client.get(reverse("look_letter", args=[person.pk, "docx"]))
    text = "\n".join(
        cell.text
        for table in DocxDocument(BytesIO(answer.content)).tables
        for row in table.rows
        for cell in row.cells
    )
    for told in ("Anna Opdigtet", scene.centre.name, "24-11-2026 10.00", str(IdentityPart.FULL.label)):
        assert told in text
    assert str(Purpose.CASEWORK.label) in text
    assert "Opdigtet Person" not in text
    assert scene.client("consultant").get(answer.request["PATH_INFO"]).status_code == 404
    assert scene.client("other_caseworker").get(answer.request["PATH_INFO"]).status_code == 404
    assert client.get(reverse("look_letter", args=[person.pk, "exe"])).status_code == 404
