"""The log of what was done: told with names, filtered, linked, exported."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.models import Membership, Organisation
from jobveu.common.models import AuditEntry
from tests.web.administration.pages import csv_lines, html, post
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = pytest.mark.django_db


def test_the_log_tells_who_did_what_with_names(client: Client, bo: User, company: Organisation) -> None:
    post(
        client,
        "user_create",
        name="Ny Nanna",
        email="nanna@example.dk",
        organisation_id=company.pk,
        role=Role.COMPANY,
    )
    page = html(client, "audit_list")
    nanna = User.objects.get(email="nanna@example.dk")
    assert "Alma Administrator" in page
    assert "Medlemskab tilføjet" in page
    assert f'<a href="{reverse("user", args=[nanna.pk])}">Bruger: Ny Nanna</a>' in page
    assert "Organisation: Prøve &amp; Søn" in page
    assert "Rolle: Virksomhed" in page
    assert "user.created" not in page.replace('value="user.created"', "")


def entries(count: int, **fields: object) -> None:
    values = {
        "at": timezone.now(),
        "user_id": None,
        "user_name": "Karla Koordinator",
        "action": "project.edited",
        "room": "projects.project",
        "record_id": 7,
        "project_id": 7,
        "details": {"changed": ["council_id", "start_date"]},
    } | fields
    AuditEntry.objects.bulk_create(AuditEntry(**values) for _number in range(count))


def test_an_empty_log_says_so(client: Client) -> None:
    assert "Der er ingen hændelser endnu" in html(client, "audit_list")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("user=karla", 2),
        ("user=ka", 3),
        ("action=need.closed", 1),
        ("action=nonsense", 3),
        ("project=7", 2),
        ("first_day=02-01-2026&last_day=02-01-2026", 1),
        ("first_day=03-01-2026", 1),
        ("first_day=03-01-2026&last_day=02-01-2026", 1),
    ],
)
def test_the_log_is_filtered(client: Client, query: str, count: int) -> None:
    # The second lies on 3 January in Denmark, where it is an hour later.
    entries(1, at=datetime(2026, 1, 2, 22, 59, tzinfo=UTC))
    entries(1, at=datetime(2026, 1, 2, 23, 0, tzinfo=UTC))
    entries(1, at=datetime(2026, 1, 1, 9, tzinfo=UTC), user_name="Bo", project_id=None, action="need.closed")
    page = html(client, "audit_list", query=f"?{query}")
    assert len(re.findall(r'<th scope="row"', page)) == count


def test_a_name_that_no_index_finds_is_asked_to_be_longer(client: Client) -> None:
    entries(1)
    assert "Skriv mindst tre tegn af navnet." in html(client, "audit_list", query="?user=ka")


def test_changed_fields_are_told_by_their_labels(client: Client) -> None:
    entries(1)
    assert "Rettede felter: Råd, Startdato" in html(client, "audit_list")


def test_projects_are_linked_for_those_who_may_see_them(
    client: Client, admin: User, agency: Organisation
) -> None:
    entries(1)
    link = f'<a href="{reverse("project", args=[7])}">'
    assert link not in html(client, "audit_list")
    Membership.objects.create(
        user=admin, organisation=agency, role=Role.NATIONAL_ANALYST, valid_from=date(2020, 1, 1)
    )
    assert link in html(client, "audit_list")


def test_the_log_is_exported_with_its_codes(client: Client) -> None:
    entries(2)
    lines = csv_lines(client, "audit_list", "?format=csv")
    assert lines[0] == "Tidspunkt;Hvem;Hvad;Om;Projekt;Oplysninger;Kode;Løbenr."
    assert "Projekt rettet;Projekt nr. 7;Nr. 7;Rettede felter: Råd, Startdato" in lines[1]
    assert len(lines) == 3


def test_the_log_takes_as_many_statements_with_50_entries_as_with_one(client: Client) -> None:
    assert_page_has_same_number_of_queries(
        client, reverse("audit_list") + "?vis=100", add_rows=lambda count: entries(count)
    )
