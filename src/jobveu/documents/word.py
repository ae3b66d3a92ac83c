"""Documents as DOCX that can be edited: real styles, headings, lists, and tables with header rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from jobveu.documents.drawing import png_of
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

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Calibri"
_WIDTH = Cm(21 - 2 * 2.4)
_TALLEST = Cm(20)
_QUIET, _WARNING, _INK = RGBColor(0x45, 0x45, 0x45), RGBColor(0x8A, 0x12, 0x00), RGBColor(0x1A, 0x1A, 0x1A)
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the date of a document without one, so that its bytes do not depend on the clock."""


def to_docx(document: Document) -> bytes:
    """The same document gives the same bytes."""
    file = new_document()
    _set_up(file, document)
    _header_and_footer(file, document)
    file.add_paragraph(visible(document.kind), style="Subtitle")
    file.add_paragraph(visible(document.title), style="Title")
    if document.notice:
        paragraph = file.add_paragraph(style="Intense Quote")
        paragraph.add_run(visible(document.notice))
    _definitions(file, document.details)
    if document.contents:
        _contents(file, document)
    for number, section in enumerate(document.sections):
        heading = file.add_heading(visible(section.heading), level=section.level)
        _mark_place(heading, number)
        for block in section.blocks:
            _block(file, block)
    written = io.BytesIO()
    file.save(written)
    return _without_the_clock(written.getvalue())


def _set_up(file: Any, document: Document) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.4)
    language = _LANGUAGES[document.language]
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    core = file.core_properties
    at = (document.dated or _LONG_AGO).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.title, core.subject, core.language = document.full_title[:255], visible(document.kind), language
    core.author, core.last_modified_by, core.comments = "Job-VEU", "Job-VEU", ""
    core.created = core.modified = at
    core.revision = 1
    for name, size, bold, colour, before, after in (
        ("Normal", 11, None, _INK, 0, 6),
        ("Title", 22, True, _INK, 0, 10),
        ("Subtitle", 11, True, _QUIET, 0, 4),
        ("Heading 1", 14, True, _INK, 16, 6),
        ("Heading 2", 12, True, _INK, 14, 6),
        ("Heading 3", 11, True, _INK, 12, 4),
        ("Caption", 9.5, False, _QUIET, 8, 4),
        ("Intense Quote", 11, False, _INK, 4, 10),
    ):
        style = file.styles[name]
        style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
        style.font.italic, style.font.color.rgb = False, colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for name in ("Title", "Intense Quote"):  # the template's blue lines
        borders = file.styles[name].element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            file.styles[name].element.pPr.remove(borders)
    file.styles["Intense Quote"].paragraph_format.left_indent = Cm(0.6)
    file.styles["Intense Quote"].paragraph_format.right_indent = Cm(0)


def _header_and_footer(file: Any, document: Document) -> None:
    page = file.sections[0]
    header = page.header.paragraphs[0]
    _tab_at_the_edge(header)
    run = header.add_run(document.full_title)
    run.font.size, run.font.color.rgb = Pt(8.5), _QUIET
    if document.mark:
        mark = header.add_run("\t" + visible(document.mark).upper())
        mark.font.size, mark.font.bold, mark.font.color.rgb = Pt(8.5), True, _WARNING
    footer = page.footer.paragraphs[0]
    _tab_at_the_edge(footer)
    before, between = (visible(word) for word in document.page_of)
    footer.add_run(visible(document.footer).replace("\n", ", ") + f"\t{before} ")
    _field(footer, "PAGE")
    footer.add_run(f" {between} ")
    _field(footer, "NUMPAGES")
    for run in footer.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), _QUIET
    footer.style.font.size, footer.style.font.color.rgb = Pt(8.5), _QUIET  # of the numbers that Word puts in


def _tab_at_the_edge(paragraph: Any) -> None:
    paragraph.style.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run._r.append(instruction)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "separate":
            shown = OxmlElement("w:t")
            shown.text = "1"
            run._r.append(shown)


def _block(file: Any, block: Block) -> None:
    match block:
        case Paragraph(text=text):
            file.add_paragraph(visible(text))
        case Bullets(items=items, numbered=numbered):
            number = _new_numbering(file) if numbered else None
            for item in items:
                paragraph = file.add_paragraph(
                    visible(item), style="List Number" if numbered else "List Bullet"
                )
                if number is not None:
                    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number
        case Definitions(rows=rows):
            _definitions(file, rows)
        case Table():
            _table(file, block)
        case Picture():
            _picture(file, block)


def _contents(file: Any, document: Document) -> None:
    """The headings of chapters and their parts, each leading to its place."""
    file.add_paragraph(visible(document.contents), style="TOC Heading")
    for number, section in enumerate(document.sections):
        if section.level > 2:
            continue
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.7 * (section.level - 1))
        paragraph.paragraph_format.space_after = Pt(2)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _place(number))
        run = paragraph.add_run(visible(section.heading))
        link.append(run._r)
        paragraph._p.append(link)


def _mark_place(heading: Any, number: int) -> None:
    for tag, before in (("w:bookmarkStart", True), ("w:bookmarkEnd", False)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if before:
            mark.set(qn("w:name"), _place(number))
            heading._p.insert(1 if heading._p.pPr is not None else 0, mark)
        else:
            heading._p.append(mark)


def _place(number: int) -> str:
    return f"section_{number}"


def _new_numbering(file: Any) -> int:
    """A numbered list of its own, that begins with 1."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element
    used = style.pPr.numPr.numId.val
    abstract = next(one for one in numbering.num_lst if one.numId == used).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _definitions(file: Any, rows: Sequence[Definition]) -> None:
    for row in rows:
        paragraph = file.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent, form.space_after = Cm(5.6), Cm(-5.6), Pt(4)
        form.tab_stops.add_tab_stop(Cm(5.6))
        paragraph.add_run(visible(row.label)).bold = True
        paragraph.add_run("\t" + visible(row.value))


def _table(file: Any, block: Table) -> None:
    caption = file.add_paragraph(visible(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = file.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    widths = [int(_WIDTH * share / sum(block.widths)) for share in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, cells in enumerate((block.columns, *block.rows)):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, width, text) in enumerate(zip(row.cells, widths, cells, strict=True)):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(visible(text))
            run.font.size, run.font.bold = Pt(9.5), True if number == 0 else None
            if column >= len(cells) - block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        for name, value in (("firstRow", "1"), ("firstColumn", "0"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), value)
    description = OxmlElement("w:tblCaption")
    description.set(qn("w:val"), visible(block.caption))
    table._tbl.tblPr.append(description)
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _picture(file: Any, block: Picture) -> None:
    if block.caption:
        caption = file.add_paragraph(visible(block.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
    width = min(_WIDTH, int(_TALLEST / block.height))
    shown = file.add_picture(io.BytesIO(png_of(block.svg)), width=width)
    shown._inline.docPr.set("descr", visible(block.alternative))
    shown._inline.docPr.set("name", visible(block.caption or block.alternative)[:60])


def _without_the_clock(packed: bytes) -> bytes:
    """The same package with one fixed time on every part, in the same order."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(part, old.read(name))
    return written.getvalue()
