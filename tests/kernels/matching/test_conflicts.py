"""The conflict in input that no proposal meets: it is one, nothing in it is superfluous, and no other is smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from jobveu.kernels.conflicts import CRITERIA, DATES, TRAVEL, Filter
from jobveu.kernels.matching import State, conflicts, solve
from jobveu.kernels.matching.conflicts import conflict_in
from jobveu.kernels.matching.model import Kind, Requirement
from jobveu.kernels.matching.values import ALWAYS, Floor, Hold, Person, Position, Problem, Quota
from jobveu.kernels.programs import Watch
from jobveu.kernels.values import Travel
from tests.kernels.matching import brute
from tests.kernels.matching.problems import problems

One = Requirement | Filter
FAR = 10**6


def with_only(problem: Problem, kept: Sequence[One]) -> Problem:
    """The problem with all other requirements taken out of the input itself."""
    counted = {(one.kind, one.of) for one in kept if isinstance(one, Requirement)}
    filters = {(one.what, one.at) for one in kept if isinstance(one, Filter)}

    def number(kind: Kind, of: str, value: int, without: int = 0) -> int:
        return value if (kind, of) in counted else without

    positions = tuple(
        replace(
            one,
            count=number(Kind.POSITION_MOST, one.id, one.count, FAR),
            least=number(Kind.POSITION_LEAST, one.id, one.least),
            must=one.must if (CRITERIA, one.id) in filters else (),
            starts=one.starts if (DATES, one.id) in filters else None,
            place=one.place if (TRAVEL, one.id) in filters else None,
        )
        for one in problem.positions
    )
    holds = tuple(
        replace(
            one,
            most=number(Kind.HOLD_MOST, one.id, one.most, FAR),
            least=number(Kind.HOLD_LEAST, one.id, one.least),
            must=one.must if (CRITERIA, one.id) in filters else (),
            period=one.period if (DATES, one.id) in filters else ALWAYS,
            place=one.place if (TRAVEL, one.id) in filters else None,
        )
        for one in problem.holds
    )
    quotas = tuple(
        replace(
            one,
            least=number(Kind.QUOTA_LEAST, one.id, one.least),
            most=one.most if (Kind.QUOTA_MOST, one.id) in counted else None,
        )
        for one in problem.quotas
    )
    floors = tuple(
        replace(
            one,
            least=number(Kind.FLOOR_NUMBER, one.id, one.least),
            per_cent=number(Kind.FLOOR_SHARE, one.id, one.per_cent),
        )
        for one in problem.floors
    )
    return replace(problem, positions=positions, holds=holds, quotas=quotas, floors=floors)


def everything(problem: Problem) -> list[One]:
    return [
        *(
            Requirement(kind, one.id)
            for one in problem.positions
            for kind in (Kind.POSITION_MOST, Kind.POSITION_LEAST)
        ),
        *(Requirement(kind, one.id) for one in problem.holds for kind in (Kind.HOLD_MOST, Kind.HOLD_LEAST)),
        *(
            Requirement(kind, one.id)
            for one in problem.quotas
            for kind in (Kind.QUOTA_MOST, Kind.QUOTA_LEAST)
        ),
        *(
            Requirement(kind, one.id)
            for one in problem.floors
            for kind in (Kind.FLOOR_NUMBER, Kind.FLOOR_SHARE)
        ),
        *(Filter(what, one.id) for one in problem.targets for what in (CRITERIA, DATES, TRAVEL)),
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(persons=3))
def test_the_conflict_is_one_irreducible_and_the_smallest(problem: Problem) -> None:
    answer = solve(problem)
    assume(answer.state is State.INFEASIBLE)
    # Positions that begin before their hold ends are dated at both; with either left out, they do not.
    assume(not any(one.starts and one.hold for one in problem.positions))
    assert answer.conflict is not None
    assert answer.conflict.irreducible
    assert answer.conflict.smallest
    found = answer.conflict.requirements
    assert brute.best(with_only(problem, found)) is None
    for one in found:
        assert brute.best(with_only(problem, [other for other in found if other != one])) is not None
    # Trying all larger sets takes too long.
    for size in range(1, min(len(found), 3)):
        for fewer in combinations(everything(problem), size):
            assert brute.best(with_only(problem, fewer)) is not None


def conflict(problem: Problem) -> set[tuple[str, str]]:
    found = solve(problem).conflict
    assert found is not None
    assert found.smallest
    return {
        (one.what, one.at) if isinstance(one, Filter) else (one.kind.value, one.of)
        for one in found.requirements
    }


PEOPLE = tuple(Person(f"p{number}", "north") for number in range(4))


def test_a_hold_that_must_run_too_far_away_for_most() -> None:
    people = tuple(replace(one, place="far" if one.id != "p0" else "near", travel_limit=10) for one in PEOPLE)
    hold = Hold("h", least=2, most=9, place="near", may_be_cancelled=False)
    problem = Problem(people, (), (hold,), travel=Travel.between({"near": (0, 0), "far": (30, 0)}))
    assert conflict(problem) == {("hold_least", "h"), ("travel", "h")}


def test_a_hold_that_must_run_and_criteria_that_too_few_meet() -> None:
    people = tuple(
        replace(one, has=frozenset({"licence"}) if one.id == "p0" else frozenset()) for one in PEOPLE
    )
    hold = Hold("h", least=2, most=9, must=(frozenset({"licence"}),), may_be_cancelled=False)
    problem = Problem(people, (), (hold,), (Quota("other", "south", most=3),))
    assert conflict(problem) == {("hold_least", "h"), ("criteria", "h")}
    found = solve(problem).conflict
    assert found is not None
    assert dict(zip(found.requirements, found.possible, strict=True))[Filter(CRITERIA, "h")] == 1


def test_a_quota_that_asks_for_more_than_there_are_is_a_conflict_by_itself() -> None:
    problem = Problem(PEOPLE, (Position("q", count=9),), (), (Quota("too-many", "north", least=5),))
    assert conflict(problem) == {("quota_least", "too-many")}


def test_two_quotas_at_a_hold_that_could_be_cancelled_but_for_them() -> None:
    hold = Hold("h", most=1, project="one")
    quotas = (Quota("runs", "north", ("one",), least=1), Quota("nobody", "south", ("h",), least=1))
    assert conflict(Problem(PEOPLE, (), (hold,), quotas)) == {
        ("quota_least", "runs"),
        ("quota_least", "nobody"),
    }


def test_a_floor_against_a_position_with_too_little_room() -> None:
    people = tuple(replace(one, groups=frozenset({"vulnerable"})) for one in PEOPLE)
    problem = Problem(people, (Position("q", count=2),), (), (), (Floor("f", "vulnerable", least=3),))
    assert conflict(problem) == {("position_most", "q"), ("floor_number", "f")}


def test_a_large_input_gets_an_irreducible_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    """What persons meet by themselves is then taken as given. Large is what is made to count as large."""
    monkeypatch.setattr(conflicts, "SMALL_PAIRS", 200)
    people = tuple(Person(f"p{number}", "north" if number < 20 else "south") for number in range(40))
    positions = tuple(
        Position(f"q{number}", count=10 if number == 0 else 0, project="a") for number in range(6)
    )
    problem = Problem(
        people, positions, (), (Quota("q-north", "north", ("a",), 6), Quota("q-south", "south", ("a",), 5))
    )
    found = solve(problem).conflict
    assert found is not None
    assert found.irreducible
    assert not found.smallest
    assert {one.of for one in found.requirements} == {"q-north", "q-south", *(one.id for one in positions)}


@pytest.mark.parametrize("work", [1, 3])
def test_without_time_the_conflict_is_not_reduced_and_says_so(work: int) -> None:
    problem = Problem(PEOPLE, (Position("q", count=9),), (), (Quota("too-many", "north", least=5),))
    found = conflict_in(problem, watch=Watch(work_limit=work), seed=0)
    assert not found.smallest
    assert Requirement(Kind.QUOTA_LEAST, "too-many") in found.requirements
