"""Totals, means, shares and ratios with the errors that the design gives them (Särndal, Swensson and Wretman 1992).

The variance of an estimate is that of the total of its linearised values (Woodruff 1971), of which the margins'
share has been taken out (Deville and Särndal 1992), in each stratum with its finite-population correction.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.statistics.samples import Floats, Sample

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Estimate:
    """`answers`: rows that it is made of. `degrees`: of freedom of the variance. `effective`: as many answers of equal
    weight, taken from an endless population, tell as much."""

    value: float
    variance: float
    answers: int
    degrees: float
    effective: float

    @property
    def error(self) -> float:
        """The standard error."""
        return sqrt(self.variance)


def total(sample: Sample, values: Floats, *, within: Mask | None = None) -> Estimate:
    inside = _inside(sample, within)
    counted = np.where(inside, values, 0.0)
    return _estimate(sample, float(sample.weights @ counted), counted, inside)


def mean(sample: Sample, values: Floats, *, within: Mask | None = None) -> Estimate:
    """Of the rows within, which need not be a stratum: how many there are of them is estimated too. NaN for none."""
    inside = _inside(sample, within)
    return ratio(sample, np.where(inside, values, 0.0), inside.astype(float), within=inside)


def share(sample: Sample, has: Mask, *, within: Mask | None = None) -> Estimate:
    """The mean of yes (1) and no (0). Its `effective` is that of the weights where all or none say yes."""
    return mean(sample, has.astype(float), within=within)


def ratio(sample: Sample, over: Floats, under: Floats, *, within: Mask | None = None) -> Estimate:
    """Of two totals."""
    inside = _inside(sample, within)
    below = float(sample.weights @ np.where(inside, under, 0.0))
    if below == 0:
        return Estimate(float("nan"), float("nan"), int(inside.sum()), inf, 0.0)
    value = float(sample.weights @ np.where(inside, over, 0.0)) / below
    linear = np.where(inside, (over - value * under) / below, 0.0)
    return _estimate(sample, value, linear, inside)


def _estimate(sample: Sample, value: float, linear: Floats, inside: Mask) -> Estimate:
    answers = int(inside.sum())
    strata = len(np.unique(sample.stratum[inside]))
    return Estimate(
        value=value,
        variance=_variance(sample, linear),
        answers=answers,
        degrees=float(max(1, answers - strata)),
        effective=_effective(sample, inside),
    )


def _variance(sample: Sample, linear: Floats) -> float:
    """Of a total. A stratum with one answer is measured by its distance from the mean of all, as its own spread is
    not known."""
    if not len(sample):
        return 0.0
    scaled = sample.weights * sample.residuals(linear)
    drawn = sample.drawn
    sums = np.bincount(sample.stratum, scaled, len(drawn))
    centre = np.where(drawn == 1, scaled.mean(), sums / np.maximum(drawn, 1))
    squares = np.bincount(sample.stratum, (scaled - centre[sample.stratum]) ** 2, len(drawn))
    scale = np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 1.0)
    left = 1 - drawn / np.where(sample.population > 0, sample.population, 1.0)
    return float((np.clip(left, 0.0, 1.0) * scale * squares).sum())


def _effective(sample: Sample, inside: Mask) -> float:
    weights = sample.weights[inside]
    if not weights.any():
        return 0.0
    kish = float(weights.sum() ** 2 / (weights**2).sum())
    left = 1 - len(weights) / max(float(weights.sum()), len(weights))
    return kish / left if left > 0 else inf


def _inside(sample: Sample, within: Mask | None) -> Mask:
    return np.ones(len(sample), np.bool_) if within is None else within
