"""How facts are written as small numbers. 0 is always what is not known; 1 is a dictionary's first entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from jobveu.actors.enums import OrganisationKind
from jobveu.candidates.enums import DropoutReason, Milestone, OutcomeKind, SkillLevel
from jobveu.projects.enums import AreaKind, CoordinatorRole, Initiative, ProjectType, TargetGroup

FORMAT = 1
"""Of what a snapshot holds. A change that the reader of older snapshots would misunderstand gets the next number."""

FIRST_YEAR = 2010
"""Quarter 1 is the first of this year; nothing in the register is older."""

NOT_COUNTED, ACTIVE, COMPLETED = 0, 1, 2
"""`standing`: given up, or a case taken from a publication, whose activity that publication has counted; still
running; carried through."""

ENUMERATIONS: Mapping[str, tuple[str, ...]] = {
    "type": tuple(ProjectType.values),
    "target_group": tuple(TargetGroup.values),
    "initiative": tuple(Initiative.values),
    "role": tuple(CoordinatorRole.values),
    "area": tuple(AreaKind.values),
    "actor": tuple(kind for kind in OrganisationKind.values),
    "dropout_reason": tuple(DropoutReason.values),
    "outcome": tuple(OutcomeKind.values),
    "milestone": tuple(Milestone.values),
    "situation": ("unemployed", "vulnerable", "under_notice", "employed"),
    "skill": tuple(SkillLevel.values),
}
"""The dictionaries as they are now; a snapshot carries those that it was written with. `situation` is the person's
when registered, with vulnerable unemployed as one of their own (def.succ.vulnerable)."""

PROJECT_COLUMNS: Mapping[str, DTypeLike] = {
    "id": np.int64,
    "standing": np.uint8,
    "quarter": np.uint8,  # of its start
    "council": np.uint8,
    "type": np.uint8,
    "industry": np.uint8,  # section of DB07
    "target_groups": np.uint8,  # a bit for each
    "initiative": np.uint8,
    "role": np.uint8,
    "area": np.uint8,
    "actors": np.uint16,  # a bit for each kind of organisation among the parties
    "parties": np.uint16,
    "courses": np.uint16,
    "reported": np.uint32,  # participants known by their number only
    "needs": np.uint16,
    "needed": np.uint32,  # employees asked for in the needs
    "endorsed": np.uint8,
    "synthetic": np.uint8,
}
PARTICIPATION_COLUMNS: Mapping[str, DTypeLike] = {
    "path": np.uint8,
    "outcomes": np.uint16,
    "person": np.uint8,
    "merit": np.uint8,
    "invited": np.uint8,  # the quarters in which each step was taken
    "screened": np.uint8,
    "presented": np.uint8,
    "started": np.uint8,
    "ended": np.uint8,
}
NEED_COLUMNS: Mapping[str, DTypeLike] = {
    "council": np.uint8,
    "quarter": np.uint8,
    "head_count": np.uint32,
    "answered": np.uint8,
    "industry": np.uint8,  # of the workplace
    "type": np.uint8,  # this and the next: of the project that answers it
    "target_groups": np.uint8,
}
"""Snapshots that were taken before one of them was counted are read as if nothing were known of it."""
STEPS = ("invited", "screened", "presented", "started", "ended")
QUARTERS = 256

SCREENINGS = ("none", "failed", "passed")
NONE, WITHDRAWN, ENROLLED, STARTED, FINISHED, DROPPED = range(6)
"""`progress`: the furthest that a candidate's courses go, as candidates.rules.state_of orders them. From DROPPED on
come the reasons for dropping out."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Reads and writes `path`: screening, presented, begun, progress."""

    reasons: int

    @property
    def progresses(self) -> int:
        return DROPPED + self.reasons

    @property
    def size(self) -> int:
        return len(SCREENINGS) * 2 * 2 * self.progresses

    def code(self, *, screening: int, presented: bool, begun: bool, progress: int) -> int:
        return ((screening * 2 + presented) * 2 + begun) * self.progresses + progress

    def begun(self, paths: NDArray[Any]) -> NDArray[np.uint8]:
        """Of some codes: 1 where somebody has begun, as `parts` says, otherwise 0."""
        found = paths // np.uint8(self.progresses)
        found &= np.uint8(1)
        return np.asarray(found, np.uint8)

    def parts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Of every code: screening, presented, begun, progress."""
        every, progress = np.divmod(np.arange(self.size), self.progresses)
        every, begun = np.divmod(every, 2)
        screening, presented = np.divmod(every, 2)
        return screening, presented == 1, begun == 1, progress


OUTCOME_BITS = 3
OUTCOME_BASE = 1 << OUTCOME_BITS
"""`outcomes`: one digit for each milestone, 0 where nothing is recorded."""


NO_MERIT, MERIT = 1, 2
MERITS = 3
"""`merit`: has completed a course that gives merit, or not; 0 in snapshots from before it was kept."""

SKILLS = 4
"""`person` is situation times this, plus skill level."""

SIZES: Mapping[str, int] = {
    "standing": COMPLETED + 1,
    "endorsed": 2,
    "synthetic": 2,
    "outcomes": OUTCOME_BASE ** len(Milestone.values),
    "merit": MERITS,
    "answered": 2,
}
"""How many codes a column has that has no dictionary."""


def year_of(quarter: np.ndarray) -> np.ndarray:
    """The year of quarters; 0 for what is not known."""
    return np.where(quarter == 0, 0, FIRST_YEAR + (quarter.astype(np.int64) - 1) // 4)


def quarter_of(day: date) -> int:
    """The number of the day's quarter."""
    return max(1, (day.year - FIRST_YEAR) * 4 + (day.month + 2) // 3)


def first_day(quarter: int) -> date:
    years, part = divmod(quarter - 1, 4)
    return date(FIRST_YEAR + years, 3 * part + 1, 1)


def last_day(quarter: int) -> date:
    return first_day(quarter + 1) - timedelta(days=1)
