"""What comes of lowering a hold's minimum.

A plan that is possible only with the lower minimum has the hold running with fewer than the old one. So the part of the
problem that the hold belongs to is solved with just that, and what is found is held against the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from jobveu.kernels.planning.answers import Answer, Effect
from jobveu.kernels.planning.model import Choice, build, parts
from jobveu.kernels.planning.options import permitted
from jobveu.kernels.planning.searching import better_than
from jobveu.kernels.planning.values import Problem
from jobveu.kernels.programs import INFINITY, Status, Watch


class Lowering:
    """Of minimums in a problem, against its answer, which must have a plan."""

    def __init__(self, problem: Problem, answer: Answer) -> None:
        if answer.value is None:
            raise ValueError("there is no plan to compare with")
        self._problem = problem
        self._answer = answer
        self._options = permitted(problem)
        self._parts = parts(problem, self._options)
        self._part_of = {index: part for part in self._parts for index in part.holds}
        self._index = {hold.id: index for index, hold in enumerate(problem.holds)}
        demands = {demand.id: index for index, demand in enumerate(problem.demands)}
        self._placed = {(demands[one.demand], self._index[one.hold]): one.count for one in answer.placements}

    def effect(
        self,
        *,
        hold: str,
        by: int,
        should_stop: Callable[[], bool] = lambda: False,
        seconds_left: Callable[[], float] = lambda: INFINITY,
    ) -> Effect:
        """What the best plan gains when the hold's minimum is `by` less, though not below 0."""
        index = self._index[hold]
        part = self._part_of[index]
        old = self._problem.holds[index]
        least = max(0, old.least - by)
        running = set(self._answer.running)
        model = build(self._problem, self._options, part)
        runs = np.array([self._problem.holds[k].id in running for k in part.holds], np.bool_)
        heads = [
            self._placed.get((int(self._options.demand[k]), int(self._options.hold[k])), 0)
            for k in part.options
        ]
        before = Choice(runs, np.array(heads, np.int64))
        now = model.value(before)
        if least == old.least:
            return Effect(hold, by, least, hold in running, 0, 0, self._answer.state is Status.OPTIMAL)
        holds = list(self._problem.holds)
        holds[index] = replace(old, least=least, most=old.least - 1, must_run=True)
        found = better_than(
            build(replace(self._problem, holds=tuple(holds)), self._options, part),
            now,
            watch=Watch(should_stop, seconds_left=seconds_left),
            seed=self._answer.seed,
        )
        nothing = found.status is Status.INFEASIBLE or found.bound <= now
        gained = 0 if nothing or found.value is None else max(0, found.value - now)
        after = found.choice if gained and found.choice is not None else before
        return Effect(
            hold=hold,
            by=by,
            least=least,
            runs=bool(after.runs[part.holds.index(index)]),
            value=gained,
            met=int(after.heads.sum() - before.heads.sum()),
            proven=self._answer.state is Status.OPTIMAL and (nothing or found.status is Status.OPTIMAL),
        )
