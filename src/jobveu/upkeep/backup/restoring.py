"""Puts a backup in the place of what is there: beside it first, and only when all of it is right."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jobveu.launcher.errors import LauncherError
from jobveu.upkeep.backup import archive, keys
from jobveu.upkeep.backup.archive import ATTACHMENTS, DUMP, Archive, Manifest
from jobveu.upkeep.backup.databases import Databases
from jobveu.upkeep.backup.facts import differences, facts_of, table_count
from jobveu.upkeep.backup.target import Target
from jobveu.upkeep.migrations import Migration, known_migrations

_NEW = "attachments.restored"
_OLD = "attachments.before-restore"
_TRACE = ".restore-"
"""The working folder in the data directory: removed last, and so left by a restore that was killed."""


_POLICY = re.compile(r"^\d+; \d+ \d+ (ROW SECURITY|POLICY) ")
"""Such entries of a dump's table of contents."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`migrated` counts the migrations that were applied to bring an older backup up to this version;
    `other_keys` names the keys that are not those of the backup."""

    manifest: Manifest
    migrated: int
    other_keys: list[str]


def check_keys(path: Path, *, secrets: Path, other_keys: bool) -> list[str]:
    """The names of the keys that are not those the backup was made with. Makes no key: to be called before
    Django is set up. Raises LauncherError when there are any, unless `other_keys` accepts it."""
    with archive.opened(path) as backup:
        found = keys.unlike(backup.manifest.keys, keys.fingerprints(secrets))
    if found and not other_keys:
        raise LauncherError(
            f"The keys in {secrets} are not the ones this backup was made with ({', '.join(found)}). "
            "With them nobody can read the names and CPR numbers in it. Put the right keys there and try again, "
            "or restore without names: --other-keys."
        )
    return found


def restore(
    path: Path,
    *,
    target: Target,
    data_directory: Path,
    replace: bool,
    other_keys: list[str],
    say: Callable[[str], None],
) -> Restored:
    """Restores a backup into a database beside the present one, compares it with the manifest, brings it up to
    this version, and then puts it in the other's place, the attachments with it.

    Until that last step everything stays as it was, and afterwards nothing of the attempt is left. Nobody else
    may be connected. Needs django.setup(). Raises LauncherError, with what to do.
    """
    finish_interrupted(target=target, data_directory=data_directory)
    databases = Databases(target)
    with archive.opened(path) as backup:
        say("checking the backup")
        backup.check()
        _check_versions(backup.manifest)
        _check_roles(target, backup.manifest)
        _check_replacing(target, databases, data_directory, replace=replace)
        with tempfile.TemporaryDirectory(prefix=_TRACE, dir=data_directory) as draft:
            try:
                migrated = _restore_beside(backup, target, databases, Path(draft), say)
                _unpack_attachments(backup, data_directory)
                say("putting it in place")
                databases.swap()
                _swap_attachments(data_directory, databases)
            finally:
                # Forward or back, wherever it got to. The trace goes last: it tells the next start to look.
                finish_interrupted(target=target, data_directory=data_directory)
    return Restored(manifest=backup.manifest, migrated=migrated, other_keys=other_keys)


def is_interrupted(data_directory: Path) -> bool:
    """Whether a restore that was killed has left traces on this machine."""
    return any(data_directory.glob(f"{_TRACE}*"))


def finish_interrupted(*, target: Target, data_directory: Path) -> None:
    """Brings a restore that was killed to one of its two ends: once the databases have been exchanged, forward;
    before that, back. Does nothing when there is none. Nobody else may be restoring."""
    databases = Databases(target)
    if databases.swapped():
        _swap_attachments(data_directory, databases)
        databases.drop_previous()
    databases.drop_draft()
    for pattern in (_NEW, _OLD, f"{_TRACE}*"):
        for path in data_directory.glob(pattern):
            shutil.rmtree(path, ignore_errors=True)


def _check_versions(manifest: Manifest) -> None:
    unknown = sorted(set(manifest.facts.migrations) - known_migrations())
    if unknown:
        raise LauncherError(
            f"The backup was made by a newer version of jobveu ({manifest.version}), whose tables this one does "
            f"not know ({_named(unknown)}). Install that version or a later one, and restore with it."
        )


def _named(migrations: list[Migration]) -> str:
    shown = ", ".join(f"{app}.{name}" for app, name in migrations[:3])
    return shown if len(migrations) <= 3 else f"{shown} and {len(migrations) - 3} more"


def _check_roles(target: Target, manifest: Manifest) -> None:
    with target.connect() as connection:
        found = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    missing = sorted(set(manifest.facts.roles) - found)
    if missing:
        raise LauncherError(
            f"The backup grants rights to roles that this server does not have: {', '.join(missing)}. Make them "
            f"first, without a right to log in: CREATE ROLE {missing[0]} NOLOGIN"
        )


def _check_replacing(target: Target, databases: Databases, data_directory: Path, *, replace: bool) -> None:
    with target.connect() as connection:
        tables = table_count(connection)
    files = data_directory / ATTACHMENTS
    if (tables or (files.is_dir() and any(files.iterdir()))) and not replace:
        raise LauncherError(
            f"The database {target.name} holds {tables} tables already. To put the backup in its place: --replace. "
            "Make a backup of it first, if it may be worth something: jobveu backup."
        )
    databases.refuse_others()


def _restore_beside(
    backup: Archive, target: Target, databases: Databases, draft: Path, say: Callable[[str], None]
) -> int:
    """Returns how many migrations were applied."""
    say("restoring the database beside the present one")
    dump = draft / DUMP
    backup.extract(backup.part(DUMP), dump)
    databases.make_draft()
    # Row-level security comes last: with it, not even the owner may compare the rows of a table that forces it.
    contents = target.run("pg_restore", "--list", dump, database=None).splitlines()
    policies = [line for line in contents if _POLICY.search(line)]
    _restore_entries([line for line in contents if line not in policies], dump, target, databases)
    say("comparing every table with the manifest")
    with target.connect(databases.draft, as_admin=True) as connection:
        found = differences(backup.manifest.facts, facts_of(connection))
    if found:
        raise LauncherError(f"What was restored is not what the backup holds: {'; '.join(found[:5])}.")
    _restore_entries(policies, dump, target, databases, jobs=1)
    dump.unlink()
    pending = known_migrations() - set(backup.manifest.facts.migrations)
    if pending:
        say(f"bringing it up to this version ({len(pending)} migrations)")
        _migrate(target.url(databases.draft))
    with target.connect(databases.draft) as connection:
        connection.execute("ANALYZE")
    return len(pending)


def _restore_entries(
    contents: list[str], dump: Path, target: Target, databases: Databases, *, jobs: int | None = None
) -> None:
    """Restores what the lines of the dump's own table of contents name; nothing where there are none."""
    if not contents:
        return
    wanted = dump.with_name("contents")
    wanted.write_text("\n".join(contents) + "\n", encoding="utf-8")
    target.run(
        "pg_restore",
        "--exit-on-error",
        "--no-owner",
        f"--jobs={jobs or min(4, os.cpu_count() or 1)}",
        f"--use-list={wanted}",
        dump,
        database=databases.draft,
    )


def _migrate(url: str) -> None:
    """In a process of its own: migrations may use whatever connection Django calls the default."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity=0"],
        env=os.environ | {"JOBVEU_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "jobveu.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["it gave no reason"]
        raise LauncherError(f"The backup cannot be brought up to this version: {last[0].partition(':')[0]}.")


def _unpack_attachments(backup: Archive, data_directory: Path) -> None:
    new = data_directory / _NEW
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    for part in backup.manifest.attachments:
        backup.extract(part, new / PurePosixPath(part.name).relative_to(ATTACHMENTS))
    if os.geteuid() == 0:  # root restores for the account that runs the site
        owner = data_directory.stat()
        for path in (new, *new.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)


def _swap_attachments(data_directory: Path, databases: Databases) -> None:
    """Puts the unpacked attachments in place; does nothing when that has been done. It takes two renames:
    killed between them, the new folder still waits and the next start goes on. When one of them fails,
    everything goes back to what it was, the databases too, and LauncherError is raised."""
    present, new, old = (data_directory / name for name in (ATTACHMENTS, _NEW, _OLD))
    if not new.is_dir():
        return
    try:
        if present.is_dir():
            shutil.rmtree(old, ignore_errors=True)
            present.rename(old)
        new.rename(present)
    except OSError as error:
        if old.is_dir() and not present.exists():
            old.rename(present)
        databases.swap_back()
        raise LauncherError(
            f"The attachments cannot be put in place ({error.strerror}); everything is as it was."
        ) from None
    handle = os.open(data_directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
