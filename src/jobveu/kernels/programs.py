"""Integer programmes: what the kernels hand to HiGHS, and what comes back.

HiGHS runs in one thread under a seed. It asks `Watch.stop` at points that lie in its algorithm, and these are counted:
stopping at the same count gives the same result, whoever stopped it first. Between two such points much time can pass;
then `Watch.seconds_left` cuts it short, and the result is what was known at the last point that was counted. A large
programme for which the time left is shorter than such a stretch was in the one before, for its size, is not begun.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INFINITY = float("inf")
UNKNOWN = 1e100
"""HiGHS says this or more for what it does not know."""
SECONDS_OF_GRACE = 0.5
"""Left to HiGHS to ask by itself."""
LARGE = 10_000
"""Columns of a programme from which on it is asked whether there is time for it."""
TOLERANCE = 1e-6
"""What HiGHS takes for a whole number, and for kept."""


class Status(StrEnum):
    OPTIMAL = "optimal"
    STOPPED = "stopped"
    INFEASIBLE = "infeasible"


class Stopped(StrEnum):
    """What ended a search before it was finished."""

    ASKED = "asked"
    """`should_stop` said so: a clock or a person."""
    WORK = "work"
    """The limit on the amount of work, which is the same on every machine."""


class OutOfTime(Exception):
    """The search was stopped before it was known."""


@dataclass(slots=True)
class Watch:
    """Counts the work, passes progress on, and says when to stop."""

    should_stop: Callable[[], bool] = lambda: False
    progress: Callable[[float | None, float | None], None] = lambda _objective, _bound: None
    work_limit: int | None = None
    seconds_left: Callable[[], float] = lambda: INFINITY
    work: int = 0
    stopped: Stopped | None = None
    pace: float = 0.0
    """The longest stretch in which the last large programme did not ask, in seconds for each column."""

    def stop(self) -> bool:
        """Counts one piece of work; true from the moment the search is to end."""
        if self.stopped is None:
            self.work += 1
            if self.work_limit is not None and self.work >= self.work_limit:
                self.stopped = Stopped.WORK
            elif self.should_stop():
                self.stopped = Stopped.ASKED
        return self.stopped is not None

    def go_on(self) -> None:
        """As `stop`, in preparations that are of no use unfinished. Raises OutOfTime."""
        if self.stop():
            raise OutOfTime

    def cut(self) -> None:
        """The time ran out after the last piece that was counted; a limit of `work` ends at that piece."""
        self.stopped = self.stopped or Stopped.ASKED

    def begin(self, program: Program) -> bool:
        """Counts one piece of work; false when the search is to end, or would not ask again before the time is over."""
        if self.stop():
            return False
        columns = len(program.gain)
        if columns >= LARGE and self.seconds_left() < self.pace * columns:
            self.cut()
        return self.stopped is None

    def learn(self, program: Program, stretch: float) -> None:
        """For so many seconds HiGHS did not ask while it solved the programme."""
        if len(program.gain) >= LARGE:
            self.pace = stretch / len(program.gain)


@dataclass(slots=True)
class _Known:
    """What HiGHS had found at the last point that was counted."""

    values: Floats | None = None
    bound: float = INFINITY
    nodes: int = 0
    newest: Floats | None = None
    """Found since."""
    left: float = INFINITY
    """Seconds, when it was asked last."""
    stretch: float = 0.0
    """The longest time in which nothing was asked, in seconds."""

    def ask(self, left: float) -> None:
        """It was asked, or has ended, with so many seconds left."""
        if left < INFINITY:
            self.stretch = max(self.stretch, self.left - left)
            self.left = left


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise `gain · x` where `low ≤ A x ≤ high` and `0 ≤ x ≤ upper`; A's entries as (row, column, value)."""

    gain: Floats
    upper: Floats
    low: Floats
    high: Floats
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: Floats
    whole: NDArray[np.bool_] | None = None
    """Which of x are to be whole numbers; None is all of them."""


@dataclass(frozen=True, slots=True)
class Solution:
    """`values` is None when no feasible point is known; `bound` holds for every feasible point."""

    status: Status
    values: Floats | None
    bound: float
    nodes: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The optimum of the programme without wholeness. `duals` are per row, at least 0 where `high` binds."""

    value: float
    duals: Floats
    values: Floats = field(repr=False)


_ENDED = (highspy.HighsModelStatus.kInterrupt, highspy.HighsModelStatus.kTimeLimit)
_WHOLE = int(highspy.HighsVarType.kInteger)
_INFEASIBLE = Solution(Status.INFEASIBLE, None, -INFINITY, 0)


def maximise(
    program: Program, *, watch: Watch, seed: int, start: Floats | None = None, presolve: bool = True
) -> Solution:
    """The best point, whole where it is to be, with a bound that holds for all of them.

    `start` is a feasible point to begin with. Without `presolve` HiGHS takes the programme as it stands: the cliques that
    it finds by simplifying it would be sorted for a time that grows with their number times the columns, in which it
    asks nobody; nor does it look for symmetries, or jump about for a first point when it has one. Raises
    RuntimeError when HiGHS fails.
    """
    if not len(program.gain):  # HiGHS does not look at the rows then
        kept = bool((program.low <= 0).all() and (program.high >= 0).all())
        return Solution(Status.OPTIMAL, np.zeros(0), 0.0, 0) if kept else _INFEASIBLE
    if not watch.begin(program):
        return Solution(Status.STOPPED, None, INFINITY, 0)
    solver = _solver(program, seed=seed, whole=True)
    if not presolve:
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("mip_detect_symmetry", False)
        solver.setOptionValue("mip_heuristic_run_feasibility_jump", start is None)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = list(start)
        solver.setSolution(known)
    found = _watch(solver, watch)
    solver.run()
    found.ask(watch.seconds_left())
    watch.learn(program, found.stretch)
    status = solver.getModelStatus()
    info = solver.getInfo()
    known_point = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.asarray(solver.getSolution().col_value, dtype=float) if known_point else None
    if status == highspy.HighsModelStatus.kOptimal:
        return Solution(Status.OPTIMAL, values, float(info.mip_dual_bound), int(info.mip_node_count))
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solution(Status.INFEASIBLE, None, -INFINITY, int(info.mip_node_count))
    if status in _ENDED:
        watch.cut()
        return Solution(Status.STOPPED, found.values, found.bound, found.nodes)
    raise RuntimeError(f"HiGHS ended with {solver.modelStatusToString(status)}")


def relax(
    program: Program, *, watch: Watch, seed: int, presolve: bool = True
) -> Relaxation | Literal[Status.STOPPED, Status.INFEASIBLE]:
    """The programme without wholeness; without `presolve` as it stands, where there is little to simplify. Raises
    RuntimeError when HiGHS fails."""
    if not watch.begin(program):
        return Status.STOPPED
    solver = _solver(program, seed=seed, whole=False)
    if not presolve:
        solver.setOptionValue("presolve", "off")
    found = _watch(solver, watch)
    solver.run()
    found.ask(watch.seconds_left())
    watch.learn(program, found.stretch)
    status = solver.getModelStatus()
    if status in _ENDED:
        watch.cut()
        return Status.STOPPED
    if status == highspy.HighsModelStatus.kInfeasible:
        return Status.INFEASIBLE
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS ended with {solver.modelStatusToString(status)}")
    solution = solver.getSolution()
    return Relaxation(
        value=float(solver.getInfo().objective_function_value),
        duals=np.asarray(solution.row_dual, dtype=float),
        values=np.asarray(solution.col_value, dtype=float),
    )


def whole_thousandths(points: float) -> int:
    """A bound in whole thousandths: values are whole, so what lies between two of them is the lower one."""
    return int(np.floor(points * 1000 + 1e-3 + 1e-9 * abs(points) * 1000))


class _Quiet(highspy.Highs):
    """HiGHS greets on the standard output, past Python, as soon as callbacks are enabled, which its constructor does:
    before that it is silenced."""

    def enableCallbacks(self) -> None:  # the name is HiGHS's
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _solver(program: Program, *, seed: int, whole: bool) -> highspy.Highs:
    count = len(program.gain)
    order = np.lexsort((program.rows, program.columns))
    start = np.searchsorted(program.columns[order], np.arange(count + 1)).astype(np.int32)
    wholes = np.zeros(count, np.int32)
    if whole:
        wholes[:] = _WHOLE if program.whole is None else np.where(program.whole, _WHOLE, 0)
    solver = _Quiet()  # type: ignore[no-untyped-call]
    for option, value in (
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", seed),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", TOLERANCE),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(  # arrays: as properties of a HighsLp each number would be converted by itself
        count,
        len(program.low),
        len(order),
        int(highspy.MatrixFormat.kColwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        program.gain,
        np.zeros(count),
        program.upper,
        program.low,
        program.high,
        start,
        program.rows[order].astype(np.int32),
        program.values[order],
        wholes,
    )
    return solver


def _watch(solver: highspy.Highs, watch: Watch) -> _Known:
    left = watch.seconds_left()
    known = _Known(left=left)
    if left < INFINITY:
        solver.setOptionValue("time_limit", max(0.0, left) + SECONDS_OF_GRACE)

    def over(event: Any) -> bool:
        """HiGHS asks on its way out when the time has ended between two points; without an end it might not have come
        there, so this is not counted and nothing is taken from it."""
        now = watch.seconds_left()
        known.ask(now)
        if now > -SECONDS_OF_GRACE:
            return False
        watch.cut()
        event.interrupt()
        return True

    def count(event: Any) -> None:
        known.values = known.newest
        if watch.stop():
            event.interrupt()

    def asked(event: Any) -> None:
        if not over(event):
            count(event)

    def asked_while_branching(event: Any) -> None:
        if over(event):
            return
        data = event.data_out
        known.bound = min(known.bound, _finite(data.mip_dual_bound))
        known.nodes = max(known.nodes, int(data.mip_node_count))
        count(event)

    def better(event: Any) -> None:
        known.newest = np.array(event.data_out.mip_solution, dtype=float)
        told(event)

    def told(event: Any) -> None:
        data = event.data_out
        objective = float(data.mip_primal_bound)
        bound = float(data.mip_dual_bound)
        watch.progress(
            objective if abs(objective) < UNKNOWN else None,
            bound if abs(bound) < UNKNOWN else None,
        )

    solver.cbSimplexInterrupt += asked
    solver.cbIpmInterrupt += asked
    solver.cbMipInterrupt += asked_while_branching
    solver.cbMipImprovingSolution += better
    solver.cbMipLogging += told
    return known


def _finite(bound: float) -> float:
    return float(bound) if abs(bound) < UNKNOWN else INFINITY
