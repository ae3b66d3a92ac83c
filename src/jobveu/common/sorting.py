"""Danish alphabetical order, the same in PostgreSQL and in Python.

Names are compared by a key that sorts right byte by byte (the "C" collation): digits, then a to z, then æ, ø
and å. "aa" sorts as å, ä as æ, ö and ő as ø, ü and ű as y, đ and ð as d, þ as th, œ as oe, ß as ss; other
accents are dropped. Upper and lower case are one. Spaces, dashes and slashes are one space, which sorts
before everything ("Lyngby-Taarbæk" stands with "Lyngby Taarbæk", before "Lyngbyvej"); other punctuation is
ignored. Letters outside the Latin alphabet come last, in code point order and with their case.

Two different names can have one key ("Åse", "Aase"): add a second sort field where the order must be total.
"""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Case, Choices, Func, IntegerField, TextField, Value, When

_PUNCTUATION = re.compile(
    r"[\u0021-\u002C\u002E\u003A-\u0040\u005B-\u0060\u007B-\u007E\u00A1-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8"
    r"\u00BB\u00BF\u2018-\u201F\u2026]"
)
_SPACES = re.compile(r"[-/\u0009-\u000D\u00A0\u2000-\u200A\u202F\u2010-\u2015\u2212]")
_COMPOSED = (
    ("a\u030a", "}"),
    ("a\u0308", "{"),
    ("o\u0308", "|"),
    ("o\u030b", "|"),
    ("u\u0308", "y"),
    ("u\u030b", "y"),
)
_ACCENTS = re.compile(r"[\u0300-\u036F]")
_LETTERS = str.maketrans(
    dict.fromkeys("æÆ", "{")
    | dict.fromkeys("øØ", "|")
    | dict.fromkeys("đĐðÐ", "d")
    | dict.fromkeys("łŁ", "l")
    | {"ı": "i"}
    | dict.fromkeys("þÞ", "th")
    | dict.fromkeys("ßẞ", "ss")
    | dict.fromkeys("œŒ", "oe")
)
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_MANY_SPACES = re.compile(" {2,}")


def danish_sort_key(text: str) -> str:
    """The key by which `text` sorts in Danish; equal to SQL's `danish_sort_key(text)`.

    Python and PostgreSQL carry different versions of Unicode: for letters that the older of the two does not
    know yet, the two keys may differ.
    """
    key = unicodedata.normalize("NFD", text).translate(_LOWER)
    key = _SPACES.sub(" ", _PUNCTUATION.sub("", key))
    for composed, letter in _COMPOSED:
        key = key.replace(composed, letter)
    key = _ACCENTS.sub("", key).replace("aa", "}").translate(_LETTERS)
    return _MANY_SPACES.sub(" ", key).strip(" ")


class DanishSortKey(Func):
    """`danish_sort_key(…) COLLATE "C"` for order_by, indexes and generated columns.

    An index serves a query only if both are written with this class: the collation is part of the match.
    """

    function = "danish_sort_key"
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    arity = 1
    output_field = TextField()


def by_label(field: str, choices: type[Choices]) -> Case:
    """Orders the rows by what the values of `field` are called in the reader's language, not by their codes."""
    values = sorted(choices, key=lambda one: danish_sort_key(str(one.label)))
    return Case(
        *(When(**{field: one.value}, then=Value(place)) for place, one in enumerate(values)),
        default=Value(len(values)),
        output_field=IntegerField(),
    )
