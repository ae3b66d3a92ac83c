"""What the matching kernel answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jobveu.kernels.conflicts import Conflict, Filter
from jobveu.kernels.matching.model import Kind, Requirement
from jobveu.kernels.matching.options import Hindrance
from jobveu.kernels.programs import Stopped
from jobveu.kernels.values import share_open


class State(StrEnum):
    OPTIMAL = "optimal"
    """No proposal is worth more."""
    STOPPED = "stopped"
    """The best that was found before the search was stopped; `bound` says what could still be won."""
    INFEASIBLE = "infeasible"
    """No proposal meets all requirements."""
    STABLE = "stable"
    """No person and company would both rather have each other."""


class Mode(StrEnum):
    """What was looked for. A search that was stopped before it found anything says it in no other way."""

    BEST = "best"
    STABLE = "stable"


@dataclass(frozen=True, slots=True)
class Placement:
    """Why here: `terms` sum up to `value`, in thousandths of a point."""

    person: str
    position: str | None
    hold: str | None
    value: int
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Values in thousandths of a point. `work` with the same seed gives the same answer again."""

    version: str
    state: State
    placements: tuple[Placement, ...]
    unplaced: tuple[str, ...]
    running: tuple[str, ...]
    cancelled: tuple[str, ...]
    value: int | None
    bound: int | None
    linear_bound: int | None
    nodes: int
    seed: int
    work: int
    mode: Mode = Mode.BEST
    stopped: Stopped | None = None
    conflict: Conflict[Requirement | Filter] | None = None
    unmet: tuple[Requirement, ...] = ()
    """A stable answer heeds no least numbers, job centre quotas and floors: those that it does not meet."""

    @property
    def gap(self) -> float | None:
        """How far the value may lie below the best one, as a share of it."""
        return share_open(self.value, self.bound)


class Reason(StrEnum):
    """Why not there."""

    OBSTACLE = "obstacle"
    """Whatever the others get: see `hindrances`."""
    IMPOSSIBLE = "impossible"
    """With this person there, no proposal meets all requirements."""
    COSTS = "costs"
    """The best proposal with this person there is worth `cost` less."""
    EQUAL = "equal"
    """There is a proposal with this person there that is worth as much."""
    BETTER = "better"
    """There is a better proposal with this person there: the search was stopped before it was found."""
    NOT_KNOWN = "not_known"
    """The search was stopped before it was known."""


class ChangeKind(StrEnum):
    WISH = "wish"
    SCORE = "score"
    TRAVEL_LIMIT = "travel_limit"
    TIME_LIMIT = "time_limit"
    AVAILABLE = "available"
    ABSENCE = "absence"
    CRITERION = "criterion"
    STARTS = "starts"
    COUNT = "count"
    MOST = "most"
    LEAST = "least"
    QUOTA = "quota"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the input after which the person gets it: `of` changes from `old` to `new`."""

    kind: ChangeKind
    of: str
    old: str
    new: str
    size: float
    """For order among changes: the share of the scale or of the old limit, or 1 for each whole thing."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    target: str
    reason: Reason
    hindrances: tuple[Hindrance, ...] = ()
    cost: int | None = None
    full: bool = False
    taken_by: tuple[str, ...] = ()
    """Who has the places, those first whose own value there is least."""
    runs: bool = True
    changes: tuple[Change, ...] = ()
    """Single changes that would give the person this; the smallest first. Each has been tried."""


@dataclass(frozen=True, slots=True)
class Explanation:
    person: str
    here: Placement | None
    not_there: tuple[WhyNot, ...]

    @property
    def change(self) -> Change | None:
        """The smallest single change that would have given the person something that was wished more."""
        changes = [one for other in self.not_there for one in other.changes]
        return min(changes, key=lambda one: one.size, default=None)


__all__ = [
    "Answer",
    "Change",
    "Explanation",
    "Kind",
    "Placement",
    "Requirement",
    "State",
    "WhyNot",
]
