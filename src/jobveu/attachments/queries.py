"""The files of a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jobveu.attachments.enums import FileKind, OwnerKind, ScanResult
from jobveu.attachments.models import OWNERS_IN_PROJECT, Attachment
from jobveu.attachments.rules import TYPES


@dataclass(frozen=True, slots=True)
class Owner:
    """The one record that a file belongs to; for OwnerKind.PROJECT `id` is the project's own."""

    kind: OwnerKind
    id: int
    project_id: int


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """`size` in bytes; `stored_as` is the name in the store."""

    id: int
    name: str
    kind: FileKind
    size: int
    note: str
    scan: ScanResult
    uploaded_by: str
    uploaded_at: datetime
    stored_as: UUID

    @property
    def content_type(self) -> str:
        return TYPES[self.kind].content_type


def rows_of(owner: Owner) -> QuerySet[Attachment]:
    """The rows of the record's own files."""
    return _rows(owner.kind, [owner.id]).filter(project=owner.project_id)


def attachments_of(owner: Owner) -> tuple[AttachmentRow, ...]:
    """The record's files, oldest first; one SQL statement."""
    return tuple(_row(row) for row in rows_of(owner).select_related("uploaded_by").order_by("pk"))


def attachments_of_each(*, kind: OwnerKind, ids: Collection[int]) -> Mapping[int, tuple[AttachmentRow, ...]]:
    """The files of several records of one kind, by the records' ids; one SQL statement."""
    found: dict[int, tuple[AttachmentRow, ...]] = dict.fromkeys(ids, ())
    for row in _rows(kind, ids).select_related("uploaded_by").order_by("pk") if ids else ():
        found[getattr(row, f"{kind.value}_id")] += (_row(row),)
    return found


def attachment(*, owner: Owner, attachment_id: int) -> AttachmentRow | None:
    """One of the record's files; None when it has no such one."""
    row = rows_of(owner).filter(pk=attachment_id).select_related("uploaded_by").first()
    return None if row is None else _row(row)


def _rows(kind: OwnerKind, ids: Collection[int]) -> QuerySet[Attachment]:
    if kind is OwnerKind.PROJECT:
        return Attachment.objects.filter(
            project__in=ids, **{f"{other.value}__isnull": True for other in OWNERS_IN_PROJECT}
        )
    return Attachment.objects.filter(**{f"{kind.value}__in": ids})


def _row(row: Attachment) -> AttachmentRow:
    return AttachmentRow(
        id=row.pk,
        name=row.name,
        kind=FileKind(row.kind),
        size=row.size,
        note=row.note,
        scan=ScanResult(row.scan),
        uploaded_by=row.uploaded_by.name,
        uploaded_at=row.uploaded_at,
        stored_as=row.stored_as,
    )
