"""The frame in a real browser: widths, keyboard, without scripts, and the accessibility rules.

The module is also the tests' own list of addresses: the site's, and pages that need a special occasion.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import engines
from django.urls import path
from django.utils.safestring import SafeString
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from jobveu.config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401  as root
from jobveu.config.urls import urlpatterns as site_addresses
from jobveu.web import errors
from tests.web.test_shell_components import CASES, render


def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page, as headings and lists stand on a page."""
    blocks = [source for name, (source, _) in CASES.items() if name != "row"]
    body = render("".join(blocks), path="/?side=5")
    page = '{% extends "base.html" %}{% block title %}T{% endblock %}{% block content %}<h1>T</h1>{{ body }}'
    template = engines["django"].from_string(page + "{% endblock %}")
    return HttpResponse(template.render({"body": SafeString(body)}, request))


def expired(request: HttpRequest) -> HttpResponse:
    request.POST = QueryDict("purpose=Otte+tjenere&password=x")  # type: ignore[assignment]  # as if posted
    request.method = "POST"
    return errors.session_expired(request)


urlpatterns = [
    *site_addresses,
    path("komponenter/", components),
    path("udloebet/", expired),
    path("400/", lambda request: errors.bad_request(request, Exception())),
    path("403/", lambda request: errors.permission_denied(request, Exception())),
    path("429/", errors.too_many_requests),
    path("500/", errors.server_error),
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATHS = [
    "/konto/log-ind/",
    "/konto/log-ind/?udloeb=1",
    "/konto/adgangskode/glemt/",
    "/was",
    "/persondata",
    "/om/",
    "/400/",
    "/403/",
    "/404/",
    "/429/",
    "/500/",
    "/udloebet/",
    "/komponenter/",
]
"""Of the site; then the pages that `urlpatterns` adds."""
WIDTHS = [1280, 360]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.fail("These tests need chromium: apt-get install chromium")
    # Playwright runs an event loop in this thread, where Django would refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def messages() -> list[str]:
    """What the pages of `open_page` wrote to the console."""
    return []


def open_page(browser: Browser, width: int, messages: list[str], *, scripts: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_break_no_rule_and_complain_of_nothing(
    browser: Browser, live_server: LiveServer, messages: list[str], path: str, width: int
) -> None:
    page = open_page(browser, width, messages)
    page.goto(live_server.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.body.scrollWidth") <= width
    # axe is handed over by the browser's own protocol, so that the site's security policy stays as it is.
    page.evaluate(AXE.read_text())
    result = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    found = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in result["violations"]]
    assert found == []
    assert result["passes"]
    # That the page itself came with an error status is said by the browser.
    assert [text for text in messages if "the server responded with a status of" not in text] == []
    page.context.close()


def test_the_menu_of_a_phone_opens_holds_the_focus_and_closes(
    browser: Browser, live_server: LiveServer, messages: list[str]
) -> None:
    page = open_page(browser, 360, messages)
    page.goto(live_server.url + "/was")
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Menu").click()
    menu = page.get_by_role("dialog", name="Menu")
    assert menu.get_by_role("link", name="Om Job-VEU").is_visible()
    assert page.evaluate("document.activeElement.classList.contains('js-menu-close')")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('.mobile-drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.classList.contains('js-menu-open')")
    assert messages == []
    page.context.close()


def test_the_menu_of_a_phone_works_without_scripts(
    browser: Browser, live_server: LiveServer, messages: list[str]
) -> None:
    page = open_page(browser, 360, messages, scripts=False)
    page.goto(live_server.url + "/was")
    drawer = page.locator(".mobile-drawer")
    assert not drawer.is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()
    page.locator("summary", has_text="Menu").click()
    drawer.get_by_role("link", name="Om Job-VEU").click()
    assert page.url.endswith("/om/")
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_is_switched_and_the_page_kept(
    browser: Browser, live_server: LiveServer, messages: list[str], scripts: bool
) -> None:
    page = open_page(browser, 1280, messages, scripts=scripts)
    page.goto(live_server.url + "/was?fra=test")
    page.locator(".jv-user--header").get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    assert page.url.endswith("/was?fra=test")
    page.context.close()


def test_the_first_tab_leads_past_the_menu(
    browser: Browser, live_server: LiveServer, messages: list[str]
) -> None:
    page = open_page(browser, 1280, messages)
    page.goto(live_server.url + "/was")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.context.close()


def test_a_second_press_sends_nothing_more(
    browser: Browser, live_server: LiveServer, messages: list[str]
) -> None:
    page = open_page(browser, 1280, messages)
    page.goto(live_server.url + "/konto/adgangskode/glemt/")
    page.fill("#id_email", "ukendt@example.dk")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Send link").dblclick()
    page.wait_for_url("**/sendt/")
    assert len(sent) == 1
    page.context.close()
