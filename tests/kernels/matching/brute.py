"""The matching by trying everything, written from the definitions alone: nothing of the kernel but its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from jobveu.kernels.matching.values import Hold, Person, Position, Problem, Quota

Option = tuple[Position | None, Hold | None]
NOTHING: Option = (None, None)


@dataclass(frozen=True)
class Proposal:
    given: tuple[Option, ...]
    """By person."""
    value: int


def may_have(problem: Problem, person: Person, option: Option) -> bool:
    position, hold = option
    for at in (position, hold):
        if at is None:
            continue
        if any(not (set(choice) & set(person.has)) for choice in at.must):
            return False
        if person.travel_limit is not None and distance(problem, person, at) > person.travel_limit:
            return False
        if person.time_limit is not None and minutes(problem, person, at) > person.time_limit:
            return False
    first, last = person.available.first, person.available.last
    if position is not None and position.starts is not None:
        if (first and first > position.starts) or (last and last < position.starts):
            return False
        for away in person.absent:
            if (away.first is None or away.first <= position.starts) and (
                away.last is None or position.starts <= away.last
            ):
                return False
        if hold is not None and hold.period.last is not None and hold.period.last >= position.starts:
            return False
    if hold is not None:
        begins, ends = hold.period.first, hold.period.last
        if begins is not None or ends is not None:
            if first is not None and (begins is None or begins < first):
                return False
            if last is not None and (ends is None or ends > last):
                return False
            for away in person.absent:
                apart = (away.last and begins and away.last < begins) or (
                    away.first and ends and away.first > ends
                )
                if not apart:
                    return False
    target = position or hold
    if target is not None and person.only_wishes and target.id not in person.wishes:
        return False
    if position is not None and position.only_scored and person.id not in position.scores:
        return False
    return not (position is None and hold is not None and not hold.alone)


def distance(problem: Problem, person: Person, at: Position | Hold) -> int:
    if person.place is None or at.place is None:
        return 0
    places = list(problem.travel.places)
    return problem.travel.table[places.index(person.place)][places.index(at.place)]


def minutes(problem: Problem, person: Person, at: Position | Hold) -> int:
    if person.place is None or at.place is None:
        return 0
    places = list(problem.travel.places)
    return problem.travel.minutes[places.index(person.place)][places.index(at.place)]


def worth(problem: Problem, person: Person, option: Option) -> int:
    position, hold = option
    weights = problem.weights
    target = position or hold
    if target is None:
        return 0
    total = weights.wish * person.wishes.get(target.id, 0) // 100
    if position is not None:
        total += weights.position + weights.score * position.scores.get(person.id, 0) // 100
    if hold is not None:
        total += weights.hold
    total -= weights.travel * max(distance(problem, person, at) for at in option if at is not None)
    return total + sum(weight for name, weight in weights.group.items() if name in person.groups)


def offers(problem: Problem, person: Person) -> list[Option]:
    holds = {hold.id: hold for hold in problem.holds}
    every: list[Option] = [(position, holds.get(position.hold or "")) for position in problem.positions]
    every += [(None, hold) for hold in problem.holds]
    return [NOTHING, *(option for option in every if may_have(problem, person, option))]


def broken(problem: Problem, given: Iterable[Option]) -> set[tuple[str, str]]:
    """What the proposal breaks, as (kind, id)."""
    given = tuple(given)
    found = set()
    for position in problem.positions:
        number = sum(one is position for one, _ in given)
        if number > position.count:
            found.add(("position_most", position.id))
        if number < position.least:
            found.add(("position_least", position.id))
    running = set()
    for hold in problem.holds:
        number = sum(one is hold for _, one in given)
        if number:
            running.add(hold.id)
        if number > hold.most:
            found.add(("hold_most", hold.id))
        if number < hold.least and (number or not hold.may_be_cancelled):
            found.add(("hold_least", hold.id))
    for quota in problem.quotas:
        number = sum(
            person.job_centre == quota.job_centre and inside(option, quota.scope)
            for person, option in zip(problem.persons, given, strict=True)
        )
        if quota.most is not None and number > quota.most:
            found.add(("quota_most", quota.id))
        if number < quota.least and not _not_run(problem, quota, running):
            found.add(("quota_least", quota.id))
    for floor in problem.floors:
        placed = [
            person
            for person, option in zip(problem.persons, given, strict=True)
            if inside(option, floor.scope)
        ]
        members = sum(floor.group in person.groups for person in placed)
        if members < floor.least:
            found.add(("floor_number", floor.id))
        if 100 * members < floor.per_cent * len(placed):
            found.add(("floor_share", floor.id))
    return found


def _not_run(problem: Problem, quota: Quota, running: set[str]) -> bool:
    cancellable = {hold.id for hold in problem.holds if hold.may_be_cancelled}
    return len(quota.scope) == 1 and quota.scope[0] in cancellable - running


def inside(option: Option, scope: tuple[str, ...]) -> bool:
    if option == NOTHING:
        return False
    names = {name for at in option if at is not None for name in (at.id, at.project)}
    return not scope or bool(names & set(scope))


def value(problem: Problem, given: Iterable[Option]) -> int:
    given = tuple(given)
    running = {hold.id for _, hold in given if hold is not None and hold.may_be_cancelled}
    total = sum(worth(problem, person, option) for person, option in zip(problem.persons, given, strict=True))
    return total - problem.weights.running * len(running)


def all_proposals(problem: Problem) -> Iterator[Proposal]:
    """Every feasible proposal."""
    for given in product(*(offers(problem, person) for person in problem.persons)):
        if not broken(problem, given):
            yield Proposal(given, value(problem, given))


def best(problem: Problem) -> int | None:
    return max((proposal.value for proposal in all_proposals(problem)), default=None)


def best_with(problem: Problem, person: str, target: str) -> int | None:
    """The value of the best proposal that gives the person the target."""
    index = [one.id for one in problem.persons].index(person)
    return max(
        (
            proposal.value
            for proposal in all_proposals(problem)
            if (at := proposal.given[index][0] or proposal.given[index][1]) is not None and at.id == target
        ),
        default=None,
    )


def given_by(problem: Problem, placements: Mapping[str, tuple[str | None, str | None]]) -> tuple[Option, ...]:
    positions = {position.id: position for position in problem.positions}
    holds = {hold.id: hold for hold in problem.holds}
    given = []
    for person in problem.persons:
        position, hold = placements.get(person.id, (None, None))
        given.append((positions.get(position or ""), holds.get(hold or "")))
    return tuple(given)
