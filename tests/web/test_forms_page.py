"""Form pages: errors, double submits and simultaneous edits."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.models import Submission
from jobveu.web.forms import Form
from tests.editing import carried, opened
from tests.web import demo_pages

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.demo_pages")]

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEW = "/proeve/ny/"


def company(name: str = "Letz Sushi", **fields: Any) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.COMPANY, name=name, **fields)


def test_a_form_is_shown_in_its_groups_with_a_token(client: Client) -> None:
    html = client.get(NEW).content.decode()
    assert '<h2 class="h3">Virksomheden</h2>' in html
    assert "novalidate" in html
    assert "csrfmiddlewaretoken" in html
    assert set(carried(html)) == {"submission"}
    assert html.index("CVR-nummer") < html.index("Størrelse")


def test_what_was_saved_is_said_and_led_to(client: Client) -> None:
    response = client.post(NEW, {"name": "Letz Sushi"}, follow=True)
    made = Organisation.objects.get(name="Letz Sushi")
    assert response.redirect_chain == [(reverse("demo_edit", args=[made.pk]), 302)]
    assert "Virksomheden er gemt." in response.content.decode()


def test_an_invalid_form_keeps_what_was_typed_and_says_so_in_the_title(client: Client) -> None:
    response = client.post(NEW, {"name": "", "website": "letz.example"})
    html = response.content.decode()
    assert "<title>Fejl: Ny virksomhed" in html
    assert "Navn: Feltet skal udfyldes." in html
    assert 'value="letz.example"' in html
    assert not Organisation.objects.filter(website="letz.example").exists()


@pytest.mark.parametrize(
    ("name", "message", "target"),
    [
        ("Optaget", "Navn: Navnet er optaget.", "#id_name"),
        ("Lukket", "Registret er lukket.", None),
        # A constraint of the database, with its own message, at the one field that it is about.
        ("Tom", "Navn: Skriv organisationens navn.", "#id_name"),
    ],
)
def test_what_the_domain_or_the_database_refuses_is_shown_at_its_field(
    client: Client, name: str, message: str, target: str | None
) -> None:
    html = client.post(NEW, {"name": name}).content.decode()
    assert message in html
    if target:
        assert f'href="{target}"' in html
    assert not Submission.objects.exists()


def test_a_violation_without_a_message_for_people_is_an_error(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = company()

    def save(self: object, form: Form) -> str:
        Organisation.objects.create(pk=taken.pk, kind=OrganisationKind.COMPANY, name="En anden")
        return "/"

    monkeypatch.setattr(demo_pages.CompanyCreate, "save", save)
    with pytest.raises(IntegrityError):
        client.post(NEW, {"name": "En anden"})


def test_a_form_sent_twice_is_carried_out_once(client: Client) -> None:
    data = opened(client, NEW) | {"name": "Letz Sushi"}
    first = client.post(NEW, data)
    second = client.post(NEW, data)
    assert first.url == second.url
    assert Organisation.objects.filter(name="Letz Sushi").count() == 1


def test_two_forms_opened_separately_are_both_carried_out(client: Client) -> None:
    for _ in range(2):
        client.post(NEW, opened(client, NEW) | {"name": "Letz Sushi"})
    assert Organisation.objects.filter(name="Letz Sushi").count() == 2


def test_a_form_that_failed_can_be_sent_again_with_its_token(client: Client) -> None:
    data = opened(client, NEW)
    html = client.post(NEW, data | {"name": "Optaget"}).content.decode()
    assert carried(html)["submission"] == data["submission"]
    client.post(NEW, data | {"name": "Ledigt"})
    assert Organisation.objects.filter(name="Ledigt").count() == 1


def test_going_back_and_sending_something_else_is_noticed_and_nothing_is_lost(client: Client) -> None:
    data = opened(client, NEW)
    first = client.post(NEW, data | {"name": "Letz Sushi"})
    html = client.post(NEW, data | {"name": "Randers VVS"}).content.decode()
    assert "Du har allerede gemt denne formular én gang" in html
    assert f'href="{first.url}"' in html
    assert 'value="Randers VVS"' in html
    assert not Organisation.objects.filter(name="Randers VVS").exists()
    again = carried(html)
    assert again["submission"] != data["submission"]
    client.post(NEW, again | {"name": "Randers VVS"})
    assert Organisation.objects.filter(name="Randers VVS").count() == 1


def test_the_record_of_a_submission_does_not_tell_what_was_submitted(client: Client) -> None:
    client.post(NEW, opened(client, NEW) | {"name": "Letz Sushi"})
    row = Submission.objects.get()
    assert re.fullmatch("[0-9a-f]{64}", row.fingerprint)
    assert row.path == NEW


@pytest.mark.parametrize("data", [{"submission": "x"}, {"version": "x"}, {"version": "1" * 30}])
def test_a_token_or_version_that_no_page_carries_is_a_bad_request(
    client: Client, data: dict[str, str]
) -> None:
    assert client.post(NEW, {"name": "A", "submission": str(uuid4())} | data).status_code == 400


def test_an_edit_sent_without_the_version_it_edits_is_a_bad_request_and_saves_nothing(client: Client) -> None:
    row = company()
    assert client.post(reverse("demo_edit", args=[row.pk]), {"name": "Mit navn"}).status_code == 400
    row.refresh_from_db()
    assert row.name == "Letz Sushi"


def saved_by_somebody(row: Organisation, **changes: Any) -> None:
    Organisation.objects.filter(pk=row.pk).update(**changes, version=row.version + 1)
    karl = Actor(user_id=2, name="Karl Koordinator")
    audit.record(by=karl, at=NOW, action="organisation.edited", room="actors.organisation", record_id=row.pk)


def test_a_simultaneous_edit_is_told_and_neither_loses_text(client: Client) -> None:
    row = company(website="gammel.example")
    url = reverse("demo_edit", args=[row.pk])
    data = opened(client, url)
    saved_by_somebody(row, name="Karls navn", website="karl.example")

    mine = {"name": "Mit navn", "website": "gammel.example", "active": "on"}
    html = client.post(url, data | mine).content.decode()
    assert "Karl Koordinator har gemt ændringer, mens du skrev" in html
    assert "24-11-2026 10.00" in html
    assert "<title>Ikke gemt: Ret virksomhed" in html
    # Both have written the name: mine stands in the field, the other's beside it.
    assert 'value="Mit navn"' in html
    assert "Karls navn" in html
    # I had left the website alone: it now holds what was saved, and says so.
    assert 'value="karl.example"' in html
    assert "viser nu det gemte: Hjemmeside" in html
    row.refresh_from_db()
    assert row.name == "Karls navn"

    again = carried(html)
    assert again["version"] == "2"
    client.post(url, again | {"name": "Mit navn", "website": "karl.example", "active": "on"})
    row.refresh_from_db()
    assert (row.name, row.website, row.version) == ("Mit navn", "karl.example", 3)


def test_edits_of_different_fields_leave_nothing_to_compare(client: Client) -> None:
    row = company(website="gammel.example")
    url = reverse("demo_edit", args=[row.pk])
    data = opened(client, url)
    saved_by_somebody(row, active=False)
    html = client.post(
        url, data | {"name": row.name, "website": "min.example", "active": "on"}
    ).content.decode()
    assert "jv-differences" not in html
    assert 'value="min.example"' in html
    assert re.search(r'name="active"[^>]*checked', html) is None


def test_marks_that_were_tampered_with_only_mean_that_everything_is_compared(client: Client) -> None:
    row = company()
    url = reverse("demo_edit", args=[row.pk])
    data = opened(client, url)
    saved_by_somebody(row, name="Karls navn")
    html = client.post(url, data | {"name": row.name, "active": "on", "marks": "{["}).content.decode()
    assert "Karls navn" in html
    assert f'value="{row.name}"' in html


def test_a_record_that_is_gone_is_said_to_be(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    row = company()
    url = reverse("demo_edit", args=[row.pk])
    prepare = demo_pages.CompanyEdit.prepare

    def prepare_and_remove(self: demo_pages.CompanyEdit) -> None:
        prepare(self)
        Organisation.objects.all().delete()

    data = opened(client, url)
    monkeypatch.setattr(demo_pages.CompanyEdit, "prepare", prepare_and_remove)
    html = client.post(url, data | {"name": "Mit navn"}).content.decode()
    assert "er blevet fjernet af en anden" in html
    assert 'value="Mit navn"' in html


def test_a_step_that_cannot_be_undone_asks_first(client: Client) -> None:
    row = company()
    url = reverse("demo_delete", args=[row.pk])
    html = client.get(url).content.decode()
    assert "<h1>Vil du slette virksomheden?</h1>" in html
    assert "<li>Den forsvinder.</li>" in html
    assert "button-warning" in html
    assert 'href="/proeve/"' in html
    assert Organisation.objects.filter(pk=row.pk).exists()
    assert client.post(url, carried(html)).url == "/proeve/"
    assert not Organisation.objects.filter(pk=row.pk).exists()
