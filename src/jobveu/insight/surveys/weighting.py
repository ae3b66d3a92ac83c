"""What each answer counts for, so that those who did not answer weigh as much as those who did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from jobveu.insight.surveys.groups import Division, Group, group_of
from jobveu.kernels.statistics.errors import Unreachable
from jobveu.kernels.statistics.samples import Margin, Sample, collapsed, raked, stratified
from jobveu.surveys.enums import Disposition
from jobveu.surveys.round_data import AnswerSheet, RoundData

LEAST_IN_CLASS = 5
"""Answers in a group that has weights of its own; smaller ones are put together."""


@dataclass(frozen=True, slots=True)
class Weighting:
    """`sample`: a row for each sheet, in the round's order, its weights made to agree with what is known of everybody. `raked_by`: by
    which divisions; only the respondent types where the margins cannot all be met. `left_out`: respondent types in which
    nobody answered, so that nobody speaks for them."""

    sample: Sample
    raked_by: tuple[Division, ...]
    left_out: tuple[Group, ...]

    @property
    def design_effect(self) -> float:
        """How many times as large unequal weights make the variance (Kish)."""
        return len(self.sample) / self.sample.effective if len(self.sample) else nan

    def mean_weight(self, sheets: Sequence[AnswerSheet], group: Group) -> float:
        """Of the group's answers, 1 being the mean of all. NaN where nobody answered."""
        inside = [at for at, sheet in enumerate(sheets) if group.holds(sheet.stratum)]
        if not inside:
            return nan
        weights = self.sample.weights
        return float(weights[inside].mean() / weights.mean())


def weighting(data: RoundData) -> Weighting:
    """Strata are the respondent types, whose response differs most; then raked to the respondent types, the project
    types and the councils."""
    population = populations(data, Division.RESPONDENTS)
    types = [group_of(sheet.stratum, Division.RESPONDENTS) for sheet in data.sheets]
    represented = set(types)
    left_out = tuple(group for group in population if group not in represented and population[group])
    sample = stratified(
        [group.code for group in types],
        {group.code: float(count) for group, count in population.items()},
    )
    for divisions in (tuple(Division), (Division.RESPONDENTS, Division.PROJECT_TYPES)):
        try:
            margins = [_margin(data, division, represented) for division in divisions]
            return Weighting(raked(sample, margins), divisions, left_out)
        except Unreachable:
            continue
    return Weighting(sample, (Division.RESPONDENTS,), left_out)


def populations(data: RoundData, division: Division) -> dict[Group, int]:
    """How many there are altogether in each group, whether they were asked or not."""
    found: dict[Group, int] = {}
    for one in data.frame:
        group = group_of(one.stratum, division)
        found[group] = found.get(group, 0) + max(one.population, one.asked)
    return found


def _margin(data: RoundData, division: Division, represented: set[Group]) -> Margin:
    """Of those whose respondent type is represented, in classes that have enough answers."""
    answered: dict[str, int] = {}
    totals: dict[str, float] = {}
    for one in data.frame:
        if group_of(one.stratum, Division.RESPONDENTS) in represented:
            code = group_of(one.stratum, division).code
            some = one.drawn[Disposition.COMPLETE] + one.drawn[Disposition.PARTIAL]
            answered[code] = answered.get(code, 0) + some
            totals[code] = totals.get(code, 0.0) + max(one.population, one.asked)
    classes = collapsed(answered, least=LEAST_IN_CLASS)
    of_class: dict[str, float] = {}
    for code, total in totals.items():
        of_class[classes[code]] = of_class.get(classes[code], 0.0) + total
    return Margin(tuple(classes[group_of(sheet.stratum, division).code] for sheet in data.sheets), of_class)
