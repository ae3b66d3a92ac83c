"""The conflict in input that no plan is possible for: it is one, nothing in it is superfluous, and no other is
smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from jobveu.kernels.conflicts import DATES, TRAVEL, Filter
from jobveu.kernels.planning import Problem, solve
from jobveu.kernels.planning.conflicts import conflict_in
from jobveu.kernels.planning.model import Kind, Requirement
from jobveu.kernels.planning.values import Demand, Hold, Limit
from jobveu.kernels.programs import Status, Watch
from jobveu.kernels.values import Travel
from tests.kernels.planning import brute
from tests.kernels.planning.problems import MONDAY, problems

One = Requirement | Filter
FAR = 10


def possible(problem: Problem, kept: Sequence[One]) -> bool:
    """Whether a plan keeps these requirements, all others taken out of the input itself."""
    told = {(one.kind, one.of) for one in kept if isinstance(one, Requirement)}
    filters = {(one.what, one.at) for one in kept if isinstance(one, Filter)}
    holds = tuple(
        replace(
            one,
            must_run=one.must_run and (Kind.HOLD_RUNS, one.id) in told,
            least=one.least if (Kind.HOLD_LEAST, one.id) in told else 0,
            most=one.most if (Kind.HOLD_MOST, one.id) in told else FAR,
            place=one.place if (TRAVEL, one.id) in filters else None,
        )
        for one in problem.holds
    )
    demands = tuple(
        replace(one, least=one.least if (Kind.DEMAND_LEAST, one.id) in told else 0) for one in problem.demands
    )
    limits = tuple(one for one in problem.limits if (Kind.LIMIT, one.id) in told)
    dated = {one.id for one in problem.holds if (DATES, one.id) in filters}
    return any(
        True for _ in brute.all_plans(replace(problem, demands=demands, holds=holds, limits=limits), dated)
    )


def everything(problem: Problem) -> list[One]:
    return [
        *(
            Requirement(kind, one.id)
            for one in problem.holds
            for kind in (Kind.HOLD_RUNS, Kind.HOLD_LEAST, Kind.HOLD_MOST)
        ),
        *(Requirement(Kind.DEMAND_LEAST, one.id) for one in problem.demands),
        *(Requirement(Kind.LIMIT, one.id) for one in problem.limits),
        *(Filter(what, one.id) for one in problem.holds for what in (DATES, TRAVEL)),
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_the_conflict_is_one_irreducible_and_the_smallest(problem: Problem) -> None:
    answer = solve(problem)
    assume(answer.state is Status.INFEASIBLE)
    assert answer.conflict is not None
    assert answer.conflict.irreducible
    assert answer.conflict.smallest
    found = answer.conflict.requirements
    assert not possible(problem, found)
    for one in found:
        assert possible(problem, [other for other in found if other != one])
    for size in range(1, min(len(found), 3)):
        for fewer in combinations(everything(problem), size):
            assert possible(problem, fewer)


def conflict(problem: Problem) -> dict[tuple[str, str], int]:
    found = solve(problem).conflict
    assert found is not None
    assert found.smallest
    return {
        (one.what, one.at) if isinstance(one, Filter) else (one.kind.value, one.of): number
        for one, number in zip(found.requirements, found.possible, strict=True)
    }


def test_a_hold_that_must_run_too_far_away_for_most() -> None:
    demands = (
        Demand("near", "a", 4, place="x", travel_limit=10),
        Demand("far", "a", 9, place="y", travel_limit=10),
    )
    hold = Hold("h", "a", MONDAY, 16, least=12, place="x", must_run=True)
    problem = Problem(demands, (hold,), travel=Travel("km", ("x", "y"), ((0, 30), (30, 0))))
    assert conflict(problem) == {("hold_runs", "h"): 4, ("hold_least", "h"): 4, ("travel", "h"): 4}


def test_demand_that_must_be_met_by_one_teacher_on_two_holds() -> None:
    demands = tuple(Demand(f"d{n}", subject, 3, least=1) for n, subject in enumerate("ab"))
    holds = (Hold("ha", "a", MONDAY, 9), Hold("hb", "b", MONDAY, 9), Hold("hc", "c", MONDAY, 9))
    problem = Problem(demands, holds, (Limit("teacher", ("ha", "hb"), 1), Limit("other", ("hc",), 1)))
    assert conflict(problem) == {
        ("demand_least", "d0"): 9,
        ("demand_least", "d1"): 9,
        ("limit", "teacher"): 2,
    }


def test_demand_for_what_nobody_offers() -> None:
    assert conflict(Problem((Demand("d", "a", 3, least=1),), (Hold("h", "b", MONDAY, 9),))) == {
        ("demand_least", "d"): 0
    }


def test_demand_whose_dates_no_hold_fits() -> None:
    demand = Demand("d", "a", 3, least=2, latest=MONDAY)
    hold = Hold("h", "a", MONDAY + timedelta(days=1), 9)
    assert conflict(Problem((demand,), (hold,))) == {("demand_least", "d"): 0, ("dates", "h"): 0}


@pytest.mark.parametrize("work", [1, 3])
def test_without_time_the_conflict_is_not_reduced_and_says_so(work: int) -> None:
    demands = (Demand("d", "a", 3, least=3), Demand("e", "b", 3, least=3))
    problem = Problem(demands, (Hold("h", "a", MONDAY, 2), Hold("g", "b", MONDAY, 9)))
    found = conflict_in(problem, watch=Watch(work_limit=work), seed=0)
    assert not found.smallest
    assert {Requirement(Kind.DEMAND_LEAST, "d"), Requirement(Kind.HOLD_MOST, "h")} <= set(found.requirements)
