"""`python -m bench.imports`: a million rows of an older register, checked and imported by the command that people use,
in a process of its own: rows a second, and the most memory that it and the database's processes took. Exits with 1 when
the goal of docs/benchmarks.md is missed."""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from bench.__main__ import run
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory

PAUSE = 0.25
"""Seconds between two looks at the database's memory."""

GOAL_BYTES = 1 << 30
PROJECTS = 39_500
"""100 times the evaluation's."""
TYPES = ("Ledige", "Beskæftigede", "Ledige og beskæftigede", "COVID-19")
GROUPS = ("Ledige; ufaglærte", "Beskæftigede", "Ledige; beskæftigede", "Opsagte; faglærte")
COUNCILS = (
    "Nordjylland",
    "Vestjylland",
    "Østjylland",
    "Sydjylland",
    "Fyn",
    "Sjælland",
    "Hovedstaden",
    "Bornholm",
)
HEADER = (
    "Projektnr",
    "Titel",
    "Type",
    "RAR",
    "Branche",
    "Start",
    "Slut",
    "Status",
    "Målgruppe",
    "Initiativ",
    "Rolle",
    "Kursister",
    "Hovedaktør",
    "Aktørtype",
)
FIRST_DAY = date(2018, 4, 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--projects", action="store_true", help="import that many projects too, which takes a while"
    )
    arguments = parser.parse_args()
    directory = TemporaryDirectory()
    try:
        return measure(directory.path, rows=arguments.rows, all_projects=arguments.projects)
    finally:
        directory.remove()


def measure(home: Path, *, rows: int, all_projects: bool) -> int:
    postgres = EmbeddedPostgres(home)
    postgres.start()
    try:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "jobveu.config.settings",
            "JOBVEU_DATA": str(home),
            "JOBVEU_DATABASE_URL": postgres.url,
        }
        run(os.environ, "bench.imports_setup")
        book, few, participants = home / "projects.xlsx", home / "few.csv", home / "participants.csv"
        write_book(book, projects(rows))
        write_text(few, HEADER, projects(PROJECTS))
        write_text(participants, ("Nr", "Projektnr", "Kursist"), participations(rows))
        sys.stdout.write(f"Python {platform.python_version()}, {os.cpu_count()} processors\n\n")
        sys.stdout.write(f"{'':<46}{'rows':>10}{'s':>8}{'rows/s':>9}{'MB':>7}{'db, MB':>8}{'told':>6}\n")
        steps: list[tuple[str, Path, str, tuple[str, ...]]] = [
            ("check projects, XLSX, 14 columns", book, "projects", ("--dry-run",)),
            ("import projects, CSV, 14 columns", few, "projects", ()),
            ("import the same again", few, "projects", ()),
            ("check participants, CSV", participants, "participants", ("--dry-run",)),
            ("import participants, CSV", participants, "participants", ()),
            ("import the same again", participants, "participants", ()),
        ]
        if all_projects:
            steps.append(("import projects, XLSX, 14 columns", book, "projects", ()))
        server = postgres.status().pid
        assert server is not None
        most = max(
            step(name, file, kind, *options, server=server, home=home) for name, file, kind, options in steps
        )
    finally:
        postgres.remove()
    met = most < GOAL_BYTES
    sys.stdout.write(f"\nGoal: under 1 GiB of memory: {'met' if met else 'missed'}\n")
    return 0 if met else 1


def step(name: str, file: Path, kind: str, *options: str, server: int, home: Path) -> int:
    """Runs the command once, tells how it went, and gives the most memory it held, the database's included, in bytes."""
    words = [sys.executable, "-m", "jobveu", "import", "register", str(file), "--kind", kind, "--json"]
    progress = home / "progress"
    began = time.perf_counter()
    with progress.open("wb") as told_to, DatabaseMemory(server) as database:
        process = subprocess.Popen(
            [*words, "--by", "administrator@example.dk", *options],
            stdout=subprocess.PIPE,
            stderr=told_to,
            text=True,
        )
        assert process.stdout is not None
        told = json.load(process.stdout)
        _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if told["errors"] or process.returncode:
        raise RuntimeError(f"{name}: {told['errors']} errors, exit code {process.returncode}")
    own, reports = held(used), progress.read_bytes().count(b"%")
    sys.stdout.write(
        f"{name:<46}{told['rows']:>10}{seconds:>8.0f}{told['rows'] / seconds:>9.0f}"
        f"{own >> 20:>7}{database.most >> 20:>8}{reports:>6}\n"
    )
    sys.stdout.flush()
    return own + database.most


class DatabaseMemory:
    """The most memory that the server's processes held together in the block, in bytes: each one's own, without the
    shared buffers. Where the system does not tell (Linux does), 0."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.most = 0
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> DatabaseMemory:
        self._looking.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(PAUSE):
            self.most = max(self.most, sum(own_memory(process, self.server) for process in running()))


def running() -> Iterator[Path]:
    return (found for found in Path("/proc").glob("[0-9]*") if found.name.isdigit())


def own_memory(process: Path, server: int) -> int:
    """What the server or a process that it started holds for itself; 0 for any other, and for one that is gone."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return 0
    told = dict(line.split(":", 1) for line in lines if ":" in line)
    if str(server) not in (told["Pid"].strip(), told["PPid"].strip()):
        return 0
    return int(told.get("RssAnon", "0 kB").split()[0]) * 1024


def held(used: resource.struct_rusage) -> int:
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def projects(number: int) -> Iterator[Sequence[str | int | date]]:
    for row in range(1, number + 1):
        start = FIRST_DAY + timedelta(days=row % 1000)
        yield (
            row,
            f"Opkvalificering af tjenere og kokke nr. {row}",
            TYPES[row % 4],
            COUNCILS[row % 8],
            "56",
            start,
            start + timedelta(days=180),
            "Gennemført",
            GROUPS[row % 4],
            "Jobcenter",
            "Styrmand",
            row % 60,
            f"Jobcenter {('Randers', 'Esbjerg', 'Odense', 'Roskilde')[row % 4]}",
            "jobcenter",
        )


def participations(number: int) -> Iterator[Sequence[int]]:
    for row in range(1, number + 1):
        yield row, 1 + row % PROJECTS, row // 2


def write_text(path: Path, header: Sequence[str], rows: Iterator[Sequence[str | int | date]]) -> None:
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        for row in rows:
            writer.writerow([f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell for cell in row])


def write_book(path: Path, rows: Iterator[Sequence[str | int | date]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    page.write_row(0, 0, HEADER)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, day)
            else:
                page.write(number, column, cell)
    book.close()


if __name__ == "__main__":
    sys.exit(main())
