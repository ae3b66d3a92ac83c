"""The formats that documents are written in, by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jobveu.documents import pdf, web_page, word
from jobveu.documents.value import Document


@dataclass(frozen=True, slots=True)
class Writer:
    content_type: str
    write: Callable[[Document], bytes]


WRITERS: Mapping[str, Writer] = {
    "pdf": Writer(pdf.CONTENT_TYPE, pdf.to_pdf),
    "docx": Writer(word.CONTENT_TYPE, word.to_docx),
    "html": Writer(web_page.CONTENT_TYPE, web_page.to_html),
}
