"""Tokens: made by a user, shown once, kept as a hash, within one role and its scopes, until they are closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import ApiScope, OrganisationKind
from jobveu.actors.models import ApiToken, Membership
from jobveu.actors.operations import api_tokens
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.web.api import gate
from tests import factories
from tests.api.calling import Program, make, problem, program
from tests.factories import PASSWORD
from tests.mails import delivered
from tests.projects.planning_setup import Setting, setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def test_a_token_is_kept_as_a_hash_only(one: Setting) -> None:
    made = make(one.coordinator.user)
    assert re.fullmatch(r"jobveu_[\w-]{43}", made.secret)
    row = ApiToken.objects.get(pk=made.id)
    assert made.secret not in str(vars(row))
    assert row.ending == made.secret[-4:]
    assert Program(made.secret).get("projects").status_code == 200


def test_every_change_is_recorded_under_the_name_of_user_and_token(one: Setting) -> None:
    made = program(one.coordinator.user)
    made.post("organisations", {"kind": "company", "name": "Opdigtet Fabrik A/S"})
    entry = AuditEntry.objects.get(action="organisation.created")
    assert entry.user_name == "Karen Koordinator (API: Fagsystem)"
    assert entry.user_id == one.coordinator.user.pk


def test_the_first_use_of_a_day_is_recorded_and_the_last_is_shown(one: Setting) -> None:
    made = make(one.coordinator.user)
    for _time in range(3):
        Program(made.secret).get("projects")
    assert AuditEntry.objects.filter(action="api_token.used", record_id=made.id).count() == 1
    last = ApiToken.objects.get(pk=made.id).last_used_at
    assert last is not None
    assert timezone.now() - last < timedelta(minutes=1)


def _revoke(one: Setting, token_id: int) -> None:
    api_tokens.revoke_token(by=one.coordinator.actor, at=timezone.now(), token_id=token_id)


def _run_out(one: Setting, token_id: int) -> None:
    ApiToken.objects.filter(pk=token_id).update(expires_on=date(2026, 1, 1))


def _leave(one: Setting, token_id: int) -> None:
    Membership.objects.filter(user=one.coordinator.user).update(valid_to=date(2026, 1, 1))


def _close(one: Setting, token_id: int) -> None:
    User.objects.filter(pk=one.coordinator.user.pk).update(is_active=False)


@pytest.mark.parametrize("end", [_revoke, _run_out, _leave, _close])
def test_a_token_ends_at_once(one: Setting, end: Callable[[Setting, int], None]) -> None:
    made = make(one.coordinator.user)
    assert Program(made.secret).get("projects").status_code == 200
    end(one, made.id)
    answer = Program(made.secret).get("projects")
    problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer jobveu_x", "Basic YTpi", "Bearer \u00e6"])
def test_what_is_no_token_opens_nothing(header: str) -> None:
    problem(Client().get("/api/v1/projects", headers={"Authorization": header}), 401)


def test_a_session_opens_nothing(one: Setting) -> None:
    problem(one.coordinator.client().get("/api/v1/projects"), 401)


def test_a_token_acts_as_one_role_only(one: Setting) -> None:
    user = one.coordinator.user
    company = factories.organisation(OrganisationKind.COMPANY)
    second = Membership.objects.create(
        user=user, organisation=company, role=Role.COMPANY, valid_from=date(2026, 1, 1)
    )
    now = timezone.now()
    made = api_tokens.make_token(
        by=factories.actor(user),
        at=now,
        membership_id=second.pk,
        name="Lønsystem",
        scopes=[ApiScope.PROJECTS_READ],
        expires_on=timezone.localdate(now),
    )
    assert Program(made.secret).get("projects").json()["total"] == 0
    assert program(user).get("projects").json()["total"] == 1


def test_a_scope_that_was_not_given_is_missing(one: Setting) -> None:
    caller = program(one.coordinator.user, scopes=[ApiScope.PROJECTS_READ])
    assert caller.get("projects").status_code == 200
    told = problem(caller.get("organisations"), 403)
    assert "organisations:read" in told["detail"]
    problem(caller.post("projects", {}), 403)


def test_too_many_requests_have_to_wait(one: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "REQUESTS_A_MINUTE", 2)
    monkeypatch.setattr(gate.timezone, "now", lambda: factories.NOW)  # one minute, however slow the machine
    caller = program(one.coordinator.user, days=300)
    statuses = [caller.get("projects").status_code for _time in range(4)]
    assert statuses == [200, 200, 429, 429]
    answer = caller.get("projects")
    problem(answer, 429)
    assert answer["Retry-After"] == "60"


def test_only_ones_own_membership_and_no_more_than_a_year(one: Setting) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    others = Membership.objects.get(user=one.union.user).pk
    own = Membership.objects.get(user=one.coordinator.user).pk
    for membership_id, days, scopes, field in (
        (others, 1, [ApiScope.PROJECTS_READ], "membership_id"),
        (own, 400, [ApiScope.PROJECTS_READ], "expires_on"),
        (own, -1, [ApiScope.PROJECTS_READ], "expires_on"),
        (own, 1, [], "scopes"),
    ):
        with pytest.raises(DomainError) as refused:
            api_tokens.make_token(
                by=one.coordinator.actor,
                at=now,
                membership_id=membership_id,
                name="Fagsystem",
                scopes=scopes,
                expires_on=today + timedelta(days=days),
            )
        assert refused.value.field == field


def test_the_pages_show_a_token_once_and_close_it(one: Setting) -> None:
    client = one.coordinator.client()
    # A token outlives the session: whoever makes it shows once more who they are.
    asked = client.get(reverse("api_token_create")).headers["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    membership = Membership.objects.get(user=one.coordinator.user)
    day = timezone.localdate() + timedelta(days=10)
    sent = {
        "name": "Jobcentrets fagsystem",
        "membership_id": membership.pk,
        "scopes": ["projects:read"],
        "expires_on": f"{day:%d-%m-%Y}",
        "submission": "00000000-0000-4000-8000-000000000001",
    }
    made = client.post(reverse("api_token_create"), sent)
    [secret] = re.findall(r"jobveu_[\w-]{43}", made.content.decode())
    assert "no-store" in made["Cache-Control"]
    told = delivered()[-1]
    assert told.to == [one.coordinator.user.email]
    assert "»Jobcentrets fagsystem«" in told.body
    assert secret not in told.body
    again = client.post(reverse("api_token_create"), sent, follow=True).content.decode()
    assert secret not in again
    assert "Har du ikke fået den at se, så luk den her, og lav en ny." in again
    assert ApiToken.objects.count() == 1
    assert Program(secret).get("projects").status_code == 200
    row = ApiToken.objects.get()
    closing = reverse("api_token_revoke", args=[row.pk])
    assert one.union.client().post(closing).status_code == 404
    assert "Nøglen er lukket" in client.post(closing, follow=True).content.decode()
    problem(Program(secret).get("projects"), 401)
    assert client.get(closing).status_code == 404
