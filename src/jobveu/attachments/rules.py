"""Which files are taken, how large, and what they are called. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from jobveu.attachments.enums import FileKind
from jobveu.common.errors import DomainError

MOST_FILES_AT_ONCE = 10
MOST_FILES_OF_A_RECORD = 100
LONGEST_NAME = 150
"""Characters, ending included: every file system takes a name of as many, also of æ, ø and å."""

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """`endings` are those that names may have; `main_part` is, for Microsoft's formats, the content type that
    the document itself has inside the file."""

    content_type: str
    endings: tuple[str, ...]
    main_part: str = ""


TYPES: dict[FileKind, FileType] = {
    FileKind.PDF: FileType("application/pdf", ("pdf",)),
    FileKind.DOCX: FileType(
        f"{_OOXML}wordprocessingml.document", ("docx",), f"{_OOXML}wordprocessingml.document.main+xml"
    ),
    FileKind.XLSX: FileType(
        f"{_OOXML}spreadsheetml.sheet", ("xlsx",), f"{_OOXML}spreadsheetml.sheet.main+xml"
    ),
    FileKind.PPTX: FileType(
        f"{_OOXML}presentationml.presentation", ("pptx",), f"{_OOXML}presentationml.presentation.main+xml"
    ),
    FileKind.ODT: FileType(f"{_ODF}text", ("odt",)),
    FileKind.ODS: FileType(f"{_ODF}spreadsheet", ("ods",)),
    FileKind.ODP: FileType(f"{_ODF}presentation", ("odp",)),
    FileKind.PNG: FileType("image/png", ("png",)),
    FileKind.JPEG: FileType("image/jpeg", ("jpg", "jpeg")),
    FileKind.TXT: FileType("text/plain", ("txt",)),
    FileKind.CSV: FileType("text/csv", ("csv",)),
}
ENDINGS: dict[str, FileKind] = {ending: kind for kind, known in TYPES.items() for ending in known.endings}

_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
)


def safe_name(typed: str) -> str:
    """The name as it was typed, without what a file system, a header or a reader could stumble over: folders,
    characters that are not seen or turn the direction of the text, and those that Windows refuses.

    Raises DomainError where nothing but an ending is left.
    """
    name = unicodedata.normalize("NFC", typed).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    name = " ".join(_UNSAFE.sub("_", name).split()).strip(". ")
    stem, ending = stem_and_ending(name)
    stem = stem.rstrip(". ")
    if not stem:
        raise DomainError(_("Filen har intet navn."))
    if stem.lower() in _WINDOWS_DEVICES:
        stem = f"_{stem}"
    return (
        f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('. ')}.{ending}" if ending else stem[:LONGEST_NAME]
    )


def stem_and_ending(name: str) -> tuple[str, str]:
    """("Referat", "pdf") of "Referat.PDF"; the ending is "" where there is none."""
    suffix = PurePosixPath(name).suffix
    return (name.removesuffix(suffix), suffix[1:].lower()) if len(suffix) > 1 else (name, "")


def kind_by_name(name: str) -> FileKind:
    """Raises DomainError for an ending that is not taken."""
    _stem, ending = stem_and_ending(name)
    kind = ENDINGS.get(ending)
    if kind is None:
        raise DomainError(
            _("»%(name)s« er ikke en af de filtyper, der kan vedhæftes: %(kinds)s.")
            % {"name": name, "kinds": ", ".join(TYPES)}
        )
    return kind


def unused_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number where the record has a file of that name already."""
    lower = {other.lower() for other in taken}
    stem, ending = stem_and_ending(name)
    candidate, number = name, 1
    while candidate.lower() in lower:
        number += 1
        mark = f" ({number})"
        room = LONGEST_NAME - len(mark) - len(ending) - 1
        candidate = f"{stem[:room]}{mark}.{ending}"
    return candidate
