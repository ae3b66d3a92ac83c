"""Whether two shares or means differ by more than chance would have it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import inf, sqrt

from jobveu.kernels.statistics import distributions

ENOUGH = 5.0
"""Fewer than so many expected in a cell: the normal distribution does not hold, and Fisher's exact test is used."""
_EQUALLY_RARE = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Counted:
    """`yes` of `answers`, of a population of so many; None where nobody says how many that is."""

    yes: int
    answers: int
    population: int | None = None

    @property
    def share(self) -> float:
        return self.yes / self.answers

    @property
    def left(self) -> float:
        """The finite-population correction."""
        if self.population is None or self.population <= 1:
            return 1.0
        return max(0.0, (self.population - self.answers) / (self.population - 1))


def fisher(one: Counted, other: Counted) -> float:
    """Two-sided: how often chance gives something as rare, given how many said yes altogether (Fisher 1935). Of
    endless populations, so it is cautious for finite ones."""
    yes, answers = one.yes + other.yes, one.answers + other.answers
    chances = [
        distributions.hypergeometric(x, drawn=one.answers, marked=yes, population=answers)
        for x in range(max(0, yes - other.answers), min(one.answers, yes) + 1)
    ]
    observed = distributions.hypergeometric(one.yes, drawn=one.answers, marked=yes, population=answers)
    return min(1.0, sum(chance for chance in chances if chance <= observed * _EQUALLY_RARE))


def score(one: Counted, other: Counted) -> float:
    """Two-sided, by the variance under "no change", with finite-population corrections."""
    pooled = (one.yes + other.yes) / (one.answers + other.answers)
    variance = pooled * (1 - pooled) * (one.left / one.answers + other.left / other.answers)
    if variance == 0:
        return 1.0 if one.share == other.share else 0.0
    return distributions.normal_two_sided((one.share - other.share) / sqrt(variance))


def of_shares(one: Counted, other: Counted) -> float:
    """The score test where enough are expected to say yes and no in both, Fisher's exact one elsewhere."""
    pooled = (one.yes + other.yes) / (one.answers + other.answers)
    least = min(one.answers, other.answers) * min(pooled, 1 - pooled)
    return score(one, other) if least >= ENOUGH else fisher(one, other)


def of_shares_at_least(one: Counted, others: Iterable[Counted]) -> float:
    """The greatest of the probabilities, where the other is only known to be one of several: a change that is seen
    under all of them."""
    return max((of_shares(one, other) for other in others), default=1.0)


def of_means(difference: float, *, variances: tuple[float, float], degrees: tuple[float, float]) -> float:
    """Welch's test, by the variances of the two means (Welch 1947)."""
    variance = sum(variances)
    if variance == 0:
        return 1.0 if difference == 0 else 0.0
    below = sum(
        part * part / free for part, free in zip(variances, degrees, strict=True) if free != inf and part > 0
    )
    return distributions.t_two_sided(
        difference / sqrt(variance), variance * variance / below if below else inf
    )


def counts_that_give(per_cent: Decimal, answers: int, *, upto: Decimal | None = None) -> range:
    """How many of the answers may have been yes where this is what was published: the counts whose share rounds to it (half
    up, with as many decimals), or with `upto` lies between the two. Empty when no count does."""
    step = Decimal(1).scaleb(int(per_cent.as_tuple().exponent))
    high = per_cent if upto is None else upto
    found = [
        yes
        for yes in range(answers + 1)
        if per_cent <= (Decimal(100 * yes) / answers).quantize(step, ROUND_HALF_UP) <= high
    ]
    return range(found[0], found[-1] + 1) if found else range(0)
