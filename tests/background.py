"""The background worker as `jobveu run` starts it, on the tests' database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.launcher.helpers import clean_environment
from tests.settings import TEST_SERVER

PATIENCE = 60
"""Seconds, on a machine that is busy with other things."""


def start_worker(**settings: str) -> subprocess.Popen[bytes]:
    """`settings` are environment variables besides those that lead to the database."""
    address, _slash, options = TEST_SERVER.url.partition("?")
    database = connection.settings_dict["NAME"]
    environment = clean_environment() | {
        "JOBVEU_DATA": str(TEST_SERVER.data_directory),
        "JOBVEU_DATABASE_URL": f"{address.rpartition('/')[0]}/{database}?{options}",
        **settings,
    }
    return subprocess.Popen([sys.executable, "-m", "jobveu.launcher.background"], env=environment)


@contextmanager
def a_worker() -> Iterator[None]:
    process = start_worker()
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
