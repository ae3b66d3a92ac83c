"""What somebody has typed into the search box, taken apart. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from jobveu.common.cpr import parse_cpr
from jobveu.common.folding import fold

MOST_CHARACTERS = 200
"""What is typed beyond is left out: nobody types that much, but somebody may paste it."""
MOST_TERMS = 8
_NUMBER = re.compile(r"(?:(?:DK|\+45|0045) ?)?[0-9](?:[ .\-]?[0-9]){3,}", re.IGNORECASE)
_COUNTRY = re.compile(r"DK|\+45|0045", re.IGNORECASE)
_LIKE_A_CPR = re.compile(r"(?<![0-9])[0-9]{6}[ \u00A0\-\u2010-\u2015\u2212]?[0-9]{4}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Sought:
    """`text` is what was typed, in one line; `key` the same folded; `terms` its words, each once."""

    text: str
    key: str
    terms: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


def parse(typed: str) -> Sought:
    """Takes apart whatever was typed: nothing in it is an operator, and nothing is an error.

    A number written with spaces, dots or a country code (CVR, P-number, telephone) is one term.
    """
    text = " ".join(typed.replace("\0", " ").split())[:MOST_CHARACTERS].strip()
    if _NUMBER.fullmatch(text):
        digits = re.sub("[^0-9]", "", _COUNTRY.sub("", text, count=1))
        return Sought(text=text, key=digits, terms=(digits,))
    key = fold(text)
    # What folding leaves of other signs (☃, say) separates words, as in the database.
    words = "".join(sign if sign.isalnum() else " " for sign in key).split()
    return Sought(text=text, key=key, terms=tuple(dict.fromkeys(words))[:MOST_TERMS])


def cpr_in(typed: str) -> str:
    """What could be a CPR number in the text, as it was typed; "" when nothing could."""
    for found in _LIKE_A_CPR.finditer(typed):
        try:
            parse_cpr(found.group())
        except ValidationError:
            continue
        return found.group()
    return ""
