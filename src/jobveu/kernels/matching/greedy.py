"""A list worked through from the top: what is done without a kernel, and where the search begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.matching.model import Kind, Model
from jobveu.kernels.matching.options import NONE
from jobveu.kernels.programs import Watch

UPPER = (Kind.POSITION_MOST, Kind.HOLD_MOST, Kind.QUOTA_MOST)
AT_ONCE = 20_000


def greedy(
    model: Model, order: NDArray[np.intp] | None = None, *, watch: Watch | None = None
) -> NDArray[np.intp] | None:
    """Takes the options in the order given, or in that of their value, as long as there is room.

    Holds that get too few are cancelled, the emptier half of them at a time, and the list is worked through again.
    None when the result breaks a requirement that no cancelling mends, and when `watch` stops it.
    """
    watch = watch or Watch()
    if watch.stopped is not None:
        return None
    options = model.options
    if order is None:
        order = np.argsort(-options.value, kind="stable")
        order = order[options.value[order] > 0]
    rows, room = _rooms(model)
    # The place after the last hold, wanted by somebody or not, is for options without one, and never cancelled.
    last = max(int(options.hold.max(initial=0)), *(int(hold) for hold in model.cancellable), 0)
    cancelled = np.zeros(last + 2, np.bool_)
    while True:
        chosen = _work_through(model, order, rows, room.copy(), cancelled, watch)
        if chosen is None:
            return None
        broken = set(model.broken(chosen))
        if not broken:
            return chosen
        filled = np.bincount(options.hold[chosen] + 1, minlength=len(cancelled))[1:]
        short = sorted(
            (int(filled[hold]), hold)
            for hold in {
                int(model.cancellable[row.runs])
                for row in model.rows
                if row.runs != NONE and row.requirement in broken
            }
        )
        if not short:
            return None
        cancelled[[hold for _, hold in short[: (len(short) + 1) // 2]]] = True


def _rooms(model: Model) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """For each option the requirements that it takes room in, and the room of each; the last one has room for all."""
    upper = [row for row in model.rows if row.requirement.kind in UPPER]
    room = [-row.runs_weight if row.runs != NONE else row.limit for row in upper]
    room.append(len(model.options) + 1)
    taken = np.zeros(len(model.options), np.int32)
    for row in upper:
        taken[row.options] += 1
    width = int(taken.max(initial=0))
    rows = np.full((len(model.options), width), len(upper), np.int32)
    taken[:] = 0
    for index, row in enumerate(upper):
        rows[row.options, taken[row.options]] = index
        taken[row.options] += 1
    return rows, np.array(room, np.int64)


def _work_through(
    model: Model,
    order: NDArray[np.intp],
    rows: NDArray[np.int32],
    room: NDArray[np.int64],
    cancelled: NDArray[np.bool_],
    watch: Watch,
) -> NDArray[np.intp] | None:
    """Chunk by chunk, asking before each whether to go on: what has no room any longer is sifted out at once, and the rest
    gone through one by one in plain numbers, which is ten times as fast as through arrays."""
    options = model.options
    placed = np.zeros(model.persons, np.bool_)
    chosen: list[int] = []
    endless = len(model.options) + 1
    for begin in range(0, len(order), AT_ONCE):
        if watch.stop():
            return None
        some = order[begin : begin + AT_ONCE]
        some = some[~placed[options.person[some]] & ~cancelled[options.hold[some]]]
        some = some[(room[rows[some]] > 0).all(axis=1)]
        left = room.tolist()
        new: set[int] = set()
        for option, person, taken in zip(
            some.tolist(), options.person[some].tolist(), rows[some].tolist(), strict=True
        ):
            if person in new or any(left[row] <= 0 for row in taken):
                continue
            for row in taken:
                left[row] -= 1
            left[-1] = endless
            new.add(person)
            chosen.append(option)
        placed[list(new)] = True
        room[:] = left
    return np.array(sorted(chosen), np.intp)
