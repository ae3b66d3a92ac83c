"""The tables as whole numbers in arrays: one entry per cell, one row per sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.disclosure.errors import Key
from jobveu.kernels.disclosure.values import Tables
from jobveu.kernels.programs import Ints

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Structure:
    """Row r says that `sign` times the counts of its `cell`s add up to 0, where `row` is r: the total 1, the parts −1."""

    keys: tuple[Key, ...]
    counts: Ints
    row: NDArray[np.intp]
    cell: NDArray[np.intp]
    sign: Ints
    rows: int

    def __len__(self) -> int:
        return len(self.keys)

    def adds_up(self, changes: Ints) -> bool:
        """Whether every sum is still a sum after these changes."""
        return not np.bincount(self.row, self.sign * changes[self.cell], self.rows).any()

    def labels(self, members: Mask) -> NDArray[np.intp]:
        """A number for each member, the same for those that sums tie together; −1 for others."""
        label = np.where(members, np.arange(len(self)), -1)
        inside = members[self.cell]
        row, cell = self.row[inside], self.cell[inside]
        while True:
            least = np.full(self.rows, len(self))
            np.minimum.at(least, row, label[cell])
            lower = label.copy()
            np.minimum.at(lower, cell, least[row])
            lower[members] = lower[lower[members]]
            if (lower == label).all():
                return label
            label = lower

    def part(self, members: Mask) -> Structure:
        """Of these cells alone, for changes while all others stay."""
        place = np.cumsum(members) - 1
        inside = members[self.cell]
        used, row = np.unique(self.row[inside], return_inverse=True)
        return Structure(
            keys=tuple(self.keys[at] for at in np.flatnonzero(members)),
            counts=self.counts[members],
            row=row,
            cell=place[self.cell[inside]],
            sign=self.sign[inside],
            rows=len(used),
        )

    def innermost(self) -> Ints:
        """How many innermost cells each is the sum of, by the sum with most of them; 1 for those themselves."""
        parts = self.sign < 0
        total = np.zeros(self.rows, np.intp)
        total[self.row[~parts]] = self.cell[~parts]
        count = np.ones(len(self), np.int64)
        count[total] = 0
        for _ in range(len(self)):
            unknown = np.bincount(self.row[parts], count[self.cell[parts]] == 0, self.rows) > 0
            below = np.bincount(self.row[parts], count[self.cell[parts]], self.rows).astype(np.int64)
            grown = count.copy()
            np.maximum.at(grown, total[~unknown], below[~unknown])
            if (grown == count).all():
                break
            count = grown
        return np.maximum(count, 1)


def structure(tables: Tables) -> Structure:
    keys = tuple(sorted(tables.counts))
    place = {key: at for at, key in enumerate(keys)}
    row, cell, sign = [], [], []
    for number, one in enumerate(tables.sums):
        for key, value in ((one.total, 1), *((part, -1) for part in one.parts)):
            row.append(number)
            cell.append(place[key])
            sign.append(value)
    return Structure(
        keys=keys,
        counts=np.array([tables.counts[key] for key in keys], np.int64),
        row=np.array(row, np.intp),
        cell=np.array(cell, np.intp),
        sign=np.array(sign, np.int64),
        rows=len(tables.sums),
    )
