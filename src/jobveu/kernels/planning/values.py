"""What the planning kernel is told: how many want what, where and when, and which holds schools could run. Numbers
of organisations only; nothing of a person."""

from __future__ import annotations

from dataclasses import dataclass
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

DAYS_A_WEEK = 7
CROWNS = 1000
"""The weight of the price is for so many."""


@dataclass(frozen=True, slots=True)
class Demand:
    """So many from one organisation who are to learn a subject. They may go to different holds."""

    id: str
    subject: str
    count: int
    who: str = ""
    least: int = 0
    """So many of them must get a place."""
    place: str | None = None
    """None: they go anywhere, and no travel is counted."""
    travel_limit: int | None = None
    """In the travel table's unit; None is no limit."""
    time_limit: int | None = None
    """In minutes; None is no limit."""
    earliest: date | None = None
    latest: date | None = None
    """The days between which the hold must begin, both included."""
    school: str = ""
    """The school that was asked. Only "each school alone" heeds it."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What a school could run: one course at one place, beginning on one day."""

    id: str
    subject: str
    starts: date
    most: int
    least: int = 0
    school: str = ""
    place: str | None = None
    price: int = 0
    """Of the whole hold, in crowns."""
    must_run: bool = False
    announced: bool = False
    """Not to run it is to cancel it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Of these holds at most so many run: they share a teacher, a workshop, or are one and the same on other days.
    Or, with `crowns`, those that run cost at most so much together: a budget."""

    id: str
    holds: tuple[str, ...]
    most: int
    crowns: bool = False

    def takes(self, hold: Hold) -> int:
        """How much of the limit the hold takes when it runs."""
        return hold.price if self.crowns else 1


@dataclass(frozen=True, slots=True)
class Weights:
    """Thousandths of a point, none below 0."""

    met: int = 0
    """For each who gets a place."""
    waiting: int = 0
    """Taken off for each who gets a place, and each whole week from the earliest day until the hold begins."""
    travel: int = 0
    """Taken off for each who gets a place, and each unit of travel."""
    running: int = 0
    """Taken off for each hold that runs."""
    price: int = 0
    """Taken off for each 1,000 crowns that a hold that runs costs."""
    cancelled: int = 0
    """Taken off for each announced hold that does not run."""


NO_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Problem:
    demands: tuple[Demand, ...]
    holds: tuple[Hold, ...]
    limits: tuple[Limit, ...] = ()
    travel: Travel = NO_TRAVEL
    weights: Weights = NO_WEIGHTS

    @property
    def schools(self) -> tuple[str, ...]:
        """In the order in which they first come."""
        return tuple(dict.fromkeys(hold.school for hold in self.holds))


def check(problem: Problem) -> None:
    """Raises NotUnderstood for the first thing that refers to nothing, occurs twice or cannot be meant."""
    once("demands", [one.id for one in problem.demands])
    holds = once("holds", [one.id for one in problem.holds])
    once("limits", [one.id for one in problem.limits])
    check_travel(problem.travel)
    places = set(problem.travel.places)
    for index, demand in enumerate(problem.demands):
        at = f"demands[{index}]"
        from_least_to_most(at, demand.least, demand.count, "count")
        known(f"{at}.place", demand.place, places)
        not_below(f"{at}.travel_limit", demand.travel_limit)
        check_time_limit(f"{at}.time_limit", demand.time_limit, problem.travel)
        if demand.earliest and demand.latest and demand.latest < demand.earliest:
            raise NotUnderstood(f"{at}.latest", "is before the earliest day")
    for index, hold in enumerate(problem.holds):
        at = f"holds[{index}]"
        from_least_to_most(at, hold.least, hold.most, "most")
        known(f"{at}.place", hold.place, places)
        not_below(f"{at}.price", hold.price)
    for index, limit in enumerate(problem.limits):
        at = f"limits[{index}]"
        not_below(f"{at}.most", limit.most)
        for number, name in enumerate(limit.holds):
            known(f"{at}.holds[{number}]", name, holds)
    for name in ("met", "waiting", "travel", "running", "price", "cancelled"):
        not_below(f"weights.{name}", getattr(problem.weights, name))
