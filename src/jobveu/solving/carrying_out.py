"""What a worker does with a run: gather what it is given, solve, keep the answer; or solve again and compare.

Each can be done twice: a run that has ended is left alone, and one whose worker died begins anew.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from jobveu.solving.enums import ReplayResult, RunState
from jobveu.solving.models import SolverReplay, SolverRun
from jobveu.solving.solvers import Effort, Incomplete, Solver, solver

SECONDS_BETWEEN_LOOKS = 1.0
"""How often a run tells how far it is, and looks whether somebody has asked it to stop."""


class GivenUp(Exception):
    """The worker is being stopped, and the run is to be carried out by the next one."""


def never() -> bool:
    return False


def carry_out(*, run_id: int, at: datetime, give_up: Callable[[], bool] = never) -> None:
    """Carries out a run that waits, or was begun by a worker that died; it begins `at`, whenever that is, and takes as long
    as it takes. Raises GivenUp when `give_up` says so meanwhile, and whatever the solver raises; the run has then
    failed, unless the database was away."""
    now = _from(at)
    with transaction.atomic():
        run = SolverRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if run.state not in (RunState.WAITING, RunState.RUNNING):
            return
        SolverRun.objects.filter(pk=run_id).update(state=RunState.RUNNING, started_at=at)
    try:
        _solve_and_keep(run, solver(run.solver), now, give_up)
    except (GivenUp, DatabaseError, InterfaceError):
        raise  # carried out anew
    except Exception:
        SolverRun.objects.filter(pk=run_id).update(state=RunState.FAILED, finished_at=now())
        raise


def _from(at: datetime) -> Callable[[], datetime]:
    """A clock that says `at` when it is made."""
    begun = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - begun)


def _solve_and_keep(
    run: SolverRun, one: Solver, now: Callable[[], datetime], give_up: Callable[[], bool]
) -> None:
    given = run.given or _gather(run.pk, one)
    watch = _Watch(run, now, give_up)
    found = one.solve(run.pk, given, watch.effort())
    watch.raise_what_happened()
    with transaction.atomic():
        locked = SolverRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if locked.state != RunState.RUNNING:
            return
        outcome = one.keep(run.pk, given, found)
        SolverRun.objects.filter(pk=run.pk).update(
            state=RunState.FINISHED,
            finished_at=now(),
            ending=outcome.ending,
            answer=outcome.answer,
            kernel=outcome.kernel,
            value=outcome.value,
            bound=outcome.bound,
            work=outcome.work,
            cut_short=outcome.cut_short,
        )


def _gather(run_id: int, one: Solver) -> str:
    with transaction.atomic():
        given = one.gather(run_id)
        SolverRun.objects.filter(pk=run_id).update(given=given)
    return given


class _Watch:
    """Asked from inside the kernel, through code that no exception may cross: what goes wrong is kept, ends the
    search, and is raised after it."""

    def __init__(self, run: SolverRun, now: Callable[[], datetime], give_up: Callable[[], bool]) -> None:
        self._run = run
        self._now = now
        self._give_up = give_up
        self._until = time.monotonic() + run.time_limit
        self._looked = -math.inf
        self._stopped = False
        self._told: tuple[float | None, float | None] = (None, None)
        self._wrong: Exception | None = None

    def effort(self) -> Effort:
        return Effort(self._run.seed, None, self._should_stop, self._left, self._progress)

    def raise_what_happened(self) -> None:
        if self._wrong is not None:
            raise self._wrong

    def _left(self) -> float:
        return self._until - time.monotonic()

    def _should_stop(self) -> bool:
        if self._stopped or self._wrong is not None:
            return True
        if time.monotonic() - self._looked >= SECONDS_BETWEEN_LOOKS:
            try:
                self._look()
            except Exception as error:
                self._wrong = error
                return True
            self._looked = time.monotonic()
        return self._stopped or self._left() <= 0

    def _look(self) -> None:
        if self._give_up():
            raise GivenUp
        value, bound = self._told
        mine = SolverRun.objects.filter(pk=self._run.pk)
        mine.update(value=value, bound=bound, told_at=self._now())
        self._stopped = mine.filter(stop_asked_at__isnull=False).exists()

    def _progress(self, value: float | None, bound: float | None) -> None:
        best, least = self._told
        self._told = (best if value is None else value, least if bound is None else bound)


def replay(*, replay_id: int) -> None:
    """Solves a finished run again and compares. Raises whatever the solver raises; the replay has then failed."""
    row = SolverReplay.objects.select_related("run").get(pk=replay_id)
    if row.finished_at is not None:
        return
    try:
        result, parts = compare_with_kept(run=row.run)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        _end_replay(row.pk, ReplayResult.FAILED, ())
        raise
    _end_replay(row.pk, result, parts)


def compare_with_kept(*, run: SolverRun) -> tuple[ReplayResult, tuple[str, ...]]:
    """Solves a finished run again: what that shows, and the parts of the answer that differ. Nothing is written."""
    one = solver(run.solver)
    if run.kernel != one.kernel:
        return ReplayResult.OTHER_VERSION, ()
    effort = Effort(
        run.seed, run.work if run.cut_short else None, never, lambda: math.inf, lambda _value, _bound: None
    )
    try:
        found: Any = one.solve(run.pk, run.given, effort)
    except Incomplete:
        return ReplayResult.INCOMPLETE, ()
    parts = one.differences(run.pk, run.answer, one.again(run.pk, run.given, found))
    return (ReplayResult.DIFFERENT if parts else ReplayResult.SAME), parts


def _end_replay(replay_id: int, result: ReplayResult, parts: tuple[str, ...]) -> None:
    SolverReplay.objects.filter(pk=replay_id).update(
        finished_at=timezone.now(), result=result, differs_in=", ".join(parts)[:200]
    )
