"""What somebody can find out who knows all that is shown, how it adds up, and that no count is below 0."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from jobveu.kernels.disclosure.errors import Key
from jobveu.kernels.disclosure.structure import structure
from jobveu.kernels.disclosure.values import Rule, Tables
from jobveu.kernels.programs import TOLERANCE, Program, Status, Watch, maximise, relax

BEYOND = 10
"""Counts are looked for up to this many times all that is counted; what goes so far has no upper limit."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the greatest count that a cell can have; None is no limit."""

    low: int
    high: int | None

    def tells(self, rule: Rule) -> bool:
        """Whether it says more of the cell than the rule allows."""
        return self.low > rule.low or (self.high is not None and self.high < rule.high)


def attack(
    tables: Tables, withheld: Collection[Key], *, cells: Collection[Key] | None = None, whole: bool = False
) -> Mapping[Key, Interval]:
    """What can be told of these cells, or of all that are withheld or latent, when the rest is shown.

    By linear programmes, two for each cell; with `whole` in whole numbers, which tells at least as much and takes
    longer. Raises RuntimeError when HiGHS fails.
    """
    all_cells = structure(tables)
    hidden = np.array(
        [(key in withheld or key in tables.latent) and key not in tables.known for key in all_cells.keys],
        bool,
    )
    part = all_cells.part(hidden)
    place = {key: at for at, key in enumerate(part.keys)}
    shown = np.where(hidden, 0, all_cells.counts)
    inside = np.unique(all_cells.row[hidden[all_cells.cell]])
    given = -np.bincount(all_cells.row, all_cells.sign * shown[all_cells.cell], all_cells.rows)[inside]
    limit = BEYOND * (int(all_cells.counts.sum()) + 1)
    found: dict[Key, Interval] = {}
    for key in sorted(place if cells is None else cells):
        if key not in place:
            found[key] = Interval(tables.counts[key], tables.counts[key])
            continue
        ends = []
        for direction in (-1.0, 1.0):
            gain = np.zeros(len(part))
            gain[place[key]] = direction
            program = Program(
                gain=gain,
                upper=np.full(len(part), float(limit)),
                low=given.astype(float),
                high=given.astype(float),
                rows=part.row.astype(np.int32),
                columns=part.cell.astype(np.int32),
                values=part.sign.astype(float),
            )
            ends.append(direction * (_whole(program) if whole else _relaxed(program)))
        low, high = int(np.ceil(ends[0] - TOLERANCE)), int(np.floor(ends[1] + TOLERANCE))
        found[key] = Interval(low, None if high * BEYOND >= limit else high)
    return found


def _relaxed(program: Program) -> float:
    answer = relax(program, watch=Watch(), seed=0)
    if isinstance(answer, Status):
        raise RuntimeError(f"What is shown contradicts itself, says HiGHS: {answer}")
    return answer.value


def _whole(program: Program) -> float:
    answer = maximise(program, watch=Watch(), seed=0)
    if answer.values is None:
        raise RuntimeError(f"What is shown contradicts itself, says HiGHS: {answer.status}")
    return float(program.gain @ np.rint(answer.values))
