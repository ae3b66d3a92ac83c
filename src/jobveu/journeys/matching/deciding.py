"""What people do with a proposal: accept, change or reject each candidate's part, with a reason.

Accepting presents the candidate to the company and enrols them on the course, by the operations that do so otherwise,
in the name of whoever decides. Nothing does it by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import PlacementDecision
from jobveu.candidates.guards import change_candidacy, check_text
from jobveu.candidates.matching_records import REASON, sealed
from jobveu.candidates.models import Enrolment, MatchingProposal, Presentation, ProposalPerson
from jobveu.candidates.operations.screening import present_candidate
from jobveu.candidates.rules import TAKES_PLACE
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.journeys.enrolment import enrol
from jobveu.journeys.matching.places import Places, places
from jobveu.solving.enums import RunState

ROOM = "candidates.proposal_person"
_ACTIONS: Mapping[PlacementDecision, str] = {
    PlacementDecision.ACCEPTED: "placement.accepted",
    PlacementDecision.CHANGED: "placement.changed",
    PlacementDecision.REJECTED: "placement.rejected",
}


def accept_placement(*, by: Actor, at: datetime, proposal_id: int, candidacy_id: int, reason: str) -> None:
    """The candidate gets what is proposed: is presented to the company, and enrolled on the course.

    Raises PermissionDenied for all but the candidate's caseworkers; DomainError without a reason, for one who is not
    placed, for what has been decided already, for a proposal that a newer one has replaced, and as presenting and
    enrolling do.
    """
    _decide(
        by=by,
        at=at,
        proposal_id=proposal_id,
        candidacy_id=candidacy_id,
        reason=reason,
        decision=PlacementDecision.ACCEPTED,
    )


def change_placement(
    *, by: Actor, at: datetime, proposal_id: int, candidacy_id: int, target: str, reason: str
) -> None:
    """The candidate gets something else: `target` is the key of a position or a course (journeys.matching.places).
    Raises as accept_placement does."""
    _decide(
        by=by,
        at=at,
        proposal_id=proposal_id,
        candidacy_id=candidacy_id,
        reason=reason,
        decision=PlacementDecision.CHANGED,
        target=target,
    )


def reject_placement(*, by: Actor, at: datetime, proposal_id: int, candidacy_id: int, reason: str) -> None:
    """The candidate does not get what is proposed, and nothing else by this proposal. It can still be decided otherwise.
    Raises as accept_placement does."""
    _decide(
        by=by,
        at=at,
        proposal_id=proposal_id,
        candidacy_id=candidacy_id,
        reason=reason,
        decision=PlacementDecision.REJECTED,
    )


def _decide(
    *,
    by: Actor,
    at: datetime,
    proposal_id: int,
    candidacy_id: int,
    reason: str,
    decision: PlacementDecision,
    target: str = "",
) -> None:
    reason = check_text(reason, field="reason")
    if not reason:
        raise DomainError(_("Skriv begrundelsen."), field="reason")
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        row = (
            ProposalPerson.objects.select_for_update(of=("self",))
            .select_related("proposal__run")
            .filter(proposal=proposal_id, candidacy=candidacy)
            .first()
        )
        if row is None:
            raise DomainError(_("Kandidaten er ikke med i forslaget."))
        check_open(row)
        position, course, company_id = "", "", None
        if decision is not PlacementDecision.REJECTED:
            there = places(project_id=candidacy.project_id, on=timezone.localdate(at))
            position, course = _asked_for(row, there, decision, target)
            company_id = _carry_out(
                by=by, at=at, candidacy_id=candidacy_id, there=there, position=position, course=course
            )
        ProposalPerson.objects.filter(pk=row.pk).update(
            decision=decision,
            decided_position=position,
            decided_course=course,
            decided_company=company_id,
            decided_by=by.user_id,
            decided_at=at,
            reason_encrypted=sealed(reason, key=row.key, field=REASON),
        )
        audit.record(
            by=by,
            at=at,
            action=_ACTIONS[decision],
            room=ROOM,
            record_id=row.pk,
            project_id=candidacy.project_id,
            details={"candidacy": candidacy.pk, "proposal": proposal_id},
        )


def check_open(row: ProposalPerson) -> None:
    """Raises DomainError when the candidate's part can no longer be decided on."""
    if row.proposal.run.state != RunState.FINISHED or row.proposal.run.value is None:
        raise DomainError(_("Der er ikke noget færdigt forslag at tage stilling til."))
    if row.decision in (PlacementDecision.ACCEPTED, PlacementDecision.CHANGED):
        raise DomainError(_("Der er allerede taget stilling til kandidaten i forslaget."))
    newer = MatchingProposal.objects.filter(
        project=row.proposal.project_id,
        run__state=RunState.FINISHED,
        run__value__isnull=False,
        pk__gt=row.proposal_id,
    )
    if newer.exists():
        raise DomainError(_("Der er beregnet et nyere forslag. Tag stilling i det."))


def _asked_for(
    row: ProposalPerson, there: Places, decision: PlacementDecision, target: str
) -> tuple[str, str]:
    """The position and the course that the decision is for, as keys; either may be ""."""
    if decision is PlacementDecision.ACCEPTED:
        if row.points is None:
            raise DomainError(_("Forslaget giver ikke kandidaten noget, der kan godkendes."))
        return row.position, row.course
    if position := there.position(target):
        course = next((one.key for one in there.courses if one.id == position.course_id), "")
        found = position.key, course
    elif chosen := there.course(target):
        found = "", chosen.key
    else:
        raise DomainError(_("Vælg en stilling eller et kursus fra listen."), field="target")
    if found == (row.position, row.course):
        raise DomainError(_("Det er det, der er foreslået. Godkend forslaget i stedet."), field="target")
    return found


def _carry_out(
    *, by: Actor, at: datetime, candidacy_id: int, there: Places, position: str, course: str
) -> int | None:
    """Presents and enrols, where that is not so already; returns the company's id."""
    today = timezone.localdate(at)
    company_id = None
    if position:
        found = there.position(position)
        if found is None:
            raise DomainError(_("Stillingen findes ikke længere. Vælg noget andet."), field="target")
        company_id = found.company_id
        presented = Presentation.objects.filter(
            candidacy=candidacy_id, company=company_id, ended_on__isnull=True
        )
        if not presented.exists():
            present_candidate(
                by=by, at=at, candidacy_id=candidacy_id, company_ids=[company_id], presented_on=today
            )
    if course:
        place = there.course(course)
        if place is None:
            raise DomainError(_("Kurset tager ikke længere deltagere. Vælg noget andet."), field="target")
        enrolled = Enrolment.objects.filter(candidacy=candidacy_id, course=place.id, status__in=TAKES_PLACE)
        if not enrolled.exists():
            enrol(by=by, at=at, candidacy_id=candidacy_id, course_id=place.id)
    return company_id
