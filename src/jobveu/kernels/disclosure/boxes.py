"""Moves that are products of one step in each dimension of a cube.

A step takes something from one value of a dimension and gives it to another, past the groups that the two do not have
in common, or gives it to one value and all that it is a part of. Multiplied together, steps make a move: every sum stays
a sum. What all such moves through a cell cost is reckoned at once, dimension by dimension.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.disclosure.dimensions import Dimension, Grid
from jobveu.kernels.disclosure.errors import Key
from jobveu.kernels.disclosure.structure import Mask
from jobveu.kernels.programs import Floats, Ints

NEVER = 1e12
"""More than everything there is costs."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """`place` gives a cell by its position in each dimension; −1 where a cell can be no part of a move."""

    place: NDArray[np.intp]
    steps: tuple[tuple[Floats, ...], ...]
    """For each dimension and position: the steps that give 1 to that position, one per row."""

    def within(self, members: Mask) -> Boxes | None:
        """Of these cells alone, numbered among themselves; None when no cell is among them."""
        number = np.append(np.where(members, np.cumsum(members) - 1, -1), -1)
        place = number[self.place]
        return Boxes(place, self.steps) if (place >= 0).any() else None

    def cheapest(
        self, at: tuple[int, ...], direction: int, by: int, counts: Ints, cost: Floats
    ) -> tuple[float, Ints] | None:
        """The cheapest move that changes the cell there by `by`, up (1) or down (−1), with all its changes.

        None when there is none that leaves all counts at 0 or more.
        """
        steps = [steps[position] for steps, position in zip(self.steps, at, strict=True)]
        beyond = self.place < 0
        prices = np.where(beyond, NEVER, cost[self.place])
        too_few = np.where(beyond, 0.0, counts[self.place] < by)
        sizes = [np.abs(step) for step in steps]
        short = (_product(too_few, sizes) - direction * _product(too_few, steps)) / 2
        price = _product(prices, sizes) + np.where(short > 0.5, NEVER, 0.0)
        best = np.unravel_index(int(np.argmin(price)), price.shape)
        if price[best] >= NEVER:
            return None
        signs = np.ones(())
        for step, chosen in zip(steps, best, strict=True):
            signs = np.multiply.outer(signs, step[chosen])
        moved = signs != 0
        changes = np.zeros(len(counts), np.int64)
        changes[self.place[moved]] = (signs[moved] * direction).astype(np.int64) * by
        return float(price[best]), changes


def _product(tensor: Floats, factors: list[Floats]) -> Floats:
    """Sums the tensor over each dimension with each row of its factor."""
    for factor in factors:
        tensor = np.tensordot(tensor, factor, axes=(0, 1))
    return tensor


def boxes(grid: Grid, place: Mapping[Key, int]) -> Boxes:
    """`place` numbers the cells that may be part of a move, by key."""
    named = [dimension.positions() for dimension in grid.dimensions]
    shape = [len(names) for names in named]
    cells = np.full(shape, -1, np.intp)
    for at in np.ndindex(*shape):
        cells[at] = place.get(grid.key(tuple(names[i] for names, i in zip(named, at, strict=True))), -1)
    return Boxes(cells, tuple(_steps(dimension) for dimension in grid.dimensions))


def _steps(dimension: Dimension) -> tuple[Floats, ...]:
    names = dimension.positions()
    number = {name: at for at, name in enumerate(names)}
    whole = np.zeros((len(dimension.values), len(names)))
    for at, value in enumerate(dimension.values):
        whole[at, [number[name] for name in dimension.above(value)]] = 1
    found = []
    for at in range(len(names)):
        giving = np.flatnonzero(whole[:, at])
        rows = [whole[to] for to in giving]
        for to in giving:
            rows.extend(whole[to] - whole[other] for other in np.flatnonzero(whole[:, at] == 0))
        found.append(np.array(rows))
    return tuple(found)
