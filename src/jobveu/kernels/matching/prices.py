"""Prices for the requirements, and the bound that they prove.

When each requirement has a price, and everybody takes what is worth most to them after prices, what they take is
worth at least as much as any feasible proposal (Lagrangian relaxation: Geoffrion 1974; Fisher 1981). `price`
reckons that in whole numbers, so the bound owes nothing to any solver's tolerances. The prices themselves are the
duals of the linear relaxation, for which the bound is that relaxation's optimum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jobveu.kernels.matching.model import Model
from jobveu.kernels.matching.options import NONE, Integers

FINE = 1000
"""Prices are counted in thousandths of a thousandth of a point."""
_NOTHING = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Priced:
    """`loss` says for each option how far the bound falls when it is taken. All in thousandths of a thousandth."""

    prices: Integers
    bound: int
    loss: Integers


class Market:
    """The model's entries laid out for pricing several times."""

    def __init__(self, model: Model) -> None:
        self._model = model
        rows = model.rows
        self._limits = np.array([row.limit for row in rows], np.int64)
        self._tied = [
            (index, row.runs, row.runs_weight) for index, row in enumerate(rows) if row.runs != NONE
        ]
        person = model.options.person
        self._starts = np.flatnonzero(np.r_[True, person[1:] != person[:-1]]) if len(person) else _NOTHING
        self._lengths = np.diff(np.r_[self._starts, len(person)])

    def price(self, prices: Integers) -> Priced:
        """The bound that these prices, one for each row and none below 0, prove."""
        model = self._model
        worth = model.options.value * FINE
        for row, price in zip(model.rows, prices.tolist(), strict=True):
            if price:
                worth[row.options] -= price * row.weights
        bound = int((prices * self._limits).sum())
        best = _NOTHING
        if len(worth):
            best = np.maximum(np.maximum.reduceat(worth, self._starts), 0)
            bound += int(best.sum())
        running = np.full(len(model.cancellable), -model.running_cost * FINE, np.int64)
        for index, column, weight in self._tied:
            running[column] -= int(prices[index]) * weight
        bound += int(np.maximum(running, 0).sum())
        return Priced(prices, bound, np.repeat(best, self._lengths) - worth)
