"""A contact's own page of consents in a browser: what it sends is taken, and its secret address is told to no other page."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Consent, Contact
from jobveu.actors.operations.consent_links import make_link
from tests import factories
from tests.browser.conftest import Visit


def test_a_contact_withdraws_a_consent_by_the_link(visit: Callable[..., Visit], site: str) -> None:
    contact = Contact.objects.create(
        organisation=factories.organisation(OrganisationKind.COMPANY), name="Karla Kontakt", phone="1"
    )
    consent = Consent.objects.create(
        contact=contact, kind="public_contact", given_on=timezone.localdate(), shown_by="Mail"
    )
    by = factories.actor(factories.user(Role.COORDINATOR, factories.office()))
    secret = make_link(by=by, at=timezone.now(), contact_id=contact.pk)
    page = visit().context.new_page()
    page.goto(site + reverse("own_consents", args=[secret]))
    page.get_by_role("button", name="Træk samtykket tilbage").click()
    page.get_by_text("Dit samtykke er trukket tilbage.").wait_for()
    consent.refresh_from_db()
    assert consent.withdrawn_on is not None
    page.get_by_role("main").get_by_role("link", name="Sådan behandles personoplysninger").click()
    page.wait_for_url("**/persondata*")
    assert page.evaluate("document.referrer") in ("", f"{site}/")
