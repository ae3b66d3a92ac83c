from __future__ import annotations

import pytest

from tests.candidates.scene import Scene, make_scene


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()
