"""Checking a file, and importing it: what a worker does, and the command line.

A file is read whole each time, into temporary tables; the register is written in one transaction at the very end.
Whatever stops it before, nothing of it is there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.attachments.store import UnreadableFile
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.common.history import changes_by
from jobveu.legacy.enums import ImportState, RowKind
from jobveu.legacy.lookups import Lookups
from jobveu.legacy.matching import Examination
from jobveu.legacy.models import Import
from jobveu.legacy.operations.files import opened
from jobveu.legacy.operations.imports import ROOM, let_file_go
from jobveu.legacy.parsing import Frame, RowParser
from jobveu.legacy.reading.cells import Table
from jobveu.legacy.staging import Counts, stage, temporary_tables
from jobveu.legacy.writing import Writer

ORIGIN = "import"
"""What the changes came through, in the history."""
_LOCK = 0x4C45
"""Names the locks of imports among all advisory locks of the database ("LE")."""
_WRITING = 0
"""The one among them of whoever writes: no two files at once, or they would make the same organisation twice."""
Report = Callable[[float], None]
logger = logging.getLogger(__name__)


def check(*, import_id: int, at: datetime) -> None:
    """Reads the file and writes down everything that is wrong with it. Does nothing when it is not waiting for
    that, or when another worker does it."""
    with _held(import_id) as mine:
        row = Import.objects.filter(pk=import_id, state=ImportState.CHECKING).first() if mine else None
        if row is None:
            return
        try:
            with opened(row) as table:
                counts = examined(row, table, at=at, report=_progress_of(row))
        except (DomainError, UnreadableFile) as error:
            _fail(row, error)
            return
        _keep_counts(row, counts, state=ImportState.CHECKED)


def carry_out(*, import_id: int, at: datetime) -> None:
    """Imports the file: all of it or, where it has errors by now or something fails, nothing."""
    with _held(import_id) as mine:
        row = (
            Import.objects.select_related("ordered_by")
            .filter(pk=import_id, state=ImportState.IMPORTING)
            .first()
            if mine
            else None
        )
        if row is None or row.ordered_by is None:
            return
        by = Actor(user_id=row.ordered_by.pk, name=row.ordered_by.name)
        try:
            with opened(row) as table:
                imported(row, table, by=by, at=at, report=_progress_of(row))
        except (DomainError, UnreadableFile) as error:
            _fail(row, error)


def examined(row: Import, table: Table, *, at: datetime, report: Report) -> Counts:
    """What is wrong with the file, and what importing it would do; nothing remains but the problems."""
    with _staged(row, table, at=at, report=report) as (counts, _frame):
        return counts


def imported(row: Import, table: Table, *, by: Actor, at: datetime, report: Report) -> Counts:
    """Imports the file, unless it has errors; then the problems remain, and its state is CHECKED again."""
    with _staged(row, table, at=at, report=lambda share: report(0.5 * share)) as (counts, frame):
        if counts.errors:
            _keep_counts(row, counts, state=ImportState.CHECKED)
            return counts
        with changes_by(user_id=by.user_id, user_name=by.name, origin=ORIGIN), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, _WRITING])
            Writer(frame=frame, import_id=row.pk, at=at, report=lambda share: report(0.5 + 0.5 * share)).run()
            let_file_go(row)
            row.finished_at = at
            row.ordered_by_id = by.user_id
            _keep_counts(row, counts, state=ImportState.IMPORTED)
            audit.record(
                by=by,
                at=at,
                action="import.carried_out",
                room=ROOM,
                record_id=row.pk,
                details={"file": row.file_name, "created": counts.created, "updated": counts.updated},
            )
    return counts


@contextmanager
def _staged(row: Import, table: Table, *, at: datetime, report: Report) -> Iterator[tuple[Counts, Frame]]:
    kind = RowKind(row.kind)
    frame = Frame(
        kind=kind,
        system=row.system,
        office_id=row.office_id,
        columns=row.columns,
        today=timezone.localdate(at),
    )
    counts = Counts()
    row.problems.all().delete()
    with temporary_tables(kind):
        parser = RowParser(frame=frame, header=table.header, lookups=Lookups())
        stage(
            parser.parsed(table),
            kind=kind,
            import_id=row.pk,
            counts=counts,
            report=lambda: report(0.9 * table.progress()),
        )
        if not counts.rows:
            raise DomainError(_("Filen har ingen rækker under kolonnenavnene."))
        Examination(frame=frame, import_id=row.pk, counts=counts).run()
        report(1.0)
        yield counts, frame


def _keep_counts(row: Import, counts: Counts, *, state: ImportState) -> None:
    row.rows, row.errors, row.warnings = counts.rows, counts.errors, counts.warnings
    row.created, row.updated, row.unchanged = counts.created, counts.updated, counts.unchanged
    row.state = state
    row.progress = 100
    row.failure = ""
    row.save()


def _fail(row: Import, error: Exception) -> None:
    """The file itself is at fault. Whatever else goes wrong is raised: the worker tries again, or says so."""
    message = str(error) if isinstance(error, DomainError) else _("Filen kan ikke læses, som den blev gemt.")
    if not isinstance(error, DomainError):
        logger.error("An uploaded register cannot be read: %s", error)
    Import.objects.filter(pk=row.pk).update(state=ImportState.FAILED, failure=message[:300])


def _progress_of(row: Import) -> Report:
    """Writes progress where others see it at once: by a connection of its own, since the transaction under way
    keeps what it writes to itself."""
    told = [-1]

    def report(share: float) -> None:
        per_cent = int(100 * share)
        if per_cent <= told[0]:
            return
        told[0] = per_cent
        if not connection.in_atomic_block:
            Import.objects.filter(pk=row.pk).update(progress=per_cent)
            return
        beside = connection.copy()
        try:
            with beside.cursor() as cursor:
                cursor.execute("UPDATE legacy_import SET progress = %s WHERE id = %s", [per_cent, row.pk])
        finally:
            beside.close()

    return report


@contextmanager
def _held(import_id: int) -> Iterator[bool]:
    """Whether this is the one worker that has the import in the block: a job that takes long is taken up again by
    another (upkeep.jobs), which then leaves it alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, import_id])
        [mine] = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, import_id])
