"""Attaching files to the records of a project, and removing them.

Access follows the record that a file belongs to; it is asked for where the record is (web.staff.attachments).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.accounts.actor import Actor
from jobveu.attachments import rules, store
from jobveu.attachments.content import check_content, look_for_cpr
from jobveu.attachments.enums import FileKind, OwnerKind, ScanResult
from jobveu.attachments.models import Attachment
from jobveu.attachments.queries import Owner, rows_of
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.operations.procurement import check_offer_may_change
from jobveu.upkeep import clamd

ROOM = "attachments.attachment"
KEPT_UNNAMED = timedelta(days=1)
"""How long a file may lie in the store before it has its row; an upload takes minutes at the most."""
ALSO_NAMED: dict[str, Callable[[], Iterable[UUID]]] = {}
"""Where rooms above put, by their name, what else lies in the store and is not to be swept away."""
_BLOCK = 1 << 20
logger = logging.getLogger(__name__)


class LooksLikeCpr(DomainError):
    """A file holds numbers that look like CPR numbers, or parts that nobody could look for them in, and nobody has said
    that there are none."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be attached. `size` in bytes; `cpr_like` counts numbers that look like CPR numbers, `unread` the
    parts that could not be looked through."""

    content: IO[bytes]
    name: str
    kind: FileKind
    size: int
    sha256: str
    scan: ScanResult
    cpr_like: int
    unread: int = 0


def check_file(
    *, content: IO[bytes], name: str, size: int, owner: Owner, by: Actor, at: datetime
) -> CheckedFile:
    """Looks at a file from all sides: name, size, what is in it, viruses, CPR numbers.

    Raises DomainError, naming the file, when it cannot be attached: also when the scanner is configured and does
    not answer. A virus is put on record, in a transaction of its own.
    """
    safe = rules.safe_name(name)
    kind = rules.kind_by_name(safe)
    if size == 0:
        raise DomainError(_("»%(name)s« er tom.") % {"name": safe})
    if size > settings.ATTACHMENT_BYTES:
        raise DomainError(
            _("»%(name)s« fylder %(size)s MB. En fil må højst fylde %(limit)s MB.")
            % {"name": safe, "size": -(-size // (1 << 20)), "limit": settings.ATTACHMENT_BYTES >> 20}
        )
    check_content(content=content, kind=kind, name=safe)
    looked = look_for_cpr(content=content, kind=kind)
    return CheckedFile(
        content=content,
        name=safe,
        kind=kind,
        size=size,
        sha256=_digest(content),
        scan=_scan(content, name=safe, owner=owner, by=by, at=at),
        cpr_like=looked.cpr_like,
        unread=looked.unread,
    )


def attach(
    *,
    owner: Owner,
    files: Sequence[CheckedFile],
    note: str = "",
    no_cpr_numbers: bool = False,
    by: Actor,
    at: datetime,
) -> tuple[int, ...]:
    """Stores the files and attaches them to the record, all or none; returns their ids. A name that the record
    has already gets a number.

    Raises LooksLikeCpr when a file holds what looks like CPR numbers, or could not be looked through, unless somebody has
    said that there are none (`no_cpr_numbers`); DomainError when there are too many files, and when the record does not
    take any now. Files that were stored and get no row are removed by `sweep_unnamed`, if not at once.
    """
    _check_cpr(files, no_cpr_numbers=no_cpr_numbers)
    stored = [(uuid4(), file) for file in files]
    try:
        for name, file in stored:
            store.write(file.content, name=name)
        with change_project(owner.project_id):
            return tuple(_attached(owner, stored, note=note, by=by, at=at))
    except BaseException:
        for name, _file in stored:
            store.remove(name)
        raise


def remove_attachment(*, owner: Owner, attachment_id: int, by: Actor, at: datetime) -> None:
    """Removes a file of the record; that it was there, and its name, stays on record. The content goes when the
    transaction has ended well. Raises DomainError when it is gone already, or the record does not let it go."""
    with change_project(owner.project_id):
        _check_takes_files(owner, at)
        row = rows_of(owner).filter(pk=attachment_id).first()
        if row is None:
            raise DomainError(_("Filen er allerede fjernet."))
        name = row.stored_as
        row.delete()
        _record("attachment.removed", owner, attachment_id, by=by, at=at, file=row.name)
        transaction.on_commit(lambda: store.remove(name))


def sweep_unnamed(*, at: datetime) -> int:
    """Removes from the store what no row names and is older than KEPT_UNNAMED; returns how many files."""
    # The store is listed by `sweep` after the rows are: a file that gets its row in between is younger.
    named = set(Attachment.objects.values_list("stored_as", flat=True))
    for others in ALSO_NAMED.values():
        named.update(others())
    return store.sweep(named=named, before=at - KEPT_UNNAMED)


def _digest(content: IO[bytes]) -> str:
    content.seek(0)
    found = hashlib.sha256()
    while block := content.read(_BLOCK):
        found.update(block)
    return found.hexdigest()


def _scan(content: IO[bytes], *, name: str, owner: Owner, by: Actor, at: datetime) -> ScanResult:
    if settings.CLAMD is None:
        return ScanResult.NOT_SCANNED
    content.seek(0)
    try:
        virus = clamd.scan(settings.CLAMD, content)
    except clamd.ScannerUnavailable as error:
        logger.error("A file could not be scanned for viruses: %s", error)
        raise DomainError(
            _("»%(name)s« kunne ikke scannes for virus, så den er ikke vedhæftet. Prøv igen om lidt.")
            % {"name": name}
        ) from error
    if virus:
        with transaction.atomic():
            _record("attachment.infected", owner, 0, by=by, at=at, file=name, virus=virus)
        raise DomainError(
            _("Der er fundet virus i »%(name)s« (%(virus)s). Filen er ikke vedhæftet, og fundet er noteret.")
            % {"name": name, "virus": virus}
        )
    return ScanResult.CLEAN


def _check_cpr(files: Sequence[CheckedFile], *, no_cpr_numbers: bool) -> None:
    found = [file for file in files if file.cpr_like]
    if found and not no_cpr_numbers:
        names = ", ".join(f"»{file.name}« ({file.cpr_like})" for file in found)
        raise LooksLikeCpr(
            ngettext(
                "Der ser ud til at være CPR-numre i %(names)s. Fjern dem. Er tallet noget andet, så sæt kryds nederst.",
                "Der ser ud til at være CPR-numre i %(names)s. Fjern dem. Er tallene noget andet, så sæt kryds nederst.",
                sum(file.cpr_like for file in found),
            )
            % {"names": names},
            field="chosen_files",
        )
    unread = [file for file in files if file.unread]
    if unread and not no_cpr_numbers:
        raise LooksLikeCpr(
            _(
                "Noget af %(names)s kan ikke læses, så der er ikke set efter CPR-numre i det. Se selv efter. Er der ingen, så "
                "sæt kryds nederst."
            )
            % {"names": ", ".join(f"»{file.name}«" for file in unread)},
            field="chosen_files",
        )


def _attached(
    owner: Owner, stored: Sequence[tuple[UUID, CheckedFile]], *, note: str, by: Actor, at: datetime
) -> Iterator[int]:
    if by.user_id is None:
        raise ValueError("files are attached by somebody")
    _check_takes_files(owner, at)
    taken = set(rows_of(owner).values_list("name", flat=True))
    if len(taken) + len(stored) > rules.MOST_FILES_OF_A_RECORD:
        raise DomainError(
            _("Der kan højst være %(limit)s filer her. Fjern nogle først.")
            % {"limit": rules.MOST_FILES_OF_A_RECORD},
            field="chosen_files",
        )
    column = {} if owner.kind is OwnerKind.PROJECT else {f"{owner.kind.value}_id": owner.id}
    for stored_as, file in stored:
        name = rules.unused_name(file.name, taken)
        taken.add(name)
        row = Attachment.objects.create(
            project_id=owner.project_id,
            **column,
            stored_as=stored_as,
            name=name,
            kind=file.kind,
            size=file.size,
            sha256=file.sha256,
            note=note.strip(),
            scan=file.scan,
            uploaded_by_id=by.user_id,
            uploaded_at=at,
        )
        told = {"cpr_like": file.cpr_like, "unread_parts": file.unread}
        details = {name: number for name, number in told.items() if number}
        _record("attachment.added", owner, row.pk, by=by, at=at, file=name, scan=file.scan.value, **details)
        yield row.pk


def _check_takes_files(owner: Owner, at: datetime) -> None:
    """Raises DomainError for a record that is closed: an offer after the deadline."""
    if owner.kind is OwnerKind.OFFER:
        check_offer_may_change(offer_id=owner.id, at=at)


def _record(
    action: str, owner: Owner, attachment_id: int, *, by: Actor, at: datetime, **details: object
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=attachment_id,
        project_id=owner.project_id,
        details={"attached_to": owner.kind.value, "attached_to_number": owner.id, **details},
    )
