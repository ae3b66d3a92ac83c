"""The backups in a folder: which there are, and removing the old ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jobveu.launcher.errors import LauncherError
from jobveu.upkeep.backup import archive
from jobveu.upkeep.backup.archive import Manifest

_NAME = re.compile(r"jobveu-\d{8}T\d{6}Z(-\d{3})?\.tar")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder. `size` in bytes; `manifest` is None, and `fault` says why, when it is damaged."""

    path: Path
    size: int
    manifest: Manifest | None
    fault: str = ""

    @property
    def made_at(self) -> datetime | None:
        return datetime.fromisoformat(self.manifest.made_at) if self.manifest else None


def backups_in(folder: Path) -> list[Kept]:
    """The newest first. Only the manifests are read; `verify` reads everything."""
    found = []
    for path in _files(folder):
        try:
            with archive.opened(path) as backup:
                found.append(Kept(path, path.stat().st_size, backup.manifest))
        except LauncherError as error:
            found.append(Kept(path, path.stat().st_size, None, str(error)))
    return found


def remove_old(folder: Path, *, keep: int) -> list[Path]:
    """Removes all but the newest `keep` whole backups, and returns what it removed. Damaged ones are neither
    counted nor removed: somebody has to look at them. Other files in the folder are not touched."""
    whole = [backup.path for backup in backups_in(folder) if backup.manifest is not None]
    for path in whole[keep:]:
        path.unlink()
    return whole[keep:]


def _files(folder: Path) -> list[Path]:
    """By name, which is by age."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)
