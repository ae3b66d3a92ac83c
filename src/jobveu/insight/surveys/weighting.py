"""What each answer counts for, so that those who did not answer weigh as much as those who did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan

from jobveu.insight.surveys.groups import RAKED, Division, Group, group_of
from jobveu.kernels.statistics.errors import Unreachable
from jobveu.kernels.statistics.samples import Margin, Sample, collapsed, raked, stratified
from jobveu.surveys.enums import Disposition
from jobveu.surveys.round_data import AnswerSheet, RoundData

LEAST_IN_CLASS = 5
"""Answers in a group that has weights of its own; smaller ones are put together."""
_TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Weighting:
    """`sample`: a row for each sheet, in the round's order, its weights made to agree with what is known of everybody. `raked_by`: by
    which divisions; only the respondent types where the margins cannot all be met. `left_out`: respondent types in which
    nobody answered, so that nobody speaks for them."""

    sample: Sample
    raked_by: tuple[Division, ...]
    left_out: tuple[Group, ...]
    classes: Mapping[Group, str]
    """Groups of one class have the same part in the weights; of the divisions that they are raked by."""

    @property
    def design_effect(self) -> float:
        """How many times as large unequal weights make the variance (Kish)."""
        return len(self.sample) / self.sample.effective if len(self.sample) else nan

    def tells_apart(self, groups: Iterable[Group]) -> bool:
        """Whether weighted values could say something of one of these groups that plain ones of all of them do not."""
        found: dict[Division, set[str]] = {}
        for group in groups:
            if group.division in self.raked_by:
                found.setdefault(group.division, set()).add(self.classes[group])
        return any(len(classes) > 1 for classes in found.values())

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
    population = populations(data, Division.RESPONDENTS)
    types = [group_of(sheet.stratum, Division.RESPONDENTS) for sheet in data.sheets]
    represented = set(types)
    left_out = tuple(group for group in population if group not in represented and population[group])
    sample = stratified(
        [group.code for group in types],
        {group.code: float(count) for group, count in population.items()},
    )
    for divisions in (RAKED, (Division.RESPONDENTS, Division.PROJECT_TYPES)):
        try:
            found = [_margin(data, division, represented, together) for division in divisions]
            weighted = raked(sample, [margin for margin, _classes in found])
        except Unreachable:
            continue
        classes = {group: name for _margin_, of_groups in found for group, name in of_groups.items()}
        return Weighting(weighted, divisions, left_out, classes)
    alone = {group: group.code for group in population}
    return Weighting(sample, (Division.RESPONDENTS,), left_out, alone)


def populations(data: RoundData, division: Division) -> dict[Group, int]:
    """How many there are altogether in each group, whether they were asked or not."""
    found: dict[Group, int] = {}
    for one in data.frame:
        group = group_of(one.stratum, division)
        found[group] = found.get(group, 0) + max(one.population, one.asked)
    return found


def _margin(
    data: RoundData, division: Division, represented: set[Group], together: Collection[Group]
) -> tuple[Margin, Mapping[Group, str]]:
    """Of those whose respondent type is represented, in classes that have enough answers; and the class of each group."""
    answered: dict[Group, int] = {}
    totals: dict[Group, float] = {}
    for one in data.frame:
        if group_of(one.stratum, Division.RESPONDENTS) in represented:
            group = group_of(one.stratum, division)
            some = one.drawn[Disposition.COMPLETE] + one.drawn[Disposition.PARTIAL]
            answered[group] = answered.get(group, 0) + some
            totals[group] = totals.get(group, 0.0) + max(one.population, one.asked)
    # Respondent types are strata already, each by itself.
    joined = set(together) if division is not Division.RESPONDENTS else set()
    names = {group: _TOGETHER if group in joined else group.code for group in answered}
    sizes: dict[str, int] = {}
    for group, count in answered.items():
        sizes[names[group]] = sizes.get(names[group], 0) + count
    merged = collapsed(sizes, least=LEAST_IN_CLASS)
    classes = {group: merged[names[group]] for group in answered}
    of_class: dict[str, float] = {}
    for group, total in totals.items():
        of_class[classes[group]] = of_class.get(classes[group], 0.0) + total
    groups = tuple(classes[group_of(sheet.stratum, division)] for sheet in data.sheets)
    return Margin(groups, of_class), classes
