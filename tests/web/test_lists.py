"""List pages: filters, sorting, pages, and what stands where there is nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.web.forms import TextField
from jobveu.web.lists import FilterForm
from tests.web import demo_pages
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.demo_pages")]

URL = "/proeve/"


def companies(count: int, name: str = "Virksomhed", **fields: Any) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.COMPANY, name=f"{name} {number:03}", **fields)
        for number in range(1, count + 1)
    )


def page(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(URL + query, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def names(html: str) -> list[str]:
    """The headings of the rows, in the order shown."""
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([^<]*)</a>', html)


def test_an_empty_list_says_what_to_do_first(client: Client) -> None:
    html = page(client)
    assert "Ingen virksomheder endnu" in html
    assert 'href="/proeve/ny/"' in html
    assert "<table" not in html
    assert "jv-filters" not in html, "there is nothing to filter"


def test_a_list_emptied_by_its_filters_says_so(client: Client) -> None:
    companies(1)
    html = page(client, "?q=findesikke")
    assert "Ingen passer til dine filtre" in html
    assert "Ingen virksomheder endnu" not in html


def test_rows_stand_in_danish_order_with_links_and_typed_cells(client: Client) -> None:
    for name in ("Åse", "Zebra", "Ærø", "Aalborg", "Østerbro", "anders"):
        companies(1, name)
    html = page(client)
    shown = [name.removesuffix(" 001") for name in names(html)]
    assert shown[:3] == ["anders", "Zebra", "Ærø"]
    assert shown[3] == "Østerbro"
    assert set(shown[4:]) == {"Aalborg", "Åse"}
    assert 'data-title="Aktiv"><span class="badge badge-success">Ja</span>' in html


def test_a_long_list_is_shown_25_at_a_time(client: Client) -> None:
    companies(60)
    html = page(client)
    assert len(names(html)) == 25
    assert "Viser 1–25 af 60 virksomheder" in html
    assert names(page(client, "?side=3"))[0] == "Virksomhed 051"
    assert len(names(page(client, "?vis=50"))) == 50


@pytest.mark.parametrize("number", ["99", "999999999", "0", "-1", "x", "9" * 40, "²"])
def test_a_page_that_is_not_there_is_the_last_or_the_first(client: Client, number: str) -> None:
    companies(30)
    shown = names(page(client, f"?side={number}"))
    assert shown[0] == ("Virksomhed 026" if number.startswith("9") else "Virksomhed 001")


def test_a_header_sorts_and_says_how(client: Client) -> None:
    companies(3)
    html = page(client)
    assert (
        '<th scope="col" aria-sort="ascending"><a class="jv-sort" id="list-sort-name" href="?sorter=-name"'
        in html
    )
    html = page(client, "?sorter=-name")
    assert 'aria-sort="descending"' in html
    assert names(html) == ["Virksomhed 003", "Virksomhed 002", "Virksomhed 001"]
    assert names(page(client, "?sorter=nonsens")) == ["Virksomhed 001", "Virksomhed 002", "Virksomhed 003"]


def test_rows_of_the_same_name_are_neither_shown_twice_nor_left_out(client: Client) -> None:
    Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.COMPANY, name="Ens", cvr=str(10000000 + number))
        for number in range(60)
    )
    pages = [page(client, f"?side={number}") for number in (1, 2, 3)]
    shown = [cvr for html in pages for cvr in re.findall(r'data-title="CVR">(\d{8})', html)]
    assert len(shown) == len(set(shown)) == 60


def test_filters_narrow_the_list_and_can_be_removed_one_by_one(client: Client) -> None:
    companies(3)
    companies(2, "Anden")
    html = page(client, "?q=virk&kind=company&kind=other&sorter=-id&vis=50")
    assert len(names(html)) == 3
    assert 'value="virk"' in html
    tags = re.findall(
        r'<a class="tag tag-icon" href="([^"]*)"><span class="sr-only">[^<]*</span>([^<]*)', html
    )
    assert [text for _href, text in tags] == [
        "Søg: virk",
        f"Type: {OrganisationKind.COMPANY.label}",
        f"Type: {OrganisationKind.OTHER.label}",
    ]
    assert tags[0][0] == "?kind=company&amp;kind=other&amp;sorter=-id&amp;vis=50"
    assert tags[1][0] == "?q=virk&amp;kind=other&amp;sorter=-id&amp;vis=50"
    assert 'href="/proeve/">Fjern alle filtre' in html


def test_links_keep_the_filters(client: Client) -> None:
    companies(60)
    html = page(client, "?q=virk")
    assert 'href="?q=virk&amp;sorter=-name"' in html
    assert 'href="?q=virk&amp;vis=50"' in html
    assert 'href="?q=virk&amp;format=csv"' in html
    assert 'href="?q=virk&amp;side=2"' in html


def test_a_filter_that_cannot_be_used_is_said_and_left_out(client: Client) -> None:
    companies(3)
    html = page(client, "?at_least=mange&kind=nonsens&q=003")
    assert "<title>Fejl: Virksomheder" in html
    assert "Listen er vist uden de filtre" in html
    assert "Mindste nummer: Skriv et helt tal" in html
    assert 'value="mange"' in html
    assert names(html) == ["Virksomhed 003"]
    assert "<details" in html
    assert re.search(r"<details[^>]* open", html), "the filter with the error is seen"


def test_filters_are_not_called_optional(client: Client) -> None:
    assert "(frivilligt)" not in page(client)


def test_with_scripts_only_the_list_comes(client: Client) -> None:
    companies(30)
    headers = {"HX-Request": "true", "HX-Target": "list"}
    response = client.get(URL + "?side=2", headers=headers)
    html = response.content.decode()
    assert html.startswith('<div id="list"')
    assert 'id="list-status" hx-swap-oob="innerHTML">Viser 26–30 af 30 virksomheder' in html
    assert "HX-Target" in response.headers["Vary"]
    assert "autofocus" not in html
    assert "autofocus" in page(client, "?side=2", **headers, **{"X-Focus": "list"})


def test_a_count_can_be_capped(client: Client) -> None:
    companies(201)
    html = page(client)
    assert "Viser 1–25 af over 200 virksomheder" in html
    assert "Side 8" in html
    assert "Side 9" not in html
    assert len(names(page(client, "?side=9"))) == 25


def test_what_stands_in_a_cell_is_escaped(client: Client) -> None:
    Organisation.objects.create(kind=OrganisationKind.COMPANY, name="<script>x</script>")
    html = page(client, "?q=%3Cscript%3E")
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html


def test_the_list_uses_as_many_queries_for_50_rows_as_for_one(client: Client) -> None:
    def add_rows(count: int) -> None:
        companies(count)

    assert_page_has_same_number_of_queries(client, URL + "?vis=100", add_rows=add_rows)


def test_a_filter_may_not_take_the_name_of_the_lists_own_parameters() -> None:
    class Wrong(FilterForm):
        side = TextField(label="Side")

    with pytest.raises(ImproperlyConfigured):
        Wrong({})


def test_a_page_beyond_the_rows_asks_the_query_once_more(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    asked: list[Window] = []

    def rows(self: object, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[Any]:
        asked.append(window)
        return RowPage(rows=(), total=30)

    monkeypatch.setattr(demo_pages.CompanyList, "rows", rows)
    page(client, "?side=7")
    assert [window.offset for window in asked] == [150, 25]
