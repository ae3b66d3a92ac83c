"""Writing a table of reference rows: what is new is added, what differs is changed, nothing is removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from jobveu.reference.enums import Origin

# Any number no other advisory lock of the program uses: loads of reference tables wait for each other.
_LOAD_LOCK = 7_240_107


@dataclass(frozen=True, slots=True)
class TableReport:
    """What a load did to one table, in rows.

    `kept` counts rows left alone on purpose (an official import outranks what is shipped; `notes` tell of
    other reasons), `absent` rows in the database that the load says nothing of.
    """

    table: str
    created: int
    updated: int
    unchanged: int
    kept: int = 0
    absent: int = 0
    notes: tuple[str, ...] = ()


def joined(table: str, reports: Sequence[TableReport], *, notes: tuple[str, ...] = ()) -> TableReport:
    """One report of a table that was written in parts."""
    return TableReport(
        table=table,
        created=sum(report.created for report in reports),
        updated=sum(report.updated for report in reports),
        unchanged=sum(report.unchanged for report in reports),
        kept=sum(report.kept for report in reports),
        absent=sum(report.absent for report in reports),
        notes=notes,
    )


def wait_for_other_loads() -> None:
    """Holds back until other loads have ended; released with the transaction that the caller is in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOAD_LOCK])


def store(
    model: type[models.Model],
    rows: Mapping[Any, Mapping[str, Any]],
    *,
    table: str,
    existing: Mapping[Any, models.Model],
    origin: Origin | None = None,
) -> TableReport:
    """Brings one table in line with `rows` (field values by key) in at most two writing statements.

    `existing` are the rows now in the database by the same key. With an `origin`, every row is stamped with
    it, but a shipped row never takes the place of an imported one. A row whose origin alone changes counts as
    unchanged.
    """
    new: list[models.Model] = []
    changed: list[models.Model] = []
    fields: set[str] = set()
    updated = unchanged = kept = 0
    stamp = {} if origin is None else {"origin": origin}
    for key, values in rows.items():
        row = existing.get(key)
        if row is None:
            new.append(model(**values, **stamp))
            continue
        if origin is Origin.SHIPPED and getattr(row, "origin", origin) != origin:
            kept += 1
            continue
        different = {name for name, value in values.items() if getattr(row, name) != value}
        stamped = {name for name, value in stamp.items() if getattr(row, name) != value}
        if different:
            updated += 1
        else:
            unchanged += 1
        if different or stamped:
            for name, value in {**values, **stamp}.items():
                setattr(row, name, value)
            changed.append(row)
            fields |= different | stamped
    manager = model._default_manager
    manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, sorted(fields))
    return TableReport(
        table=table,
        created=len(new),
        updated=updated,
        unchanged=unchanged,
        kept=kept,
        absent=len(existing.keys() - rows.keys()),
    )
