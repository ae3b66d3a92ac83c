"""Every address of the site, as somebody who must have a second factor and has not shown one: none is reached."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from jobveu.accounts.enums import Role
from tests.architecture.test_access_matrix import PATTERNS, is_for_programs
from tests.architecture.test_urls_by_role import address
from tests.architecture.visits import included_arguments

pytestmark = pytest.mark.django_db

OPEN = {
    "set_up": {
        "account_logout",
        "set_language",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
    },
    "show": {"account_logout", "set_language", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"},
}


@pytest.mark.parametrize("state", OPEN)
def test_no_address_is_reached_without_the_second_factor(state: str, sides, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    own, _others = sides
    user = own.users[Role.CASEWORKER]
    if state == "show":
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    client = Client()
    client.force_login(user)
    led_to = reverse("mfa_index" if state == "set_up" else "mfa_reauthenticate")
    wrong = []
    for pattern in PATTERNS:
        name = pattern.name
        if name in OPEN[state] or is_for_programs(pattern):
            continue
        arguments = dict.fromkeys(pattern.pattern.regex.groupindex) | dict.fromkeys(included_arguments(name))
        path = address(name, arguments, own)
        got, posted = client.get(path), client.post(path)
        part = client.get(path, headers={"HX-Request": "true"})
        if (got.status_code, got.headers.get("Location", "").partition("?")[0]) != (302, led_to):
            wrong.append(f"get {path}: {got.status_code}")
        if posted.status_code != 403 or "Siden var udløbet" not in posted.content.decode():
            wrong.append(f"post {path}: {posted.status_code}")
        if part.headers.get("HX-Refresh") != "true" or part.content:
            wrong.append(f"part {path}: {part.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_so_it_is_for_every_role_that_sees_persons(role: Role, sides, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    own, _others = sides
    client = Client()
    client.force_login(own.users[role])
    led = client.get("/").status_code == 302
    assert led == (
        role in {Role.CASEWORKER, Role.COMPANY_CONSULTANT, Role.PROVIDER, Role.COMPANY, Role.ADMINISTRATOR}
    )
