"""What acceptances have arranged already: those participants ask for no place again, and their places are taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from jobveu.course_plans.models import HoldCourse
from jobveu.education.enums import CourseStatus

OFFERED, COURSE = "offered", "course"
"""What the holds' ids begin with."""


@dataclass(frozen=True, slots=True)
class Settled:
    made: frozenset[int]
    """Courses that were made for a hold: the planned course they stand for asks."""
    moved: frozenset[int]
    """Planned courses that have become part of somebody else's hold: they are no hold of their own."""
    takings: Mapping[int, Mapping[str, int]]
    """By the planned course that asked: how many of each organisation, by its id as text."""
    on_hold: Mapping[str, tuple[int, int]]
    """By hold: how many there are on it, and how many of these are within its own greatest number."""

    @classmethod
    def now(cls) -> Settled:
        """One SQL statement."""
        rows = HoldCourse.objects.filter(course__status=CourseStatus.PLANNED).values_list(
            "course_id", "asked_by_id", "proposed_hold__key", "heads", "takings", "made"
        )
        made, moved = set(), set()
        takings: dict[int, Counter[str]] = {}
        on_hold: dict[str, tuple[int, int]] = {}
        for course_id, asked_by_id, key, heads, of_each, is_made in rows:
            own = key == f"{COURSE}:{course_id}"
            takings.setdefault(asked_by_id, Counter()).update(of_each)
            everybody, within = on_hold.get(key, (0, 0))
            # Those of other projects have been taken off a course's own number already.
            counts = own or key.startswith(OFFERED)
            on_hold[key] = (everybody + heads, within + (heads if counts else 0))
            if is_made:
                made.add(course_id)
            elif not own:
                moved.add(course_id)
        return cls(frozenset(made), frozenset(moved), takings, on_hold)

    def frame(self, key: str, *, least: int, most: int) -> tuple[int, int]:
        """The least and the greatest number of those who come besides."""
        everybody, within = self.on_hold.get(key, (0, 0))
        return max(0, least - everybody), max(0, most - within)
