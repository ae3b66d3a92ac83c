"""What the evaluation of 2021 published of its own survey (data/published.csv), for comparison."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

from jobveu.common.exactness import Exactness
from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import RespondentType

SHARE, SCORE, PERSONS = "share", "score", "persons"
_NOBODY_KNOWS = "?"


@dataclass(frozen=True, slots=True)
class PublishedMeasure:
    """`respondents`: who answered; None where the evaluation does not say. `value` is in per cent for SHARE, from 1 to 10
    for SCORE, a number of persons for PERSONS; `value_high`: the upper end where a range is known. `n`: how many answers
    it rests on, where that is said. `contradicted`: the evaluation says something else in another place."""

    id: str
    respondents: frozenset[RespondentType] | None
    project_type: ProjectType | None
    value: Decimal
    value_high: Decimal | None
    unit: str
    n: int | None
    exactness: Exactness
    contradicted: bool
    source: str


def _read() -> Mapping[str, PublishedMeasure]:
    text = (files("jobveu.surveys") / "data" / "published.csv").read_text(encoding="utf-8")
    measures = (_measure(row) for row in csv.DictReader(text.splitlines(), strict=True))
    return {measure.id: measure for measure in measures}


def _measure(row: dict[str, str]) -> PublishedMeasure:
    return PublishedMeasure(
        id=row["id"],
        respondents=_respondents(row["respondents"]),
        project_type=ProjectType(row["project_type"]) if row["project_type"] else None,
        value=Decimal(row["value"]),
        value_high=Decimal(row["value_high"]) if row["value_high"] else None,
        unit=row["unit"],
        n=int(row["n"]) if row["n"] else None,
        exactness=Exactness(row["exactness"]),
        contradicted=row["contradicted"] == "1",
        source=row["source"],
    )


def _respondents(said: str) -> frozenset[RespondentType] | None:
    if said == _NOBODY_KNOWS:
        return None
    return frozenset(RespondentType(part) for part in said.split(";")) if said else frozenset(RespondentType)


MEASURES: Mapping[str, PublishedMeasure] = _read()
"""By id."""
