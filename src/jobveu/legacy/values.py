"""Cells read into values: what people, spreadsheets and old systems have made of dates, numbers, ids and words.

Pure. Each function takes a cell that is not empty and answers a value, or raises Fault with what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ValidationError

from jobveu.common.cpr import parse_cpr
from jobveu.common.cvr import parse_cvr
from jobveu.common.danish import NotADate, parse_date, parse_month, parse_number
from jobveu.common.folding import fold
from jobveu.legacy.problems import Fault
from jobveu.legacy.reading.cells import Cell, CellFault
from jobveu.projects.enums import DatePrecision

LONGEST_ID = 80
EXACT_DIGITS = 15
"""Digits that a number in a spreadsheet keeps."""
MOST_PARTICIPANTS = 100_000
EARLIEST_YEAR, LATEST_YEAR = 1990, 2099
_EXCEL_EPOCH = date(1899, 12, 30)
_EARLIEST_SERIAL = (date(EARLIEST_YEAR, 1, 1) - _EXCEL_EPOCH).days
_LATEST_SERIAL = (date(LATEST_YEAR, 12, 31) - _EXCEL_EPOCH).days
_UNSEEN = re.compile(r"[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060\uFEFF]")
_BLANKS = re.compile(r"[\s\u00A0\u2007\u2009\u202F]+")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})")
_TRAILING_ZEROS = re.compile(r"(\d+)[.,]0+")
_GARBLED = re.compile("Ã[\u00a0-\u00bf\u0153\u02dc\u2020-\u2026†‡˜¦¸¥]|\ufffd")
_CPR_LIKE = re.compile(r"(?<![\d-])\d{6}-\d{4}(?![\d-])")
_CPR_FORM = re.compile(r"\d{6}-?\d{4}")
_TIME_OF_DAY = re.compile(r"[ T](?:kl\.? ?)?\d{1,2}[.:]\d{2}(?:[.:]\d{2}(?:\.\d+)?)?Z?$")
_YEAR = re.compile(r"(19|20)\d{2}")
_MONTH_AND_YEAR = re.compile(r"(?:([^\W\d_]{3,9})\.?|(\d{1,2}))[ ./-]+((?:19|20)\d{2})", re.UNICODE)
_YEAR_AND_MONTH = re.compile(r"((?:19|20)\d{2})[ ./-]+(\d{1,2})")

Dated = tuple[date, DatePrecision]
Word = TypeVar("Word")


def plain_text(cell: Cell) -> str:
    """What stands in the cell, without what is not seen, and with single blanks; "" when that is nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():
        return cell  # as most cells are
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return _BLANKS.sub(" ", _UNSEEN.sub("", str(cell))).strip().removeprefix("'").strip()


def plain_lines(cell: Cell) -> str:
    """As `plain_text`, with the lines that are in the cell."""
    if not isinstance(cell, str):
        return plain_text(cell)
    return "\n".join(line for part in cell.splitlines() if (line := plain_text(part)))


def is_garbled(text: str) -> bool:
    """Whether it looks like UTF-8 that was read as something else: "Ã¸" for ø."""
    return _GARBLED.search(text) is not None


def holds_cpr(text: str) -> bool:
    """Whether something in the text is written as a CPR number, six digits and four, and can be one."""
    return any(is_cpr(found[0]) for found in _CPR_LIKE.finditer(text))


def is_cpr(text: str) -> bool:
    """Whether the text is a CPR number, with or without its hyphen."""
    if not _CPR_FORM.fullmatch(text):
        return False
    try:
        parse_cpr(text)
    except ValidationError:
        return False
    return True


def read_text(cell: Cell, *, longest: int) -> str:
    text = plain_text(cell)
    if holds_cpr(text):
        raise Fault("cpr")
    if len(text) > longest:
        raise Fault("too_long", str(longest))
    return text


def read_id(cell: Cell) -> str:
    """The number that the old system knows a record by, freed of what a spreadsheet has done to it: an apostrophe
    before, ".0" after, blanks of all kinds, 1.23456789012E+11 where no digit is lost."""
    if isinstance(cell, CellFault):
        raise Fault("formula")
    if isinstance(cell, bool):
        raise Fault("id_odd")
    if isinstance(cell, date):
        raise Fault("id_is_date")
    if isinstance(cell, int):
        text = str(cell)
        if len(text) > EXACT_DIGITS:
            raise Fault("id_rounded")
        return text
    if isinstance(cell, float):
        raise Fault("id_rounded" if abs(cell) >= 1e15 else "id_odd")
    text = plain_text(cell)
    if holds_cpr(text):
        raise Fault("cpr")
    if found := _SCIENTIFIC.fullmatch(text):
        return _from_scientific(found[1], found[2] or "", int(found[3]))
    if found := _TRAILING_ZEROS.fullmatch(text):
        return found[1]
    if not text or len(text) > LONGEST_ID:
        raise Fault("id_odd")
    return text


def _from_scientific(whole: str, decimals: str, exponent: int) -> str:
    """All digits are there only when none is left to be written as a zero: 1.23457E+11 says six of twelve."""
    if len(decimals) != exponent or exponent >= EXACT_DIGITS:
        raise Fault("id_rounded")
    return whole + decimals


def id_key(text: str) -> str:
    """By which two ids are the same: without zeros before a number of digits alone, which spreadsheets drop, and
    whatever their case."""
    key = text.upper()
    return key.lstrip("0") or "0" if key.isascii() and key.isdigit() else key


def read_day(cell: Cell) -> date:
    day, precision = read_dated(cell)
    if precision is not DatePrecision.DAY:
        raise Fault("not_a_date")
    return day


def read_dated(cell: Cell) -> Dated:
    """A day; or the first day of a month or a year, where no more is told: "marts 2019", "2019"."""
    day, precision = _dated(cell)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Fault("year_out_of_range")
    return day, precision


def _dated(cell: Cell) -> Dated:
    if isinstance(cell, CellFault):
        raise Fault("formula")
    if isinstance(cell, bool):
        raise Fault("not_a_date")
    if isinstance(cell, date):
        return cell, DatePrecision.DAY
    text = plain_text(cell)
    if isinstance(cell, int | float) or (text.isascii() and text.isdigit() and len(text) < 6):
        return _from_number(float(text))
    text = _TIME_OF_DAY.sub("", text)
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), DatePrecision.YEAR
    if found := _MONTH_AND_YEAR.fullmatch(text.lower()):
        return _month(parse_month(found[1] or found[2]), int(found[3]))
    if found := _YEAR_AND_MONTH.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    try:
        return parse_date(text), DatePrecision.DAY
    except NotADate as error:
        codes = {"form": "not_a_date", "no_such_date": "no_such_date", "year": "year_out_of_range"}
        raise Fault(codes[error.reason]) from None


def _month(month: int | None, year: int) -> Dated:
    if month is None:
        raise Fault("not_a_date")
    if not 1 <= month <= 12:
        raise Fault("no_such_date")
    return date(year, month, 1), DatePrecision.MONTH


def _from_number(number: float) -> Dated:
    """A year; or the number of days by which spreadsheets count, where a date has lost its format."""
    if number.is_integer() and EARLIEST_YEAR <= number <= LATEST_YEAR:
        return date(int(number), 1, 1), DatePrecision.YEAR
    if _EARLIEST_SERIAL <= number < _LATEST_SERIAL + 1:
        return _EXCEL_EPOCH + timedelta(days=int(number)), DatePrecision.DAY
    raise Fault("not_a_date")


def read_number(cell: Cell) -> Decimal:
    """A number the Danish way, or as the spreadsheet has it."""
    if isinstance(cell, CellFault):
        raise Fault("formula")
    if isinstance(cell, bool | date):
        raise Fault("not_a_number")
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    try:
        return parse_number(plain_text(cell))
    except ValueError:
        raise Fault("not_a_number") from None


def read_count(cell: Cell) -> int:
    number = read_number(cell)
    if number != number.to_integral_value():
        raise Fault("not_whole")
    if not 0 <= number <= MOST_PARTICIPANTS:
        raise Fault("number_out_of_range", f"{MOST_PARTICIPANTS:,}".replace(",", "."))
    return int(number)


def read_yes_or_no(cell: Cell) -> bool:
    word = fold(plain_text(cell))
    if word in {"ja", "j", "sand", "x", "1", "true", "yes"}:
        return True
    if word in {"nej", "n", "falsk", "0", "false", "no"}:
        return False
    raise Fault("not_yes_or_no")


def read_cvr(cell: Cell) -> str:
    if isinstance(cell, CellFault):
        raise Fault("formula")
    text = plain_text(cell)
    if found := _TRAILING_ZEROS.fullmatch(text):
        text = found[1]
    try:
        return parse_cvr(text)
    except ValidationError:
        raise Fault("cvr") from None


def read_word(cell: Cell, words: Mapping[str, Word], *, code: str, known: str) -> Word:
    """What the word in the cell means, whatever its case and accents; `known` names the words in the message."""
    if isinstance(cell, CellFault):
        raise Fault("formula")
    found = words.get(fold(plain_text(cell)))
    if found is None:
        raise Fault(code, known)
    return found


def shown(cell: Cell) -> str:
    """What stands in the cell, as a list of problems shows it: shortened, and without what may be a CPR number."""
    text = plain_text(cell)
    text = re.sub(r"\d{6}[- ]?\d{4}", "******-****", text)
    return text if len(text) <= 80 else f"{text[:79]}…"
