"""A document as a value: what the writers (pdf, word, web_page) render, and all they know.

A document holds plain text. Nothing in it is ever read as mark-up of any kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_WIDTH, _HEIGHT = (re.compile(rf'<svg\b[^>]*?\s{side}="([0-9.]+)') for side in ("width", "height"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Line breaks in `text` are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of at least one item; `numbered` counts them from 1."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Definitions:
    rows: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` say how the columns share the page's width; every row has a cell for each column. The last `numeric`
    columns hold numbers and stand to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: int = 0

    def __post_init__(self) -> None:
        if len(self.widths) != len(self.columns) or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("Every row of a table has a cell for each of its columns.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, as wide as the page; a caption of "" leaves it without one. `alternative` says in words what it
    shows, for those who do not see it."""

    caption: str
    alternative: str
    svg: str

    def __post_init__(self) -> None:
        if not self.alternative.strip():
            raise ValueError("A picture says in words what it shows.")
        if not all(side.match(self.svg) for side in (_WIDTH, _HEIGHT)):
            raise ValueError("A drawing says how large it is.")

    @property
    def height(self) -> float:
        """As a part of its width."""
        width, height = (float(side.findall(self.svg)[0]) for side in (_WIDTH, _HEIGHT))
        return height / width


Block = Paragraph | Bullets | Definitions | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """`level`: 1 for a chapter, 2 for a part of the chapter before it, and so on to 3."""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """`kind` is what sort of document it is ("Partsaftale"), `title` its own name. `mark` says in a word or two
    what marks every page ("Udkast"), "" for a document that holds; `notice` explains it, a sentence a line.

    `dated` is when the version got the state that the document shows: it is the file's creation date, so that
    the same data give the same bytes. None where the data hold no date. `page_of` is the footer's "Side {} af
    {}" in the document's language. `contents` is the heading of a table of contents, "" for a document without one.
    `slides`: each chapter is a wide page of its own to be shown on a screen, its words beside its drawings; only the PDF
    knows how.
    """

    kind: str
    title: str
    language: str
    mark: str
    notice: str
    details: tuple[Definition, ...]
    sections: tuple[Section, ...]
    footer: str
    page_of: tuple[str, str]
    dated: datetime | None
    contents: str = ""
    slides: bool = False

    def __post_init__(self) -> None:
        before = 0
        for section in self.sections:
            if not 1 <= section.level <= min(before + 1, 3):
                raise ValueError("A part of a chapter follows the chapter.")
            before = section.level

    @property
    def full_title(self) -> str:
        """What viewers show as the document's title."""
        name = self.title if self.title.startswith(self.kind) else f"{self.kind}: {self.title}"
        return visible(f"{name} ({self.mark})" if self.mark else name)


def visible(text: str) -> str:
    """The text without characters that no reader sees and that XML or PDF refuse: control characters other than
    line breaks, halves of characters, and what turns the writing direction of the text after it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(one for one in text if one == "\n" or not _is_hidden(one))


def _is_hidden(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn"):
        return True
    return character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028\u2029"


def prose(text: str) -> tuple[Block, ...]:
    """What somebody wrote in a text field, as paragraphs and lists.

    An empty line ends a paragraph. Lines that begin with "- ", "• " or "* " are a list, those that begin with
    "1. ", "2. " and so on, in that order, a numbered one.
    """
    blocks: list[Block] = []
    for part in _parts(visible(text)):
        blocks.extend(_blocks(part))
    return tuple(blocks)


def _parts(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in (*text.split("\n"), ""):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            yield lines
            lines = []


def _blocks(lines: list[str]) -> Iterator[Block]:
    kind, held = "", list[str]()

    def finished() -> Iterator[Block]:
        if held and kind == "":
            yield Paragraph("\n".join(held))
        elif held:
            yield Bullets(tuple(held), numbered=kind == "numbered")

    for line in lines:
        expected = len(held) + 1 if kind == "numbered" else 1
        found, words = _item(line, expected)
        if found != kind:
            yield from finished()
            kind, held = found, []
        held.append(words)
    yield from finished()


def _item(line: str, expected: int) -> tuple[str, str]:
    """What the line begins, and its words without the mark."""
    for mark in ("- ", "• ", "* ", "– "):
        if line.startswith(mark) and line[len(mark) :].strip():
            return "bullets", line[len(mark) :].strip()
    for mark in (f"{expected}. ", f"{expected}) "):
        if line.startswith(mark) and line[len(mark) :].strip():
            return "numbered", line[len(mark) :].strip()
    return "", line
