"""One candidate's part of a proposal: why here, why not there, what would have changed it, and what was decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.accounts.access import Subject
from jobveu.accounts.actor import Actor
from jobveu.answering.matching import explained, words
from jobveu.answering.matching.naming import renamed
from jobveu.candidates.enums import (
    POINTS_OF_INTEREST,
    POINTS_OF_WISH,
    CompanyInterest,
    MatchingMode,
    PlacementDecision,
    WishLevel,
)
from jobveu.candidates.matching_records import EXPLANATION, REASON, unsealed
from jobveu.candidates.models import Candidacy, MatchingProposal, ProposalPerson
from jobveu.journeys.matching.problem import candidate_key
from jobveu.journeys.matching.shown import in_words, is_newest, seen_by
from jobveu.kernels.matching.answers import Change, ChangeKind, WhyNot
from jobveu.kernels.matching.options import Obstacle
from jobveu.solving.enums import RunState

Level = TypeVar("Level", WishLevel, CompanyInterest)


@dataclass(frozen=True, slots=True)
class NotThere:
    """Sentences on why not, and each single change that would have given the candidate this."""

    name: str
    why: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    decision: PlacementDecision
    instead: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """`here` is one sentence with the points, "" where the proposal gives none; `not_there` is None as long as it has not
    been explained. `can_be_decided`: by whoever may."""

    proposal_id: int
    candidacy_id: int
    person_id: int
    pseudonym: str
    job_centre_id: int
    job_centre: str
    proposed: str
    position: str
    course: str
    here: str
    not_there: tuple[NotThere, ...] | None
    smallest_change: str
    can_be_explained: bool
    decided: Decided | None
    can_be_decided: bool


def part_of(*, proposal_id: int, candidacy_id: int, by: Actor, subject: Subject) -> Part | None:
    """None for a candidate who is no part of it, or whom the actor does not see. `subject` is the project's."""
    row = MatchingProposal.objects.select_related("run").get(pk=proposal_id)
    seen = seen_by(by=by, project_id=row.project_id, subject=subject)
    part = (
        ProposalPerson.objects.filter(proposal=row, candidacy=candidacy_id, candidacy__in=seen.rows)
        .select_related("candidacy__job_centre", "decided_by")
        .first()
    )
    if part is None or part.candidacy.person_id is None:
        return None
    names = json.loads(row.run.given)["names"] if row.run.given else {}
    finished = row.run.state == RunState.FINISHED and row.run.value is not None
    here, not_there, change = "", None, ""
    if part.explanation_encrypted is not None:
        here, not_there, change = _explained(part, names, others=seen.rows)
    return Part(
        proposal_id=row.pk,
        candidacy_id=candidacy_id,
        person_id=part.candidacy.person_id,
        pseudonym=part.candidacy.pseudonym or "",
        job_centre_id=part.candidacy.job_centre_id,
        job_centre=part.candidacy.job_centre.name,
        proposed=in_words(part.position, part.course, names),
        position=part.position,
        course=part.course,
        here=here,
        not_there=not_there,
        smallest_change=change,
        can_be_explained=finished and row.mode == MatchingMode.BEST,
        decided=_decided(part, names),
        can_be_decided=finished and part.decision in ("", PlacementDecision.REJECTED) and is_newest(row),
    )


def _explained(
    part: ProposalPerson, names: Mapping[str, str], *, others: QuerySet[Candidacy]
) -> tuple[str, tuple[NotThere, ...], str]:
    stored = part.explanation_encrypted
    assert stored is not None
    found = explained.from_values(unsealed(stored, key=part.key, field=EXPLANATION))
    taken = {person for other in found.not_there for person in other.taken_by}
    known = (
        {
            candidate_key(id_): pseudonym or ""
            for id_, pseudonym in others.filter(
                pk__in=[int(person.rpartition("-")[2]) for person in taken]
            ).values_list("id", "pseudonym")
            if pseudonym
        }
        if taken
        else {}
    )
    told = renamed(replace(found, not_there=()), names)
    not_there = []
    best: tuple[float, str] | None = None
    for other in found.not_there:
        named = renamed(replace(other, taken_by=_takers(other, known)), names)
        changes = []
        for change in named.changes:
            changes.append(text := _change(change))
            if best is None or change.size < best[0]:
                best = (
                    change.size,
                    _("Kandidaten ville have fået %(name)s, %(change)s.")
                    % {"name": named.target, "change": text},
                )
        not_there.append(NotThere(named.target, tuple(_why(named)), tuple(changes)))
    return words.here(told.here), tuple(not_there), best[1] if best else ""


def _change(one: Change) -> str:
    """Wishes and scores as they are said and not as points: whatever is worth at least as much would have done too."""
    if one.kind is ChangeKind.WISH:
        wish = _least(POINTS_OF_WISH, int(one.new))
        return _("hvis kandidaten havde sagt »%(level)s« om %(of)s") % {"level": wish.label, "of": one.of}
    if one.kind is ChangeKind.SCORE:
        said = _least(POINTS_OF_INTEREST, int(one.new))
        return _("hvis virksomheden havde sagt »%(level)s« til %(of)s") % {"level": said.label, "of": one.of}
    return words.change(one, unit="km")


def _least(points: Mapping[Level, int], needed: int) -> Level:
    """The weakest that is worth so much."""
    return min((level for level in points if points[level] >= needed), key=lambda level: points[level])


def _takers(other: WhyNot, known: Mapping[str, str]) -> tuple[str, ...]:
    """Those whom the reader sees, by pseudonym, and how many others."""
    mine = tuple(known[person] for person in other.taken_by if person in known)
    rest = len(other.taken_by) - len(mine)
    if not rest:
        return mine
    return (
        *mine,
        ngettext(
            "%(count)d kandidat fra et andet jobcenter", "%(count)d kandidater fra andre jobcentre", rest
        )
        % {"count": rest},
    )


def _why(other: WhyNot) -> list[str]:
    lines = []
    refused = [one for one in other.hindrances if one.obstacle is Obstacle.NOT_SCORED]
    if refused:
        # Everybody else has been given a score: that is how the kernel is told that a company says no.
        lines.append(_("Virksomheden har sagt, at den ikke vil ansætte kandidaten."))
        rest = tuple(one for one in other.hindrances if one not in refused)
        if not rest:
            return lines
        other = replace(other, hindrances=rest)
    return lines + words.why_not(other, unit="km")


def _decided(part: ProposalPerson, names: Mapping[str, str]) -> Decided | None:
    if not part.decision or part.decided_by is None or part.decided_at is None:
        return None
    reason = part.reason_encrypted
    return Decided(
        decision=PlacementDecision(part.decision),
        instead=in_words(part.decided_position, part.decided_course, names)
        if part.decision == PlacementDecision.CHANGED
        else "",
        reason="" if reason is None else unsealed(reason, key=part.key, field=REASON),
        by=part.decided_by.name,
        at=part.decided_at,
    )
