"""Fills tables with PostgreSQL's COPY: columns that a row leaves out get the field's default.

The history of the tables filled is not kept meanwhile (`without_history`): nobody made those changes, and at 100
times the real volume they would be as many rows again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from jobveu.common.history import tracked
from jobveu.wall.state import walled_tables


def copy_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Copies rows, given as attname → value, into the model's table; returns how many.

    All rows name the same columns. Ids are given by the caller; `finish` moves the sequences past them.
    """
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return 0
    fields = [field for field in model._meta.local_fields if not getattr(field, "generated", False)]
    given = [field for field in fields if field.attname in first]
    defaulted = [field for field in fields if field.attname not in first and not field.primary_key]
    defaults = [_plain(field, field.get_default()) for field in defaulted]
    columns = ", ".join(f'"{field.column}"' for field in given + defaulted)
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        row: Mapping[str, Any] | None = first
        while row is not None:
            copy.write_row([_plain(field, row[field.attname]) for field in given] + defaults)
            count += 1
            row = next(iterator, None)
    return count


@contextmanager
def without_wall() -> Iterator[None]:
    """PostgreSQL copies into no table whose row-level security holds for the one who copies."""
    _force("NO FORCE")
    try:
        yield
    finally:
        _force("FORCE")


def _force(how: str) -> None:
    with connection.cursor() as cursor:
        for table in walled_tables():
            cursor.execute(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")


@contextmanager
def without_history() -> Iterator[None]:
    """Rows added in the block are not recorded. Only the tables' owner can do this, and the next
    `manage keep_history` would find them."""
    _switch_history("DISABLE")
    yield
    _switch_history("ENABLE")


def _switch_history(verb: str) -> None:
    with connection.cursor() as cursor:
        for model in tracked().values():
            for trigger in ("history_of_insert", "history_of_update"):
                cursor.execute(f"ALTER TABLE {model._meta.db_table} {verb} TRIGGER {trigger}")


def finish(*tables: type[models.Model]) -> None:
    """Moves the sequences of the tables past their ids, and tells the planner what is in the database."""
    with connection.cursor() as cursor:
        for model in tables:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), (SELECT max({key}) FROM {table}))",  # noqa: S608
                [table, key],
            )
        cursor.execute("VACUUM ANALYZE")


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return value.value if isinstance(value, models.Choices) else value
