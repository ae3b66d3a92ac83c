"""The database beside the site's own while a backup is restored, and the exchange of the two.

The names are `<name>_restored` and `<name>_before_restore`; a comment on each says that a restore made it, and
without it neither is touched.
"""

from __future__ import annotations

import time

import psycopg
from psycopg import sql

from jobveu.launcher.errors import LauncherError
from jobveu.upkeep.backup.target import MAINTENANCE, Target

SECONDS_TO_LEAVE = 3
_LOOK_EVERY = 0.1
_MARK = "made by jobveu restore"
_LISTS = frozenset(
    {"search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries"}
)
"""Settings whose stored value is a list that is quoted already."""


class Databases:
    """The databases of one server that belong to a restore of `target`."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.draft = f"{target.name}_restored"
        self.previous = f"{target.name}_before_restore"

    def make_draft(self) -> None:
        """Makes an empty database of the site's own kind, locale, rights and settings."""
        self.drop_draft()
        with self._maintenance() as connection:
            row = connection.execute(
                "SELECT to_jsonb(d), pg_encoding_to_char(d.encoding), d.datlocprovider::text"
                " FROM pg_database d WHERE datname = %s",
                [self._target.name],
            ).fetchone()
            assert row is not None, "the site's own database has been connected to"
            kind, encoding, provider = row
            options = [
                sql.SQL("OWNER {}").format(sql.Identifier(self._target.role)),
                sql.SQL("TEMPLATE template0"),
                sql.SQL("ENCODING {}").format(sql.Literal(encoding)),
                sql.SQL("LC_COLLATE {}").format(sql.Literal(kind["datcollate"])),
                sql.SQL("LC_CTYPE {}").format(sql.Literal(kind["datctype"])),
                *_locale(provider, kind.get("datlocale") or kind.get("daticulocale")),
            ]
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} {}").format(
                        sql.Identifier(self.draft), sql.SQL(" ").join(options)
                    )
                )
            except psycopg.errors.DuplicateDatabase:
                raise LauncherError(
                    f"There is a database {self.draft} that no restore made. Rename it or drop it."
                ) from None
            except psycopg.errors.InsufficientPrivilege:
                raise LauncherError(
                    f"The role {self._target.role} may not make databases, and a backup is restored beside the "
                    f"present one. Let it for the time being: ALTER ROLE {self._target.role} CREATEDB"
                ) from None
            self._mark(connection, self.draft)
            self._copy_rights(connection)

    def swap(self) -> None:
        """Exchanges the two in one transaction. Raises LauncherError when somebody is connected."""
        self._rename((self._target.name, self.previous), (self.draft, self._target.name))

    def swap_back(self) -> None:
        """Undoes `swap`."""
        self._rename((self._target.name, self.draft), (self.previous, self._target.name))

    def swapped(self) -> bool:
        """Whether the exchange was made and the previous database is still there."""
        with self._maintenance() as connection:
            return self._is_ours(connection, self.previous)

    def drop_previous(self) -> None:
        self._drop(self.previous)

    def drop_draft(self) -> None:
        self._drop(self.draft)

    def refuse_others(self) -> None:
        """Raises LauncherError when anybody else is connected to the site's database. Whoever has just left is
        given a moment: the server counts them until it has cleared up after them."""
        until = time.monotonic() + SECONDS_TO_LEAVE
        with self._maintenance() as connection:
            while others := self._connected(connection):
                if time.monotonic() > until:
                    raise LauncherError(_others(others))
                time.sleep(_LOOK_EVERY)

    def _connected(self, connection: psycopg.Connection) -> int:
        row = connection.execute(
            # Only the server's own processes have no user; their kind is not shown to everybody.
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usesysid IS NOT NULL",
            [self._target.name],
        ).fetchone()
        return int(row[0]) if row else 0

    def _rename(self, *pairs: tuple[str, str]) -> None:
        with self._maintenance() as connection:
            connection.autocommit = False
            try:
                for old, new in pairs:
                    connection.execute(
                        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                            sql.Identifier(old), sql.Identifier(new)
                        )
                    )
                for _old, new in pairs:
                    if new == self._target.name:
                        comment = sql.SQL("COMMENT ON DATABASE {} IS NULL").format(sql.Identifier(new))
                        connection.execute(comment)
                    else:
                        self._mark(connection, new)
                connection.commit()
            except psycopg.errors.ObjectInUse:
                raise LauncherError(_others(1)) from None

    def _drop(self, name: str) -> None:
        with self._maintenance() as connection:
            if self._is_ours(connection, name):
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )

    def _copy_rights(self, connection: psycopg.Connection) -> None:
        """What pg_dump leaves out: who may connect, and settings tied to the database."""
        name, draft = self._target.name, sql.Identifier(self.draft)
        granted = connection.execute(
            "SELECT a.privilege_type, coalesce(r.rolname, ''), a.is_grantable FROM pg_database d,"
            " aclexplode(d.datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE d.datname = %s AND a.grantee <> d.datdba",
            [name],
        ).fetchall()
        own = connection.execute(
            "SELECT datacl IS NOT NULL FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if own is not None and own[0]:
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(draft))
        for privilege, role, grantable in granted:
            connection.execute(
                sql.SQL("GRANT {} ON DATABASE {} TO {} {}").format(
                    sql.SQL(privilege),
                    draft,
                    sql.Identifier(role) if role else sql.SQL("PUBLIC"),
                    sql.SQL("WITH GRANT OPTION" if grantable else ""),
                )
            )
        settings = connection.execute(
            "SELECT coalesce(r.rolname, ''), unnest(s.setconfig) FROM pg_db_role_setting s"
            " JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole"
            " WHERE d.datname = %s",
            [name],
        ).fetchall()
        for role, setting in settings:
            key, _equals, value = setting.partition("=")
            whose = (
                sql.SQL("ALTER ROLE {} IN DATABASE {}").format(sql.Identifier(role), draft)
                if role
                else sql.SQL("ALTER DATABASE {}").format(draft)
            )
            written = sql.SQL(value) if key in _LISTS else sql.Literal(value)
            connection.execute(sql.SQL("{} SET {} TO {}").format(whose, sql.Identifier(key), written))

    def _maintenance(self) -> psycopg.Connection:
        return self._target.connect(MAINTENANCE, as_admin=True)

    @staticmethod
    def _mark(connection: psycopg.Connection, name: str) -> None:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(_MARK))
        )

    @staticmethod
    def _is_ours(connection: psycopg.Connection, name: str) -> bool:
        row = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s AND shobj_description(oid, 'pg_database') = %s",
            [name, _MARK],
        ).fetchone()
        return row is not None


def _locale(provider: str, locale: str | None) -> list[sql.Composable]:
    match provider:
        case "b":
            return [
                sql.SQL("LOCALE_PROVIDER builtin BUILTIN_LOCALE {}").format(sql.Literal(locale)),
            ]
        case "i":
            return [sql.SQL("LOCALE_PROVIDER icu ICU_LOCALE {}").format(sql.Literal(locale))]
        case _:
            return [sql.SQL("LOCALE_PROVIDER libc")]


def _others(count: int) -> str:
    return (
        f"Somebody is connected to the database ({count} connection{'' if count == 1 else 's'}): stop the site on "
        "every machine that uses it, then restore."
    )
