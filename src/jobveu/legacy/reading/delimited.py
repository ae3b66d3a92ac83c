"""Text files with a delimiter: CSV as Danish and other programs write it."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import IO

from django.utils.translation import gettext as _

from jobveu.legacy.reading.cells import Row, Table, UnreadableTable, header_of, is_empty, looks_like_header

_BLOCK = 1 << 20
_DELIMITERS = (";", "\t", ",", "|")
_LINES_BEFORE_THE_HEADER = 20


class _Counted(io.RawIOBase):
    """Passes on what is read from a file, and counts it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower, as we are read
        piece = self._file.read(len(into))
        into[: len(piece)] = piece
        self.count += len(piece)
        return len(piece)


@contextmanager
def open_delimited(file: IO[bytes]) -> Iterator[Table]:
    """The table in a text file: UTF-8, UTF-16 with its mark, or else Windows-1252; the cells separated by
    semicolons, tabs, commas or bars, whichever the header has most of. Raises UnreadableTable."""
    size = file.seek(0, os.SEEK_END)
    encoding = encoding_of(file)
    file.seek(0)
    counted = _Counted(file)
    with io.TextIOWrapper(io.BufferedReader(counted, _BLOCK), encoding=encoding, newline="") as text:
        beginning = list(islice(text, _LINES_BEFORE_THE_HEADER))
        delimiter = _delimiter(beginning)
        records = _records(csv.reader(chain(beginning, text), delimiter=delimiter, strict=True))
        yield Table(
            *_header(records),
            rows=lambda: records,
            progress=lambda: counted.count / size if size else 1.0,
            encoding=encoding.removesuffix("-sig"),
        )


def _header(records: Iterator[Row]) -> tuple[tuple[str, ...], int]:
    for number, cells in islice(records, _LINES_BEFORE_THE_HEADER):
        if looks_like_header(cells):
            return header_of(cells), number
    raise UnreadableTable(_("Der er ingen kolonnenavne i de første rækker af filen."))


def encoding_of(file: IO[bytes]) -> str:
    """Raises UnreadableTable for bytes that neither UTF-8 nor Windows-1252 has."""
    file.seek(0)
    mark = file.read(4)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableTable(_("Filen er hverken gemt som UTF-8 eller Windows-1252. Gem den som »CSV UTF-8«."))


def _delimiter(beginning: list[str]) -> str:
    for line in beginning:
        best = max(_DELIMITERS, key=line.count)
        if best in line:
            return best
    return ";"


def _records(reader: Iterator[list[str]]) -> Iterator[Row]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(
                _("Række %(row)d kan ikke læses: Anførselstegnene går ikke op, eller en celle er for lang.")
                % {"row": number}
            ) from error
        except UnicodeError as error:
            raise UnreadableTable(
                _("Række %(row)d har tegn, der ikke kan læses.") % {"row": number}
            ) from error
        if not is_empty(cells):
            yield number, cells
