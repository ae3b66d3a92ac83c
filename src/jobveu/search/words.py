"""The words that a search looks for: what was typed, its stems, the compound words it is a part of and, where
nothing else is found, the words it is most like. Also the queries that PostgreSQL is asked with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

MOST_WORDS = 30
MOST_LIKE = 6
SHORTEST_PART = 4
"""From how many letters a term is looked for within words: "bil" stands in too many."""

_PARTS = """
SELECT term.term, ts_lexize('danish_stem', term.term),
       CASE WHEN length(term.term) >= %(shortest)s AND term.term !~ '[0-9]' THEN
           ARRAY(SELECT DISTINCT word.text FROM search_word word
                  WHERE word.text LIKE '%%' || term.term || '%%' AND NOT starts_with(word.text, term.term)
                  LIMIT %(most)s)
       ELSE '{}' END
  FROM unnest(%(terms)s::text[]) WITH ORDINALITY AS term (term, place)
 ORDER BY term.place
"""
_LIKE = """
SELECT term.term, ARRAY(
       SELECT word.text FROM search_word word
        WHERE word.bare %% search_bare(term.term)
        GROUP BY word.text, word.bare
        ORDER BY similarity(word.bare, search_bare(term.term)) DESC, word.text LIMIT %(most)s)
  FROM unnest(%(terms)s::text[]) AS term (term)
 WHERE term.term !~ '[0-9]'
   AND NOT EXISTS (SELECT FROM search_word word
                    WHERE word.text ~>=~ term.term AND word.text ~<~ (term.term || chr(1114111)))
"""
_SPLIT = """
SELECT split.term, split.first, split.second
  FROM unnest(%(terms)s::text[], %(firsts)s::text[], %(seconds)s::text[]) AS split (term, first, second)
 WHERE EXISTS (SELECT FROM search_word word
                WHERE word.text ~>=~ split.first AND word.text ~<~ (split.first || chr(1114111)))
   AND EXISTS (SELECT FROM search_word word WHERE word.text = split.second)
"""


@dataclass(frozen=True, slots=True)
class Term:
    """One word that was typed. `stem` is "" for a word that says nothing by itself ("og"); `longer` are
    compound words it is a part of, `like` words it may have been meant as, `splits` the two words it may be
    put together of."""

    text: str
    stem: str
    longer: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    splits: tuple[tuple[str, str], ...] = ()

    def whole(self, weights: str = "") -> str:
        """As a query for the word itself."""
        return _quoted(self.text, weights)

    def any(self, weights: str = "") -> str:
        """As a query for whatever begins with the word, holds it, or is like it."""
        ways = [_quoted(self.text, f"*{weights}" if len(self.text) > 1 else weights)]
        ways += [_quoted(word, weights) for word in (*self.longer, *self.like)]
        ways += [f"({_quoted(a, '*' + weights)} & {_quoted(b, '*' + weights)})" for a, b in self.splits]
        return f"({' | '.join(ways)})"


def terms_of(texts: Sequence[str]) -> tuple[Term, ...]:
    """The terms with their stems and the compound words they stand in; one SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, {"terms": list(texts), "shortest": SHORTEST_PART, "most": MOST_WORDS})
        return tuple(
            Term(text=text, stem="".join(stems) if stems is not None else text, longer=tuple(sorted(longer)))
            for text, stems, longer in cursor.fetchall()
        )


def with_misspellings(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms with the words they may have been meant as, where nothing is written with them as they stand;
    at most two SQL statements."""
    terms = tuple(terms)
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, {"terms": [term.text for term in terms], "most": MOST_LIKE})
        like: dict[str, list[str]] = dict(cursor.fetchall())
        splits: dict[str, list[tuple[str, str]]] = {}
        possible = [
            (text, text[:at], text[at:])
            for text in like
            for at in range(SHORTEST_PART, len(text) - SHORTEST_PART + 1)
        ]
        if possible:
            texts, firsts, seconds = zip(*possible, strict=True)
            cursor.execute(_SPLIT, {"terms": list(texts), "firsts": list(firsts), "seconds": list(seconds)})
            for text, first, second in cursor.fetchall():
                splits.setdefault(text, []).append((first, second))
    return tuple(
        Term(
            text=term.text,
            stem=term.stem,
            longer=term.longer,
            like=tuple(like.get(term.text, ())),
            splits=tuple(splits.get(term.text, ())),
        )
        for term in terms
    )


def _quoted(word: str, marks: str) -> str:
    """A word in a tsquery; words are folded, and hold letters and digits only."""
    return f"'{word}':{marks}" if marks else f"'{word}'"
