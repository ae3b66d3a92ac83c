"""The file of a backup: a tar with the dump of the database, the attachments and, last, the manifest.

The manifest names every part with its size and SHA-256, and says what the database held. It stands last, so
that a file that was cut short has none.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from jobveu.launcher.errors import LauncherError
from jobveu.upkeep.backup.facts import Facts, TableFacts

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
ATTACHMENTS = "attachments"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One file in the backup. `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the backup says of itself. `keys` are fingerprints: a key's HMAC of a constant, by its name."""

    made_at: str
    version: str
    server: int
    facts: Facts
    keys: dict[str, str]
    parts: list[Part]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.facts.tables.values())

    @property
    def attachments(self) -> list[Part]:
        return [part for part in self.parts if part.name.startswith(f"{ATTACHMENTS}/")]

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **dataclasses.asdict(self)}, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Raises LauncherError for one that this version cannot read."""
        try:
            values: dict[str, Any] = json.loads(text)
            if values.pop("format") != FORMAT:
                raise LauncherError(
                    "The backup is of a form that this version does not know; it was made by a newer one."
                )
            facts = values.pop("facts")
            tables = {name: TableFacts(**table) for name, table in facts.pop("tables").items()}
            migrations = [(app, name) for app, name in facts.pop("migrations")]
            parts = [Part(**part) for part in values.pop("parts")]
            return cls(facts=Facts(tables=tables, migrations=migrations, **facts), parts=parts, **values)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise LauncherError("The backup's manifest cannot be read: the file is damaged.") from None


class Writer:
    """Writes the parts one after the other, each with its sum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed in close()
        self.parts: list[Part] = []

    def add(self, name: str, path: Path) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = path.stat().st_size, 0o600
        with path.open("rb") as file:
            reader = _Summing(file)
            self._tar.addfile(info, reader)
        self.parts.append(Part(name=name, size=info.size, sha256=reader.sum.hexdigest()))

    def close(self, manifest: Manifest) -> None:
        data = manifest.to_json().encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))
        self._tar.close()


class Archive:
    """A backup that is read. Only parts that the manifest names are ever looked at."""

    def __init__(self, path: Path, tar: tarfile.TarFile) -> None:
        self.path = path
        self._tar = tar
        try:
            self._members = {member.name: member for member in tar.getmembers()}
        except tarfile.TarError:
            raise LauncherError(f"{path} is damaged: it ends too early.") from None
        if MANIFEST not in self._members:
            raise LauncherError(f"{path} has no manifest: it is no backup, or was cut short.")
        self.manifest = Manifest.from_json(self._open(MANIFEST).read().decode("utf-8", "replace"))
        for part in self.manifest.parts:
            _check_name(part.name)

    def check(self) -> None:
        """Reads every part. Raises LauncherError when one is missing, or is not what the manifest says."""
        names = {part.name for part in self.manifest.parts} | {MANIFEST}
        strange = sorted(self._members.keys() - names)
        if strange:
            raise LauncherError(f"{self.path} holds {strange[0]}, of which its manifest knows nothing.")
        for part in self.manifest.parts:
            self._copy(part, None)

    def extract(self, part: Part, target: Path) -> None:
        """Writes one part to a new file, readable by its owner only, and checks it on the way."""
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            self._copy(part, file)
            file.flush()
            os.fsync(file.fileno())

    def part(self, name: str) -> Part:
        for part in self.manifest.parts:
            if part.name == name:
                return part
        raise LauncherError(f"{self.path} has no part {name}.")

    def _copy(self, part: Part, target: IO[bytes] | None) -> None:
        found = hashlib.sha256()
        size = 0
        source = self._open(part.name)
        try:
            while block := source.read(BLOCK):
                found.update(block)
                size += len(block)
                if target is not None:
                    target.write(block)
        except tarfile.TarError:
            raise LauncherError(f"{self.path} is damaged: {part.name} ends too early.") from None
        if (size, found.hexdigest()) != (part.size, part.sha256):
            raise LauncherError(f"{self.path} is damaged: {part.name} is not what its manifest says.")

    def _open(self, name: str) -> IO[bytes]:
        member = self._members.get(name)
        file = self._tar.extractfile(member) if member is not None and member.isreg() else None
        if file is None:
            raise LauncherError(f"{self.path} is damaged: {name} is missing.")
        return file


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Opens a backup. Raises LauncherError when there is no such file, or it is none."""
    try:
        tar = tarfile.open(path, mode="r:")  # noqa: SIM115 - closed below
    except FileNotFoundError:
        raise LauncherError(f"There is no file {path}.") from None
    except OSError as error:
        raise LauncherError(f"{path} cannot be read: {error.strerror or error}.") from None
    except tarfile.TarError:
        raise LauncherError(f"{path} is no backup, or is damaged.") from None
    with tar:
        yield Archive(path, tar)


class _Summing(io.RawIOBase):
    """Passes on what is read and keeps its sum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        return data


def _check_name(name: str) -> None:
    """A name in a file from elsewhere must not lead out of the folder it is written to."""
    path = PurePosixPath(name)
    usual = name == DUMP or (len(path.parts) > 1 and path.parts[0] == ATTACHMENTS)
    if not usual or path.is_absolute() or ".." in path.parts or str(path) != name:
        raise LauncherError(f"The backup's manifest names a part {name!r}, which no backup has.")
