"""A plan to begin with: a list worked through from the top, with the holds closed that get too few."""

from __future__ import annotations

import numpy as np

from jobveu.kernels.planning.model import Choice, Mask, Model
from jobveu.kernels.planning.options import Integers
from jobveu.kernels.programs import Floats, Status, Watch, relax

SHARE_CLOSED = 4
"""Of the holds that get too few, one in so many is closed at a time."""


def guess(model: Model, *, watch: Watch, seed: int) -> Choice | None:
    """The best worth goes first. None when the result breaks a requirement. Stopped before it is finished it is what
    must run, with nobody."""
    must = np.array([one.must_run for one in model.holds], np.bool_)
    order = np.argsort(-model.value_each, kind="stable")
    order = order[model.value_each[order] > 0]
    closed = np.zeros(len(model.holds), np.bool_)
    while True:
        if watch.stop():
            return _kept(model, must, np.zeros(len(model.demand), np.int64))
        heads = _work_through(model, order, closed)
        closing = _to_close(model, heads, closed)
        if not closing:
            break
        closed[closing] = True
    placed = np.zeros(len(model.holds), np.int64)
    np.add.at(placed, model.hold, heads)
    empty = np.array([one.least == 0 for one in model.holds], np.bool_) & (model.gain > 0) & ~closed
    runs = (placed > 0) | must | empty
    return assign(model, runs, watch=watch, seed=seed) or _kept(model, runs, heads)


def round_up(model: Model, runs: Floats, *, watch: Watch, seed: int) -> Choice | None:
    """The plan in which those holds run that the relaxation lets run more than half; None when there is none."""
    return assign(model, runs > 0.5, watch=watch, seed=seed)


def assign(model: Model, runs: Mask, *, watch: Watch, seed: int) -> Choice | None:
    """The best plan in which just these holds run (or others like them); None when there is none, or when it was stopped
    before it was found."""
    ordered = model.in_order(runs)
    if not len(ordered):
        return None
    relaxation = relax(model.program(ordered), watch=watch, seed=seed)
    if relaxation is Status.STOPPED or relaxation is Status.INFEASIBLE:
        return None
    return _kept(model, ordered, np.rint(relaxation.values[: len(model.demand)]).astype(np.int64))


def _kept(model: Model, runs: Mask, heads: Integers) -> Choice | None:
    """The choice, if it breaks no requirement."""
    choice = Choice(runs, heads)
    return None if model.broken(choice) else choice


def _work_through(model: Model, order: Integers, closed: Mask) -> Integers:
    left = [one.count for one in model.demands]
    room = [0 if shut else one.most for one, shut in zip(model.holds, closed.tolist(), strict=True)]
    heads = np.zeros(len(model.demand), np.int64)
    demand, hold = model.demand.tolist(), model.hold.tolist()
    for option in order.tolist():
        taken = min(left[demand[option]], room[hold[option]])
        if taken:
            left[demand[option]] -= taken
            room[hold[option]] -= taken
            heads[option] = taken
    return heads


def _to_close(model: Model, heads: Integers, closed: Mask) -> list[int]:
    placed = np.zeros(len(model.holds), np.int64)
    worth = model.gain.copy()
    np.add.at(placed, model.hold, heads)
    np.add.at(worth, model.hold, heads * model.value_each)
    free = [index for index, one in enumerate(model.holds) if not one.must_run and not closed[index]]
    short = sorted((int(placed[k]), k) for k in free if 0 < placed[k] < model.holds[k].least)
    if short:
        return [hold for _, hold in short[: (len(short) + SHARE_CLOSED - 1) // SHARE_CLOSED]]
    for limit, members in model.limits:
        # Those that run anyhow take their part of the limit too; closing what takes nothing of it helps nobody.
        must = [int(k) for k in members if model.holds[k].must_run]
        running = sorted({*must, *(int(k) for k in members if placed[k] > 0)})
        takes = {k: limit.takes(model.holds[k]) for k in running}
        can_close = sorted((int(worth[k]), k) for k in running if k not in must and takes[k])
        if sum(takes.values()) > limit.most and can_close:
            return [can_close[0][1]]
    loss = sorted((int(worth[k]), k) for k in free if placed[k] > 0 and worth[k] < 0)
    return [loss[0][1]] if loss else []
