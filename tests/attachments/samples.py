"""Files as people attach them, each made by a program that makes such files where there is one here."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import xlsxwriter
from docx import Document

from jobveu.attachments.enums import FileKind

OOXML = "application/vnd.openxmlformats-officedocument."
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every virus scanner calls a virus, by agreement, and what is none."""


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def damaged(data: bytes, part: bytes) -> bytes:
    """The same file with the packed bytes of a part overwritten."""
    at = data.index(part) + len(part)
    return data[:at] + b"\xff" * 20 + data[at + 20 :]


def docx(*paragraphs: str) -> bytes:
    file, made = BytesIO(), Document()
    for text in paragraphs or ("Referat",):
        made.add_paragraph(text)
    made.save(file)
    return file.getvalue()


def xlsx(*cells: str) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(cells or ("Pris",)):
            sheet.write_string(row, 0, text)
    return file.getvalue()


def types(main: str) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/main.xml" ContentType="{main}"/></Types>'
    )


def pptx(text: str = "Job-VEU") -> bytes:
    return zipped(
        {
            "[Content_Types].xml": types(f"{OOXML}presentationml.presentation.main+xml"),
            "ppt/presentation.xml": "<p/>",
            "ppt/slides/slide1.xml": f"<p><a:p><a:t>{text}</a:t></a:p></p>",
        }
    )


def open_document(what: str, text: str = "Job-VEU", **more: str) -> bytes:
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{what}",
            "content.xml": f"<office:text><text:p>{text}</text:p></office:text>",
            **more,
        }
    )


def pdf() -> bytes:
    file = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file)
    return file.getvalue()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack("!LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + b"\xff\xd9"


GOOD: dict[FileKind, bytes] = {
    FileKind.PDF: pdf(),
    FileKind.DOCX: docx(),
    FileKind.XLSX: xlsx(),
    FileKind.PPTX: pptx(),
    FileKind.ODT: open_document("text"),
    FileKind.ODS: open_document("spreadsheet"),
    FileKind.ODP: open_document("presentation"),
    FileKind.PNG: png(),
    FileKind.JPEG: jpeg(),
    FileKind.TXT: "Smørrebrød på åen".encode(),
    FileKind.CSV: "Navn;Antal\nØst;3\n".encode("cp1252"),
}
