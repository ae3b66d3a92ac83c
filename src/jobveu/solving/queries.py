"""How far runs are, and how they ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from jobveu.solving.enums import Ending, ReplayResult, RunState
from jobveu.solving.models import SolverReplay, SolverRun


@dataclass(frozen=True, slots=True)
class Replay:
    """`result` is None while it is being done."""

    ordered_at: datetime
    ordered_by: str
    finished_at: datetime | None
    result: ReplayResult | None
    differs_in: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run without what it was given and what it answered. Value and bound in the kernel's points."""

    id: int
    state: RunState
    ending: Ending | None
    ordered_at: datetime
    ordered_by: str
    time_limit: int
    seed: int
    started_at: datetime | None
    finished_at: datetime | None
    value: float | None
    bound: float | None
    stop_asked: bool
    stop_asked_by: str
    cut_short: bool
    kernel: str
    work: int | None
    replay: Replay | None
    """The newest."""

    @property
    def has_ended(self) -> bool:
        return self.state in (RunState.FINISHED, RunState.FAILED)

    @property
    def gap(self) -> float | None:
        """How far the value may lie below the best one, as a share of the bound."""
        if self.value is None or self.bound is None:
            return None
        return max(0.0, self.bound - self.value) / max(1e-3, abs(self.bound))

    @property
    def is_busy(self) -> bool:
        """Whether something goes on that a page shows the progress of."""
        return not self.has_ended or (self.replay is not None and self.replay.result is None)


def runs(*, ids: Collection[int]) -> dict[int, Run]:
    """Those of the runs that there are, by id. Two SQL statements."""
    rows = (
        SolverRun.objects.filter(pk__in=ids)
        .select_related("ordered_by", "stop_asked_by")
        .defer("given", "answer")
    )
    newest = (
        SolverReplay.objects.filter(run__in=ids)
        .select_related("ordered_by")
        .order_by("run", "-id")
        .distinct("run")
    )
    replays = {row.run_id: row for row in newest}
    return {row.pk: _run(row, replays.get(row.pk)) for row in rows}


def run(*, run_id: int) -> Run:
    return runs(ids=[run_id])[run_id]


def _run(row: SolverRun, replay: SolverReplay | None) -> Run:
    return Run(
        id=row.pk,
        state=RunState(row.state),
        ending=Ending(row.ending) if row.ending else None,
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by.name,
        time_limit=row.time_limit,
        seed=row.seed,
        started_at=row.started_at,
        finished_at=row.finished_at,
        value=row.value,
        bound=row.bound,
        stop_asked=row.stop_asked_at is not None,
        stop_asked_by=row.stop_asked_by.name if row.stop_asked_by else "",
        cut_short=row.cut_short,
        kernel=row.kernel,
        work=row.work,
        replay=_replay(replay) if replay else None,
    )


def _replay(row: SolverReplay) -> Replay:
    return Replay(
        ordered_at=row.ordered_at,
        ordered_by=row.ordered_by.name,
        finished_at=row.finished_at,
        result=ReplayResult(row.result) if row.result else None,
        differs_in=row.differs_in,
    )
