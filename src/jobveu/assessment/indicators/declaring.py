"""What an indicator is: the element it tells of, what it counts, and the pure function that counts it in the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from jobveu.assessment.facts import ProjectFacts
from jobveu.assessment.ratios import Missing, Ratio, Unit
from jobveu.assessment.scale import Element

Found = Ratio | Missing


@dataclass(frozen=True, slots=True)
class Indicator:
    """`of`: what a project's record says; None for one that only a survey tells. `rules`: the evaluation's definitions.
    `to_do`: what would raise it, said to those who drive a project, and `where` the page where that is done (a URL name
    that takes the project); "" for what no page changes."""

    key: str
    element: Element
    title: Promise
    definition: Promise
    rules: tuple[str, ...]
    unit: Unit
    of: Callable[[ProjectFacts], Found] | None = None
    to_do: Promise | str = ""
    where: str = ""
    item: str = ""
    """The item of the standard instrument whose answers are counted, where a survey tells."""

    @property
    def from_survey(self) -> bool:
        return self.of is None


def told(fact: bool, *, due: bool, registered: bool) -> Found:
    """Yes or no of a project: 1 or 0 of 1."""
    if not registered:
        return Missing.NOT_REGISTERED
    if due:
        return Ratio(int(fact), 1)
    return Ratio(1, 1, early=True) if fact else Missing.NOT_DUE
