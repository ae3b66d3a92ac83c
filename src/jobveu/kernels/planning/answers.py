"""What the planning kernel answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jobveu.kernels.conflicts import Conflict, Filter
from jobveu.kernels.planning.model import Requirement
from jobveu.kernels.programs import Status, Stopped
from jobveu.kernels.values import share_open


@dataclass(frozen=True, slots=True)
class Placement:
    """So many of a demand go to a hold. `terms` sum up to `value`, in thousandths of a point, for all of them."""

    demand: str
    hold: str
    count: int
    value: int
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unserved:
    """So many of a demand get no place."""

    demand: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan comes to. Waiting is in weeks and travel in the table's unit, summed over those who get a place."""

    demanded: int
    met: int
    running: int
    cancelled: int
    waiting: int
    travel: int
    price: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Values in thousandths of a point. `work` with the same seed gives the same answer again."""

    version: str
    state: Status
    placements: tuple[Placement, ...]
    unserved: tuple[Unserved, ...]
    running: tuple[str, ...]
    not_running: tuple[str, ...]
    value: int | None
    bound: int | None
    linear_bound: int | None
    figures: Figures | None
    nodes: int
    seed: int
    work: int
    stopped: Stopped | None = None
    conflict: Conflict[Requirement | Filter] | None = None

    @property
    def gap(self) -> float | None:
        """How far the value may lie below the best one, as a share of it."""
        return share_open(self.value, self.bound)


class WhyNot(StrEnum):
    """Why a hold does not run."""

    TOO_FEW = "too_few"
    """Not even all within reach who have no place would fill it to its minimum."""
    LIMIT = "limit"
    """Enough are without a place, but as many run as may."""
    BUDGET = "budget"
    """Enough are without a place, but the budget has no room for it."""
    NOT_WORTH = "not_worth"
    """Enough are without a place, but no plan with it is worth more."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a demand; `hold` is where they are placed, None for those without a place."""

    demand: str
    count: int
    hold: str | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """What a hold that does not run lacks to reach its minimum, and who could fill it."""

    hold: str
    least: int
    reason: WhyNot
    could_fill: tuple[Share, ...]
    """Those within reach without a place."""
    could_move: tuple[Share, ...]
    """Those within reach who have a place elsewhere."""

    @property
    def within_reach(self) -> int:
        return sum(one.count for one in self.could_fill)

    @property
    def lacks(self) -> int:
        """How many more must come, when all within reach without a place have come."""
        return max(0, self.least - self.within_reach)


class Obstacle(StrEnum):
    """Why a demand has no place at a hold in its subject."""

    DATES = "dates"
    TRAVEL = "travel"
    FULL = "full"
    NOT_RUNNING = "not_running"
    NOT_WORTH = "not_worth"
    """There is room, but whoever goes there is worth nothing or less."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why so many of a demand get no place: for each obstacle the holds in its subject where it stands in the way.
    No obstacle at all: nobody offers the subject."""

    demand: str
    count: int
    holds: tuple[tuple[Obstacle, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes when a hold's minimum is lowered: of the best plan then, against the answer's."""

    hold: str
    by: int
    least: int
    runs: bool
    value: int
    """How much more the plan is worth, in thousandths of a point."""
    met: int
    """How many more get a place."""
    proven: bool
    """No plan gives more. Otherwise the search was stopped, and there may be one."""
