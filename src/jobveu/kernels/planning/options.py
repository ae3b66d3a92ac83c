"""Which demand could go to which hold at all, and what each who goes there is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.conflicts import DATES, TRAVEL
from jobveu.kernels.planning.values import DAYS_A_WEEK, Demand, Hold, Problem

Indices = NDArray[np.intp]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Options:
    """One row each, sorted by demand and hold; indices into the problem's tuples, values in thousandths of a point
    for each who goes there."""

    demand: Indices
    hold: Indices
    value: Integers

    def __len__(self) -> int:
        return len(self.demand)


class Distances:
    """Between a demand and a hold; 0 where one of the places is not known."""

    def __init__(self, problem: Problem) -> None:
        self._place = {name: index for index, name in enumerate(problem.travel.places)}
        self._table = problem.travel.table
        self._minutes = problem.travel.minutes

    def between(self, demand: Demand, hold: Hold) -> int:
        return self._in(self._table, demand, hold)

    def minutes(self, demand: Demand, hold: Hold) -> int:
        return self._in(self._minutes, demand, hold) if self._minutes else 0

    def _in(self, table: tuple[tuple[int, ...], ...], demand: Demand, hold: Hold) -> int:
        if demand.place is None or hold.place is None:
            return 0
        return table[self._place[demand.place]][self._place[hold.place]]


def permitted(problem: Problem, *, without: frozenset[tuple[str, str]] = frozenset()) -> Options:
    """Every demand with every hold that it could go to.

    `without` names what is not heeded, as ("dates" or "travel", id of the hold).
    """
    distances = Distances(problem)
    by_subject: dict[str, list[int]] = {}
    for index, hold in enumerate(problem.holds):
        by_subject.setdefault(hold.subject, []).append(index)
    rows: list[tuple[int, int, int]] = []
    for index, demand in enumerate(problem.demands):
        for at in by_subject.get(demand.subject, ()):
            hold = problem.holds[at]
            if all((what, hold.id) in without for what in obstacles(demand, hold, distances)):
                rows.append((index, at, sum(value for _, value in terms(problem, demand, hold, distances))))
    table = np.array(rows, np.int64).reshape(-1, 3)
    return Options(table[:, 0].astype(np.intp), table[:, 1].astype(np.intp), table[:, 2])


def obstacles(demand: Demand, hold: Hold, distances: Distances) -> tuple[str, ...]:
    """What keeps the demand from a hold in its subject: its dates, the travel there, or neither."""
    found = []
    too_early = demand.earliest is not None and hold.starts < demand.earliest
    if too_early or (demand.latest is not None and hold.starts > demand.latest):
        found.append(DATES)
    too_far = demand.travel_limit is not None and distances.between(demand, hold) > demand.travel_limit
    if too_far or (demand.time_limit is not None and distances.minutes(demand, hold) > demand.time_limit):
        found.append(TRAVEL)
    return tuple(found)


def weeks_waited(demand: Demand, hold: Hold) -> int:
    """Whole weeks from the earliest day until the hold begins; 0 without an earliest day."""
    return 0 if demand.earliest is None else max(0, (hold.starts - demand.earliest).days // DAYS_A_WEEK)


def terms(problem: Problem, demand: Demand, hold: Hold, distances: Distances) -> Iterator[tuple[str, int]]:
    """What speaks for and against one who goes there, in thousandths of a point; they sum up to the value."""
    weights = problem.weights
    yield "met", weights.met
    yield "waiting", -weights.waiting * weeks_waited(demand, hold)
    yield "travel", -weights.travel * distances.between(demand, hold)
