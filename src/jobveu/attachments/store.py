"""Where the content of attachments lies: in `attachments` under JOBVEU_DATA, outside everything that the web
server serves, encrypted, one file for each.

Files hold what people attach: offers, agreements, lists, and now and then somebody's name although that is not
allowed. A copy of the folder, or of a backup, must not be readable, for the same reason that names in the database
are not. So each file has a key of its own, derived from the identity key (HKDF) with a random salt and bound to the
name it is stored under: files that have changed places cannot be read. It is encrypted in segments (AES-256-GCM, the
STREAM construction): each segment's nonce is its number and whether it is the last, so that none can be changed, left
out, moved or cut off unseen, and a file is neither encrypted nor decrypted in memory as a whole.

A file is complete before it has its name (written, synced, renamed, and the folder synced). It gets its row after
that and loses it before it is removed: a crash in between leaves a file that no row names, never a row without a
file. `sweep` removes the former. A backup rests on the same order.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_VERSION = b"\x01"
_SALT_BYTES = 32
_SEGMENT = 64 * 1024
_TAG_BYTES = 16
_INCOMING = ".incoming"
"""What is not complete yet. Backups leave out names that begin with a full stop."""


class UnreadableFile(Exception):
    """The stored file is missing, was changed, or was stored with another key."""


def write(content: IO[bytes], *, name: UUID) -> None:
    """Stores all of `content` under `name`. When this returns, the file outlasts a crash of the machine.

    Raises OSError when the disk does not take it; then nothing remains.
    """
    target = _path(name)
    draft = settings.ATTACHMENTS_DIRECTORY / _INCOMING / name.hex
    for folder in (settings.ATTACHMENTS_DIRECTORY, draft.parent, target.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    content.seek(0)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for piece in _encrypted(content, name):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def read(name: UUID) -> Iterator[bytes]:
    """The content in pieces, each checked before it is given out; the first piece says whether there is a file.

    Raises UnreadableFile, also in the middle.
    """
    try:
        with _path(name).open("rb") as file:
            yield from _decrypted(file, name)
    except OSError as error:
        raise UnreadableFile(f"{name} cannot be read: {error.strerror}") from error


def remove(name: UUID) -> None:
    """Removes the file; nothing happens when it is gone already."""
    _path(name).unlink(missing_ok=True)


def names() -> Iterator[UUID]:
    """What is stored. Files that are not ours are passed over."""
    for path in settings.ATTACHMENTS_DIRECTORY.glob("[0-9a-f][0-9a-f]/*"):
        try:
            name = UUID(hex=path.name)
        except ValueError:
            continue
        if path == _path(name):
            yield name


def sweep(*, named: Collection[UUID], before: datetime) -> int:
    """Removes files that none of `named` is the name of, and half-written ones, that were last written before
    `before`; returns how many. What is younger may be on its way to its row."""
    unnamed = [_path(name) for name in names() if name not in named]
    half_written = list((settings.ATTACHMENTS_DIRECTORY / _INCOMING).glob("*"))
    removed = 0
    for path in (*unnamed, *half_written):
        try:
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue  # it has just got its name, or another sweep was quicker
    return removed


def _path(name: UUID) -> Path:
    return Path(settings.ATTACHMENTS_DIRECTORY) / name.hex[:2] / name.hex


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key(salt: bytes, name: UUID) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"jobveu.attachment:" + name.bytes)
    return AESGCM(derived.derive(settings.KEYS.identity))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _encrypted(content: IO[bytes], name: UUID) -> Iterator[bytes]:
    salt = secrets.token_bytes(_SALT_BYTES)
    key = _key(salt, name)
    yield _VERSION + salt
    for number, (segment, last) in enumerate(_segments(content, _SEGMENT)):
        yield key.encrypt(_nonce(number, last=last), segment, None)


def _decrypted(file: IO[bytes], name: UUID) -> Iterator[bytes]:
    head = file.read(len(_VERSION) + _SALT_BYTES)
    if len(head) < len(_VERSION) + _SALT_BYTES or head[:1] != _VERSION:
        raise UnreadableFile(f"{name} is no stored file of a version that is known here")
    key = _key(head[1:], name)
    for number, (segment, last) in enumerate(_segments(file, _SEGMENT + _TAG_BYTES)):
        try:
            yield key.decrypt(_nonce(number, last=last), segment, None)
        except InvalidTag as error:
            raise UnreadableFile(f"{name} was changed, or stored with another key") from error


def _segments(file: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """The file in pieces of `size` bytes, each with whether it is the last; at least one, if only an empty one."""
    segment = file.read(size)
    while True:
        following = file.read(size)
        yield segment, not following
        if not following:
            return
        segment = following
