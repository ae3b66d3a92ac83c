"""Where the embedded PostgreSQL lives. The launcher and Django's settings both ask here, and only here."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

PORT = 5432
"""Part of the socket's file name; nothing listens on the network."""
ROLE = "jobveu"
DATABASE = "jobveu"
LONGEST_SOCKET_PATH = 107
"""Bytes that fit in the operating system's address of a Unix socket."""
SHORT_DIRECTORY = Path("/tmp")  # noqa: S108 - TMPDIR may differ between the server's and its clients' sessions


def own_directory(data_directory: Path) -> Path:
    """The folder that the launcher keeps in the data directory."""
    return data_directory.resolve() / "postgres"


def relocation_record(data_directory: Path) -> Path:
    """The file that names another folder, when the server's account cannot reach the data directory."""
    return own_directory(data_directory) / "elsewhere"


def postgres_home(data_directory: Path) -> Path:
    """The folder with `data`, `socket`, `log` and `config`."""
    record = relocation_record(data_directory)
    if record.is_file():
        return Path(record.read_text(encoding="utf-8").strip())
    return own_directory(data_directory)


def socket_directory(data_directory: Path) -> Path:
    """The folder of the server's socket: in its home, or a short one when the home's path is too long."""
    return socket_directory_of(postgres_home(data_directory))


def socket_directory_of(home: Path) -> Path:
    """The same, for a known home."""
    directory = home / "socket"
    if len(os.fsencode(directory / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return directory
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return SHORT_DIRECTORY / f"jobveu-{digest}"
