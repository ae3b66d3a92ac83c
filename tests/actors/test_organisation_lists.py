"""The full lists of one organisation, the conversations with all, and who reads their notes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import AffiliationKind, DialogueChannel, OrganisationKind
from jobveu.actors.models import Affiliation, Dialogue, Organisation
from jobveu.common.paging import Sort, Window
from jobveu.journeys import dialogue as journey
from jobveu.projects.models import Need
from jobveu.reference.models import CouncilMunicipality
from tests import factories
from tests.factories import TODAY
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def company(reference: None) -> Organisation:
    return factories.organisation(OrganisationKind.COMPANY, "Kabel & Co")


@pytest.fixture
def coordinator(reference: None) -> User:
    return factories.user(Role.COORDINATOR, factories.office(), name="Karen Koordinator")


def affiliate(company: Organisation, number: int) -> None:
    for at in range(number):
        Affiliation.objects.create(
            kind=AffiliationKind.ASSOCIATION_MEMBER,
            member=company,
            body=factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION, f"Forening {at:02}"),
            valid_from=TODAY - timedelta(days=400),
            valid_to=TODAY - timedelta(days=at) if at % 2 else None,
        )


def speak(by: User, company: Organisation, number: int = 1, **changes: object) -> None:
    values = {
        "channel": DialogueChannel.PHONE,
        "subject": "Svejsere",
        "notes": "Fortrolig bemærkning",
        "agreed": "Vi ringer igen",
        "held_on": TODAY,
    }
    for _at in range(number):
        Dialogue.objects.create(
            organisation=company,
            spoken_by=by,
            spoken_for=by.memberships.get().organisation,
            **{**values, **changes},
        )


def test_all_affiliations_are_a_click_away(client: Client, coordinator: User, company: Organisation) -> None:
    affiliate(company, 21)
    client.force_login(coordinator)
    address = reverse("affiliation_list", args=[company.pk])
    assert address in client.get(reverse("organisation", args=[company.pk])).content.decode()
    everything = client.get(address, {"vis": "50"}).content.decode()
    assert "Forening 00" in everything
    assert "Forening 20" in everything
    past = client.get(address, {"state": "past", "text": "forening 1"}).content.decode()
    assert "Forening 11" in past
    assert "Forening 10" not in past


def test_a_company_is_not_linked_to_organisations_it_may_not_open(
    client: Client, coordinator: User, company: Organisation
) -> None:
    affiliate(company, 1)
    other = reverse("organisation", args=[Affiliation.objects.get().body_id])
    for url in ("organisation", "affiliation_list"):
        address = reverse(url, args=[company.pk])
        client.force_login(factories.user(Role.COMPANY, company))
        page = client.get(address).content.decode()
        assert "Forening 00" in page
        assert f'href="{other}"' not in page
        client.force_login(coordinator)
        assert f'href="{other}"' in client.get(address).content.decode()


def test_all_projects_and_needs_are_a_click_away(
    client: Client, coordinator: User, company: Organisation
) -> None:
    for at in range(11):
        factories.project(company, title=f"Projekt nr. {at:02}")
        Need.objects.create(
            organisation=company,
            stated_by=company,
            municipality=factories.municipality(),
            occupation=f"Svejser {at:02}",
            competences="TIG",
            head_count=2,
            needed_by=TODAY,
            stated_on=TODAY,
        )
    client.force_login(coordinator)
    page = client.get(reverse("organisation", args=[company.pk])).content.decode()
    for url, first, last in (
        ("organisation_projects", "Projekt nr. 00", "Projekt nr. 10"),
        ("organisation_needs", "Svejser 00", "Svejser 10"),
    ):
        address = reverse(url, args=[company.pk])
        assert address in page
        full = client.get(address).content.decode()
        assert first in full
        assert last in full
        found = client.get(address, {"text": last}).content.decode()
        assert last in found
        assert first not in found


def test_the_lists_take_the_same_number_of_queries_however_long(
    client: Client, coordinator: User, company: Organisation
) -> None:
    client.force_login(coordinator)

    def affiliations(number: int) -> None:
        for _at in range(number):
            Affiliation.objects.create(
                kind=AffiliationKind.ASSOCIATION_MEMBER,
                member=company,
                body=factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION),
                valid_from=TODAY,
            )

    def conversations(number: int) -> None:
        speak(coordinator, company, number)

    listing = reverse("affiliation_list", args=[company.pk]) + "?vis=100"
    assert_page_has_same_number_of_queries(client, listing, add_rows=affiliations)
    assert_page_has_same_number_of_queries(
        client, reverse("all_dialogues") + "?vis=100", add_rows=conversations
    )


def test_conversations_of_all_offices_are_one_list(
    client: Client, coordinator: User, company: Organisation
) -> None:
    other = factories.organisation(OrganisationKind.COMPANY, "Tang og Tømmer")
    consultant = factories.user(
        Role.COMPANY_CONSULTANT, factories.organisation(OrganisationKind.JOB_CENTRE), name="Kim Konsulent"
    )
    speak(coordinator, company)
    speak(consultant, other, channel=DialogueChannel.VISIT, held_on=TODAY - timedelta(days=100))
    client.force_login(consultant)
    address = reverse("all_dialogues")
    everything = client.get(address).content.decode()
    assert "Kabel &amp; Co" in everything
    assert "Tang og Tømmer" in everything
    for query in (
        {"organisation": "tang"},
        {"who": "konsulent"},
        {"channel": "visit"},
        {"last_day": (TODAY - timedelta(days=50)).strftime("%d.%m.%Y")},
    ):
        found = client.get(address, query).content.decode()
        assert "Tang og Tømmer" in found, query
        assert "Kabel &amp; Co" not in found, query


def test_the_area_of_an_office_narrows_the_conversations(coordinator: User) -> None:
    here = factories.organisation(OrganisationKind.COMPANY, "Her", municipality=factories.municipality())
    speak(coordinator, here)
    speak(coordinator, factories.organisation(OrganisationKind.COMPANY, "Uden kommune"))
    by = factories.actor(coordinator)
    office = CouncilMunicipality.objects.filter(
        municipality=here.municipality_id, council__valid_to__isnull=True
    ).values_list("council__office", flat=True)[0]

    def found(office: int) -> list[str]:
        page = journey.all_dialogues(
            by=by, today=TODAY, sort=Sort("organisation"), window=Window(0, 50), office=office
        )
        return [row.organisation for row in page.rows]

    assert found(office) == ["Her"]
    assert found(0) == []


def test_notes_are_read_by_those_who_held_the_conversation_only(
    client: Client, coordinator: User, company: Organisation
) -> None:
    speak(coordinator, company)
    consultant = factories.user(Role.COMPANY_CONSULTANT, factories.organisation(OrganisationKind.JOB_CENTRE))
    for address in (reverse("all_dialogues"), reverse("dialogue_list", args=[company.pk])):
        for user, reads in ((coordinator, True), (consultant, False)):
            client.force_login(user)
            exported = b"".join(client.get(address, {"format": "csv"}))
            assert b"Vi ringer igen" in exported
            assert ("Fortrolig bemærkning".encode() in exported) is reads
            searched = client.get(address, {"text": "fortrolig"}).content.decode()
            assert ("Vi ringer igen" in searched) is reads, "notes that are not read are not searched either"


def test_companies_and_schools_see_no_conversations(client: Client, company: Organisation) -> None:
    client.force_login(factories.user(Role.COMPANY, company))
    assert client.get(reverse("all_dialogues")).status_code == 403
