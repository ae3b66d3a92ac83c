"""A closed round turned into what may be shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from jobveu.insight.surveys.change import Comparison, comparisons
from jobveu.insight.surveys.disclosure import projects_of, withheld
from jobveu.insight.surveys.groups import Division, Group
from jobveu.insight.surveys.items import Answers, ItemTable, ItemTables, Row, Sheets, counted
from jobveu.insight.surveys.response import Response, response
from jobveu.insight.surveys.weighting import weighting
from jobveu.surveys.instruments.parts import Instrument, Value
from jobveu.surveys.round_data import RoundData


@dataclass(frozen=True, slots=True)
class Weights:
    """How the weighted values are made. `raked_by`: the divisions in which the answers were made to weigh as much as there
    are persons; `left_out`: respondent types that nobody speaks for; `design_effect`: how many times as large the
    variance becomes."""

    raked_by: tuple[Division, ...]
    left_out: tuple[Group, ...]
    design_effect: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """Nothing in it tells what one to four persons answered: it may be shown to whoever may see the round's results.
    `made` has a table for each item that is counted and each division."""

    name: str
    instrument: Instrument
    anonymous: bool
    synthetic: bool
    opened: date
    closed: date
    response: Response
    weights: Weights
    made: ItemTables
    projects: Mapping[tuple[str, int], Mapping[Value, int] | None]
    """How many gave each answer to an item (its id) about a project (its id), where five or more have answered about it: None
    where that is withheld. Empty for an anonymous round, whose sheets tell no project."""
    comparisons: tuple[Comparison, ...]

    def table(self, item_id: str, division: Division) -> ItemTable:
        """Raises KeyError."""
        return self.made.of(item_id, division)

    @property
    def tables(self) -> tuple[ItemTable, ...]:
        return tuple(self.made)

    def row(self, item_id: str, group: Group) -> Row | None:
        """None where nobody of the group is asked the item. Raises KeyError."""
        return self.table(item_id, group.division or Division.RESPONDENTS).row(group)

    def compared(self, item_id: str) -> tuple[Comparison, ...]:
        return tuple(one for one in self.comparisons if one.item.id == item_id)


def analyse(data: RoundData) -> Analysis:
    """The same round gives the same analysis. Takes about a second for some hundred sheets."""
    sheets = Sheets(data)
    answers = [Answers(sheets, item) for item in counted(data.instrument)]
    hidden = withheld(data, answers)
    weights_of = cache(lambda groups: weighting(data, together=hidden.response | groups))
    weights = weights_of(frozenset())
    return Analysis(
        name=data.name,
        instrument=data.instrument,
        anonymous=data.anonymous,
        synthetic=data.synthetic,
        opened=data.opened,
        closed=data.closed,
        response=response(data, weights, hidden.response),
        weights=Weights(weights.raked_by, weights.left_out, weights.design_effect),
        made=ItemTables(answers, weights_of, hidden.items, hidden.response),
        projects={
            (one.item.id, project.project_id): None
            if project in hidden.projects[one.item.id]
            else one.counts(project)
            for project in projects_of(data)
            for one in answers
        },
        comparisons=comparisons(answers, hidden.items),
    )
