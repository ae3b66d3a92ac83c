"""How far it is between two municipalities by road and ferry, and how long it takes in a car: an estimate.

Nothing is known of roads here. Inside one land the straight line is lengthened and driven at the speed of its band
(`travel_bands.csv`); between two lands the way goes over bridges and ferries (`travel_crossings.csv`), the one that
takes the least time. Each row says when it was set down and what it rests on.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from jobveu.reference.distances import Point, straight_kilometres

SIDES = (0, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a straight line between the band before and `straight_km`."""

    straight_km: float
    factor: float
    km_per_hour: float
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bridge or a ferry between two lands, to be used both ways. `minutes` is all of it, waiting too."""

    name: str
    ferry: bool
    lands: tuple[str, str]
    ends: tuple[Point, Point]
    km: float
    minutes: float
    as_of: date
    source: str


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """One way; compared by the time it takes first."""

    minutes: float
    km: float

    def then(self, other: Way) -> Way:
        return Way(self.minutes + other.minutes, self.km + other.km)


@dataclass(frozen=True, slots=True)
class Place:
    """`land` is what lies together without water between: `municipality_lands.csv`."""

    point: Point
    land: str


NOWHERE = Way(float("inf"), float("inf"))
_End = tuple[int, int]
"""A crossing's index, and which of its sides."""


@cache
def bands() -> tuple[Band, ...]:
    return tuple(
        Band(
            float(row["straight_km"]),
            float(row["factor"]),
            float(row["km_per_hour"]),
            date.fromisoformat(row["as_of"]),
            row["source"],
        )
        for row in _rows("travel_bands.csv")
    )


@cache
def crossings() -> tuple[Crossing, ...]:
    return tuple(
        Crossing(
            name=row["name"],
            ferry=row["kind"] == "ferry",
            lands=(row["land"], row["other_land"]),
            ends=(
                Point(float(row["latitude"]), float(row["longitude"])),
                Point(float(row["other_latitude"]), float(row["other_longitude"])),
            ),
            km=float(row["km"]),
            minutes=float(row["minutes"]),
            as_of=date.fromisoformat(row["as_of"]),
            source=row["source"],
        )
        for row in _rows("travel_crossings.csv")
    )


@cache
def lands() -> Mapping[str, str]:
    """By municipality code."""
    return {row["code"]: row["land"] for row in _rows("municipality_lands.csv")}


def over_land(straight: float) -> Way:
    """Of a straight line in kilometres, with nothing in the way."""
    minutes = km = begun = 0.0
    for band in bands():
        part = max(0.0, min(straight, band.straight_km) - begun) * band.factor
        km += part
        minutes += 60 * part / band.km_per_hour
        begun = band.straight_km
    return Way(minutes, km)


def way(one: Place, other: Place) -> Way:
    """The way between two places that takes the least time. `NOWHERE` where no crossing leads."""
    if one.land == other.land:
        return _straight(one.point, other.point)
    return _arriving(_reach(one), other)


def tables(places: Sequence[Place]) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    """Kilometres and minutes between all of the places, in whole numbers. Raises ValueError for one that no way
    leads to."""
    ways = []
    for one in places:
        reach = _reach(one)
        ways.append(
            [
                _straight(one.point, other.point) if one.land == other.land else _arriving(reach, other)
                for other in places
            ]
        )
    if any(found == NOWHERE for row in ways for found in row):
        raise ValueError("no crossing leads to one of the lands")
    return (
        tuple(tuple(round(found.km) for found in row) for row in ways),
        tuple(tuple(round(found.minutes) for found in row) for row in ways),
    )


def _reach(one: Place) -> dict[_End, Way]:
    """From the place to each end of a crossing."""
    begins = [(end, _straight(one.point, _point(end))) for end in _ends_on(one.land)]
    between = _between_ends()
    return {
        end: min((begin.then(between[leaving, end]) for leaving, begin in begins), default=NOWHERE)
        for end in _ends()
    }


def _arriving(reach: Mapping[_End, Way], other: Place) -> Way:
    return min(
        (reach[end].then(_straight(_point(end), other.point)) for end in _ends_on(other.land)),
        default=NOWHERE,
    )


def _straight(one: Point, other: Point) -> Way:
    return over_land(straight_kilometres(one, other))


def _point(end: _End) -> Point:
    index, side = end
    return crossings()[index].ends[side]


@cache
def _ends() -> tuple[_End, ...]:
    return tuple((index, side) for index in range(len(crossings())) for side in SIDES)


@cache
def _ends_on(land: str) -> tuple[_End, ...]:
    return tuple((index, side) for index, side in _ends() if crossings()[index].lands[side] == land)


@cache
def _between_ends() -> Mapping[tuple[_End, _End], Way]:
    """The least time from each end of a crossing to each (Floyd and Warshall)."""
    ends = _ends()
    found = {(one, other): NOWHERE for one in ends for other in ends}
    for one in ends:
        found[one, one] = Way(0, 0)
    for index, crossing in enumerate(crossings()):
        there, back = (index, 0), (index, 1)
        found[there, back] = found[back, there] = Way(crossing.minutes, crossing.km)
    for land in {land for crossing in crossings() for land in crossing.lands}:
        together = _ends_on(land)
        for one in together:
            for other in together:
                found[one, other] = min(found[one, other], _straight(_point(one), _point(other)))
    for through in ends:
        for one in ends:
            for other in ends:
                found[one, other] = min(found[one, other], found[one, through].then(found[through, other]))
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("jobveu.reference").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
