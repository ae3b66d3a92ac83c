"""The whole site, as `make run` starts it: it serves, it survives kill -9 of everything, it stops cleanly."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.launcher.helpers import clean_environment, connect, kill_everything

from jobveu.launcher.postgres import EmbeddedPostgres


def test_the_site_serves_survives_kill_9_of_everything_and_stops_cleanly(folder: Path) -> None:
    server = EmbeddedPostgres(folder / "run")
    port = _free_port()
    address = f"http://127.0.0.1:{port}/"

    first = _start(folder, port)
    assert _ask(address) == 200
    with connect(server) as connection:
        councils = connection.execute("SELECT count(*) FROM reference_council").fetchone()
        connection.execute("CREATE TABLE note AS SELECT 'acknowledged' AS text")
    first.kill()
    kill_everything(server)
    assert "the site is on" not in _rest(first), "its output ends only when its workers have ended too"
    with pytest.raises(urllib.error.URLError):
        _ask(address)

    second = _start(folder, port)
    assert _ask(address) == 200
    with connect(server) as connection:
        assert connection.execute("SELECT text FROM note").fetchone() == ("acknowledged",)
        assert connection.execute("SELECT count(*) FROM reference_council").fetchone() == councils
    second.send_signal(signal.SIGTERM)
    assert _rest(second).endswith("jobveu: stopped\n")
    assert second.wait() == 0
    assert server.status().pid is None


def _start(folder: Path, port: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "jobveu", "run", "--no-demo", "--port", str(port)],
        env=clean_environment() | {"JOBVEU_DATA": str(folder / "run")},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "the site is on" in line:
            return process
    raise AssertionError("".join(said))


def _rest(process: subprocess.Popen[str]) -> str:
    with process:
        assert process.stdout is not None
        return process.stdout.read()


def _ask(address: str) -> int:
    """The listening socket exists before the workers do, so a request waits for them."""
    with urllib.request.urlopen(address, timeout=30) as response:
        return int(response.status)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
