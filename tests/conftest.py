"""The session: one temporary PostgreSQL for all workers, gone when the session ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import translation
from pytest_django import Settings

from jobveu.config import settings as site_settings
from jobveu.launcher.preparation import compile_translations
from tests import reference_tables
from tests.settings import TEST_DIRECTORY, TEST_SERVER


def pytest_configure(config: pytest.Config) -> None:
    """The process that made the folder does this before any worker reads a text: on a clean checkout the English
    texts are there from the first test on, whichever comes first."""
    if TEST_DIRECTORY is not None:
        compile_translations(Path(site_settings.LOCALE_PATHS[0]))


@pytest.fixture(scope="session", autouse=True)
def _jobs_are_emptied_too() -> None:
    """Procrastinate's tables are its own: what empties the others between tests that commit passes them by."""
    post_migrate.connect(_forget_jobs, sender=apps.get_app_config("procrastinate"))


def _forget_jobs(**_told: object) -> None:
    with connection.cursor() as cursor:
        for table in ("periodic_defers", "events", "jobs", "workers"):
            cursor.execute(f"DELETE FROM procrastinate_{table}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Starts the server before the first test that needs a database; the second worker finds it running."""
    TEST_SERVER.start()


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """Each test begins in the site's language, whatever language the one before it asked for a page in."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


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
