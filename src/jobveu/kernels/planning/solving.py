"""The best plan, with the proof that it is, or how far it may be from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from jobveu.kernels.planning.answers import Answer, Figures, Placement, Unserved
from jobveu.kernels.planning.conflicts import conflict_in
from jobveu.kernels.planning.model import Choice, Model, Part, build, parts
from jobveu.kernels.planning.options import Distances, Options, permitted, terms, weeks_waited
from jobveu.kernels.planning.searching import search
from jobveu.kernels.planning.values import Problem, check
from jobveu.kernels.programs import INFINITY, Status, Watch

VERSION = "planning 3"
"""Changes whenever the same input may give another answer."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    work_limit: int | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    seconds_left: Callable[[], float] = lambda: INFINITY,
    progress: Callable[[float | None, float | None], None] = lambda _value, _bound: None,
) -> Answer:
    """Proposes which holds run, and how many of each demand go where.

    `should_stop` is asked often, from this thread; `seconds_left` is for the stretches in which HiGHS does not ask.
    `progress` is told the best value so far and the bound, in points, each None as long as there is none. The same
    problem and seed give the same answer; one that was stopped is given again by `work_limit=answer.work`.

    Raises NotUnderstood for input that makes no sense.
    """
    check(problem)
    watch = Watch(should_stop, progress, work_limit, seconds_left)
    options = permitted(problem)
    pieces = parts(problem, options)
    models = [build(problem, options, piece) for piece in pieces]
    found = search(models, watch=watch, seed=seed)
    nodes = sum(one.nodes for one in found)
    if any(one.status is Status.INFEASIBLE for one in found):
        return Answer(
            version=VERSION,
            state=Status.INFEASIBLE,
            placements=(),
            unserved=(),
            running=(),
            not_running=(),
            value=None,
            bound=None,
            linear_bound=None,
            figures=None,
            nodes=nodes,
            seed=seed,
            conflict=conflict_in(problem, watch=watch, seed=seed),
            work=watch.work,
            stopped=watch.stopped,
        )
    choices = [one.choice for one in found]
    known = [one for one in choices if one is not None]
    plan = plan_of(problem, options, pieces, models, known) if len(known) == len(choices) else None
    return Answer(
        version=VERSION,
        state=Status.OPTIMAL if all(one.status is Status.OPTIMAL for one in found) else Status.STOPPED,
        placements=plan.placements if plan else (),
        unserved=plan.unserved if plan else (),
        running=plan.running if plan else (),
        not_running=plan.not_running if plan else (),
        value=None if plan is None else _sum(one.value for one in found),
        bound=sum(one.bound for one in found),
        linear_bound=sum(one.linear_bound for one in found),
        figures=plan.figures if plan else None,
        nodes=nodes,
        seed=seed,
        work=watch.work,
        stopped=watch.stopped,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    placements: tuple[Placement, ...]
    unserved: tuple[Unserved, ...]
    running: tuple[str, ...]
    not_running: tuple[str, ...]
    figures: Figures


def plan_of(
    problem: Problem,
    options: Options,
    pieces: Sequence[Part],
    models: Sequence[Model],
    choices: Sequence[Choice],
) -> Plan:
    """What the parts' choices come to together."""
    heads = np.zeros(len(options), np.int64)
    runs = np.zeros(len(problem.holds), np.bool_)
    for piece, _model, choice in zip(pieces, models, choices, strict=True):
        heads[piece.options] = choice.heads
        runs[list(piece.holds)] = choice.runs
    distances = Distances(problem)
    placements = tuple(_placements(problem, options, heads, distances))
    placed: dict[str, int] = {}
    for one in placements:
        placed[one.demand] = placed.get(one.demand, 0) + one.count
    unserved = tuple(
        Unserved(demand.id, demand.count - placed.get(demand.id, 0))
        for demand in problem.demands
        if demand.count > placed.get(demand.id, 0)
    )
    running = tuple(hold.id for hold, run in zip(problem.holds, runs.tolist(), strict=True) if run)
    not_running = tuple(hold.id for hold, run in zip(problem.holds, runs.tolist(), strict=True) if not run)
    return Plan(placements, unserved, running, not_running, figures(problem, placements, running))


def figures(problem: Problem, placements: Iterable[Placement], running: Iterable[str]) -> Figures:
    """What a plan comes to."""
    demands = {one.id: one for one in problem.demands}
    holds = {one.id: one for one in problem.holds}
    distances = Distances(problem)
    runs = set(running)
    met = waiting = travel = 0
    for one in placements:
        demand, hold = demands[one.demand], holds[one.hold]
        met += one.count
        waiting += one.count * weeks_waited(demand, hold)
        travel += one.count * distances.between(demand, hold)
    return Figures(
        demanded=sum(one.count for one in problem.demands),
        met=met,
        running=len(runs),
        cancelled=sum(one.announced and one.id not in runs for one in problem.holds),
        waiting=waiting,
        travel=travel,
        price=sum(holds[name].price for name in runs),
    )


def _placements(
    problem: Problem,
    options: Options,
    heads: np.ndarray[tuple[int], np.dtype[np.int64]],
    distances: Distances,
) -> Iterator[Placement]:
    for option in np.flatnonzero(heads).tolist():
        demand, hold = problem.demands[options.demand[option]], problem.holds[options.hold[option]]
        count = int(heads[option])
        yield Placement(
            demand=demand.id,
            hold=hold.id,
            count=count,
            value=count * int(options.value[option]),
            terms=tuple(
                (name, count * value) for name, value in terms(problem, demand, hold, distances) if value
            ),
        )


def _sum(values: Iterable[int | None]) -> int:
    return sum(one for one in values if one is not None)
