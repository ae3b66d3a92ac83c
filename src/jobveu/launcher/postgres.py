"""An embedded PostgreSQL for one data directory: made, started, reused, recovered and stopped.

The server listens on a Unix socket only and lets in only the accounts of the operating system that the
launcher names (peer authentication). Nothing here needs Django.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from jobveu.launcher.accounts import Account, can_enter, current_account, run_as, server_account
from jobveu.launcher.binaries import programs_directory
from jobveu.launcher.configuration import SUPERUSER, write_configuration
from jobveu.launcher.errors import LauncherError
from jobveu.launcher.locks import exclusive, shared
from jobveu.launcher.places import (
    DATABASE,
    PORT,
    ROLE,
    own_directory,
    postgres_home,
    relocation_record,
    socket_directory_of,
)

MAJOR_VERSION = "18"
RELOCATED = Path("/var/lib/jobveu")
"""Where the files go when the server's account cannot reach the data directory (a project under /root)."""
SECONDS_TO_START = 600
"""Replaying the log after a crash takes its time; PostgreSQL is not interrupted in it."""
SECONDS_TO_STOP = 60
SECONDS_TO_LEAVE = 30
"""How long the remains of a killed server may hold its files before the start is given up."""
PAUSE = 0.05
LOG = "postgresql.log"
LARGEST_LOG = 10_000_000
"""Bytes; a longer log is put aside at the next start."""
STILL_HELD = ("lock file", "pre-existing shared memory block", "the database system is")
"""What PostgreSQL says while another server, or what is left of a killed one, still holds the files."""


@dataclass(frozen=True, slots=True)
class Status:
    """What `jobveu database status` shows. `pid` is None when the server does not run."""

    pid: int | None
    version: str
    home: Path
    socket_directory: Path
    kept: bool


def _silent(_message: str) -> None:
    """The default listener: says nothing."""


class EmbeddedPostgres:
    """The embedded server of one data directory.

    `temporary` gives up durability and lets the role make databases: for tests. `say` is told, in a few
    words, what takes time. Every method raises LauncherError with a message for the person who started it.
    """

    def __init__(
        self,
        data_directory: Path,
        *,
        temporary: bool = False,
        say: Callable[[str], None] = _silent,
        relocated: Path = RELOCATED,
    ) -> None:
        self.data_directory = data_directory.resolve()
        self._temporary = temporary
        self._say = say
        self._relocated = relocated

    @property
    def home(self) -> Path:
        return postgres_home(self.data_directory)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket_directory(self) -> Path:
        return socket_directory_of(self.home)

    @property
    def url(self) -> str:
        """The address for JOBVEU_DATABASE_URL."""
        socket = quote(str(self.socket_directory), safe="/")
        return f"postgresql://{ROLE}@/{DATABASE}?host={socket}&port={PORT}"

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """The server runs inside the block. The last user to leave stops it, unless `keep` was called."""
        own = self._own_directory()
        with shared(own / "in-use", last_one_out=self._stop_unless_kept):
            self.start()
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The server runs inside the block, and nobody else begins to use it. Raises LauncherError when
        somebody does already."""
        own = self._own_directory()
        with exclusive(
            own / "in-use", seconds=0, waiting_for="the site runs, or another command; stop it first"
        ):
            self.start()
            try:
                yield
            finally:
                self._stop_unless_kept()

    def start(self, *, unless_stopped: bool = False) -> bool:
        """Starts the server, making the database if there is none. False when it ran already, and, with
        `unless_stopped`, when somebody has stopped it in the meantime."""
        own = self._own_directory()
        with exclusive(own / "lock", seconds=SECONDS_TO_START, waiting_for="it starts or stops the database"):
            if unless_stopped and self._stopped.exists():
                return False
            self._stopped.unlink(missing_ok=True)
            self._choose_home()
            if self._answers():
                return False
            account = server_account(self.data)
            programs = programs_directory(account, self.home)
            self._make_directories(account)
            if not (self.data / "PG_VERSION").exists():
                self._initialise(account, programs)
            self._check_version()
            write_configuration(
                home=self.home,
                socket_directory=self.socket_directory,
                system_users={account.name, current_account().name, pwd.getpwuid(0).pw_name},
                temporary=self._temporary,
            )
            self._launch(account, programs)
            self._ensure_database()
            return True

    def restart_if_dead(self) -> bool:
        """Starts the server again when it has died without being stopped. True when this started it.

        Costs next to nothing while it lives. Whoever stopped it meant it: then it stays stopped.
        """
        if self._postmaster() is not None or self._stopped.exists():
            return False
        return self.start(unless_stopped=True)

    def stop(self) -> bool:
        """Stops the server, ending open connections. False when it did not run."""
        if not self.home.is_dir():
            return False
        own = self._own_directory()
        with exclusive(own / "lock", seconds=SECONDS_TO_START, waiting_for="it starts or stops the database"):
            self._kept.unlink(missing_ok=True)
            self._stopped.touch()
            if self._postmaster() is None:
                return False
            account = server_account(self.data)
            programs = programs_directory(account, self.home)
            options = ("-D", "data", "-m", "fast", "-w", "-t", str(SECONDS_TO_STOP))
            result = run_as(account, [programs / "pg_ctl", "stop", *options], cwd=self.home)
            if result.returncode != 0 and self._postmaster() is not None:
                raise LauncherError(f"PostgreSQL does not stop: {result.stdout.strip()}")
            return True

    def keep(self) -> None:
        """The server goes on running after its last user has left, until `stop`."""
        self._kept.touch()

    def status(self) -> Status:
        """Raises nothing; a data directory without a database has no pid."""
        try:
            version = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError:
            version = ""
        return Status(
            pid=self._postmaster(),
            version=version,
            home=self.home,
            socket_directory=self.socket_directory,
            kept=self._kept.exists(),
        )

    def remove(self) -> None:
        """Stops the server and deletes the database with everything in it. For temporary servers."""
        self.stop()
        home, short = self.home, self.socket_directory
        shutil.rmtree(home, ignore_errors=True)
        if not short.is_relative_to(home):
            shutil.rmtree(short, ignore_errors=True)
        shutil.rmtree(own_directory(self.data_directory), ignore_errors=True)

    # Where the files lie

    @property
    def _kept(self) -> Path:
        return own_directory(self.data_directory) / "keep-running"

    @property
    def _stopped(self) -> Path:
        """Tells a server that somebody stopped from one that died."""
        return own_directory(self.data_directory) / "stopped"

    def _own_directory(self) -> Path:
        own = own_directory(self.data_directory)
        try:
            for directory in (self.data_directory, own):
                if not directory.exists():
                    directory.mkdir(parents=True, exist_ok=True)
                    directory.chmod(0o755)
        except OSError as error:
            raise LauncherError(
                f"Cannot make the folder {own}: {error.strerror}. "
                "Set JOBVEU_DATA to a folder that you may write."
            ) from None
        return own

    def _choose_home(self) -> None:
        """Moves the place of the files when the server's account cannot reach the data directory."""
        own, record = own_directory(self.data_directory), relocation_record(self.data_directory)
        if record.is_file():
            self._check_relocation()
            return
        account = server_account(own / "data")
        if account.is_me or can_enter(account, own):
            return
        if (own / "data").exists():
            raise LauncherError(
                f"The database's files lie in {own}, which {account.name}, the account that owns them, "
                "can no longer reach. Make every folder above them passable (chmod o+x)."
            )
        home = self._relocated / secrets.token_hex(4)
        try:
            for directory in (self._relocated, home):
                directory.mkdir(parents=True, exist_ok=True)
                directory.chmod(0o755)
        except OSError as error:
            raise LauncherError(
                f"{account.name}, the account that runs PostgreSQL, cannot reach {own}, and {home} cannot be "
                f"made: {error.strerror}. Set JOBVEU_DATA to a folder that every account can pass through."
            ) from None
        if not can_enter(account, home):
            raise LauncherError(
                f"{account.name}, the account that runs PostgreSQL, can reach neither {own} nor {home}. "
                "Set JOBVEU_DATA to a folder that every account can pass through."
            )
        (home / "belongs-to").write_text(f"{self.data_directory}\n", encoding="utf-8")
        record.write_text(f"{home}\n", encoding="utf-8")
        self._say(f"{account.name} cannot reach {own}; the database's files go to {home}")

    def _check_relocation(self) -> None:
        """A copied data directory would share its database with the original: that is refused."""
        belongs = self.home / "belongs-to"
        if not belongs.is_file():
            record = relocation_record(self.data_directory)
            raise LauncherError(
                f"{record} says that the database's files are in {self.home}, but they are not. "
                f"Bring them back, or remove {record} to begin with an empty database."
            )
        owner = Path(belongs.read_text(encoding="utf-8").strip())
        if owner == self.data_directory:
            return
        if relocation_record(owner).is_file() and postgres_home(owner) == self.home:
            raise LauncherError(
                f"{self.data_directory} is a copy of {owner}, and both name the database in {self.home}. "
                f"Remove {relocation_record(self.data_directory)} to begin with an empty database here."
            )
        belongs.write_text(f"{self.data_directory}\n", encoding="utf-8")

    def _make_directories(self, account: Account) -> None:
        for directory in (self.socket_directory, self.home / "log"):
            try:
                directory.mkdir(mode=0o700)
            except FileExistsError:
                found = directory.lstat()
                # A folder of somebody else's under the name of our socket would be a server of theirs.
                if directory.is_symlink() or found.st_uid not in {account.uid, os.geteuid()}:
                    raise LauncherError(
                        f"{directory} exists and does not belong to {account.name}. Remove it."
                    ) from None
            if not account.is_me:
                os.chown(directory, account.uid, account.gid, follow_symlinks=False)
            directory.chmod(0o700)

    # The database's files

    def _initialise(self, account: Account, programs: Path) -> None:
        self._say("making a database (PostgreSQL 18)")
        if self.data.exists() and any(self.data.iterdir()):
            raise LauncherError(
                f"{self.data} holds files, but no database. Move it away, or set JOBVEU_DATA to another one."
            )
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)  # what an interrupted first start left
        draft.mkdir(mode=0o700)
        if not account.is_me:
            os.chown(draft, account.uid, account.gid)
        command: list[str | Path] = [
            *(programs / "initdb", "-D", draft.name, f"--username={SUPERUSER}", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"),
            # With the character classes of C, pg_trgm and the text search parser do not know æ, ø and å.
            *("--locale=C", "--lc-ctype=C.UTF-8"),
            *("--data-checksums", "--auth=peer", "--no-instructions"),
        ]
        if self._temporary:
            command.append("--no-sync")
        result = run_as(account, command, cwd=self.home)
        if result.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise LauncherError(
                f"PostgreSQL cannot make a database in {self.data}: {_last_lines(result.stdout)}"
            )
        if self.data.exists():
            self.data.rmdir()
        draft.rename(self.data)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != MAJOR_VERSION:
            raise LauncherError(
                f"The database in {self.data} was made by PostgreSQL {found}; "
                f"this is PostgreSQL {MAJOR_VERSION}. Dump it with the old one and restore it with this."
            )

    # Starting

    def _launch(self, account: Account, programs: Path) -> None:
        command: list[str | Path] = [
            *(programs / "pg_ctl", "start", "-D", "data", "-w", "-t", str(SECONDS_TO_START), "-s"),
            *("-l", f"log/{LOG}", "-o", "-c config_file=config/postgresql.conf"),
        ]
        log = self.home / "log" / LOG
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old"))
        deadline = time.monotonic() + SECONDS_TO_LEAVE
        while True:
            self._remove_stale_locks()
            seen = log.stat().st_size if log.exists() else 0
            result = run_as(account, command, cwd=self.home)
            if result.returncode == 0 and self._answers():
                return
            said = log.read_bytes()[seen:].decode(errors="replace") if log.exists() else ""
            reason = said or result.stdout
            if not any(sign in reason for sign in STILL_HELD) or time.monotonic() > deadline:
                raise LauncherError(f"PostgreSQL does not start: {_last_lines(reason)}\nIts log is {log}.")
            # After a kill -9 the last processes of the old server need a moment to end.
            time.sleep(PAUSE)
            if self._answers():
                return

    def _answers(self) -> bool:
        """Whether our own server takes connections."""
        try:
            with self._connect() as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return row is not None and Path(row[0]) == self.data

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_directory),
            port=PORT,
            user=SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=10,
        )

    def _ensure_database(self) -> None:
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                statement = "CREATE ROLE {} LOGIN CREATEDB" if self._temporary else "CREATE ROLE {} LOGIN"
                connection.execute(sql.SQL(statement).format(sql.Identifier(ROLE)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(ROLE)
                    )
                )

    # The server's process

    def _postmaster(self) -> int | None:
        """The process that the pid file names, if it lives and is a PostgreSQL server."""
        pid = _recorded_pid(self.data / "postmaster.pid")
        return pid if pid is not None and is_server_of(pid, self.data) else None

    def _remove_stale_locks(self) -> None:
        """PostgreSQL itself replaces what a dead server left, but not when its number went to another process
        or when the dead process has not been reaped. It still refuses to start while a process of the old
        server holds its shared memory.
        """
        for path in (self.data / "postmaster.pid", self.socket_directory / f".s.PGSQL.{PORT}.lock"):
            pid = _recorded_pid(path)
            if pid is not None and not is_server_of(pid, self.data):
                path.unlink(missing_ok=True)

    def _stop_unless_kept(self) -> None:
        if not self._kept.exists():
            self.stop()


def _recorded_pid(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="utf-8", errors="replace").split("\n")[0])
    except (OSError, ValueError):
        return None


def is_server_of(pid: int, data: Path) -> bool:
    """Whether the process is a living PostgreSQL server of these files, not another that got its number."""
    process = Path("/proc") / str(pid)
    try:
        command = (process / "cmdline").read_bytes().split(b"\0")[0]
        directory = (process / "cwd").readlink()
    except OSError:
        return False  # ended, ended and not reaped, or another account's
    return os.path.basename(command) == b"postgres" and directory == data.resolve()


def _last_lines(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return " / ".join(lines[-4:]) or "it gave no reason"
