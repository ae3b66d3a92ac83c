"""One chromium and one running site for all tests of this folder.

The site answers from threads of the test process, on the tests' own database. What a test stores there is
committed, so the database is shared by the tests of this folder, and is another one after the last of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.chromium import Complaints, launched, new_context
from tests.tables import renew


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Takes the place of pytest-django's fixture, which would undo everything after each test: here the
    database holds the shipped reference tables and what the tests add."""
    from jobveu.accounts.actor import Actor
    from jobveu.reference.shipped import load_shipped

    with django_db_blocker.unblock():
        load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=datetime(2026, 1, 1, 9, tzinfo=UTC))
        yield
        renew()


@pytest.fixture(scope="package")
def site(db: None) -> Iterator[str]:
    """The address of the running site."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="package")
def chromium(site: str) -> Iterator[Browser]:
    """Closed before the site: the site's threads, and their database connections, live as long as the
    browser's connections do."""
    with launched() as browser:
        yield browser


@pytest.fixture(autouse=True)
def no_throttle(site: str) -> None:
    """Log-ins of earlier tests do not count."""
    cache.clear()


@dataclass
class Visit:
    context: BrowserContext
    complaints: Complaints


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens browsers, each with its own cookies; closes them all, and fails when any page complained."""
    opened: list[Visit] = []

    def open_browser(**options: Any) -> Visit:
        opened.append(Visit(*new_context(chromium, **options)))
        return opened[-1]

    yield open_browser
    found = [complaint for one in opened for complaint in one.complaints.found]
    for one in opened:
        one.context.close()
    assert found == []
