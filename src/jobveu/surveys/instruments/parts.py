"""What an instrument consists of: sections of items, each with its scale, its wording for each respondent type, whom it
is asked, and the published measures that it can be compared with. Frozen values; no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from functools import cached_property

from django.utils.translation import get_language

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Closeness, RespondentType

Value = int | str
"""One answer: a number of DEGREE or SCORE, a code of MERIT, a text of TEXT, or DONT_KNOW."""

DONT_KNOW = "dont_know"
"""Chosen on a closed scale: does not know, or it is not relevant. It counts in no share and no mean."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same said in Danish and in English. `str()` is in the language of whoever is shown it."""

    da: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.da


class Scale(Enum):
    """How an item is answered. DEGREE and SCORE are numbers, higher being more."""

    DEGREE = "degree"
    MERIT = "merit"
    SCORE = "score"
    TEXT = "text"


CHOICES: Mapping[Scale, Mapping[Value, Words]] = {
    Scale.DEGREE: {
        5: Words("I meget høj grad", "To a very high degree"),
        4: Words("I høj grad", "To a high degree"),
        3: Words("Hverken i høj eller lav grad", "To neither a high nor a low degree"),
        2: Words("I lav grad", "To a low degree"),
        1: Words("I meget lav grad", "To a very low degree"),
    },
    Scale.MERIT: {
        "yes": Words("Ja", "Yes"),
        "both": Words("Både og", "Both"),
        "no": Words("Nej", "No"),
    },
    Scale.SCORE: {number: Words(str(number), str(number)) for number in range(1, 11)},
    Scale.TEXT: {},
}
"""The answers of each scale, in the order in which they are shown; DONT_KNOW comes on top."""

DONT_KNOW_WORDS = Words("Ved ikke eller ikke relevant", "Don't know or not relevant")
LONGEST_TEXT = 2000


class Statistic(Enum):
    """What is counted of an item's answers: a share of those who chose something on the scale, or their mean."""

    HIGH = "high"  # degree 4 and 5
    LOW = "low"  # degree 1 and 2
    NEUTRAL = "neutral"  # degree 3
    YES = "yes"
    YES_OR_BOTH = "yes_or_both"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Tie:
    """`measure`: the id of a published measure (surveys.published), whose respondents and number are said there.
    `note`: what keeps the two apart, where it isn't said by `closeness` alone."""

    measure: str
    statistic: Statistic
    closeness: Closeness
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """`id` is the same in all versions of all instruments in which the question means the same. `wording`: who is not
    in it is not asked. `project_types`: only those who took part in such a project are asked; None: everybody."""

    id: str
    scale: Scale
    wording: Mapping[RespondentType, Words]
    project_types: frozenset[ProjectType] | None = None
    ties: tuple[Tie, ...] = ()
    theme: Words | None = None
    """What the answers are listed under; of TEXT items only."""

    def is_asked(self, respondent_type: RespondentType, project_type: ProjectType | None) -> bool:
        """`project_type` None: not told, for the sake of anonymity; then nobody is left out because of it."""
        return respondent_type in self.wording and (
            self.project_types is None or project_type is None or project_type in self.project_types
        )

    def takes(self, value: Value) -> bool:
        """Whether the value is an answer to the item."""
        if self.scale is Scale.TEXT:
            return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT
        return value == DONT_KNOW or value in CHOICES[self.scale]

    def in_words(self, value: Value) -> str:
        """The answer as it was shown to whoever gave it."""
        if value == DONT_KNOW and self.scale is not Scale.TEXT:
            return str(DONT_KNOW_WORDS)
        return str(CHOICES[self.scale].get(value, value))


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the questionnaire."""

    id: str
    title: Words
    items: tuple[Item, ...]
    introduction: Words | None = None

    def asked(self, respondent_type: RespondentType, project_type: ProjectType | None) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_asked(respondent_type, project_type))


@dataclass(frozen=True)
class Instrument:
    """One version of a questionnaire. A version that has been used is never changed; a new one is made."""

    key: str
    version: int
    title: Words
    purpose: Words
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        """By which it is named in files and rounds: "standard-1"."""
        return f"{self.key}-{self.version}"

    def items(self) -> Iterator[Item]:
        for section in self.sections:
            yield from section.items

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items()}

    def route(
        self, respondent_type: RespondentType, project_type: ProjectType | None
    ) -> tuple[tuple[Section, tuple[Item, ...]], ...]:
        """The pages somebody is shown, each with the items they are asked; none without items."""
        pages = ((section, section.asked(respondent_type, project_type)) for section in self.sections)
        return tuple((section, items) for section, items in pages if items)

    @cached_property
    def digest(self) -> str:
        """A sum of everything in it: two instruments with the same sum ask the same."""
        plain = json.dumps(asdict(self), default=_plain, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(str(member) for member in value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value)} has no place in an instrument")
