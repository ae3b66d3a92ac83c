"""An administrator at work, and Bo, who is looked after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from tests import factories


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    with translation.override("da"):
        yield
    cache.clear()


@pytest.fixture
def agency() -> Organisation:
    return factories.organisation(OrganisationKind.NATIONAL_AGENCY, "Styrelsen")


@pytest.fixture
def admin(agency: Organisation) -> User:
    return factories.user(Role.ADMINISTRATOR, agency, "Alma Administrator", "alma@example.dk")


@pytest.fixture
def client(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def company() -> Organisation:
    return factories.organisation(OrganisationKind.COMPANY, "Prøve & Søn")


@pytest.fixture
def bo(company: Organisation) -> User:
    return factories.user(Role.COMPANY, company, "Bo Bruger", "bo@example.dk")
