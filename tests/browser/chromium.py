"""The chromium of this machine, and what its pages complain of."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
)
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = (1280, 900)
PHONE = (360, 800)
PATIENCE = 10_000
"""How many milliseconds something may take to appear before the test fails."""

_BY_STATUS = "the server responded with a status of"
"""Part of what chromium writes for every response with an error status, which is judged by itself."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless chromium. Fails, and says what to install, where there is none. The headless shell is the same engine
    without the windows' half of the browser: it takes a third less of a processor. The whole browser will do, too."""
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if executable is None:
        pytest.fail("These tests need chromium: apt-get install chromium-headless-shell")
    # Playwright runs an event loop in this thread, where Django would refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
            yield browser
            # Beside that loop Django keeps database connections apart from those of the thread without it.
            connections.close_all()
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Complaints:
    """Everything that a page should not do: errors and warnings on the console (violations of the security
    policy among them), uncaught errors, requests that fail, and answers with an error status."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"uncaught: {error.error}"))
        context.on("requestfailed", self._request_failed)
        context.on("response", self._response)

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Answers with one of these statuses are what is wanted here."""
        self._expected.append(re.compile("|".join(map(str, statuses))))
        try:
            yield
        finally:
            self._expected.pop()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _BY_STATUS not in message.text:
            self.found.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _request_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left for another page, or handed over as a download
            self.found.append(f"failed: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        status = str(response.status)
        if response.status >= 400 and not any(pattern.fullmatch(status) for pattern in self._expected):
            self.found.append(f"answered {status}: {response.request.method} {response.url}")


def new_context(
    browser: Browser, *, size: tuple[int, int] = DESKTOP, scripts: bool = True, **options: Any
) -> tuple[BrowserContext, Complaints]:
    """A browser of its own for somebody: with its own cookies, and its complaints collected."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=scripts,
        locale="da-DK",
        timezone_id="Europe/Copenhagen",
        **options,
    )
    context.set_default_timeout(PATIENCE)
    complaints = Complaints()
    complaints.watch(context)
    return context, complaints
