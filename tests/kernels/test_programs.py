"""Programmes for HiGHS under a clock: none is begun for which there is no time, and what is stopped says so."""

from __future__ import annotations

import numpy as np

from jobveu.kernels.programs import LARGE, Program, Status, Stopped, Watch, maximise, relax


def packing(columns: int) -> Program:
    """Of each pair of neighbours one at most."""
    pairs = columns // 2
    places = np.arange(2 * pairs)
    return Program(
        gain=np.ones(columns),
        upper=np.ones(columns),
        low=np.full(pairs, -np.inf),
        high=np.ones(pairs),
        rows=(places // 2).astype(np.int32),
        columns=places.astype(np.int32),
        values=np.ones(2 * pairs),
    )


def test_a_large_programme_is_begun_only_when_there_is_time_for_it() -> None:
    """A slow machine: the last one did not ask for a millisecond for each column, and ten seconds are left."""
    for solve in (maximise, relax):
        watch = Watch(seconds_left=lambda: 10.0, pace=1.1 * 10.0 / LARGE)
        found = solve(packing(LARGE), watch=watch, seed=0)
        assert found is Status.STOPPED or getattr(found, "status", None) is Status.STOPPED
        assert (watch.stopped, watch.work) == (Stopped.ASKED, 1)
    small = Watch(seconds_left=lambda: 10.0, pace=1.1 * 10.0 / LARGE)
    assert maximise(packing(LARGE - 2), watch=small, seed=0).status is Status.OPTIMAL
    enough = Watch(seconds_left=lambda: 100.0, pace=1.1 * 10.0 / LARGE)
    assert maximise(packing(LARGE), watch=enough, seed=0).status is Status.OPTIMAL


def test_how_long_nothing_was_asked_is_learnt_from_the_clock() -> None:
    """A clock that goes on by a second each time that somebody looks at it."""
    left = 1000.0

    def clock() -> float:
        nonlocal left
        left -= 1.0
        return left

    watch = Watch(seconds_left=clock)
    assert maximise(packing(LARGE), watch=watch, seed=0).status is Status.OPTIMAL
    assert watch.pace == 1.0 / LARGE
    watch = Watch()
    assert maximise(packing(LARGE), watch=watch, seed=0).status is Status.OPTIMAL
    assert watch.pace == 0.0, "without a limit there is nothing to learn"
