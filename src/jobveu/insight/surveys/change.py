"""What has changed since the survey of the evaluation of 2021, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jobveu.common.exactness import Exactness
from jobveu.insight.surveys.groups import ALL, Division, Group, Several
from jobveu.insight.surveys.items import CHOSEN, Answers, Measured, measured
from jobveu.kernels.statistics import change
from jobveu.kernels.statistics.estimates import mean
from jobveu.kernels.statistics.multiple import holm
from jobveu.kernels.statistics.samples import stratified
from jobveu.surveys.instruments.parts import Item, Statistic, Tie
from jobveu.surveys.published import MEASURES, SHARE, PublishedMeasure

CERTAIN = 0.05
ABOUT = Decimal(3)
"""What "about" may be off by, in points of per cent, on either side."""
_ABOUT = (Exactness.APPROXIMATE, Exactness.DERIVED)


class Verdict(TextChoices):
    CHANGED = "changed", _("Ændret: forskellen er større, end man kan vente ved et tilfælde")
    PERHAPS = (
        "perhaps",
        _("Måske ændret: forskellen er tydelig for sig, men ikke, når så mange prøves på én gang"),
    )
    NOISE = "noise", _("Støj: så stor en forskel kan være tilfældig")
    UNTESTED = "untested", _("Kan ikke prøves: evalueringen siger ikke, hvor mange der svarede")
    WITHHELD = "withheld", _("Vises ikke: for få svar")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of one item with one published measure. `ours` is None where it is withheld, or nobody has answered, and `answers`
    are ours. `difference`: ours less theirs, from the nearer end of a range; in points of per cent, or of the scale.
    `probability`: of as large a difference when nothing has changed; `adjusted` for all that are tested (Holm). Where the
    evaluation does not say how many answered there is none; then it is noise that theirs lies within our interval."""

    item: Item
    tie: Tie
    published: PublishedMeasure
    ours: Measured | None
    answers: int | None
    difference: float | None
    probability: float | None
    adjusted: float | None
    verdict: Verdict


def comparisons(
    answers: Iterable[Answers], withheld: Mapping[str, frozenset[Group]]
) -> tuple[Comparison, ...]:
    """Of everything that is tied to a published measure, in the order of the items. `withheld`: by item id."""
    found = [_compare(one, tie, withheld[one.item.id]) for one in answers for tie in one.item.ties]
    tested = [one for one in found if one.probability is not None]
    adjusted = iter(holm([one.probability or 0.0 for one in tested]))
    return tuple(one if one.probability is None else _judged(one, next(adjusted)) for one in found)


def _judged(one: Comparison, adjusted: float) -> Comparison:
    verdict = Verdict.NOISE
    if adjusted < CERTAIN:
        verdict = Verdict.CHANGED
    elif (one.probability or 0.0) < CERTAIN:
        verdict = Verdict.PERHAPS
    return replace(one, adjusted=adjusted, verdict=verdict)


def _compare(answers: Answers, tie: Tie, withheld: frozenset[Group]) -> Comparison:
    published = MEASURES[tie.measure]
    nothing = Comparison(answers.item, tie, published, None, None, None, None, None, Verdict.WITHHELD)
    group = _compared(answers.item, published, withheld)
    if group is None:
        return nothing
    count = int(answers.inside(group).sum())
    if not count:
        return nothing
    ours = measured(answers, None, tie.statistic, group)
    factor = 100 if published.unit == SHARE else 1
    low, high = _widest(published)
    within = ours.interval.low * factor <= high and low <= ours.interval.high * factor
    return replace(
        nothing,
        ours=ours,
        answers=count,
        difference=_difference(ours.value * factor, published),
        probability=_probability(answers, group, tie.statistic, published),
        verdict=Verdict.NOISE if within else Verdict.UNTESTED,
    )


def _compared(item: Item, published: PublishedMeasure, withheld: frozenset[Group]) -> Group | Several | None:
    """Whose answers are compared. None where they are withheld, or would tell of a group that is."""
    asked = frozenset(item.wording)
    respondents = asked if published.respondents is None else published.respondents & asked
    group: Group | Several = ALL
    if published.project_type is not None:
        if respondents != asked:
            return None
        group = Group(Division.PROJECT_TYPES, published.project_type.value)
    elif respondents != asked:
        parts = tuple(Group(Division.RESPONDENTS, each.value) for each in sorted(respondents))
        group = parts[0] if len(parts) == 1 else Several(parts)
    if isinstance(group, Several):  # a sum of what is shown
        return None if withheld & {ALL, *group.groups} else group
    return None if group in withheld else group


def _difference(ours: float, published: PublishedMeasure) -> float:
    low, high = _ends(published)
    return ours - float(min(max(Decimal(repr(ours)), low), high))


def _ends(published: PublishedMeasure) -> tuple[Decimal, Decimal]:
    return published.value, published.value if published.value_high is None else published.value_high


def _widest(published: PublishedMeasure) -> tuple[float, float]:
    """What the value may have been before it was rounded."""
    low, high = _ends(published)
    off = Decimal(1).scaleb(int(published.value.as_tuple().exponent)) / 2
    if published.exactness in _ABOUT and published.unit == SHARE:
        off = ABOUT
    return float(low - off), float(high + off)


def _probability(
    answers: Answers, group: Group | Several, statistic: Statistic, published: PublishedMeasure
) -> float | None:
    """Of the published values that it may have been, the one that makes a change least certain."""
    if published.n is None:
        return None
    inside = answers.inside(group)
    count, population = int(inside.sum()), answers.population(group)
    if statistic is Statistic.MEAN:
        return _of_means(answers, group, published, published.n) if count > 1 else None
    wanted = CHOSEN[statistic]
    yes = sum(answers.choices[at] in wanted for at in answers.chosen[inside])
    theirs = [
        change.Counted(one, published.n, _population(published)) for one in _counts(published, published.n)
    ]
    return change.of_shares_at_least(change.Counted(yes, count, population), theirs)


def _counts(published: PublishedMeasure, n: int) -> range:
    low, high = _ends(published)
    if published.exactness in _ABOUT:
        return change.counts_that_give(low - ABOUT, n, upto=high + ABOUT)
    found = change.counts_that_give(low, n, upto=high)
    # Where no count gives it, answers that were rounded one by one have been added up.
    return found or change.counts_that_give(low - 1, n, upto=high + 1)


def _of_means(answers: Answers, group: Group | Several, published: PublishedMeasure, n: int) -> float:
    """What was published has no spread: it is taken to be as ours. Rounding may have moved it by half of the last
    digit."""
    inside = answers.inside(group)
    count, population = int(inside.sum()), answers.population(group)
    ours = mean(stratified(["all"] * count, {"all": population}), answers.numbers()[inside])
    spread = float(answers.numbers()[inside].var(ddof=1))
    theirs = _population(published)
    left = 1.0 if theirs is None else (theirs - n) / theirs
    difference = abs(_difference(ours.value, published))
    rounding = float(Decimal(1).scaleb(int(published.value.as_tuple().exponent)) / 2)
    return change.of_means(
        max(0.0, difference - rounding),
        variances=(ours.variance, spread / n * left),
        degrees=(ours.degrees, ours.degrees),
    )


def _population(published: PublishedMeasure) -> int | None:
    """How many the published measure's answers came from, where it is of all who answered."""
    asked, answered = MEASURES["svy.invited"], MEASURES["svy.completed"]
    return int(asked.value) if published.n == int(answered.value) else None
