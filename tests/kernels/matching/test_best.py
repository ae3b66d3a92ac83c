"""The best proposal against trying everything: feasible, as good as claimed, and the same again."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from bench.regions import region
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobveu.kernels import programs
from jobveu.kernels.matching import State, searching, solve
from jobveu.kernels.matching.answers import Answer
from jobveu.kernels.matching.model import build
from jobveu.kernels.matching.options import NONE, obstacles, permitted
from jobveu.kernels.matching.values import Problem
from jobveu.kernels.programs import Stopped
from tests.kernels.matching import brute
from tests.kernels.matching.problems import problems

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def assert_true(problem: Problem, answer: Answer) -> None:
    """What the answer says about itself, reckoned anew from the definitions."""
    placements = {one.person: (one.position, one.hold) for one in answer.placements}
    chosen = brute.given_by(problem, placements)
    for person, option in zip(problem.persons, chosen, strict=True):
        assert brute.may_have(problem, person, option)
    assert brute.broken(problem, chosen) == set()
    assert brute.value(problem, chosen) == answer.value
    for one in answer.placements:
        assert sum(value for _, value in one.terms) == one.value
    assert sorted([*placements, *answer.unplaced]) == sorted(person.id for person in problem.persons)
    on_holds = {hold for _, hold in placements.values() if hold}
    assert on_holds <= set(answer.running)
    assert set(answer.running) | set(answer.cancelled) == {hold.id for hold in problem.holds}


@thorough
@given(problems())
def test_no_proposal_is_better_and_the_one_given_is_feasible(problem: Problem) -> None:
    answer = solve(problem)
    best = brute.best(problem)
    if best is None:
        assert answer.state is State.INFEASIBLE
        assert answer.conflict is not None
    else:
        assert answer.state is State.OPTIMAL
        assert answer.value == answer.bound == best
        assert answer.gap == 0
        assert_true(problem, answer)


@thorough
@given(problems())
def test_sifting_finds_the_same_as_solving_at_once(problem: Problem) -> None:
    """Large problems are solved over a growing part of the options; small ones show that nothing gets lost."""
    with pytest.MonkeyPatch.context() as patch:
        for name, size in (("FEW", 0), ("CORE", 2), ("GROWTH", 2), ("PER_PERSON", 1), ("PER_PLACE", 1)):
            patch.setattr(searching, name, size)
        answer = solve(problem)
    best = brute.best(problem)
    if best is None:
        assert answer.state is State.INFEASIBLE
    else:
        assert (answer.state, answer.value, answer.bound) == (State.OPTIMAL, best, best)
        assert answer.linear_bound is None or answer.linear_bound >= best
        assert_true(problem, answer)


@thorough
@given(problems())
def test_what_is_permitted_is_what_nothing_stands_in_the_way_of(problem: Problem) -> None:
    options = permitted(problem)
    found = set(zip(options.person.tolist(), options.position.tolist(), options.hold.tolist(), strict=True))
    index = {hold.id: number for number, hold in enumerate(problem.holds)}
    for number, person in enumerate(problem.persons):
        for at, position in enumerate(problem.positions):
            on = index[position.hold] if position.hold else NONE
            hold = problem.holds[on] if position.hold else None
            hindered = obstacles(problem, person, position=position, hold=hold)
            assert ((number, at, on) in found) == (not hindered)
        for on, hold in enumerate(problem.holds):
            assert ((number, NONE, on) in found) == (not obstacles(problem, person, hold=hold))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(0, 3))
def test_the_same_problem_and_seed_give_the_same_answer(problem: Problem, seed: int) -> None:
    assert solve(problem, seed=seed) == solve(problem, seed=seed)


MEDIUM = region(persons=400, positions=60, holds=14, job_centres=12)


@pytest.fixture(scope="module")
def medium() -> Answer:
    return solve(MEDIUM)


def test_a_region_is_solved_to_the_proven_best_and_keeps_every_requirement(medium: Answer) -> None:
    assert medium.state is State.OPTIMAL
    assert medium.value is not None
    assert_true(MEDIUM, medium)
    model = build(MEDIUM, permitted(MEDIUM))
    listed = searching.greedy(model)
    assert listed is not None
    assert model.value(listed) < medium.value


def test_sifting_a_region_proves_the_same_value(medium: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(searching, "CORE", 300)
    answer = solve(MEDIUM)
    assert (answer.state, answer.value, answer.bound) == (State.OPTIMAL, medium.value, medium.value)
    assert answer.linear_bound is not None
    assert medium.value is not None
    assert answer.linear_bound >= medium.value
    assert_true(MEDIUM, answer)


@pytest.mark.parametrize("asked", [1, 60, 80, 97, 101, 110, 200, 500, 1157])
def test_a_search_stopped_by_a_clock_is_replayed_by_its_work(
    asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is a count here, so that it strikes at the same point on every machine: while the options are gathered,
    the rows made, the list worked through, the relaxation solved, and in the search."""
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(searching, "CORE", 300)
    strikes = 0

    def should_stop() -> bool:
        nonlocal strikes
        strikes += 1
        return strikes >= asked

    stopped = solve(MEDIUM, should_stop=should_stop)
    assert stopped.state is State.STOPPED
    assert stopped.stopped is Stopped.ASKED
    assert stopped.work == asked
    if stopped.value is not None:
        assert_true(MEDIUM, stopped)
        assert stopped.bound is not None
        assert stopped.bound >= stopped.value
    again = solve(MEDIUM, work_limit=stopped.work)
    assert replace(again, stopped=Stopped.ASKED) == stopped


@pytest.mark.parametrize("budget", [20, 90, 130, 400, 900])
def test_no_part_of_a_search_goes_on_when_the_time_is_over(
    budget: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is one that goes on by a second each time anybody looks at it. Programmes of any size count as large."""
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(searching, "CORE", 300)
    monkeypatch.setattr(programs, "LARGE", 1)
    looks = 0
    late = 0

    def left() -> float:
        nonlocal looks
        looks += 1
        return budget - looks

    def should_stop() -> bool:
        nonlocal late
        over = left() <= 0
        late += over
        return over

    answer = solve(MEDIUM, should_stop=should_stop, seconds_left=left)
    assert answer.stopped is Stopped.ASKED
    assert late <= 1, "whoever has been told to stop does not ask again"
    if answer.value is not None:
        assert_true(MEDIUM, answer)
    again = solve(MEDIUM, work_limit=answer.work)
    assert replace(again, stopped=Stopped.ASKED) == answer


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.1, 0.3])
def test_a_search_cut_short_between_two_counts_is_replayed_too(
    seconds: float, medium: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the time ends, or if it is enough: the answer is true, and given again by its work."""
    monkeypatch.setattr(searching, "FEW", 0)
    monkeypatch.setattr(programs, "SECONDS_OF_GRACE", 0.0)
    until = time.monotonic() + seconds
    cut = solve(MEDIUM, seconds_left=lambda: until - time.monotonic())
    assert medium.value is not None
    if cut.value is not None:
        assert_true(MEDIUM, cut)
        assert cut.value <= medium.value
    assert cut.bound is None or cut.bound >= medium.value
    again = solve(MEDIUM, work_limit=cut.work if cut.stopped else None)
    assert replace(again, stopped=cut.stopped) == cut


@pytest.mark.parametrize("asked", [1, 2, 5, 20, 100, 400, 1000, 1162, 1163])
def test_what_is_asked_after_the_time_has_ended_is_not_counted(asked: int, medium: Answer) -> None:
    """From that answer of the clock on, the time is long over."""
    answers = 0

    def left() -> float:
        nonlocal answers
        answers += 1
        return 1000.0 if answers < asked else -1000.0

    cut = solve(MEDIUM, seconds_left=left)
    again = solve(MEDIUM, work_limit=cut.work if cut.stopped else None)
    assert replace(again, stopped=cut.stopped) == cut
    assert medium.value is not None
    assert cut.bound is None or cut.bound >= medium.value


def test_progress_is_told_and_never_crosses(medium: Answer) -> None:
    told: list[tuple[float | None, float | None]] = []
    solve(MEDIUM, progress=lambda value, bound: told.append((value, bound)))
    assert told
    assert medium.value is not None
    best = medium.value / 1000
    assert all(value is None or value <= best + 1e-6 for value, _ in told)
    assert all(bound is None or bound >= best - 1e-6 for _, bound in told)


def test_nobody_and_nothing_are_a_problem_too() -> None:
    answer = solve(Problem(()))
    assert (answer.state, answer.value, answer.bound) == (State.OPTIMAL, 0, 0)
