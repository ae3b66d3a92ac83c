"""The database: whether it answers, and is such as the site needs it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from jobveu.upkeep.doctor.findings import Finding, error, ok, warning
from jobveu.upkeep.migrations import applied_migrations, known_migrations, needed_extensions
from jobveu.upkeep.reports import CHECKS
from jobveu.wall.state import gaps, roles_above, walled_tables

OLDEST = 150000
MANY_CONNECTIONS = 0.8
CLOCKS_APART, CLOCKS_FAR_APART = timedelta(seconds=2), timedelta(minutes=1)


def check_database() -> Iterator[Finding]:
    """Everything about it; only that it does not answer, where it does not."""
    try:
        version = connection.cursor().connection.info.server_version
    except (DatabaseError, InterfaceError) as problem:
        yield error(
            "database",
            f"It does not answer: {str(problem).splitlines()[0]}",
            "Is the server running, and is JOBVEU_DATABASE_URL right? The site shows a page of apology meanwhile.",
        )
        return
    what = f"PostgreSQL {version // 10000}.{version % 10000} answers."
    if version < OLDEST:
        yield error("database", f"{what} 15 is the oldest that will do.", "Move to a newer server.")
    else:
        yield ok("database", what)
    yield from _locale()
    yield from _extensions()
    yield from _damage()
    yield from _connections()
    yield from _migrations()
    yield from check_wall()
    yield from check_clock(machine=datetime.now(UTC))
    yield from check_stored_files()


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        return row[0] if row else None


def _locale() -> Iterator[Finding]:
    if _one("SELECT upper('æøå') = 'ÆØÅ' AND 'æ' ~ '^[[:alpha:]]$' AND getdatabaseencoding() = 'UTF8'"):
        yield ok("locale", "The database knows Danish letters.")
    else:
        yield error(
            "locale",
            "The database does not know that Æ is the capital of æ; searches would miss Danish names.",
            "Make it anew with the locale in the README (A real PostgreSQL server), and restore a backup into it.",
        )


def _extensions() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        found = {name for (name,) in cursor.fetchall()}
    missing = sorted(needed_extensions() - found)
    if missing:
        yield error(
            "extensions",
            f"The database lacks {', '.join(missing)}.",
            "Install PostgreSQL's contrib package on the server, then start the site: its migrations make them.",
        )
    else:
        yield ok("extensions", f"All that are needed: {', '.join(sorted(needed_extensions()))}.")


def _damage() -> Iterator[Finding]:
    failures = _one(
        "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()"
    )
    if failures:
        yield error(
            "damage",
            f"PostgreSQL has found {failures} damaged pages: the disk has lost data.",
            "Back up what can be read, check the disk, and restore the last good backup on another.",
        )


def _connections() -> Iterator[Finding]:
    used = _one("SELECT count(*) FROM pg_stat_activity WHERE usesysid IS NOT NULL")
    allowed = int(_one("SHOW max_connections"))
    if used > MANY_CONNECTIONS * allowed:
        yield warning(
            "connections",
            f"{used} of {allowed} connections are in use; when there are none left, people are turned away.",
            "Lower --workers or --threads, or raise max_connections.",
        )


def _migrations() -> Iterator[Finding]:
    applied = applied_migrations()
    pending = known_migrations() - applied
    ours = {app for app, _name in known_migrations()}
    unknown = sorted(f"{app}.{name}" for app, name in applied - known_migrations() if app in ours)
    if unknown:
        yield error(
            "migrations",
            f"The database has been changed by a newer version of jobveu ({', '.join(unknown[:3])}).",
            "Run that version or a later one; never an older one on this database.",
        )
    elif pending:
        yield error(
            "migrations",
            f"{len(pending)} changes of the tables are still to be made; the site is not ready (/readyz).",
            "jobveu run makes them when it starts; so does jobveu manage migrate.",
        )
    else:
        yield ok("migrations", "All applied.")
        for check in CHECKS.values():
            yield from check()


def check_wall() -> Iterator[Finding]:
    """That no query of the site can read another job centre's persons: row-level security holds for its role."""
    with connection.cursor() as cursor:
        raw = cursor.connection
        above, open_tables = roles_above(raw), gaps(raw, walled_tables())
    if above:
        yield error(
            "wall",
            f"The site's role is, or can become, {', '.join(above)}, for which row-level security does not hold: an "
            "error in a page could show another job centre's persons.",
            "Give the site a role of its own that owns its database: ALTER ROLE … NOSUPERUSER NOBYPASSRLS.",
        )
    if open_tables:
        yield error(
            "wall",
            f"Row-level security is not in force for {', '.join(open_tables)}.",
            "Apply the migrations. If they are applied, somebody has changed it: restore a backup, or put the policies "
            "of jobveu/candidates/migrations back.",
        )
    if not above and not open_tables:
        yield ok("wall", "Row-level security is in force around persons, for the site's role too.")


def check_clock(*, machine: datetime) -> Iterator[Finding]:
    """The machine's clock against the database's, and against the latest thing that was written down. Whether
    both are right cannot be told from here."""
    apart = abs(_one("SELECT clock_timestamp()") - machine)
    todo = "Let both machines keep time by NTP (on Debian: timedatectl set-ntp true)."
    if apart > CLOCKS_FAR_APART:
        what = f"The clocks of this machine and of the database are {apart.total_seconds():.0f} s apart."
        yield error("clock", f"{what} Deadlines and sessions would be wrong.", todo)
    elif apart > CLOCKS_APART:
        yield warning(
            "clock",
            f"The clocks of this machine and of the database are {apart.total_seconds():.0f} s apart.",
            todo,
        )
    latest = _one("SELECT max(at) FROM common_auditentry") if _one(_HAS_AUDIT) else None
    if latest is not None and latest > machine + CLOCKS_FAR_APART:
        yield error(
            "clock",
            f"The latest record is of {latest:%d %B %Y %H:%M} UTC, which this machine's clock has not reached: it is "
            "slow now, or was fast then.",
            todo,
        )
    elif apart <= CLOCKS_APART:
        yield ok(
            "clock",
            "This machine, the database and the latest record agree. Whether they are right is not checked: that needs "
            "a time server.",
        )


def check_stored_files() -> Iterator[Finding]:
    """That every attachment that the database knows has its file, where it is stored."""
    if not _one("SELECT to_regclass('attachments_attachment') IS NOT NULL"):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT stored_as FROM attachments_attachment")
        names = [name.hex for (name,) in cursor.fetchall()]
    folder = settings.ATTACHMENTS_DIRECTORY
    missing = sum(not (folder / name[:2] / name).is_file() for name in names)
    if missing:
        yield error(
            "stored files",
            f"{missing} of {len(names)} attachments have no file in {folder}: nobody can fetch them.",
            "Put the files back from a backup, or restore the backup that database and files are both in.",
        )
    else:
        yield ok("stored files", f"All {len(names)} attachments have their file.")


_HAS_AUDIT = "SELECT to_regclass('common_auditentry') IS NOT NULL"
