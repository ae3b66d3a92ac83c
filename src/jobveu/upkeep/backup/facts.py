"""What a database holds, so that two can be compared: rows, sums, sequences, extensions, migrations, roles."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

EMPTIED = ("django_session", "django_cache")
"""Tables whose rows are left out of a backup: whoever has a session's number is logged in with it."""

_FIXED = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'hex'"
)
"""How values are written as text, the same on both sides of a comparison."""
_OWN = """
    n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%%'
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'
                    AND d.classid = 'pg_class'::regclass)
"""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """`checksum` is a sum over the rows' MD5, whatever their order. It finds damage, not forgery."""

    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared. Tables and sequences go by "schema.name", roles are those that rights are granted to."""

    tables: dict[str, TableFacts]
    sequences: dict[str, int | None]
    extensions: dict[str, str]
    migrations: list[tuple[str, str]]
    roles: list[str]


def facts_of(connection: psycopg.Connection) -> Facts:
    """Reads everything once; inside a REPEATABLE READ transaction, as of one moment (sequences excepted)."""
    for statement in _FIXED.split("; "):
        connection.execute(statement)
    tables = {
        f"{schema}.{name}": _table(connection, schema, name) for schema, name in _relations(connection, "rp")
    }
    extensions = connection.execute("SELECT extname, extversion FROM pg_extension ORDER BY 1").fetchall()
    migrations: list[tuple[str, str]] = []
    if "public.django_migrations" in tables:
        found = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        migrations = [(app, name) for app, name in found]
    return Facts(
        tables=tables,
        sequences=sequences_of(connection),
        extensions=dict(extensions),
        migrations=migrations,
        roles=_roles(connection),
    )


def sequences_of(connection: psycopg.Connection) -> dict[str, int | None]:
    """How far each has counted; None for one that has not begun."""
    return dict(
        connection.execute(
            "SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences ORDER BY 1"
        ).fetchall()
    )


def differences(expected: Facts, found: Facts) -> list[str]:
    """What of `expected` is not in `found`, a line each. Sequences may have gone on counting."""
    lines = []
    for name, table in expected.tables.items():
        other = found.tables.get(name)
        if other is None:
            lines.append(f"the table {name} is missing")
        elif name.partition(".")[2] in EMPTIED:
            continue
        elif other.rows != table.rows:
            lines.append(f"the table {name} has {other.rows} rows instead of {table.rows}")
        elif other.checksum != table.checksum:
            lines.append(f"the table {name} holds other values")
    for name, last in expected.sequences.items():
        if name not in found.sequences:
            lines.append(f"the sequence {name} is missing")
        elif last is not None and (found.sequences[name] or 0) < last:
            lines.append(f"the sequence {name} would count again from {found.sequences[name]}")
    lines += [f"the extension {name} is missing" for name in expected.extensions.keys() - found.extensions]
    return lines


def table_count(connection: psycopg.Connection) -> int:
    """How many tables of its own the database has."""
    return len(_relations(connection, "rp"))


def _relations(connection: psycopg.Connection, kinds: str) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"  # noqa: S608
        f" WHERE c.relkind = ANY(%s) AND {_OWN} ORDER BY 1, 2",
        [list(kinds)],
    ).fetchall()
    return [(schema, name) for schema, name in rows]


def _table(connection: psycopg.Connection, schema: str, name: str) -> TableFacts:
    row = connection.execute(
        sql.SQL(
            "SELECT count(*), coalesce(sum(('x' || left(md5({row}::text), 15))::bit(60)::bigint), 0)::text"
            " FROM {table} AS {row}"
        ).format(table=sql.Identifier(schema, name), row=sql.Identifier("the row"))
    ).fetchone()
    assert row is not None
    return TableFacts(rows=row[0], checksum=row[1])


def _roles(connection: psycopg.Connection) -> list[str]:
    """Whom rights or policies name, besides everybody and the owners."""
    rows = connection.execute(
        "SELECT rolname FROM pg_roles WHERE oid IN ("  # noqa: S608
        " SELECT (aclexplode(c.relacl)).grantee FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE {_OWN}"
        " UNION SELECT (aclexplode(a.attacl)).grantee FROM pg_attribute a"
        "  JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE {_OWN}"
        " UNION SELECT (aclexplode(c.proacl)).grantee FROM pg_proc c JOIN pg_namespace n"
        "  ON n.oid = c.pronamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')"
        " UNION SELECT (aclexplode(nspacl)).grantee FROM pg_namespace"
        "  WHERE nspname NOT IN ('pg_catalog', 'information_schema')"
        " UNION SELECT (aclexplode(defaclacl)).grantee FROM pg_default_acl"
        " UNION SELECT unnest(polroles) FROM pg_policy"
        ") AND oid NOT IN (SELECT relowner FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
        " AND rolname NOT LIKE 'pg\\_%%' AND NOT rolsuper ORDER BY 1",
        [],
    ).fetchall()
    return [name for (name,) in rows]
