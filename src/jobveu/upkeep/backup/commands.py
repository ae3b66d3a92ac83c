"""`jobveu backup` and `jobveu restore`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jobveu.config.environment import secrets_directory
from jobveu.launcher.locks import exclusive
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.upkeep.backup import restoring
from jobveu.upkeep.backup.archive import Manifest
from jobveu.upkeep.backup.keeping import Kept, backups_in, remove_old
from jobveu.upkeep.backup.making import make_backup, verify
from jobveu.upkeep.backup.target import Target, embedded_target, target_of_url

BACKUPS = "backups"
DAMAGED = 3
"""Exit code of `--list` when one of the backups cannot be read."""
SECONDS_TO_PREPARE = 600

Say = Callable[[str], None]
Adder = Any
"""argparse has no public name for what add_subparsers gives."""


def add_to(commands: Adder) -> None:
    """Adds the two commands to the parser of `jobveu`."""
    backup = commands.add_parser(
        "backup",
        help="back up the database and the attachments while the site runs",
        description="Makes one file with the database and the attachments, and reads it back. The keys are never "
        "in it: keep a copy of them somewhere else.",
    )
    backup.add_argument(
        "--to", type=Path, metavar="DIR", help="folder of the backups (backups in JOBVEU_DATA)"
    )
    backup.add_argument("--keep", type=_positive, metavar="N", help="then remove all but the newest N")
    what = backup.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="only show the backups in the folder")
    what.add_argument("--verify", type=Path, metavar="FILE", help="only check every part of a backup")
    backup.add_argument("--json", action="store_true", help="the result as JSON")
    backup.set_defaults(command=_backup)

    restore = commands.add_parser(
        "restore",
        help="put a backup in the place of the database and the attachments",
        description="Restores beside what is there, compares every table with the backup, and only then puts it "
        "in place. The site must be stopped.",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help="replace what is there")
    restore.add_argument(
        "--other-keys", action="store_true", help="even if its names and CPR numbers cannot be read here"
    )
    restore.add_argument("--json", action="store_true", help="the result as JSON")
    restore.set_defaults(command=_restore)


def _backup(options: argparse.Namespace) -> int:
    data = _data_directory()
    folder = (options.to or data / BACKUPS).resolve()
    if options.list:
        return _list(folder, as_json=options.json)
    if options.verify:
        manifest = verify(options.verify)
        _answer(
            options,
            {"path": str(options.verify), **_summary(manifest)},
            f"{options.verify} is whole: {_told(manifest)}",
        )
        return 0
    secrets = secrets_directory(data)
    with _in_use(data) as target:
        made = make_backup(
            target=target, data_directory=data, secrets=secrets, folder=folder, say=_progress(options)
        )
    removed = remove_old(folder, keep=options.keep) if options.keep else []
    text = [f"backed up to {made.path} ({_size(made.size)}): {_told(made.manifest)}"]
    text += [f"removed {path.name}" for path in removed]
    text.append(
        f"The keys in {secrets} are not in it. Keep a copy of them in another place: without them nobody can read a "
        "name or a CPR number in this backup, and with them everybody can who has both."
    )
    values = {"path": str(made.path), "bytes": made.size, "removed": [str(path) for path in removed]}
    _answer(options, values | _summary(made.manifest), "\n".join(text))
    return 0


def _list(folder: Path, *, as_json: bool) -> int:
    found = backups_in(folder)
    if as_json:
        print(json.dumps([_listed(backup) for backup in found], indent=1))
    elif not found:
        print(f"no backups in {folder}")
    for backup in () if as_json else found:
        told = _told(backup.manifest) if backup.manifest else f"DAMAGED: {backup.fault}"
        print(f"{backup.path}  {_size(backup.size)}  {told}")
    return DAMAGED if any(backup.manifest is None for backup in found) else 0


def _restore(options: argparse.Namespace) -> int:
    data = _data_directory()
    data.mkdir(parents=True, exist_ok=True)
    secrets = secrets_directory(data)
    # Before anything makes new keys where there are none.
    other = restoring.check_keys(options.file, secrets=secrets, other_keys=options.other_keys)
    import django

    with _alone(data) as target:
        django.setup()
        done = restoring.restore(
            options.file,
            target=target,
            data_directory=data,
            replace=options.replace,
            other_keys=other,
            say=_progress(options),
        )
    text = [f"restored {_told(done.manifest)}"]
    if done.migrated:
        text.append(
            f"The backup was of an older version; {done.migrated} migrations have brought it up to this one."
        )
    if other:
        text.append(
            f"The keys are others than the backup's ({', '.join(other)}): its names cannot be read here."
        )
    text.append("Everybody has to log in again.")
    values = {"migrated": done.migrated, "other_keys": other, **_summary(done.manifest)}
    _answer(options, values, "\n".join(text))
    return 0


def finish_interrupted_restore(server: EmbeddedPostgres | None, data: Path) -> None:
    """At the start of the site: ends what a restore that was killed on this machine has begun."""
    if restoring.is_interrupted(data):
        restoring.finish_interrupted(target=_target(server, data), data_directory=data)


def _target(server: EmbeddedPostgres | None, data: Path) -> Target:
    if server is not None:
        return embedded_target(server)
    return target_of_url(os.environ["JOBVEU_DATABASE_URL"], home=data / "postgres")


@contextmanager
def _in_use(data: Path) -> Iterator[Target]:
    if os.environ.get("JOBVEU_DATABASE_URL"):
        data.mkdir(parents=True, exist_ok=True)
        yield _target(None, data)
        return
    server = EmbeddedPostgres(data)
    with server.in_use():
        yield _target(server, data)


@contextmanager
def _alone(data: Path) -> Iterator[Target]:
    """Nobody on this machine starts the site meanwhile; of other machines the database is asked."""
    waiting_for = "the site is being prepared, or another restore runs"
    with exclusive(data / "preparing", seconds=SECONDS_TO_PREPARE, waiting_for=waiting_for):
        if os.environ.get("JOBVEU_DATABASE_URL"):
            yield _target(None, data)
            return
        server = EmbeddedPostgres(data)
        with server.alone():
            yield _target(server, data)


def _data_directory() -> Path:
    return Path(os.environ.get("JOBVEU_DATA", "var")).resolve()


def _progress(options: argparse.Namespace) -> Say:
    """What is under way goes to the error output where the result is for a program."""

    def say(message: str) -> None:
        print(f"jobveu: {message}", file=sys.stderr if options.json else sys.stdout, flush=True)

    return say


def _answer(options: argparse.Namespace, values: dict[str, Any], text: str) -> None:
    print(json.dumps(values, indent=1, ensure_ascii=False) if options.json else text)


def _summary(manifest: Manifest) -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "version": manifest.version,
        "tables": len(manifest.facts.tables),
        "rows": manifest.rows,
        "attachments": len(manifest.attachments),
    }


def _listed(backup: Kept) -> dict[str, Any]:
    values = {"path": str(backup.path), "bytes": backup.size, "fault": backup.fault or None}
    return values | (_summary(backup.manifest) if backup.manifest else {})


def _told(manifest: Manifest) -> str:
    files = len(manifest.attachments)
    return (
        f"{manifest.rows} rows in {len(manifest.facts.tables)} tables and {files} "
        f"attachment{'' if files == 1 else 's'}, of {manifest.made_at}, version {manifest.version}"
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
