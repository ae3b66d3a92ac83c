"""Files of older registers: taken, kept encrypted where attachments lie, opened again, removed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from jobveu.attachments import store
from jobveu.attachments.content import begins_as_text, check_content
from jobveu.attachments.enums import FileKind
from jobveu.attachments.rules import safe_name
from jobveu.common.errors import DomainError
from jobveu.legacy.columns import tell_who
from jobveu.legacy.enums import RowKind
from jobveu.legacy.models import Import
from jobveu.legacy.reading.cells import Table, UnreadableTable
from jobveu.legacy.reading.opening import is_workbook, open_table, sheet_names
from jobveu.legacy.values import shown
from jobveu.upkeep import clamd

SAMPLES = 3
MOST_COLUMNS = 500
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that is a table. `samples` are the first cells below each name of the header, as text."""

    content: IO[bytes]
    name: str
    size: int
    sheet: str
    sheets: tuple[str, ...]
    header: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]


def take_file(*, content: IO[bytes], name: str, size: int, sheet: str = "") -> TakenFile:
    """Looks at a file: its size, viruses, whether it is a table, and what its columns are called.

    Raises DomainError, of which UnreadableTable is one.
    """
    safe = safe_name(name)
    if size == 0:
        raise DomainError(_("»%(name)s« er tom.") % {"name": safe})
    if size > settings.REGISTER_BYTES:
        raise DomainError(
            _("»%(name)s« fylder %(size)s MB. Den må højst fylde %(limit)s MB.")
            % {"name": safe, "size": -(-size // (1 << 20)), "limit": settings.REGISTER_BYTES >> 20}
        )
    if is_workbook(content):
        check_content(content=content, kind=FileKind.XLSX, name=safe)
    elif not begins_as_text(content):
        raise UnreadableTable(
            _("»%(name)s« er hverken en projektmappe (XLSX) eller en tekstfil (CSV), uanset hvad den hedder.")
            % {"name": safe}
        )
    _scan(content, name=safe)
    sheets = sheet_names(content, scratch=settings.DATA_DIRECTORY)
    with open_table(content, sheet=sheet, scratch=settings.DATA_DIRECTORY) as table:
        if len(table.header) > MOST_COLUMNS:
            raise UnreadableTable(_("Tabellen har over %(limit)d kolonner.") % {"limit": MOST_COLUMNS})
        return TakenFile(
            content=content,
            name=safe,
            size=size,
            sheet=table.sheet,
            sheets=sheets,
            header=table.header,
            samples=_samples(table),
        )


def _samples(table: Table) -> tuple[tuple[str, ...], ...]:
    rows = [cells for _number, cells in islice(table.rows(), SAMPLES)]
    return tuple(
        tuple(text for cells in rows if at < len(cells) and (text := shown(cells[at])))
        for at in range(len(table.header))
    )


def _scan(content: IO[bytes], *, name: str) -> None:
    if settings.CLAMD is None:
        return
    content.seek(0)
    try:
        virus = clamd.scan(settings.CLAMD, content)
    except clamd.ScannerUnavailable as error:
        logger.error("A register could not be scanned for viruses: %s", error)
        raise DomainError(
            _("»%(name)s« kunne ikke scannes for virus. Prøv igen om lidt.") % {"name": name}
        ) from error
    if virus:
        logger.error("A virus was found in a register: %s", virus)
        raise DomainError(_("Der er fundet virus i »%(name)s« (%(virus)s).") % {"name": name, "virus": virus})


def refuse_persons(*, kind: RowKind, header: Sequence[str]) -> None:
    """Raises DomainError for a file of participants with columns that tell who they are, whether or not they would be read:
    the file itself is kept until it has been imported."""
    if found := tell_who(kind, header):
        raise DomainError(
            _("Filen fortæller, hvem deltagerne er: %(columns)s. Slet de kolonner i filen, og prøv igen.")
            % {"columns": ", ".join(f"»{name}«" for name in found)},
            field="file",
        )


@contextmanager
def opened(of_import: Import) -> Iterator[Table]:
    """The table of an import whose file is kept. It lies decrypted in a file without a name meanwhile. Raises
    UnreadableTable, store.UnreadableFile."""
    if of_import.stored_as is None:
        raise UnreadableTable(_("Filen er der ikke længere."))
    with TemporaryFile(dir=settings.DATA_DIRECTORY) as plain:
        for piece in store.read(of_import.stored_as):
            plain.write(piece)
        plain.seek(0)
        with open_table(plain, sheet=of_import.sheet, scratch=settings.DATA_DIRECTORY) as table:
            yield table


def stored_names() -> list[UUID]:
    """Of the files that are kept, for whoever sweeps the store. One SQL statement."""
    names = Import.objects.filter(stored_as__isnull=False).values_list("stored_as", flat=True)
    return [name for name in names if name is not None]
