from __future__ import annotations

import pytest

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.models import Organisation
from tests import factories


@pytest.fixture
def office(reference: None) -> Organisation:
    """Midt-Nord, with its councils in force and of before."""
    return factories.office()


@pytest.fixture
def by(office: Organisation) -> Actor:
    return factories.actor(factories.user(Role.COORDINATOR, office))
