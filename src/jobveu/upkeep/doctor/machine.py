"""What lies on this machine: keys, disk, backups, attachments, files that are made at the start."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jobveu.upkeep.backup import restoring
from jobveu.upkeep.backup.archive import ATTACHMENTS
from jobveu.upkeep.backup.keeping import backups_in
from jobveu.upkeep.doctor.findings import Finding, error, ok, warning

KEYS = ("django", "identity", "lookup")
LITTLE_SPACE, NO_SPACE = 5_000_000_000, 1_000_000_000
"""Bytes free, under which there is a warning and an error."""
OLD_BACKUP, VERY_OLD_BACKUP = timedelta(days=2), timedelta(days=14)


def missing_keys(secrets: Path) -> list[str]:
    """The keys that the site would make anew if it were started now."""
    return [name for name in KEYS if not (secrets / f"{name}.key").is_file()]


def check_keys(secrets: Path, data: Path) -> Iterator[Finding]:
    """Present, readable by their owner only, and well-formed."""
    missing = missing_keys(secrets)
    if len(missing) == len(KEYS):
        yield warning(
            "keys",
            f"There are no keys in {secrets}; the first start makes them.",
            "If the database holds persons already, put its keys there first: new ones cannot read their names.",
        )
        return
    if missing:
        yield error(
            "keys",
            f"Of the keys in {secrets}, {', '.join(missing)} is missing. The next start would make a new one, and with "
            "a new identity key nobody can read the names that are stored.",
            f"Put {', '.join(f'{name}.key' for name in missing)} back from the copy of the keys.",
        )
    open_to_others = [
        path.name
        for path in (secrets, *(secrets / f"{name}.key" for name in KEYS if name not in missing))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_others:
        yield error(
            "keys",
            f"Other accounts of this machine may read {', '.join(open_to_others)} in {secrets}.",
            f"chmod 700 {secrets} && chmod 600 {secrets}/*.key",
        )
    malformed = [
        name
        for name in KEYS
        if name not in missing and not _is_key((secrets / f"{name}.key").read_text(errors="replace").strip())
    ]
    if malformed:
        yield error(
            "keys",
            f"{', '.join(f'{name}.key' for name in malformed)} in {secrets} is damaged: a key is 64 hexadecimal digits.",
            "Put it back from the copy of the keys.",
        )
    if not (missing or open_to_others or malformed):
        inside = " They lie inside JOBVEU_DATA: whoever copies all of it has keys and data together."
        yield ok(
            "keys",
            f"All in {secrets}, readable by their owner only.{inside if secrets.is_relative_to(data) else ''}",
        )


def _is_key(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == 32
    except ValueError:
        return False


def check_disk(folders: dict[str, Path]) -> Iterator[Finding]:
    """Free space where the site writes; `folders` by what lies in them. One finding for each disk."""
    disks: dict[int, tuple[list[str], Path]] = {}
    for name, folder in folders.items():
        present = next(path for path in (folder, *folder.parents) if path.exists())
        disks.setdefault(present.stat().st_dev, ([], present))[0].append(name)
    for names, folder in disks.values():
        free = shutil.disk_usage(folder).free
        what = f"{free / 1e9:.1f} GB free for {', '.join(names)} ({folder})."
        todo = "Make room: remove old backups (jobveu backup --keep N), or give the disk more space."
        if free < NO_SPACE:
            yield error("disk", f"{what} The database stops when there is none.", todo)
        elif free < LITTLE_SPACE:
            yield warning("disk", what, todo)
        else:
            yield ok("disk", what)


def check_backups(folder: Path, *, now: datetime) -> Iterator[Finding]:
    """The newest one, by what its manifest says."""
    found = backups_in(folder)
    nightly = "Make one every night, on another disk: jobveu backup --to DIR --keep 30. Are they elsewhere already, "
    nightly += "say where: jobveu doctor --backups DIR."
    damaged = [backup.path.name for backup in found if backup.manifest is None]
    if damaged:
        yield warning(
            "backups", f"{', '.join(damaged)} in {folder} cannot be read.", "Find out why, then remove it."
        )
    made_at = next((backup.made_at for backup in found if backup.made_at is not None), None)
    if made_at is None:
        yield warning("backups", f"There is no backup in {folder}.", nightly)
        return
    age = now - made_at
    what = f"The newest in {folder} is of {made_at:%d %B %Y %H:%M} UTC"
    if age > VERY_OLD_BACKUP:
        yield error("backups", f"{what}, {age.days} days ago.", nightly)
    elif age > OLD_BACKUP:
        yield warning("backups", f"{what}, {age.days} days ago.", nightly)
    else:
        yield ok("backups", f"{what}.")


def check_attachments(data: Path, static_root: Path) -> Iterator[Finding]:
    """That the site may write there, and that nobody else may read."""
    folder = data / ATTACHMENTS
    if not folder.is_dir():
        yield ok("attachments", f"None yet; they go to {folder}.")
        return
    if folder.is_relative_to(static_root):
        yield error(
            "attachments", f"{folder} lies among the files that everybody may fetch.", "Change JOBVEU_DATA."
        )
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield error(
            "attachments",
            f"This account may not write {folder}, and so nobody can attach anything.",
            f"chown the folder to the account that runs the site, and chmod 700 {folder}",
        )
    elif stat.S_IMODE(folder.stat().st_mode) & 0o007:
        yield warning(
            "attachments", f"Every account of this machine may enter {folder}.", f"chmod 700 {folder}"
        )
    else:
        yield ok("attachments", f"In {folder}.")


def check_static_files(static_root: Path) -> Iterator[Finding]:
    """That they have been collected; `jobveu run` does it when one of them has changed."""
    if (static_root / "staticfiles.json").is_file():
        yield ok("static files", f"Collected in {static_root}.")
    else:
        yield warning(
            "static files",
            f"None are collected in {static_root}: pages would have no looks.",
            "jobveu run collects them when it starts.",
        )


def check_translations(locale: Path) -> Iterator[Finding]:
    """That each is compiled and not older than its source."""
    stale = [
        source.parent.parent.name
        for source in sorted(locale.glob("*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").is_file()
        or source.with_suffix(".mo").stat().st_mtime_ns < source.stat().st_mtime_ns
    ]
    if stale:
        yield warning(
            "translations",
            f"Not compiled, or older than their source: {', '.join(stale)}. Those pages are partly in Danish.",
            "jobveu run compiles them when it starts.",
        )
    else:
        yield ok("translations", "Compiled.")


def check_restore(data: Path) -> Iterator[Finding]:
    """Whether a restore was killed here."""
    if restoring.is_interrupted(data):
        yield warning(
            "restore", "A restore was killed before it was done.", "jobveu run, or another restore, ends it."
        )


def utc_now() -> datetime:
    return datetime.now(UTC)
