"""Which keys a backup was made with, without telling them."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

_PURPOSE = b"jobveu.backup.key-fingerprint"
WITHOUT_CONSEQUENCE = frozenset({"django"})
"""Keys that no stored value depends on: with another one, people log in anew and unused links end."""


def fingerprints(directory: Path) -> dict[str, str]:
    """By the name of each key file: its HMAC of a constant. Makes no key; a missing folder has none."""
    return {
        path.stem: hmac.digest(path.read_bytes().strip(), _PURPOSE, hashlib.sha256).hex()[:32]
        for path in sorted(directory.glob("*.key"))
        if not path.name.startswith(".")
    }


def unlike(recorded: dict[str, str], present: dict[str, str]) -> list[str]:
    """The names of the keys that stored values depend on and that are missing here or others than recorded."""
    return sorted(
        name
        for name, value in recorded.items()
        if name not in WITHOUT_CONSEQUENCE and present.get(name) != value
    )
