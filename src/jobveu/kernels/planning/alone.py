"""Each school plans alone: it knows only the demand that was sent to it, or that has the shortest way to one of its
holds, and makes the best of that. What the plan across schools is compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from jobveu.kernels.planning.answers import Answer, Figures, Placement
from jobveu.kernels.planning.options import Distances, Options, permitted
from jobveu.kernels.planning.solving import figures, solve
from jobveu.kernels.planning.values import Limit, Problem
from jobveu.kernels.programs import INFINITY


@dataclass(frozen=True, slots=True)
class Alone:
    """What the schools' own plans come to together; in thousandths of a point. `proven` is whether each of them is
    the best."""

    placements: tuple[Placement, ...]
    running: tuple[str, ...]
    value: int
    figures: Figures
    proven: bool


def each_alone(
    problem: Problem,
    *,
    seed: int = 0,
    should_stop: Callable[[], bool] = lambda: False,
    seconds_left: Callable[[], float] = lambda: INFINITY,
) -> Alone:
    """Each school's best plan for the demand that comes to it. It heeds the school's own limits, and
    of a budget its part. Nobody promises on
    behalf of all: that holds must run and demand must be met is not heeded."""
    options = permitted(problem)
    asked = school_asked(problem, options)
    placements: list[Placement] = []
    running: list[str] = []
    value = 0
    proven = True
    for school in problem.schools:
        answer = solve(
            _of_school(problem, school, asked), seed=seed, should_stop=should_stop, seconds_left=seconds_left
        )
        proven &= answer.value is not None and answer.value == answer.bound
        placements += answer.placements
        running += answer.running
        value += _value(problem, school, answer)
    return Alone(
        tuple(placements), tuple(running), value, figures(problem, tuple(placements), tuple(running)), proven
    )


def school_asked(problem: Problem, options: Options) -> dict[str, str]:
    """For each demand the school that was asked; where none was, the one of the nearest hold that it could go to,
    and among equally near ones of the first to begin. Demand that could go nowhere asks nobody."""
    distances = Distances(problem)
    asked: dict[str, str] = {}
    nearest: dict[str, tuple[int, object, int]] = {}
    for at, on in zip(options.demand.tolist(), options.hold.tolist(), strict=True):
        demand, hold = problem.demands[at], problem.holds[on]
        rank = (distances.between(demand, hold), hold.starts, on)
        if demand.id not in nearest or rank < nearest[demand.id]:
            nearest[demand.id] = rank
            asked[demand.id] = hold.school
    return asked | {demand.id: demand.school for demand in problem.demands if demand.school}


def _of_school(problem: Problem, school: str, asked: dict[str, str]) -> Problem:
    holds = tuple(replace(hold, must_run=False) for hold in problem.holds if hold.school == school)
    own = {hold.id for hold in holds}
    limits = (
        replace(
            limit,
            holds=tuple(name for name in limit.holds if name in own),
            most=_part_of_budget(problem, limit, school, asked) if limit.crowns else limit.most,
        )
        for limit in problem.limits
    )
    return replace(
        problem,
        demands=tuple(
            replace(demand, least=0) for demand in problem.demands if asked.get(demand.id) == school
        ),
        holds=holds,
        limits=tuple(limit for limit in limits if limit.holds),
    )


def _part_of_budget(problem: Problem, limit: Limit, school: str, asked: dict[str, str]) -> int:
    """Of a budget the schools of its holds each have what falls to those who asked them, rounded down."""
    schools = {hold.school for hold in problem.holds if hold.id in limit.holds}
    asking = [(demand.count, asked.get(demand.id)) for demand in problem.demands]
    whole = sum(count for count, at in asking if at in schools)
    return limit.most * sum(count for count, at in asking if at == school) // max(1, whole)


def _value(problem: Problem, school: str, answer: Answer) -> int:
    """Without a plan found in time the school runs nothing."""
    if answer.value is not None:
        return answer.value
    announced = sum(hold.announced for hold in problem.holds if hold.school == school)
    return -problem.weights.cancelled * announced
