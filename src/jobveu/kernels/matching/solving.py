"""The best proposal, with the proof that it is, or how far it may be from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jobveu.kernels.matching.answers import Answer, Mode, Placement, State
from jobveu.kernels.matching.conflicts import conflict_in
from jobveu.kernels.matching.model import Model, build
from jobveu.kernels.matching.options import NONE, permitted, terms
from jobveu.kernels.matching.searching import Chosen, search
from jobveu.kernels.matching.values import Problem, check
from jobveu.kernels.programs import INFINITY, OutOfTime, Status, Watch

VERSION = "matching 4"
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
    """Proposes who gets which position and which place on a hold.

    `should_stop` is asked often, from this thread; `seconds_left` is for the stretches in which HiGHS does not ask.
    `progress` is told the best value so far and the bound, in points, each None as long as there is none. The same
    problem and seed give the same answer; one that was stopped is given again by `work_limit=answer.work`.

    Raises NotUnderstood for input that makes no sense.
    """
    check(problem)
    watch = Watch(should_stop, progress, work_limit, seconds_left)
    try:
        model = build(problem, permitted(problem, watch=watch), watch=watch)
    except OutOfTime:
        return nothing_yet(problem, watch, seed)
    found = search(model, watch=watch, seed=seed)
    if found.status is Status.INFEASIBLE:
        return Answer(
            version=VERSION,
            state=State.INFEASIBLE,
            placements=(),
            unplaced=(),
            running=(),
            cancelled=(),
            value=None,
            bound=None,
            linear_bound=None,
            nodes=found.nodes,
            seed=seed,
            conflict=conflict_in(problem, watch=watch, seed=seed),
            work=watch.work,
            stopped=watch.stopped,
        )
    chosen = np.zeros(0, np.intp) if found.chosen is None else found.chosen
    placements, unplaced, running, cancelled = placed(problem, model, chosen)
    return Answer(
        version=VERSION,
        state=State.OPTIMAL if found.status is Status.OPTIMAL else State.STOPPED,
        placements=placements,
        unplaced=unplaced,
        running=running,
        cancelled=cancelled,
        value=found.value,
        bound=found.bound,
        linear_bound=found.linear_bound,
        nodes=found.nodes,
        seed=seed,
        work=watch.work,
        stopped=watch.stopped,
    )


def nothing_yet(problem: Problem, watch: Watch, seed: int, mode: Mode = Mode.BEST) -> Answer:
    """Stopped before the search could begin: nobody is proposed anything, and nothing is known of what could be."""
    return Answer(
        version=VERSION,
        state=State.STOPPED,
        placements=(),
        unplaced=tuple(person.id for person in problem.persons),
        running=(),
        cancelled=(),
        value=None,
        bound=None,
        linear_bound=None,
        nodes=0,
        seed=seed,
        work=watch.work,
        mode=mode,
        stopped=watch.stopped,
    )


def placed(
    problem: Problem, model: Model, chosen: Chosen
) -> tuple[tuple[Placement, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The placements, the persons without one, the holds that run and those that are cancelled."""
    options = model.options
    placements = []
    used = set()
    for option in sorted(chosen.tolist()):
        person = problem.persons[options.person[option]]
        at, on = int(options.position[option]), int(options.hold[option])
        position = None if at == NONE else problem.positions[at]
        hold = None if on == NONE else problem.holds[on]
        if hold:
            used.add(hold.id)
        placements.append(
            Placement(
                person=person.id,
                position=position.id if position else None,
                hold=hold.id if hold else None,
                value=int(options.value[option]),
                terms=tuple(terms(problem, person, position=position, hold=hold).items()),
            )
        )
    with_something = {placement.person for placement in placements}
    runs = [hold.id in used or not hold.may_be_cancelled for hold in problem.holds]
    return (
        tuple(placements),
        tuple(person.id for person in problem.persons if person.id not in with_something),
        tuple(hold.id for hold, running in zip(problem.holds, runs, strict=True) if running),
        tuple(hold.id for hold, running in zip(problem.holds, runs, strict=True) if not running),
    )
