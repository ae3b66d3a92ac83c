"""The session: one temporary PostgreSQL for all workers, gone when the session ends."""

from __future__ import annotations

import gc
import math
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as property_tests
from pytest_django import DjangoDbBlocker, Settings

from jobveu.config import settings as site_settings
from jobveu.launcher.preparation import compile_translations
from tests import reference_tables
from tests.settings import TEST_DIRECTORY
from tests.tables import renew, use_a_copy

# How long an example takes is for `make bench`: on a busy machine any of them may take longer than hypothesis would allow.
property_tests.register_profile("untimed", deadline=None)
property_tests.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """The process that made the folder does this before any worker reads a text: on a clean checkout the English
    texts are there from the first test on, whichever comes first."""
    if TEST_DIRECTORY is not None:
        compile_translations(Path(site_settings.LOCALE_PATHS[0]))


def pytest_collection() -> None:
    """What is made while tests are found, the tests above all, lives to the end: Python need not look time and again
    whether it is rubbish."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Takes the place of pytest-django's fixture, which would migrate in each worker anew, and empty every table after
    each test that commits."""
    emptying = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _self: renew()
    with django_db_blocker.unblock():
        use_a_copy(f"test_jobveu_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
        yield
        connection.close()
    TransactionTestCase._fixture_teardown = emptying


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """Each test begins in the site's language, whatever language the one before it asked for a page in."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def nothing_made_up() -> None:
    """No page asks whether the register holds something made up, which it does once a minute: another test would count
    that query with its own."""
    from jobveu.web import made_up  # models, which Django has to know of first

    made_up.forget(believed_for=math.inf)


@pytest.fixture
def site_password_hashers(settings: Settings) -> list[str]:
    """Passwords are hashed as on the site (argon2) instead of fast."""
    settings.PASSWORD_HASHERS = site_settings.PASSWORD_HASHERS
    return site_settings.PASSWORD_HASHERS


@pytest.fixture
def reference(db: None) -> None:
    """The shipped reference tables: offices, councils, municipalities, industries."""
    reference_tables.put_in()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """The process that made the folder removes it, after all workers have ended."""
    if TEST_DIRECTORY is not None:
        TEST_DIRECTORY.remove()
