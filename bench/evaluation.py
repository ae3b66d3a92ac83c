"""`python -m bench.evaluation`: the evaluation's report of the whole country, of the made-up register, by the command that
people use, in a process of its own for each format. Exits with 1 when the goal of docs/benchmarks.md is missed."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from bench.__main__ import run
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory
from jobveu.surveys.synthetic import NAME

GOAL_SECONDS = 30.0
FORMATS = ("pdf", "docx", "html")
SNAPSHOT = "2020-k4"


def main() -> int:
    directory = TemporaryDirectory()
    try:
        return measure(directory.path)
    finally:
        directory.remove()


def measure(home: Path) -> int:
    postgres = EmbeddedPostgres(home)
    postgres.start()
    try:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "jobveu.config.settings",
            "JOBVEU_DATA": str(home),
            "JOBVEU_DATABASE_URL": postgres.url,
        }
        run(os.environ, "bench.imports_setup")
        for words in (("demo", "programme"), ("demo", "survey"), ("snapshot", "take", SNAPSHOT)):
            jobveu(*words)
        sys.stdout.write(
            f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load()}\n\n"
        )
        sys.stdout.write(f"{'the whole country, Danish':<32}{'wall s':>9}{'processor s':>13}{'kB':>9}\n")
        seconds = [made(home, format_) for format_ in FORMATS]
    finally:
        postgres.stop()
    return int(max(seconds) > GOAL_SECONDS)


def made(home: Path, format_: str) -> float:
    """Seconds by the clock, starting of the program and reading of the snapshot included."""
    file = home / f"report.{format_}"
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    jobveu(
        *("report", "evaluation", "--snapshot", SNAPSHOT, "--round", NAME),
        *("--format", format_, "--output", str(file)),
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sys.stdout.write(f"{format_:<32}{wall:>9.1f}{spent:>13.1f}{file.stat().st_size / 1000:>9.0f}\n")
    sys.stdout.flush()
    return wall


def jobveu(*words: str, environment: Mapping[str, str] = os.environ) -> None:
    subprocess.run(
        [sys.executable, "-m", "jobveu", *words], env=dict(environment), check=True, stdout=subprocess.DEVNULL
    )


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
