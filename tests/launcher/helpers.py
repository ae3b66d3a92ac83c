"""What several of the launcher's tests do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psycopg

from jobveu.launcher.places import DATABASE, PORT, ROLE
from jobveu.launcher.postgres import EmbeddedPostgres


def connect(server: EmbeddedPostgres, *, user: str = ROLE) -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.socket_directory), port=PORT, user=user, dbname=DATABASE, autocommit=True
    )


def kill_everything(server: EmbeddedPostgres) -> None:
    """kill -9 of the server and each of its processes, as a crash or an impatient administrator does."""
    postmaster = server.status().pid
    assert postmaster is not None
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for pid in [postmaster, *map(int, children)]:
        with suppress(ProcessLookupError):  # a child ends with its server
            os.kill(pid, signal.SIGKILL)


def jobveu(
    *words: str, environment: dict[str, str], cwd: Path, user: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "jobveu", *words],
        env=clean_environment() | environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        user=user,
    )


def clean_environment() -> dict[str, str]:
    """This process's environment without what the test session put in it for Django."""
    source = str(Path(__file__).resolve().parents[2] / "src")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JOBVEU_", "DJANGO_"))}
    return kept | {"PYTHONPATH": source}


def run_python(code: str, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """Starts Python on a few lines of code."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
