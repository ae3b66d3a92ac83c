"""How far it is between two places, as the crow flies."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Point:
    """In degrees north and east."""

    latitude: float
    longitude: float


def straight_kilometres(one: Point, other: Point) -> float:
    """Along a great circle."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    chord = (
        sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
