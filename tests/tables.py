"""The tests' tables: made once for all workers, by the first that needs a database, and copied for each.

To copy them takes a sixth of the time that it takes to empty them: after a test that has committed, its database goes,
and the next test finds a new copy.
"""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from jobveu.launcher.locks import exclusive
from jobveu.launcher.places import DATABASE
from jobveu.launcher.postgres import SECONDS_TO_START, EmbeddedPostgres
from jobveu.upkeep.backup.target import embedded_target
from tests.settings import TEST_SERVER

MADE = "jobveu_tables"
"""The database that is copied. Nobody connects to it."""
DRAFT = "jobveu_tables_draft"


def use_a_copy(name: str) -> None:
    """From here on this process's database is a new one with this name: every table, and nothing of the tests."""
    TEST_SERVER.start()
    lock = Path(TEST_SERVER.data_directory) / "tables.lock"
    with exclusive(lock, seconds=SECONDS_TO_START, waiting_for="it makes the tests' tables"):
        if not _exists(MADE):
            _make()
    _copy(name)
    _use(name)


def renew() -> None:
    """What has been committed to this process's database is gone, and whoever else is connected to it is not any more."""
    name = connection.settings_dict["NAME"]
    connections.close_all()
    _drop(name)
    _copy(name)


def give_to_a_site(folder: Path) -> None:
    """The embedded database of a site in `folder` is made and gets every table, as if the site had run before. For tests
    whose subject is not that a site makes its tables itself (that is tests/launcher/test_run.py)."""
    lent, dump = f"lent_{os.getpid()}", folder.parent / "tables.dump"
    site = EmbeddedPostgres(folder)
    _copy(lent)  # nobody connects to what is copied
    try:
        embedded_target(TEST_SERVER).run(
            "pg_dump", "--format=custom", f"--file={dump}", database=lent, as_admin=True
        )
        with site.in_use():
            embedded_target(site).run("pg_restore", dump, database=DATABASE)
    finally:
        _drop(lent)
        dump.unlink()


def _make() -> None:
    """Under another name until it is whole."""
    _run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DRAFT)))
    _use(DRAFT)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    _run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(DRAFT), sql.Identifier(MADE)))


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _copy(name: str) -> None:
    _run(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(MADE)
        )
    )


def _drop(name: str) -> None:
    _run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _exists(name: str) -> bool:
    with _maintenance() as server:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _run(statement: sql.Composed) -> None:
    with _maintenance() as server:
        server.execute(statement)


def _maintenance() -> psycopg.Connection:
    own = connection.settings_dict
    return psycopg.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], dbname="postgres", autocommit=True
    )
