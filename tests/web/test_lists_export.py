"""Lists as files: exactly what the filters show, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common.history import changes_by
from jobveu.common.paging import RowPage, Window
from jobveu.web.lists import Column
from jobveu.web.lists import export as exports
from jobveu.web.lists.export import all_rows, csv_file, xlsx_file


@dataclass(frozen=True)
class Row:
    title: Any = "Kød & fisk"
    start: date | None = date(2026, 5, 1)
    at: datetime = datetime(2026, 5, 1, 10, 30, tzinfo=UTC)
    count: int = -3
    amount: Decimal = Decimal("1250.50")
    public: bool = True
    tags: tuple[str, ...] = ("a", "b")


COLUMNS = [
    Column(name, f"-{name}" if name == "title" else name)
    for name in ("title", "start", "at", "count", "amount", "public", "tags")
]


def csv_lines(*rows: Row) -> list[list[str]]:
    with csv_file(COLUMNS, rows) as file:
        content = file.read()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(*rows: Row) -> str:
    with xlsx_file(COLUMNS, rows, sheet="Projekter: alle [2026]/1") as file, zipfile.ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_csv_is_what_danish_excel_opens() -> None:
    heading, line = csv_lines(Row())
    assert heading[0] == "'-title"
    assert line == ["Kød & fisk", "01-05-2026", "01-05-2026 12:30", "-3", "1250,50", "Ja", "a, b"]


def test_an_empty_cell_stays_empty() -> None:
    assert csv_lines(Row(start=None))[1][1] == ""
    assert 'r="B2"' not in sheet(Row(start=None))


@pytest.mark.parametrize("text", ["=1+1", "+45 12345678", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_looks_like_a_formula_is_text(text: str) -> None:
    assert csv_lines(Row(title=text))[1][0] == "'" + text
    xml = sheet(Row(title=text))
    assert "<f>" not in xml
    assert 'r="A2" t="inlineStr"' in xml


def test_a_spreadsheet_has_dates_as_dates_and_numbers_as_numbers() -> None:
    xml = sheet(Row())
    assert re.search(r'<c r="B2" s="\d+"><v>46143</v>', xml), "1 May 2026 as Excel counts days"
    assert '<c r="D2"><v>-3</v>' in xml
    assert re.search(r'<c r="E2"><v>1250.50?</v>', xml)


def test_a_text_longer_than_a_cell_is_cut_not_lost() -> None:
    assert "x" * 32_766 + "…" in sheet(Row(title="x" * 40_000))


def test_rows_that_a_sheet_cannot_hold_go_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_ROWS_ON_A_SHEET", 2)
    with xlsx_file(COLUMNS, [Row()] * 5, sheet="A") as file, zipfile.ZipFile(file) as book:
        assert sum(name.startswith("xl/worksheets/sheet") for name in book.namelist()) == 3


@pytest.mark.django_db(transaction=True)
def test_all_rows_come_in_chunks_from_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "CHUNK", 2)
    windows, levels = [], set()

    def fetch(window: Window) -> RowPage[int]:
        windows.append(window)
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            levels.add(cursor.fetchone()[0])
        return RowPage(rows=range(5)[window.offset : window.offset + window.limit])

    with transaction.atomic():
        connection.cursor().execute("SELECT 1")
        transaction.set_rollback(True)  # after a rollback the database is to be told anew who acts
    # As in a request, where each transaction is told who acts before its first statement.
    with changes_by(user_id=1, user_name="Kaja", origin="site"):
        assert list(all_rows(fetch)) == [0, 1, 2, 3, 4]
    assert levels == {"repeatable read"}
    assert [window.offset for window in windows] == [0, 2, 4]
    assert not any(window.with_total for window in windows)


@pytest.mark.django_db
@pytest.mark.urls("tests.web.demo_pages")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_all_that_the_filter_shows_in_its_order(client: Client, kind: str) -> None:
    Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.COMPANY, name=f"{name} {number:02}", website="=x")
        for name in ("Med", "Uden")
        for number in range(40)
    )
    response = client.get(f"/proeve/?q=med&sorter=-name&side=2&format={kind}")
    content = b"".join(response)
    assert re.fullmatch(
        rf'attachment; filename="opdigtet-virksomheder-\d{{4}}-\d\d-\d\d\.{kind}"',
        response["Content-Disposition"],
    )
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert lines[0] == ["Navn", "CVR", "Nummer", "Aktiv", "Hjemmeside"]
        assert [line[0] for line in lines[1:]] == [f"Med {number:02}" for number in reversed(range(40))]
        assert lines[1][4] == "'=x"
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert book.read("xl/worksheets/sheet1.xml").decode().count("<row ") == 41


@pytest.mark.django_db
@pytest.mark.urls("tests.web.demo_pages")
@pytest.mark.parametrize("query", ["?format=pdf", "?format=csv&at_least=x"])
def test_an_unknown_kind_or_a_bad_filter_gives_the_page(client: Client, query: str) -> None:
    assert client.get("/proeve/" + query)["Content-Type"].startswith("text/html")
