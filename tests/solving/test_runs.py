"""Runs in the background: carried out, stopped, cut short by what happens, and done again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from bench.regions import region
from django.db import OperationalError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from jobveu.accounts.enums import Role
from jobveu.common.errors import DomainError
from jobveu.kernels import matching
from jobveu.kernels.matching import Answer, searching
from jobveu.solving import carrying_out, solvers
from jobveu.solving.carrying_out import GivenUp, carry_out, compare_with_kept, replay
from jobveu.solving.enums import Ending, ReplayResult, RunState
from jobveu.solving.models import SolverReplay, SolverRun
from jobveu.solving.operations import ONE_AT_A_TIME, ask_to_stop, order_replay, order_run
from jobveu.solving.queries import run as run_shown
from jobveu.solving.solvers import Effort, Incomplete, Outcome, Solver, differing_parts, register
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
NAME = "counting"


class Counting:
    """A kernel that counts: as far as it is given, or until it is stopped."""

    kernel = "counting 1"

    def __init__(self) -> None:
        self.gathered = 0
        self.lies = False
        self.gone = False

    def gather(self, run_id: int) -> str:
        self.gathered += 1
        return json.dumps({"to": 1000})

    def solve(self, run_id: int, given: str, effort: Effort) -> tuple[int, bool]:
        if self.gone:
            raise Incomplete
        to = json.loads(given)["to"]
        for number in range(1, to + 1):
            effort.progress(float(number), float(to))
            if effort.work_limit == number or effort.should_stop() or effort.seconds_left() <= 0:
                return number, True
        return to, False

    def keep(self, run_id: int, given: str, found: tuple[int, bool]) -> Outcome:
        number, cut = found
        return Outcome(
            ending=Ending.STOPPED if cut else Ending.OPTIMAL,
            answer=self.again(run_id, given, found),
            kernel=self.kernel,
            value=float(number),
            bound=1000.0,
            work=number,
            cut_short=cut,
        )

    def again(self, run_id: int, given: str, found: tuple[int, bool]) -> str:
        return json.dumps({"reached": found[0] + self.lies})


@pytest.fixture
def kernel() -> Iterator[Counting]:
    one = Counting()
    register(Solver(NAME, one.kernel, one.gather, one.solve, one.keep, one.again, differing_parts))
    yield one
    del solvers._SOLVERS[NAME]


@pytest.fixture
def actor(reference: None):
    return factories.actor(factories.user(Role.COORDINATOR, factories.office()))


@pytest.fixture
def run_id(kernel: Counting, actor) -> int:
    with transaction.atomic():
        return order_run(by=actor, at=NOW, solver_name=NAME, time_limit=60)


def test_a_run_is_carried_out_once_and_its_answer_kept(kernel: Counting, run_id: int) -> None:
    job = ProcrastinateJob.objects.get(args={"run_id": run_id})
    assert (job.task_name, job.lock) == ("solving.carry_out", ONE_AT_A_TIME)
    carry_out(run_id=run_id, at=NOW)
    carry_out(run_id=run_id, at=NOW)
    row = SolverRun.objects.get(pk=run_id)
    assert kernel.gathered == 1
    assert (row.state, row.ending, row.value, row.bound) == ("finished", "optimal", 1000.0, 1000.0)
    assert json.loads(row.answer) == {"reached": 1000}
    assert run_shown(run_id=run_id).gap == 0.0
    assert row.finished_at is not None
    assert NOW <= row.finished_at < NOW + timedelta(minutes=5), "it ends by the clock that it begins by"


def test_whoever_asks_it_to_stop_gets_the_best_so_far(
    kernel: Counting, run_id: int, actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "SECONDS_BETWEEN_LOOKS", 0.0)
    counted = kernel.solve

    def asked_meanwhile(run: int, given: str, effort: Effort) -> tuple[int, bool]:
        def progress(value: float | None, bound: float | None) -> None:
            effort.progress(value, bound)
            if value == 3:
                shown = run_shown(run_id=run)
                assert (shown.state, shown.value, shown.bound) == (RunState.RUNNING, 2.0, 1000.0)
                ask_to_stop(by=actor, at=NOW, run_id=run)
                ask_to_stop(by=actor, at=NOW, run_id=run)

        return counted(run, given, replace(effort, progress=progress))

    register(replace(solvers.solver(NAME), solve=asked_meanwhile))
    carry_out(run_id=run_id, at=NOW)
    row = SolverRun.objects.get(pk=run_id)
    assert (row.ending, row.work, row.cut_short) == ("stopped", 3, True)
    with pytest.raises(DomainError):
        ask_to_stop(by=actor, at=NOW, run_id=run_id)
    register(replace(solvers.solver(NAME), solve=counted))
    assert compare_with_kept(run=row) == (ReplayResult.SAME, ()), "it ends where somebody stopped it"


def test_a_matching_that_is_stopped_in_the_middle_keeps_the_best_so_far(
    kernel: Counting, run_id: int, actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real kernel, on a labour market; somebody presses stop as soon as there is a proposal."""
    monkeypatch.setattr(carrying_out, "SECONDS_BETWEEN_LOOKS", 0.0)
    monkeypatch.setattr(searching, "FEW", 0)
    market = region(persons=200, positions=30, holds=7, job_centres=5)
    stops = True

    def solve_market(run: int, _given: str, effort: Effort) -> Answer:
        def progress(value: float | None, bound: float | None) -> None:
            effort.progress(value, bound)
            if stops and value is not None:
                ask_to_stop(by=actor, at=NOW, run_id=run)

        return matching.solve(
            market,
            work_limit=effort.work_limit,
            should_stop=effort.should_stop,
            seconds_left=effort.seconds_left,
            progress=progress,
        )

    def told(_run: int, _given: str, found: Answer) -> str:
        return json.dumps({one.person: [one.position, one.hold] for one in found.placements})

    def keep(run: int, given: str, found: Answer) -> Outcome:
        assert found.value is not None
        assert found.bound is not None
        return Outcome(
            ending=Ending(found.state.value),
            answer=told(run, given, found),
            kernel=kernel.kernel,
            value=found.value / 1000,
            bound=found.bound / 1000,
            work=found.work,
            cut_short=found.stopped is not None,
        )

    register(replace(solvers.solver(NAME), solve=solve_market, keep=keep, again=told))
    carry_out(run_id=run_id, at=NOW)
    row = SolverRun.objects.get(pk=run_id)
    best = matching.solve(market)
    assert best.value is not None
    assert (row.ending, row.cut_short) == ("stopped", True)
    assert row.value is not None
    assert row.bound is not None
    assert 0 < row.value <= best.value / 1000 <= row.bound
    assert len(json.loads(row.answer)) > 100
    stops = False
    assert compare_with_kept(run=row) == (ReplayResult.SAME, ())


def test_the_clock_ends_a_run(kernel: Counting, run_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying_out.time, "monotonic", iter(range(0, 10_000, 20)).__next__)
    carry_out(run_id=run_id, at=NOW)
    assert SolverRun.objects.get(pk=run_id).cut_short


def test_a_worker_that_is_stopped_leaves_the_run_to_the_next_one(kernel: Counting, run_id: int) -> None:
    with pytest.raises(GivenUp):
        carry_out(run_id=run_id, at=NOW, give_up=lambda: True)
    assert SolverRun.objects.get(pk=run_id).state == RunState.RUNNING
    carry_out(run_id=run_id, at=NOW + timedelta(minutes=1))
    row = SolverRun.objects.get(pk=run_id)
    assert (row.state, row.started_at) == (RunState.FINISHED, NOW + timedelta(minutes=1))
    assert kernel.gathered == 1, "and is given what it was given first"


def test_a_database_that_is_away_is_not_the_runs_fault_and_an_error_is(
    kernel: Counting, run_id: int, actor
) -> None:
    def away() -> bool:
        raise OperationalError

    with pytest.raises(OperationalError):
        carry_out(run_id=run_id, at=NOW, give_up=away)
    assert SolverRun.objects.get(pk=run_id).state == RunState.RUNNING

    def wrong(_run: int, _given: str, _effort: Effort) -> None:
        raise ZeroDivisionError

    register(replace(solvers.solver(NAME), solve=wrong))
    with pytest.raises(ZeroDivisionError):
        carry_out(run_id=run_id, at=NOW)
    assert SolverRun.objects.get(pk=run_id).state == RunState.FAILED
    with pytest.raises(DomainError):
        order_replay(by=actor, at=NOW, run_id=run_id)


def test_what_a_replay_shows(kernel: Counting, run_id: int, actor) -> None:
    def replayed() -> tuple[str, str]:
        replay_id = order_replay(by=actor, at=NOW, run_id=run_id)
        with pytest.raises(DomainError):
            order_replay(by=actor, at=NOW, run_id=run_id)
        replay(replay_id=replay_id)
        row = SolverReplay.objects.get(pk=replay_id)
        return row.result, row.differs_in

    carry_out(run_id=run_id, at=NOW)
    assert replayed() == ("same", "")
    kernel.lies = True
    assert replayed() == ("different", "reached")
    kernel.gone = True
    assert replayed() == ("incomplete", "")
    register(replace(solvers.solver(NAME), kernel="counting 2"))
    assert replayed() == ("other_version", "")
    shown = run_shown(run_id=run_id).replay
    assert shown is not None
    assert shown.result is ReplayResult.OTHER_VERSION


def test_time_limits_are_kept_in_reason(kernel: Counting, actor) -> None:
    for seconds in (4, 601):
        with pytest.raises(DomainError):
            order_run(by=actor, at=NOW, solver_name=NAME, time_limit=seconds)
