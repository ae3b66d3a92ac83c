"""What is said of one person, tried: costs against trying everything, changes by changing the input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings

from jobveu.kernels.matching import State, explain, solve, stable
from jobveu.kernels.matching.answers import Change, ChangeKind, Reason
from jobveu.kernels.matching.values import Hold, Period, Person, Position, Problem, Weights
from tests.kernels.matching import brute
from tests.kernels.matching.problems import problems


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(persons=3))
def test_every_explanation_is_true_when_tried(problem: Problem) -> None:
    answer = solve(problem)
    assume(answer.state is State.OPTIMAL)
    got = {one.person: one.position or one.hold for one in answer.placements}
    targets = {one.id: one for one in problem.targets}
    holds = {hold.id: hold for hold in problem.holds}
    for person in problem.persons:
        explanation = explain(problem, answer, person=person.id)
        assert (explanation.here and (explanation.here.position or explanation.here.hold)) == got.get(
            person.id
        )
        for other in explanation.not_there:
            target = targets[other.target]
            option = (
                (target, holds.get(target.hold or "")) if isinstance(target, Position) else (None, target)
            )
            allowed = brute.may_have(problem, person, option)
            best = brute.best_with(problem, person.id, other.target)
            if other.reason is Reason.OBSTACLE:
                assert not allowed
                assert other.hindrances
            elif other.reason is Reason.IMPOSSIBLE:
                assert allowed
                assert best is None
            else:
                assert allowed
                assert best is not None
                assert answer.value is not None
                assert other.cost == answer.value - best
                assert (other.reason is Reason.EQUAL) == (other.cost == 0)
            there = [name for name, at in got.items() if at == other.target]
            if other.full and isinstance(target, Position):
                assert sorted(other.taken_by) == sorted(there)
            for change in other.changes:
                changed = apply(problem, person.id, change)
                assert brute.best(changed) == brute.best_with(changed, person.id, other.target)
        assert [other.target for other in explanation.not_there] == sorted(
            (other.target for other in explanation.not_there),
            key=lambda name: (-person.wishes[name], list(targets).index(name)),
        )
        changes = [change for other in explanation.not_there for change in other.changes]
        if changes:
            assert explanation.change is not None
            assert explanation.change.size == min(change.size for change in changes)


def apply(problem: Problem, person: str, change: Change) -> Problem:
    """The problem with the change made, read from the change alone."""

    def changed(one: Person) -> Person:
        if change.kind is ChangeKind.WISH:
            return replace(one, wishes={**one.wishes, change.of: int(change.new)})
        if change.kind is ChangeKind.TRAVEL_LIMIT:
            return replace(one, travel_limit=int(change.new))
        if change.kind is ChangeKind.TIME_LIMIT:
            return replace(one, time_limit=int(change.new))
        if change.kind is ChangeKind.CRITERION:
            return replace(one, has=one.has | {change.new})
        if change.kind is ChangeKind.AVAILABLE:
            return replace(one, available=period(change.new))
        if change.kind is ChangeKind.ABSENCE:
            return replace(one, absent=tuple(away for away in one.absent if away != period(change.old)))
        return one

    positions = list(problem.positions)
    for index, position in enumerate(positions):
        if position.id == change.of:
            if change.kind is ChangeKind.SCORE:
                positions[index] = replace(position, scores={**position.scores, person: int(change.new)})
            elif change.kind is ChangeKind.COUNT:
                positions[index] = replace(position, count=int(change.new))
            elif change.kind is ChangeKind.STARTS:
                positions[index] = replace(position, starts=date.fromisoformat(change.new))
    holds = list(problem.holds)
    for index, hold in enumerate(holds):
        if hold.id == change.of and change.kind is ChangeKind.MOST:
            holds[index] = replace(hold, most=int(change.new))
        if hold.id == change.of and change.kind is ChangeKind.LEAST:
            holds[index] = replace(hold, least=int(change.new))
    quotas = [
        replace(quota, most=int(change.new))
        if quota.id == change.of and change.kind is ChangeKind.QUOTA
        else quota
        for quota in problem.quotas
    ]
    result = replace(
        problem,
        persons=tuple(changed(one) if one.id == person else one for one in problem.persons),
        positions=tuple(positions),
        holds=tuple(holds),
        quotas=tuple(quotas),
    )
    assert result != problem
    return result


def period(text: str) -> Period:
    return Period(*(None if part == ".." else date.fromisoformat(part) for part in text.split("/")))


WEIGHTS = Weights(position=10_000, hold=2_000, wish=3_000, score=5_000)


def two(**of_the_position: object) -> Problem:
    position = Position(id="fibre", scores={"bo": 90, "anna": 40})
    return Problem(
        (Person("anna", wishes={"fibre": 100}), Person("bo", wishes={"fibre": 50})),
        (replace(position, **of_the_position),),  # type: ignore[arg-type]
        weights=WEIGHTS,
    )


def only_reason(problem: Problem, person: str) -> tuple[Reason, list[tuple[ChangeKind, str, str]]]:
    answer = solve(problem)
    explanation = explain(problem, answer, person=person)
    other = explanation.not_there[0]
    return other.reason, [(change.kind, change.old, change.new) for change in other.changes]


def test_whoever_was_outdone_is_told_by_whom_what_it_costs_and_the_score_that_would_do() -> None:
    problem = two()
    explanation = explain(problem, solve(problem), person="anna")
    (other,) = explanation.not_there
    assert (other.full, other.taken_by, other.reason, other.cost) == (True, ("bo",), Reason.COSTS, 1_000)
    # bo: 1.5 for the wish and 4.5 for the score; anna: 3 and 2. A score of 61 is worth 3.05.
    assert [(change.kind, change.new) for change in other.changes] == [
        (ChangeKind.SCORE, "61"),
        (ChangeKind.COUNT, "2"),
    ]
    assert explanation.change == other.changes[0]


def test_a_missing_criterion_is_the_change() -> None:
    problem = two(must=(frozenset({"licence"}),), count=2)
    assert only_reason(problem, "anna") == (Reason.OBSTACLE, [(ChangeKind.CRITERION, "", "licence")])


def test_two_missing_criteria_are_no_single_change() -> None:
    problem = two(must=(frozenset({"licence"}), frozenset({"danish"})), count=2)
    assert only_reason(problem, "anna") == (Reason.OBSTACLE, [])


def test_one_criterion_that_meets_both_demands_is_a_single_change() -> None:
    problem = two(must=(frozenset({"licence", "expert"}), frozenset({"danish", "expert"})), count=2)
    assert only_reason(problem, "anna") == (Reason.OBSTACLE, [(ChangeKind.CRITERION, "", "expert")])


def test_a_hold_that_gets_too_few_is_named_with_the_number_that_would_do() -> None:
    hold = Hold("course", least=3, most=5)
    problem = Problem((Person("anna", wishes={"course": 100}),), (), (hold,), weights=WEIGHTS)
    answer = solve(problem)
    assert answer.cancelled == ("course",)
    (other,) = explain(problem, answer, person="anna").not_there
    assert (other.reason, other.runs) == (Reason.IMPOSSIBLE, False)
    assert [(change.kind, change.new) for change in other.changes] == [(ChangeKind.LEAST, "1")]


def test_only_a_proposal_of_the_best_kind_and_a_known_person_can_be_explained() -> None:
    problem = two()
    with pytest.raises(ValueError, match="best kind"):
        explain(problem, stable(problem), person="anna")
    with pytest.raises(KeyError):
        explain(problem, solve(problem), person="cilla")


def test_a_proposal_that_was_stopped_too_early_is_not_called_as_good() -> None:
    problem = two()
    best = solve(problem)
    (bo,) = best.placements
    worse = replace(best, state=State.STOPPED, placements=(), value=0)
    (other,) = explain(problem, worse, person="bo").not_there
    assert (other.reason, other.cost) == (Reason.BETTER, -bo.value)


def test_a_stopped_explanation_says_that_it_does_not_know() -> None:
    problem = two()
    (other,) = explain(problem, solve(problem), person="anna", should_stop=lambda: True).not_there
    assert (other.reason, other.cost, other.changes) == (Reason.NOT_KNOWN, None, ())
