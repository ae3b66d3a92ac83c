"""Confidence intervals for shares and means where there are few answers, out of a population that can be counted.

`hypergeometric` holds what it promises for every population, sample and truth (Buonaccorsi 1987): it is for counts of
equal weight. `clopper_pearson` (1934) is its limit for an endless population. Both are cautious, since counts move in
steps. `wilson` (1927) keeps its level on average (Brown, Cai and DasGupta 2001), and with the effective sample
size it does so for weighted shares (Korn and Graubard 1998; Franco, Little, Louis and Slud 2019).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt

from jobveu.kernels.statistics import distributions
from jobveu.kernels.statistics.estimates import Estimate

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def hypergeometric(yes: int, answers: int, population: int, *, level: float = LEVEL) -> Interval:
    """The shares of the population, in whole numbers, under which it is not too rare to get as few, or as many."""
    _check(yes, answers, population)
    no = population - (answers - yes)
    rare = (1 - level) / 2
    # The fewer marked there are, the rarer as many as `yes`; the more, the rarer as few.
    low = _first(yes, no, lambda marked: _at_least(yes, answers, marked, population) > rare)
    high = _first(low, no, lambda marked: _at_most(yes, answers, marked + 1, population) <= rare)
    return Interval(low / population, high / population)


def clopper_pearson(yes: int, answers: int, *, level: float = LEVEL) -> Interval:
    _check(yes, answers, answers)
    rare = (1 - level) / 2
    low = 0.0 if yes == 0 else distributions.beta_quantile(rare, yes, answers - yes + 1)
    high = 1.0 if yes == answers else distributions.beta_quantile(1 - rare, yes + 1, answers - yes)
    return Interval(low, high)


def wilson(share: float, answers: float, *, level: float = LEVEL, degrees: float = inf) -> Interval:
    """`answers` may be an effective number, and no whole one; endless when everybody has answered."""
    if not 0 <= share <= 1 or answers <= 0:
        raise ValueError("A share of at least some answers")
    if answers == inf:
        return Interval(share, share)
    t = distributions.t_quantile(level, degrees)
    spread = t * t / answers
    centre = (share + spread / 2) / (1 + spread)
    half = t / (1 + spread) * sqrt(share * (1 - share) / answers + spread / (4 * answers))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def of_share(estimate: Estimate, *, level: float = LEVEL) -> Interval:
    """Wilson's, with as many answers as would give the design's variance; where all or none say yes, the weights tell
    how many that is."""
    share = min(1.0, max(0.0, estimate.value))
    spread = share * (1 - share)
    answers = spread / estimate.variance if estimate.variance > 0 and spread > 0 else estimate.effective
    return wilson(share, answers, level=level, degrees=estimate.degrees)


def of_mean(
    estimate: Estimate, *, lowest: float = -inf, highest: float = inf, level: float = LEVEL
) -> Interval:
    """Student's t, kept within the scale that the mean is on."""
    half = distributions.t_quantile(level, estimate.degrees) * estimate.error
    return Interval(max(lowest, estimate.value - half), min(highest, estimate.value + half))


def _check(yes: int, answers: int, population: int) -> None:
    if not 0 <= yes <= answers <= population or answers == 0:
        raise ValueError(f"{yes} of {answers} of {population}")


def _at_most(yes: int, answers: int, marked: int, population: int) -> float:
    return distributions.hypergeometric_up_to(yes, drawn=answers, marked=marked, population=population)


def _at_least(yes: int, answers: int, marked: int, population: int) -> float:
    """By those who said no, so that small probabilities are not what is left of 1."""
    return _at_most(answers - yes, answers, population - marked, population)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first that it holds for, where it holds for all after that; `high` when for none before."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
