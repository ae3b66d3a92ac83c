"""The pages that are open side by side, one for each user, and what a visit to an address finds wrong."""

from __future__ import annotations

from html import unescape

from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.browser import world as w
from tests.browser.chromium import Complaints, new_context
from tests.browser.faults import faults
from tests.browser.world import At


def path_of(name: str, at: At) -> str:
    query = at.query
    if "{" in query:
        query = query.format(**w.need(), **w.project())
    return reverse(name, kwargs=at.address()) + query


class Desk:
    """One page for each user, kept open for all tests of this module."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self._pages: dict[str, tuple[Page, Complaints]] = {}

    def page_of(self, email: str) -> tuple[Page, Complaints]:
        if email not in self._pages:
            context, complaints = new_context(self.browser)
            if email:
                context.add_cookies([{"name": "sessionid", "value": w.session_of(email), "url": self.site}])
            self._pages[email] = (context.new_page(), complaints)
        page, complaints = self._pages[email]
        complaints.found.clear()
        return page, complaints

    def close(self) -> None:
        for page, _complaints in self._pages.values():
            page.context.close()


def visit(desk: Desk, name: str, at: At) -> list[str]:
    page, complaints = desk.page_of(at.email)
    path = path_of(name, at)
    answer = page.goto(desk.site + path)
    assert answer is not None
    assert answer.status == 200, f"{path} answered {answer.status}"
    assert page.url == desk.site + path, f"{path} leads to {page.url}"
    return faults(page) + complaints.found


def title_of(name: str, at: At) -> str:
    client = Client()
    if at.email:
        client.cookies["sessionid"] = w.session_of(at.email)
    page = client.get(path_of(name, at)).content.decode()
    return unescape(page.partition("<title>")[2].partition("</title>")[0])
