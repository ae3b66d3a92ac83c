"""What the project's screening tool says of candidates, as the matching needs it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from jobveu.candidates.enums import CriterionAnswer
from jobveu.candidates.queries.answers import newest_answers
from jobveu.projects.enums import Strength
from jobveu.projects.queries.screening_tool import tool_in_force


@dataclass(frozen=True, slots=True)
class Demand:
    """`company_id` is None for a criterion for everybody; `weight` is None for one that must be met."""

    key: str
    text: str
    company_id: int | None
    weight: int | None


@dataclass(frozen=True, slots=True)
class Demands:
    """The criteria in force, and by candidacy the keys of those that are met."""

    all: tuple[Demand, ...] = ()

    def musts(self, company_id: int | None) -> tuple[Demand, ...]:
        """Those that whoever goes to the company (None: on a course) must meet."""
        return tuple(one for one in self.all if one.weight is None and one.company_id in (None, company_id))

    def nice(self, company_id: int) -> tuple[Demand, ...]:
        return tuple(
            one for one in self.all if one.weight is not None and one.company_id in (None, company_id)
        )

    def fit(self, company_id: int, met: Collection[str]) -> int:
        """From 0 to 100: how much of what the company would like is met, by weight."""
        nice = self.nice(company_id)
        whole = sum(one.weight or 0 for one in nice)
        return 100 * sum(one.weight or 0 for one in nice if one.key in met) // whole if whole else 0


def demands(*, project_id: int) -> Demands:
    """Those of the screening tool in force; none when the project has no tool."""
    tool = tool_in_force(project_id=project_id)
    if tool is None:
        return Demands()
    return Demands(
        tuple(
            Demand(
                key=_key(one.key),
                text=one.text,
                company_id=one.company_id,
                weight=None if one.strength is Strength.MUST else one.weight,
            )
            for one in tool.criteria
        )
    )


def met_by(*, candidacy_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """By candidacy: the keys of the criteria that the newest screening says are met."""
    return {
        candidacy_id: frozenset(
            _key(key) for key, one in screened.by_key().items() if one.answer is CriterionAnswer.MET
        )
        for candidacy_id, screened in newest_answers(candidacy_ids=candidacy_ids).items()
    }


def _key(key: UUID) -> str:
    return f"krav-{key.hex}"
