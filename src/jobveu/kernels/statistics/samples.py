"""Who answered, out of how many, and what each answer counts for.

A `Sample` has one row for each of those who answered. Its strata are drawn from separately; those who did not answer
are taken to be missing at random within a stratum, and after raking within the margins as well (Little and Rubin 2002,
section 3.3). So the rows are reckoned with as a stratified random sample without replacement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.statistics.errors import Unreachable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 1_000
CLOSE = 1e-10
"""Raking ends when no total is further off than this share of it."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A division of the population: the group of each row, and how many there are in each group altogether."""

    groups: tuple[str, ...]
    totals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """`stratum`: of each row the position in `population`, how many each stratum has altogether. `margins`: what the
    weights were made to agree with, which makes estimates more exact."""

    stratum: Ints
    population: Floats
    weights: Floats
    margins: tuple[Margin, ...] = ()
    _projection: tuple[Floats, Floats] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.stratum)

    @property
    def drawn(self) -> Ints:
        """How many answered in each stratum."""
        return np.bincount(self.stratum, minlength=len(self.population))

    @property
    def effective(self) -> float:
        """As many answers of equal weight tell as much (Kish 1965): n over the design effect of unequal weights."""
        return float(self.weights.sum() ** 2 / (self.weights**2).sum()) if len(self) else 0.0

    def residuals(self, values: Floats) -> Floats:
        """What the margins do not tell of the values already."""
        if self._projection is None:
            return values
        columns, solved = self._projection
        residuals: Floats = values - columns @ (solved @ values)
        return residuals


def stratified(strata: Sequence[str], population: Mapping[str, float]) -> Sample:
    """Each row weighs as many as the stratum has, over as many as answered there. Strata in which nobody answered tell
    nothing, and are represented by nobody.

    Raises Unreachable when more answered than there are.
    """
    names = sorted(set(strata))
    place = {name: at for at, name in enumerate(names)}
    stratum = np.array([place[name] for name in strata], np.int64)
    sizes = np.array([population.get(name, 0.0) for name in names], float)
    drawn = np.bincount(stratum, minlength=len(names))
    if (drawn > sizes).any():
        raise Unreachable(f"More answered than there are in {names[int(np.argmax(drawn - sizes))]}")
    return Sample(stratum, sizes, (sizes / np.maximum(drawn, 1))[stratum] if len(names) else np.zeros(0))


def raked(sample: Sample, margins: Sequence[Margin]) -> Sample:
    """The same rows, their weights changed as little as makes them agree with every margin in turn until they agree with
    all (Deming and Stephan 1940). With one margin this is post-stratification.

    Raises Unreachable when there are no such weights.
    """
    indices = [_index(margin, len(sample)) for margin in margins]
    weights = sample.weights.copy()
    for _round in range(ROUNDS):
        worst = 0.0
        for index, totals in indices:
            sums = np.bincount(index, weights, len(totals))
            factor = np.divide(totals, sums, out=np.zeros_like(totals), where=sums > 0)
            if ((sums == 0) & (totals > 0)).any():
                raise Unreachable("A group of a margin has a total and nobody in it")
            worst = max(worst, float(np.abs(factor[totals > 0] - 1).max(initial=0.0)))
            weights *= factor[index]
        if worst < CLOSE:
            return replace(
                sample,
                weights=weights,
                margins=tuple(margins),
                _projection=_projection(indices, sample.weights),
            )
    raise Unreachable("The margins contradict each other")


def _index(margin: Margin, rows: int) -> tuple[Ints, Floats]:
    if len(margin.groups) != rows:
        raise ValueError("A margin has a group for each row")
    names = sorted(margin.totals)
    place = {name: at for at, name in enumerate(names)}
    if unknown := set(margin.groups) - place.keys():
        raise Unreachable(f"No total for {min(unknown)}")
    index = np.array([place[group] for group in margin.groups], np.int64)
    return index, np.array([margin.totals[name] for name in names], float)


def _projection(indices: Sequence[tuple[Ints, Floats]], weights: Floats) -> tuple[Floats, Floats]:
    columns = np.concatenate(
        [(index[:, None] == np.arange(len(totals))).astype(float) for index, totals in indices], axis=1
    )
    weighted = columns.T * weights
    return columns, np.linalg.pinv(weighted @ columns, hermitian=True) @ weighted


def collapsed(groups: Mapping[str, int], *, least: int) -> Mapping[str, str]:
    """The class of each group, so that each class has at least so many: those with fewer are put together, and with the
    smallest of the others until they are enough. A class is called by its groups.

    One class with everything when there are not enough altogether.
    """
    waiting = sorted((count, name) for name, count in groups.items())
    together: list[str] = []
    size = 0
    for count, name in waiting:
        if count >= least and (not together or size >= least):
            break
        together.append(name)
        size += count
    name = " + ".join(sorted(together))
    return {group: name if group in together else group for group in groups}
