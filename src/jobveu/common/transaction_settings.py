"""Settings that the database knows in each transaction of a block, and in no other: who acts, for triggers and
policies to read with current_setting('jobveu.…', true).

They are set with the first statement of each transaction, on this thread's connection only (SET LOCAL), so that
they cannot leak to whoever gets the connection next, nor to another thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg.pq import TransactionStatus

from jobveu.wall.base import DatabaseWrapper

_WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "TRUNCATE")
"""A statement on its own (autocommit) gets the settings, and a transaction for them, when it begins so."""
_BEFORE_ANYTHING = "SET TRANSACTION"
"""How a transaction is made what it is to be: PostgreSQL takes it only before the first statement, so the settings come
with the one after."""
_SETTINGS, _TOLD = "_jobveu_settings", "_jobveu_told_in"
"""Attributes of a connection: the settings of the blocks around, and the transaction that has been told them."""


@contextmanager
def transaction_settings(settings: Mapping[str, str]) -> Iterator[None]:
    """In the block, every transaction of this thread has the settings; an inner block's count before an
    outer's. A transaction that is open when the block begins has them until the block ends."""
    # This thread's own: `django.db.connection` stands for those of all threads.
    wrapper = cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])
    held: list[Mapping[str, str]] = wrapper.__dict__.setdefault(_SETTINGS, [])
    outer = _merged(held)
    held.append(settings)
    if len(held) == 1:
        wrapper.execute_wrappers.append(_with_settings)
    try:
        if _status(wrapper) is TransactionStatus.INTRANS:
            _tell(wrapper, settings)
        yield
    finally:
        held.pop()
        if not held:
            wrapper.execute_wrappers.remove(_with_settings)
        if _status(wrapper) is TransactionStatus.INTRANS:
            _tell(wrapper, {name: outer.get(name, "") for name in settings})


def _with_settings(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Mapping[str, Any]
) -> Any:
    """One of Django's execute wrappers."""
    wrapper: DatabaseWrapper = context["connection"]
    if _status(wrapper) is TransactionStatus.INERROR:
        return execute(sql, params, many, context)
    if not wrapper.get_autocommit():
        if str(sql).startswith(_BEFORE_ANYTHING):
            return execute(sql, params, many, context)
        if wrapper.__dict__.get(_TOLD) != wrapper.transaction_number:
            _tell(wrapper, _merged(wrapper.__dict__[_SETTINGS]))
        return execute(sql, params, many, context)
    if not str(sql).lstrip(" (\n").upper().startswith(_WRITES):
        return execute(sql, params, many, context)
    with transaction.atomic(using=wrapper.alias):
        _tell(wrapper, _merged(wrapper.__dict__[_SETTINGS]))
        return execute(sql, params, many, context)


def _merged(held: list[Mapping[str, str]]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for settings in held:
        merged |= settings
    return merged


def _status(wrapper: DatabaseWrapper) -> TransactionStatus | None:
    """None while nothing is connected."""
    driver = wrapper.connection
    return None if driver is None or driver.closed else driver.info.transaction_status


def _tell(wrapper: DatabaseWrapper, settings: Mapping[str, str]) -> None:
    """Straight to the driver: no statement of the page's, and none that the wrapper would meet again."""
    calls = ", ".join("set_config(%s, %s, true)" for _name in settings)
    values = [value for pair in settings.items() for value in pair]
    with wrapper.wrap_database_errors:
        wrapper.connection.execute(f"SELECT {calls}", values)
