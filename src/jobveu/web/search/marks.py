"""Marks, in what is shown of a hit, the words that were looked for; and cuts long texts to where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from jobveu.common.folding import fold
from jobveu.search.words import SHORTEST_PART, Term
from jobveu.web.markup import html, html_join

EXCERPT = 180
"""Characters of a running text that are shown."""
_BEFORE = 60
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a word must begin with, hold or be, folded, to be marked."""

    beginnings: tuple[str, ...]
    parts: tuple[str, ...]
    words: frozenset[str]
    known: dict[str, bool] = field(default_factory=dict, compare=False)
    """What was found out of a word: most words of a page stand there several times."""

    @classmethod
    def of(cls, terms: Sequence[Term]) -> Marker:
        telling = [term for term in terms if term.stem]
        return cls(
            beginnings=tuple(
                {term.text for term in telling}
                | {term.stem for term in telling}
                | {part for term in telling for split in term.splits for part in split}
            ),
            parts=tuple(term.text for term in telling if len(term.text) >= SHORTEST_PART),
            words=frozenset(word for term in telling for word in (*term.longer, *term.like)),
        )

    def fits(self, word: str) -> bool:
        fits = self.known.get(word)
        if fits is None:
            folded = fold(word)
            fits = self.known[word] = (
                folded.startswith(self.beginnings)
                or folded in self.words
                or any(part in folded for part in self.parts)
            )
        return fits

    def marked(self, text: str) -> SafeString:
        """The text as mark-up, the words that fit within <mark>."""
        parts: list[tuple[str, str]] = []
        at = 0
        for found in _WORD.finditer(text):
            if self.fits(found.group()):
                parts.append((text[at : found.start()], found.group()))
                at = found.end()
        return SafeString(html_join("{}<mark>{}</mark>", parts) + html("{}", text[at:]))

    def excerpt(self, text: str) -> SafeString:
        """A part of the text around the first word that fits, marked; its beginning where none does."""
        text = " ".join(text.split())
        first = next((found.start() for found in _WORD.finditer(text) if self.fits(found.group())), 0)
        start, end = 0, len(text)
        if first > _BEFORE:
            start = text.find(" ", first - _BEFORE) + 1
        if end - start > EXCERPT:
            end = max(text.rfind(" ", start, start + EXCERPT), start + 1)
        return html(
            "{}{}{}",
            "… " if start else "",
            self.marked(text[start:end]),
            " …" if end < len(text) else "",
        )
