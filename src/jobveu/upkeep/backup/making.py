"""Makes a backup while the site runs."""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from jobveu.launcher.errors import LauncherError
from jobveu.launcher.locks import exclusive
from jobveu.upkeep.backup import archive, keys
from jobveu.upkeep.backup.archive import ATTACHMENTS, DUMP, Manifest, Writer
from jobveu.upkeep.backup.facts import EMPTIED, Facts, facts_of, sequences_of
from jobveu.upkeep.backup.target import Target, program, run
from jobveu.wall.state import READ_POLICY, is_above_policies

PREFIX = "jobveu-"
SUFFIX = ".tar"
_DRAFT = f".{PREFIX}"
"""What is being made begins so. A name that begins with a full stop is no backup yet."""
SECONDS_TO_WAIT = 3600
_LINKS = "backup-in-progress"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that has been made and read back. `size` in bytes."""

    path: Path
    size: int
    manifest: Manifest


def make_backup(
    *, target: Target, data_directory: Path, secrets: Path, folder: Path, say: Callable[[str], None]
) -> Made:
    """Makes a backup in `folder` (made if need be) and returns it, verified.

    The database is dumped as of one moment; the attachments are those that any row of that moment can name.
    Nothing bears a backup's name before it is complete and has been read back. Raises LauncherError.
    """
    _make_folder(folder)
    with ExitStack() as held:
        # Of this site one backup at a time, and into this folder one at a time: so what lies there half made
        # has been left by somebody who was killed.
        for lock in (data_directory / "backing-up", folder / ".lock"):
            held.enter_context(exclusive(lock, seconds=SECONDS_TO_WAIT, waiting_for="it makes a backup"))
        _sweep(folder, data_directory)
        draft = held.enter_context(tempfile.TemporaryDirectory(prefix=_DRAFT, dir=folder))
        return _make(target, data_directory, secrets, folder, Path(draft), say)


def _make(
    target: Target,
    data_directory: Path,
    secrets: Path,
    folder: Path,
    draft: Path,
    say: Callable[[str], None],
) -> Made:
    source, links = data_directory / ATTACHMENTS, data_directory / _LINKS
    dump = draft / DUMP
    say("dumping the database")
    # A file is stored before the row that names it, and removed after it. So the files from before the
    # snapshot, which may be removed while the dump runs, together with those from after it are all that a row
    # of the snapshot can name.
    _link_all(source, links)
    try:
        facts, server = _dump(target, dump)
        _link_all(source, links)
        with (draft / "archive").open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            writer = Writer(file)
            writer.add(DUMP, dump)
            dump.unlink()
            for path in sorted(links.rglob("*")) if links.is_dir() else ():
                if path.is_file():
                    writer.add(f"{ATTACHMENTS}/{path.relative_to(links).as_posix()}", path)
            moment = datetime.now(UTC)
            manifest = Manifest(
                made_at=moment.isoformat(timespec="seconds"),
                version=version("jobveu"),
                server=server,
                facts=facts,
                keys=keys.fingerprints(secrets),
                parts=writer.parts,
            )
            writer.close(manifest)
            file.flush()
            os.fsync(file.fileno())
    finally:
        shutil.rmtree(links, ignore_errors=True)
    say("reading it back")
    verify(draft / "archive")
    path = _unused(folder, moment)
    (draft / "archive").rename(path)
    _sync(folder)
    return Made(path=path, size=path.stat().st_size, manifest=manifest)


def verify(path: Path) -> Manifest:
    """Reads all of a backup. Raises LauncherError when a part is missing, damaged or unknown to its manifest."""
    with archive.opened(path) as found:
        found.check()
        return found.manifest


def _dump(target: Target, dump: Path) -> tuple[Facts, int]:
    """The dump and what is in it, both as of the same moment."""
    with _snapshot(target) as (connection, snapshot):
        # Sequences count on whatever the snapshot: the dump's may be further on than these, never behind.
        counted = sequences_of(connection)
        target.run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--file={dump}",
            *(f"--exclude-table-data=public.{name}" for name in EMPTIED),
            *([] if is_above_policies(connection) else ["--enable-row-security"]),
            database=target.name,
            as_admin=True,
        )
        dump.chmod(0o600)
        major = connection.info.server_version // 10000
        run([program("pg_restore", major=major, home=target.home), "--list", dump])  # can it be read again?
        facts = dataclasses.replace(facts_of(connection), sequences=counted)
        return facts, connection.info.server_version


@contextmanager
def _snapshot(target: Target) -> Iterator[tuple[psycopg.Connection, str]]:
    with target.connect(as_admin=True) as connection:
        connection.autocommit = False
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        # Better an error than a backup without some rows.
        if is_above_policies(connection):
            connection.execute("SET row_security = off")
        else:
            _refuse_hidden_rows(connection)
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]
        connection.rollback()


def _refuse_hidden_rows(connection: psycopg.Connection) -> None:
    """A role that has to ask the policies sees everything as the system, where the policies are the wall's."""
    rows = connection.execute(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE row_security_active(c.oid) AND ("
        " NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = c.relnamespace::regnamespace::text"
        "  AND p.tablename = c.relname AND p.policyname = %s AND p.permissive = 'PERMISSIVE'"
        "  AND p.roles = '{public}')"
        " OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)) ORDER BY 1",
        [READ_POLICY],
    ).fetchall()
    if rows:
        raise LauncherError(
            f"The role may not read all rows of {', '.join(name for (name,) in rows)}, and a backup without some "
            "is none. Back up as a role that may bypass row-level security."
        )


def _link_all(source: Path, target: Path) -> None:
    """Holds on to every file of `source` under its name in `target`, adding to what is there. A copy where the
    file system knows no second name; a file that goes away meanwhile is left out, and so is what is still being
    written (below a name that begins with a full stop)."""
    for path in source.rglob("*") if source.is_dir() else ():
        name = path.relative_to(source)
        held = target / name
        if (
            any(part.startswith(".") for part in name.parts)
            or path.is_symlink()
            or not path.is_file()
            or held.exists()
        ):
            continue
        held.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(path, held)
        except FileNotFoundError:
            continue
        except OSError:
            shutil.copyfile(path, held)


def _make_folder(folder: Path) -> None:
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise LauncherError(f"Cannot make the folder {folder}: {error.strerror}.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LauncherError(f"You may not write in the folder {folder}.")


def _sweep(folder: Path, data_directory: Path) -> None:
    """Removes what backups left that were killed; the lock says that none is under way."""
    for path in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(path, ignore_errors=True)
    shutil.rmtree(data_directory / _LINKS, ignore_errors=True)


def _unused(folder: Path, moment: datetime) -> Path:
    stem = f"{PREFIX}{moment:%Y%m%dT%H%M%SZ}"
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number:03}{SUFFIX}"
    return path


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
