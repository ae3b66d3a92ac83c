"""Files as rows: what Excel and others write, and what cannot be read."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path
from typing import IO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.legacy.reading.cells import CellFault, UnreadableTable, header_of
from jobveu.legacy.reading.opening import open_table, sheet_names
from tests.legacy.files import csv_file, workbook

SCRATCH = Path("/tmp")
HEADER = ("Nr", "Navn", "Ærø, Ås & Øl")


def read(file: IO[bytes], sheet: str = "") -> tuple[tuple[str, ...], list[tuple[int, list]]]:
    with open_table(file, sheet=sheet, scratch=SCRATCH) as table:
        rows = [(number, list(cells)) for number, cells in table.rows()]
        assert table.progress() == 1.0
    return table.header, rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_texts_of_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    header = ("Nr", "Navn", "Ærø")
    file = csv_file(header, ("1", "Åse Øst", "é€"), ("2", "", "x"), encoding=encoding, delimiter=delimiter)
    assert read(file) == (header, [(2, ["1", "Åse Øst", "é€"]), (3, ["2", "", "x"])])


def test_a_title_above_the_table_and_blank_rows_are_passed_over() -> None:
    file = io.BytesIO("Udtræk fra VIREGO\n\nNr;Navn\n\n1;A\n".encode())
    assert read(file) == (("Nr", "Navn"), [(5, ["1", "A"])])


def test_cells_with_line_breaks_are_one_row() -> None:
    file = io.BytesIO(b'Nr;Navn\n1;"to\nlinjer; og ""mere"""\n2;b\n')
    assert read(file)[1] == [(2, ["1", 'to\nlinjer; og "mere"']), (3, ["2", "b"])]


def test_a_workbook_gives_what_it_shows() -> None:
    file = workbook(HEADER, (1, "Åse", date(2020, 12, 31)), (2.5, "=NA()", True), ("007", "", None))
    assert read(file) == (
        HEADER,
        [
            (2, [1, "Åse", date(2020, 12, 31)]),
            (3, [2.5, CellFault("#N/A"), True]),
            (4, ["007"]),
        ],
    )


def test_a_workbook_has_sheets_and_dates_of_its_own_beginning() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"date_1904": True, "constant_memory": True})
    book.add_worksheet("Forside").write(0, 0, "Velkommen")
    page = book.add_worksheet("Data")
    page.write_row(2, 1, ["Nr", "Dag", "Beløb"])
    page.write_datetime(3, 2, date(2019, 8, 1), book.add_format({"num_format": "[$-406]d. mmmm yyyy;@"}))
    page.write_number(3, 3, 12, book.add_format({"num_format": '0.00 "dkk"'}))
    book.close()
    assert sheet_names(content, scratch=SCRATCH) == ("Forside", "Data")
    header, rows = read(content, "Data")
    assert header == ("(1)", "Nr", "Dag", "Beløb")
    assert rows == [(4, [None, None, date(2019, 8, 1), 12])]
    with pytest.raises(UnreadableTable, match="ingen kolonnenavne"):
        read(content, "Forside")
    with pytest.raises(UnreadableTable, match="»Forside«, »Data«"):
        read(content, "Ark1")


CELLS = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12).filter(lambda text: text.strip()),
    st.integers(min_value=-(10**14), max_value=10**14),
    st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)),
    st.none(),
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
@settings(max_examples=40, deadline=None)
def test_what_goes_into_a_workbook_comes_out(rows: list[list]) -> None:
    texts = [[cell if not isinstance(cell, str) else f"t{cell}" for cell in row] for row in rows]
    _header, found = read(workbook(("A", "B", "C"), *texts))
    written = [
        (number, row) for number, row in enumerate(texts, start=2) if any(cell is not None for cell in row)
    ]
    assert [(number, (cells + [None] * 3)[:3]) for number, cells in found] == written


def test_names_of_columns_are_each_there_once() -> None:
    assert header_of(["Nr", "Navn", " Nr ", None, "Nr", None]) == ("Nr", "Navn", "Nr (2)", "(4)", "Nr (3)")


def test_what_cannot_be_read_says_so() -> None:
    unreadable = {
        b"\xd0\xcf\x11\xe0 an old workbook": "gamle format",
        b"PK\x03\x04 no zip at all": "projektmappe",
        b"Nr;Navn\n1;\x81\x8d": "Windows-1252",
        b'Nr;Navn\n1;"a\n': "Række 2",
        b"ingenting": "ingen kolonnenavne",
    }
    for content, said in unreadable.items():
        with pytest.raises(UnreadableTable, match=said):
            read(io.BytesIO(content))


def with_part(content: IO[bytes], part: str, text: str) -> IO[bytes]:
    changed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return changed


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>',
        "<worksheet><sheetData><row>",
        '<worksheet><sheetData><row r="1"><c r="ZZZZ1" t="str"><v>a</v></c></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="1"><c t="s"><v>99</v></c></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="1"><c><v>tolv</v></c></row></sheetData></worksheet>',
    ],
)
def test_a_workbook_made_to_trip_its_reader_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTable):
        read(with_part(workbook(HEADER, (1, "a", "b")), "xl/worksheets/sheet1.xml", text))


def test_a_long_file_is_read_in_little_memory() -> None:
    lines = b"Nr;Navn\n" + b"".join(b"%d;%s\n" % (number, b"x" * 200) for number in range(40_000))
    file = io.BytesIO(lines)
    tracemalloc.start()
    with open_table(file, scratch=SCRATCH) as table:
        assert sum(1 for _row in table.rows()) == 40_000
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < len(lines)
