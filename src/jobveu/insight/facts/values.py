from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jobveu.insight.facts import codes

Column = NDArray[np.integer]
_CODED = frozenset(
    ("council", "industry", "person", "path", "type", "initiative", "role", "area", *codes.SIZES)
)


@dataclass(frozen=True, slots=True)
class Office:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Council:
    """`office` is the position of its office, from 0."""

    code: str
    name: str
    office: int


@dataclass(frozen=True, slots=True)
class LabourForce:
    """How many there were in the labour force of a council's area in a year, and who says so."""

    council: str
    year: int
    persons: int
    source: str


@dataclass(frozen=True, slots=True)
class Shortage:
    """A rate of failed recruitment in per cent, in one round of the survey: of an industry (a section of DB07), or of
    all ("")."""

    round: str
    published: date
    industry: str
    rate: float
    source: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What was granted for the coordination in a year, in millions of kroner."""

    year: int
    millions: float
    source: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Numbers from elsewhere that figures set beside the register's, each with its source."""

    labour_force: tuple[LabourForce, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A published project, named as an example of its type."""

    type: str
    title: str


@dataclass(frozen=True, eq=False)
class Facts:
    """All that figures are counted from, as it was at one moment.

    The columns are as `codes` says, all of one table equally long. The rows of `participations` stand project by
    project: those of project number i from `first[i]` to `first[i + 1]`. A participation is a candidacy: one person in
    one project (def.count.not_unique).
    """

    day: date
    offices: tuple[Office, ...]
    councils: tuple[Council, ...]
    industries: tuple[tuple[str, str], ...]
    enumerations: Mapping[str, tuple[str, ...]]
    projects: Mapping[str, Column]
    first: NDArray[np.int64]
    participations: Mapping[str, Column]
    needs: Mapping[str, Column]
    reference: Reference = Reference()
    examples: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        for table, columns, rows in (
            (self.projects, codes.PROJECT_COLUMNS, len(self.first) - 1),
            (self.participations, codes.PARTICIPATION_COLUMNS, int(self.first[-1])),
            (self.needs, codes.NEED_COLUMNS, None),
        ):
            if set(table) != set(columns):
                raise ValueError(f"columns {sorted(table)} instead of {sorted(columns)}")
            lengths = {len(column) for column in table.values()} | (set() if rows is None else {rows})
            if len(lengths) > 1:
                raise ValueError("columns of different length")
            for name, column in table.items():
                if name in _CODED and len(column) and int(column.max()) >= self.number_of(name):
                    raise ValueError(f"a code of {name} that stands for nothing")
                column.flags.writeable = False

    def number_of(self, column: str) -> int:
        """How many codes a column may have: from 0 on, each less than this."""
        if column == "council":
            return len(self.councils) + 1
        if column == "industry":
            return len(self.industries) + 1
        if column == "person":
            return codes.SKILLS * (len(self.enumerations["situation"]) + 1)
        if column == "path":
            return codes.Paths(len(self.enumerations["dropout_reason"])).size
        return codes.SIZES.get(column) or len(self.enumerations[column]) + 1

    @property
    def synthetic(self) -> bool:
        """Whether anything in it is made up."""
        return bool(np.any(self.projects["synthetic"]))

    @property
    def nbytes(self) -> int:
        tables = (self.projects, self.participations, self.needs)
        return self.first.nbytes + sum(column.nbytes for table in tables for column in table.values())
