"""A file's rows on their way into the register: temporary tables of this connection, filled with COPY.

What the database knows better than the program is asked there, set by set: which rows stand twice, which records
they are of, what has been corrected here since. Nothing outside the temporary tables changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from itertools import islice
from typing import Any

from django.db import connection

from jobveu.legacy.enums import RowKind
from jobveu.legacy.parsing import Actor, Parsed, is_error
from jobveu.legacy.problems import Problem

BATCH = 5_000
"""Rows that are in memory at once."""
STAGE, ACTORS = "legacy_stage", "legacy_actor"

STAGED: Mapping[RowKind, Mapping[str, str]] = {
    RowKind.PROJECTS: {
        "row": "integer",
        "key": "text",
        "old_id": "text",
        "title": "text",
        "type": "text",
        "council_id": "bigint",
        "industry_id": "bigint",
        "start_date": "date",
        "start_precision": "text",
        "end_date": "date",
        "status": "text",
        "target_groups": "varchar(20)[]",
        "initiative": "text",
        "coordinator_role": "text",
        "reported_participants": "integer",
        "description": "text",
    },
    RowKind.ACTORS: {"row": "integer", "project_key": "text"},
    RowKind.COURSES: {
        "row": "integer",
        "key": "text",
        "old_id": "text",
        "project_key": "text",
        "title": "text",
        "course_code": "text",
        "municipality_id": "bigint",
        "place": "text",
        "starts_on": "date",
        "ends_on": "date",
        "merit_giving": "boolean",
        "status": "text",
        "reported_participants": "integer",
    },
    RowKind.PARTICIPANTS: {
        "row": "integer",
        "key_hash": "bytea",
        "project_key": "text",
        "course_key": "text",
        "person_hash": "bytea",
    },
}
"""The columns that rows are read into (parsing), with their types."""
FOUND: Mapping[RowKind, Mapping[str, str]] = {
    RowKind.PROJECTS: {"project_id": "bigint", "is_new": "boolean", "told": "jsonb"},
    RowKind.ACTORS: {"project_id": "bigint"},
    RowKind.COURSES: {
        "project_id": "bigint",
        "course_id": "bigint",
        "provider_id": "bigint",
        "is_new": "boolean",
        "told": "jsonb",
    },
    RowKind.PARTICIPANTS: {"project_id": "bigint", "course_id": "bigint"},
}
"""What is found out about them after that."""


@dataclass(slots=True)
class Counts:
    rows: int = 0
    errors: int = 0
    warnings: int = 0
    created: int = 0
    updated: int = 0

    @property
    def unchanged(self) -> int:
        return self.rows - self.created - self.updated

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if is_error(problem):
                self.errors += 1
            else:
                self.warnings += 1


@dataclass(slots=True)
class _Batch:
    rows: list[Sequence[Any]] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@contextmanager
def temporary_tables(kind: RowKind) -> Iterator[None]:
    """The tables are there in the block, empty at its beginning."""
    drop = f"DROP TABLE IF EXISTS {STAGE}, {ACTORS}, legacy_organisation"
    columns = {**STAGED[kind], **FOUND[kind]}
    with connection.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(
            f"CREATE TEMP TABLE {STAGE} ({', '.join(f'{name} {type_}' for name, type_ in columns.items())})"
        )
        cursor.execute(
            f'CREATE TEMP TABLE {ACTORS} ("row" integer, "column" text, kind text, name text,'
            " cvr text, organisation_id bigint)"
        )
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(drop)


def stage(
    parsed: Iterable[Parsed],
    *,
    kind: RowKind,
    import_id: int,
    counts: Counts,
    report: Callable[[], None],
) -> None:
    """Copies rows, the organisations they name, and what is wrong with them, batch by batch; `report` is called
    after each."""
    names = tuple(STAGED[kind])
    rows = iter(parsed)
    while part := list(islice(rows, BATCH)):
        batch = _Batch()
        for one in part:
            batch.rows.append([one.staged[name] for name in names])
            batch.actors += one.actors
            batch.problems += one.problems
        _copy(STAGE, names, batch.rows)
        _copy(ACTORS, ("row", "column", "kind", "name", "cvr"), map(astuple, batch.actors))
        keep_problems(batch.problems, import_id=import_id)
        counts.rows += len(part)
        counts.add(batch.problems)
        report()
    with connection.cursor() as cursor:
        if "key" in STAGED[kind]:
            cursor.execute(f"CREATE INDEX ON {STAGE} (key)")
        if kind is RowKind.PARTICIPANTS:
            cursor.execute(f"CREATE INDEX ON {STAGE} (key_hash)")
        cursor.execute(f"ANALYZE {STAGE}")
        cursor.execute(f"ANALYZE {ACTORS}")


def keep_problems(problems: Iterable[Problem], *, import_id: int) -> None:
    _copy(
        "legacy_importproblem",
        ("of_import_id", "row", "column", "code", "is_error", "value", "detail"),
        (
            (import_id, row.row, row.column, row.code, is_error(row), row.value[:100], row.detail[:400])
            for row in problems
        ),
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
