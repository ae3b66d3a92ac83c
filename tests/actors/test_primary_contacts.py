"""The one on our side whom a workplace can always go to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation, PrimaryContact
from jobveu.actors.operations.primary_contacts import choose_primary_contact
from jobveu.actors.queries.organisations import organisation_rows
from jobveu.actors.queries.primary_contacts import primary_contact
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.common.paging import Sort, Window
from tests import factories
from tests.editing import carried
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def company(reference: None) -> Organisation:
    return factories.organisation(OrganisationKind.COMPANY, "Kabel & Co")


@pytest.fixture
def coordinator(reference: None) -> User:
    return factories.user(Role.COORDINATOR, factories.office(), name="Karen Koordinator")


@pytest.fixture
def consultant(reference: None) -> User:
    return factories.user(
        Role.COMPANY_CONSULTANT, factories.organisation(OrganisationKind.JOB_CENTRE), name="Kim Konsulent"
    )


def choose(user: User, company: Organisation, chosen: User | None) -> None:
    choose_primary_contact(
        by=factories.actor(user),
        at=NOW,
        organisation_id=company.pk,
        user_id=chosen.pk if chosen else None,
    )


def name_of(company: Organisation) -> str:
    found = primary_contact(organisation_id=company.pk, on=TODAY)
    return found.name if found else ""


def without(user: User) -> list[str]:
    page = organisation_rows(
        by=factories.actor(user),
        today=TODAY,
        sort=Sort("name"),
        window=Window(0, 50),
        without_contact=True,
    )
    return [row.name for row in page.rows]


def test_the_contact_is_chosen_changed_and_removed_with_its_history(
    coordinator: User, consultant: User, company: Organisation
) -> None:
    assert without(coordinator) == ["Kabel & Co"]
    choose(coordinator, company, coordinator)
    choose(coordinator, company, coordinator)
    assert name_of(company) == "Karen Koordinator"
    assert without(coordinator) == []
    choose(consultant, company, consultant)
    assert name_of(company) == "Kim Konsulent"
    choose(coordinator, company, None)
    assert name_of(company) == ""
    assert PrimaryContact.objects.filter(valid_to=TODAY).count() == 2
    actions = AuditEntry.objects.filter(room="actors.primary_contact").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "primary_contact.chosen",
        "primary_contact.chosen",
        "primary_contact.ended",
    ]


def test_others_colleagues_are_not_chosen(coordinator: User, consultant: User, company: Organisation) -> None:
    with pytest.raises(DomainError) as refused:
        choose(coordinator, company, consultant)
    assert refused.value.field == "user_id"


def test_a_contact_who_leaves_is_the_contact_no_longer(
    coordinator: User, consultant: User, company: Organisation
) -> None:
    choose(consultant, company, consultant)
    Membership.objects.filter(user=consultant).update(
        valid_from=TODAY - timedelta(days=9), valid_to=TODAY - timedelta(days=1)
    )
    assert name_of(company) == ""
    assert without(coordinator) == ["Kabel & Co"]
    choose(coordinator, company, coordinator)
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert name_of(company) == ""


def test_through_the_pages(
    client: Client,
    coordinator: User,
    consultant: User,
    company: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jobveu.web.access.timezone.now", lambda: NOW)
    client.force_login(coordinator)
    address = reverse("primary_contact_choose", args=[company.pk])
    page = client.get(address).content.decode()
    assert "Karen Koordinator" in page
    assert "Kim Konsulent" not in page
    assert client.post(address, {"user_id": consultant.pk}).status_code == 200
    assert client.post(address, carried(page) | {"user_id": coordinator.pk}).status_code == 302
    client.force_login(consultant)
    for url in ("organisation", "organisation_approach"):
        shown = client.get(reverse(url, args=[company.pk])).content.decode()
        assert f'href="mailto:{coordinator.email}"' in shown, url
    listed = client.get(reverse("organisation_list"), {"without_contact": "on"}).content.decode()
    assert "Kabel &amp; Co" not in listed
    client.force_login(factories.user(Role.COMPANY, company))
    assert client.get(address).status_code == 403
