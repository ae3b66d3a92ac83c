"""What happens when people press twice, go back, write at the same time, leave a page open, use no mouse."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser

from jobveu.projects.models import Need
from tests import factories
from tests.browser.cast import Cast, assembled
from tests.browser.people import Person

TODAY = date.today()


@pytest.fixture(scope="module")
def cast(chromium: Browser, site: str) -> Iterator[Cast]:
    with assembled(chromium, site) as people:
        yield people


@pytest.fixture
def company(cast: Cast) -> Person:
    return cast.company


@pytest.fixture
def coordinator(cast: Cast) -> Person:
    return cast.coordinator


def need(occupation: str) -> dict[str, object]:
    return {
        "Stilling eller fag": occupation,
        "Antal medarbejdere": 8,
        "Kompetencer": "Kørekort",
        "Arbejdssted (kommune)": "Randers",
        "Medarbejderne skal være klar senest": TODAY + timedelta(days=60),
    }


def new_project(title: str) -> str:
    return f"/projekter/{factories.project(title=title, start_date=TODAY).pk}/"


def test_two_quick_clicks_record_one_need(company: Person) -> None:
    company.open("/behov/nyt/")
    company.fill_in(need("Dobbeltklikker"))
    with company.page.expect_navigation(url="**/behov/*/"):
        company.page.get_by_role("button", name="Gem behovet").dblclick()
    company.sees("Behovet er gemt.")
    assert Need.objects.filter(occupation="Dobbeltklikker").count() == 1


def test_the_same_form_sent_many_times_at_once_records_one_need(company: Person) -> None:
    company.open("/behov/nyt/")
    company.fill_in(need("Samtidig"))
    form = company.page.evaluate(
        "[...new FormData(document.querySelector('.jv-form'))].map(([name, value]) => [name, String(value)])"
    )
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in company.context.cookies())
    host = urlsplit(company.site).netloc
    body = urlencode([(name, value) for name, value in form])

    def send(_number: int) -> tuple[int, str]:
        connection = HTTPConnection(host, timeout=60)
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/behov/nyt/", body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, str(answer.getheader("Location"))

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))
    assert Need.objects.filter(occupation="Samtidig").count() == 1
    made = Need.objects.get(occupation="Samtidig")
    assert answers == {(302, f"/behov/{made.pk}/")}


def test_filters_stand_in_the_address_and_survive_going_back(coordinator: Person) -> None:
    wanted = new_project("Æbleplukkere i Randers")
    new_project("Pæreplukkere i Randers")
    coordinator.open("/projekter/")
    page = coordinator.page
    page.get_by_label("Søg i titler").fill("Æbleplukkere")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.get_by_role("link", name="Pæreplukkere i Randers").wait_for(state="detached")
    assert "text=%C3%86bleplukkere" in page.url
    filtered = page.url
    coordinator.follow("Æbleplukkere i Randers")
    assert coordinator.path == wanted
    page.go_back()
    page.wait_for_url(filtered)
    coordinator.sees("Æbleplukkere i Randers")
    assert "Pæreplukkere" not in coordinator.text
    assert page.get_by_label("Søg i titler").input_value() == "Æbleplukkere"


def test_two_who_edit_the_same_plan_see_each_others_text(coordinator: Person) -> None:
    project = new_project("Plan for to")
    coordinator.write_plan(
        project,
        {
            "Formål": "Først",
            "Målgruppe": "Ledige",
            "Opkvalificeringsbehov": "Svejsning",
            "Match- og indslusningsmodel": "Praktik",
        },
    )
    edit = f"{project}plan/ret/"
    coordinator.open(edit)
    coordinator.fill_in({"Formål": "Det skriver den anden", "Hvad er ændret?": "Formålet"})
    other = Person(coordinator.site, coordinator.context, coordinator.complaints, scripts=True)
    other.open(edit)
    other.fill_in(
        {"Formål": "Det skriver den første", "Målgruppe": "Også nyledige", "Hvad er ændret?": "Lidt"}
    )
    other.press("Gem ny version")
    other.page.close()
    coordinator.press("Gem ny version")
    # Not saved yet: both texts stand side by side, mine in its field, and the other's where I wrote nothing.
    coordinator.sees("har gemt ændringer, mens du skrev", "Det skriver den første")
    main = coordinator.main
    assert main.get_by_label("Formål").input_value() == "Det skriver den anden"
    assert main.get_by_label("Målgruppe").input_value() == "Også nyledige"
    coordinator.press("Gem ny version")
    coordinator.sees("Det skriver den anden", "Også nyledige", "Version 3", "Version 2", "Version 1")


def test_two_who_edit_the_same_need_see_each_others_text(company: Person) -> None:
    address = company.record_need(need("Behov for to"))
    company.follow("Ret behovet")
    company.fill_in({"Kompetencer": "Kørekort og truckcertifikat"})
    other = Person(company.site, company.context, company.complaints, scripts=True)
    other.open(f"{address}ret/")
    other.fill_in({"Kompetencer": "Kun kørekort", "Antal medarbejdere": 12})
    other.press("Gem")
    other.page.close()
    company.press("Gem")
    company.sees("Kun kørekort", "Kørekort og truckcertifikat")
    assert company.main.get_by_label("Antal medarbejdere").input_value() == "12"
    company.press("Gem")
    company.sees("Behovet er gemt.", "Kørekort og truckcertifikat", "12")


def test_what_was_typed_is_kept_when_the_session_has_run_out(company: Person) -> None:
    company.open("/behov/nyt/")
    company.fill_in(need("Udløbet undervejs"))
    session = next(cookie for cookie in company.context.cookies() if cookie["name"] == "sessionid")
    Session.objects.filter(session_key=session["value"]).delete()
    with company.complaints.expecting(403):
        company.press("Gem behovet")
    assert company.heading == "Siden var udløbet"
    company.sees("Det, du skrev, er ikke gået tabt")
    assert not Need.objects.filter(occupation="Udløbet undervejs").exists()
    # Logged in again, in another window, the same can be sent from here.
    with company.context.expect_page() as opened:
        company.page.get_by_role("link", name="Log ind i et nyt vindue").click()
    window = Person(company.site, company.context, company.complaints, scripts=True)
    window.page.close()
    window.page = opened.value
    window.fill_in({"E-mailadresse": company.email, "Adgangskode": factories.PASSWORD})
    window.press("Log ind")
    window.page.close()
    # Logging in has made the token of the page void; it is sent with a new one all the same.
    company.press("Send igen")
    company.sees("Behovet er gemt.", "Udløbet undervejs")


def test_errors_take_the_focus_and_lead_to_their_field(company: Person) -> None:
    company.open("/behov/nyt/")
    company.fill_in(need("") | {"Antal medarbejdere": "mange"})
    company.press("Gem behovet", fails=True)
    page = company.page
    assert page.evaluate("document.activeElement.classList.contains('jv-error-summary')")
    assert page.title().startswith("Fejl")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_occupation"
    page.keyboard.type("Rettet")
    company.fill_in({"Antal medarbejdere": 3})
    company.press("Gem behovet")
    company.sees("Behovet er gemt.", "Rettet")


def tab_to(person: Person, accessible_name: str) -> None:
    """Presses Tab until the control or link with this name has the focus."""
    for _ in range(80):
        person.page.keyboard.press("Tab")
        name = person.page.evaluate(
            """() => { const it = document.activeElement;
            return it.labels && it.labels.length
                ? it.labels[0].textContent.trim() : (it.ariaLabel || it.textContent).trim() }"""
        )
        if name == accessible_name:
            outline = person.page.evaluate(
                """() => { const style = getComputedStyle(document.activeElement);
                return style.outlineStyle !== 'none' || style.boxShadow !== 'none' }"""
            )
            assert outline, f"it cannot be seen that »{accessible_name}« has the focus"
            return
    raise AssertionError(f"Tab never comes to »{accessible_name}«")


def test_a_need_is_recorded_by_keyboard_alone(company: Person) -> None:
    keyboard = company.page.keyboard
    company.open("/")
    keyboard.press("Tab")
    keyboard.press("Enter")
    assert company.page.evaluate("document.activeElement.id") == "main-content"
    tab_to(company, "Registrér behov")
    with company.page.expect_navigation():
        keyboard.press("Enter")
    for label, keys in (
        ("Stilling eller fag", "Tastaturbruger"),
        ("Antal medarbejdere", "4"),
        ("Kompetencer", "Kan taste"),
        ("Arbejdssted (kommune)", "Rand"),
        ("Medarbejderne skal være klar senest", f"{TODAY + timedelta(days=60):%d%m%Y}"),
    ):
        tab_to(company, label)
        keyboard.type(keys)
    tab_to(company, "Gem behovet")
    with company.page.expect_navigation():
        keyboard.press("Enter")
    company.sees("Behovet er gemt.", "Tastaturbruger", "Randers")


def test_a_picker_is_worked_by_keyboard_alone(coordinator: Person, cast: Cast) -> None:
    coordinator.open(f"{new_project('Med tastatur')}parter/ny/")
    keyboard = coordinator.page.keyboard
    coordinator.question("Organisation").get_by_role("searchbox").focus()
    keyboard.type(cast.union.organisation)
    result = coordinator.question("Organisation").locator("label", has_text=cast.union.organisation)
    result.wait_for()
    for _ in range(3):
        keyboard.press("Tab")
        if coordinator.page.evaluate("document.activeElement.type") == "radio":
            break
    keyboard.press("Space")
    tab_to(coordinator, coordinator.submit_label)
    with coordinator.page.expect_navigation():
        keyboard.press("Enter")
    coordinator.sees(cast.union.organisation)
