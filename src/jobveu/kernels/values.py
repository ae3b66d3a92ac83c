"""What several kernels are told: places and travel, and what makes no sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

THOUSANDTHS = 1000
"""Weights and values are counted in thousandths of a point, so that sums are exact."""


class NotUnderstood(ValueError):
    """The input does not make sense. `field` says where, as `holds[3].least`; `reason` says what."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Travel:
    """Between places, in whole units of `unit`; and, where it is known, how many minutes it takes."""

    unit: str = "km"
    places: tuple[str, ...] = ()
    table: tuple[tuple[int, ...], ...] = ()
    minutes: tuple[tuple[int, ...], ...] = ()
    """Empty where it is not known; then there can be no limits of time."""

    @classmethod
    def between(cls, points: Mapping[str, tuple[float, float]]) -> Travel:
        """Straight lines between points given in kilometres east and north, rounded to the nearest kilometre."""
        places = tuple(points)
        table = tuple(
            tuple(
                round(((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2) ** 0.5)
                for b in places
            )
            for a in places
        )
        return cls("km", places, table)


NO_TRAVEL = Travel()


def share_open(value: int | None, bound: int | None) -> float | None:
    """How far a value may lie below the best one, as a share of the bound; None where one of them is not known."""
    if value is None or bound is None:
        return None
    return (bound - value) / max(1, abs(bound)) if bound != value else 0.0


def once(field: str, ids: list[str]) -> set[str]:
    """Raises NotUnderstood for an id that occurs twice."""
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            raise NotUnderstood(f"{field}[{index}].id", f"{name!r} occurs twice")
        seen.add(name)
    return seen


def known(field: str, name: str | None, those: set[str]) -> None:
    """Raises NotUnderstood for a name that refers to nothing."""
    if name is not None and name not in those:
        raise NotUnderstood(field, f"there is no {name!r}")


def from_least_to_most(at: str, least: int, most: int | None, name: str) -> None:
    """Raises NotUnderstood for numbers below 0, and for a least number above the greatest."""
    not_below(f"{at}.least", least)
    not_below(f"{at}.{name}", most)
    if most is not None and least > most:
        raise NotUnderstood(f"{at}.least", f"{least} is more than {name}, {most}")


def not_below(field: str, number: int | None) -> None:
    """Raises NotUnderstood for a number below 0."""
    if number is not None and number < 0:
        raise NotUnderstood(field, "must not be below 0")


def check_travel(travel: Travel) -> None:
    """Raises NotUnderstood for tables that have not one number for each pair of places."""
    once("travel.places", list(travel.places))
    _check_table("travel.table", travel.table, len(travel.places))
    if travel.minutes:
        _check_table("travel.minutes", travel.minutes, len(travel.places))


def check_time_limit(field: str, limit: int | None, travel: Travel) -> None:
    """Raises NotUnderstood for a limit below 0, and for one where nobody knows how long anything takes."""
    not_below(field, limit)
    if limit is not None and travel.places and not travel.minutes:
        raise NotUnderstood(field, "asks for travel.minutes, which is missing")


def _check_table(field: str, table: tuple[tuple[int, ...], ...], count: int) -> None:
    if len(table) != count:
        raise NotUnderstood(field, f"has {len(table)} rows for {count} places")
    for index, row in enumerate(table):
        if len(row) != count:
            raise NotUnderstood(f"{field}[{index}]", f"has {len(row)} numbers, not one for each place")
        if any(number < 0 for number in row):
            raise NotUnderstood(f"{field}[{index}]", "must not hold numbers below 0")
