"""Django's PostgreSQL backend, whose connections know who acts (settings.DATABASES: ENGINE "jobveu.wall").

Before a cursor is given out, the connection has been told what `acting.current()` says: one statement when it
differs from what was told last, none otherwise. Settings of a session go back with a transaction, so what was
told is forgotten at every rollback.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Self

from django.db.backends.postgresql import base
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from psycopg.pq import TransactionStatus

from jobveu.wall.acting import SETTINGS, Acting, as_system, current

_TELL = "SELECT " + ", ".join(f"set_config('{name}', %s, false)" for name in SETTINGS)


class SchemaEditor(DatabaseSchemaEditor):
    """Migrations are the system's: one that changes persons must not find none."""

    def __enter__(self) -> Self:
        self._as_system = ExitStack()
        self._as_system.enter_context(as_system())
        return super().__enter__()

    def __exit__(self, *what: Any) -> None:
        with self._as_system:
            super().__exit__(*what)


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._told: Acting | None = None
        self.transaction_number = 0
        """Another in each transaction that Django begins: tells whoever says something for one of them only."""

    def _set_autocommit(self, autocommit: bool) -> None:
        self.transaction_number += 1
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # not in the stubs

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._told = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        self._tell()
        return super().create_cursor(name)

    def _tell(self) -> None:
        wanted = current()
        # In a transaction that has failed nothing can be told, nor read: its rollback has to come first.
        if self._told == wanted or self.connection.info.transaction_status is TransactionStatus.INERROR:
            return
        with self.wrap_database_errors:
            self.connection.execute(_TELL, wanted.values)
        self._told = wanted

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._told = None

    def _savepoint_rollback(self, sid: str) -> None:
        try:
            super()._savepoint_rollback(sid)  # type: ignore[misc]  # not in the stubs
        finally:
            self._told = None
