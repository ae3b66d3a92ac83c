"""What differs between two versions of a text, paragraph by paragraph and word by word."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_TOO_MUCH_WORK = 4_000_000
"""Words of one side times words of the other: past this, a paragraph is shown as replaced whole."""
_ALIKE_ENOUGH = 0.35
"""Below this share of common words, two paragraphs are two, not versions of one."""


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row that were kept, added or removed."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the comparison; empty lines are left out."""

    parts: tuple[Part, ...]

    @property
    def changed(self) -> bool:
        return any(part.change is not Change.SAME for part in self.parts)


def compare_texts(*, old: str, new: str) -> tuple[Paragraph, ...]:
    """All paragraphs of both texts in reading order, what was removed before what took its place."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Paragraph] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole(Change.SAME, text) for text in before[i1:i2]]
        else:
            for removed, added in zip_longest(before[i1:i2], after[j1:j2]):
                found += _paragraph(removed, added)
    return tuple(found)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _whole(change: Change, text: str) -> Paragraph:
    return Paragraph((Part(change, text),))


def _paragraph(removed: str | None, added: str | None) -> list[Paragraph]:
    if removed is None or added is None:
        change = Change.REMOVED if added is None else Change.ADDED
        return [_whole(change, removed or added or "")]
    before, after = removed.split(), added.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) * len(after) > _TOO_MUCH_WORK or matcher.ratio() < _ALIKE_ENOUGH:
        return [_whole(Change.REMOVED, removed), _whole(Change.ADDED, added)]
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Part(Change.SAME, " ".join(before[i1:i2])))
            continue
        if i2 > i1:
            parts.append(Part(Change.REMOVED, " ".join(before[i1:i2])))
        if j2 > j1:
            parts.append(Part(Change.ADDED, " ".join(after[j1:j2])))
    return [Paragraph(tuple(parts))]
