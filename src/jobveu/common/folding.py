"""How words are compared when somebody searches, the same in PostgreSQL and in Python.

Danish can be written in several ways: "Aabenraa" and "Åbenrå", "Køge" and "Koege", "Ærø" and "Aeroe". `fold`
brings them to one: small letters, å for aa, æ for ae and ä, ø for oe and ö; other accents are dropped and
punctuation is a space. It builds on the steps of Danish order (jobveu.common.sorting). `bare` goes further,
for what is written without Danish letters: "Abenra".
"""

from __future__ import annotations

import re

from django.db.models import Func, TextField

from jobveu.common.sorting import danish_sort_key

_PUNCTUATION = re.compile(
    r"[\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E\u00A1-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8"
    r"\u00BB\u00BF\u2018-\u201F\u2026]"
)
_LETTERS = str.maketrans({"}": "å", "{": "æ", "|": "ø"})
_BARE = str.maketrans({"å": "a", "æ": "a", "ø": "o"})


def fold(text: str) -> str:
    """The text as it is compared in a search; equal to SQL's `search_fold(text)`."""
    key = danish_sort_key(_PUNCTUATION.sub(" ", text)).translate(_LETTERS)
    return key.replace("ae", "æ").replace("oe", "ø")


def bare(folded: str) -> str:
    """A folded text without Danish letters; equal to SQL's `search_bare(text)`."""
    return folded.translate(_BARE)


class SearchFold(Func):
    """`search_fold(…)` in a query or an index."""

    function = "search_fold"
    arity = 1
    output_field = TextField()
