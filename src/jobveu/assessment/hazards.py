"""Which barriers came before dropouts, cancellations and standstills: counted, with and without. Nothing of it says that one
thing led to the other.

A barrier is there for a project from the day on which a risk check said so, or on which the record shows it (SIGNALS). It came
before an event where that day is earlier than the event's. A project whose barrier was first seen afterwards counts among
those without it, as it was without it then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.assessment.barriers import BARRIERS
from jobveu.assessment.ratios import Ratio
from jobveu.kernels.statistics import change
from jobveu.kernels.statistics.intervals import Interval, wilson
from jobveu.kernels.statistics.multiple import holm

LEAST = 5
"""Of fewer projects no share is told."""
CERTAIN = 0.05
"""Of as large a difference where there is none, all that are compared taken together."""
DROPOUT_SHARE = 20
"""Per cent of those who have begun (at least LEAST) who dropped out, from which on it is an event of the project."""


class Event(TextChoices):
    DROPOUTS = "dropouts", _("Mange faldt fra")
    CANCELLED = "cancelled", _("Et kursus blev aflyst, eller projektet blev opgivet")
    STANDSTILL = "standstill", _("Projektet stod stille i mere end 30 dage")


SIGNALS: Mapping[str, Promise] = {
    "involvement": _(
        "Et jobcenter, en uddannelsesinstitution eller en arbejdsplads var ikke part ved opstarten."
    ),
    "no-candidates": _(
        "Et jobcenter havde færre kandidater end aftalt på dagen, hvor de skulle være fundet."
    ),
    "too-few": _("Et kursus havde færre tilmeldte end det mindste antal, da det begyndte."),
    "credit": _("Flere skoler var med, og ingen af kurserne gav merit."),
    "resources": _("Der gik mere end 120 dage fra projektets start til det første kursus."),
    "terms": _("Aftalerne med jobcentrene gav deltagerne forskellige vilkår."),
    "unclear-gain": _("Ingen virksomhed havde givet tilsagn, da det første kursus begyndte."),
    "long-process": _("Der gik mere end 60 dage fra den første screening til det første kursus."),
}
"""What of the record shows a barrier, by its key. Of vulnerable people who are left out the record shows nothing by itself:
that takes a risk check."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """What became of one project. `happened`: whether it had each event, None where that cannot be known (nobody begun to drop
    out, nothing recorded to stand still). `noted` and `shown`: the barriers that a risk check, and the record, saw before the
    event, or at all where it did not happen."""

    project_id: int
    council: str = ""
    office: str = ""
    year: int | None = None
    happened: Mapping[str, bool | None] = field(default_factory=dict)
    noted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shown: Mapping[str, frozenset[str]] = field(default_factory=dict)


def hazard(
    *,
    project_id: int,
    council: str,
    office: str,
    year: int | None,
    events: Mapping[Event, tuple[bool | None, date | None]],
    noted: Mapping[str, date],
    shown: Mapping[str, date],
) -> Hazard:
    """From days to what came before what. `events`: whether it happened, and its day; `noted` and `shown`: the first day of each
    barrier."""

    def before(days: Mapping[str, date], on: date | None) -> frozenset[str]:
        return frozenset(key for key, day in days.items() if on is None or day < on)

    return Hazard(
        project_id=project_id,
        council=council,
        office=office,
        year=year,
        happened={event.value: happened for event, (happened, _day) in events.items()},
        noted={event.value: before(noted, day) for event, (_happened, day) in events.items()},
        shown={event.value: before(shown, day) for event, (_happened, day) in events.items()},
    )


@dataclass(frozen=True, slots=True)
class Preceded:
    """One barrier and one event. `with_` are the projects that had the barrier before; `without` the others. None where there
    are no such projects. `noted` of those with it had it from a risk check. `probability`: of as large a difference between
    the two by chance, adjusted for all barriers and events that are compared; None where there are too few."""

    barrier: str
    event: Event
    with_: Ratio | None
    without: Ratio | None
    noted: int
    probability: float | None = None

    @property
    def differs(self) -> bool:
        return self.probability is not None and self.probability < CERTAIN

    @property
    def enough(self) -> bool:
        """Whether there are enough projects on both sides to tell their shares."""
        return (
            self.with_ is not None
            and self.without is not None
            and min(self.with_.lower, self.without.lower) >= LEAST
        )


def interval(ratio: Ratio | None) -> Interval | None:
    """What the share may be of all projects like these, with 95 per cent certainty (Wilson 1927, which suits few); None
    where there are too few to tell a share."""
    if ratio is None or ratio.lower < LEAST:
        return None
    return wilson(ratio.upper / ratio.lower, ratio.lower)


def preceded(hazards: Iterable[Hazard]) -> tuple[Preceded, ...]:
    """Every barrier with every event, in their order."""
    every = list(hazards)
    found = [_of(barrier, event, every) for event in Event for barrier in BARRIERS]
    adjusted = iter(holm([one.probability for one in found if one.probability is not None]))
    return tuple(
        one if one.probability is None else replace(one, probability=next(adjusted)) for one in found
    )


def _of(barrier: str, event: Event, hazards: list[Hazard]) -> Preceded:
    key = event.value
    known = [one for one in hazards if one.happened.get(key) is not None]
    having = [one for one in known if barrier in one.noted[key] or barrier in one.shown[key]]
    others = [one for one in known if one not in having]
    answer = Preceded(
        barrier=barrier,
        event=event,
        with_=_share(having, key),
        without=_share(others, key),
        noted=sum(barrier in one.noted[key] for one in having),
    )
    return replace(answer, probability=_probability(answer))


def _probability(one: Preceded) -> float | None:
    if one.with_ is None or one.without is None or not one.enough:
        return None
    return change.of_shares(*(change.Counted(ratio.upper, ratio.lower) for ratio in (one.with_, one.without)))


def _share(of: list[Hazard], key: str) -> Ratio | None:
    return Ratio(sum(bool(one.happened[key]) for one in of), len(of)) if of else None
