"""Memberships: given, ended, taken back, and who administers; they hold at the next request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.models import Membership, Organisation
from jobveu.common.models import AuditEntry
from tests import factories
from tests.web.administration.pages import html, post

pytestmark = pytest.mark.django_db


def test_a_membership_gives_its_right_at_the_next_request(
    client: Client, bo: User, agency: Organisation
) -> None:
    them = Client()
    them.force_login(bo)
    assert them.get(reverse("user_list")).status_code == 403
    went = post(
        client,
        "membership_add",
        bo.pk,
        organisation_id=agency.pk,
        role=Role.ADMINISTRATOR,
        valid_from=f"{timezone.localdate():%d-%m-%Y}",
    )
    assert went == f"→ {reverse('user', args=[bo.pk])}"
    assert them.get(reverse("user_list")).status_code == 200


def test_the_same_role_is_not_given_twice(client: Client, bo: User, company: Organisation) -> None:
    page = post(
        client,
        "membership_add",
        bo.pk,
        organisation_id=company.pk,
        role=Role.COMPANY,
        valid_from="01-01-2025",
    )
    assert "Brugeren har allerede den rolle i organisationen." in page


def test_an_ended_membership_has_lost_its_right_at_the_next_request(client: Client, bo: User) -> None:
    them = Client()
    them.force_login(bo)
    membership = bo.memberships.get()
    assert them.get(reverse("need_list")).status_code == 200
    assert "Prøve &amp; Søn" in html(client, "member_end", membership.organisation_id, membership.pk)
    assert post(client, "member_end", membership.organisation_id, membership.pk, when="now").startswith("→")
    assert them.get(reverse("need_list")).status_code == 403
    assert them.get("/").status_code == 200
    membership.refresh_from_db()
    assert membership.valid_to == timezone.localdate() - timedelta(days=1)
    entry = AuditEntry.objects.get(action="membership.ended")
    assert entry.details["user"] == bo.pk
    assert "Afsluttet" in html(client, "user", bo.pk)


def test_a_membership_of_today_can_be_taken_back_at_once(
    client: Client, bo: User, agency: Organisation
) -> None:
    wrong = Membership.objects.create(
        user=bo, organisation=agency, role=Role.NATIONAL_ANALYST, valid_from=timezone.localdate()
    )
    assert post(client, "member_end", agency.pk, wrong.pk, when="now").startswith("→")
    assert not Membership.objects.filter(pk=wrong.pk).exists()
    entry = AuditEntry.objects.get(action="membership.removed")
    assert entry.details == {"user": bo.pk, "organisation": agency.pk, "role": "national_analyst"}


def test_a_membership_can_end_on_a_later_day(client: Client, bo: User) -> None:
    membership = bo.memberships.get()
    day = timezone.localdate() + timedelta(days=30)
    assert "Skriv den sidste dag." in post(
        client, "member_end", membership.organisation_id, membership.pk, when="day"
    )
    page = post(
        client, "member_end", membership.organisation_id, membership.pk, when="day", last_day="01-01-2021"
    )
    assert "Sidste dag kan tidligst være i går." in page
    post(
        client,
        "member_end",
        membership.organisation_id,
        membership.pk,
        when="day",
        last_day=f"{day:%d-%m-%Y}",
    )
    membership.refresh_from_db()
    assert membership.valid_to == day


def test_an_administrator_cannot_end_their_own_last_membership_as_such(
    client: Client, admin: User, agency: Organisation
) -> None:
    own = admin.memberships.get()
    assert "dit eget sidste medlemskab" in post(client, "member_end", agency.pk, own.pk, when="now")
    other = factories.user(Role.ADMINISTRATOR, agency)
    assert "dit eget sidste medlemskab" in post(client, "member_end", agency.pk, own.pk, when="now")
    assert post(client, "member_end", agency.pk, other.memberships.get().pk, when="now").startswith("→")


def test_one_is_warned_before_an_organisation_is_left_alone(
    client: Client, reference: None, bo: User, company: Organisation
) -> None:
    membership = bo.memberships.get()
    assert "Ingen andre har adgang" not in html(
        client, "member_end", membership.organisation_id, membership.pk
    )
    factories.project(company)
    warning = "Ingen andre har adgang for »Prøve &amp; Søn«, som har 1 projekt i gang."
    assert warning in html(client, "member_end", membership.organisation_id, membership.pk)
    assert warning in html(client, "user_deactivate", bo.pk)
    second = factories.user(Role.COMPANY, company)
    assert warning not in html(client, "member_end", membership.organisation_id, membership.pk)
    assert warning not in html(client, "user_deactivate", bo.pk)
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert warning in html(client, "member_end", membership.organisation_id, membership.pk)


def test_an_office_is_left_alone_with_the_projects_of_its_councils(client: Client, reference: None) -> None:
    office = factories.office()
    who = factories.user(Role.COORDINATOR, office)
    factories.project()
    factories.project()
    assert "som har 2 projekter i gang" in html(client, "user_deactivate", who.pk)


def test_the_system_administrator_gives_and_takes_the_administration(client: Client, bo: User) -> None:
    membership = Membership.objects.get(user=bo)
    question = html(client, "member_administration", membership.organisation_id, membership.pk)
    assert "Skal Bo Bruger administrere brugerne i »Prøve &amp; Søn«?" in question
    assert post(client, "member_administration", membership.organisation_id, membership.pk).startswith("→ ")
    assert "Administrerer organisationens brugere" in html(client, "user", bo.pk)
    assert "ikke længere" in html(client, "member_administration", membership.organisation_id, membership.pk)
    post(client, "member_administration", membership.organisation_id, membership.pk)
    membership.refresh_from_db()
    assert not membership.administers
