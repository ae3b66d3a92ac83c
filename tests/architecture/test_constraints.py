"""What the database itself holds: known values, numbers that are not negative, dates in order; and that every
rule of it has words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CheckConstraint, Q

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Affiliation, ApiToken, Contact, Dialogue, Membership, Organisation
from jobveu.common.errors import constraint_error
from jobveu.education.models import Course
from jobveu.projects.models import (
    Agreement,
    Endorsement,
    Invitation,
    Meeting,
    Need,
    Procurement,
    Project,
    Task,
)
from tests import factories
from tests.architecture.test_rooms import ROOMS
from tests.factories import TODAY

MODELS = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
COUNTED_BY_THE_PROGRAM = {"version"}
"""Exempt from a named CHECK: no user enters it, and update_versioned only ever adds one."""
POSITIVE = (
    models.PositiveBigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)
YESTERDAY = TODAY - timedelta(days=1)


def fields() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    for model in MODELS:
        for field in model._meta.concrete_fields:
            yield model, field


def checks(model: type[models.Model]) -> Iterator[Q]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            assert isinstance(constraint.condition, Q), constraint.name
            yield constraint.condition


def asked(condition: Q) -> dict[str, Any]:
    """The lookups that every row must pass; none of a condition with alternatives or a negation."""
    found: dict[str, Any] = {}
    if condition.negated or (condition.connector != Q.AND and len(condition.children) > 1):
        return found
    for child in condition.children:
        if isinstance(child, Q):
            found |= asked(child)
        elif isinstance(child, tuple):
            found[child[0]] = child[1]
    return found


def named(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    return f"{model._meta.label}.{field.name}"


def test_every_field_with_choices_takes_known_values_only() -> None:
    missing = []
    for model, field in fields():
        inside = field.base_field if isinstance(field, ArrayField) else field
        if not inside.choices:
            continue
        known = {value for value, _label in inside.flatchoices} | ({""} if field.blank else set())
        lookup = f"{field.name}__{'contained_by' if isinstance(field, ArrayField) else 'in'}"
        if not any(
            lookup in held and set(held[lookup]) <= known
            for held in (asked(condition) for condition in checks(model))
        ):
            missing.append(named(model, field))
    assert missing == []


def test_every_number_that_cannot_be_negative_has_a_check_with_a_name() -> None:
    missing = [
        named(model, field)
        for model, field in fields()
        if isinstance(field, POSITIVE)
        and field.name not in COUNTED_BY_THE_PROGRAM
        and not any(_bounds(condition, field.name) for condition in checks(model))
    ]
    assert missing == []


def _bounds(condition: Q, name: str) -> bool:
    """Whether the condition sets a number's lower bound, or lists what it can be."""
    for child in condition.children:
        if isinstance(child, Q):
            if _bounds(child, name):
                return True
        elif isinstance(child, tuple) and child[0] in {f"{name}__gte", f"{name}__gt", f"{name}__in"}:
            return True
    return False


def test_every_rule_of_the_database_has_its_own_words() -> None:
    wordless = [
        f"{model._meta.label}: {constraint.name}"
        for model in MODELS
        for constraint in model._meta.constraints
        if constraint.violation_error_message in (None, constraint.default_violation_error_message)
    ]
    assert wordless == []


# What the database refuses, past every form and operation


def _tender(**dates: Any) -> Procurement:
    values = {"kind": "tender", "subject": "Kursus", "opened_on": TODAY, "deadline": TODAY} | dates
    return Procurement(project=factories.project(), **values)


def _need(**values: Any) -> Need:
    company = factories.organisation(OrganisationKind.COMPANY)
    common = {"occupation": "Tjener", "head_count": 1, "competences": "Servering", "stated_on": TODAY}
    return Need(
        organisation=company, stated_by=company, municipality=factories.municipality(), **common, **values
    )


def _affiliation(**values: Any) -> Affiliation:
    member = factories.organisation(OrganisationKind.COMPANY)
    body = factories.organisation(OrganisationKind.EMPLOYER_ASSOCIATION)
    return Affiliation(member=member, body=body, valid_from=TODAY, **values)


def _invitation(**values: Any) -> Invitation:
    tender = _tender()
    tender.save()
    provider = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
    return Invitation(
        procurement=tender, provider=provider, invited_on=TODAY, declined_reason="Optaget", **values
    )


def _membership(**values: Any) -> Membership:
    row = Membership.objects.get(user=factories.user(Role.COORDINATOR, factories.office()))
    row.delete()
    return Membership(user=row.user, organisation=row.organisation, valid_from=TODAY, **values)


def _dialogue(**values: Any) -> Dialogue:
    user = factories.user(Role.COORDINATOR, factories.office())
    company = factories.organisation(OrganisationKind.COMPANY)
    return Dialogue(
        organisation=company,
        spoken_by=user,
        spoken_for=factories.office(),
        held_on=TODAY,
        subject="Behov",
        **values,
    )


def _project(**values: Any) -> models.Model:
    return _again(factories.project(), **values)


def _contact(**values: Any) -> Contact:
    return Contact(
        organisation=factories.organisation(OrganisationKind.COMPANY), name="Kim Kontakt", **values
    )


def _token(**values: Any) -> ApiToken:
    membership = Membership.objects.get(user=factories.user(Role.COORDINATOR, factories.office()))
    return ApiToken(
        membership=membership,
        name="Fagsystem",
        digest="0",
        ending="0",
        scopes=["projects:read"],
        created_at=factories.NOW,
        **values,
    )


def _again(row: models.Model, **values: Any) -> models.Model:
    """The row once more, which is in the database already."""
    row.save()
    row.pk = None
    for name, value in values.items():
        setattr(row, name, value)
    return row


REFUSED: dict[str, Callable[[], models.Model]] = {
    "organisation_kind_known": lambda: Organisation(kind="club", name="Klubben"),
    "organisation_size_known": lambda: Organisation(kind="other", name="Klubben", size_band="huge"),
    "affiliation_kind_known": lambda: _affiliation(kind="friend"),
    "membership_role_is_real": lambda: _membership(role=Role.PUBLIC),
    "dialogue_channel_known": lambda: _dialogue(channel="telepathy"),
    "agreement_kind_known": lambda: Agreement(
        project=factories.project(),
        kind="handshake",
        title="Aftale",
        counterpart=factories.organisation(OrganisationKind.JOB_CENTRE),
    ),
    "endorsement_form_known": lambda: Endorsement(
        project=factories.project(), organisation=factories.office(), form="nod", shown_by="Brev"
    ),
    "meeting_kind_known": lambda: Meeting(project=factories.project(), kind="party", starts_at=factories.NOW),
    "course_status_known": lambda: Course(
        project=factories.project(), title="Kursus", merit_giving=True, status="maybe"
    ),
    "project_reported_participants_not_negative": lambda: Project(
        title="Projekt", type="unemployed", source_note="Et ældre register", reported_participants=-1
    ),
    "course_reported_participants_not_negative": lambda: Course(
        project=factories.project(), title="Kursus", merit_giving=True, reported_participants=-1
    ),
    "need_dates_in_order": lambda: _need(needed_by=YESTERDAY),
    "procurement_kind_known": lambda: _tender(kind="auction"),
    "procurement_cancelled_after_opened": lambda: _tender(
        cancelled_on=YESTERDAY, cancelled_reason="Ingen tilbud"
    ),
    "invitation_declined_after_invited": lambda: _invitation(declined_on=YESTERDAY),
    "project_completed_with_end": lambda: _project(status="completed"),
    "project_published_with_description": lambda: _project(published_at=factories.NOW),
    "course_held_by_somebody_on_days": lambda: Course(
        project=factories.project(),
        title="Kursus",
        merit_giving=True,
        provider=factories.organisation(OrganisationKind.EDUCATION_PROVIDER),
        starts_on=TODAY,
        status="held",
    ),
    "procurement_direct_choice_made": lambda: _tender(kind="direct_choice", deadline=None),
    "contact_can_be_reached": lambda: _contact(),
    "contact_removed_on_a_day": lambda: _contact(phone="12345678", active=False),
    "task_done_by_somebody": lambda: Task(
        project=factories.project(),
        title="Opgave",
        phase=3,
        done_by=factories.user(Role.COORDINATOR, factories.office()),
    ),
    "api_token_for_a_year_at_most": lambda: _token(expires_on=TODAY + timedelta(days=367)),
    "membership_once": lambda: _again(
        Membership.objects.get(user=factories.user(Role.COORDINATOR, factories.office())), valid_to=TODAY
    ),
    "affiliation_once": lambda: _again(_affiliation(kind="association_member"), valid_to=TODAY),
    "project_complete_unless_from_source": lambda: Project(
        title="Uden branche",
        type="unemployed",
        council=factories.council(),
        initiative="company",
        start_date=TODAY,
    ),
}


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name: str) -> None:
    row = REFUSED[name]()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(row)._default_manager.bulk_create([row])
    said = constraint_error(refused.value)
    assert said is not None
    meant = {constraint.name: constraint for constraint in type(row)._meta.constraints}[name]
    assert said.message == meant.violation_error_message


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    ("column", "value"), [("status", "paused"), ("initiative", "nobody"), ("coordinator_role", "king")]
)
def test_the_database_refuses_an_unknown_value_written_past_the_program(column: str, value: str) -> None:
    project = factories.project()
    update = f"UPDATE projects_project SET {connection.ops.quote_name(column)} = %s WHERE id = %s"
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=f"project_{column}_known"):
        cursor.execute(update, [value, project.pk])


@pytest.mark.usefixtures("reference")
def test_unknown_dates_pass() -> None:
    _tender().save()
    _invitation(declined_on=None).save()
    Course.objects.create(project=factories.project(), title="Kursus", merit_giving=True)
