"""The proposal as a linear model: one column for each option and each hold that may be cancelled, one row for each
requirement. Each person gets at most one option; that is not a row here, since the searches treat it by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.matching.options import NONE, Indices, Integers, Mask, Options
from jobveu.kernels.matching.values import Floor, Problem, Quota
from jobveu.kernels.programs import INFINITY, Program, Watch


class Kind(StrEnum):
    """A requirement that the persons meet, or break, together."""

    POSITION_MOST = "position_most"
    POSITION_LEAST = "position_least"
    HOLD_MOST = "hold_most"
    HOLD_LEAST = "hold_least"
    QUOTA_MOST = "quota_most"
    QUOTA_LEAST = "quota_least"
    FLOOR_NUMBER = "floor_number"
    FLOOR_SHARE = "floor_share"
    PLACED = "placed"
    """That one person is placed; only for explanations."""
    RUNS = "runs"
    """Whoever is on a hold needs it to run. The hold's numbers say so already; this says it sharper."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """`of` is the id of the position, hold, quota or floor."""

    kind: Kind
    of: str

    def __lt__(self, other: Requirement) -> bool:
        return (self.kind, self.of) < (other.kind, other.of)


@dataclass(frozen=True, slots=True)
class Row:
    """`weights · options + runs_weight · runs ≤ limit`. A least number is one with its signs turned."""

    requirement: Requirement
    limit: int
    options: NDArray[np.intp]
    weights: Integers
    runs: int = NONE
    """The column, among the holds that may be cancelled, of the one that the row depends on."""
    runs_weight: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    options: Options
    rows: tuple[Row, ...]
    cancellable: Indices
    """Indices of the holds that have a column saying whether they run."""
    running_cost: int
    persons: int

    def program(self, kept: Mask | None = None) -> Program:
        """For HiGHS, in points; with the kept options only."""
        count = len(self.options)
        chosen = np.arange(count) if kept is None else np.flatnonzero(kept)
        place = np.full(count, NONE, np.int64)
        place[chosen] = np.arange(len(chosen))
        person = self.options.person[chosen]
        present, person_row = np.unique(person, return_inverse=True)
        rows: list[NDArray[np.int64]] = [person_row.astype(np.int64)]
        columns: list[NDArray[np.int64]] = [np.arange(len(chosen))]
        values: list[Integers] = [np.ones(len(chosen), np.int64)]
        limits = [1.0] * len(present)
        for row in self.rows:
            at = place[row.options]
            inside = at != NONE
            number = len(limits)
            limits.append(float(row.limit))
            columns.append(at[inside])
            values.append(row.weights[inside])
            rows.append(np.full(len(columns[-1]), number))
            if row.runs != NONE:
                rows.append(np.array([number]))
                columns.append(np.array([len(chosen) + row.runs]))
                values.append(np.array([row.runs_weight]))
        holds = len(self.cancellable)
        gain = np.concatenate([self.options.value[chosen], np.full(holds, -self.running_cost)]) / 1000.0
        return Program(
            gain=gain,
            upper=np.ones(len(chosen) + holds),
            low=np.full(len(limits), -INFINITY),
            high=np.array(limits),
            rows=np.concatenate(rows).astype(np.int32),
            columns=np.concatenate(columns).astype(np.int32),
            values=np.concatenate(values).astype(float),
        )

    def linked(self, person: int, column: int, options: NDArray[np.intp]) -> Row:
        """That the person gets one of the options, all on the hold of the column, only if it runs."""
        of = Requirement(Kind.RUNS, f"{person}/{self.cancellable[column]}")
        return Row(of, 0, options, np.ones(len(options), np.int64), column, -1)

    def runs(self, chosen: NDArray[np.intp]) -> Mask:
        """Which of the holds that may be cancelled run when these options are chosen."""
        return np.isin(self.cancellable, self.options.hold[chosen])

    def value(self, chosen: NDArray[np.intp]) -> int:
        """In thousandths of a point."""
        running = int(self.runs(chosen).sum())
        return int(self.options.value[chosen].sum()) - self.running_cost * running

    def broken(self, chosen: NDArray[np.intp]) -> list[Requirement]:
        """The requirements that these options break; reckoned anew, in whole numbers."""
        taken = np.zeros(len(self.options), np.int64)
        taken[chosen] = 1
        runs = self.runs(chosen)
        found = []
        for row in self.rows:
            total = int((taken[row.options] * row.weights).sum())
            if row.runs != NONE and runs[row.runs]:
                total += row.runs_weight
            if total > row.limit:
                found.append(row.requirement)
        return found


def build(problem: Problem, options: Options, *, watch: Watch | None = None) -> Model:
    """Rows that can never be broken by these options are left out. Raises OutOfTime when `watch` says so."""
    watch = watch or Watch()
    needs_column = {hold.id: index for index, hold in enumerate(problem.holds) if hold.may_be_cancelled}
    cancellable = np.array(sorted(needs_column.values()), np.int32)
    column_of = {problem.holds[index].id: column for column, index in enumerate(cancellable)}
    rows = list(_capacities(problem, options, column_of))
    watch.go_on()
    reach = Reach(problem, options)
    for quota in problem.quotas:
        watch.go_on()
        rows += list(_quota(quota, reach, column_of))
    for floor in problem.floors:
        rows += list(_floor(floor, reach))
    kept = tuple(row for row in rows if _can_be_broken(row))
    return Model(options, kept, cancellable, problem.weights.running, len(problem.persons))


class Reach:
    """Which options lie within a scope, and are a job centre's or a target group's."""

    def __init__(self, problem: Problem, options: Options) -> None:
        self._problem = problem
        self._options = options
        names = sorted({person.job_centre for person in problem.persons})
        index = {name: number for number, name in enumerate(names)}
        centre = np.array([index[person.job_centre] for person in problem.persons], np.int32)
        self._of_centre = dict(zip(names, _places(centre[options.person], len(names)), strict=True))

    def of(self, job_centre: str, scope: Iterable[str]) -> NDArray[np.intp]:
        """The job centre's options in the scope."""
        mine = self._of_centre.get(job_centre, np.zeros(0, np.intp))
        return mine[self._inside(scope, mine)]

    def scope(self, scope: Iterable[str]) -> NDArray[np.intp]:
        everything = np.arange(len(self._options))
        return everything[self._inside(scope, everything)]

    def group(self, name: str, options: NDArray[np.intp]) -> Mask:
        """Which of the options are of persons in the target group."""
        members = np.array([name in one.groups for one in self._problem.persons], np.bool_)
        mask: Mask = members[self._options.person[options]]
        return mask

    def _inside(self, scope: Iterable[str], options: NDArray[np.intp]) -> Mask:
        wanted = set(scope)
        if not wanted:
            return np.ones(len(options), np.bool_)
        positions = [one.id in wanted or one.project in wanted for one in self._problem.positions]
        holds = [one.id in wanted or one.project in wanted for one in self._problem.holds]
        # NONE is the last place, which is False.
        by_position = np.array([*positions, False])[self._options.position[options]]
        by_hold = np.array([*holds, False])[self._options.hold[options]]
        inside: Mask = by_position | by_hold
        return inside


def _capacities(problem: Problem, options: Options, column_of: dict[str, int]) -> Iterator[Row]:
    places = _places(options.position, len(problem.positions))
    for position, mine in zip(problem.positions, places, strict=True):
        # Whoever has the position is on its hold, so there is room only if that runs.
        runs = column_of.get(position.hold or "", NONE)
        yield _at_most(Requirement(Kind.POSITION_MOST, position.id), position.count, mine, runs=runs)
        yield _at_least(Requirement(Kind.POSITION_LEAST, position.id), position.least, mine)
    for hold, mine in zip(problem.holds, _places(options.hold, len(problem.holds)), strict=True):
        runs = column_of.get(hold.id, NONE)
        yield _at_most(Requirement(Kind.HOLD_MOST, hold.id), hold.most, mine, runs=runs)
        yield _at_least(Requirement(Kind.HOLD_LEAST, hold.id), hold.least, mine, runs=runs)


def _places(indices: Indices, count: int) -> list[NDArray[np.intp]]:
    """For each index the options that have it."""
    order = np.argsort(indices, kind="stable")
    edges = np.searchsorted(indices[order], np.arange(count + 1))
    return [order[edges[index] : edges[index + 1]] for index in range(count)]


def _quota(quota: Quota, reach: Reach, column_of: dict[str, int]) -> Iterator[Row]:
    mine = reach.of(quota.job_centre, quota.scope)
    if quota.most is not None:
        yield _at_most(Requirement(Kind.QUOTA_MOST, quota.id), quota.most, mine)
    runs = column_of.get(quota.scope[0], NONE) if len(quota.scope) == 1 else NONE
    yield _at_least(Requirement(Kind.QUOTA_LEAST, quota.id), quota.least, mine, runs=runs)


def _floor(floor: Floor, reach: Reach) -> Iterator[Row]:
    mine = reach.scope(floor.scope)
    members = reach.group(floor.group, mine)
    yield _at_least(Requirement(Kind.FLOOR_NUMBER, floor.id), floor.least, mine[members])
    if floor.per_cent:
        weights = floor.per_cent - 100 * members.astype(np.int64)
        yield Row(Requirement(Kind.FLOOR_SHARE, floor.id), 0, mine, weights)


def _at_most(requirement: Requirement, most: int, mine: NDArray[np.intp], *, runs: int = NONE) -> Row:
    weights = np.ones(len(mine), np.int64)
    if runs == NONE:
        return Row(requirement, most, mine, weights)
    return Row(requirement, 0, mine, weights, runs, -most)


def _at_least(requirement: Requirement, least: int, mine: NDArray[np.intp], *, runs: int = NONE) -> Row:
    weights = np.full(len(mine), -1, np.int64)
    if runs == NONE:
        return Row(requirement, -least, mine, weights)
    return Row(requirement, 0, mine, weights, runs, least)


def _can_be_broken(row: Row) -> bool:
    greatest = int(row.weights[row.weights > 0].sum()) + max(0, row.runs_weight)
    return greatest > row.limit
