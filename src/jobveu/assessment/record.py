"""The record that councils and the country are judged by: all projects at one moment, with what each indicator gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from jobveu.assessment.facts import ProjectFacts
from jobveu.assessment.hazards import Hazard
from jobveu.assessment.indicators import INDICATORS, Found


@dataclass(frozen=True)
class Part:
    """Which projects: of an office or a council (their codes), begun in the years from `since` to `until`; "" and None do
    not limit."""

    office: str = ""
    council: str = ""
    since: int | None = None
    until: int | None = None

    def __contains__(self, one: object) -> bool:
        return (
            isinstance(one, (ProjectFacts, Hazard))
            and self.office in ("", one.office)
            and self.council in ("", one.council)
            and (self.since is None or (one.year is not None and one.year >= self.since))
            and (self.until is None or (one.year is not None and one.year <= self.until))
        )


@dataclass(frozen=True, eq=False)
class Record:
    """`snapshot` is the name of the snapshot that it was kept with, taken at `at`; "" for the register as it is now."""

    day: date
    snapshot: str
    at: datetime
    projects: tuple[ProjectFacts, ...]
    hazards: tuple[Hazard, ...] = ()

    @cached_property
    def found(self) -> Mapping[str, tuple[Found, ...]]:
        """What each project gives, in their order, by the key of the indicator."""
        return {
            key: tuple(map(one.of, self.projects)) for key, one in INDICATORS.items() if one.of is not None
        }

    def of(self, part: Part) -> Mapping[str, tuple[Found, ...]]:
        """The same of a part of them."""
        places = [place for place, one in enumerate(self.projects) if one in part]
        return {key: tuple(found[place] for place in places) for key, found in self.found.items()}

    @property
    def synthetic(self) -> bool:
        return any(one.synthetic for one in self.projects)

    def which(self, part: Part) -> tuple[ProjectFacts, ...]:
        return tuple(one for one in self.projects if one in part)
