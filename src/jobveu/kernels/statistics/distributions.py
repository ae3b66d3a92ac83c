"""The distributions that intervals and tests need, to some ten digits: counts from finite and endless populations, and
Student's t."""

from __future__ import annotations

from functools import lru_cache
from math import erfc, exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

_NORMAL = NormalDist()
_TINY = 1e-300
_CLOSE = 1e-13
_STEPS = 500
_HALVINGS = 200


def normal_quantile(probability: float) -> float:
    return _NORMAL.inv_cdf(probability)


def normal_two_sided(z: float) -> float:
    """How often chance alone gives something as far from 0."""
    return erfc(abs(z) / sqrt(2))


@lru_cache(maxsize=65_536)
def log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def hypergeometric(x: int, *, drawn: int, marked: int, population: int) -> float:
    """The probability of `x` marked among those drawn without replacement."""
    if not max(0, drawn - (population - marked)) <= x <= min(drawn, marked):
        return 0.0
    return exp(
        log_choose(marked, x) + log_choose(population - marked, drawn - x) - log_choose(population, drawn)
    )


def hypergeometric_up_to(x: int, *, drawn: int, marked: int, population: int) -> float:
    """The probability of at most `x` marked among those drawn without replacement."""
    low = max(0, drawn - (population - marked))
    high = min(x, drawn, marked)
    if high < low:
        return 0.0
    logs = log_factorials(population)
    found = np.arange(low, high + 1)
    ways = logs[marked] - logs[found] - logs[marked - found]
    ways += logs[population - marked] - logs[drawn - found] - logs[population - marked - drawn + found]
    return min(1.0, float(np.exp(ways - log_choose(population, drawn)).sum()))


@lru_cache(maxsize=64)
def log_factorials(upto: int) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, upto + 1)))])


def binomial(x: int, *, drawn: int, share: float) -> float:
    if share in (0.0, 1.0):
        return float(x == drawn * share)
    return exp(log_choose(drawn, x) + x * log(share) + (drawn - x) * log1p(-share))


def beta_quantile(probability: float, a: float, b: float) -> float:
    """By halving: the regularised incomplete beta function rises with its argument."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    c, d, value = 1.0, 0.0, 1.0
    for step in range(_STEPS):
        m = step // 2
        if step == 0:
            factor = 1.0
        elif step % 2 == 0:
            factor = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            factor = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _away_from_zero(1 + factor * d)
        c = _away_from_zero(1 + factor / c)
        value *= c * d
        if abs(1 - c * d) < _CLOSE:
            return front * (value - 1)
    raise ArithmeticError(f"The incomplete beta function of {x}, {a}, {b} did not settle.")


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def t_two_sided(t: float, degrees: float) -> float:
    """How often chance alone gives something as far from 0."""
    if degrees == inf:
        return normal_two_sided(t)
    return beta(degrees / (degrees + t * t), degrees / 2, 0.5)


@lru_cache(maxsize=4_096)
def t_quantile(level: float, degrees: float) -> float:
    """What Student's t lies within, on either side of 0, with this probability."""
    if degrees == inf:
        return normal_quantile((1 + level) / 2)
    x = beta_quantile(1 - level, degrees / 2, 0.5)
    return sqrt(degrees * (1 - x) / x)
