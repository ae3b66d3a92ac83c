"""Logging in through a real OpenID provider in a real browser, under the site's own security policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from jobveu.accounts.enums import Role
from jobveu.accounts.models import OpenIdentity
from jobveu.actors.enums import OrganisationKind
from tests import factories
from tests.accounts.broker import Broker, running
from tests.browser.faults import faults


@pytest.fixture(scope="module")
def broker(site: str) -> Iterator[Broker]:
    with running(f"{site}/konto/openid/svar/") as made:
        yield made


def test_a_caseworker_logs_in_through_the_broker(
    visit: Callable[..., Any], site: str, broker: Broker, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OPENID_PROVIDER = broker.settings
    centre = factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")
    sara = factories.user(Role.CASEWORKER, centre, "Sara Sagsbehandler")
    page = visit().context.new_page()

    def through(who: str, button: str = "Log ind") -> None:
        page.goto(site + reverse("account_login") + "?next=/personer/")
        page.get_by_role("link", name="Log ind med Prøvebroker").click()
        page.get_by_label("Bruger").fill(who)
        page.get_by_role("button", name=button).click()

    through("sara")
    expect(page.get_by_role("heading", name="Ikke logget ind gennem Prøvebroker")).to_be_visible()
    assert page.url == site + reverse("openid_callback")
    assert faults(page) == []

    page.context.clear_cookies()
    through("sara", "Afbryd")
    expect(page.get_by_text("Du afbrød hos Prøvebroker")).to_be_visible()

    OpenIdentity.objects.create(user=sara, issuer=broker.issuer, subject="sara", linked_at=timezone.now())
    page.context.clear_cookies()
    through("sara")
    page.wait_for_url(site + reverse("person_list"))
    expect(page.get_by_role("heading", name="Personer", exact=True)).to_be_visible()
    page.goto(site + reverse("mfa_index"))
    expect(page.get_by_text("Din bruger er forbundet med Prøvebroker.")).to_be_visible()
    assert faults(page) == []
