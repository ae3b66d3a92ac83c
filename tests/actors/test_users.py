"""Users and their memberships."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.accounts.models import OpenIdentity, User
from jobveu.actors.enums import ApiScope, OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.actors.operations import users as operations
from jobveu.actors.operations.api_tokens import make_token, use_token
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from tests import factories
from tests.concurrency import at_once
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def agency(reference: None) -> Organisation:
    return factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")


@pytest.fixture
def administrator(agency: Organisation) -> User:
    return factories.user(Role.ADMINISTRATOR, agency, name="Anne Administrator")


@pytest.fixture
def by(administrator: User) -> Actor:
    return factories.actor(administrator)


@pytest.fixture
def job_centre(reference: None) -> Organisation:
    return factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")


def create(by: Actor, of: Organisation, **changes: object) -> int:
    values = {"name": "Sofie Sagsbehandler", "email": "Sofie@Example.dk", "role": Role.CASEWORKER}
    return operations.create_user(by=by, at=NOW, organisation_id=of.pk, **{**values, **changes})


def test_a_new_user_has_a_role_and_no_password(by: Actor, job_centre: Organisation) -> None:
    user = User.objects.get(pk=create(by, job_centre))
    assert user.email == "sofie@example.dk"
    assert not user.has_usable_password()
    assert factories.actor(user).roles == {Role.CASEWORKER}
    actions = AuditEntry.objects.order_by("-id").values_list("action", flat=True)[:2]
    assert set(actions) == {"user.created", "membership.added"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"role": Role.COORDINATOR}, "role"),
        ({"role": Role.PUBLIC}, "role"),
    ],
)
def test_a_user_that_cannot_be_is_refused(
    by: Actor, job_centre: Organisation, changes: dict[str, object], field: str
) -> None:
    before = User.objects.count()
    with pytest.raises(DomainError) as refused:
        create(by, job_centre, **changes)
    assert refused.value.field == field
    assert User.objects.count() == before


def test_an_email_is_one_user(by: Actor, job_centre: Organisation) -> None:
    create(by, job_centre)
    with pytest.raises(DomainError) as refused:
        create(by, job_centre, email="sofie@example.DK")
    assert refused.value.field == "email"


def test_a_membership_is_given_once_and_ends_on_a_day(by: Actor, job_centre: Organisation) -> None:
    user_id = create(by, job_centre, valid_from=TODAY - timedelta(days=100))
    membership = Membership.objects.get(user=user_id)
    add = {"by": by, "at": NOW, "user_id": user_id, "organisation_id": job_centre.pk}
    with pytest.raises(DomainError, match="allerede"):
        operations.add_membership(**add, role=Role.CASEWORKER, valid_from=TODAY)
    operations.add_membership(**add, role=Role.COMPANY_CONSULTANT, valid_from=TODAY)
    end = {"by": by, "at": NOW, "membership_id": membership.pk}
    with pytest.raises(DomainError, match="i går"):
        operations.end_membership(**end, last_day=TODAY - timedelta(days=2))
    operations.end_membership(**end, last_day=YESTERDAY)
    assert factories.actor(User.objects.get(pk=user_id)).roles == {Role.COMPANY_CONSULTANT}
    with pytest.raises(DomainError, match="allerede afsluttet"):
        operations.end_membership(**end, last_day=YESTERDAY)


def test_the_last_administrator_stays(by: Actor, administrator: User, agency: Organisation) -> None:
    membership = Membership.objects.get(user=administrator)
    end = {"at": NOW, "membership_id": membership.pk, "last_day": TODAY}
    machine = Actor(user_id=None, name="Testmaskinen")
    with pytest.raises(DomainError, match="mindst én systemadministrator"):
        operations.end_membership(by=machine, **end)
    with pytest.raises(DomainError, match="dit eget sidste medlemskab"):
        operations.end_membership(by=by, **end)
    factories.user(Role.ADMINISTRATOR, agency)
    operations.end_membership(by=machine, **end)


def test_nobody_closes_themselves(by: Actor, administrator: User) -> None:
    with pytest.raises(DomainError, match="din egen adgang"):
        operations.deactivate_user(by=by, at=NOW, user_id=administrator.pk, reason="Farvel")


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_close_each_other_at_once(by: Actor, agency: Organisation) -> None:
    """Nor can one end the membership of somebody who is closing them meanwhile."""
    other = factories.user(Role.ADMINISTRATOR, agency, name="Bo Administrator")
    assert by.user_id is not None
    ways = [
        partial(operations.deactivate_user, by=by, at=NOW, user_id=other.pk, reason="x"),
        partial(
            operations.deactivate_user, by=factories.actor(other), at=NOW, user_id=by.user_id, reason="x"
        ),
    ]
    results = at_once(*ways)
    assert sorted(type(result).__name__ for result in results) == ["DomainError", "NoneType"]
    assert "mindst én systemadministrator" in str(next(filter(None, results)))
    User.objects.update(is_active=True)
    membership = Membership.objects.get(user=by.user_id)
    ways[1] = partial(
        operations.end_membership,
        by=factories.actor(other),
        at=NOW,
        membership_id=membership.pk,
        last_day=YESTERDAY,
    )
    at_once(*ways)
    left = Membership.objects.filter(role=Role.ADMINISTRATOR, valid_to=None, user__is_active=True)
    assert left.count() == 1


def test_closing_a_user_closes_every_door(by: Actor, job_centre: Organisation) -> None:
    """What opened the account before does not open it when the access is given back: tokens, and whoever had linked
    an identity of the OpenID provider's. Resetting the second factor closes the same doors."""
    user = factories.user(Role.CASEWORKER, job_centre)
    for close in (operations.deactivate_user, operations.reset_factors):
        own = factories.actor(user)
        made = make_token(
            by=own,
            at=NOW,
            membership_id=Membership.objects.get(user=user).pk,
            name="Fagsystem",
            scopes=[ApiScope.PROJECTS_READ],
            expires_on=TODAY,
        )
        OpenIdentity.objects.create(issuer="https://broker.example", subject="1", user=user, linked_at=NOW)
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
        close(by=by, at=NOW, user_id=user.pk, reason="Mistanke om misbrug")
        if close is operations.deactivate_user:
            operations.reactivate_user(by=by, at=NOW, user_id=user.pk)
        assert use_token(secret=made.secret, at=NOW) is None
        assert not OpenIdentity.objects.exists()
        actions = set(AuditEntry.objects.filter(user_id=by.user_id).values_list("action", flat=True))
        assert {"api_token.revoked", "user.identity_unlinked"} <= actions


def test_closing_a_user_ends_every_session_at_once(
    client: Client, by: Actor, job_centre: Organisation
) -> None:
    user = factories.user(Role.CASEWORKER, job_centre)
    client.force_login(user)
    assert client.get(reverse("organisation_list")).status_code == 200
    operations.deactivate_user(by=by, at=NOW, user_id=user.pk, reason="Fratrådt")
    assert client.get(reverse("organisation_list")).status_code == 302
    operations.reactivate_user(by=by, at=NOW, user_id=user.pk)
    assert client.get(reverse("organisation_list")).status_code == 302
    with pytest.raises(DomainError):
        operations.reactivate_user(by=by, at=NOW, user_id=user.pk)


def test_administration_is_given_and_taken_and_told_of(by: Actor, job_centre: Organisation) -> None:
    user_id = create(by, job_centre, administers=True)
    membership = Membership.objects.get(user=user_id)
    user = User.objects.get(pk=user_id)
    assert factories.actor(user).primary_membership.administers
    change = {"by": by, "at": NOW, "membership_id": membership.pk}
    with pytest.raises(DomainError, match="allerede"):
        operations.set_administers(**change, administers=True)
    operations.set_administers(**change, administers=False)
    assert not factories.actor(user).primary_membership.administers
    with pytest.raises(DomainError, match="administrerer ikke"):
        operations.set_administers(**change, administers=False)
    operations.set_administers(**change, administers=True)
    told = AuditEntry.objects.filter(room="actors.membership", record_id=membership.pk).order_by("-id")
    assert list(told.values_list("action", flat=True)[:2]) == [
        "membership.administration_given",
        "membership.administration_taken",
    ]


def test_an_ended_membership_gives_no_administration(by: Actor, job_centre: Organisation) -> None:
    membership = Membership.objects.get(user=create(by, job_centre, valid_from=TODAY - timedelta(days=9)))
    operations.end_membership(by=by, at=NOW, membership_id=membership.pk, last_day=YESTERDAY)
    with pytest.raises(DomainError, match="afsluttet"):
        operations.set_administers(by=by, at=NOW, membership_id=membership.pk, administers=True)
