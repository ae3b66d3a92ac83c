"""A closed round as a value: who was asked, what came of it, and what was answered. What analyses are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments.parts import Instrument, Value


@dataclass(frozen=True, slots=True)
class Stratum:
    """Persons who are counted together. `council`: the code of the council of the project they are asked about;
    `project_type`: its type; `office`: the code of the office that serves the council. They may be None in an anonymous round,
    where so few were asked that they could be recognised otherwise (surveys.strata); the office last."""

    respondent_type: RespondentType
    council: str | None
    project_type: ProjectType | None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class StratumCount:
    """`population`: all persons whom the audience's rule is about, with or without consent and an address; `drawn`: those
    who were asked, by what came of it (every disposition is there, 0 included)."""

    stratum: Stratum
    population: int
    drawn: Mapping[Disposition, int]

    @property
    def asked(self) -> int:
        return sum(self.drawn.values())


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """One person's answers by item id: what was answered only. `complete`: the last page was sent. `project_id`: the
    project that was asked about; None in an anonymous round, whose sheets lead to nobody."""

    stratum: Stratum
    project_id: int | None
    complete: bool
    values: Mapping[str, Value]

    @property
    def disposition(self) -> Disposition:
        return Disposition.COMPLETE if self.complete else Disposition.PARTIAL


@dataclass(frozen=True, slots=True)
class RoundData:
    """For each stratum there are as many sheets as `frame` counts complete and partial ones."""

    name: str
    instrument: Instrument
    anonymous: bool
    opened: date
    closed: date
    synthetic: bool
    frame: tuple[StratumCount, ...]
    sheets: tuple[AnswerSheet, ...]
