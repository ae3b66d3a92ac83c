"""From the register to the kernel's problem, and from what is kept of it back to the problem."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jobveu.answering.files import canonical
from jobveu.answering.matching import files
from jobveu.candidates.matching_records import FACTS, unsealed
from jobveu.candidates.models import MatchingProposal, ProposalPerson
from jobveu.journeys.candidates import JobCentreNumbers, project_numbers
from jobveu.journeys.matching import criteria
from jobveu.journeys.matching.choices import VULNERABLE, Choices, QuotaUse, from_values
from jobveu.journeys.matching.criteria import Demands
from jobveu.journeys.matching.people import (
    Candidate,
    people,
    points_of_interest,
    points_of_wish,
)
from jobveu.journeys.matching.places import CoursePlace, Places, PositionPlace, course_key, places
from jobveu.kernels.matching import Problem
from jobveu.kernels.matching.values import Floor, Hold, Period, Person, Position, Quota, check
from jobveu.kernels.values import Travel
from jobveu.reference.queries import municipality_places
from jobveu.reference.travel import tables
from jobveu.solving.solvers import Incomplete

SHARE = "krav-udsatte"


@dataclass(frozen=True, slots=True)
class Gathered:
    """`names` says what the kernel's ids stand for, persons left out; `left_out` how many candidates are no part."""

    problem: Problem
    names: Mapping[str, str]
    left_out: Mapping[str, int]


def candidate_key(candidacy_id: int) -> str:
    return f"kandidat-{candidacy_id}"


def gather(*, proposal: MatchingProposal, on: date) -> Gathered:
    """The problem of the project as it is on the day. For the system."""
    choices = from_values(proposal.choices)
    project_id = proposal.project_id
    found = people(project_id=project_id)
    there = places(project_id=project_id, on=on)
    demands = criteria.demands(project_id=project_id)
    met = criteria.met_by(candidacy_ids=[one.candidacy_id for one in found.candidates])
    there = replace(there, positions=tuple(one for one in there.positions if one.left))
    centres = project_numbers(project_id=project_id).job_centres
    ground = _Ground.of(found.candidates, there)
    problem = Problem(
        persons=tuple(
            _person(one, met.get(one.candidacy_id, frozenset()), there, ground, again=choices.again)
            for one in found.candidates
        ),
        positions=tuple(_position(one, found.candidates, demands, met, ground) for one in there.positions),
        holds=tuple(_hold(one, len(found.candidates), demands, ground) for one in there.courses),
        quotas=tuple(_quotas(centres, choices)),
        floors=(Floor(SHARE, VULNERABLE, (), 0, choices.vulnerable_share),)
        if choices.vulnerable_share
        else (),
        travel=ground.travel,
        weights=choices.weights(),
    )
    check(problem)
    left_out = {reason.value: number for reason, number in found.left_out.items()}
    return Gathered(problem, _names(there, demands, centres), left_out)


@dataclass(frozen=True, slots=True)
class _Ground:
    """The municipalities that matter, and how far it is between them. One whose middle isn't known is nowhere."""

    travel: Travel
    known: frozenset[int]

    @classmethod
    def of(cls, candidates: Iterable[Candidate], there: Places) -> _Ground:
        known = municipality_places()
        used = {one.municipality_id for one in (*candidates, *there.positions, *there.courses)}
        ids = sorted(id_ for id_ in used if id_ is not None and id_ in known)
        kilometres, minutes = tables([known[id_] for id_ in ids])
        names = tuple(_municipality_key(id_) for id_ in ids)
        return cls(Travel("km", names, kilometres, minutes), frozenset(ids))

    def place(self, municipality_id: int | None) -> str | None:
        if municipality_id is None or municipality_id not in self.known:
            return None
        return _municipality_key(municipality_id)


def _municipality_key(municipality_id: int) -> str:
    return f"kommune-{municipality_id}"


def _person(one: Candidate, met: frozenset[str], there: Places, ground: _Ground, *, again: bool) -> Person:
    wishes: dict[str, int] = {}
    refuses = False
    for key, level in (
        *((place.key, one.company_wishes.get(place.company_id)) for place in there.positions),
        *((place.key, one.course_wishes.get(place.id)) for place in there.courses),
    ):
        points = points_of_wish(level)
        if points is None or (key in one.rejected and not again):
            refuses = True
        else:
            wishes[key] = points
    return Person(
        id=candidate_key(one.candidacy_id),
        job_centre=_job_centre_key(one.job_centre_id),
        has=met,
        groups=frozenset({VULNERABLE} if one.vulnerable else ()),
        place=ground.place(one.municipality_id),
        travel_limit=one.travel_limit_km,
        time_limit=one.travel_limit_minutes,
        available=Period(one.available_from, None),
        absent=tuple(Period(away.first, away.last) for away in one.away),
        wishes=wishes,
        only_wishes=refuses,
    )


def _position(
    one: PositionPlace,
    candidates: Sequence[Candidate],
    demands: Demands,
    met: Mapping[int, frozenset[str]],
    ground: _Ground,
) -> Position:
    scores: dict[str, int] = {}
    refuses = False
    for candidate in candidates:
        said = candidate.company_scores.get(one.company_id)
        points = (
            demands.fit(one.company_id, met.get(candidate.candidacy_id, ()))
            if said is None
            else points_of_interest(said)
        )
        if points is None:
            refuses = True
        else:
            scores[candidate_key(candidate.candidacy_id)] = points
    return Position(
        id=one.key,
        company=f"virksomhed-{one.company_id}",
        count=one.left,
        must=_must(demands, one.company_id),
        place=ground.place(one.municipality_id),
        starts=one.starts_on,
        hold=None if one.course_id is None else course_key(one.course_id),
        scores=scores,
        only_scored=refuses,
    )


def _hold(one: CoursePlace, everybody: int, demands: Demands, ground: _Ground) -> Hold:
    most = one.left(everybody)
    return Hold(
        id=one.key,
        least=min(one.lacks, most),
        most=most,
        must=_must(demands, None),
        place=ground.place(one.municipality_id),
        period=Period(one.starts_on, one.ends_on),
        # One that has what it takes runs anyhow.
        may_be_cancelled=one.lacks > 0,
    )


def _must(demands: Demands, company_id: int | None) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({one.key}) for one in demands.musts(company_id))


def _quotas(centres: Iterable[JobCentreNumbers], choices: Choices) -> Iterable[Quota]:
    """What each job centre has agreed to contribute, less those of its candidates that are on a course already."""
    if choices.quotas is QuotaUse.NONE:
        return
    for centre in centres:
        if centre.agreed is None:
            continue
        open_ = max(0, centre.agreed - centre.numbers.enrolled)
        key, name = _agreement_key(centre.id), _job_centre_key(centre.id)
        if choices.quotas is QuotaUse.MOST:
            yield Quota(key, name, most=open_)
        else:
            yield Quota(key, name, least=open_)


def _job_centre_key(job_centre_id: int) -> str:
    return f"jobcenter-{job_centre_id}"


def _agreement_key(job_centre_id: int) -> str:
    return f"aftale-{job_centre_id}"


def _names(there: Places, demands: Demands, centres: Iterable[JobCentreNumbers]) -> dict[str, str]:
    names = {}
    for centre in centres:
        names[_job_centre_key(centre.id)] = centre.name
        names[_agreement_key(centre.id)] = f"»{centre.name}«"
    names |= {one.key: one.text for one in demands.all}
    vulnerable = _("udsatte ledige")
    names[f"group:{VULNERABLE}"] = f"group:{vulnerable}"
    names |= {VULNERABLE: vulnerable, SHARE: _("»andel udsatte ledige«")}
    titles = [(one.key, one.name) for one in there.positions] + [
        (one.key, one.title) for one in there.courses
    ]
    several = Counter(title for _key, title in titles)
    numbered: Counter[str] = Counter()
    for key, title in titles:
        numbered[title] += 1
        names[key] = f"{title} ({numbered[title]})" if several[title] > 1 else title
    return names


def shared_part(gathered: Gathered) -> str:
    """What the run keeps: everything but the persons and what tells of them, as canonical JSON."""
    values = files.as_values(gathered.problem)
    values["persons"] = []
    for position in values["positions"]:
        position.pop("scores", None)
    return canonical(
        {
            "problem": values,
            "persons": len(gathered.problem.persons),
            "digest": files.digest(gathered.problem),
            "names": dict(gathered.names),
            "left_out": dict(gathered.left_out),
        }
    )


def person_parts(problem: Problem) -> list[dict[str, Any]]:
    """What is kept of each person, in their order: what the kernel is told, and the companies' scores."""
    parts = [{"person": values, "scores": {}} for values in files.as_values(problem)["persons"]]
    by_id = {part["person"]["id"]: part for part in parts}
    for position in problem.positions:
        for person, score in position.scores.items():
            by_id[person]["scores"][position.id] = score
    return parts


def put_together(given: str, parts: Iterable[Mapping[str, Any]]) -> Problem:
    """The problem again. Raises Incomplete when it is no longer the one that was solved: somebody has been erased."""
    kept = json.loads(given)
    values = kept["problem"]
    values["persons"] = [part["person"] for part in parts]
    if len(values["persons"]) != kept["persons"]:
        raise Incomplete
    by_id = {position["id"]: position for position in values["positions"]}
    for part in parts:
        for position, score in part["scores"].items():
            by_id[position].setdefault("scores", {})[part["person"]["id"]] = score
    problem = files.read(canonical(values))
    if files.digest(problem) != kept["digest"]:
        raise Incomplete
    return problem


def kept_parts(rows: Collection[ProposalPerson]) -> list[dict[str, Any]]:
    return [unsealed(row.facts_encrypted, key=row.key, field=FACTS) for row in rows]
