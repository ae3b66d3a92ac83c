"""Two people, one company: the second is asked why, and the first is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from jobveu.actors.enums import OrganisationKind
from tests import factories
from tests.browser.cast import Cast, assembled

TODAY = date.today()


@pytest.fixture(scope="module")
def cast(chromium: Browser, site: str) -> Iterator[Cast]:
    with assembled(chromium, site) as people:
        yield people


def test_the_second_says_why_and_the_first_is_told(cast: Cast) -> None:
    company = factories.organisation(OrganisationKind.COMPANY, "Tagdækkeren ved Åen")
    page = f"/organisationer/{company.pk}/"
    first, second = cast.coordinator, cast.job_centre
    first.open(page)
    first.follow("Kontakt organisationen")
    first.sees("Ingen har talt med dem i den tid.")
    first.follow("Registrér samtale")
    first.choose("Form", "Telefon")
    first.fill_in(
        {"Hvad handlede samtalen om?": "Flere tagdækkere", "Hvad blev aftalt?": "Vi ringer i næste uge"}
    )
    first.press("Gem")
    first.sees("Samtalen er registreret.")

    second.open(page)
    second.follow("Kontakt organisationen")
    second.sees("Flere tagdækkere", "Vi ringer i næste uge")
    second.follow("Registrér samtale")
    second.choose("Form", "Besøg")
    second.fill_in({"Hvad handlede samtalen om?": "Lærlinge"})
    second.press("Gem", fails=True)
    second.fill_in({"Hvorfor talte du med dem nu?": "De ringede selv til os"})
    second.press("Gem")

    first.open("/")
    first.follow("Lærlinge")
    first.sees("Tagdækkeren ved Åen", "De ringede selv til os", "Flere tagdækkere")
    first.press("Jeg har set det")
    first.sees_nothing_of("Lærlinge")

    first.open(page)
    first.follow("Ikke nu")
    first.fill_in({"Ikke nu før": TODAY + timedelta(days=30), "Hvorfor?": "De flytter"})
    first.press("Gem")
    second.open(f"{page}kontakt/")
    second.sees("De flytter", "Ikke nu før")
