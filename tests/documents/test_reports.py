"""Documents of several chapters with drawings, in all three formats."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from base64 import b64decode

import pikepdf
import pytest
from docx import Document as read_docx

from jobveu.documents import pdf, web_page, word
from jobveu.documents.value import Bullets, Definition, Document, Paragraph, Picture, Section, Table
from tests.documents.pdf_ua import faults

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="{width}" height="{height}">'
    '<rect width="40" height="{height}" fill="#0059B3"/>'
    '<text x="4" y="20" font-family="IBM Plex Sans, Arial" font-size="12">Ærø &amp; Læsø</text></svg>'
)
NASTY = "<b>\"x\" & 'y'</b> \x07"


def picture(*, width: int = 600, height: int = 200, caption: str = "Figur 4.1") -> Picture:
    return Picture(caption, f"En søjle. {NASTY}", SVG.format(width=width, height=height))


def report() -> Document:
    table = Table("Tabel 4.1", ("Type", "Projekter"), (("Ledige", "1.200"), (NASTY, "–")), (3, 1), numeric=1)
    return Document(
        kind="Evaluering",
        title="Hele landet",
        language="da",
        mark="Syntetiske data",
        notice="Opdigtet.",
        details=(Definition("Område", "Hele landet"),),
        sections=(
            Section("4. Aktivitet", (Paragraph("To linjer\nher"),)),
            Section("4.1 Omfang", (picture(), table), level=2),
            Section(
                "Note", (Bullets(("en", "to"), numbered=True), picture(height=4_000, caption="")), level=3
            ),
            Section(f"5. {NASTY}", (Bullets(("en",)),)),
        ),
        footer="Evaluering",
        page_of=("Side", "af"),
        dated=None,
        contents="Indhold",
    )


def test_a_report_is_an_accessible_pdf_with_contents_and_drawings() -> None:
    data = pdf.to_pdf(report())
    assert faults(data, language="da") == []
    assert pdf.to_pdf(report()) == data
    with pikepdf.open(io.BytesIO(data)) as file:
        words = [
            str(one.Alt)
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary)
            and one.get("/S", None) == pikepdf.Name.Figure
            and "/Alt" in one
        ]
        assert len(words) == 2
        assert all(text.startswith("En søjle.") for text in words)
        assert [str(item.title) for item in file.open_outline().root][-1].startswith("5. <b>")
        assert b"XObject" in data or len(file.pages) > 1


def test_a_report_is_a_word_file_with_headings_links_and_drawings() -> None:
    data = word.to_docx(report())
    assert word.to_docx(report()) == data
    file = read_docx(io.BytesIO(data))
    headings = [(one.style.name, one.text) for one in file.paragraphs if one.style.name.startswith("Heading")]
    assert headings[:3] == [("Heading 1", "4. Aktivitet"), ("Heading 2", "4.1 Omfang"), ("Heading 3", "Note")]
    xml = file.element.xml
    anchors = re.findall(r'w:anchor="([^"]+)"', xml)
    marks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml)
    assert len(anchors) == 3
    assert set(anchors) <= set(marks)
    assert len(marks) == len(set(marks)) == 4
    shapes = file.inline_shapes
    assert all(one._inline.docPr.get("descr").startswith("En søjle.") for one in shapes)
    assert shapes[0].height / shapes[0].width == pytest.approx(200 / 600, abs=0.01)
    assert shapes[1].height.cm == pytest.approx(20, abs=0.1)  # as tall as a page takes


def test_a_report_is_one_page_that_needs_nothing_else() -> None:
    data = web_page.to_html(report())
    assert web_page.to_html(report()) == data
    text = data.decode()
    assert not re.search(r'(?:src|href)="(?!data:|#)', text)
    assert "<b>" not in text
    assert "<script" not in text
    root = ET.fromstring(re.sub(r"<(meta|img|br)\b([^>]*)>", r"<\1\2/>", text).replace("<!DOCTYPE html>", ""))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    targets = {one.get("href", "")[1:] for one in root.iter("a")}
    assert len(targets) == 3
    assert targets <= set(ids)
    assert [one.tag for one in root.iter() if re.fullmatch(r"h\d", one.tag)] == [
        "h1",
        "h2",
        "h2",
        "h3",
        "h4",
        "h2",
    ]
    [first, _second] = list(root.iter("img"))
    drawn = b64decode(first.get("src", "").split(",")[1]).decode()
    assert drawn == SVG.format(width=600, height=200)
    assert [cell.get("scope") for cell in root.iter("th")] == ["col", "col", "row", "row"]


def test_a_drawing_says_what_it_shows_and_how_large_it_is() -> None:
    with pytest.raises(ValueError, match="in words"):
        Picture("Figur", " ", SVG.format(width=1, height=1))
    with pytest.raises(ValueError, match="how large"):
        Picture("Figur", "En søjle", "<svg/>")


@pytest.mark.parametrize("levels", [(2,), (1, 3), (0,), (1, 2, 3, 4)])
def test_a_part_follows_its_chapter(levels: tuple[int, ...]) -> None:
    sections = tuple(Section("x", (), level=level) for level in levels)
    with pytest.raises(ValueError, match="follows the chapter"):
        Document("x", "x", "da", "", "", (), sections, "", ("", ""), None)
