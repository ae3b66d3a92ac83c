"""The one search box: on every page, without scripts, safe in what it shows, and silent about persons."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.candidates.models import IdentityView
from jobveu.common.models import AuditEntry
from jobveu.search.words import Term
from jobveu.web.search.marks import Marker
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
CPR = "010190-1234"
URL = "/soeg/"


def client_of(role: Role, kind: OrganisationKind | None = None) -> Client:
    client = Client()
    client.force_login(factories.user(role, factories.organisation(kind) if kind else factories.office()))
    return client


@pytest.fixture
def coordinator() -> Client:
    return client_of(Role.COORDINATOR)


@pytest.fixture
def caseworker() -> Client:
    return client_of(Role.CASEWORKER, OrganisationKind.JOB_CENTRE)


def test_what_is_posted_gets_an_address_and_is_shown_with_its_matches_marked(coordinator: Client) -> None:
    factories.project(title="Svejsere til <Åbenrå> & omegn", description="Vi <b>svejser</b>. " * 30)
    answer = coordinator.post(URL, {"q": "  aabenraa   svejser ", "only_active": "on"})
    assert answer.status_code == 302
    page = coordinator.get(answer["Location"])
    text = page.content.decode()
    assert "<mark>Svejsere</mark> til &lt;<mark>Åbenrå</mark>&gt; &amp; omegn" in text
    assert "&lt;b&gt;<mark>svejser</mark>&lt;/b&gt;" in text
    assert "<b>svejser" not in text
    assert 'value="aabenraa svejser"' in text
    assert 'id="id_only_active"' in text


def test_while_typing_only_the_results_are_sent(coordinator: Client) -> None:
    factories.project(title="Tømrere")
    answer = coordinator.post(URL, {"q": "tøm"}, headers={"HX-Request": "true", "HX-Target": "results"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<mark>Tømrere</mark>" in text
    assert "<html" not in text
    assert 'id="search-status"' in text


def test_one_kind_is_paged_and_keeps_its_filters(coordinator: Client) -> None:
    for number in range(30):
        factories.project(title=f"Kok {number}")
    first = coordinator.get(URL + "?q=kok").content.decode()
    assert "(30)" in first
    assert "?q=kok&amp;kind=project" in first
    second = coordinator.get(URL + "?q=kok&kind=project&side=2").content.decode()
    assert second.count('class="jv-hit"') == 5
    assert "kind=project&amp;q=kok&amp;side=1" in second
    assert coordinator.get(URL + "?q=kok&kind=zzz&side=99999999999999").status_code == 200


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "Skriv, hvad du leder efter"),
        ("?q=og", "Skriv et ord, der siger mere"),
        ("?q=%26%7C!", "Skriv et ord, der siger mere"),
        ("?q=findesikke&only_active=on", "Fjern et filter."),
        ("?q=%00", "Skriv, hvad du leder efter"),
        ("?q=" + "b" * 3000, "Ingen resultater"),
    ],
)
def test_empty_states_say_what_to_try(coordinator: Client, query: str, says: str) -> None:
    answer = coordinator.get(URL + query)
    assert answer.status_code == 200
    assert says in answer.content.decode()


def test_ten_thousand_characters_lead_to_an_address_that_can_be_opened(coordinator: Client) -> None:
    factories.project(title="Svejsere")
    answer = coordinator.post(URL, {"q": "svejsere " * 1200})
    assert len(answer["Location"]) < 400
    text = coordinator.get(answer["Location"]).content.decode()
    assert "<mark>Svejsere</mark>" in text
    assert "Der er kun søgt på begyndelsen" in text


def test_a_cpr_number_goes_to_the_search_for_persons_and_into_no_address(
    caseworker: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = caseworker.post(URL, {"q": f" {CPR} "})
        assert answer["Location"].startswith("/personer/")
        assert "0101" not in answer["Location"]
        caseworker.get(answer["Location"])
    assert AuditEntry.objects.get(action="person.searched").details["how"] == "cpr"
    assert "010190" not in caplog.text
    assert not IdentityView.objects.exists()


@pytest.mark.parametrize("typed", [CPR, "0101901234", "Jensen 010190 1234"])
def test_others_are_told_why_nothing_was_searched(coordinator: Client, typed: str) -> None:
    for answer in (
        coordinator.post(URL, {"q": typed}),
        coordinator.get(URL, {"q": typed}, follow=True),
        coordinator.post(URL, {"q": typed}, headers={"HX-Request": "true", "HX-Target": "results"}),
    ):
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "Personer kun" in text or "Personer kan kun" in text
        assert "010190" not in text
    assert not AuditEntry.objects.filter(action="person.searched").exists()


def test_a_number_within_a_text_is_not_searched_for_by_those_who_may_either(caseworker: Client) -> None:
    text = caseworker.post(URL, {"q": f"Jensen {CPR}"}).content.decode()
    assert reverse("person_search") in text
    assert "010190" not in text


def test_a_p_number_that_could_be_a_cpr_number_is_found_by_those_who_search_no_persons(
    coordinator: Client, caseworker: Client
) -> None:
    factories.organisation(OrganisationKind.COMPANY, "Smedjen", cvr="12345674", p_number="1010901234")
    page = coordinator.get(coordinator.post(URL, {"q": "1010901234"})["Location"])
    assert "Smedjen" in page.content.decode()
    assert caseworker.post(URL, {"q": "1010901234"})["Location"].startswith("/personer/")


def test_persons_are_offered_only_to_those_who_may_search_for_them(
    coordinator: Client, caseworker: Client
) -> None:
    offer = "Søg blandt jobcentrets personer"
    assert offer in caseworker.get(URL + "?q=anders").content.decode()
    assert offer not in coordinator.get(URL + "?q=anders").content.decode()
    answer = caseworker.post(reverse("person_search"), {"identity_search": "anders"})
    assert answer.status_code == 302
    assert "anders" not in answer["Location"]


def test_the_public_is_led_to_the_published_projects() -> None:
    answer = Client().post(URL, {"q": "svejse"})
    assert answer["Location"] == "/soeg/?q=svejse"
    assert Client().get("/soeg/?q=svejse")["Location"] == "/vist-frem/?text=svejse"
    assert Client().post(URL, {"q": CPR}).status_code == 200


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Svejsere & smede", "<mark>Svejsere</mark> &amp; smede"),
        ("<script>svejs</script>", "&lt;script&gt;<mark>svejs</mark>&lt;/script&gt;"),
        ("Rustfri pladesvejsning", "Rustfri <mark>pladesvejsning</mark>"),
        ("intet", "intet"),
    ],
)
def test_marks_are_safe(text: str, marked: str) -> None:
    term = Term(text="svejs", stem="svejs", longer=("pladesvejsning",))
    assert Marker.of([term]).marked(text) == marked


def test_an_excerpt_is_around_the_first_match() -> None:
    marker = Marker.of([Term(text="nål", stem="nål")])
    cut = marker.excerpt("hø " * 400 + "nålen " + "hø " * 400)
    assert cut.startswith("… hø")
    assert cut.endswith("hø …")
    assert "<mark>nålen</mark>" in cut
    assert len(cut) < 260
    assert marker.excerpt("kort") == "kort"
