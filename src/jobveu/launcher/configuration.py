"""The configuration files of the embedded server: written anew at each start, owned by whoever starts it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from jobveu.launcher.places import PORT, ROLE

SUPERUSER = "postgres"
LOCAL = "local.conf"
"""A file beside the others for the administrator's own settings: made empty, then left alone."""


def write_configuration(
    *, home: Path, socket_directory: Path, system_users: Iterable[str], temporary: bool
) -> Path:
    """Writes `postgresql.conf`, `pg_hba.conf` and `pg_ident.conf` and returns the path of the first.

    Only `system_users` (accounts of the operating system) may connect, as the operating system vouches for
    them; no password and no trust. `temporary` gives up durability for speed, for tests.
    """
    directory = home / "config"
    directory.mkdir(exist_ok=True)
    directory.chmod(0o755)
    hba, ident, main = (directory / name for name in ("pg_hba.conf", "pg_ident.conf", "postgresql.conf"))
    _replace(hba, f"local all all peer map={ROLE}\n")
    _replace(
        ident,
        "".join(
            f"{ROLE} {_quoted(user)} {role}\n"
            for user in sorted(set(system_users))
            for role in (ROLE, SUPERUSER)
        ),
    )
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": _quoted(str(socket_directory)),
        "hba_file": str(hba),
        "ident_file": str(ident),
        "max_connections": "100",
        "shared_buffers": "256MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_line_prefix": "%m [%p] ",
        # Statements and details hold names and CPR numbers; the log shall not.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    if temporary:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings |= {
            "shared_buffers": "64MB",
            "autovacuum": "off",
            "max_wal_senders": "0",
            "wal_level": "minimal",
        }
    (directory / LOCAL).touch()
    lines = [f"{name} = '{_escaped(value)}'\n" for name, value in settings.items()]
    _replace(main, "".join([*lines, f"include '{LOCAL}'\n"]))
    return main


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "''")


def _replace(path: Path, text: str) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(draft, 0o644)  # the server reads it under another account; it holds no secret
    os.replace(draft, path)
