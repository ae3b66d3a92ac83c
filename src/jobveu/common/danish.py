"""Dates and numbers as people in Denmark write them, read into values. Pure.

31-12-2020, 31.12.20, 31/12 2020, 31122020, "31. december 2020", 2020-12-31
1.234,5 · 1 234,5 · 1234,5 · 1234.5
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 1900, 2199
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH_MONTHS = {"may": 5, "oct": 10}
_DAY_FIRST = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,9}\.?)[\s./-]+(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+", re.ASCII)
_NUMBER = re.compile(r"-?\d+(,\d+)?", re.ASCII)
_NUMBER_WITH_POINT = re.compile(r"-?\d+\.\d+", re.ASCII)
_BLANKS = re.compile(r"[\s\u00A0\u2007\u2009\u202F]+")


class NotADate(ValueError):
    """The text is no date in any of the forms; `reason` is "form", "no_such_date" or "year"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_date(text: str) -> date:
    """The day that the text says. Two digits of a year are 1970 to 2069; month names may be shortened, and two of
    them English. Raises NotADate."""
    plain = _BLANKS.sub(" ", text).strip().lower()
    year, month, day = _parts(plain)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate("year")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate("no_such_date") from None


def parse_month(text: str) -> int | None:
    """The number of the month that is named, or written with digits; None where it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    start = text[:3]
    return _ENGLISH_MONTHS.get(start) or (_MONTHS.index(start) + 1 if start in _MONTHS else None)


def _parts(text: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    found = _DAY_FIRST.fullmatch(text) or _DIGITS.fullmatch(text)
    month = parse_month(found[2]) if found else None
    if found is None or month is None:
        raise NotADate("form")
    year = int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year < 70 else 1900
    return year, month, int(found[1])


def parse_number(text: str) -> Decimal:
    """The number that the text says: a comma before the decimals, points or blanks between thousands. A single
    point that cannot stand between thousands is one before decimals, as other programs write it.

    Raises ValueError.
    """
    plain = _BLANKS.sub("", text).replace("\u2212", "-")
    whole, comma, decimals = plain.partition(",")
    if _GROUPED.fullmatch(whole):
        plain = whole.replace(".", "") + comma + decimals
    if _NUMBER.fullmatch(plain):
        return Decimal(plain.replace(",", "."))
    if _NUMBER_WITH_POINT.fullmatch(plain):
        return Decimal(plain)
    raise ValueError("the text is no number")
