"""What spreadsheets and people have made of dates, numbers and ids, read back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.legacy import values
from jobveu.legacy.problems import Fault
from jobveu.legacy.reading.cells import Cell, CellFault
from jobveu.projects.enums import DatePrecision

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2069, 12, 31))
MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
DIGITS = st.integers(min_value=1, max_value=10**values.EXACT_DIGITS - 1)


def fault(read, cell: Cell) -> str:
    with pytest.raises(Fault) as raised:
        read(cell)
    return raised.value.code


@given(DAYS)
@settings(max_examples=80)
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    written: list[Cell] = [
        day,
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%d%m%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d-%m-%Y} 00:00",
        f"{day:%Y-%m-%d}T00:00:00",
        f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        f" {day.day}-{day.month}-{day.year}\u00a0",
        (day - date(1899, 12, 30)).days,
        float((day - date(1899, 12, 30)).days) + 0.5,
    ]
    assert [values.read_dated(cell) for cell in written] == [(day, DatePrecision.DAY)] * len(written)


@given(DAYS.filter(lambda day: day.year >= 1970))
@settings(max_examples=30)
def test_two_digits_of_a_year_are_enough(day: date) -> None:
    assert values.read_day(f"{day:%d-%m-%y}") == day


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("2019", date(2019, 1, 1), DatePrecision.YEAR),
        (2019, date(2019, 1, 1), DatePrecision.YEAR),
        ("marts 2019", date(2019, 3, 1), DatePrecision.MONTH),
        ("Okt. 2019", date(2019, 10, 1), DatePrecision.MONTH),
        ("03-2019", date(2019, 3, 1), DatePrecision.MONTH),
        ("2019-03", date(2019, 3, 1), DatePrecision.MONTH),
    ],
)
def test_no_more_of_a_date_than_is_told(cell: Cell, day: date, precision: DatePrecision) -> None:
    assert values.read_dated(cell) == (day, precision)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31-02-2020", "no_such_date"),
        ("13-2019", "no_such_date"),
        ("snart", "not_a_date"),
        ("12", "not_a_date"),
        (True, "not_a_date"),
        ("01-01-1901", "year_out_of_range"),
        (CellFault("#N/A"), "formula"),
    ],
)
def test_what_is_no_date(cell: Cell, code: str) -> None:
    assert fault(values.read_dated, cell) == code


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
@settings(max_examples=100)
def test_a_number_is_read_as_it_is_written_in_denmark(number: Decimal) -> None:
    english = f"{number:,.2f}"
    danish = english.translate(str.maketrans(",.", ".,"))
    for text in (danish, danish.replace(".", ""), danish.replace(".", "\u00a0"), f"{number:.2f}"):
        assert values.read_number(text) == number


def test_numbers_of_spreadsheets_and_people() -> None:
    assert values.read_number("1.234,5") == Decimal("1234.5")
    assert values.read_count("1.234") == 1234
    assert values.read_count(12.0) == 12
    assert values.read_count("12,0") == 12
    assert fault(values.read_count, "12,5") == "not_whole"
    assert fault(values.read_count, "-1") == "number_out_of_range"
    for text in ("ca. 20", "20-25", "1.23.4", ""):
        assert fault(values.read_count, text) == "not_a_number"


@given(DIGITS)
@settings(max_examples=100)
def test_an_id_survives_what_a_spreadsheet_does_to_it(number: int) -> None:
    text = str(number)
    mangled: list[Cell] = [
        number,
        text,
        f"{text}.0",
        f"{text},00",
        f"'{text}",
        f"\u00a0{text} ",
        f"\u200b{text}",
    ]
    if len(text) > 1:
        mangled.append(f"{text[0]}.{text[1:]}E+{len(text) - 1}")
        mangled.append(f"{text[0]},{text[1:]}e{len(text) - 1:02d}")
    assert {values.id_key(values.read_id(cell)) for cell in mangled} == {values.id_key(text)}


@given(st.text("0123456789", min_size=1, max_size=12), st.integers(min_value=0, max_value=5))
@settings(max_examples=60)
def test_zeros_that_a_spreadsheet_drops_make_no_other_id(digits: str, zeros: int) -> None:
    assert values.id_key("0" * zeros + digits) == values.id_key(digits)


def test_an_id_that_has_lost_digits_is_refused_and_not_guessed() -> None:
    assert values.read_id("1.23456789012E+11") == "123456789012"
    for cell in ("1.23457E+11", "1,23457E+11", "1E+05", 1.2345678901234567e17, 1234567890123456):
        assert fault(values.read_id, cell) == "id_rounded"
    assert fault(values.read_id, date(2026, 2, 1)) == "id_is_date"
    assert fault(values.read_id, 12.5) == "id_odd"
    assert fault(values.read_id, "x" * 81) == "id_odd"


def test_ids_with_letters_are_the_same_whatever_their_case() -> None:
    assert values.id_key("p-0012") == values.id_key("P-0012") != values.id_key("P-12")


def test_cpr_numbers_are_found_and_never_shown() -> None:
    assert fault(lambda cell: values.read_text(cell, longest=200), "Kursus for 010190-1234") == "cpr"
    assert fault(values.read_id, "010190-1234") == "cpr"
    assert values.shown("Kursus for 010190-1234 og 0101901234") == "Kursus for ******-**** og ******-****"
    assert values.read_text("Aftale 123456-7890", longest=200) == "Aftale 123456-7890"


def test_texts_lose_what_is_not_seen() -> None:
    assert values.plain_text("  Åse\u00a0 Ø\u200b\u0007\n ") == "Åse Ø"
    assert values.is_garbled("TÃ¸mrere og Ã¦rlige")
    assert not values.is_garbled("Tømrere, Ånd og Ærø")
    assert [values.plain_text(cell) for cell in (None, True, date(2020, 12, 31), 5)] == [
        "",
        "ja",
        "31-12-2020",
        "5",
    ]


@given(st.one_of(st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), DAYS))
@settings(max_examples=150)
def test_whatever_is_in_a_cell_is_a_value_or_a_fault(cell: Cell) -> None:
    for read in (values.read_dated, values.read_number, values.read_count, values.read_id, values.read_cvr):
        with suppress(Fault):
            read(cell)
    values.shown(cell)


def test_the_last_serial_number_of_a_day() -> None:
    last = date(values.LATEST_YEAR, 12, 31)
    serial = (last - date(1899, 12, 30)).days
    assert values.read_day(serial) == last
    assert fault(values.read_day, serial + 1) == "not_a_date"
