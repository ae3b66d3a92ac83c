"""The yardsticks: which weight each indicator has and what share gives which level, as dated data. An assessment names the
yardstick that it was made with; one that has been used is never changed, a new one is added.

The thresholds of the first are read from the words that the evaluation of 2021 has for its own shares (published figures of
chapters 5 and 7): three in four and more is "to a very high degree" or close to it, 68 to 74 per cent "to a high degree",
45 to 60 "to some degree"; what only few do is "to a lesser degree". What counts most is what the principle itself says; an
answer to a survey weighs as much as one thing in the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from jobveu.assessment.indicators import INDICATORS
from jobveu.assessment.ratios import Ratio
from jobveu.assessment.scale import Level

Thresholds = tuple[int, int, int, int]
"""The least share in per cent for levels 2, 3, 4 and 5."""
USUAL: Thresholds = (10, 35, 65, 80)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What one indicator counts for, and what its share means."""

    weight: int
    thresholds: Thresholds = USUAL

    def level(self, ratio: Ratio) -> Level:
        return Level(1 + sum(ratio.reaches(threshold) for threshold in self.thresholds))

    def least_upper(self, level: Level, lower: int) -> int:
        """The fewest of `lower` that give the level or a higher one."""
        return 0 if level is Level.NOT_AT_ALL else -(-self.thresholds[level - 2] * lower // 100)


@dataclass(frozen=True)
class Yardstick:
    """`weighings`: by the key of the indicator; one that is not there is not counted. `least_weight`: an element is judged
    where indicators with that many per cent of its weight can be. `least_answers`: of a survey's item; `least_persons`: of
    whom a share may be shown."""

    version: str
    from_: date
    weighings: Mapping[str, Weighing]
    least_weight: int = 50
    least_answers: int = 5
    least_persons: int = 5

    def __post_init__(self) -> None:
        if unknown := set(self.weighings) - set(INDICATORS):
            raise ValueError(f"There is no indicator {min(unknown)}.")
        for key, one in self.weighings.items():
            if one.weight < 1 or list(one.thresholds) != sorted(set(one.thresholds)):
                raise ValueError(f"The weighing of {key} makes no scale.")
            if not one.thresholds[0] > 0 or one.thresholds[-1] > 100:
                raise ValueError(f"The thresholds of {key} are no shares.")


def _weights(**by_weight: str) -> Mapping[str, Weighing]:
    """Weights as w1="…", w2="…": the keys that have them, with blanks between."""
    return {
        key: Weighing(int(weight.removeprefix("w")))
        for weight, keys in by_weight.items()
        for key in keys.split()
    }


YARDSTICKS: tuple[Yardstick, ...] = (
    Yardstick(
        version="1",
        from_=date(2018, 4, 1),
        weighings=MappingProxyType(
            {
                **_weights(
                    w3="concrete-need partner-before-kick-off merit-days both-systems screened-before-course "
                    "met-company coordinated-contact",
                    w2="in-shortage-area endorsed-before-course merit-course one-contact handed-over repeated-alone "
                    "partners-in-first-dialogue dialogue-with-companies partners-define-content signed-agreement "
                    "project-plan provider-chosen screening matched lessons "
                    "asked-principle-1 asked-principle-2 asked-principle-3 asked-principle-4 asked-principle-5 "
                    "asked-principle-6-entrance asked-principle-6-coordinated asked-principle-7 asked-phase-1-need "
                    "asked-phase-2",
                    w1="company-takes-part both-sides kinds-of-actors met-together information-meeting repeated "
                    "lessons-shared shortage-or-focus-area agreement-or-endorsement process-and-time-plan "
                    "letters-of-intent asked-principle-7-alone asked-phase-1-upskilling asked-phase-2-own "
                    "asked-phase-3-content asked-phase-3-flexible asked-phase-4-equipped asked-phase-4-meetings",
                ),
                # Of contacts that nobody had coordinated, one in five is already many.
                "coordinated-contact": Weighing(3, (50, 70, 85, 95)),
                # Few projects are repeated or handed over in the first years: a third of them is much.
                "handed-over": Weighing(2, (5, 15, 30, 50)),
                "repeated": Weighing(1, (5, 15, 30, 50)),
            }
        ),
    ),
)
"""In the order of their first days."""


def yardstick_on(day: date, yardsticks: Iterable[Yardstick] | None = None) -> Yardstick:
    """The newest that holds on the day; the first before there was any. Of all there are, if nothing else is said."""
    every = list(YARDSTICKS if yardsticks is None else yardsticks)
    return next((one for one in reversed(every) if one.from_ <= day), every[0])


def yardstick(version: str) -> Yardstick:
    """Raises KeyError for a version that there is not."""
    for one in YARDSTICKS:
        if one.version == version:
            return one
    raise KeyError(version)
