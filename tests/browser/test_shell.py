"""The frame of all pages: error pages, components, the menu of a phone, the language, the way past the menu.

The module is also the tests' own list of addresses: the site's, and pages that need a special occasion.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import engines
from django.urls import path
from django.utils.safestring import SafeString
from playwright.sync_api import Page

from jobveu.config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401  as root
from jobveu.config.urls import urlpatterns as site_addresses
from jobveu.web import errors
from tests.browser.chromium import PHONE
from tests.browser.conftest import Visit
from tests.browser.faults import RULES, WCAG, faults
from tests.web.test_shell_components import CASES, render


def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page, as headings and lists stand on a page."""
    blocks = [source for name, (source, _) in CASES.items() if name != "row"]
    body = render("".join(blocks), path="/?side=5")
    page = '{% extends "base.html" %}{% block title %}T{% endblock %}{% block content %}<h1>T</h1>{{ body }}'
    template = engines["django"].from_string(page + "{% endblock %}")
    return HttpResponse(template.render({"body": SafeString(body)}, request))


def expired(request: HttpRequest) -> HttpResponse:
    request.POST = QueryDict("purpose=Otte+tjenere&password=x")  # as if posted
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

pytestmark = pytest.mark.urls(__name__)

STATUSES = {
    "/400/": 400,
    "/403/": 403,
    "/404/": 404,
    "/429/": 429,
    "/500/": 500,
    "/udloebet/": 403,
    "/komponenter/": 200,
}
OpenBrowser = Callable[..., Visit]


def opened(visit: OpenBrowser, address: str, **how: object) -> Page:
    page = visit(**how).context.new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("path", STATUSES)
def test_pages_for_special_occasions_keep_every_rule(site: str, visit: OpenBrowser, path: str) -> None:
    status = STATUSES[path]
    browser = visit()
    page = browser.context.new_page()
    with browser.complaints.expecting(status):
        answer = page.goto(site + path)
    assert answer is not None
    assert answer.status == status
    # The headings of components that merely stand below one another have no order.
    assert faults(page, rules=WCAG if path == "/komponenter/" else RULES) == []


def test_the_menu_of_a_phone_opens_holds_the_focus_and_closes(site: str, visit: OpenBrowser) -> None:
    page = opened(visit, site + "/was", size=PHONE)
    assert page.get_by_role("dialog").count() == 0
    page.get_by_role("button", name="Menu").press("Enter")
    menu = page.get_by_role("dialog", name="Menu")
    assert menu.get_by_role("link", name="Om Job-VEU").is_visible()
    assert page.evaluate("document.activeElement.classList.contains('js-menu-close')")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('.mobile-drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.classList.contains('js-menu-open')")


def test_the_menu_of_a_phone_is_operated_by_keyboard_alone(site: str, visit: OpenBrowser) -> None:
    page = opened(visit, site + "/was", size=PHONE)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('js-menu-open')"):
            break
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Om Job-VEU":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == site + "/om/"


def test_the_menu_of_a_phone_works_without_scripts(site: str, visit: OpenBrowser) -> None:
    page = opened(visit, site + "/was", size=PHONE, scripts=False)
    drawer = page.locator(".mobile-drawer")
    assert not drawer.is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()
    page.locator("summary", has_text="Menu").click()
    drawer.get_by_role("link", name="Om Job-VEU").click()
    page.wait_for_url("**/om/")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_is_switched_and_the_page_kept(site: str, visit: OpenBrowser, scripts: bool) -> None:
    page = opened(visit, site + "/was?fra=test", scripts=scripts)
    page.locator(".jv-user--header").get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    assert page.url.endswith("/was?fra=test")


def test_the_first_tab_leads_past_the_menu(site: str, visit: OpenBrowser) -> None:
    page = opened(visit, site + "/was")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_a_second_press_sends_nothing_more(site: str, visit: OpenBrowser) -> None:
    page = opened(visit, site + "/konto/adgangskode/glemt/")
    page.fill("#id_email", "ukendt@example.dk")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Send link").dblclick()
    page.wait_for_url("**/sendt/")
    assert len(sent) == 1
