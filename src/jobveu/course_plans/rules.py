"""Pure decisions: what counts as one subject, when a hold must begin, what a plan weighs, what others are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from jobveu.kernels.planning.values import Weights

FARTHEST, LONGEST_MINUTES, MOST_WEEKS = 500, 480, 52
DEAREST = 1_000_000_000
"""The largest budget of a plan, in crowns."""
USUAL_TRAVEL, USUAL_MINUTES, USUAL_LEEWAY, USUAL_DAYS = 50, 60, 8, 183
LOWER = 3
"""By so many at most a minimum is tried lower."""
SHOWN_FROM = 5
"""Others than the office are told a number of participants only from this one on."""

WEIGHTS = Weights(met=10_000, waiting=100, travel=20, running=2_000, price=20, cancelled=4_000)
"""In thousandths of a point: a place counts for more than half a year of waiting or 250 km, and for as much as five
holds less."""


def subject_of(*, course_code: str, title: str) -> str:
    """What a hold and a course must share: the number of the course, or the name where there is none."""
    return "".join(course_code.split()).casefold() or " ".join(title.split()).casefold()


@dataclass(frozen=True, slots=True)
class Window:
    """Between which days a hold must begin, both included; `earliest` is what waiting is counted from."""

    earliest: date
    latest: date


def window(
    *,
    starts_on: date | None,
    ready_on: date | None,
    needed_by: date | None,
    leeway: int,
    first_on: date,
    last_on: date,
) -> Window | None:
    """When a project's course may begin, in the plan's period: some weeks before or after the day that is planned, or
    else the day the candidates are found. Not before they are found, nor after the day the companies need them, where
    that leaves a day: a course that is late is still asked for. None when the period holds no such day."""
    planned = starts_on or ready_on
    earliest, latest = first_on, last_on
    if planned is not None:
        earliest = max(earliest, planned - timedelta(weeks=leeway))
        latest = min(latest, planned + timedelta(weeks=leeway))
    if earliest > latest:
        return None
    if ready_on is not None and ready_on <= latest:
        earliest = max(earliest, ready_on)
    if needed_by is not None and needed_by >= earliest:
        latest = min(latest, needed_by)
    return Window(earliest, latest)
