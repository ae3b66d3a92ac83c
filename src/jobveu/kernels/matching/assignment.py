"""Generalised assignment: every job to exactly one agent, within what each agent has of a resource.

The form of published instances, so that the kernel's solver can be held against proven optima (the OR-Library's:
Beasley 1990; Osman 1995; Chu and Beasley 1997).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jobveu.kernels.matching.answers import State
from jobveu.kernels.programs import INFINITY, Program, Status, Stopped, Watch, maximise
from jobveu.kernels.values import NotUnderstood


@dataclass(frozen=True, slots=True)
class Instance:
    """`worth[agent][job]`, `needs[agent][job]` and `has[agent]`."""

    worth: tuple[tuple[int, ...], ...]
    needs: tuple[tuple[int, ...], ...]
    has: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """`agents` says for each job its agent, both counted from 1; empty when none is known."""

    state: State
    objective: int | None
    bound: int | None
    agents: tuple[int, ...]
    nodes: int
    seed: int
    work: int
    stopped: Stopped | None

    @property
    def gap(self) -> float | None:
        if self.objective is None or self.bound is None:
            return None
        return abs(self.bound - self.objective) / max(1, abs(self.bound))


def read(text: str) -> Instance:
    """Agents and jobs, the worth of each job at each agent, what it needs there, what each agent has; whole numbers.

    Raises NotUnderstood.
    """
    numbers = []
    for index, word in enumerate(text.split()):
        try:
            numbers.append(int(word))
        except ValueError:
            raise NotUnderstood(f"number {index + 1}", f"{word!r} is not a whole number") from None
    if len(numbers) < 2 or min(numbers[:2]) < 1:
        raise NotUnderstood("the first line", "must be the number of agents and the number of jobs")
    agents, jobs = numbers[:2]
    expected = 2 + 2 * agents * jobs + agents
    if len(numbers) != expected:
        raise NotUnderstood(
            "the file", f"{agents} agents and {jobs} jobs make {expected} numbers, and it has {len(numbers)}"
        )
    rows = [tuple(numbers[2 + index * jobs : 2 + (index + 1) * jobs]) for index in range(2 * agents)]
    has = tuple(numbers[-agents:])
    if min(has) < 0 or min(min(row) for row in rows[agents:]) < 0:
        raise NotUnderstood("the file", "what jobs need and what agents have must not be below 0")
    return Instance(tuple(rows[:agents]), tuple(rows[agents:]), has)


def assign(
    instance: Instance,
    *,
    most: bool,
    seed: int = 0,
    work_limit: int | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    seconds_left: Callable[[], float] = lambda: INFINITY,
    progress: Callable[[float | None, float | None], None] = lambda _value, _bound: None,
) -> Assignment:
    """The assignment of the greatest worth (`most`) or of the least, with the proof. As `solve` otherwise."""
    sign = 1 if most else -1

    def told(value: float | None, bound: float | None) -> None:
        progress(None if value is None else sign * value, None if bound is None else sign * bound)

    watch = Watch(should_stop, told, work_limit, seconds_left)
    worth, needs = np.array(instance.worth, np.int64), np.array(instance.needs, np.int64)
    has = np.array(instance.has, np.int64)
    agents, jobs = worth.shape
    fits = needs <= has[:, None]
    agent, job = np.nonzero(fits)
    columns = np.arange(len(agent))
    program = Program(
        gain=sign * worth[agent, job].astype(float),
        upper=np.ones(len(agent)),
        low=np.concatenate([np.ones(jobs), np.full(agents, -INFINITY)]),
        high=np.concatenate([np.ones(jobs), has.astype(float)]),
        rows=np.concatenate([job, jobs + agent]).astype(np.int32),
        columns=np.concatenate([columns, columns]).astype(np.int32),
        values=np.concatenate([np.ones(len(agent)), needs[agent, job].astype(float)]),
    )
    solution = maximise(program, watch=watch, seed=seed)
    objective = None
    chosen: tuple[int, ...] = ()
    if solution.values is not None:
        taken = np.flatnonzero(solution.values > 0.5)
        order = np.argsort(job[taken], kind="stable")
        chosen = tuple(int(one) + 1 for one in agent[taken][order])
        used = np.bincount(agent[taken], weights=needs[agent[taken], job[taken]], minlength=agents)
        if sorted(job[taken].tolist()) != list(range(jobs)) or (used > has).any():
            raise RuntimeError("HiGHS gave an assignment that breaks a capacity")
        objective = int(worth[agent[taken], job[taken]].sum())
    bound = None
    if abs(solution.bound) != INFINITY:
        bound = sign * int(np.floor(solution.bound + 1e-6))
    if objective is not None and bound is not None:
        # Rounding may leave the bound on the wrong side of a value that is proven.
        bound = objective if sign * bound < sign * objective else bound
        if solution.status is Status.OPTIMAL:
            bound = objective
    states = {
        Status.INFEASIBLE: State.INFEASIBLE,
        Status.STOPPED: State.STOPPED,
        Status.OPTIMAL: State.OPTIMAL,
    }
    return Assignment(
        states[solution.status], objective, bound, chosen, solution.nodes, seed, watch.work, watch.stopped
    )
