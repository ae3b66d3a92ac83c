"""How a candidate stands against the criteria of the screening tool. Pure; people decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jobveu.candidates.enums import CriterionAnswer
from jobveu.projects.formal_facts import Asked, FormalFacts, is_met
from jobveu.projects.queries.screening_tool import CriterionRow


@dataclass(frozen=True, slots=True)
class Answered:
    """A criterion with what a screening says of it; `id` is the answer's own."""

    id: int
    criterion: CriterionRow
    answer: CriterionAnswer
    note: str


@dataclass(frozen=True, slots=True)
class Fit:
    """What a group of answers comes to. Of the nice ones, weights are counted, not criteria."""

    must_met: int = 0
    must_not_met: int = 0
    must_unknown: int = 0
    nice_met: int = 0
    nice_of: int = 0

    @property
    def musts(self) -> int:
        return self.must_met + self.must_not_met + self.must_unknown


def fit_of(answers: Iterable[Answered]) -> Fit:
    """Counts the answers."""
    musts = dict.fromkeys(CriterionAnswer, 0)
    nice_met = nice_of = 0
    for one in answers:
        if one.criterion.is_must:
            musts[one.answer] += 1
        else:
            weight = one.criterion.weight or 0
            nice_of += weight
            nice_met += weight if one.answer is CriterionAnswer.MET else 0
    return Fit(
        must_met=musts[CriterionAnswer.MET],
        must_not_met=musts[CriterionAnswer.NOT_MET],
        must_unknown=musts[CriterionAnswer.UNKNOWN],
        nice_met=nice_met,
        nice_of=nice_of,
    )


def answer_from_facts(asked: Asked | None, facts: FormalFacts, *, today: date) -> CriterionAnswer | None:
    """What is registered of the person says of the criterion; None when it says nothing."""
    met = is_met(asked, facts, today=today) if asked is not None else None
    return None if met is None else CriterionAnswer.MET if met else CriterionAnswer.NOT_MET
