"""The plan keeps all requirements and is the best, as trying everything shows; it is the same again, also when it was
stopped; and each school alone makes no better plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.schools import region
from hypothesis import HealthCheck, assume, given, settings

from jobveu.kernels.planning import Answer, Lowering, Problem, each_alone, lacking, solve, why_unserved
from jobveu.kernels.planning.answers import Obstacle, WhyNot
from jobveu.kernels.planning.values import Demand, Hold, Limit, Weights
from jobveu.kernels.programs import Status, Stopped
from jobveu.kernels.values import NotUnderstood
from tests.kernels.planning import brute
from tests.kernels.planning.problems import MONDAY, problems

thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def heads(answer: Answer) -> brute.Heads:
    return {(one.demand, one.hold): one.count for one in answer.placements}


def value_of(problem: Problem, answer: Answer) -> int:
    """Reckoned anew, once the plan is seen to keep all requirements."""
    runs = frozenset(answer.running)
    assert brute.keeps_all(problem, runs, heads(answer))
    return brute.value(problem, runs, heads(answer))


@thorough
@given(problems())
def test_the_plan_is_the_best_there_is(problem: Problem) -> None:
    answer = solve(problem)
    best = brute.best(problem)
    if best is None:
        assert answer.state is Status.INFEASIBLE
        return
    assert answer.state is Status.OPTIMAL
    assert answer.value == answer.bound == best == value_of(problem, answer)
    assert answer.gap == 0
    assert answer.linear_bound is not None
    assert answer.linear_bound >= best
    assert all(sum(value for _, value in one.terms) == one.value for one in answer.placements)
    counted = {one.id: one.count for one in problem.demands}
    for one in answer.placements:
        counted[one.demand] -= one.count
    assert {one.demand: one.count for one in answer.unserved} == {k: n for k, n in counted.items() if n}
    assert set(answer.running) | set(answer.not_running) == {one.id for one in problem.holds}


@thorough
@given(problems())
def test_what_a_lower_minimum_gives_is_true_when_tried(problem: Problem) -> None:
    answer = solve(problem)
    assume(answer.state is Status.OPTIMAL)
    assert answer.value is not None
    lowering = Lowering(problem, answer)
    for place, hold in enumerate(problem.holds):
        effect = lowering.effect(hold=hold.id, by=1)
        holds = list(problem.holds)
        holds[place] = replace(hold, least=max(0, hold.least - 1))
        tried = brute.best(replace(problem, holds=tuple(holds)))
        assert effect.proven
        assert answer.value + effect.value == tried
        assert effect.value >= 0


@thorough
@given(problems(requirements=False))
def test_who_could_fill_a_hold_is_true_when_tried(problem: Problem) -> None:
    answer = solve(problem)
    assert answer.state is Status.OPTIMAL
    runs, placed = frozenset(answer.running), heads(answer)
    assert {one.hold for one in lacking(problem, answer)} == set(answer.not_running)
    for lack in lacking(problem, answer):
        hold = next(one for one in problem.holds if one.id == lack.hold)
        if lack.reason is WhyNot.TOO_FEW:
            assert lack.lacks > 0
        # Those who could fill it come, and as many more as it lacks: then it runs, and nobody else is touched.
        more = Demand("more", hold.subject, lack.lacks)
        without_limits = replace(problem, demands=(*problem.demands, more), limits=())
        come, room = dict(placed), hold.most
        for one in (*lack.could_fill, *((more,) if lack.lacks else ())):
            name = one.id if isinstance(one, Demand) else one.demand
            come[name, hold.id] = min(one.count, room)
            room -= come[name, hold.id]
        come = {pair: count for pair, count in come.items() if count}
        assert brute.keeps_all(without_limits, runs | {hold.id}, come)
        if lack.lacks:  # one fewer is too few
            short = replace(without_limits, demands=(*problem.demands, replace(more, count=lack.lacks - 1)))
            assert not brute.keeps_all(short, runs | {hold.id}, come)
        if lack.reason is WhyNot.LIMIT:
            assert not brute.keeps_all(
                replace(problem, demands=without_limits.demands), runs | {hold.id}, come
            )
        if lack.reason is WhyNot.NOT_WORTH:
            assert brute.value(problem, runs | {hold.id}, come) <= (answer.value or 0)


@thorough
@given(problems(requirements=False))
def test_why_somebody_gets_no_place_is_true(problem: Problem) -> None:
    answer = solve(problem)
    demands = {one.id: one for one in problem.demands}
    holds = {one.id: one for one in problem.holds}
    assert {one.demand: one.count for one in why_unserved(problem, answer)} == {
        one.demand: one.count for one in answer.unserved
    }
    for why in why_unserved(problem, answer):
        told = [name for _, names in why.holds for name in names]
        of_subject = {one.id for one in problem.holds if one.subject == demands[why.demand].subject}
        assert set(told) == of_subject
        for obstacle, names in why.holds:
            for name in names:
                assert brute.may_go(problem, demands[why.demand], holds[name]) == (
                    obstacle not in (Obstacle.DATES, Obstacle.TRAVEL)
                )
                if obstacle is Obstacle.NOT_WORTH:
                    assert brute.worth(problem, demands[why.demand], holds[name]) <= 0


@thorough
@given(problems(requirements=False))
def test_the_schools_alone_make_a_plan_that_is_no_better(problem: Problem) -> None:
    schools = {one.id: one.school for one in problem.holds}
    assume(all(len({schools[name] for name in limit.holds}) == 1 for limit in problem.limits))
    alone = each_alone(problem)
    assert alone.proven
    runs = frozenset(alone.running)
    placed = {(one.demand, one.hold): one.count for one in alone.placements}
    assert brute.keeps_all(problem, runs, placed)
    assert brute.value(problem, runs, placed) == alone.value <= (solve(problem).value or 0)
    asked = {one.id: one.school for one in problem.demands if one.school}
    assert all(schools[b] == asked[a] for a, b in placed if a in asked)
    assert alone.figures.met == sum(placed.values())


def test_three_schools_that_would_all_cancel_fill_one_hold_together() -> None:
    """The case that course planning is there for: five, four and six, and nobody runs for fewer than twelve."""
    demands = tuple(
        Demand(f"d{n}", "svejsning", count, school=school)
        for n, (count, school) in enumerate(((5, "a"), (4, "b"), (6, "c")))
    )
    holds = tuple(
        Hold(f"h{school}", "svejsning", MONDAY, 16, least=12, school=school, announced=True)
        for school in "abc"
    )
    problem = Problem(demands, holds, weights=Weights(met=10_000, running=2_000, cancelled=1_000))
    alone = each_alone(problem)
    assert (alone.figures.met, alone.figures.running, alone.figures.cancelled) == (0, 0, 3)
    answer = solve(problem)
    assert answer.figures is not None
    assert (answer.figures.met, answer.figures.running, answer.figures.cancelled) == (15, 1, 2)


@pytest.fixture(scope="module")
def schools() -> Problem:
    return region(holds=60, companies=300, job_centres=20)


def test_a_larger_region_is_solved_and_better_than_each_alone(schools: Problem) -> None:
    answer, again = solve(schools, seed=3), solve(schools, seed=3)
    assert answer == again
    assert answer.state is Status.OPTIMAL
    alone = each_alone(schools)
    assert answer.value is not None
    assert answer.value == value_of(schools, answer) > alone.value
    assert answer.figures is not None
    assert answer.figures.met > alone.figures.met


@pytest.mark.parametrize("work", [1, 2, 3, 5, 10, 20, 40])
def test_a_search_that_is_stopped_has_a_plan_and_gives_it_again(schools: Problem, work: int) -> None:
    calls = 0

    def stop() -> bool:
        nonlocal calls
        calls += 1
        return calls >= work

    answer = solve(schools, should_stop=stop)
    assert answer.stopped is Stopped.ASKED
    assert answer.value is not None
    assert answer.bound is not None
    assert answer.value == value_of(schools, answer) <= answer.bound
    again = solve(schools, work_limit=answer.work)
    assert replace(again, stopped=Stopped.ASKED) == answer


def test_progress_is_told_of_the_whole(schools: Problem) -> None:
    told: list[tuple[float | None, float | None]] = []
    answer = solve(schools, progress=lambda value, bound: told.append((value, bound)))
    assert answer.value is not None
    values = [value for value, _ in told if value is not None]
    assert values
    assert all(value <= answer.value / 1000 + 1e-3 for value in values)
    assert all(bound >= answer.value / 1000 - 1e-3 for _, bound in told if bound is not None)


@pytest.mark.parametrize(
    ("problem", "field"),
    [
        (Problem((Demand("d", "a", 1), Demand("d", "a", 1)), ()), "demands[1].id"),
        (Problem((Demand("d", "a", 1, least=2),), ()), "demands[0].least"),
        (Problem((Demand("d", "a", 1, place="q"),), ()), "demands[0].place"),
        (
            Problem((Demand("d", "a", 1, earliest=MONDAY, latest=MONDAY.replace(year=2026)),), ()),
            "demands[0].latest",
        ),
        (Problem((), (Hold("h", "a", MONDAY, 2, least=3),)), "holds[0].least"),
        (Problem((), (Hold("h", "a", MONDAY, 2, price=-1),)), "holds[0].price"),
        (Problem((), (), (Limit("l", ("h",), 1),)), "limits[0].holds[0]"),
        (Problem((), (), weights=Weights(met=-1)), "weights.met"),
    ],
)
def test_input_that_makes_no_sense_is_refused(problem: Problem, field: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        solve(problem)
    assert refused.value.field == field
