from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from jobveu.common.cvr import format_cvr, parse_cvr, validate_cvr
from jobveu.common.p_number import parse_p_number, validate_p_number

WEIGHTS = (2, 7, 6, 5, 4, 3, 2)


def with_check_digit(first_seven: str) -> str:
    """A CVR number that starts so, by the register's rule; skips what can get no check digit."""
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seven, strict=True)) % 11
    assume(rest != 1)
    return first_seven + str((11 - rest) % 11)


VALID = st.integers(1_000_000, 9_999_999).map(str).map(with_check_digit)


@given(VALID)
def test_a_valid_number_is_read_however_it_is_spaced(cvr: str) -> None:
    assert parse_cvr(cvr) == cvr
    assert parse_cvr(format_cvr(cvr)) == cvr
    assert parse_cvr(f" dk{cvr} ") == cvr
    assert parse_cvr(f"DK {cvr[:2]}\u00a0{cvr[2:]}") == cvr
    validate_cvr(cvr)


@given(VALID, st.integers(0, 7), st.integers(1, 9))
def test_one_mistyped_digit_is_found(cvr: str, place: int, step: int) -> None:
    wrong = cvr[:place] + str((int(cvr[place]) + step) % 10) + cvr[place + 1 :]
    with pytest.raises(ValidationError):
        parse_cvr(wrong)


@given(st.text().filter(lambda text: sum(letter.isdigit() for letter in text) < 8))
def test_any_other_text_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        parse_cvr(text)
    assert caught.value.code == "cvr"
    assert caught.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "otte cifre"),
        ("DK", "otte cifre"),
        ("1234", "Du har skrevet 4"),
        ("123456789", "Du har skrevet 9"),
        ("1234567x", "kun af cifre"),
        ("١٢٣٤٥٦٧٨", "kun af cifre"),
        ("00000000", "begynder ikke med 0"),
        ("12345678", "kontrolcifferet"),
    ],
)
def test_the_message_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        parse_cvr(text)


def test_a_stored_number_has_one_form() -> None:
    with pytest.raises(ValidationError, match="otte cifre uden mellemrum"):
        validate_cvr("DK10000009")


def test_only_eight_digits_are_grouped() -> None:
    assert format_cvr("12345678") == "12 34 56 78"
    assert format_cvr("") == ""


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_ten_digits_are_a_p_number(p_number: str) -> None:
    assert parse_p_number(f" {p_number[:4]} {p_number[4:]} ") == p_number
    validate_p_number(p_number)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ti cifre"),
        ("123", "Du har skrevet 3"),
        ("123456789a", "kun af cifre"),
        ("²" * 10, "kun af cifre"),
    ],
)
def test_a_faulty_p_number_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        parse_p_number(text)


def test_a_stored_p_number_has_one_form() -> None:
    with pytest.raises(ValidationError, match="uden mellemrum"):
        validate_p_number("1234 567890")
