"""The whole site, as `make run` starts it: it serves, it survives kill -9 of everything, it stops cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.launcher.helpers import clean_environment, connect, kill_everything

from jobveu.launcher.postgres import EmbeddedPostgres


@pytest.fixture
def port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def start(folder: Path, port: int) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts the site and waits until it says that it serves. What a failed test leaves running is ended."""
    started: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            # One worker: when it answers it is complete, and so will hear the signal to end.
            [sys.executable, "-m", "jobveu", "run", "--no-demo", "--workers=1", f"--port={port}"],
            env=clean_environment() | {"JOBVEU_DATA": str(folder / "run")},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # Ctrl-C in the terminal reaches a group of processes; so can the test
        )
        started.append(process)
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if "the site is on" in line:
                return process
        raise AssertionError("".join(said))

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def test_the_site_serves_survives_kill_9_of_everything_and_stops_cleanly(
    folder: Path, port: int, start: Callable[[], subprocess.Popen[str]]
) -> None:
    server = EmbeddedPostgres(folder / "run")
    address = f"http://127.0.0.1:{port}/"

    first = start()
    assert _ask(address) == 200
    with connect(server) as connection:
        councils = connection.execute("SELECT count(*) FROM reference_council").fetchone()
        connection.execute("CREATE TABLE note AS SELECT 'acknowledged' AS text")
    first.kill()
    kill_everything(server)
    assert "the site is on" not in _rest(first), "its output ends only when its workers have ended too"
    with pytest.raises(urllib.error.URLError):
        _ask(address)

    second = start()
    assert _ask(address) == 200
    with connect(server) as connection:
        assert connection.execute("SELECT text FROM note").fetchone() == ("acknowledged",)
        assert connection.execute("SELECT count(*) FROM reference_council").fetchone() == councils
    os.killpg(second.pid, signal.SIGINT)
    rest = _rest(second)
    assert rest.endswith("jobveu: stopped\n")
    assert "Killing worker" not in rest
    assert second.wait() == 0
    assert server.status().pid is None


def _rest(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.read()


def _ask(address: str) -> int:
    """The status of the answer."""
    with urllib.request.urlopen(address, timeout=30) as response:
        return int(response.status)
