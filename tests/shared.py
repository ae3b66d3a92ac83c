"""What lies beside the project and not in it: the evaluation, its definitions, and the published data sets."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared"


def shared(path: str) -> Path:
    """A file or folder of ../shared. The test that asks for one that is not there fails, and says what is missing."""
    found = FOLDER / path
    if not found.exists():
        pytest.fail(
            f'../shared/{path} is missing. This test needs the folder `shared` beside the project: see README, "Run it".',
            pytrace=False,
        )
    return found
