"""What the matching kernel is told. All plain values: no names, no sex, age, origin or health."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jobveu.kernels.values import (
    NO_TRAVEL,
    NotUnderstood,
    Travel,
    check_time_limit,
    check_travel,
    from_least_to_most,
    known,
    not_below,
    once,
)

WHOLE_SCORE = 100
"""Wishes and scores go from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, other: Period) -> bool:
        """Whether the whole of the other lies in this one. An open end of the other asks for an open end here."""
        begins = self.first is None or (other.first is not None and self.first <= other.first)
        return begins and (self.last is None or (other.last is not None and other.last <= self.last))

    def meets(self, other: Period) -> bool:
        """Whether they have a day in common."""
        return not (
            (self.last is not None and other.first is not None and self.last < other.first)
            or (other.last is not None and self.first is not None and other.last < self.first)
        )


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    job_centre: str = ""
    has: frozenset[str] = frozenset()
    """The criteria that the person meets."""
    groups: frozenset[str] = frozenset()
    """The target groups that the person belongs to."""
    place: str | None = None
    travel_limit: int | None = None
    """In the travel table's unit; None is no limit."""
    time_limit: int | None = None
    """In minutes; None is no limit."""
    available: Period = ALWAYS
    absent: tuple[Period, ...] = ()
    """Away, whatever `available` says: no hold runs meanwhile, and no position begins."""
    wishes: Mapping[str, int] = field(default_factory=dict)
    """0 to 100 by position or hold, higher is wished more; equal numbers are a tie."""
    only_wishes: bool = False
    """Nothing else than what is wished will do."""


@dataclass(frozen=True, slots=True)
class Position:
    id: str
    company: str = ""
    project: str = ""
    count: int = 1
    least: int = 0
    must: tuple[frozenset[str], ...] = ()
    """Each is met by any one of its criteria."""
    place: str | None = None
    starts: date | None = None
    hold: str | None = None
    """The hold that whoever gets the position goes through first."""
    scores: Mapping[str, int] = field(default_factory=dict)
    """The company's, 0 to 100 by person."""
    only_scored: bool = False
    """The company takes nobody else than those it scored."""


@dataclass(frozen=True, slots=True)
class Hold:
    id: str
    course: str = ""
    project: str = ""
    least: int = 0
    most: int = 0
    must: tuple[frozenset[str], ...] = ()
    place: str | None = None
    period: Period = ALWAYS
    may_be_cancelled: bool = True
    alone: bool = True
    """Takes persons without a position too."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of a job centre's persons are placed in the scope: ids of projects, positions and holds; none is all.

    A least number for one hold that may be cancelled holds only if it runs.
    """

    id: str
    job_centre: str
    scope: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """How many of a target group are placed in the scope: a number, or per cent of all who are placed there."""

    id: str
    group: str
    scope: tuple[str, ...] = ()
    least: int = 0
    per_cent: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """Thousandths of a point, none below 0. The words for each are `TERMS`' in `answers`."""

    position: int = 0
    """For each person who gets a position."""
    hold: int = 0
    """For each person who gets a place on a hold."""
    wish: int = 0
    """For a wish of 100, in proportion below."""
    score: int = 0
    """For a company's score of 100, in proportion below."""
    travel: int = 0
    """Taken off for each unit of travel."""
    group: Mapping[str, int] = field(default_factory=dict)
    """For each placed person of the target group."""
    running: int = 0
    """Taken off for each hold that runs and could have been cancelled."""


NO_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Problem:
    persons: tuple[Person, ...]
    positions: tuple[Position, ...] = ()
    holds: tuple[Hold, ...] = ()
    quotas: tuple[Quota, ...] = ()
    floors: tuple[Floor, ...] = ()
    travel: Travel = NO_TRAVEL
    weights: Weights = NO_WEIGHTS

    @property
    def targets(self) -> tuple[Position | Hold, ...]:
        """What a person can wish."""
        return (*self.positions, *self.holds)


def check(problem: Problem) -> None:
    """Raises NotUnderstood for the first thing that refers to nothing, occurs twice or cannot be meant."""
    persons = once("persons", [one.id for one in problem.persons])
    positions = once("positions", [one.id for one in problem.positions])
    holds = once("holds", [one.id for one in problem.holds])
    once("quotas", [one.id for one in problem.quotas])
    once("floors", [one.id for one in problem.floors])
    projects = {one.project for one in problem.targets if one.project}
    for one, other, words in (
        (positions, holds, "a position and a hold"),
        (positions, projects, "a position and a project"),
        (holds, projects, "a hold and a project"),
    ):
        if both := one & other:
            raise NotUnderstood("positions", f"{min(both)!r} is the id of both {words}")
    check_travel(problem.travel)
    places = set(problem.travel.places)
    targets = positions | holds
    for index, person in enumerate(problem.persons):
        at = f"persons[{index}]"
        known(f"{at}.place", person.place, places)
        _scores(f"{at}.wishes", person.wishes, targets)
        not_below(f"{at}.travel_limit", person.travel_limit)
        check_time_limit(f"{at}.time_limit", person.time_limit, problem.travel)
        for number, period in enumerate((person.available, *person.absent)):
            _order(f"{at}.absent[{number - 1}]" if number else f"{at}.available", period)
    for index, position in enumerate(problem.positions):
        at = f"positions[{index}]"
        known(f"{at}.place", position.place, places)
        known(f"{at}.hold", position.hold, holds)
        _scores(f"{at}.scores", position.scores, persons)
        from_least_to_most(at, position.least, position.count, "count")
        _must(f"{at}.must", position.must)
    for index, hold in enumerate(problem.holds):
        at = f"holds[{index}]"
        known(f"{at}.place", hold.place, places)
        from_least_to_most(at, hold.least, hold.most, "most")
        _must(f"{at}.must", hold.must)
        _order(f"{at}.period", hold.period)
    scopes = targets | projects
    for index, quota in enumerate(problem.quotas):
        at = f"quotas[{index}]"
        for number, name in enumerate(quota.scope):
            known(f"{at}.scope[{number}]", name, scopes)
        from_least_to_most(at, quota.least, quota.most, "most")
    for index, floor in enumerate(problem.floors):
        at = f"floors[{index}]"
        for number, name in enumerate(floor.scope):
            known(f"{at}.scope[{number}]", name, scopes)
        not_below(f"{at}.least", floor.least)
        if not 0 <= floor.per_cent <= 100:
            raise NotUnderstood(f"{at}.per_cent", "must be from 0 to 100")
    weights = problem.weights
    for name in ("position", "hold", "wish", "score", "travel", "running"):
        not_below(f"weights.{name}", getattr(weights, name))
    for name, weight in weights.group.items():
        not_below(f"weights.group.{name}", weight)


def _scores(field: str, scores: Mapping[str, int], those: set[str]) -> None:
    for name, score in scores.items():
        known(field, name, those)
        if not 0 <= score <= WHOLE_SCORE:
            raise NotUnderstood(field, f"the number for {name!r} must be from 0 to {WHOLE_SCORE}")


def _must(field: str, must: tuple[frozenset[str], ...]) -> None:
    for index, choice in enumerate(must):
        if not choice:
            raise NotUnderstood(f"{field}[{index}]", "names no criterion, so nobody could meet it")


def _order(field: str, period: Period) -> None:
    if period.first is not None and period.last is not None and period.last < period.first:
        raise NotUnderstood(field, "ends before it begins")
