"""Which requirements cannot all be met.

An irreducible conflict is found by QuickXplain (Junker 2004). Where the input is small, the smallest conflict of all
is found by hitting sets (Ignatiev et al. 2015): every set of requirements whose absence mends the input has one in
common with every conflict, so a least set that meets all known ones is the smallest conflict as soon as it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from jobveu.kernels.programs import INFINITY, OutOfTime, Program, Status, Watch, maximise

One = TypeVar("One", bound=Hashable)
CanBeMet = Callable[[Sequence[One]], bool]
"""Whether these requirements can be met, all others left out. Raises OutOfTime when there is no time left for it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is met by each by itself, whatever the others get: the criteria, dates or travel limits at `at`."""

    what: str
    at: str


CRITERIA, DATES, TRAVEL = "criteria", "dates", "travel"


@dataclass(frozen=True, slots=True)
class Conflict(Generic[One]):
    """Requirements that cannot all be met; without any one of them the rest can, if `irreducible`."""

    requirements: tuple[One, ...]
    possible: tuple[int, ...]
    """For each requirement how many can be counted for it at all."""
    irreducible: bool
    smallest: bool
    """No conflict has fewer requirements."""


def conflict_among(
    everything: Sequence[One],
    *,
    can_be_met: CanBeMet[One],
    possible: Callable[[One], int],
    small: bool,
    watch: Watch,
    seed: int,
) -> Conflict[One]:
    """A conflict among requirements that cannot all be met, reduced as far as there is time for; the smallest of all
    only if `small`."""
    best: Sequence[One] = everything
    irreducible = smallest = False
    try:
        best = _irreducible(can_be_met, everything)
        irreducible = True
        if small:
            best = _smallest(can_be_met, everything, best, watch=watch, seed=seed)
            smallest = True
    except OutOfTime:
        pass
    best = sorted(best, key=everything.index)
    return Conflict(tuple(best), tuple(possible(one) for one in best), irreducible, smallest)


def _irreducible(can_be_met: CanBeMet[One], everything: Sequence[One]) -> list[One]:
    def explain(background: list[One], added: bool, rest: list[One]) -> list[One]:
        if added and not can_be_met(background):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        of_second = explain(background + first, True, second)
        of_first = explain(background + of_second, bool(of_second), first)
        return of_first + of_second

    return explain([], False, list(everything))


def _smallest(
    can_be_met: CanBeMet[One], everything: Sequence[One], known: Sequence[One], *, watch: Watch, seed: int
) -> list[One]:
    mending: list[set[One]] = []
    while True:
        candidate = _hitting(mending, everything, watch=watch, seed=seed)
        if len(candidate) >= len(known):
            return list(known)
        if candidate and not can_be_met(candidate):
            return candidate
        kept = list(candidate)
        # The known conflict is not in it, so one of its requirements mends the input; take few besides.
        for one in sorted((one for one in everything if one not in candidate), key=lambda one: one in known):
            if can_be_met([*kept, one]):
                kept.append(one)
        mending.append(set(everything) - set(kept))


def _hitting(sets: Sequence[set[One]], everything: Sequence[One], *, watch: Watch, seed: int) -> list[One]:
    """A least set that has one in common with each of the sets."""
    if not sets:
        return []
    index = {one: number for number, one in enumerate(everything)}
    entries = [
        (row, index[one])
        for row, members in enumerate(sets)
        for one in sorted(members, key=index.__getitem__)
    ]
    program = Program(
        gain=-np.ones(len(everything)),
        upper=np.ones(len(everything)),
        low=np.ones(len(sets)),
        high=np.full(len(sets), INFINITY),
        rows=np.array([row for row, _ in entries], np.int32),
        columns=np.array([column for _, column in entries], np.int32),
        values=np.ones(len(entries)),
    )
    solution = maximise(program, watch=watch, seed=seed)
    if solution.status is not Status.OPTIMAL or solution.values is None:
        raise OutOfTime
    return [one for one, value in zip(everything, solution.values, strict=True) if value > 0.5]
