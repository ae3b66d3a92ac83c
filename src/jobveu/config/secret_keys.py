"""The keys that the database must never hold: made once, kept in a folder only the service can read."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """`identity` encrypts persons' identities, `lookup` keys the hash by which a CPR number is found."""

    django_secret: str
    identity: bytes
    lookup: bytes


def load_keys(directory: Path) -> Keys:
    """Reads the keys, making those that do not exist yet. Losing `identity` means losing every name."""
    return Keys(
        django_secret=_key(directory, "django").hex(),
        identity=_key(directory, "identity"),
        lookup=_key(directory, "lookup"),
    )


def _key(directory: Path, name: str) -> bytes:
    path = directory / f"{name}.key"
    if not path.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two processes may start at once on a new machine: the first to link its file wins.
        draft = directory / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process made the key first; its key is the one that counts
        finally:
            draft.unlink()
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != KEY_BYTES:
        raise ValueError(f"The key file {path} must hold {KEY_BYTES} bytes in hexadecimal.")
    return key
