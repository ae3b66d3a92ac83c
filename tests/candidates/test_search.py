"""Searching for a person: the answer has an address that tells nothing, belongs to one user and goes out of
date; and every time it is shown is recorded."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobveu.candidates.enums import Purpose
from jobveu.candidates.models import IdentityView, Person
from jobveu.common.models import AuditEntry
from jobveu.web.staff.candidates.kept_searches import KEPT_FOR, MOST_KEPT
from tests.candidates.scene import Scene, a_cpr


@pytest.fixture
def client(scene: Scene) -> Client:
    return scene.client("caseworker")


def search(client: Client, text: str, filters: str = "") -> str:
    """Where the search leads."""
    response = client.post(reverse("person_search"), {"identity_search": text, "filters": filters})
    assert response.status_code == 302
    return response.url


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_person_is_found_by_cpr_number_and_by_name_with_neither_in_address_title_or_log(
    scene: Scene, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="django.request")
    cpr = a_cpr()
    scene.person("Åse Ørumkær", cpr=cpr)
    scene.person("Bo Anderledes")
    for text in (cpr.formatted(), cpr.digits, "ørum", "åse"):
        url = search(client, text)
        body = page(client, url)
        assert "Åse Ørumkær" in body
        assert "Anderledes" not in body
        assert cpr.digits not in body
        assert cpr.formatted() not in body
        title = body.partition("<title>")[2].partition("</title>")[0]
        for secret in (text, "Åse", "Ørum", cpr.digits, cpr.formatted()):
            assert secret not in url
            assert secret not in title
            assert secret not in caplog.text
        assert text not in str(dict(client.session))
    nobody = page(client, search(client, "findes ikke"))
    assert reverse("person_create") in nobody


def test_each_time_the_answer_is_shown_is_recorded(scene: Scene, client: Client) -> None:
    person = scene.person("Åse Ørumkær")
    url = search(client, "åse")
    assert not AuditEntry.objects.filter(action="person.searched").exists()
    for times in (1, 2, 3):
        page(client, url)
        assert AuditEntry.objects.filter(action="person.searched").count() == times
        looks = IdentityView.objects.filter(person=person, purpose=Purpose.PERSON_SEARCH)
        assert looks.count() == times


def test_the_filters_that_were_chosen_are_kept(scene: Scene, client: Client) -> None:
    scene.person("Åse Ledig")
    vulnerable = scene.person("Åse Udsat")
    Person.objects.filter(pk=vulnerable.pk).update(vulnerable=True)
    listed = page(client, reverse("person_list") + "?vulnerable=yes")
    assert 'form="person-search" name="filters" value="vulnerable=yes"' in listed
    url = search(client, "åse", "vulnerable=yes&situation=nonsense&skadeligt=x")
    assert url.endswith("/?vulnerable=yes")
    body = page(client, url)
    assert "Åse Udsat" in body
    assert "Åse Ledig" not in body
    assert f'href="{reverse("person_list")}?vulnerable=yes"' in body
    assert "Åse Ledig" in page(client, url.partition("?")[0])


def test_an_empty_search_says_so_and_keeps_the_filters(client: Client) -> None:
    response = client.post(reverse("person_search"), {"identity_search": "", "filters": "vulnerable=yes"})
    body = response.content.decode()
    assert "error-summary-heading" in body
    assert 'name="filters" value="vulnerable=yes"' in body


def is_expired(client: Client, url: str) -> bool:
    body = page(client, url)
    assert f'action="{reverse("person_search")}"' in body
    return "Søgningen er udløbet" in body


@pytest.mark.parametrize("who", ["colleague", "other_caseworker"])
def test_another_users_token_leads_to_nothing(scene: Scene, client: Client, who: str) -> None:
    scene.person("Åse Ørumkær")
    url = search(client, "åse")
    other = scene.client(who)
    search(other, "noget andet")
    assert is_expired(other, url)
    assert "Ørumkær" not in page(other, url)
    assert not IdentityView.objects.filter(user_id=scene.users[who].pk).exists()
    # Not even when what is kept is moved into the other's session.
    session = other.session
    session["person_searches"] = client.session["person_searches"]
    session.save()
    other.raise_request_exception = False
    response = other.get(url)
    assert response.status_code == 500
    assert "Ørumkær" not in response.content.decode()


def test_a_search_is_forgotten_after_a_quarter_of_an_hour(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.person("Åse Ørumkær")
    url = search(client, "åse")
    began = timezone.now()

    def at(later: Any) -> None:
        monkeypatch.setattr("jobveu.web.access.timezone.now", lambda: began + later)

    at(KEPT_FOR - timedelta(minutes=1))
    assert not is_expired(client, url)
    at(KEPT_FOR + timedelta(minutes=1))
    assert is_expired(client, url)
    assert client.session["person_searches"] == []


def test_only_the_last_searches_are_kept_and_none_after_logging_out(scene: Scene, client: Client) -> None:
    scene.person("Åse Ørumkær")
    urls = [search(client, "åse") for _ in range(MOST_KEPT + 1)]
    assert [is_expired(client, url) for url in urls] == [True] + [False] * MOST_KEPT
    client.post(reverse("account_logout"))
    client.force_login(scene.users["caseworker"])
    assert all(is_expired(client, url) for url in urls)


def test_a_fragment_of_an_expired_answer_loads_the_page_anew(client: Client) -> None:
    url = reverse("person_search_result", args=["ukendt"])
    response = client.get(url, headers={"HX-Request": "true", "HX-Target": "list"})
    assert response.headers["HX-Refresh"] == "true"
