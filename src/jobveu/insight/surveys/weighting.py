"""What each answer counts for, so that those who did not answer weigh as much as those who did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np

from jobveu.insight.surveys.groups import RAKED, Division, Group, group_of
from jobveu.kernels.statistics.errors import Unreachable
from jobveu.kernels.statistics.estimates import Mask
from jobveu.kernels.statistics.samples import Margin, Sample, collapsed, raked, stratified
from jobveu.surveys.enums import Disposition
from jobveu.surveys.round_data import AnswerSheet, RoundData

LEAST_IN_CLASS = 5
"""Answers in a group that has weights of its own; smaller ones are put together."""
LEAST_TO_RAKE = 30
"""Answers that are weighted by more than one division. Of fewer a weighted value would tell how single persons answered."""
_TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Classes:
    """The groups of a division that have the same part in the weights. `of`: the class of each group; `rows`: that of each
    sheet; `totals`: how many persons there are in each class."""

    of: Mapping[Group, str]
    rows: tuple[str, ...]
    totals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighting:
    """`sample`: a row for each sheet, in the round's order, its weights made to agree with what is known of everybody. `raked_by`: by
    which divisions; only the respondent types where the margins cannot all be met, or few have answered. `left_out`:
    respondent types in which nobody answered, so that nobody speaks for them."""

    sample: Sample
    raked_by: tuple[Division, ...]
    left_out: tuple[Group, ...]
    classes: Mapping[Division, Classes]

    @property
    def design_effect(self) -> float:
        """How many times as large unequal weights make the variance (Kish)."""
        return len(self.sample) / self.sample.effective if len(self.sample) else nan

    def within(self, inside: Mask, *, everybody: bool) -> Sample:
        """The sample as the answers inside are reckoned with. Beside the plain value of a group, a weighted one is a second equation
        in what the parts of the group that weigh differently have answered; so there those parts are of five answers or
        more: the respondent types, or the project types of a single respondent type, each a stratum with its mean weight."""
        by = np.array(self.classes[Division.RESPONDENTS].rows)
        if len(set(by[inside])) == 1:
            by = np.array(self.classes[Division.PROJECT_TYPES].rows)
        elif everybody and inside.sum() >= LEAST_TO_RAKE:
            return self.sample
        merged = collapsed(Counter(by[inside].tolist()), least=LEAST_IN_CLASS)
        rows = [merged[name] if one else "" for name, one in zip(by.tolist(), inside.tolist(), strict=True)]
        persons: Counter[str] = Counter()
        for name, weight in zip(rows, self.sample.weights.tolist(), strict=True):
            persons[name] += weight
        answers = Counter(rows)
        return stratified(rows, {name: max(persons[name], answers[name]) for name in answers})

    def mean_weight(self, sheets: Sequence[AnswerSheet], group: Group) -> float:
        """Of the group's answers, 1 being the mean of all. NaN where nobody answered."""
        inside = [at for at, sheet in enumerate(sheets) if group.holds(sheet.stratum)]
        if not inside:
            return nan
        weights = self.sample.weights
        return float(weights[inside].mean() / weights.mean())


def weighting(data: RoundData, *, together: Collection[Group] = ()) -> Weighting:
    """Strata are the respondent types, whose response differs most; then raked to the respondent types, the project
    types and the councils. `together`: groups that are to be of one class in their division."""
    answered = {group_of(sheet.stratum, Division.RESPONDENTS) for sheet in data.sheets}
    population = populations(data, Division.RESPONDENTS)
    left_out = tuple(group for group in population if group not in answered and population[group])
    classes = {division: _classes(data, division, answered, together) for division in RAKED}
    types = classes[Division.RESPONDENTS]
    sample = stratified(types.rows, types.totals)
    if len(data.sheets) >= LEAST_TO_RAKE:
        for divisions in (RAKED, (Division.RESPONDENTS, Division.PROJECT_TYPES)):
            margins = [Margin(classes[division].rows, classes[division].totals) for division in divisions]
            try:
                return Weighting(raked(sample, margins), divisions, left_out, classes)
            except Unreachable:
                continue
    return Weighting(sample, (Division.RESPONDENTS,), left_out, classes)


def populations(data: RoundData, division: Division) -> dict[Group, int]:
    """How many there are altogether in each group, whether they were asked or not."""
    found: dict[Group, int] = {}
    for one in data.frame:
        group = group_of(one.stratum, division)
        found[group] = found.get(group, 0) + max(one.population, one.asked)
    return found


def _classes(
    data: RoundData, division: Division, represented: Collection[Group], together: Collection[Group]
) -> Classes:
    """Of those whose respondent type is represented, in classes that have enough answers."""
    answered: Counter[Group] = Counter()
    persons: Counter[Group] = Counter()
    for one in data.frame:
        if group_of(one.stratum, Division.RESPONDENTS) in represented:
            group = group_of(one.stratum, division)
            answered[group] += one.drawn[Disposition.COMPLETE] + one.drawn[Disposition.PARTIAL]
            persons[group] += max(one.population, one.asked)
    names = {group: _TOGETHER if group in together else group.code for group in answered}
    sizes: Counter[str] = Counter()
    for group, count in answered.items():
        sizes[names[group]] += count
    merged = collapsed(sizes, least=LEAST_IN_CLASS)
    of = {group: merged[names[group]] for group in answered}
    totals: Counter[str] = Counter()
    for group, number in persons.items():
        totals[of[group]] += number
    rows = tuple(of[group_of(sheet.stratum, division)] for sheet in data.sheets)
    return Classes(of, rows, {name: float(total) for name, total in totals.items()})
