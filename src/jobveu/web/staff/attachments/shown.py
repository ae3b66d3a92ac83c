"""A record's files as its page shows them (staff/attachments/files.html)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import AttachmentRow, Owner, attachments_of, attachments_of_each


@dataclass(frozen=True, slots=True)
class FileLine:
    file: AttachmentRow
    href: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class Files:
    """`attach_href` is "" for those who may not attach; `is_scanned`: new files are scanned for viruses."""

    lines: tuple[FileLine, ...]
    attach_href: str
    is_scanned: bool

    def __bool__(self) -> bool:
        return bool(self.lines or self.attach_href)


def files_of(owner: Owner, *, address: Iterable[int], may_change: bool) -> Files:
    """`address`: the ids that the record's own address holds. One SQL statement."""
    return _shown(owner.kind, attachments_of(owner), tuple(address), may_change=may_change)


def files_of_each(
    kind: OwnerKind, *, addresses: Mapping[int, tuple[int, ...]], may_change: Iterable[int]
) -> dict[int, Files]:
    """Of several records of one kind: `addresses` and the answer by their ids, `may_change` the ids of those whose
    files the reader may change. One SQL statement."""
    found = attachments_of_each(kind=kind, ids=addresses.keys())
    own = set(may_change)
    return {
        id_: _shown(kind, found[id_], address, may_change=id_ in own) for id_, address in addresses.items()
    }


def _shown(
    kind: OwnerKind, rows: Iterable[AttachmentRow], address: tuple[int, ...], *, may_change: bool
) -> Files:
    return Files(
        lines=tuple(
            FileLine(
                file=row,
                href=reverse(f"{kind.value}_file", args=[*address, row.id]),
                remove_href=reverse(f"{kind.value}_file_remove", args=[*address, row.id])
                if may_change
                else "",
            )
            for row in rows
        ),
        attach_href=reverse(f"{kind.value}_file_attach", args=address) if may_change else "",
        is_scanned=settings.CLAMD is not None,
    )
