"""The plan as linear models: one for each part of the problem that has no demand, hold or limit in common with the
others.

A model has a column for each option (how many go) and for each hold (whether it runs). Given which holds run, the rest
is a transportation problem, whose corners are whole numbers: so only the holds' columns need be whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.planning.options import Indices, Integers, Options
from jobveu.kernels.planning.values import CROWNS, Demand, Hold, Limit, Problem, Weights
from jobveu.kernels.programs import INFINITY, Program

Mask = NDArray[np.bool_]


class Kind(StrEnum):
    """A requirement that a plan can break."""

    DEMAND_LEAST = "demand_least"
    HOLD_RUNS = "hold_runs"
    HOLD_LEAST = "hold_least"
    HOLD_MOST = "hold_most"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Requirement:
    """`of` is the id of the demand, hold or limit."""

    kind: Kind
    of: str


@dataclass(frozen=True, slots=True)
class Part:
    """Indices into the problem's tuples and, for the options, into its options; in their order."""

    demands: tuple[int, ...]
    holds: tuple[int, ...]
    limits: tuple[int, ...]
    options: Indices


@dataclass(frozen=True, slots=True)
class Choice:
    """Of a part: which holds run, and how many go by each option."""

    runs: Mask
    heads: Integers


@dataclass(frozen=True, slots=True)
class Model:
    """Demands and holds are the part's own, and `demand` and `hold` of an option index them."""

    demands: tuple[Demand, ...]
    holds: tuple[Hold, ...]
    limits: tuple[tuple[Limit, Indices], ...]
    demand: Indices
    hold: Indices
    value_each: Integers
    gain: Integers
    """Of running each hold, in thousandths of a point; mostly below 0."""
    lost: int
    """What is taken off when no hold runs."""
    twins: tuple[tuple[int, ...], ...]
    """Holds that nothing tells apart: of these the first ones run."""
    waived: frozenset[Requirement] = frozenset()

    @property
    def most_each(self) -> Integers:
        """How many can go by each option."""
        count = np.array([one.count for one in self.demands], np.int64)[self.demand]
        most = np.array([self._most(one) for one in self.holds], np.int64)[self.hold]
        return np.minimum(count, most)

    def program(self, runs: Mask | None = None) -> Program:
        """For HiGHS, in points; with `runs` for the plans in which just these holds run."""
        options, holds = len(self.demand), len(self.holds)
        build = _Rows()
        upper = self.most_each
        build.add(
            [float(0 if self._waived(Kind.DEMAND_LEAST, one.id) else one.least) for one in self.demands],
            [float(one.count) for one in self.demands],
            (self.demand, np.arange(options), np.ones(options)),
        )
        column = options + np.arange(holds)
        least = np.array([self._least(one) for one in self.holds], float)
        most = np.array([self._most(one) for one in self.holds], float)
        per_hold = (self.hold, np.arange(options), np.ones(options))
        build.add([-INFINITY] * holds, [0.0] * holds, per_hold, (np.arange(holds), column, -most))
        build.add([0.0] * holds, [INFINITY] * holds, per_hold, (np.arange(holds), column, -least))
        # Implied by the row of the most, but sharper than it where a demand does not fill the hold by itself.
        sharp = np.flatnonzero(upper < most[self.hold])
        build.add(
            [-INFINITY] * len(sharp),
            [0.0] * len(sharp),
            (np.arange(len(sharp)), sharp, np.ones(len(sharp))),
            (np.arange(len(sharp)), column[self.hold[sharp]], -upper[sharp].astype(float)),
        )
        for limit, members in self.limits:
            if not self._waived(Kind.LIMIT, limit.id):
                taken = self._taken(limit, members)
                # In the greatest common unit: HiGHS's tolerances are meant for small numbers.
                unit = max(1, int(np.gcd.reduce(taken)))
                build.add(
                    [-INFINITY],
                    [float(limit.most // unit)],
                    (np.zeros(len(members), np.intp), column[members], (taken // unit).astype(float)),
                )
        fixed = [(index, 1.0, 1.0) for index, one in enumerate(self.holds) if self._runs(one)]
        if runs is not None:
            fixed = [(index, float(run), float(run)) for index, run in enumerate(runs)]
        for index, low, high in fixed:
            build.add([low], [high], (np.zeros(1, np.intp), column[[index]], np.ones(1)))
        for first, second in self._in_order():
            build.add(
                [0.0], [INFINITY], (np.zeros(2, np.intp), column[[first, second]], np.array([1.0, -1.0]))
            )
        return build.program(
            gain=np.concatenate([self.value_each, self.gain]) / 1000.0,
            upper=np.concatenate([upper, np.ones(holds)]).astype(float),
            whole=np.arange(options + holds) >= options,
        )

    def value(self, choice: Choice) -> int:
        """In thousandths of a point."""
        return int((choice.heads * self.value_each).sum()) + int(self.gain[choice.runs].sum()) - self.lost

    def placed(self, choice: Choice) -> Integers:
        """How many are on each hold."""
        return _sums(self.hold, choice.heads, len(self.holds))

    def met(self, choice: Choice) -> Integers:
        """How many of each demand get a place."""
        return _sums(self.demand, choice.heads, len(self.demands))

    def broken(self, choice: Choice) -> list[Requirement]:
        """The requirements that the choice breaks; reckoned in whole numbers. Raises RuntimeError for one that sends
        more than there are, or sends anybody to a hold that doesn't run."""
        placed, met = self.placed(choice), self.met(choice)
        count = np.array([one.count for one in self.demands], np.int64)
        if (choice.heads < 0).any() or (met > count).any() or placed[~choice.runs].any():
            raise RuntimeError("more are placed than there are, or on a hold that does not run")
        found = []
        for demand, number in zip(self.demands, met.tolist(), strict=True):
            if number < demand.least:
                found.append(Requirement(Kind.DEMAND_LEAST, demand.id))
        for hold, number, runs in zip(self.holds, placed.tolist(), choice.runs.tolist(), strict=True):
            if runs and number < hold.least:
                found.append(Requirement(Kind.HOLD_LEAST, hold.id))
            if number > hold.most:
                found.append(Requirement(Kind.HOLD_MOST, hold.id))
            if hold.must_run and not runs:
                found.append(Requirement(Kind.HOLD_RUNS, hold.id))
        for limit, members in self.limits:
            if self.taken(limit, members, choice.runs) > limit.most:
                found.append(Requirement(Kind.LIMIT, limit.id))
        return [one for one in found if one not in self.waived]

    def taken(self, limit: Limit, members: Indices, runs: Mask) -> int:
        """How much of the limit its members that run take together."""
        return int(self._taken(limit, members)[runs[members]].sum())

    def _taken(self, limit: Limit, members: Indices) -> Integers:
        return np.array([limit.takes(self.holds[place]) for place in members.tolist()], np.int64)

    def in_order(self, runs: Mask) -> Mask:
        """The same with the first of holds that nothing tells apart."""
        ordered = runs.copy()
        for twins in self.twins:
            ordered[list(twins)] = np.arange(len(twins)) < int(runs[list(twins)].sum())
        return ordered

    def _in_order(self) -> Iterator[tuple[int, int]]:
        for twins in self.twins:
            yield from pairwise(twins)

    def _waived(self, kind: Kind, of: str) -> bool:
        return Requirement(kind, of) in self.waived

    def _runs(self, hold: Hold) -> bool:
        return hold.must_run and not self._waived(Kind.HOLD_RUNS, hold.id)

    def _least(self, hold: Hold) -> int:
        return 0 if self._waived(Kind.HOLD_LEAST, hold.id) else hold.least

    def _most(self, hold: Hold) -> int:
        if self._waived(Kind.HOLD_MOST, hold.id):
            return max(hold.least, sum(one.count for one in self.demands))
        return hold.most


def parts(problem: Problem, options: Options) -> tuple[Part, ...]:
    """The problem in pieces that have nothing in common, in the order of their first hold. Demand that can go nowhere
    is in none of them, unless so many must get a place."""
    group = list(range(len(problem.holds)))

    def find(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    def join(indices: list[int]) -> None:
        roots = sorted({find(index) for index in indices})
        for root in roots[1:]:
            group[root] = roots[0]

    edges = np.searchsorted(options.demand, np.arange(len(problem.demands) + 1))
    reach = [options.hold[edges[at] : edges[at + 1]].tolist() for at in range(len(problem.demands))]
    for holds in reach:
        join(holds)
    by_id = {hold.id: index for index, hold in enumerate(problem.holds)}
    shared = [[by_id[name] for name in limit.holds] for limit in problem.limits]
    for holds in shared:
        join(holds)
    roots = sorted({find(index) for index in range(len(problem.holds))})
    number = {root: place for place, root in enumerate(roots)}
    holds_of: list[list[int]] = [[] for _ in roots]
    demands_of: list[list[int]] = [[] for _ in roots]
    limits_of: list[list[int]] = [[] for _ in roots]
    for index in range(len(problem.holds)):
        holds_of[number[find(index)]].append(index)
    nowhere = []
    for index, holds in enumerate(reach):
        if holds:
            demands_of[number[find(holds[0])]].append(index)
        elif problem.demands[index].least:
            nowhere.append(index)
    for index, holds in enumerate(shared):
        if holds:
            limits_of[number[find(holds[0])]].append(index)
    place_of_option = np.array([number[find(index)] for index in range(len(problem.holds))], np.intp)
    of_option = place_of_option[options.hold]
    order = np.argsort(of_option, kind="stable")
    at = np.searchsorted(of_option[order], np.arange(len(roots) + 1))
    found = [
        Part(tuple(demands_of[k]), tuple(holds_of[k]), tuple(limits_of[k]), order[at[k] : at[k + 1]])
        for k in range(len(roots))
    ]
    found += [Part((index,), (), (), np.zeros(0, np.intp)) for index in nowhere]
    return tuple(found)


def build(
    problem: Problem, options: Options, part: Part, *, waived: frozenset[Requirement] = frozenset()
) -> Model:
    """`waived` are requirements of it that need not be kept."""
    holds = tuple(problem.holds[index] for index in part.holds)
    demand_at = {index: place for place, index in enumerate(part.demands)}
    hold_at = {index: place for place, index in enumerate(part.holds)}
    place_of = {hold.id: place for place, hold in enumerate(holds)}
    limits = tuple(
        (limit, np.array(sorted({place_of[name] for name in limit.holds}), np.intp))
        for limit in (problem.limits[index] for index in part.limits)
    )
    weights = problem.weights
    return Model(
        demands=tuple(problem.demands[index] for index in part.demands),
        holds=holds,
        limits=limits,
        demand=np.array([demand_at[index] for index in options.demand[part.options].tolist()], np.intp),
        hold=np.array([hold_at[index] for index in options.hold[part.options].tolist()], np.intp),
        value_each=options.value[part.options],
        gain=np.array([running(hold, weights) for hold in holds], np.int64),
        lost=weights.cancelled * sum(hold.announced for hold in holds),
        twins=() if waived else _twins(holds, limits),
        waived=waived,
    )


def running(hold: Hold, weights: Weights) -> int:
    """What is gained by running the hold, before anybody is on it, in thousandths of a point."""
    cost = weights.running + weights.price * hold.price // CROWNS
    return (weights.cancelled if hold.announced else 0) - cost


def _twins(holds: tuple[Hold, ...], limits: tuple[tuple[Limit, Indices], ...]) -> tuple[tuple[int, ...], ...]:
    alike: dict[object, list[int]] = {}
    limited: list[list[str]] = [[] for _ in holds]
    for limit, members in limits:
        for place in members.tolist():
            limited[place].append(limit.id)
    for place, one in enumerate(holds):
        key = (
            one.subject,
            one.starts,
            one.least,
            one.most,
            one.place,
            one.price,
            one.must_run,
            one.announced,
        )
        alike.setdefault((key, tuple(limited[place])), []).append(place)
    return tuple(tuple(places) for places in alike.values() if len(places) > 1)


def _sums(index: Indices, numbers: Integers, count: int) -> Integers:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, index, numbers)
    return sums


class _Rows:
    def __init__(self) -> None:
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows: list[NDArray[np.intp]] = []
        self._columns: list[NDArray[np.intp]] = []
        self._values: list[NDArray[np.float64]] = []

    def add(
        self,
        low: list[float],
        high: list[float],
        *entries: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]],
    ) -> None:
        """Rows with their entries as (row among these, column, value)."""
        for row, column, value in entries:
            self._rows.append(row + len(self._low))
            self._columns.append(column)
            self._values.append(value)
        self._low += low
        self._high += high

    def program(self, *, gain: NDArray[np.float64], upper: NDArray[np.float64], whole: Mask) -> Program:
        return Program(
            gain=gain,
            upper=upper,
            low=np.array(self._low),
            high=np.array(self._high),
            rows=np.concatenate(self._rows).astype(np.int32),
            columns=np.concatenate(self._columns).astype(np.int32),
            values=np.concatenate(self._values),
            whole=whole,
        )
