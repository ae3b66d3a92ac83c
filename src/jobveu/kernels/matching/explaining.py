"""For one person: why here, why not there, and the single change that would have changed it.

Nothing is inferred: what another placement would cost is found by solving with the person placed there, and a change
is named only after the changed problem was solved and gave the person the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from jobveu.kernels.matching.answers import (
    Answer,
    Change,
    ChangeKind,
    Explanation,
    Placement,
    Reason,
    State,
    WhyNot,
)
from jobveu.kernels.matching.model import Kind, Requirement, Row, build
from jobveu.kernels.matching.options import NONE, Hindrance, Obstacle, obstacles, permitted
from jobveu.kernels.matching.searching import search
from jobveu.kernels.matching.solving import placed
from jobveu.kernels.matching.values import WHOLE_SCORE, Hold, Person, Position, Problem
from jobveu.kernels.programs import INFINITY, Status, Watch

DAYS_IN_A_MONTH = 30
LEAST_TRIALS = 5


def explain(
    problem: Problem,
    answer: Answer,
    *,
    person: str,
    should_stop: Callable[[], bool] = lambda: False,
    seconds_left: Callable[[], float] = lambda: INFINITY,
    changes: bool = True,
) -> Explanation:
    """`answer` is what `solve` proposed for the problem. Every wished alternative is explained, the most wished first.

    Takes a solution of the whole problem for each alternative, and for each change that is tried. Raises KeyError
    for a person who is not in the problem, ValueError for an answer that is no proposal of `solve`.
    """
    if answer.state not in (State.OPTIMAL, State.STOPPED):
        raise ValueError("only a proposal of the best kind can be explained")
    one = next((other for other in problem.persons if other.id == person), None)
    if one is None:
        raise KeyError(person)
    here = next((placement for placement in answer.placements if placement.person == person), None)
    case = _Case(problem, answer, one, here, Watch(should_stop, seconds_left=seconds_left), changes)
    targets = problem.targets
    wished = sorted((at for at in targets if at.id in one.wishes), key=lambda at: -one.wishes[at.id])
    others = [at for at in wished if here is None or at.id not in (here.position, here.hold)]
    return Explanation(person, here, tuple(case.why_not(at) for at in others))


@dataclass(frozen=True, slots=True)
class _Case:
    problem: Problem
    answer: Answer
    person: Person
    here: Placement | None
    watch: Watch
    changes: bool

    def why_not(self, target: Position | Hold) -> WhyNot:
        position, hold = self._option(target)
        found = obstacles(self.problem, self.person, position=position, hold=hold)
        runs = hold is None or hold.id in self.answer.running
        if found:
            changes = tuple(self._tried(target, self._past(found)))
            return WhyNot(target.id, Reason.OBSTACLE, hindrances=found, runs=runs, changes=changes)
        there = [other for other in self.answer.placements if target.id in (other.position, other.hold)]
        most = target.count if isinstance(target, Position) else target.most
        full = len(there) >= most
        taken_by = (
            tuple(other.person for other in sorted(there, key=lambda other: other.value)) if full else ()
        )
        status, best = self._with_person_there(target)
        if status is Status.STOPPED or self.answer.value is None:
            return WhyNot(target.id, Reason.NOT_KNOWN, full=full, taken_by=taken_by, runs=runs)
        cost = None if best is None else self.answer.value - best
        changes = tuple(self._tried(target, self._possible(target, hold, cost, full, runs)))
        return WhyNot(
            target.id, _reason(cost), cost=cost, full=full, taken_by=taken_by, runs=runs, changes=changes
        )

    def _option(self, target: Position | Hold) -> tuple[Position | None, Hold | None]:
        if isinstance(target, Hold):
            return None, target
        return target, next((one for one in self.problem.holds if one.id == target.hold), None)

    def _with_person_there(self, target: Position | Hold) -> tuple[Status, int | None]:
        """The value of the best proposal that places the person there."""
        if self.watch.stop():
            return Status.STOPPED, None
        problem = self.problem
        options = permitted(problem)
        index = problem.persons.index(self.person)
        there = options.person == index
        if isinstance(target, Position):
            there &= options.position == problem.positions.index(target)
        else:
            there &= (options.position == NONE) & (options.hold == problem.holds.index(target))
        options = options.only((options.person != index) | there)
        model = build(problem, options)
        mine = np.flatnonzero(options.person == index)
        forced = Row(Requirement(Kind.PLACED, self.person.id), -1, mine, np.full(len(mine), -1, np.int64))
        found = search(replace(model, rows=(*model.rows, forced)), watch=self.watch, seed=self.answer.seed)
        return found.status, found.value

    def _tried(self, target: Position | Hold, changed: Iterator[tuple[Change, Problem]]) -> Iterator[Change]:
        """Those after which the person gets the target."""
        if not self.changes:
            return
        kinds = set()
        for change, problem in sorted(changed, key=lambda one: one[0].size):
            if (change.kind, change.of) in kinds or self.watch.stop():
                continue
            model = build(problem, permitted(problem))
            found = search(model, watch=self.watch, seed=self.answer.seed)
            if found.status is not Status.OPTIMAL or found.chosen is None:
                continue
            placements, _, _, _ = placed(problem, model, found.chosen)
            if any(
                one.person == self.person.id and target.id == (one.position or one.hold) for one in placements
            ):
                kinds.add((change.kind, change.of))
                yield change

    def _past(self, found: tuple[Hindrance, ...]) -> Iterator[tuple[Change, Problem]]:
        """The changes that would each take all the hindrances away, where there are such."""
        person, hindrance = self.person, found[0]
        if any(other.obstacle is not hindrance.obstacle for other in found):
            return
        if hindrance.obstacle is Obstacle.CRITERION:
            common = set(hindrance.criteria).intersection(*(other.criteria for other in found))
            for criterion in sorted(common):
                change = Change(ChangeKind.CRITERION, person.id, "", criterion, 1.0)
                yield change, self._with_person(replace(person, has=person.has | {criterion}))
        elif hindrance.obstacle is Obstacle.TRAVEL:
            old, new = person.travel_limit or 0, max(other.distance or 0 for other in found)
            change = Change(ChangeKind.TRAVEL_LIMIT, person.id, str(old), str(new), (new - old) / max(1, old))
            yield change, self._with_person(replace(person, travel_limit=new))
        elif hindrance.obstacle is Obstacle.TRAVEL_TIME:
            old, new = person.time_limit or 0, max(other.distance or 0 for other in found)
            change = Change(ChangeKind.TIME_LIMIT, person.id, str(old), str(new), (new - old) / max(1, old))
            yield change, self._with_person(replace(person, time_limit=new))
        elif hindrance.obstacle is Obstacle.NOT_AVAILABLE:
            old_period = person.available
            first, last = old_period.first, old_period.last
            for other in found:
                if first is not None and (other.period.first is None or other.period.first < first):
                    first = other.period.first
                if last is not None and (other.period.last is None or other.period.last > last):
                    last = other.period.last
            days = _days(first, old_period.first) + _days(last, old_period.last)
            change = Change(
                ChangeKind.AVAILABLE,
                person.id,
                _period(old_period.first, old_period.last),
                _period(first, last),
                days / DAYS_IN_A_MONTH,
            )
            yield (
                change,
                self._with_person(replace(person, available=replace(old_period, first=first, last=last))),
            )
        elif hindrance.obstacle is Obstacle.ABSENT and len({other.period for other in found}) == 1:
            away = hindrance.period
            change = Change(
                ChangeKind.ABSENCE,
                person.id,
                _period(away.first, away.last),
                "",
                (_days(away.first, away.last) + 1) / DAYS_IN_A_MONTH,
            )
            rest = tuple(other for other in person.absent if other != away)
            yield change, self._with_person(replace(person, absent=rest))
        elif hindrance.obstacle is Obstacle.NOT_SCORED:
            for score in (0, WHOLE_SCORE):
                yield self._scored(hindrance.at, score)
        elif hindrance.obstacle is Obstacle.STARTS_TOO_EARLY and hindrance.period.last is not None:
            position = next(one for one in self.problem.positions if one.id == hindrance.at)
            starts = hindrance.period.last + timedelta(days=1)
            change = Change(
                ChangeKind.STARTS,
                position.id,
                str(position.starts),
                str(starts),
                _days(starts, position.starts) / DAYS_IN_A_MONTH,
            )
            yield change, self._with_target(position, replace(position, starts=starts))

    def _possible(
        self, target: Position | Hold, hold: Hold | None, cost: int | None, full: bool, runs: bool
    ) -> Iterator[tuple[Change, Problem]]:
        """What might bring a person there whom nothing hinders."""
        person, weights = self.person, self.problem.weights
        if cost is not None:
            old = person.wishes.get(target.id, 0)
            if (new := _score_worth(weights.wish, old, cost)) is not None:
                change = Change(ChangeKind.WISH, target.id, str(old), str(new), (new - old) / WHOLE_SCORE)
                yield change, self._with_person(replace(person, wishes={**person.wishes, target.id: new}))
            if isinstance(target, Position):
                old = target.scores.get(person.id, 0)
                if (new := _score_worth(weights.score, old, cost)) is not None:
                    yield self._scored(target.id, new)
        if full and isinstance(target, Position):
            change = Change(ChangeKind.COUNT, target.id, str(target.count), str(target.count + 1), 1.0)
            yield change, self._with_target(target, replace(target, count=target.count + 1))
        if hold is not None and runs:
            there = sum(1 for one in self.answer.placements if one.hold == hold.id)
            if there >= hold.most:
                change = Change(ChangeKind.MOST, hold.id, str(hold.most), str(hold.most + 1), 1.0)
                yield change, self._with_target(hold, replace(hold, most=hold.most + 1))
        if hold is not None and not runs:
            for fewer in range(1, min(hold.least, LEAST_TRIALS) + 1):
                least = hold.least - fewer
                change = Change(ChangeKind.LEAST, hold.id, str(hold.least), str(least), float(fewer))
                yield change, self._with_target(hold, replace(hold, least=least))
        for quota in self.problem.quotas:
            if quota.job_centre == person.job_centre and quota.most is not None:
                change = Change(ChangeKind.QUOTA, quota.id, str(quota.most), str(quota.most + 1), 1.0)
                larger = replace(quota, most=quota.most + 1)
                others = tuple(larger if one is quota else one for one in self.problem.quotas)
                yield change, replace(self.problem, quotas=others)

    def _scored(self, at: str, score: int) -> tuple[Change, Problem]:
        position = next(one for one in self.problem.positions if one.id == at)
        old = position.scores.get(self.person.id)
        change = Change(
            ChangeKind.SCORE,
            position.id,
            "" if old is None else str(old),
            str(score),
            max(score - (old or 0), 1) / WHOLE_SCORE,
        )
        scores = {**position.scores, self.person.id: score}
        return change, self._with_target(position, replace(position, scores=scores))

    def _with_person(self, changed: Person) -> Problem:
        others = tuple(changed if one is self.person else one for one in self.problem.persons)
        return replace(self.problem, persons=others)

    def _with_target(self, old: Position | Hold, new: Position | Hold) -> Problem:
        positions = tuple(new if one is old else one for one in self.problem.positions)
        holds = tuple(new if one is old else one for one in self.problem.holds)
        return replace(self.problem, positions=positions, holds=holds)  # type: ignore[arg-type]


def _reason(cost: int | None) -> Reason:
    if cost is None:
        return Reason.IMPOSSIBLE
    if cost == 0:
        return Reason.EQUAL
    return Reason.COSTS if cost > 0 else Reason.BETTER


def _score_worth(weight: int, old: int, cost: int) -> int | None:
    """The least score that is worth more than the old one by more than the cost."""
    before = weight * old // WHOLE_SCORE
    for score in range(old + 1, WHOLE_SCORE + 1):
        if weight * score // WHOLE_SCORE - before > cost:
            return score
    return None


def _days(one: date | None, other: date | None) -> int:
    """An open end is as far away as a year."""
    if one == other:
        return 0
    return 365 if one is None or other is None else abs((one - other).days)


def _period(first: date | None, last: date | None) -> str:
    """As in ISO 8601, with .. for an open end."""
    return f"{first or '..'}/{last or '..'}"
