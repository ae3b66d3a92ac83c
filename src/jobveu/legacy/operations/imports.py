"""The steps of an import: a file is uploaded, its columns are mapped, it is checked, and imported or discarded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.attachments import store
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.legacy.columns import columns_of, missing
from jobveu.legacy.enums import ImportState, RowKind
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem, Participation
from jobveu.legacy.operations.files import TakenFile, refuse_persons

ROOM = "legacy.import"
MAPPINGS = "legacy.columnmapping"
QUEUE = "imports"
CHECK, CARRY_OUT = "check_register", "import_register"
KEPT = timedelta(days=30)
"""How long a file waits to be imported."""
PROBLEMS_KEPT = timedelta(days=90)
PARTICIPATIONS_KEPT = timedelta(days=365)
"""After the last import from a system: by then it is no longer imported from."""
OPEN = (ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
"""States in which nothing is under way and something can still be done."""


def upload(
    *, by: Actor, at: datetime, kind: RowKind, system: str, office_id: int | None, file: TakenFile
) -> int:
    """Keeps the file; returns the import's id. Raises DomainError, and PermissionDenied where `by` may not import
    the office's projects (None: those of all offices)."""
    user_id = _require(by, office_id)
    if not system.strip():
        raise DomainError(_("Skriv, hvilket system filen kommer fra."), field="system")
    refuse_persons(kind=kind, header=file.header)
    name = uuid4()
    store.write(file.content, name=name)
    try:
        with transaction.atomic():
            row = Import.objects.create(
                kind=kind,
                system=system.strip(),
                office_id=office_id,
                file_name=file.name,
                sheet=file.sheet,
                size=file.size,
                stored_as=name,
                header=list(file.header),
                samples=[list(cells) for cells in file.samples],
                uploaded_by_id=user_id,
                uploaded_at=at,
            )
            _record(by, at, "import.uploaded", row, file=file.name)
    except BaseException:
        store.remove(name)
        raise
    return row.pk


def map_columns(
    *,
    by: Actor,
    at: datetime,
    import_id: int,
    columns: Mapping[str, str],
    save_as: str = "",
    version: int | None = None,
) -> None:
    """Says which columns of the file are which of ours (by our key), and orders the check; with `save_as` the
    mapping is saved under that name, in the place of one that has it.

    `version` stands for the columns that had been chosen when the form was shown (`version_of`). Raises DomainError with
    the column at fault as its field: one that is missing, or used twice; StaleEdit where others have been chosen since.
    """
    with transaction.atomic():
        row = _locked(import_id)
        user_id = _require(by, row.office_id)
        _require_open(row)
        check_shown(version=version, shown=row.columns)
        kind = RowKind(row.kind)
        chosen = {key: name for key, name in columns.items() if name and key in columns_of(kind)}
        for column in missing(kind, chosen):
            raise DomainError(_("Vælg den kolonne, det står i."), field=column.key)
        used: set[str] = set()
        for key, name in chosen.items():
            if name not in row.header:
                raise DomainError(_("Filen har ikke den kolonne."), field=key)
            if name in used:
                raise DomainError(_("Kolonnen er valgt to gange."), field=key)
            used.add(name)
        if save_as.strip():
            saved, _made = ColumnMapping.objects.update_or_create(
                kind=kind,
                name=save_as.strip(),
                defaults={"columns": chosen, "saved_by_id": user_id, "saved_at": at},
            )
            audit.record(
                by=by,
                at=at,
                action="column_mapping.saved",
                room=MAPPINGS,
                record_id=saved.pk,
                details={"name": saved.name},
            )
        row.columns = chosen
        row.state = ImportState.CHECKING
        row.progress = 0
        row.failure = ""
        row.save(update_fields=["columns", "state", "progress", "failure"])
        app.configure_task(CHECK, queue=QUEUE).defer(import_id=row.pk)


def order_import(*, by: Actor, at: datetime, import_id: int) -> None:
    """Has the file imported by a worker. Raises DomainError for one that has errors or has not been checked."""
    with transaction.atomic():
        row = _locked(import_id)
        user_id = _require(by, row.office_id)
        if row.state != ImportState.CHECKED:
            raise DomainError(_("Filen er ikke klar til at blive importeret. Åbn siden igen."))
        if row.errors:
            raise DomainError(_("Filen har fejl og kan ikke importeres. Ret den, og upload den igen."))
        row.state = ImportState.IMPORTING
        row.progress = 0
        row.ordered_by_id = user_id
        row.save(update_fields=["state", "progress", "ordered_by"])
        _record(by, at, "import.ordered", row, file=row.file_name)
        app.configure_task(CARRY_OUT, queue=QUEUE).defer(import_id=row.pk)


def discard(*, by: Actor, at: datetime, import_id: int) -> None:
    """Removes the file and what was found wrong in it. Raises DomainError while something is under way."""
    with transaction.atomic():
        row = _locked(import_id)
        _require(by, row.office_id)
        _require_open(row)
        _discard(row, at)
        _record(by, at, "import.discarded", row, file=row.file_name)


def remove_mapping(*, by: Actor, at: datetime, mapping_id: int) -> None:
    """Forgets a saved mapping; what was imported with it stays."""
    _require(by, None, any_office=True)
    with transaction.atomic():
        row = ColumnMapping.objects.select_for_update().filter(pk=mapping_id).first()
        if row is None:
            raise DomainError(_("Koblingen findes ikke længere."))
        audit.record(
            by=by,
            at=at,
            action="column_mapping.removed",
            room=MAPPINGS,
            record_id=row.pk,
            details={"name": row.name},
        )
        row.delete()


def forget_old(*, at: datetime) -> None:
    """Discards files that have waited for too long, and forgets old problems, and hashes of participations of
    systems that are no longer imported from. What has been counted stays."""
    with transaction.atomic():
        waiting = Import.objects.select_for_update().filter(state__in=OPEN, uploaded_at__lt=at - KEPT)
        for row in waiting:
            _discard(row, at)
    ImportProblem.objects.filter(of_import__finished_at__lt=at - PROBLEMS_KEPT).delete()
    still_imported = Import.objects.filter(
        kind=RowKind.PARTICIPANTS, uploaded_at__gte=at - PARTICIPATIONS_KEPT
    ).values("system")
    Participation.objects.exclude(system__in=still_imported).delete()


def let_file_go(row: Import) -> None:
    """Removes the file of an import when the transaction has ended well."""
    name = row.stored_as
    row.stored_as = None
    row.samples = []
    if name is not None:
        transaction.on_commit(lambda: store.remove(name))


def _discard(row: Import, at: datetime) -> None:
    row.problems.all().delete()
    let_file_go(row)
    row.state = ImportState.DISCARDED
    row.finished_at = at
    row.save(update_fields=["state", "stored_as", "samples", "finished_at"])


def _locked(import_id: int) -> Import:
    row = Import.objects.select_for_update().filter(pk=import_id).first()
    if row is None:
        raise DomainError(_("Importen findes ikke længere."))
    return row


def _require_open(row: Import) -> None:
    if row.state not in OPEN:
        raise DomainError(
            _("Importens status er ændret til »%(state)s«. Åbn siden igen.")
            % {"state": ImportState(row.state).label}
        )


def _require(by: Actor, office_id: int | None, *, any_office: bool = False) -> int:
    subject = None if any_office else Subject(office_id=office_id)
    if by.user_id is None or not may(Action.IMPORT_REGISTER, by, subject):
        raise PermissionDenied
    return by.user_id


def _record(by: Actor, at: datetime, action: str, row: Import, **details: object) -> None:
    audit.record(by=by, at=at, action=action, room=ROOM, record_id=row.pk, details=details)
