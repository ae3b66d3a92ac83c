"""Second factors in a real browser: passkeys with chromium's virtual authenticator, and the app without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from tests import factories
from tests.accounts.authenticator import App
from tests.browser.chromium import PHONE
from tests.browser.faults import faults
from tests.factories import PASSWORD

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _as_on_a_real_site(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def address(site: str) -> str:
    """The site under a name: browsers make no passkeys for a bare address."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def caseworker(db: None) -> User:
    centre = factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")
    return factories.user(Role.CASEWORKER, centre, "Sara Sagsbehandler")


def log_in(page: Page, address: str, who: User) -> None:
    page.goto(address + reverse("account_login"))
    page.get_by_label("E-mailadresse").fill(who.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def follow(page: Page, link: str) -> None:
    """A click is over before the page it leads to is there."""
    with page.expect_navigation():
        page.get_by_role("link", name=link).click()


def looks_right(page: Page) -> None:
    assert faults(page) == []


def test_a_passkey_from_the_first_log_in_to_the_next_ones(
    visit: Callable[..., Any], address: str, caseworker: User
) -> None:
    context = visit().context
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    # The first log-in leads to setting one up, whatever is asked for.
    log_in(page, address, caseworker)
    page.goto(address + reverse("person_list"))
    expect(page.get_by_role("heading", name="Sæt totrinsbekræftelse op")).to_be_visible()
    follow(page, "Tilføj en adgangsnøgle")
    looks_right(page)
    page.get_by_label("Navn").fill("Min bærbare")
    page.get_by_text("Log ind med nøglen alene").click()
    page.get_by_role("button", name="Tilføj nøglen").click()
    expect(page.get_by_role("heading", name="Dine gendannelseskoder")).to_be_visible()
    looks_right(page)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent koderne som fil").click()
    lines = fetched.value.path().read_text().splitlines()
    assert lines[0] == "Job-VEU"
    assert len(lines) == 11
    page.get_by_role("link", name="Jeg har gemt dem").click()
    page.goto(address + reverse("person_list"))
    expect(page.get_by_role("heading", name="Personer", exact=True)).to_be_visible()

    # The password alone is not enough: the passkey is asked for.
    log_out(page)
    log_in(page, address, caseworker)
    expect(page.get_by_role("heading", name="Bekræft, at det er dig")).to_be_visible()
    looks_right(page)
    page.goto(address + reverse("person_list"))
    expect(page.get_by_role("heading", name="Bekræft, at det er dig")).to_be_visible()
    page.get_by_role("button", name="Brug adgangsnøglen").click()
    page.wait_for_url(address + "/")

    # The passkey alone is.
    log_out(page)
    page.goto(address + reverse("account_login"))
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    page.wait_for_url(address + "/")

    # It is the last one, so it stays; its name can be changed.
    page.goto(address + reverse("mfa_reauthenticate_webauthn"))
    looks_right(page)
    page.get_by_role("button", name="Brug adgangsnøglen").click()
    page.wait_for_url(address + "/")
    page.goto(address + reverse("mfa_index"))
    looks_right(page)
    follow(page, "Omdøb Min bærbare")
    looks_right(page)
    page.get_by_label("Navn").fill("Kontorets pc")
    page.get_by_role("button", name="Gem").click()
    follow(page, "Fjern Kontorets pc")
    looks_right(page)
    page.get_by_role("button", name="Fjern nøglen").click()
    expect(page.get_by_text("Tilføj en anden metode, før du fjerner den sidste")).to_be_visible()
    expect(page.get_by_role("row", name="Kontorets pc")).to_be_visible()


def test_a_browser_without_a_passkey_is_told_what_to_do(
    visit: Callable[..., Any], address: str, caseworker: User
) -> None:
    context = visit().context
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": AUTHENTICATOR | {"isUserVerified": False, "hasUserVerification": False}},
    )
    page.goto(address + reverse("account_login"))
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    expect(page.get_by_text("Det lykkedes ikke at bruge adgangsnøglen")).to_be_visible()
    looks_right(page)


def test_an_app_can_be_set_up_and_used_without_scripts_on_a_telephone(
    visit: Callable[..., Any], address: str, caseworker: User
) -> None:
    page = visit(scripts=False, size=PHONE).context.new_page()
    log_in(page, address, caseworker)
    page.get_by_role("link", name="Tilføj en app").click()
    app = App(page.locator(".jv-key").inner_text())
    page.get_by_label("Kode").fill(app.code())
    page.get_by_role("button", name="Tilføj appen").click()
    codes = page.locator(".jv-codes li").all_inner_texts()
    assert len(codes) == 10
    for code in (app.code(), codes[3]):
        log_out(page)
        log_in(page, address, caseworker)
        page.get_by_label("Kode").fill(code)
        page.get_by_role("button", name="Log ind", exact=True).click()
        page.wait_for_url(address + "/")
        page.goto(address + reverse("person_list"))
        expect(page.get_by_role("heading", name="Personer", exact=True)).to_be_visible()


def test_passkeys_are_not_offered_where_they_cannot_work(
    visit: Callable[..., Any], site: str, caseworker: User
) -> None:
    page = visit().context.new_page()
    page.goto(site + reverse("account_login"))
    expect(page.get_by_role("button", name="Log ind med adgangsnøgle")).to_have_count(0)
    log_in(page, site, caseworker)
    expect(page.get_by_text("ikke på en IP-adresse")).to_be_visible()
