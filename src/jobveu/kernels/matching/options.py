"""What each person can be offered at all, what it is worth, and what stands in the way of the rest.

An option is a position, a position with the hold that belongs to it, or a place on a hold alone. `permitted` finds
all of them at once; `obstacles` says of one person and one position or hold what stands in the way. Both rest on the
same rules, and a test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.matching.values import ALWAYS, WHOLE_SCORE, Hold, Period, Person, Position, Problem
from jobveu.kernels.programs import Watch
from jobveu.kernels.values import Travel

NONE = -1
Indices = NDArray[np.int32]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Obstacle(StrEnum):
    """Why somebody cannot have something, whatever the others get."""

    CRITERION = "criterion"
    """None of `criteria` is met."""
    TRAVEL = "travel"
    """It is `distance` away, and the limit is `limit`."""
    TRAVEL_TIME = "travel_time"
    """It takes `distance` minutes to get there, and the limit is `limit`."""
    NOT_AVAILABLE = "not_available"
    """Not available in the period that begins `first` and ends `last`."""
    ABSENT = "absent"
    NOT_WISHED = "not_wished"
    """The person takes nothing else than what is wished."""
    NOT_SCORED = "not_scored"
    """The company takes nobody else than those it scored."""
    NEEDS_POSITION = "needs_position"
    """The hold takes nobody without a position."""
    STARTS_TOO_EARLY = "starts_too_early"
    """The position starts before its hold ends, so nobody can have it."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One obstacle; `at` is the position or hold that it is found at."""

    obstacle: Obstacle
    at: str
    criteria: tuple[str, ...] = ()
    distance: int | None = None
    limit: int | None = None
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Options:
    """One row each, sorted by person, position and hold; indices into the problem's tuples, `NONE` for none."""

    person: Indices
    position: Indices
    hold: Indices
    value: Integers

    def __len__(self) -> int:
        return len(self.person)

    def only(self, kept: NDArray[np.intp] | Mask) -> Options:
        return Options(self.person[kept], self.position[kept], self.hold[kept], self.value[kept])


def permitted(
    problem: Problem, *, without: frozenset[tuple[str, str]] = frozenset(), watch: Watch | None = None
) -> Options:
    """Every option that nothing stands in the way of, with its value in thousandths of a point.

    `without` names what is not heeded, as ("criteria", "dates" or "travel", id of the position or hold). Raises
    OutOfTime when `watch` says so.
    """
    watch = watch or Watch()
    people = _People(problem, without)
    weights = problem.weights
    by_hold = {hold.id: index for index, hold in enumerate(problem.holds)}
    open_to = [people.of_hold(hold) for hold in problem.holds]
    found: list[tuple[Indices, int, int, Integers]] = []
    for index, position in enumerate(problem.positions):
        watch.go_on()
        mask = people.of_position(position)
        at = NONE
        distance = people.distances(position.place)
        if position.hold is not None:
            at = by_hold[position.hold]
            hold = problem.holds[at]
            if _starts_too_early(position, hold) and ("dates", position.id) not in without:
                continue
            mask = mask & open_to[at]
            distance = np.maximum(distance, people.distances(hold.place))
        who = np.flatnonzero(mask)
        value = people.base[who] + weights.position + (weights.hold if at != NONE else 0)
        value = value + _proportion(weights.wish, people.wishes(position.id)[who])
        value = value + _proportion(weights.score, people.scores(position.scores)[who])
        found.append((who.astype(np.int32), index, at, value - weights.travel * distance[who]))
    for index, hold in enumerate(problem.holds):
        watch.go_on()
        if not hold.alone:
            continue
        who = np.flatnonzero(open_to[index] & people.content_with(hold.id))
        value = people.base[who] + weights.hold + _proportion(weights.wish, people.wishes(hold.id)[who])
        value = value - weights.travel * people.distances(hold.place)[who]
        found.append((who.astype(np.int32), NONE, index, value))
    if not found:
        nobody = np.zeros(0, np.int32)
        return Options(nobody, nobody, nobody, np.zeros(0, np.int64))
    person = np.concatenate([who for who, _, _, _ in found])
    position_of = np.concatenate([np.full(len(who), index, np.int32) for who, index, _, _ in found])
    hold_of = np.concatenate([np.full(len(who), at, np.int32) for who, _, at, _ in found])
    options = Options(person, position_of, hold_of, np.concatenate([value for _, _, _, value in found]))
    return options.only(np.lexsort((hold_of, position_of, person)))


def obstacles(
    problem: Problem, person: Person, *, position: Position | None = None, hold: Hold | None = None
) -> tuple[Hindrance, ...]:
    """All that keeps the person from the option, whatever the others get; empty when it is permitted."""
    found = []
    if position is not None:
        found += list(_at(problem.travel, person, position))
        if person.only_wishes and position.id not in person.wishes:
            found.append(Hindrance(Obstacle.NOT_WISHED, position.id))
        if position.only_scored and person.id not in position.scores:
            found.append(Hindrance(Obstacle.NOT_SCORED, position.id))
        day = Period(position.starts, position.starts)
        if position.starts is not None and not person.available.holds(day):
            found.append(Hindrance(Obstacle.NOT_AVAILABLE, position.id, period=day))
        if position.starts is not None:
            found += _away(person, position.id, day)
        if hold is not None and _starts_too_early(position, hold):
            found.append(Hindrance(Obstacle.STARTS_TOO_EARLY, position.id, period=hold.period))
    if hold is not None:
        found += list(_at(problem.travel, person, hold))
        period = hold.period
        if period != ALWAYS:
            if not person.available.holds(period):
                found.append(Hindrance(Obstacle.NOT_AVAILABLE, hold.id, period=period))
            found += _away(person, hold.id, period)
        if position is None:
            if person.only_wishes and hold.id not in person.wishes:
                found.append(Hindrance(Obstacle.NOT_WISHED, hold.id))
            if not hold.alone:
                found.append(Hindrance(Obstacle.NEEDS_POSITION, hold.id))
    return tuple(found)


def terms(
    problem: Problem, person: Person, *, position: Position | None, hold: Hold | None
) -> dict[str, int]:
    """What makes up an option's value, in thousandths of a point; only what is not 0."""
    weights = problem.weights
    wished_for = position or hold
    distance = max((travel_between(problem.travel, person, at) for at in (position, hold) if at), default=0)
    parts = {
        "position": weights.position if position else 0,
        "hold": weights.hold if hold else 0,
        "wish": weights.wish * person.wishes.get(wished_for.id, 0) // WHOLE_SCORE if wished_for else 0,
        "score": weights.score * position.scores.get(person.id, 0) // WHOLE_SCORE if position else 0,
        "travel": -weights.travel * distance,
    }
    parts |= {f"group:{name}": weights.group.get(name, 0) for name in sorted(person.groups)}
    return {name: value for name, value in parts.items() if value}


def travel_between(travel: Travel, person: Person, at: Position | Hold) -> int:
    """0 where either place is unknown: then no limit applies either."""
    if person.place is None or at.place is None:
        return 0
    return travel.table[travel.places.index(person.place)][travel.places.index(at.place)]


def minutes_between(travel: Travel, person: Person, at: Position | Hold) -> int:
    """0 where either place is unknown, or how long it takes."""
    if person.place is None or at.place is None or not travel.minutes:
        return 0
    return travel.minutes[travel.places.index(person.place)][travel.places.index(at.place)]


def _away(person: Person, at: str, period: Period) -> list[Hindrance]:
    return [Hindrance(Obstacle.ABSENT, at, period=away) for away in person.absent if away.meets(period)]


def _at(travel: Travel, person: Person, at: Position | Hold) -> list[Hindrance]:
    found = [
        Hindrance(Obstacle.CRITERION, at.id, criteria=tuple(sorted(choice)))
        for choice in at.must
        if not choice & person.has
    ]
    distance = travel_between(travel, person, at)
    if person.travel_limit is not None and distance > person.travel_limit:
        found.append(Hindrance(Obstacle.TRAVEL, at.id, distance=distance, limit=person.travel_limit))
    minutes = minutes_between(travel, person, at)
    if person.time_limit is not None and minutes > person.time_limit:
        found.append(Hindrance(Obstacle.TRAVEL_TIME, at.id, distance=minutes, limit=person.time_limit))
    return found


def _starts_too_early(position: Position, hold: Hold) -> bool:
    last = hold.period.last
    return position.starts is not None and last is not None and last >= position.starts


def _proportion(weight: int, scores: Integers) -> Integers:
    return weight * scores // WHOLE_SCORE


class _People:
    """The persons as columns."""

    def __init__(self, problem: Problem, without: frozenset[tuple[str, str]]) -> None:
        persons = problem.persons
        self._without = without
        self.count = len(persons)
        self._index = {person.id: index for index, person in enumerate(persons)}
        self._has: dict[str, list[int]] = {}
        self._wished: dict[str, list[tuple[int, int]]] = {}
        for index, person in enumerate(persons):
            for criterion in person.has:
                self._has.setdefault(criterion, []).append(index)
            for target, score in person.wishes.items():
                self._wished.setdefault(target, []).append((index, score))
        self._choices: dict[frozenset[str], Mask] = {}
        places = {name: index for index, name in enumerate(problem.travel.places)}
        self._places = places
        # One row and column more, all 0, for those whose place is unknown.
        self._table = np.zeros((len(places) + 1, len(places) + 1), np.int64)
        self._minutes = np.zeros_like(self._table)
        if places:
            self._table[:-1, :-1] = problem.travel.table
        if problem.travel.minutes:
            self._minutes[:-1, :-1] = problem.travel.minutes
        unknown = len(places)
        self._place = np.array(
            [places[one.place] if one.place is not None else unknown for one in persons], np.intp
        )
        far = np.iinfo(np.int64).max
        self._limit = np.array(
            [far if one.travel_limit is None else one.travel_limit for one in persons], np.int64
        )
        self._time_limit = np.array(
            [far if one.time_limit is None else one.time_limit for one in persons], np.int64
        )
        self._first = np.array([_day(one.available.first, 0) for one in persons], np.int64)
        self._last = np.array([_day(one.available.last, far) for one in persons], np.int64)
        self._absent = [(index, period) for index, one in enumerate(persons) for period in one.absent]
        self._only_wishes = np.array([one.only_wishes for one in persons], np.bool_)
        groups: Mapping[str, int] = problem.weights.group
        self.base = np.array([sum(groups.get(name, 0) for name in one.groups) for one in persons], np.int64)

    def of_position(self, position: Position) -> Mask:
        mask = self._at(position) & self.content_with(position.id)
        if position.only_scored:
            scored = np.zeros(self.count, np.bool_)
            scored[[self._index[name] for name in position.scores]] = True
            mask &= scored
        if position.starts is not None and ("dates", position.id) not in self._without:
            day = position.starts.toordinal()
            mask &= (self._first <= day) & (day <= self._last)
            self._take_out_absent(mask, Period(position.starts, position.starts))
        return mask

    def of_hold(self, hold: Hold) -> Mask:
        """Whatever wishes and positions say."""
        mask = self._at(hold)
        period = hold.period
        if period != ALWAYS and ("dates", hold.id) not in self._without:
            mask &= self._first <= _day(period.first, 0)
            mask &= self._last >= _day(period.last, np.iinfo(np.int64).max)
            self._take_out_absent(mask, period)
        return mask

    def _take_out_absent(self, mask: Mask, period: Period) -> None:
        for index, away in self._absent:
            if away.meets(period):
                mask[index] = False

    def content_with(self, target: str) -> Mask:
        wished = np.zeros(self.count, np.bool_)
        wished[[index for index, _ in self._wished.get(target, ())]] = True
        return wished | ~self._only_wishes

    def distances(self, place: str | None) -> Integers:
        return self._to(self._table, place)

    def _to(self, table: Integers, place: str | None) -> Integers:
        column: Integers = table[self._place, len(self._places) if place is None else self._places[place]]
        return column

    def wishes(self, target: str) -> Integers:
        scores = np.zeros(self.count, np.int64)
        for index, score in self._wished.get(target, ()):
            scores[index] = score
        return scores

    def scores(self, by_person: Mapping[str, int]) -> Integers:
        scores = np.zeros(self.count, np.int64)
        for name, score in by_person.items():
            scores[self._index[name]] = score
        return scores

    def _at(self, at: Position | Hold) -> Mask:
        mask = np.ones(self.count, np.bool_)
        if ("travel", at.id) not in self._without:
            mask &= self.distances(at.place) <= self._limit
            mask &= self._to(self._minutes, at.place) <= self._time_limit
        for choice in () if ("criteria", at.id) in self._without else at.must:
            mask &= self._meeting(choice)
        return mask

    def _meeting(self, choice: frozenset[str]) -> Mask:
        if choice not in self._choices:
            mask = np.zeros(self.count, np.bool_)
            for criterion in choice:
                mask[self._has.get(criterion, [])] = True
            self._choices[choice] = mask
        return self._choices[choice]


def _day(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()
