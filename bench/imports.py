"""`python -m bench.imports`: a million rows of an older register, checked and imported by the command that people use,
in a process of its own: rows a second and the most memory it took. Exits with 1 when the goal of
docs/benchmarks.md is missed."""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from bench.__main__ import run
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory

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
    arguments = parser.parse_args()
    directory = TemporaryDirectory()
    try:
        return measure(directory.path, rows=arguments.rows)
    finally:
        directory.remove()


def measure(home: Path, *, rows: int) -> int:
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
        sys.stdout.write(f"{'':<46}{'rows':>10}{'s':>8}{'rows/s':>9}{'MB':>7}\n")
        most = max(
            step("check projects, XLSX, 14 columns", book, "projects", "--dry-run"),
            step("import projects, CSV, 14 columns", few, "projects"),
            step("import the same again", few, "projects"),
            step("check participants, CSV", participants, "participants", "--dry-run"),
            step("import participants, CSV", participants, "participants"),
            step("import the same again", participants, "participants"),
        )
    finally:
        postgres.remove()
    met = most < GOAL_BYTES
    sys.stdout.write(f"\nGoal: under 1 GiB of memory: {'met' if met else 'missed'}\n")
    return 0 if met else 1


def step(name: str, file: Path, kind: str, *options: str) -> int:
    """Runs the command once, tells how it went, and gives the most memory it held, in bytes."""
    words = [sys.executable, "-m", "jobveu", "import", "register", str(file), "--kind", kind, "--json"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*words, "--by", "administrator@example.dk", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    told = json.load(process.stdout)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if told["errors"] or process.returncode:
        raise RuntimeError(f"{name}: {told['errors']} errors, exit code {process.returncode}")
    bytes_ = held(used)
    sys.stdout.write(
        f"{name:<46}{told['rows']:>10}{seconds:>8.0f}{told['rows'] / seconds:>9.0f}{bytes_ >> 20:>7}\n"
    )
    sys.stdout.flush()
    return bytes_


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
