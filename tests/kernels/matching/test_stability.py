"""The stable mode: nobody blocks it, and what it does not heed is said."""

from __future__ import annotations

from dataclasses import replace

from bench.regions import region
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobveu.kernels.matching import State, stable
from jobveu.kernels.matching.answers import Answer
from jobveu.kernels.matching.values import Hold, Person, Position, Problem, Quota, Weights
from tests.kernels.matching import brute
from tests.kernels.matching.problems import problems


def blocking_pairs(problem: Problem, answer: Answer) -> list[tuple[str, str]]:
    """Persons and positions (or holds alone) that would both rather have each other, from the definition.

    A place on a hold goes by the scores: a pair has a claim to one that is free or was given to a lower score, the
    person's own by another position too.
    """
    placements = {one.person: (one.position, one.hold) for one in answer.placements}
    given = {
        person.id: option
        for person, option in zip(problem.persons, brute.given_by(problem, placements), strict=True)
    }
    score = {
        person.id: -1 if given[person.id][0] is None else given[person.id][0].scores.get(person.id, 0)  # type: ignore[union-attr]
        for person in problem.persons
    }
    holds = {hold.id: hold for hold in problem.holds}
    found = []
    for person in problem.persons:
        position, hold = given[person.id]
        at = position or hold
        now = -1 if at is None else person.wishes.get(at.id, 0)
        for target in problem.targets:
            option = (
                (target, holds.get(target.hold or "")) if isinstance(target, Position) else (None, target)
            )
            if person.wishes.get(target.id, 0) <= now or not brute.may_have(problem, person, option):
                continue
            if option[1] is not None and option[1].id in answer.cancelled:
                continue
            mine = target.scores.get(person.id, 0) if isinstance(target, Position) else -1
            leaves = set()
            if isinstance(target, Position):
                there = [name for name, (one, _) in given.items() if one is target and name != person.id]
                if len(there) >= target.count:
                    worst = min(there, key=score.__getitem__, default=None)
                    if worst is None or score[worst] >= mine:
                        continue
                    leaves.add(worst)
            if option[1] is not None:
                on_it = [name for name, (_, one) in given.items() if one is option[1] and name not in leaves]
                if len(on_it) >= option[1].most and all(score[name] >= mine for name in on_it):
                    continue
            found.append((person.id, target.id))
    return found


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), st.integers(0, 2))
def test_no_pair_blocks_it_and_what_is_unmet_is_said(problem: Problem, seed: int) -> None:
    answer = stable(problem, seed=seed)
    assert answer.state is State.STABLE
    assert blocking_pairs(problem, answer) == []
    placements = {one.person: (one.position, one.hold) for one in answer.placements}
    chosen = brute.given_by(problem, placements)
    for person, option in zip(problem.persons, chosen, strict=True):
        assert brute.may_have(problem, person, option)
    assert {(one.kind.value, one.of) for one in answer.unmet} == brute.broken(problem, chosen)
    # Room is never given twice, and a hold that runs by choice has enough.
    assert not {one.kind for one in answer.unmet} & {"position_most", "hold_most"}
    assert answer == stable(problem, seed=seed)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(persons=3, requirements=False))
def test_no_stable_proposal_is_better_for_anybody_when_there_are_no_ties(problem: Problem) -> None:
    """Deferred acceptance gives everybody the best they have in any stable proposal."""
    people = tuple(
        replace(one, wishes={target.id: 10 + 20 * number for number, target in enumerate(problem.targets)})
        for one in problem.persons
    )
    positions = tuple(
        replace(one, scores={person.id: 10 + 30 * number for number, person in enumerate(people)})
        for one in problem.positions
    )
    strict = replace(problem, persons=people, positions=positions, holds=())
    strict = replace(strict, positions=tuple(replace(one, hold=None) for one in strict.positions))
    targets = {one.id for one in strict.targets}
    strict = replace(
        strict,
        persons=tuple(
            replace(one, wishes={name: wish for name, wish in one.wishes.items() if name in targets})
            for one in people
        ),
    )
    answer = stable(strict)
    got = {one.person: one.position for one in answer.placements}
    for proposal in brute.all_proposals(strict):
        other = {
            person.id: option[0].id
            for person, option in zip(strict.persons, proposal.given, strict=True)
            if option[0] is not None
        }
        placements = (
            tuple(
                replace(answer.placements[0], person=name, position=at, hold=None)
                for name, at in other.items()
            )
            if answer.placements
            else ()
        )
        if blocking_pairs(strict, replace(answer, placements=placements)):
            continue
        for person in strict.persons:
            wish = person.wishes
            assert wish.get(got.get(person.id, ""), -1) >= wish.get(other.get(person.id, ""), -1)


def test_a_region_is_stable() -> None:
    problem = region(persons=300, positions=60, holds=12, job_centres=8)
    answer = stable(problem)
    assert len(answer.placements) > 100
    assert blocking_pairs(problem, answer) == []


def test_it_ends_when_it_is_told_to_and_says_that_there_is_nothing() -> None:
    problem = region(persons=200, positions=30, holds=6, job_centres=5)
    whole = stable(problem)
    for work in (1, 20, whole.work - 1):
        answer = stable(problem, work_limit=work)
        assert (answer.state, answer.value, answer.placements) == (State.STOPPED, None, ())
        assert len(answer.unplaced) == 200
    assert stable(problem, work_limit=whole.work + 1) == whole


def test_a_hold_with_too_few_is_cancelled_and_its_people_go_elsewhere() -> None:
    people = tuple(Person(name, wishes={"rare": 100, "common": 10}) for name in "ab")
    holds = (Hold("rare", least=3, most=5), Hold("common", least=1, most=5))
    answer = stable(Problem(people, (), holds, weights=Weights(hold=1_000)))
    assert answer.cancelled == ("rare",)
    assert [one.hold for one in answer.placements] == ["common", "common"]
    assert answer.unmet == ()


def test_a_hold_that_must_run_and_a_quota_may_be_unmet_and_are_named() -> None:
    people = (Person("a", "north", wishes={"q": 100}), Person("b", "south"))
    holds = (Hold("h", least=3, most=5, may_be_cancelled=False, alone=False),)
    quotas = (Quota("q1", "south", ("q",), least=1),)
    problem = Problem(people, (Position("q", scores={"a": 90}),), holds, quotas)
    answer = stable(problem)
    assert [(one.kind.value, one.of) for one in answer.unmet] == [("hold_least", "h"), ("quota_least", "q1")]
