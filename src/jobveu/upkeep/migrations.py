"""Which migrations this version has, and which the database has had."""

from __future__ import annotations

from functools import cache

from django.contrib.postgres.operations import CreateExtension
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from django.db.migrations.loader import MigrationLoader

Migration = tuple[str, str]
"""App and name."""


@cache
def known_migrations() -> frozenset[Migration]:
    """Every migration that this version of the site brings. Asks no database; read once per process."""
    return frozenset(_loader().disk_migrations)


@cache
def needed_extensions() -> frozenset[str]:
    """The extensions of PostgreSQL that this version's migrations make."""
    return frozenset(
        operation.name
        for migration in _loader().disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, CreateExtension)
    )


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


def applied_migrations(*, using: str = DEFAULT_DB_ALIAS) -> frozenset[Migration]:
    """Every migration that the database has had: one statement. None at all in an empty database."""
    with connections[using].cursor() as cursor:
        try:
            cursor.execute("SELECT app, name FROM django_migrations")
        except ProgrammingError:  # no such table
            return frozenset()
        return frozenset((str(app), str(name)) for app, name in cursor.fetchall())


def pending_migrations(*, using: str = DEFAULT_DB_ALIAS) -> frozenset[Migration]:
    """What is still to be applied. (`migrate` records a squashed migration together with those it replaces.)"""
    return known_migrations() - applied_migrations(using=using)
