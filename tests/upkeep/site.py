"""The whole site as `jobveu run` starts it, in processes of its own, and somebody who uses it over HTTP."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import threading
from http.cookies import SimpleCookie
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from tests.launcher.helpers import clean_environment

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class RunningSite:
    """`with RunningSite(folder) as site:` – the site on its own embedded database in `folder`."""

    def __init__(self, folder: Path, *, workers: int = 2, demo: bool = False, **environment: str) -> None:
        self.folder = folder
        self._options = [f"--workers={workers}", *([] if demo else ["--no-demo"])]
        self.port = free_port()
        self.environment = clean_environment() | {"JOBVEU_DATA": str(folder)} | environment
        self.environment["PYTHONPATH"] += f":{ROOT}"

    def manage(self, code: str) -> str:
        """Runs a few lines of Python in the site's own surroundings; what they print comes back."""
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "jobveu", "manage", "shell", "--no-imports", "-c", code],
            env=self.environment,
            cwd=self.folder.parent,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def __enter__(self) -> RunningSite:
        self._said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jobveu", "run", f"--port={self.port}", *self._options],
            env=self.environment,
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        self._serving = threading.Event()
        self._reader = threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._reader.start()
        if not self._serving.wait(120) or self._process.poll() is not None:
            self._process.kill()
            raise AssertionError(self.said)
        return self

    def _listen(self, output: IO[str]) -> None:
        """Reads all the time: a site whose output nobody takes stands still when the pipe is full."""
        with output:
            for line in output:
                self._said.append(line)
                if "the site is on" in line:
                    self._serving.set()
        self._serving.set()  # it has ended

    def __exit__(self, *_what: object) -> None:
        self._process.terminate()
        self._process.wait(60)
        self._reader.join(60)

    @property
    def said(self) -> str:
        """Everything it printed; complete once it has ended."""
        return "".join(self._said)


class Visitor:
    """A browser without a screen: keeps cookies and its connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_what: object) -> None:
        self._connection.close()

    def get(self, path: str) -> tuple[int, str, http.client.HTTPMessage]:
        return self._ask("GET", path, None)

    def post(self, path: str, values: dict[str, str]) -> tuple[int, str, http.client.HTTPMessage]:
        return self._ask("POST", path, urlencode(values))

    def log_in(self, email: str, password: str) -> None:
        address = "/konto/log-ind/"
        fields = hidden_fields(self.get(address)[1]) | {"login": email, "password": password}
        status, body, _headers = self.post(address, fields)
        assert status == 302, body

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, http.client.HTTPMessage]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except BaseException:
            self._connection.close()  # the next request opens a new one
            raise
        for line in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return response.status, text, response.headers


def hidden_fields(page: str) -> dict[str, str]:
    """What the last form of the page sends besides what somebody types."""
    form = page.rpartition("<form")[2]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
