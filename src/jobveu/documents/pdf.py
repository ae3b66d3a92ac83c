"""Documents as tagged PDF by the accessibility standard PDF/UA-1, written by Typst.

The document is handed over as JSON and set as text by `document.typ`. Typst refuses to write a file that breaks
a rule of the standard it can see.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from jobveu.documents.fonts import characters, font_folder
from jobveu.documents.value import (
    Block,
    Bullets,
    Definition,
    Definitions,
    Document,
    Paragraph,
    Picture,
    Table,
    visible,
)

CONTENT_TYPE = "application/pdf"
_TEMPLATE = Path(__file__).with_name("document.typ")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the date of a document without one, so that its bytes do not depend on the clock."""


def to_pdf(document: Document) -> bytes:
    """The same document gives the same bytes."""
    written = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        format="pdf",
        pdf_standards="ua-1",
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_data(document), ensure_ascii=False)},
        timestamp=int((document.dated or _LONG_AGO).timestamp()),
    )
    if not isinstance(written, bytes):
        raise TypeError("Typst wrote something else than one PDF file.")
    return written


def _data(document: Document) -> dict[str, Any]:
    day = document.dated.astimezone(UTC) if document.dated else None
    return {
        "kind": shown(document.kind),
        "title": shown(document.title),
        "full_title": shown(document.full_title),
        "language": document.language,
        "mark": shown(document.mark),
        "notice": shown(document.notice),
        "details": [_definition(row) for row in document.details],
        "sections": [
            {
                "heading": shown(section.heading),
                "level": section.level,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
        "contents": shown(document.contents),
        "slides": document.slides,
        "footer": shown(document.footer),
        "page_of": [shown(word) for word in document.page_of],
        "dated": [day.year, day.month, day.day, day.hour, day.minute, day.second] if day else None,
    }


def _definition(row: Definition) -> dict[str, str]:
    return {key: shown(value) for key, value in asdict(row).items()}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text=text):
            return {"kind": "paragraph", "text": shown(text)}
        case Bullets(items=items, numbered=numbered):
            return {"kind": "numbered" if numbered else "bullets", "items": [shown(item) for item in items]}
        case Definitions(rows=rows):
            return {"kind": "definitions", "rows": [_definition(row) for row in rows]}
        case Table():
            return {
                "kind": "table",
                "caption": shown(block.caption),
                "columns": [shown(column) for column in block.columns],
                "rows": [[shown(cell) for cell in row] for row in block.rows],
                "widths": list(block.widths),
                "numeric": block.numeric,
            }
        case Picture():
            return {
                "kind": "picture",
                "caption": shown(block.caption),
                "alternative": shown(block.alternative),
                "svg": block.svg,
                "height": block.height,
            }


def shown(text: str) -> str:
    """The text in characters that the font has. Another one (an emoji, say) is written by its name in brackets:
    a PDF/UA file may not hold a character without a shape."""
    text = unicodedata.normalize("NFC", visible(text))
    return "".join(one if one == "\n" or ord(one) in characters() else _instead(one) for one in text)


def _instead(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):  # joins or decorates its neighbours
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"
