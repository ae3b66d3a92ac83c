"""The project whose pages are gone through."""

from __future__ import annotations

import pytest

from tests.projects.planning_setup import Setting, setting


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()
