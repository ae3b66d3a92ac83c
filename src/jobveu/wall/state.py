"""Whether the wall stands in a database, and whether a role stands above it."""

from __future__ import annotations

import psycopg
from django.apps import apps

READ_POLICY = "wall_read"
"""The policy that every walled table has, which shows everything to the system."""

_ABOVE_SQL = """
SELECT rolname FROM pg_roles
 WHERE (rolsuper OR rolbypassrls) AND pg_has_role(session_user, oid, 'MEMBER') ORDER BY rolname
"""

_GAPS_SQL = """
SELECT wanted.name FROM unnest(%s::text[]) wanted(name) LEFT JOIN pg_class c ON c.oid = to_regclass(wanted.name)
 WHERE c.oid IS NULL OR NOT c.relrowsecurity OR NOT c.relforcerowsecurity
    OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = %s)
 ORDER BY 1
"""


def walled_tables() -> list[str]:
    """The tables that tell of persons: each room names its own (`walled` of its AppConfig). Needs django.setup()."""
    return sorted(table for config in apps.get_app_configs() for table in getattr(config, "walled", ()))


def is_above_policies(connection: psycopg.Connection) -> bool:
    """Whether PostgreSQL asks no policy for the role that is connected."""
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return row is not None and bool(row[0])


def roles_above(connection: psycopg.Connection) -> list[str]:
    """The roles above all policies that the connected role is, or could become."""
    return [name for (name,) in connection.execute(_ABOVE_SQL).fetchall()]


def gaps(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    """Those of the tables around which there is no wall, or one that does not hold against their owner."""
    return [name for (name,) in connection.execute(_GAPS_SQL, [tables, READ_POLICY]).fetchall()]
