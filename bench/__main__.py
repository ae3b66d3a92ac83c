"""`python -m bench`: builds the register at the real volume and at 100 times it, and measures the main pages
of both side by side. Exits with 1 when a goal of docs/benchmarks.md is missed."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.load import USERS, measure, percentile
from bench.pages import MAIN_PAGES
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory

GOAL_GROWTH = 1.5
ROUNDS = 3
"""Each page is measured on the small and the large register in turn, so that both meet the same noise."""
SECONDS_TO_SERVE = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=100, help="times the real volume (default 100)")
    parser.add_argument("--requests", type=int, default=15, help="per user, page and round (default 15)")
    arguments = parser.parse_args()
    directory = TemporaryDirectory()
    try:
        with ExitStack() as stack:
            registers = [
                stack.enter_context(served(directory.path / name, scale=scale))
                for name, scale in (("real", 1), ("large", arguments.scale))
            ]
            return report(registers, scale=arguments.scale, requests=arguments.requests)
    finally:
        directory.remove()


@contextmanager
def served(home: Path, *, scale: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Fills a register in a folder of its own, serves it, and gives the port and the visitors."""
    home.mkdir(mode=0o711)
    postgres = EmbeddedPostgres(home)
    postgres.start()
    try:
        port = free_port()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "jobveu.config.settings",
            "JOBVEU_DATA": str(home),
            "JOBVEU_DATABASE_URL": postgres.url,
        }
        run(environment, "bench.fill", "--scale", str(scale))
        run(environment, "django", "collectstatic", "--no-input", "--verbosity=0")
        visitors = json.loads(run(environment, "bench.visitors", captured=True))
        server = subprocess.Popen(
            [sys.executable, "-m", "jobveu.launcher.serving", "--port", str(port)], env=environment
        )
        try:
            wait_until_it_answers(port)
            yield port, visitors
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=SECONDS_TO_SERVE)
    finally:
        postgres.remove()


def run(environment: Mapping[str, str], module: str, *arguments: str, captured: bool = False) -> str:
    finished = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=dict(environment),
        check=True,
        text=True,
        stdout=subprocess.PIPE if captured else None,
    )
    return finished.stdout or ""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_SERVE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/om/")
            connection.getresponse().read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()


def report(registers: list[tuple[int, Mapping[str, Any]]], *, scale: int, requests: int) -> int:
    say = sys.stdout.write
    say(f"Python {platform.python_version()}, {os.cpu_count()} processors, {USERS} users at once\n\n")
    say(f"{'page':<32}{'×1 p50':>9}{'p95':>8}{f'×{scale} p50':>12}{'p95':>8}{'growth':>9}   (ms)\n")
    missed = []
    for page in MAIN_PAGES:
        taken: list[list[float]] = [[] for _ in registers]
        for port, visitors in registers:  # fills caches and connections on both sides alike
            measure(page, port=port, visitors=visitors, requests_per_user=2)
        for _ in range(ROUNDS):
            for index, (port, visitors) in enumerate(registers):
                taken[index] += measure(page, port=port, visitors=visitors, requests_per_user=requests)
        small, large = taken
        # The medians' ratio: the growth of the work itself, where the p95 of each also holds the noise.
        growth = percentile(large, 0.5) / percentile(small, 0.5)
        slow = percentile(large, 0.95) >= page.goal
        if slow or growth >= GOAL_GROWTH:
            missed.append(page.name)
        say(
            f"{page.name:<32}{percentile(small, 0.5):>9.0f}{percentile(small, 0.95):>8.0f}"
            f"{percentile(large, 0.5):>12.0f}{percentile(large, 0.95):>8.0f}{growth:>9.2f}"
            f"{'   over the goal' if page.name in missed else ''}\n"
        )
    say(f"\nGoals at ×{scale}: p95 under 200 ms (a search: 100 ms), growth under {GOAL_GROWTH}: ")
    say(f"missed by {', '.join(missed)}\n" if missed else "met by all pages\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
