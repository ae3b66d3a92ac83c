"""Workbooks (XLSX), read from their XML as a stream.

python-calamine, which is faster, holds the whole sheet: 1.3 GB for a million rows of 14 columns, where this takes
some tens of megabytes. Of the format this knows what a table needs: cells, the texts they share, and which numbers
are dates. No formula is computed: the value is the one that was saved with it.
"""

from __future__ import annotations

import mmap
import posixpath
import re
import zipfile
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from jobveu.legacy.reading.cells import (
    Cell,
    CellFault,
    Row,
    Table,
    UnreadableTable,
    header_of,
    is_empty,
    looks_like_header,
)

_BLOCK = 1 << 18
_MOST_BYTES = 16 << 30
"""Of a part, unpacked: a million rows with some hundred columns have less."""
_MOST_SMALL_BYTES = 64 << 20
"""Of the parts that say how the workbook is built."""
_MOST_COLUMNS = 16_384
_LINES_BEFORE_THE_HEADER = 20
_CACHED_TEXTS = 50_000
_DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""Numbers of built-in formats that show a day."""
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 2_958_465
_DIGITS = "0123456789"


@dataclass(slots=True)
class _Book:
    """What the parts around the sheets say."""

    sheets: dict[str, str] = field(default_factory=dict)
    epoch: date = _EPOCH
    dates: list[bool] = field(default_factory=list)
    """For each style, by its number: whether it shows a day."""
    texts: _Texts | None = None


class _Texts:
    """The texts that cells share, in a file of their own that is gone with the process."""

    def __init__(self, scratch: Path) -> None:
        self._file = TemporaryFile(dir=scratch)  # noqa: SIM115  as long as the table is read
        self._ends = array("Q", [0])
        self._mapped: mmap.mmap | None = None
        self._cache: dict[int, str] = {}

    def close(self) -> None:
        if self._mapped is not None:
            self._mapped.close()
        self._file.close()

    def add(self, text: str) -> None:
        data = text.encode()
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __getitem__(self, number: int) -> str:
        known = self._cache.get(number)
        if known is not None:
            return known
        if not 0 <= number < len(self._ends) - 1:
            raise ValueError("there is no such text")
        if self._mapped is None:
            self._file.flush()
            if not self._ends[-1]:
                return ""
            self._mapped = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        text = self._mapped[self._ends[number] : self._ends[number + 1]].decode()
        if len(self._cache) >= _CACHED_TEXTS:
            self._cache.clear()
        self._cache[number] = text
        return text


@contextmanager
def open_workbook(file: IO[bytes], *, sheet: str = "", scratch: Path) -> Iterator[Table]:
    """The table on a sheet of a workbook: on the first one unless told. `scratch` is a folder where a file without
    a name may lie meanwhile. Raises UnreadableTable."""
    with _readable(file) as archive:
        book = _book(archive, scratch)
    try:
        with _readable(file):
            table = _table(archive, book, sheet)
        yield table
    finally:
        if book.texts is not None:
            book.texts.close()


def _table(archive: zipfile.ZipFile, book: _Book, sheet: str) -> Table:
    if not book.sheets:
        raise UnreadableTable(_("Projektmappen har ingen ark."))
    name = sheet or next(iter(book.sheets))
    if name not in book.sheets:
        raise UnreadableTable(
            _("Projektmappen har intet ark, der hedder »%(name)s«. Den har %(sheets)s.")
            % {"name": name, "sheets": ", ".join(f"»{other}«" for other in book.sheets)},
            field="sheet",
        )
    part = archive.getinfo(book.sheets[name])
    read = [0]
    rows = _rows(archive, part, book, read)
    for number, cells in islice(rows, _LINES_BEFORE_THE_HEADER):
        if looks_like_header(cells):
            return Table(
                header=header_of(cells),
                header_row=number,
                rows=lambda: rows,
                progress=lambda: min(1.0, read[0] / part.file_size) if part.file_size else 1.0,
                sheet=name,
            )
    raise UnreadableTable(_("Der er ingen kolonnenavne i de første rækker af arket."))


@contextmanager
def _readable(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The file as an archive. Whatever is wrong with it in the block, it cannot be read."""
    try:
        yield zipfile.ZipFile(file)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableTable(_("Filen er ikke en projektmappe, der kan læses (XLSX).")) from error


def sheets_of(file: IO[bytes], *, scratch: Path) -> tuple[str, ...]:
    """The names of the workbook's sheets, in their order. Raises UnreadableTable."""
    with _readable(file) as archive:
        return tuple(_book(archive, scratch, with_texts=False).sheets)


def _book(archive: zipfile.ZipFile, scratch: Path, *, with_texts: bool = True) -> _Book:
    book = _Book()
    targets: dict[str, str] = {}

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = posixpath.normpath(
                posixpath.join("/xl", attributes.get("Target", ""))
            ).lstrip("/")

    def of_workbook(name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904", "0") in ("1", "true"):
            book.epoch = _EPOCH_1904
        if name == "sheet":
            key = next((value for found, value in attributes.items() if found.endswith(":id")), "")
            if target := targets.get(key, ""):
                book.sheets[attributes.get("name", "")] = target

    known = set(archive.namelist())
    _small_part(archive, "xl/_rels/workbook.xml.rels", relation)
    _small_part(archive, "xl/workbook.xml", of_workbook)
    if "xl/styles.xml" in known:
        book.dates = _dates(archive)
    if with_texts:
        shared = next((part for part in targets.values() if part.endswith("sharedStrings.xml")), "")
        if shared in known:
            book.texts = _texts(archive, shared, scratch)
    return book


def _small_part(archive: zipfile.ZipFile, part: str, start: Callable[[str, Mapping[str, str]], None]) -> None:
    def local(name: str, attributes: Mapping[str, str]) -> None:
        start(name.rpartition(":")[2], attributes)

    parser = _parser()
    parser.StartElementHandler = local
    with archive.open(part) as file:
        content = file.read(_MOST_SMALL_BYTES)
    _feed(parser, content, last=True)


def _dates(archive: zipfile.ZipFile) -> list[bool]:
    formats: dict[str, bool] = {}
    found: list[bool] = []
    inside = [False]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            code = _NOT_CODE.sub("", attributes.get("formatCode", "").lower())
            formats[attributes.get("numFmtId", "")] = "d" in code or "y" in code or "å" in code
        elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside[0] = name == "cellXfs"
        elif name == "xf" and inside[0]:
            number = attributes.get("numFmtId", "0")
            found.append(formats.get(number, number.isdigit() and int(number) in _DATE_FORMATS))

    _small_part(archive, "xl/styles.xml", start)
    return found


def _texts(archive: zipfile.ZipFile, part: str, scratch: Path) -> _Texts:
    texts = _Texts(scratch)
    state: dict[str, Any] = {"collect": False, "phonetic": False, "parts": []}

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            state["parts"] = []
        elif name == "rPh":
            state["phonetic"] = True
        elif name == "t":
            state["collect"] = not state["phonetic"]

    def end(name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            state["collect"] = False
        elif name == "rPh":
            state["phonetic"] = False
        elif name == "si":
            texts.add("".join(state["parts"]))

    def text(data: str) -> None:
        if state["collect"]:
            state["parts"].append(data)

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    with archive.open(part) as file:
        for block, last in _blocks(file, [0]):
            _feed(parser, block, last=last)
    return texts


def _rows(archive: zipfile.ZipFile, part: zipfile.ZipInfo, book: _Book, read: list[int]) -> Iterator[Row]:
    """The rows that have something in them."""
    reader = _Sheet(book)
    with archive.open(part) as file:
        for block, last in _blocks(file, read):
            _feed(reader.parser, block, last=last)
            done, reader.done = reader.done, []
            yield from done


class _Sheet:
    """Turns the events of a sheet's XML into rows. Called for every cell: what it needs is in locals."""

    def __init__(self, book: _Book) -> None:
        self.done: list[Row] = []
        self.parser = _parser()
        done_of = self
        dates, texts, epoch = book.dates, book.texts, book.epoch
        columns: dict[str, int] = {}
        prefix = [""]
        state: dict[str, Any] = {}
        parts: list[str] = []
        cells: list[Cell] = []
        number = column = 0
        kind = style = ""
        collecting = phonetic = False

        def root(name: str, _attributes: Mapping[str, str]) -> None:
            prefix[0] = name.rpartition(":")[0]
            mark = f"{prefix[0]}:" if prefix[0] else ""
            state.update(
                {f"{mark}{local}": local for local in ("row", "c", "v", "t", "rPh")},
            )
            self.parser.StartElementHandler = start

        def start(name: str, attributes: Mapping[str, str]) -> None:
            nonlocal number, column, kind, style, collecting, phonetic, cells
            local = state.get(name)
            if local is None:
                return
            if local == "c":
                place = attributes.get("r")
                if place is None:
                    column += 1
                else:
                    letters = place.rstrip(_DIGITS)
                    known = columns.get(letters)
                    if known is None:
                        known = columns[letters] = _column(letters)
                    column = known
                kind, style = attributes.get("t", "n"), attributes.get("s", "")
                parts.clear()
            elif local == "v":
                collecting = kind != "inlineStr"
            elif local == "t":
                collecting = kind == "inlineStr" and not phonetic
            elif local == "rPh":
                phonetic = True
            else:
                place = attributes.get("r")
                number = int(place) if place is not None else number + 1
                column, cells = 0, []

        def end(name: str) -> None:
            nonlocal collecting, phonetic
            local = state.get(name)
            if local is None:
                return
            if local == "c":
                if parts and column <= _MOST_COLUMNS:
                    while len(cells) < column:
                        cells.append(None)
                    cells[column - 1] = value("".join(parts))
            elif local == "row":
                if not is_empty(cells):
                    done_of.done.append((number, cells))
            elif local == "rPh":
                phonetic = False
            else:
                collecting = False

        def text(data: str) -> None:
            if collecting:
                parts.append(data)

        def value(raw: str) -> Cell:
            match kind:
                case "s":
                    return texts[int(raw)] if texts is not None else ""
                case "inlineStr" | "str":
                    return raw
                case "b":
                    return raw == "1"
                case "e":
                    return CellFault(raw)
                case "d":
                    return date.fromisoformat(raw[:10])
            found = _number(raw)
            if style and dates and dates[int(style)] and 0 < found <= _LAST_SERIAL:
                return epoch + timedelta(days=int(found))
            return found

        self.parser.StartElementHandler = root
        self.parser.EndElementHandler = end
        self.parser.CharacterDataHandler = text


def _number(raw: str) -> int | float:
    if raw.isdigit():
        return int(raw)
    found = float(raw)
    return int(found) if found.is_integer() and abs(found) < 1e18 else found


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - 64
    if not 1 <= found <= _MOST_COLUMNS:
        raise UnreadableTable(_("Filen er ikke en projektmappe, der kan læses (XLSX)."))
    return found


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse  # no workbook has one; it could make texts of any length
    return parser


def _refuse(*_declared: object) -> None:
    raise UnreadableTable(_("Filen er ikke en projektmappe, der kan læses (XLSX)."))


def _feed(parser: Any, block: bytes, *, last: bool) -> None:
    try:
        parser.Parse(block, last)
    except (expat.ExpatError, ValueError, IndexError, OverflowError) as error:
        raise UnreadableTable(
            _("Filen er ikke en projektmappe, der kan læses (XLSX). Åbn den i Excel, og gem den igen.")
        ) from error


def _blocks(file: IO[bytes], read: list[int]) -> Iterator[tuple[bytes, bool]]:
    try:
        block = file.read(_BLOCK)
        while True:
            read[0] += len(block)
            if read[0] > _MOST_BYTES:
                raise UnreadableTable(_("Arket er større, end der kan læses."))
            following = file.read(_BLOCK)
            yield block, not following
            if not following:
                return
            block = following
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise UnreadableTable(
            _("Filen er ikke en projektmappe, der kan læses (XLSX). Åbn den i Excel, og gem den igen.")
        ) from error
