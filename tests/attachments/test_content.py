"""What a file is, is said by what is in it; its name is kept as typed, and made safe."""

from __future__ import annotations

import re
import time
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobveu.attachments.content import LookedThrough, check_content, look_for_cpr
from jobveu.attachments.enums import FileKind
from jobveu.attachments.rules import LONGEST_NAME, kind_by_name, safe_name, unused_name
from jobveu.common.errors import DomainError
from tests.attachments import samples

KINDS = tuple(FileKind)


def is_taken(data: bytes, kind: FileKind) -> bool:
    try:
        check_content(content=BytesIO(data), kind=kind, name=f"Fil.{kind}")
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("named", KINDS)
@pytest.mark.parametrize("inside", KINDS)
def test_a_file_is_taken_for_what_it_is_and_for_nothing_else(inside: FileKind, named: FileKind) -> None:
    text = {FileKind.TXT, FileKind.CSV}
    alike = inside is named or {inside, named} <= text  # a CSV file is a text
    assert is_taken(samples.GOOD[inside], named) == alike


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("a program", b"MZ\x90\0\x03\0\0\0" + bytes(200)),
        ("a web page", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
        (
            "a picture that scripts may be in",
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        ),
        ("a zip file", samples.zipped({"a.txt": "a"})),
        ("an old Word document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("something with zeros in it", b"Hej\0med dig"),
        ("the beginning of a zip file", samples.docx()[:500]),
    ],
)
def test_what_is_none_of_them_is_taken_under_no_name(what: str, data: bytes) -> None:
    assert [kind for kind in KINDS if is_taken(data, kind)] == [], what


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (
            FileKind.DOCX,
            samples.zipped(
                {
                    "[Content_Types].xml": samples.types(
                        "application/vnd.ms-word.document.macroEnabled.main+xml"
                    ),
                    "word/vbaProject.bin": b"x",
                }
            ),
        ),
        (
            FileKind.DOCX,  # renamed, and its list of parts made to look innocent
            samples.zipped(
                {
                    "[Content_Types].xml": samples.types(
                        f"{samples.OOXML}wordprocessingml.document.main+xml"
                    ),
                    "word/vbaProject.bin": b"x",
                }
            ),
        ),
        (FileKind.ODS, samples.open_document("spreadsheet", **{"Basic/Standard/Module1.xml": "<x/>"})),
    ],
)
def test_macros_are_refused(kind: FileKind, data: bytes) -> None:
    assert not is_taken(data, kind)


def test_a_part_that_unpacks_to_very_much_is_not_unpacked() -> None:
    bomb = samples.zipped({"[Content_Types].xml": b" " * 300_000_000})
    assert len(bomb) < 1_000_000
    assert not is_taken(bomb, FileKind.DOCX)


def test_a_list_of_very_many_parts_is_not_read() -> None:
    """A part takes 47 bytes in a file's list of parts, and ten times that in memory."""
    part = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"x"
    count = 15_000_000 // len(part)
    end = b"PK\x05\x06" + bytes(8) + (count * len(part)).to_bytes(4, "little") + (4).to_bytes(4, "little")
    bomb = b"PK\x03\x04" + part * count + end + bytes(2)
    tracemalloc.start()
    assert not is_taken(bomb, FileKind.DOCX)
    assert not is_taken(bomb, FileKind.ODT)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * len(bomb)


def test_text_that_is_made_to_be_slow_to_read_is_read() -> None:
    """A hundred thousand "<" that are never closed pack into two hundred bytes."""
    slow = samples.zipped({"ppt/slides/slide1.xml": "<" * 100_000})
    began = time.process_time()
    assert look_for_cpr(content=BytesIO(slow), kind=FileKind.PPTX) == LookedThrough(0, 0)
    assert time.process_time() - began < 1


@given(st.binary(max_size=300), st.sampled_from(KINDS))
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes, kind: FileKind) -> None:
    is_taken(data, kind)
    is_taken(b"PK\x03\x04" + data, kind)
    look_for_cpr(content=BytesIO(data), kind=kind)


@pytest.mark.parametrize(
    ("kind", "data", "found"),
    [
        (FileKind.TXT, b"Anne 010190-1234, Bo 0202851235, telefon 87654321, ordre 9999991234", 2),
        (FileKind.TXT, "Åse 010190-1234".encode("utf-16"), 1),
        (FileKind.CSV, "Øst;311299 1234\n".encode("cp1252"), 1),
        (FileKind.DOCX, samples.docx("Anne 010190-1234", "010190", "1234 kr."), 1),
        (FileKind.XLSX, samples.xlsx("0101901234", "i alt 12"), 1),
        (FileKind.PPTX, samples.pptx("010190-1234"), 1),
        (FileKind.ODT, samples.open_document("text", "010190-<text:span>1234</text:span>"), 1),
        (FileKind.PDF, samples.pdf(), 0),
    ],
)
def test_what_looks_like_cpr_numbers_is_counted(kind: FileKind, data: bytes, found: int) -> None:
    assert look_for_cpr(content=BytesIO(data), kind=kind) == LookedThrough(found, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Referat fra mødet (endelig).PDF", "Referat fra mødet (endelig).pdf"),
        ("C:\\Brugere\\Åse\\Tilbud.docx", "Tilbud.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("Pris\u202exslx.pdf", "Prisxslx.pdf"),
        ("linje\r\nskift.txt", "linjeskift.txt"),
        ('a"b<c>:d|e?.csv', "a_b_c__d_e_.csv"),
        ("  .skjult. .txt", "skjult.txt"),
        ("CON.txt", "_CON.txt"),
        ("A\u030ar.txt", "År.txt"),
    ],
)
def test_names_are_kept_as_typed_and_made_safe(typed: str, kept: str) -> None:
    assert safe_name(typed) == kept


@given(st.text(max_size=400))
def test_a_safe_name_is_safe_and_stays_what_it_is(typed: str) -> None:
    try:
        name = safe_name(typed)
    except DomainError:
        return
    assert name == safe_name(name)
    assert 0 < len(name) <= LONGEST_NAME
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\u202a-\u202e]', name)
    assert not name.startswith(".")


@pytest.mark.parametrize(
    "name", ["virus.exe", "side.html", "billede.svg", "ingen", "brev.docm", "pdf", "a.pdf.js"]
)
def test_other_endings_are_not_taken(name: str) -> None:
    with pytest.raises(DomainError, match="filtyper"):
        kind_by_name(name)


def test_a_name_that_is_there_already_gets_a_number() -> None:
    taken = {"Referat.pdf", "referat (2).PDF"}
    assert unused_name("REFERAT.pdf", taken) == "REFERAT (3).pdf"
    long = "a" * (LONGEST_NAME - 4) + ".pdf"
    assert len(unused_name(long, {long})) == LONGEST_NAME


def test_parts_that_cannot_be_read_are_told_of() -> None:
    whole = samples.xlsx("0101901234", "i alt 12")
    broken = samples.damaged(whole, b"xl/sharedStrings.xml")
    assert is_taken(broken, FileKind.XLSX), "the list of its parts is as it should be"
    looked = look_for_cpr(content=BytesIO(broken), kind=FileKind.XLSX)
    assert (looked.cpr_like, looked.unread) == (0, 1)
    long = samples.zipped({"word/document.xml": "x" * 20_000_001 + " 010190-1234"})
    assert look_for_cpr(content=BytesIO(long), kind=FileKind.DOCX) == LookedThrough(0, 1)
