"""An assessment as a value: every element with its level, what it rests on, what would lift it, who has overruled it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jobveu.assessment.facts import ProjectFacts
from jobveu.assessment.judging import Answers, Judgement, judge_project, judge_several
from jobveu.assessment.lifting import Lift, lifts
from jobveu.assessment.record import Part, Record
from jobveu.assessment.scale import PUBLISHED, Element, Level
from jobveu.assessment.yardsticks import Yardstick, yardstick_on


@dataclass(frozen=True, slots=True)
class OverruledLevel:
    """One overruling; `level` is None where an earlier one was taken back. `computed`: what had been computed then."""

    element: Element
    number: int
    level: Level | None
    reason: str
    computed: Level | None
    yardstick: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ElementAssessment:
    """`history`: the overrulings, newest first."""

    judgement: Judgement
    lifts: tuple[Lift, ...]
    history: tuple[OverruledLevel, ...] = ()

    @property
    def element(self) -> Element:
        return self.judgement.element

    @property
    def computed(self) -> Level | None:
        return self.judgement.level

    @property
    def overruled(self) -> OverruledLevel | None:
        """The one that holds."""
        return self.history[0] if self.history and self.history[0].level is not None else None

    @property
    def level(self) -> Level | None:
        """What holds: what somebody has set, or else what is computed; None where it cannot be judged yet."""
        return self.overruled.level if self.overruled else self.computed

    @property
    def number(self) -> int:
        """Of the newest overruling; 0 where there is none."""
        return self.history[0].number if self.history else 0

    @property
    def published(self) -> tuple[Level, ...]:
        """What the evaluation of 2021 judged, of the whole country."""
        return PUBLISHED.get(self.element, ())


@dataclass(frozen=True, slots=True)
class Assessment:
    """`round_name`: the survey round whose answers it rests on, "" for none. `projects`: how many it is about."""

    day: date
    yardstick: Yardstick
    round_name: str
    projects: int
    elements: tuple[ElementAssessment, ...]

    def of(self, element: Element) -> ElementAssessment:
        return next(one for one in self.elements if one.element is element)


Histories = Mapping[Element, Sequence[OverruledLevel]]


def assess_project(
    one: ProjectFacts, *, answers: Answers | None = None, round_name: str = "", histories: Histories
) -> Assessment:
    yardstick = yardstick_on(one.on)
    judgements = (judge_project(element, one, answers, yardstick) for element in Element)
    return Assessment(
        day=one.on,
        yardstick=yardstick,
        round_name=round_name,
        projects=1,
        elements=_elements(judgements, yardstick, histories),
    )


def assess_several(
    record: Record,
    part: Part,
    *,
    answers: Answers | None = None,
    round_name: str = "",
    histories: Histories,
) -> Assessment:
    """Of a part of the record's projects together."""
    yardstick = yardstick_on(record.day)
    found = record.of(part)
    judgements = (judge_several(element, found, answers, yardstick) for element in Element)
    return Assessment(
        day=record.day,
        yardstick=yardstick,
        round_name=round_name,
        projects=len(record.which(part)),
        elements=_elements(judgements, yardstick, histories),
    )


def _elements(
    judgements: Iterable[Judgement], yardstick: Yardstick, histories: Histories
) -> tuple[ElementAssessment, ...]:
    return tuple(
        ElementAssessment(judgement, lifts(judgement, yardstick), tuple(histories.get(judgement.element, ())))
        for judgement in judgements
    )
