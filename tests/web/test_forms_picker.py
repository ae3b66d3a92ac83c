"""Choosing by search, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from tests.web.query_counts import assert_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.demo_pages")]

URL = "/proeve/vaelg/"


@pytest.fixture
def companies() -> list[Organisation]:
    names = ["Letz Sushi", "Sushi A", "Sushi B", "Sushi C", "Randers VVS"]
    return [Organisation.objects.create(kind=OrganisationKind.COMPANY, name=name) for name in names]


def boxes(html: str, name: str) -> list[tuple[int, bool]]:
    """The ids offered under a name, and whether they are ticked."""
    found = re.findall(rf'<input type="(?:checkbox|radio)"[^>]*name="{name}" value="(\d+)"([^>]*)>', html)
    return [(int(value), "checked" in rest) for value, rest in found]


def test_a_search_shows_results_and_keeps_what_was_typed(
    client: Client, companies: list[Organisation]
) -> None:
    html = client.post(
        URL, {"title": "Min titel", "companies-q": "vvs", "_search": "companies"}
    ).content.decode()
    assert boxes(html, "companies") == [(companies[4].pk, False)]
    assert 'value="Min titel"' in html
    assert "1 resultat for »vvs«." in html
    assert "form-error-message" not in html
    assert re.search(r'id="id_companies-q"[^>]*autofocus', html)


def test_ticked_results_are_kept_across_searches(client: Client, companies: list[Organisation]) -> None:
    html = client.post(
        URL,
        {"companies": [companies[0].pk, companies[4].pk], "companies-q": "sushi", "_search": "companies"},
    ).content.decode()
    ticked = [id_ for id_, checked in boxes(html, "companies") if checked]
    offered = [id_ for id_, checked in boxes(html, "companies") if not checked]
    assert ticked == [companies[0].pk, companies[4].pk]
    assert companies[0].pk not in offered
    assert "Viser de første 3 resultater" in html


def test_what_is_unticked_is_gone(client: Client, companies: list[Organisation]) -> None:
    html = client.post(
        URL, {"companies": [companies[4].pk], "companies-q": "", "_search": "companies"}
    ).content.decode()
    assert boxes(html, "companies") == [(companies[4].pk, True)]


def test_the_choice_is_saved_in_the_order_chosen(client: Client, companies: list[Organisation]) -> None:
    ids = [companies[4].pk, companies[0].pk]
    response = client.post(URL, {"title": "T", "companies": ids, "lead": ids[0]})
    assert response.url == f"/proeve/?valgt={ids[0]},{ids[1]}&ansvarlig={ids[0]}"


def test_nothing_chosen_is_an_error_where_something_must_be(client: Client) -> None:
    html = client.post(URL, {"title": "T"}).content.decode()
    assert "Virksomheder: Søg, og vælg blandt resultaterne." in html
    assert 'href="#id_companies-q"' in html


@pytest.mark.parametrize("value", ["999999", "x", "1; DROP TABLE"])
def test_an_id_that_may_not_be_chosen_is_refused(client: Client, value: str) -> None:
    html = client.post(URL, {"title": "T", "companies": [value]}).content.decode()
    assert "Det valgte findes ikke længere." in html


def test_several_where_one_may_be_chosen_are_refused(client: Client, companies: list[Organisation]) -> None:
    ids = [row.pk for row in companies[:2]]
    html = client.post(URL, {"title": "T", "companies": ids, "lead": ids}).content.decode()
    assert "Ansvarlig: Vælg kun én." in html


def test_enter_in_the_search_box_searches(client: Client, companies: list[Organisation]) -> None:
    html = client.post(
        URL, {"title": "T", "companies": companies[4].pk, "lead-q": "sushi", "_default": "1"}
    ).content.decode()
    assert boxes(html, "lead")
    assert "form-error-message" not in html


def test_a_search_that_was_typed_but_not_made_is_not_lost(
    client: Client, companies: list[Organisation]
) -> None:
    data = {"title": "T", "companies": companies[4].pk, "lead-q": "sushi"}
    html = client.post(URL, data).content.decode()
    assert "Ansvarlig: Vælg blandt resultaterne, eller tøm søgefeltet." in html
    assert boxes(html, "lead")
    # Having seen the results, one may leave them be.
    assert client.post(URL, data | {"lead-last": "sushi"}).status_code == 302


def test_with_scripts_only_the_choices_come(client: Client, companies: list[Organisation]) -> None:
    response = client.post(
        URL,
        {"title": "", "companies": companies[4].pk, "companies-q": "a", "_search": "companies"},
        headers={"HX-Request": "true"},
    )
    html = response.content.decode()
    assert "<html" not in html
    assert boxes(html, "companies") == [(companies[4].pk, True)]
    assert 'id="id_companies-status" hx-swap-oob="innerHTML">Skriv mindst to tegn.' in html


def test_nothing_found_is_said(client: Client) -> None:
    html = client.post(URL, {"companies-q": "xyz", "_search": "companies"}).content.decode()
    assert "Ingen resultater for »xyz«." in html


def test_what_was_searched_for_is_escaped(client: Client) -> None:
    html = client.post(URL, {"companies-q": "<b>x</b>", "_search": "companies"}).content.decode()
    assert "<b>x" not in html


def test_the_number_of_queries_does_not_grow_with_the_choice(client: Client) -> None:
    def add_rows(count: int) -> None:
        Organisation.objects.bulk_create(
            Organisation(kind=OrganisationKind.COMPANY, name="Sushi") for _ in range(count)
        )

    def search() -> None:
        ids = list(Organisation.objects.values_list("pk", flat=True).order_by("pk"))
        client.post(URL, {"companies": ids, "companies-q": "sushi", "_search": "companies"})

    assert_same_number_of_queries(search, add_rows=add_rows)


@pytest.mark.parametrize("value", [str(2**63), "9" * 60, "٣"])
def test_a_number_that_no_row_can_have_is_refused(client: Client, value: str) -> None:
    html = client.post(URL, {"title": "T", "companies": [value]}).content.decode()
    assert "Det valgte findes ikke længere." in html


def test_a_search_for_what_the_database_takes_in_no_text_finds_nothing(
    client: Client, companies: list[Organisation]
) -> None:
    html = client.post(URL, {"companies-q": "\0v\0vs\0", "_search": "companies"}).content.decode()
    assert boxes(html, "companies") == [(companies[4].pk, False)]
