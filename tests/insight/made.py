"""Facts put together by hand: a handful of projects and candidates whose numbers one can count on one's fingers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from jobveu.insight.counting import Counts
from jobveu.insight.facts import Council, Facts, Office, Reference, codes
from jobveu.insight.facts.reference import reference_known_on

DAY = date(2021, 3, 1)
OFFICES = (Office("midt-nord", "AMK Midt-Nord"), Office("syd", "AMK Syd"), Office("oest", "AMK Øst"))
COUNCILS = (
    Council("rar-nordjylland", "RAR Nordjylland", 0),
    Council("rar-vestjylland", "RAR Vestjylland", 0),
    Council("rar-oestjylland", "RAR Østjylland", 0),
    Council("rar-sydjylland", "RAR Sydjylland", 1),
    Council("rar-fyn", "RAR Fyn", 1),
    Council("rar-sjaelland", "RAR Sjælland", 2),
    Council("rar-hovedstaden", "RAR Hovedstaden", 2),
    Council("rar-bornholm", "RAR Bornholm", 2),
)
INDUSTRIES = (("C", "Fremstillingsvirksomhed"), ("F", "Bygge og anlæg"), ("I", "Overnatning og restauration"))


@dataclass
class One:
    """A candidate."""

    progress: int = codes.FINISHED
    reason: str = ""
    begun: bool = True
    screening: str = "passed"
    presented: bool = True
    outcomes: dict[str, str] = field(default_factory=dict)
    situation: str = "unemployed"
    skill: str = ""
    merit: bool = False
    started: date | None = None
    ended: date | None = None


@dataclass
class Made:
    """A project; completed, of 2020 and of the unemployed unless told otherwise."""

    start: date | None = date(2020, 5, 1)
    type: str = "unemployed"
    council: str = "rar-fyn"
    industry: str = "F"
    standing: int = codes.COMPLETED
    target_groups: Sequence[str] = ()
    initiative: str = "company"
    role: str = ""
    area: str = ""
    actors: Sequence[str] = ()
    courses: int = 2
    reported: int = 0
    needed: int = 0
    endorsed: bool = False
    synthetic: bool = False
    people: Sequence[One] = ()


def counts(*projects: Made, day: date = DAY, reference: Reference | None = None) -> Counts:
    return Counts(facts(*projects, day=day, reference=reference))


def facts(*projects: Made, day: date = DAY, reference: Reference | None = None) -> Facts:
    names = codes.ENUMERATIONS
    council_codes = [one.code for one in COUNCILS]
    industry_codes = [code for code, _title in INDUSTRIES]

    def place(values: Sequence[str], value: str) -> int:
        return list(values).index(value) + 1 if value else 0

    def bits(values: Sequence[str], chosen: Sequence[str]) -> int:
        return sum(1 << list(values).index(value) for value in chosen)

    rows = [
        {
            "id": number,
            "standing": one.standing,
            "quarter": 0 if one.start is None else codes.quarter_of(one.start),
            "council": place(council_codes, one.council),
            "type": place(names["type"], one.type),
            "industry": place(industry_codes, one.industry),
            "target_groups": bits(names["target_group"], one.target_groups),
            "initiative": place(names["initiative"], one.initiative),
            "role": place(names["role"], one.role),
            "area": place(names["area"], one.area),
            "actors": bits(names["actor"], one.actors),
            "parties": len(one.actors),
            "courses": one.courses,
            "reported": one.reported,
            "needs": 0,
            "needed": one.needed,
            "endorsed": one.endorsed,
            "synthetic": one.synthetic,
        }
        for number, one in enumerate(projects, start=1)
    ]
    people = [person for one in projects for person in one.people]
    paths = codes.Paths(len(names["dropout_reason"]))
    participations = [
        {
            "path": paths.code(
                screening=codes.SCREENINGS.index(person.screening or "none"),
                presented=person.presented,
                begun=person.begun,
                progress=person.progress + max(0, place(names["dropout_reason"], person.reason) - 1),
            ),
            "outcomes": sum(
                place(names["outcome"], kind) * codes.OUTCOME_BASE ** names["milestone"].index(milestone)
                for milestone, kind in person.outcomes.items()
            ),
            "person": place(names["situation"], person.situation) * codes.SKILLS
            + place(names["skill"], person.skill),
            "merit": codes.MERIT if person.merit else codes.NO_MERIT,
            **dict.fromkeys(codes.STEPS, 0),
            "started": 0 if person.started is None else codes.quarter_of(person.started),
            "ended": 0 if person.ended is None else codes.quarter_of(person.ended),
        }
        for person in people
    ]
    return Facts(
        day=day,
        offices=OFFICES,
        councils=COUNCILS,
        industries=INDUSTRIES,
        enumerations=names,
        projects={
            name: np.array([row[name] for row in rows], dtype)
            for name, dtype in codes.PROJECT_COLUMNS.items()
        },
        first=np.cumsum([0, *(len(one.people) for one in projects)], dtype=np.int64),
        participations={
            name: np.array([row[name] for row in participations], dtype)
            for name, dtype in codes.PARTICIPATION_COLUMNS.items()
        },
        needs={name: np.zeros(0, dtype) for name, dtype in codes.NEED_COLUMNS.items()},
        reference=reference_known_on(day) if reference is None else reference,
    )
