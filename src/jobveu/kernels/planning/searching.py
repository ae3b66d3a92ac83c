"""The search for the best plan, part by part, and the proof of how good it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jobveu.kernels.planning.guessing import assign, guess, round_up
from jobveu.kernels.planning.model import Choice, Model
from jobveu.kernels.programs import Status, Watch, maximise, relax, whole_thousandths

Tell = Callable[[float | None, float | None], None]


@dataclass(frozen=True, slots=True)
class Found:
    """Of one part. `choice` is None when no plan is known. Values in thousandths of a point."""

    status: Status
    choice: Choice | None
    value: int | None
    bound: int
    linear_bound: int
    nodes: int = 0


def search(models: Sequence[Model], *, watch: Watch, seed: int) -> list[Found]:
    """The best of each part; ends with the first that no plan is possible for. The small ones come first, so that a
    search that is stopped has most of them."""
    found = [_first(model, watch=watch, seed=seed) for model in models]
    order = sorted(range(len(models)), key=lambda index: (len(models[index].demand), index))
    tell = watch.progress
    for index in order:
        if found[index].status is Status.INFEASIBLE:
            return [found[index]]
        if found[index].status is Status.OPTIMAL:
            continue
        others = [one for place, one in enumerate(found) if place != index]
        watch.progress = _with_others(tell, others, lost=models[index].lost)
        found[index] = _best(models[index], found[index], watch=watch, seed=seed)
        watch.progress = tell
        if found[index].status is Status.INFEASIBLE:
            return [found[index]]
    return found


def better_than(model: Model, value: int, *, watch: Watch, seed: int) -> Found:
    """The best of one part, unless the relaxation shows that nothing in it is worth more than `value`."""
    first = _first(model, watch=watch, seed=seed)
    if first.status is not Status.STOPPED or first.bound <= value:
        return first
    return _best(model, first, watch=watch, seed=seed)


def _first(model: Model, *, watch: Watch, seed: int) -> Found:
    """A plan to begin with, and what the linear relaxation proves."""
    choice = guess(model, watch=watch, seed=seed)
    relaxation = relax(model.program(), watch=watch, seed=seed) if len(model.gain) else Status.STOPPED
    if relaxation is Status.INFEASIBLE:
        return Found(Status.INFEASIBLE, None, None, 0, 0)
    bound = _at_most(model)
    if relaxation is not Status.STOPPED:
        bound = min(bound, whole_thousandths(relaxation.value - model.lost / 1000))
        choice = _better(
            model, choice, round_up(model, relaxation.values[len(model.demand) :], watch=watch, seed=seed)
        )
    value = None if choice is None else model.value(choice)
    if value is not None:
        bound = max(bound, value)
    return Found(Status.OPTIMAL if value == bound else Status.STOPPED, choice, value, bound, bound)


def _best(model: Model, first: Found, *, watch: Watch, seed: int) -> Found:
    choice = first.choice
    start = None if choice is None else np.concatenate([choice.heads, choice.runs]).astype(float)
    solution = maximise(model.program(), watch=watch, seed=seed, start=start)
    if solution.status is Status.INFEASIBLE:
        return Found(Status.INFEASIBLE, None, None, 0, 0, solution.nodes)
    if solution.values is not None:
        # To the end, however late it is: the holds are found, and who goes where follows at once.
        given = assign(model, solution.values[len(model.demand) :] > 0.5, watch=Watch(), seed=seed)
        if given is None:
            raise RuntimeError("HiGHS gave a plan that breaks a requirement")
        choice = _better(model, choice, given)
    bound = first.bound
    if abs(solution.bound) < float("inf"):
        bound = min(bound, whole_thousandths(solution.bound - model.lost / 1000))
    value = None if choice is None else model.value(choice)
    if value is not None:
        bound = value if solution.status is Status.OPTIMAL else max(bound, value)
    status = Status.OPTIMAL if value is not None and value == bound else Status.STOPPED
    return Found(status, choice, value, bound, first.linear_bound, solution.nodes)


def _better(model: Model, one: Choice | None, other: Choice | None) -> Choice | None:
    if one is None or other is None:
        return one or other
    return other if model.value(other) > model.value(one) else one


def _at_most(model: Model) -> int:
    """What it would be worth if everybody got the best and every hold that gains by it ran."""
    best_each = np.zeros(len(model.demands), np.int64)
    np.maximum.at(best_each, model.demand, model.value_each)
    count = np.array([one.count for one in model.demands], np.int64)
    return int((best_each * count).sum()) + int(np.maximum(model.gain, 0).sum()) - model.lost


def _with_others(tell: Tell, others: Sequence[Found], *, lost: int) -> Tell:
    """Progress on one part, told as progress on the whole."""
    values = [one.value for one in others]
    known = None if None in values else (sum(one for one in values if one is not None) - lost) / 1000
    bound = (sum(one.bound for one in others) - lost) / 1000

    def told(value: float | None, most: float | None) -> None:
        tell(
            None if value is None or known is None else value + known, None if most is None else most + bound
        )

    return told
