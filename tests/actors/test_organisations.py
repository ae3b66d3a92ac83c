"""Organisations: the list, creating with a look at likely duplicates, correcting, and affiliations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import AffiliationKind, OrganisationKind
from jobveu.actors.models import Affiliation, Organisation
from jobveu.actors.operations.organisations import (
    add_affiliation,
    create_organisation,
    edit_organisation,
    end_affiliation,
)
from jobveu.actors.queries import organisations, organisations_by_ids, search_organisations
from jobveu.actors.queries.organisations import likely_duplicates, organisation_rows
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.models import Party
from jobveu.reference.models import Industry
from tests import factories
from tests.factories import NOW, TODAY
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

COMPANY = OrganisationKind.COMPANY
CVR = "10150817"


@pytest.fixture
def coordinator(reference: None) -> User:
    return factories.user(Role.COORDINATOR, factories.office())


@pytest.fixture
def by(coordinator: User) -> Actor:
    return factories.actor(coordinator)


def create(by: Actor, **changes: object) -> int:
    values = {"kind": COMPANY, "name": "Åkær & Sønner ApS", "cvr": CVR}
    return create_organisation(by=by, at=NOW, **{**values, **changes})


def names(by: Actor, **criteria: object) -> list[str]:
    page = organisation_rows(by=by, today=TODAY, sort=Sort("name"), window=Window(0, 50), **criteria)
    return [row.name for row in page.rows]


def test_an_organisation_is_created_with_its_record(by: Actor) -> None:
    made = create(by)
    assert Organisation.objects.get(pk=made).cvr == CVR
    assert AuditEntry.objects.get(room="actors.organisation", record_id=made).user_id == by.user_id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"cvr": "12345678"}, "cvr"),
        ({"p_number": "123"}, "p_number"),
        ({"cvr": "", "p_number": "1234567890"}, "cvr"),
        ({"kind": OrganisationKind.JOB_CENTRE}, "municipality_id"),
        ({"kind": OrganisationKind.LABOUR_MARKET_OFFICE}, "office_id"),
        ({"kind": OrganisationKind.REGIONAL_COUNCIL}, "council_id"),
        ({"office_id": 1}, "office_id"),
    ],
)
def test_what_cannot_be_is_refused(by: Actor, changes: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        create(by, **changes)
    assert refused.value.field == field


def test_a_p_number_stands_once(by: Actor) -> None:
    create(by, p_number="1234567890")
    with pytest.raises(DomainError, match="P-nummer"):
        create(by, name="En anden", p_number="1234567890")


def test_likely_duplicates_are_found_by_numbers_and_by_name(by: Actor) -> None:
    randers, esbjerg = factories.municipality(), factories.municipality("0561")
    same_cvr = factories.organisation(COMPANY, "Noget helt andet", cvr=CVR)
    similar = factories.organisation(COMPANY, "Randers Kabelfirma A/S", municipality=randers)
    nowhere = factories.organisation(COMPANY, "Randers Kabelfirmaet")
    factories.organisation(COMPANY, "Randers Kabelfirma", municipality=esbjerg)
    factories.organisation(OrganisationKind.TRADE_UNION, "Randers Kabelfirma")
    factories.organisation(COMPANY, "Bageren på hjørnet", municipality=randers)
    found = likely_duplicates(
        kind=COMPANY, name="Randers kabel-firma ApS", cvr=CVR, municipality_id=randers.pk
    )
    assert found[0].organisation.id == same_cvr.pk
    assert found[0].reason == "cvr"
    assert {item.organisation.id for item in found[1:]} == {similar.pk, nowhere.pk}


def test_the_second_of_two_editors_is_told(by: Actor) -> None:
    made = create(by)
    edit_organisation(by=by, at=NOW, organisation_id=made, version=1, name="Åkær")
    with pytest.raises(StaleEdit) as stale:
        edit_organisation(by=by, at=NOW, organisation_id=made, version=1, name="Akær")
    assert stale.value.current["name"] == "Åkær"
    assert stale.value.changed_by == by.name


def test_the_list_is_filtered_and_in_danish_order(by: Actor) -> None:
    randers = factories.municipality()
    section = Industry.objects.get(code="I")
    below = Industry.objects.get(code="56")
    factories.organisation(COMPANY, "Ålborg Bageri", municipality=randers, industry=below)
    factories.organisation(COMPANY, "Ærø Kro", industry=section)
    factories.organisation(COMPANY, "Zeus", cvr=CVR, active=False)
    factories.organisation(OrganisationKind.TRADE_UNION, "Bagernes Forbund")
    assert names(by, text="bage") == ["Bagernes Forbund", "Ålborg Bageri"]
    assert names(by, kind=COMPANY) == ["Ærø Kro", "Ålborg Bageri"]
    assert names(by, municipality=randers.pk) == ["Ålborg Bageri"]
    assert names(by, section=section.pk) == ["Ærø Kro", "Ålborg Bageri"]
    assert names(by, text="10 15 08", inactive=True) == ["Zeus"]


def test_more_than_anybody_reads_are_not_counted(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisations, "FOUND_AT_MOST", 2)
    for number in range(3):
        factories.organisation(COMPANY, name=f"Tællelyset {number}")

    def found(text: str) -> RowPage[Any]:
        return organisation_rows(by=by, today=TODAY, sort=Sort("name"), window=Window(0, 2), text=text)

    assert (found("tællelyset").total, found("tællelyset").capped) == (2, True)
    assert (found("tællelyset 1").total, found("tællelyset 1").capped) == (1, False)


def test_the_name_search_uses_the_trigram_index(by: Actor) -> None:

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM actors_organisation WHERE LOWER(name) LIKE %s", ["%kabel%"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "organisation_name_trgm" in plan


def test_a_company_lists_and_sees_itself_only(client: Client) -> None:
    own = factories.organisation(COMPANY, "Vores")
    other = factories.organisation(COMPANY, "Deres")
    boss = factories.user(Role.COMPANY, own)
    assert names(factories.actor(boss)) == ["Vores"]
    client.force_login(boss)
    assert client.get(reverse("organisation", args=[own.pk])).status_code == 200
    assert client.get(reverse("organisation", args=[other.pk])).status_code == 403
    assert client.get(reverse("organisation_edit", args=[other.pk])).status_code == 403
    assert client.get(reverse("organisation_create")).status_code == 403
    assert client.get(reverse("dialogue_list", args=[own.pk])).status_code == 403


def test_the_picker_finds_by_name_and_cvr_best_first(by: Actor) -> None:
    factories.organisation(COMPANY, "Stort Kabel")
    begins = factories.organisation(COMPANY, "Kabel", cvr=CVR)
    school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER, "Kabelskolen")
    gone = factories.organisation(COMPANY, "Kabel der er lukket", active=False)
    found = search_organisations(query=" KABEL ", limit=10)
    assert [choice.label for choice in found] == ["Kabel", "Kabelskolen", "Stort Kabel"]
    assert found[0].hint == "Virksomhed, CVR 10 15 08 17"
    assert [choice.id for choice in search_organisations(query="DK1015", limit=10)] == [begins.pk]
    kinds = [OrganisationKind.EDUCATION_PROVIDER]
    assert [choice.id for choice in search_organisations(query="kabel", limit=5, kinds=kinds)] == [school.pk]
    ids = [begins.pk, gone.pk, school.pk]
    assert [choice.id for choice in organisations_by_ids(ids=ids, kinds=kinds)] == [school.pk]


# Affiliations


def affiliate(by: Actor, member: Organisation, body: Organisation, **changes: object) -> int:
    values = {"kind": AffiliationKind.ASSOCIATION_MEMBER, "valid_from": TODAY - timedelta(days=10)}
    return add_affiliation(by=by, at=NOW, member_id=member.pk, body_id=body.pk, **{**values, **changes})


def test_only_the_kinds_that_fit_are_affiliated(by: Actor) -> None:
    company = factories.organisation(COMPANY)
    association = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION)
    affiliate(by, company, association)
    with pytest.raises(DomainError, match="allerede"):
        affiliate(by, company, association)
    with pytest.raises(DomainError) as refused:
        affiliate(by, association, company)
    assert refused.value.field == "other_id"
    with pytest.raises(DomainError, match="sig selv"):
        affiliate(by, company, company)


def test_an_affiliation_ends_on_a_day_and_can_begin_anew(by: Actor) -> None:
    company = factories.organisation(COMPANY)
    association = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION)
    made = affiliate(by, company, association)
    for day in (TODAY - timedelta(days=11), TODAY + timedelta(days=1)):
        with pytest.raises(DomainError) as refused:
            end_affiliation(by=by, at=NOW, affiliation_id=made, last_day=day)
        assert refused.value.field == "last_day"
    end_affiliation(by=by, at=NOW, affiliation_id=made, last_day=TODAY - timedelta(days=1))
    with pytest.raises(DomainError, match="allerede afsluttet"):
        end_affiliation(by=by, at=NOW, affiliation_id=made, last_day=TODAY)
    with pytest.raises(DomainError, match="tidligere tilknytning"):
        affiliate(by, company, association)
    affiliate(by, company, association, valid_from=TODAY)


# Pages


def test_duplicates_are_shown_first_and_creating_takes_a_tick(client: Client, coordinator: User) -> None:
    there = factories.organisation(COMPANY, "Randers Kabelfirma")
    client.force_login(coordinator)
    assert client.get(reverse("organisation_create")).status_code == 200
    values = {"kind": "company", "name": "Randers Kabelfirma ApS"}
    answer = client.post(reverse("organisation_create"), values)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert reverse("organisation", args=[there.pk]) in page
    assert 'name="anyway"' in page
    assert Organisation.objects.filter(name="Randers Kabelfirma ApS").count() == 0
    done = client.post(reverse("organisation_create"), {**values, "anyway": "on"})
    assert done.status_code == 302
    assert Organisation.objects.filter(name="Randers Kabelfirma ApS").count() == 1


def test_an_organisation_like_no_other_is_made_at_once(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    values = {"kind": "company", "name": "Ukendt", "cvr": "10 15 08 17", "website": "firma.dk"}
    assert client.post(reverse("organisation_create"), values).status_code == 302
    made = Organisation.objects.get(name="Ukendt")
    assert (made.cvr, made.website) == (CVR, "https://firma.dk")


def test_bad_numbers_are_named_and_what_was_typed_is_kept(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    values = {"kind": "company", "name": "Firmaet", "cvr": "12345678", "p_number": "12"}
    page = client.post(reverse("organisation_create"), values).content.decode()
    assert 'href="#id_cvr"' in page
    assert 'href="#id_p_number"' in page
    assert 'value="Firmaet"' in page


def test_only_an_administrator_creates_authorities(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    values = {"kind": "national_agency", "name": "Klimarådet"}
    assert 'href="#id_kind"' in client.post(reverse("organisation_create"), values).content.decode()
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY)
    client.force_login(factories.user(Role.ADMINISTRATOR, agency))
    assert client.post(reverse("organisation_create"), values).status_code == 302


def test_the_page_shows_facts_affiliations_and_projects(client: Client, coordinator: User) -> None:
    company = factories.organisation(COMPANY, "Kabel & Co", cvr=CVR)
    association = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION, "Dansk Kabel")
    affiliate(factories.actor(coordinator), company, association)
    Party.objects.create(
        project=factories.project(title="Fiber i Randers"), organisation=company, joined_on=TODAY
    )
    client.force_login(coordinator)
    page = client.get(reverse("organisation", args=[company.pk])).content.decode()
    assert "10 15 08 17" in page
    assert "Medlem af brancheorganisationen" in page
    assert "Fiber i Randers" in page
    other_end = client.get(reverse("organisation", args=[association.pk])).content.decode()
    assert "Har virksomheden som medlem" in other_end


def test_affiliations_are_added_and_ended_from_either_end(client: Client, coordinator: User) -> None:
    company = factories.organisation(COMPANY)
    association = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION)
    client.force_login(coordinator)
    add = reverse("affiliation_add", args=[association.pk])
    assert client.get(add).status_code == 200
    values = {"way": "association_member:body", "other_id": company.pk, "valid_from": "01-01-2020"}
    assert client.post(add, values).status_code == 302
    made = Affiliation.objects.get()
    assert (made.member, made.body) == (company, association)
    end = reverse("affiliation_end", args=[company.pk, made.pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"last_day": "01-02-2020"}).status_code == 302
    made.refresh_from_db()
    assert made.valid_to == date(2020, 2, 1)
    strange = factories.organisation(COMPANY)
    assert client.get(reverse("affiliation_end", args=[strange.pk, made.pk])).status_code == 404
    school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
    assert client.get(reverse("affiliation_add", args=[school.pk])).status_code == 404


def test_editing_through_the_page_tells_of_the_other_editor(client: Client, coordinator: User) -> None:
    made = create(factories.actor(coordinator))
    client.force_login(coordinator)
    url = reverse("organisation_edit", args=[made])
    assert client.get(url).status_code == 200
    values = {"name": "Åkær", "active": "on", "version": "1"}
    assert client.post(url, values).status_code == 302
    stale = client.post(url, {**values, "name": "Akær"}).content.decode()
    assert "har gemt ændringer" in stale
    assert "Akær" in stale


def test_list_and_page_take_as_many_statements_with_fifty_rows(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    association = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION)

    def add(number: int) -> None:
        for _at in range(number):
            company = factories.organisation(COMPANY, municipality=factories.municipality())
            affiliate(factories.actor(coordinator), company, association)
            Party.objects.create(project=factories.project(), organisation=association, joined_on=TODAY)

    assert_page_has_same_number_of_queries(client, reverse("organisation_list") + "?vis=100", add_rows=add)
    page = reverse("organisation", args=[association.pk])
    assert_page_has_same_number_of_queries(client, page, add_rows=add)


def test_the_list_exports_what_the_filter_shows(client: Client, coordinator: User) -> None:
    factories.organisation(COMPANY, "Kabel")
    factories.organisation(COMPANY, "Bager")
    client.force_login(coordinator)
    answer = client.get(reverse("organisation_list") + "?text=kabel&format=csv")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Kabel" in body
    assert "Bager" not in body
