"""`jobveu doctor`."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from jobveu.config.environment import secrets_directory
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.places import postgres_home
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.upkeep.backup.archive import ATTACHMENTS
from jobveu.upkeep.backup.commands import BACKUPS
from jobveu.upkeep.doctor import machine
from jobveu.upkeep.doctor.findings import Finding, State, error

PACKAGE = Path(__file__).resolve().parents[2]
EXIT_CODES = {State.OK: 0, State.WARNING: 3, State.ERROR: 1}


def add_to(commands: Any) -> None:
    """Adds the command to the parser of `jobveu`."""
    doctor = commands.add_parser(
        "doctor",
        help="check what the site stands on, and say what to do",
        description="Looks at the configuration, keys, database, clock, mail, disk and backups, and changes nothing. "
        "The exit code is 0 when nothing has to be done, 3 after warnings, 1 after errors.",
    )
    doctor.add_argument("--json", action="store_true", help="the findings as JSON")
    doctor.add_argument("--backups", type=Path, metavar="DIR", help="where the backups are kept")
    doctor.set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    data = Path(os.environ.get("JOBVEU_DATA", "var")).resolve()
    backups = (options.backups or data / BACKUPS).resolve()
    findings = list(examine(data, backups))
    worst = max(finding.state for finding in findings)
    if options.json:
        print(json.dumps(_as_values(findings, worst), indent=1, ensure_ascii=False))
    else:
        _print(findings)
    return EXIT_CODES[worst]


def examine(data: Path, backups: Path) -> Iterator[Finding]:
    """Every finding. What cannot be looked at is a finding of its own, and the others are looked at all the same."""
    secrets = secrets_directory(data)
    yield from machine.check_keys(secrets, data)
    with ExitStack() as surroundings:
        if machine.missing_keys(secrets):
            # Django's settings would make new ones, and here nothing is changed.
            other = surroundings.enter_context(tempfile.TemporaryDirectory())
            os.environ["JOBVEU_KEYS"] = other
        yield from _of_the_site(data, surroundings)
    places = {
        "the data": data,
        "the database": postgres_home(data),
        ATTACHMENTS: data / ATTACHMENTS,
        "the backups": backups,
    }
    if os.environ.get("JOBVEU_DATABASE_URL"):
        del places["the database"]
    yield from machine.check_disk(places)
    yield from machine.check_backups(backups, now=machine.utc_now())
    yield from machine.check_restore(data)
    yield from machine.check_attachments(data, data / "static")
    yield from machine.check_static_files(data / "static")
    yield from machine.check_translations(PACKAGE / "locale")


def _of_the_site(data: Path, surroundings: ExitStack) -> Iterator[Finding]:
    """What needs the site's settings, and what needs the database."""
    try:
        import django

        django.setup()
        from jobveu.upkeep.doctor import database, settings

        yield from settings.check_configuration()
    except (ImproperlyConfigured, ValueError, OSError) as problem:
        yield error(
            "configuration", f"The site cannot start: {problem}", "Correct the setting that is named there."
        )
        return
    yield from settings.check_mail()
    yield from settings.check_scanner(now=machine.utc_now())
    if not os.environ.get("JOBVEU_DATABASE_URL"):
        if not (postgres_home(data) / "data" / "PG_VERSION").exists():
            yield error("database", "There is none yet.", "jobveu run makes it.")
            return
        try:
            surroundings.enter_context(EmbeddedPostgres(data).in_use())
        except LauncherError as problem:
            yield error("database", f"It does not run and does not start: {problem}", "See its log.")
            return
    yield from database.check_database()
    from django.db import connections

    connections.close_all()


def _print(findings: Iterable[Finding]) -> None:
    counted = dict.fromkeys(State, 0)
    for finding in findings:
        counted[finding.state] += 1
        print(f"{finding.state.name:<8} {finding.name:<14} {finding.what}")
        if finding.todo:
            print(f"{'':<8} {'':<14} -> {finding.todo}")
    print(f"{counted[State.ERROR]} errors, {counted[State.WARNING]} warnings, {counted[State.OK]} in order")


def _as_values(findings: Iterable[Finding], worst: State) -> dict[str, Any]:
    return {
        "state": worst.name.lower(),
        "checks": [
            {
                "name": finding.name,
                "state": finding.state.name.lower(),
                "what": finding.what,
                "todo": finding.todo or None,
            }
            for finding in findings
        ],
    }
