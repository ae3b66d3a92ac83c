"""A migration that adds a rule of the database repairs first what breaks it: no database with rows in it is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection, models
from django.utils.timezone import localdate

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import ApiToken, Consent, Contact, Membership
from jobveu.common import audit
from jobveu.education.models import Course
from jobveu.projects.models import Procurement, Project, Task
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@contextmanager
def without(migration: str, *rules: tuple[type[models.Model], str]) -> Iterator[None]:
    """The database as it was before the rules; afterwards it is repaired, and the rules are there again."""
    meant = [
        (model, constraint)
        for model, name in rules
        for constraint in model._meta.constraints
        if constraint.name == name
    ]
    assert len(meant) == len(rules)
    _now()
    with connection.schema_editor() as editor:
        for model, constraint in meant:
            editor.remove_constraint(model, constraint)
    yield
    _now()
    with connection.cursor() as cursor:
        cursor.execute(import_module(f"jobveu.{migration}").REPAIR)
    with connection.schema_editor() as editor:
        for model, constraint in meant:
            editor.add_constraint(model, constraint)


def _now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def change(row: models.Model, **values: Any) -> None:
    """Past every operation."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def test_a_completed_project_gets_the_end_it_had_or_the_day_that_it_was_said_to_be_over() -> None:
    coordinator = factories.actor(factories.user(Role.COORDINATOR, factories.office()))
    emptied, told, neither, case = (
        factories.project(start_date=date(2026, 1, 5), source_note=source) for source in ("", "", "", "Bog")
    )
    with without(
        "projects.migrations.0005_completed_published_chosen_done", (Project, "project_completed_with_end")
    ):
        change(emptied, status="completed", end_date=date(2026, 3, 1))
        audit.record(
            by=coordinator, at=NOW, action="project.completed", room="projects.project", record_id=told.pk
        )
        Project.objects.update(status="completed", end_date=None)
    ends = [Project.objects.get(pk=row.pk).end_date for row in (emptied, told, neither, case)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_DATE")
        today = cursor.fetchone()[0]
    assert ends == [date(2026, 3, 1), TODAY, today, None]


def test_what_is_public_direct_or_open_becomes_what_it_can_be() -> None:
    project = factories.project()
    user = factories.user(Role.COORDINATOR, factories.office())
    with without(
        "projects.migrations.0005_completed_published_chosen_done",
        (Project, "project_published_with_description"),
        (Procurement, "procurement_direct_choice_made"),
        (Task, "task_done_by_somebody"),
    ):
        change(project, published_at=NOW)
        procurement = Procurement.objects.create(
            project=project, kind="direct_choice", subject="Kursus", opened_on=TODAY
        )
        task = Task.objects.create(project=project, title="Opgave", phase=3, done_by=user)
    project.refresh_from_db()
    procurement.refresh_from_db()
    task.refresh_from_db()
    assert project.published_at is None
    assert (procurement.kind, procurement.cancelled_on) == ("tender", TODAY)
    assert procurement.cancelled_reason == "Direkte valg, hvor ingen udbyder blev valgt."
    assert task.done_by is None


def test_a_held_course_gets_back_what_was_emptied_or_is_told_of_anew() -> None:
    provider = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
    own, imported = factories.project(), factories.project(source_note="Ældre register")
    whole = {"provider": provider, "starts_on": TODAY, "ends_on": TODAY, "status": "held"}
    with without("education.migrations.0002_held_courses_whole", (Course, "course_held_by_somebody_on_days")):
        made = [
            Course.objects.create(project=own, title="Tømt", merit_giving=True, **whole),
            Course.objects.create(project=own, title="Aldrig", merit_giving=True, status="held"),
            Course.objects.create(project=imported, title="Gammelt", merit_giving=True, status="held"),
        ]
        change(made[0], ends_on=None, starts_on=None)
    emptied, never, old = (Course.objects.get(pk=row.pk) for row in made)
    assert (emptied.status, emptied.starts_on, emptied.ends_on) == ("held", TODAY, TODAY)
    assert (never.status, old.status) == ("planned", "held")
    assert [row.from_source for row in (emptied, never, old)] == [False, False, True]


def test_contacts_and_tokens_become_what_they_can_be() -> None:
    company = factories.organisation(OrganisationKind.COMPANY)
    user = factories.user(Role.COMPANY, company, email="kim@example.dk")
    today = localdate()
    with without(
        "actors.migrations.0011_contacts_reachable_periods_apart",
        (Contact, "contact_can_be_reached"),
        (Contact, "contact_removed_on_a_day"),
        (ApiToken, "api_token_for_a_year_at_most"),
    ):
        made = [
            Contact.objects.create(organisation=company, name="Bruger", user=user),
            Contact.objects.create(organisation=company, name="Intet"),
            Contact.objects.create(organisation=company, name="Aktiv", phone="1", removed_on=TODAY),
            Contact.objects.create(organisation=company, name="Fjernet", phone="2", active=False),
        ]
        consent = Consent.objects.create(
            contact=made[1], kind="survey", given_on=date(2026, 1, 1), shown_by="Mail"
        )
        token = ApiToken.objects.create(
            membership=Membership.objects.get(user=user),
            name="Fagsystem",
            digest="0",
            ending="0",
            scopes=["projects:read"],
            created_at=NOW,
            expires_on=TODAY + timedelta(days=1000),
        )
    as_user, nothing, active, removed = (Contact.objects.get(pk=row.pk) for row in made)
    assert (as_user.email, as_user.active) == ("kim@example.dk", True)
    assert not nothing.active
    assert abs(nothing.removed_on - today) <= timedelta(days=1)
    assert Consent.objects.get(pk=consent.pk).withdrawn_on == nothing.removed_on
    assert (active.active, active.removed_on) == (True, None)
    assert abs(removed.removed_on - today) <= timedelta(days=1)
    assert ApiToken.objects.get(pk=token.pk).expires_on == TODAY + timedelta(days=366)


def test_memberships_of_one_time_become_one_and_tokens_do_not_come_to_life() -> None:
    company = factories.organisation(OrganisationKind.COMPANY)
    user = factories.user(Role.COMPANY, company)
    Membership.objects.filter(user=user).delete()
    periods = [
        (date(2020, 1, 1), date(2020, 6, 30)),
        (date(2020, 6, 30), None),
        (date(2021, 1, 1), date(2022, 1, 1)),
        (date(2018, 1, 1), date(2019, 12, 31)),
    ]
    with without("actors.migrations.0011_contacts_reachable_periods_apart", (Membership, "membership_once")):
        rows = [
            Membership.objects.create(
                user=user, organisation=company, role=Role.COMPANY, valid_from=first, valid_to=last
            )
            for first, last in periods
        ]
        token = ApiToken.objects.create(
            membership=rows[2],
            name="Fagsystem",
            digest="0",
            ending="0",
            scopes=["projects:read"],
            created_at=NOW,
            expires_on=TODAY,
        )
    kept = (
        Membership.objects.filter(user=user)
        .order_by("valid_from")
        .values_list("pk", "valid_from", "valid_to")
    )
    assert list(kept) == [(rows[3].pk, *periods[3]), (rows[1].pk, date(2020, 1, 1), None)]
    token.refresh_from_db()
    assert (token.membership_id, token.expires_on) == (rows[1].pk, date(2022, 1, 1))
