"""The numbers here are replacement numbers (day + 60), which belong to nobody in the register."""

from __future__ import annotations

import pickle
import traceback
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from jobveu.common.cpr import Cpr, parse_cpr

# The register's table: years that the 7th digit stands for, by the two digits of the year.
CENTURIES = [
    ("0123", date(1900, 1, 1), date(1999, 12, 31)),
    ("49", date(1937, 1, 1), date(2036, 12, 31)),
    ("5678", date(1858, 1, 1), date(1899, 12, 31)),
    ("5678", date(2000, 1, 1), date(2057, 12, 31)),
]


@st.composite
def births(draw: st.DrawFn) -> tuple[date, str]:
    """A date of birth and the ten digits of a replacement number for it."""
    sevenths, first, last = draw(st.sampled_from(CENTURIES))
    born = draw(st.dates(first, last))
    running = f"{draw(st.sampled_from(sevenths))}{draw(st.integers(0, 999)):03}"
    return born, f"{born.day + 60}{born:%m}{born.year % 100:02}{running}"


@given(births())
def test_the_century_follows_the_seventh_digit(birth: tuple[date, str]) -> None:
    born, digits = birth
    cpr = parse_cpr(digits)
    assert cpr.birth_date == born
    assert cpr.is_replacement
    assert cpr.digits == digits


@given(births())
def test_every_way_of_writing_it_is_one_number(birth: tuple[date, str]) -> None:
    digits = birth[1]
    written = [
        digits,
        f"{digits[:6]}-{digits[6:]}",
        f" {digits[:6]} {digits[6:]} ",
        f"{digits[:6]} – {digits[6:]}",
    ]
    assert {parse_cpr(text) for text in written} == {Cpr(digits)}
    assert Cpr(digits).formatted() == written[1]


@given(births())
def test_the_number_shows_in_no_display_of_the_value(birth: tuple[date, str]) -> None:
    digits = birth[1]
    cpr = Cpr(digits)
    for shown in (repr(cpr), str(cpr), f"{cpr}", f"{cpr!r}", "%s" % cpr, repr([cpr]), repr({"cpr": cpr})):  # noqa: UP031 - each way on purpose
        assert "Cpr(******-****)" in shown
        assert digits[6:] not in shown


@given(births())
def test_a_value_survives_being_pickled(birth: tuple[date, str]) -> None:
    assert pickle.loads(pickle.dumps(Cpr(birth[1]))) == Cpr(birth[1])


def test_a_number_without_the_added_60_is_an_ordinary_one() -> None:
    cpr = parse_cpr("311299-5000")  # nobody lives who was born in 1899
    assert not cpr.is_replacement
    assert cpr.birth_date == date(1899, 12, 31)


def test_modulus_11_is_not_asked_for() -> None:
    """Of ten numbers that differ only in the last digit, at most one passes modulus 11. All are read."""
    assert {parse_cpr(f"610190100{last}").birth_date for last in range(10)} == {date(1990, 1, 1)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ti cifre"),
        (" - ", "ti cifre"),
        ("610190", "Du har skrevet 6"),
        ("610190-12345", "Du har skrevet 11"),
        ("61019O-1234", "kun af cifre"),
        ("٦١٠١٩٠١٢٣٤", "kun af cifre"),
        ("610190/1234", "kun af cifre"),
        ("600190-1234", "ikke en dato"),
        ("920190-1234", "ikke en dato"),
        ("320190-1234", "ikke en dato"),
        ("611390-1234", "ikke en dato"),
        ("890201-1234", "ikke en dato"),  # 29 February 1901
    ],
)
def test_the_message_says_what_is_wrong_and_never_repeats_the_number(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words) as caught:
        parse_cpr(text)
    assert caught.value.code == "cpr"
    if text.strip(" -"):
        assert text not in "".join(traceback.format_exception_only(caught.value))


def test_29_february_is_a_date_in_a_leap_year_of_the_right_century() -> None:
    assert parse_cpr("890200-4123").birth_date == date(2000, 2, 29)
    with pytest.raises(ValidationError):
        parse_cpr("890200-1123")  # 1900 was no leap year


def test_a_birth_after_today_is_refused_when_today_is_told() -> None:
    text = "620136-4123"  # 2 January 2036
    assert parse_cpr(text).birth_date == date(2036, 1, 2)
    assert parse_cpr(text, today=date(2036, 1, 2))
    with pytest.raises(ValidationError, match="fremtiden"):
        parse_cpr(text, today=date(2036, 1, 1))


@pytest.mark.parametrize("text", ["", "610190-1234", "61019012345", "600190123４", "6001901234"])
def test_a_value_cannot_be_made_of_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"A CPR number|day") as caught:
        Cpr(text)
    assert not text or text not in str(caught.value)
