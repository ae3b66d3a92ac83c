"""Has the database record each change to each tracked table, and guard the records themselves.

Every tracked table gets one trigger function, written from one template, and a trigger for each kind of
statement. They work on whole statements: one INSERT into the history, however many rows COPY, an update or a
management command changes. `keep_history` puts in place what is missing or has changed, after every migration
and at every start; what is in a table when its history begins is recorded as FOUND.

The functions run with the rights of their owner: an account that may not write to the history cannot write
around it either.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from jobveu.common.history import SEALED, AppendOnly, History, keeping_of, tracked

CHANGES = "common_change"
_LOCK = 0x4849
"""Names the lock among all advisory locks of the database ("HI"): two starts at once put triggers in place
one after the other."""

FOUNDATION = """
CREATE OR REPLACE FUNCTION transaction_key() RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    found text := current_setting('jobveu.transaction', true);
BEGIN
    IF coalesce(found, '') = '' THEN
        found := gen_random_uuid()::text;
        PERFORM set_config('jobveu.transaction', found, true);
    END IF;
    RETURN found::uuid;
END $$;

CREATE OR REPLACE FUNCTION person_in_history(asked_room text, asked_id bigint) RETURNS bigint LANGUAGE plpgsql
STABLE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN (SELECT past.person_id FROM common_change past
             WHERE past.room = asked_room AND past.record_id = asked_id AND past.person_id IS NOT NULL
             ORDER BY past.id DESC LIMIT 1);
END $$;

CREATE OR REPLACE FUNCTION refuse_to_change_a_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('jobveu.erasing', true), '') = 'on'
       OR (TG_OP = 'TRUNCATE' AND coalesce(current_setting('jobveu.emptying', true), '') = 'on') THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are added and never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
              HINT = 'What has reached the end of its time is deleted in common.history.erasing().';
END $$;
"""
"""The key of a transaction is made when it is first asked for: transaction numbers begin anew in a restored
database. The history is asked for a person in a function of its own, planned only when it is called: the wall around it
has a case for every table, and to plan that takes a hundred times as long as the rest of a trigger. `jobveu.emptying`
is for tests, which empty a table with all that hangs on it."""

_RECORDER = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT SET enable_nestloop = off AS $$
<<change>>
DECLARE
    moment timestamptz := clock_timestamp();
    by_id bigint := nullif(current_setting('jobveu.user_id', true), '')::bigint;
    by_name text := left(coalesce(current_setting('jobveu.user_name', true), ''), 150);
    came_through text := left(coalesce(
        nullif(current_setting('jobveu.origin', true), ''),
        concat_ws(' ', 'sql', session_user, nullif(current_setting('application_name'), ''))), 150);
BEGIN
    IF TG_OP = 'INSERT' THEN
        {insert_news} FROM new_rows r;
    ELSIF TG_OP = 'DELETE' THEN
        {insert_olds} FROM old_rows r;
    ELSIF TG_OP = 'TRUNCATE' THEN
        {insert_olds} FROM {table} r;
    ELSE
        INSERT INTO {changes} ({columns}, before, after)
        SELECT change.moment, transaction_key(), change.by_id, change.by_name, change.came_through, 'U', '{room}', id,
               '{parent_room}', parent_id, person_id,
               (SELECT jsonb_object_agg(k, before -> k) FROM unnest(changed) k),
               (SELECT jsonb_object_agg(k, after -> k) FROM unnest(changed) k)
          FROM (SELECT id, parent_id, person_id, before, after,
                       ARRAY(SELECT c.key FROM jsonb_each_text(new_row) c
                              WHERE c.value IS DISTINCT FROM old_row ->> c.key{but_ignored}) AS changed
                  FROM (SELECT n.id, {parent_of_n} AS parent_id, {person_of_n} AS person_id,
                               {values_of_o} AS before, {values_of_n} AS after,
                               to_jsonb(o) AS old_row, to_jsonb(n) AS new_row
                          FROM new_rows n JOIN old_rows o ON o.id = n.id OFFSET 0) whole OFFSET 0) pair
         WHERE changed <> '{{}}';
        -- Rows whose id was changed are other rows now.
        {insert_olds} FROM old_rows r WHERE NOT EXISTS (SELECT FROM new_rows n WHERE n.id = r.id);
        {insert_news} FROM new_rows r WHERE NOT EXISTS (SELECT FROM old_rows o WHERE o.id = r.id);
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS history_of_insert ON {table};
DROP TRIGGER IF EXISTS history_of_update ON {table};
DROP TRIGGER IF EXISTS history_of_delete ON {table};
DROP TRIGGER IF EXISTS history_of_truncate ON {table};
CREATE TRIGGER history_of_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER history_of_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER history_of_delete AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER history_of_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
"""Without nested loops: the plan of a statement is kept for the session, made when it had one row, and would
pair a hundred thousand old rows with as many new ones by comparing each with each."""

_GUARD = """
DROP TRIGGER IF EXISTS never_changed ON {table};
DROP TRIGGER IF EXISTS never_emptied ON {table};
CREATE TRIGGER never_changed AFTER UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_record();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_a_record();
"""

_COLUMNS = (
    '"at", transaction, user_id, user_name, origin, operation, room, record_id, parent_room, parent_id,'
    " person_id"
)


_INSERT = """INSERT INTO {changes} ({columns}, {side})
        SELECT {moment}, transaction_key(), {who}, '{operation}', '{room}', r.id,
               '{parent_room}', {parent}, {person}, {values}"""


_BASELINE = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM {table}) THEN
        {insert_rows} FROM {table} r
         WHERE NOT EXISTS (SELECT FROM {changes} c WHERE c.room = '{room}' AND c.record_id = r.id);
    END IF;
END $$
"""
"""Asks first whether there is a row at all: a new site has none, and to plan the rest, with the wall around the history,
takes seconds for all tables."""


@dataclass(frozen=True, slots=True)
class _Script:
    """What puts a table's triggers in place (marked with the sum of its text), and what is done once for the
    rows that are there already."""

    table: str
    triggers: int
    marked: str
    sql: str
    baseline: str = ""

    @property
    def sum(self) -> str:
        return hashlib.sha256((FOUNDATION + self.sql).encode()).hexdigest()


def keep_history() -> list[str]:
    """Puts in place every trigger that is missing, disabled or out of date; returns the tables concerned.

    One SQL statement when there is nothing to do.
    """
    scripts = _scripts()
    if not _stale(scripts):
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(FOUNDATION)
        stale = _stale(scripts)
        for script in stale:
            cursor.execute(script.sql)
            cursor.execute(f"COMMENT ON TRIGGER {script.marked} ON {script.table} IS '{script.sum}'")
            if script.baseline:
                cursor.execute(script.baseline)
    return [script.table for script in stale]


def _stale(scripts: list[_Script]) -> list[_Script]:
    """Those whose table is there, and not all of their triggers as they should be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, count(t.oid) FILTER (WHERE t.tgenabled = 'O'),"
            "       max(obj_description(t.oid, 'pg_trigger'))"
            "  FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid"
            "       AND (t.tgname LIKE 'history_of_%%' OR t.tgname IN ('never_changed', 'never_emptied'))"
            " WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(%s) GROUP BY 1",
            [[script.table for script in scripts]],
        )
        found = {table: (count, mark) for table, count, mark in cursor.fetchall()}
    return [
        script
        for script in scripts
        if script.table in found and found[script.table] != (script.triggers, script.sum)
    ]


def _scripts() -> list[_Script]:
    """The records themselves last: nothing is added to them while they are being guarded."""
    guards = [
        _Script(
            table=model._meta.db_table,
            triggers=2,
            marked="never_changed",
            sql=_GUARD.format(table=model._meta.db_table),
        )
        for model in apps.get_models()
        if isinstance(keeping_of(model), AppendOnly)
    ]
    return [_recorder(room, model) for room, model in tracked().items()] + guards


def _recorder(room: str, model: type[models.Model]) -> _Script:
    keeping = keeping_of(model)
    assert isinstance(keeping, History)
    table = model._meta.db_table
    parent: Any = model._meta.get_field(keeping.parent) if keeping.parent else None
    ignored = [_column(model, name) for name in keeping.ignored]

    def parent_of(row: str) -> str:
        return f"{row}.{parent.column}" if parent else "NULL::bigint"

    def insert(row_operation: str, side: str, *, moment: str, who: str) -> str:
        return _INSERT.format(
            changes=CHANGES,
            columns=_COLUMNS,
            side=side,
            moment=moment,
            who=who,
            operation=row_operation,
            room=room,
            parent_room=_room_of(parent),
            parent=parent_of("r"),
            person=_person(model, "r"),
            values=_values(model, "r"),
        )

    variables = {"moment": "change.moment", "who": "change.by_id, change.by_name, change.came_through"}
    return _Script(
        table=table,
        triggers=4,
        marked="history_of_insert",
        sql=_RECORDER.format(
            changes=CHANGES,
            columns=_COLUMNS,
            room=room,
            table=table,
            function=f"history_of_{table}",
            parent_room=_room_of(parent),
            insert_news=insert("I", "after", **variables),
            insert_olds=insert("D", "before", **variables),
            parent_of_n=parent_of("n"),
            person_of_n=_person(model, "n"),
            values_of_o=_values(model, "o"),
            values_of_n=_values(model, "n"),
            but_ignored="".join(f" AND c.key <> '{column}'" for column in ignored),
        ),
        baseline=_BASELINE.format(
            table=table,
            insert_rows=insert("F", "after", moment="clock_timestamp()", who="NULL, '', 'history'"),
            changes=CHANGES,
            room=room,
        ),
    )


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)


def _room_of(parent: Any) -> str:
    return parent.related_model._meta.label_lower if parent is not None else ""


def _person(model: type[models.Model], row: str) -> str:
    """SQL for the id of the person that the row is about. A row that hangs on another asks that one, or, when
    that has been deleted first, its history."""
    keeping = keeping_of(model)
    assert isinstance(keeping, History)
    if not keeping.person:
        return "NULL::bigint"
    if keeping.person == "id":
        return f"{row}.id"
    key: Any = model._meta.get_field(keeping.person)
    column, other = f"{row}.{key.column}", key.related_model
    others = keeping_of(other)
    assert isinstance(others, History)
    if others.person == "id":
        return column
    room, table = other._meta.label_lower, other._meta.db_table
    here = f"SELECT {_person(other, 'held')} FROM {table} held WHERE held.id = {column}"  # noqa: S608
    return f"coalesce(({here}), person_in_history('{room}', {column}))"


def _values(model: type[models.Model], row: str) -> str:
    """SQL for the row's values by column, without what is ignored, and with what is sealed only marked."""
    keeping = keeping_of(model)
    assert isinstance(keeping, History)
    values = f"to_jsonb({row})"
    for name in keeping.ignored:
        values += f" - '{_column(model, name)}'"
    if keeping.sealed:
        columns = [_column(model, name) for name in keeping.sealed]
        marks = ", ".join(
            f"'{column}', CASE WHEN {row}.{column} IS NOT NULL THEN '{SEALED}' END" for column in columns
        )
        values = f"({values}) || jsonb_build_object({marks})"
    return values
