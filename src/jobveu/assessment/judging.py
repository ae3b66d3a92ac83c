"""From what indicators give to the level of an element: pure, and simple enough to be reckoned by hand.

Each indicator's share has a level by its thresholds. The element's score is the mean of those levels, each with its weight;
the level is the nearest, the higher of two that are as near. Indicators that cannot be judged are left out, and where too
little weight is left, the element cannot be judged yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jobveu.assessment.facts import ProjectFacts
from jobveu.assessment.indicators import Found, Indicator, of_element
from jobveu.assessment.ratios import Missing, Ratio, Unit
from jobveu.assessment.scale import Element, Level
from jobveu.assessment.yardsticks import Weighing, Yardstick


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator gives. `judged` of `projects` could be judged; both 0 where a survey tells. `unit`: what the ratio
    counts: among several projects, those of an indicator of persons are projects."""

    found: Ratio | Missing
    unit: Unit
    judged: int = 0
    projects: int = 0

    @property
    def ratio(self) -> Ratio | None:
        return self.found if isinstance(self.found, Ratio) else None

    @property
    def missing(self) -> Missing | None:
        return self.found if isinstance(self.found, Missing) else None


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of an element, as it was judged; `level` is None where it could not be."""

    indicator: Indicator
    weighing: Weighing
    value: Value
    level: Level | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` and `level` are None where it cannot be judged yet."""

    element: Element
    lines: tuple[Line, ...]
    score: Fraction | None
    level: Level | None

    @property
    def weight(self) -> int:
        return sum(line.weighing.weight for line in self.lines)

    @property
    def judged_weight(self) -> int:
        return sum(line.weighing.weight for line in self.lines if line.level is not None)


Answers = Mapping[str, Ratio | Missing]
"""By the item: favourable answers of all answers, or why they are not told."""


def value_of_project(
    indicator: Indicator, one: ProjectFacts, answers: Answers | None, yardstick: Yardstick
) -> Value:
    if indicator.of is None:
        return _asked(indicator, answers, yardstick)
    found = _shown(indicator, indicator.of(one), yardstick)
    return Value(found, indicator.unit, int(isinstance(found, Ratio)), 1)


def value_of_several(
    indicator: Indicator, found: Sequence[Found], answers: Answers | None, yardstick: Yardstick
) -> Value:
    """Of several projects together, `found` being what each of them gives (Indicator.of): numerators and denominators added
    up. An indicator of persons counts the projects in which its share is at least high, so that no count of persons leaves
    a project."""
    if indicator.of is None:
        return _asked(indicator, answers, yardstick)
    values = [_shown(indicator, one, yardstick) for one in found]
    ratios = [one for one in values if isinstance(one, Ratio) and not one.early]
    if not ratios:
        return Value(_why(values), indicator.unit, 0, len(values))
    if indicator.unit is Unit.PERSONS:
        weighing = yardstick.weighings[indicator.key]
        upper = sum(weighing.level(ratio) >= Level.HIGH for ratio in ratios)
        return Value(Ratio(upper, len(ratios)), Unit.PROJECTS, len(ratios), len(values))
    whole = Ratio(sum(one.upper for one in ratios), sum(one.lower for one in ratios))
    return Value(whole, indicator.unit, len(ratios), len(values))


def _shown(indicator: Indicator, found: Found, yardstick: Yardstick) -> Found:
    """Nothing is told of a share of few persons."""
    few = (
        indicator.unit is Unit.PERSONS and isinstance(found, Ratio) and found.lower < yardstick.least_persons
    )
    return Missing.TOO_FEW if few else found


def _asked(indicator: Indicator, answers: Answers | None, yardstick: Yardstick) -> Value:
    if answers is None:
        return Value(Missing.NOT_ASKED, Unit.ANSWERS)
    if indicator.item not in answers:
        return Value(Missing.NO_ANSWERS, Unit.ANSWERS)
    found = answers[indicator.item]
    few = isinstance(found, Ratio) and found.lower < yardstick.least_answers
    return Value(Missing.TOO_FEW if few else found, Unit.ANSWERS)


def _why(values: Sequence[Ratio | Missing]) -> Missing:
    """The reason that most projects have; the earlier in the list of reasons where two are as frequent."""
    counted = Counter(found if isinstance(found, Missing) else Missing.NOT_DUE for found in values)
    order = list(Missing)
    return min(counted, key=lambda why: (-counted[why], order.index(why))) if counted else Missing.NO_PROJECTS


def judge(element: Element, values: Mapping[str, Value], yardstick: Yardstick) -> Judgement:
    """`values` by the key of the indicator; those that the yardstick does not weigh are passed by."""
    lines = tuple(
        Line(indicator, weighing, value, None if value.ratio is None else weighing.level(value.ratio))
        for indicator in of_element(element)
        if (weighing := yardstick.weighings.get(indicator.key)) is not None
        for value in (values[indicator.key],)
    )
    weight = sum(line.weighing.weight for line in lines)
    judged = [(line.weighing.weight, line.level) for line in lines if line.level is not None]
    judged_weight = sum(one for one, _level in judged)
    if not judged or 100 * judged_weight < yardstick.least_weight * weight:
        return Judgement(element, lines, None, None)
    score = Fraction(sum(one * level for one, level in judged), judged_weight)
    return Judgement(element, lines, score, Level(int(score + Fraction(1, 2))))


def judge_project(
    element: Element, one: ProjectFacts, answers: Answers | None, yardstick: Yardstick
) -> Judgement:
    values = {
        indicator.key: value_of_project(indicator, one, answers, yardstick)
        for indicator in of_element(element)
        if indicator.key in yardstick.weighings
    }
    return judge(element, values, yardstick)


def judge_several(
    element: Element, found: Mapping[str, Sequence[Found]], answers: Answers | None, yardstick: Yardstick
) -> Judgement:
    """`found`: what each project gives, by the key of the indicator."""
    values = {
        indicator.key: value_of_several(indicator, found.get(indicator.key, ()), answers, yardstick)
        for indicator in of_element(element)
        if indicator.key in yardstick.weighings
    }
    return judge(element, values, yardstick)
