"""What a file is, by what is in it: never by its name alone, nor by what the browser says.

The signature is puremagic's to know. It cannot tell one zip-based format from another, so the formats of
Microsoft and OpenDocument are opened and asked what they are. Nothing but the parts that say so is unpacked, and
of those no more than a few hundred kilobytes.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jobveu.attachments.enums import FileKind
from jobveu.attachments.rules import TYPES
from jobveu.common.cpr import parse_cpr
from jobveu.common.errors import DomainError

_HEAD_BYTES = 4096
_PART_BYTES = 400_000
"""Of a part that says what the file is; a real one has some thousand bytes."""
_MOST_PARTS = 20_000
_MOST_DIRECTORY_BYTES = 4_000_000
_END_BYTES, _LONGEST_COMMENT = 22, 65_535
"""Of the record that ends a zip file."""
_TEXT_BYTES = 20_000_000
"""How much text of an office document is looked through for CPR numbers, unpacked."""
_ZIP = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text begins in which every other byte may be none."""
_WEAK_SIGNATURE = 4
"""Bytes. A text may begin with "BM" or "MZ" and yet be a text."""

_UNREADABLE = (RuntimeError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError)
"""What comes of reading a part of a zip file that is damaged, under a password, or packed in a way nobody uses."""

_TEXTS = frozenset({FileKind.TXT, FileKind.CSV})
_MICROSOFT = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})
_OPEN_DOCUMENT = frozenset({FileKind.ODT, FileKind.ODS, FileKind.ODP})
_PARTS_WITH_TEXT = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"
    r"|xl/(sharedStrings|worksheets/[^/]+|comments\d*)\.xml"
    r"|ppt/(slides|notesSlides)/[^/]+\.xml|content\.xml"
)
_MACROS = re.compile(r"(^|/)(vbaProject[^/]*\.bin|vbaData\.xml)$|^(Basic|Scripts)/.", re.IGNORECASE)
_CONTENT_TYPE = re.compile(r"""ContentType\s*=\s*["']([^"']+)["']""")
_TEXT_ENDS = re.compile(r"</(w:p|a:p|text:p|si|c)>")
_TAG = re.compile(r"<[^<>]*>")  # one "<" in it, or a text of nothing else would take the square of its length
_CPR_LIKE = re.compile(r"(?<![\d-])\d{6}[- ]?\d{4}(?![\d-])")


def check_content(*, content: IO[bytes], kind: FileKind, name: str) -> None:
    """Raises DomainError, naming the file, when it is not what its name says, or carries macros."""
    if not _is(kind, content):
        raise DomainError(
            _("»%(name)s« er ikke, hvad navnet siger: indholdet er ikke %(kind)s. Filen kan være beskadiget.")
            % {"name": name, "kind": kind.label}
        )
    if kind in _MICROSOFT | _OPEN_DOCUMENT and _has_macros(content):
        raise DomainError(
            _("»%(name)s« indeholder makroer (små programmer). Gem den uden makroer, og prøv igen.")
            % {"name": name}
        )


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What was found in a file's text: numbers that look like CPR numbers, and how many parts that hold text could not
    be read (damaged, under a password, or too long)."""

    cpr_like: int
    unread: int


def look_for_cpr(*, content: IO[bytes], kind: FileKind) -> LookedThrough:
    """Counts the numbers that look like CPR numbers in a text or an office document: ten digits of which the first six
    are a date. Other kinds are not looked into; pictures and most PDF files hold no text that can be read."""
    cpr_like = unread = 0
    for text in _texts(content, kind):
        if text is None:
            unread += 1
        else:
            cpr_like += sum(1 for found in _CPR_LIKE.finditer(text) if _is_cpr(found[0]))
    return LookedThrough(cpr_like, unread)


def _is_cpr(text: str) -> bool:
    try:
        parse_cpr(text)
    except ValidationError:
        return False
    return True


def _is(kind: FileKind, content: IO[bytes]) -> bool:
    if kind in _TEXTS:
        return _is_text(content)
    content_type = TYPES[kind].content_type
    if kind in _MICROSOFT:
        return _is_zip(content) and _main_part(content) == TYPES[kind].main_part
    if kind in _OPEN_DOCUMENT:
        says = _first_bytes_of(content, "mimetype").decode("ascii", "replace").strip()
        return _is_zip(content) and says == content_type
    return any(match.mime_type == content_type for match in _signatures(content))


def _is_zip(content: IO[bytes]) -> bool:
    """Whether it begins as one: what stands before a zip file is not seen by whoever opens it as one."""
    return any(match.byte_match == _ZIP for match in _signatures(content))


def _signatures(content: IO[bytes]) -> list[puremagic.main.PureMagicWithConfidence]:
    content.seek(0)
    try:
        return list(puremagic.magic_string(content.read(_HEAD_BYTES)))
    except (puremagic.PureError, ValueError):
        return []  # it knows none


def begins_as_text(content: IO[bytes]) -> bool:
    """Whether it does not begin as a picture, a PDF file or something else does. For texts too long to be read whole."""
    if any(len(match.byte_match or b"") >= _WEAK_SIGNATURE for match in _signatures(content)):
        return False
    content.seek(0)
    head = content.read(_HEAD_BYTES)
    return head.startswith(_UTF_16) or b"\0" not in head


def _is_text(content: IO[bytes]) -> bool:
    """Whether it can be read as text, and does not begin as something else does."""
    return begins_as_text(content) and all("\0" not in text for text in _decoded(content))


def _decoded(content: IO[bytes]) -> Iterator[str]:
    """The text, in one piece: UTF-8, UTF-16 with its mark, or else what Windows writes in Denmark."""
    content.seek(0)
    data = content.read()
    if data.startswith(_UTF_16):
        yield data.decode("utf-16", "replace")
        return
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


def _opened(content: IO[bytes]) -> zipfile.ZipFile | None:
    if _directory_bytes(content) > _MOST_DIRECTORY_BYTES:
        return None
    content.seek(0)
    try:
        found = zipfile.ZipFile(content)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return found if len(found.infolist()) <= _MOST_PARTS else None


def _directory_bytes(content: IO[bytes]) -> int:
    """How large the list of parts at the end of a zip file says it is: it is read whole when the file is opened,
    and 20 MB of names alone would take half a gigabyte of memory. 0 where there is none."""
    size = content.seek(0, os.SEEK_END)
    content.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT))
    tail = content.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_BYTES:
        return 0
    return int.from_bytes(tail[at + 12 : at + 16], "little")  # of a file above 4 GB: 0xFFFFFFFF


def _first_bytes_of(content: IO[bytes], part: str) -> bytes:
    """The beginning of one part of a zip file; nothing where it cannot be read."""
    archive = _opened(content)
    if archive is None:
        return b""
    try:
        with archive.open(part) as file:
            return file.read(_PART_BYTES)
    except (KeyError, *_UNREADABLE):
        return b""  # no such part, or none that can be read


def _main_part(content: IO[bytes]) -> str:
    """The content type of the document itself, as the file's list of its parts says; "" where it says none of
    ours, or several."""
    declared = set(
        _CONTENT_TYPE.findall(_first_bytes_of(content, "[Content_Types].xml").decode("utf-8", "replace"))
    )
    found = [known.main_part for known in TYPES.values() if known.main_part and known.main_part in declared]
    return found[0] if len(found) == 1 else ""


def _has_macros(content: IO[bytes]) -> bool:
    archive = _opened(content)
    if archive is None:
        return False
    return any(_MACROS.search(part) for part in archive.namelist()) or b"macroEnabled" in _first_bytes_of(
        content, "[Content_Types].xml"
    )


def _texts(content: IO[bytes], kind: FileKind) -> Iterator[str | None]:
    """The texts of the parts that hold any; None for a part that cannot be read, or not to its end."""
    if kind in _TEXTS:
        yield from _decoded(content)
        return
    if kind not in _MICROSOFT | _OPEN_DOCUMENT:
        return
    archive = _opened(content)
    if archive is None:
        yield None
        return
    left = _TEXT_BYTES
    for part in archive.namelist():
        if not _PARTS_WITH_TEXT.fullmatch(part):
            continue
        try:
            with archive.open(part) as file:
                data, longer = file.read(left), bool(file.read(1))
        except _UNREADABLE:
            yield None
            continue
        left -= len(data)
        if longer:
            yield None
        # Within a paragraph or a cell a number may be cut in pieces by tags; across them it is none.
        yield _TAG.sub("", _TEXT_ENDS.sub("\n", data.decode("utf-8", "replace")))
