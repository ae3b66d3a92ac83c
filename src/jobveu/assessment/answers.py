"""Answers of a closed survey round as indicators count them: how many were favourable, of how many. They are taken from the
round's analysis, so that a level rests on nothing that is withheld (insight.surveys.disclosure)."""

from __future__ import annotations

from collections.abc import Mapping

from jobveu.assessment.indicators import INDICATORS
from jobveu.assessment.judging import Answers
from jobveu.assessment.ratios import Missing, Ratio
from jobveu.insight.surveys import ALL, Analysis, Division, Group
from jobveu.insight.surveys.items import CHOSEN, STATISTICS
from jobveu.surveys.instruments.parts import Item, Value

_ITEMS = tuple(dict.fromkeys(one.item for one in INDICATORS.values() if one.item))


def answers_of(analysis: Analysis, group: Group = ALL) -> Answers:
    """By the item of the indicators: favourable answers of all, or that they are withheld. An item that nobody of the
    group was asked, or has answered, is not there."""
    found: dict[str, Ratio | Missing] = {}
    for item in _asked(analysis):
        row = analysis.row(item.id, group)
        if row is not None and row.answers is None:
            found[item.id] = Missing.WITHHELD
        elif row is not None and row.answers:
            found[item.id] = _ratio(
                item, {value: round(share * row.answers) for value, share in row.shares.items()}
            )
    return found


def answers_of_council(analysis: Analysis, council: str) -> Answers:
    """Of those asked about projects of the council (its code). Who is not told apart is in none."""
    return answers_of(analysis, Group(Division.COUNCILS, council))


def answers_of_project(analysis: Analysis, project_id: int) -> Answers:
    """Of those asked about the project, where the round tells it: nothing in an anonymous round."""
    found: dict[str, Ratio | Missing] = {}
    for item in _asked(analysis):
        counts = analysis.projects.get((item.id, project_id), {})
        if counts is None:
            found[item.id] = Missing.WITHHELD
        elif any(counts.values()):
            found[item.id] = _ratio(item, counts)
    return found


def _asked(analysis: Analysis) -> list[Item]:
    return [analysis.instrument.by_id[one] for one in _ITEMS if one in analysis.instrument.by_id]


def _ratio(item: Item, counts: Mapping[Value, int]) -> Ratio:
    """The two highest of five degrees, or of credit yes and both (def.scale.survey_top2, def.scale.merit_answer)."""
    favourable = CHOSEN[STATISTICS[item.scale][0]]
    return Ratio(sum(count for value, count in counts.items() if value in favourable), sum(counts.values()))
