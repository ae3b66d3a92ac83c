"""Who is to go to a plan's hold, by the planned course that asks for the places: read from what the plan's run was given
and answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from jobveu.course_plans.models import ProposedHold
from jobveu.course_plans.settled import COURSE


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one planned course. `takings` is how many of each organisation, by its id as text; "" where none is known."""

    course_id: int
    takings: Mapping[str, int]

    @property
    def heads(self) -> int:
        return sum(self.takings.values())


def asked_for(hold: ProposedHold) -> tuple[Asked, ...]:
    """In the order of the courses; nothing when the plan places nobody on the hold."""
    run = hold.plan.run
    who = {one["id"]: one.get("who", "") for one in json.loads(run.given)["problem"]["demands"]}
    found: dict[int, dict[str, int]] = {}
    for one in json.loads(run.answer)["assignment"]:
        if one["hold"] == hold.key:
            takings = found.setdefault(course_of(one["demand"]), {})
            takings[who[one["demand"]]] = takings.get(who[one["demand"]], 0) + one["count"]
    return tuple(Asked(course_id, takings) for course_id, takings in sorted(found.items()))


def own_course_runs(hold: ProposedHold, course_id: int) -> bool:
    """Whether the plan has the project's course run as a hold of its own."""
    return f"{COURSE}:{course_id}" in json.loads(hold.plan.run.answer)["running"]


def course_of(demand: str) -> int:
    """The planned course that a demand's id names ("course:17/0")."""
    return int(demand.partition(":")[2].partition("/")[0])
