"""Logging in and out, and passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from pytest_django import Settings

from jobveu.accounts import demo
from jobveu.accounts.adapter import minutes_to_wait
from jobveu.accounts.models import User
from tests.mails import delivered

PASSWORD = "Fire-Ord-Der-Kan-Huskes"
NEW_PASSWORD = "Et-Helt-Andet-Kodeord"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None) -> Iterator[None]:
    with translation.override("da"):
        yield
    cache.clear()


@pytest.fixture
def user() -> User:
    return User.objects.create_user("prove@example.dk", PASSWORD, name="Prøve Person")


def log_in(client: Client, password: str = PASSWORD, email: str = "prove@example.dk", query: str = "") -> str:
    """The page after the attempt, or "→ address" for a redirect."""
    response = client.post(reverse("account_login") + query, {"login": email, "password": password})
    return f"→ {response.headers['Location']}" if response.status_code == 302 else response.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_confirm_email",
    ],
)
def test_what_is_not_needed_is_not_exposed(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_the_account_pages_are_there_in_both_languages(client: Client, name: str, language: str) -> None:
    client.cookies["django_language"] = language
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


def test_the_right_password_leads_to_the_overview_without_ado(client: Client, user: User) -> None:
    assert log_in(client) == "→ /"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert "_messages" not in client.session


def test_the_email_is_taken_in_any_case(client: Client, user: User) -> None:
    assert log_in(client, email="Prove@Example.DK") == "→ /"


def test_logging_in_leads_back_to_the_page_that_was_asked_for(client: Client, user: User) -> None:
    assert log_in(client, query="?next=/was%3Fa%3D1") == "→ /was?a=1"


@pytest.mark.parametrize(
    "address", ["https://ond.example/", "//ond.example/", "http://localhost/", "javascript:alert(1)"]
)
def test_logging_in_never_leads_to_another_site(client: Client, user: User, address: str) -> None:
    assert log_in(client, query=f"?next={address}") == "→ /"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: Client, user: User) -> None:
    wrong = log_in(client, password="forkert")
    unknown = log_in(client, email="ukendt@example.dk")
    for page in (wrong, unknown):
        assert "E-mailadressen eller adgangskoden er forkert. Prøv igen." in page
        assert "<title>Fejl: Log ind – Job-VEU</title>" in page
    assert 'value="prove@example.dk"' in wrong
    assert "forkert&quot;" not in wrong


def test_an_empty_form_names_the_fields(client: Client) -> None:
    page = log_in(client, password="", email="")
    assert 'href="#id_login"' in page
    assert 'href="#id_password"' in page


def test_after_too_many_attempts_one_is_told_to_wait(client: Client, user: User) -> None:
    for _ in range(5):
        log_in(client, password="forkert")
    page = log_in(client)
    assert "Du har forsøgt for mange gange. Vent 5 minutter, og prøv så igen." in page


def test_the_wait_follows_the_limits_that_are_set(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/90s/ip,5/30s/key", "none": None}
    assert minutes_to_wait("login_failed") == 2
    assert minutes_to_wait("none") == 1


def test_a_closed_user_is_told_so(client: Client, user: User) -> None:
    user.is_active = False
    user.save()
    assert log_in(client) == f"→ {reverse('account_inactive')}"
    assert "_auth_user_id" not in client.session


def test_an_ended_session_is_explained_on_the_log_in_page(client: Client) -> None:
    page = client.get(reverse("account_login") + "?udloeb=1").content.decode()
    assert "Du er blevet logget ud" in page


def test_logging_out_asks_first_when_it_is_only_a_link(client: Client, user: User) -> None:
    client.force_login(user)
    assert "Vil du logge ud?" in client.get(reverse("account_logout")).content.decode()
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_demonstration_lists_its_log_ins(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = demo.DemoLogin("VEU-koordinator", "koordinator@example.dk", "Driver projekter.")
    monkeypatch.setattr(demo, "DEMO_LOGINS", (login,))
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert "koordinator@example.dk" in page
    assert "Driver projekter." in page
    settings.DEMO = False
    assert "koordinator@example.dk" not in client.get(reverse("account_login")).content.decode()


def test_a_password_can_be_changed_and_a_mail_says_so(client: Client, user: User) -> None:
    client.force_login(user)
    address = reverse("account_change_password")
    page = client.post(address, {"oldpassword": "x", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert "Din nuværende adgangskode er forkert. Prøv igen." in page.content.decode()
    done = client.post(
        address, {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )
    assert done.status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    (mail,) = delivered()
    assert mail.to == ["prove@example.dk"]
    assert mail.subject == "Job-VEU: Din adgangskode er ændret"
    assert "Var det ikke dig" in mail.body


def test_changing_the_password_needs_a_log_in(client: Client) -> None:
    response = client.get(reverse("account_change_password"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_a_forgotten_password_is_replaced_through_a_link(client: Client, user: User) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "prove@example.dk"})
    assert response.headers["Location"] == reverse("account_reset_password_done")
    (mail,) = delivered()
    assert mail.subject == "Job-VEU: Vælg ny adgangskode"
    assert mail.body.startswith("Hej")
    link = re.search(r"http://testserver(/\S+)", mail.body)
    assert link is not None
    form = client.get(link[1], follow=True)
    assert "Vælg ny adgangskode" in form.content.decode()
    address = form.redirect_chain[-1][0]
    weak = client.post(address, {"password1": "kort", "password2": "kort"}).content.decode()
    assert 'href="#id_password1"' in weak
    done = client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert "Din adgangskode er ændret" in done.content.decode()
    assert log_in(client, password=NEW_PASSWORD) == "→ /"
    assert "Linket virker ikke" in client.get(link[1], follow=True).content.decode()


def test_an_unknown_address_is_neither_told_nor_mailed(client: Client) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "ukendt@example.dk"})
    assert response.headers["Location"] == reverse("account_reset_password_done")
    assert delivered() == []
