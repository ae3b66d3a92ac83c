"""Logging in as the site does it: throttled, hashed with argon2, for a time, and under a strict policy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.config import settings as site_settings
from tests import factories
from tests.architecture.test_access_matrix import PATTERNS
from tests.mails import delivered

pytestmark = pytest.mark.django_db

PASSWORD = "Fire-Ord-Der-Kan-Huskes"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def user() -> User:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")
    made = factories.user(Role.ADMINISTRATOR, agency, "Alma Administrator", "alma@example.dk")
    made.set_password(PASSWORD)
    made.save()
    return made


def log_in(client: Client, password: str = PASSWORD, email: str = "alma@example.dk", **extra: str) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password}, **extra)
    return "_auth_user_id" in client.session


@pytest.fixture
def logged_in(client: Client, user: User) -> Client:
    assert log_in(client)
    return client


class At:
    """Requests as they are answered so much later."""

    def __init__(self, **later: float) -> None:
        self.now = timezone.now() + timedelta(**later)

    def get(self, client: Client, name: str = "user_list") -> tuple[int, str]:
        with mock.patch("django.utils.timezone.now", return_value=self.now):
            response = client.get(reverse(name))
        return response.status_code, response.headers.get("Location", "")


# Throttling


def test_attempts_are_counted_in_the_database_where_every_process_sees_them() -> None:
    assert isinstance(caches["default"], DatabaseCache)


def test_after_five_wrong_passwords_even_the_right_one_is_refused(client: Client, user: User) -> None:
    for _number in range(5):
        assert not log_in(client, "forkert")
    assert not log_in(client)
    assert not log_in(Client()), "another browser is told the same"


def test_another_user_is_not_hindered(client: Client, user: User) -> None:
    for _number in range(5):
        log_in(client, "forkert", "en.anden@example.dk")
    assert log_in(Client())


def test_one_address_cannot_try_one_user_after_another(client: Client, user: User) -> None:
    for number in range(59):
        log_in(client, "forkert", f"bruger{number}@example.dk")
    assert log_in(Client()), "there is room for all who work behind the address"
    log_in(client, "forkert", "bruger59@example.dk")
    assert not log_in(Client())


@pytest.fixture
def ten_wrong(settings: Settings) -> None:
    """Of one address."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip"}


def test_a_guesser_does_not_make_the_throttle_forget(client: Client, user: User) -> None:
    for _number in range(5):
        log_in(client, "forkert")
    for number in range(400):
        cache.set(f"other-{number}", [1.0], 60)
    assert not log_in(Client())


def test_behind_a_proxy_attempts_are_counted_by_visitor(
    client: Client, user: User, ten_wrong: None, settings: Settings
) -> None:
    """By the address that the proxy adds, which is the last: what stands before it comes from the visitor."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        invented = f"192.0.2.{number}, 198.51.100.7"
        log_in(client, "forkert", f"bruger{number}@example.dk", HTTP_X_FORWARDED_FOR=invented)
    assert not log_in(Client(), HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert log_in(Client(), HTTP_X_FORWARDED_FOR="198.51.100.8"), "others are not locked out with them"


def test_a_visitor_is_believed_only_where_a_proxy_is(client: Client, user: User, ten_wrong: None) -> None:
    for number in range(10):
        invented = f"192.0.2.{number}"
        log_in(client, "forkert", f"bruger{number}@example.dk", HTTP_X_FORWARDED_FOR=invented)
    assert not log_in(Client(), HTTP_X_FORWARDED_FOR="192.0.2.99")


@pytest.mark.parametrize(("behind", "count"), [("1", 1), ("0", 0)])
def test_the_proxy_that_is_set_is_the_one_that_is_believed(behind: str, count: int) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from jobveu.config import settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT, bool(s.SECURE_PROXY_SSL_HEADER))",
        ],
        env=os.environ | {"JOBVEU_BEHIND_PROXY": behind, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.split() == [str(count), str(bool(count))]


def test_links_to_a_new_password_are_throttled(client: Client, user: User) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": "alma@example.dk"}).status_code
        for _number in range(6)
    ]
    assert answers[:5] == [302] * 5
    assert answers[5] == 429
    assert len(delivered()) == 5


# Passwords


@pytest.mark.usefixtures("site_password_hashers")
def test_passwords_are_argon2_hashes(client: Client) -> None:
    user = User.objects.create_user("bo@example.dk", PASSWORD, name="Bo Bruger")
    assert user.password.startswith("argon2$argon2id$")
    assert PASSWORD not in user.password
    assert log_in(client, email="bo@example.dk")


@pytest.mark.usefixtures("site_password_hashers")
def test_a_password_that_is_set_by_the_user_is_an_argon2_hash(logged_in: Client, user: User) -> None:
    new = "Et-Helt-Andet-Kodeord"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    user.set_password(PASSWORD)
    user.save()
    logged_in.force_login(user)
    assert logged_in.post(reverse("account_change_password"), data).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$")


def test_only_argon2_is_configured() -> None:
    assert site_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.parametrize("weak", ["kort", "123456789012", "adgangskode12", "password1234"])
def test_weak_passwords_are_refused(logged_in: Client, user: User, weak: str) -> None:
    data = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    if weak == "adgangskode12":
        user.email, user.name = "adgangskode12@example.dk", "Adgangskode12"
        user.save()
    assert logged_in.post(reverse("account_change_password"), data).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


# Sessions


def test_an_idle_session_ends_and_says_so(logged_in: Client) -> None:
    assert At(minutes=59).get(logged_in)[0] == 200
    status, target = At(minutes=59 + 61).get(logged_in)
    assert status == 302
    assert target.startswith(reverse("account_login"))
    assert "udloeb=1" in target
    assert "Du er blevet logget ud" in logged_in.get(target).content.decode()
    assert "_auth_user_id" not in logged_in.session


def test_a_session_that_is_used_lasts(logged_in: Client) -> None:
    for minutes in range(50, 400, 50):
        assert At(minutes=minutes).get(logged_in)[0] == 200


def test_no_session_lasts_longer_than_a_working_day(logged_in: Client) -> None:
    for minutes in range(30, 8 * 60, 30):
        assert At(minutes=minutes).get(logged_in)[0] == 200
    status, target = At(minutes=8 * 60 + 5).get(logged_in)
    assert (status, target.startswith(reverse("account_login"))) == (302, True)


def test_what_is_sent_after_the_session_ended_is_not_lost(logged_in: Client) -> None:
    logged_in.logout()
    response = logged_in.post(reverse("user_create"), {"name": "Ny Nanna"})
    assert response.status_code == 403
    assert "Ny Nanna" in response.content.decode()


def test_a_new_password_ends_the_other_sessions(logged_in: Client, user: User) -> None:
    elsewhere = Client()
    assert log_in(elsewhere)
    new = "Et-Helt-Andet-Kodeord"
    logged_in.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert logged_in.get(reverse("user_list")).status_code == 200
    assert elsewhere.get(reverse("user_list")).status_code == 302


def test_logging_in_changes_the_session_key(client: Client, user: User) -> None:
    client.get("/")
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    assert log_in(client)
    assert client.session.session_key != before


# Cookies


def test_the_session_cookie_is_out_of_reach_of_scripts_and_ends_with_the_browser(logged_in: Client) -> None:
    cookie = logged_in.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""


def test_over_https_the_cookies_are_secure(client: Client, user: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(reverse("account_login"), secure=True)
    assert log_in(client, secure=True)  # type: ignore[arg-type]  # the test client takes it as a flag
    assert client.cookies["sessionid"]["secure"]
    assert client.cookies["csrftoken"]["secure"]


def test_secure_cookies_follow_from_https_being_on() -> None:
    assert site_settings.SESSION_COOKIE_SECURE is site_settings.HTTPS
    assert site_settings.CSRF_COOKIE_SECURE is site_settings.HTTPS


# Headers


def addresses() -> Iterator[str]:
    """The addresses of the pages that are about no single thing."""
    for pattern in PATTERNS:
        try:
            yield reverse(pattern.name or "")
        except NoReverseMatch:
            continue  # needs the number of a thing


ADDRESSES = sorted(set(addresses()) - {reverse("set_language")})
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)


def policy(header: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in header.split(";") if (words := part.split())}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_a_policy_without_unsafe_inline_and_keeps_to_it(
    address: str, logged_in: Client
) -> None:
    for client in (Client(), logged_in):
        response = client.get(address)
        header = response.headers["Content-Security-Policy"]
        assert "unsafe" not in header
        assert policy(header)["default-src"] == ["'none'"]
        assert policy(header)["script-src"] == ["'self'"]
        assert policy(header)["style-src"] == ["'self'"]
        assert policy(header)["frame-ancestors"] == ["'none'"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        if response.status_code == 200 and "text/html" in response.headers["Content-Type"]:
            assert _INLINE.findall(response.content.decode()) == []


@pytest.mark.parametrize("address", ["/findes-ikke/", "/administration/brugere/999999/"])
def test_error_pages_carry_it_too(logged_in: Client, address: str) -> None:
    response = logged_in.get(address)
    assert response.status_code == 404
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["home", "user_list", "audit_list", "account_change_password"])
def test_pages_of_somebody_logged_in_are_kept_nowhere(name: str, logged_in: Client) -> None:
    assert "no-store" in logged_in.get(reverse(name)).headers["Cache-Control"]


def test_the_time_of_the_last_log_in_is_kept(logged_in: Client, user: User) -> None:
    user.refresh_from_db()
    assert isinstance(user.last_login, datetime)
