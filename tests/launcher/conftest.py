"""Embedded servers of the launcher's own tests: as the site's, fsync on, in folders of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that every account can pass through; the server may run as another account."""
    directory = TemporaryDirectory()
    yield directory.path
    directory.remove()


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    """One server for a module: its tests start and stop it as they need."""
    server = EmbeddedPostgres(folder / "site")
    yield server
    server.remove()
