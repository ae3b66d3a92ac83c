"""What people decide of a proposal, and what there is to be proposed."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from jobveu.candidates.enums import PlacementDecision, PlaceState
from jobveu.candidates.models import Enrolment, Presentation, ProposalPerson, WaitingPlace
from jobveu.candidates.operations.positions import (
    PositionValues,
    add_position,
    edit_position,
    remove_position,
)
from jobveu.candidates.operations.screening import end_presentation
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.journeys.matching.deciding import accept_placement, change_placement, reject_placement
from jobveu.journeys.matching.ordering import stop_proposal
from jobveu.journeys.matching.places import places
from jobveu.journeys.matching.problem import gather
from jobveu.journeys.matching.reasons import part_of
from tests.candidates.scene import NOW, TODAY
from tests.journeys.matching_scene import Match, subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(reference: None) -> Match:
    return Match()


def test_accepting_presents_and_enrols_and_nothing_does_before(match: Match) -> None:
    scene = match.scene
    row, other = match.suitable(), match.suitable()
    proposal = match.propose()
    step = {"by": scene.actor("caseworker"), "at": NOW, "proposal_id": proposal.pk}
    assert not Presentation.objects.exists()
    assert not Enrolment.objects.exists()
    with pytest.raises(DomainError):
        accept_placement(**step, candidacy_id=row.pk, reason=" ")
    for who in ("coordinator", "consultant", "other_caseworker", "company", "provider"):
        with pytest.raises(PermissionDenied):
            accept_placement(**(step | {"by": scene.actor(who)}), candidacy_id=row.pk, reason="Nej")
    accept_placement(**step, candidacy_id=row.pk, reason="Passer godt")
    part = ProposalPerson.objects.get(proposal=proposal, candidacy=row)
    assert part.decision == PlacementDecision.ACCEPTED
    assert Presentation.objects.get().company_id == part.decided_company_id
    assert Enrolment.objects.get().course_id == match.course.pk
    with pytest.raises(DomainError):
        reject_placement(**step, candidacy_id=row.pk, reason="Fortrudt")
    reject_placement(**step, candidacy_id=other.pk, reason="Er flyttet")
    with pytest.raises(DomainError):
        change_placement(
            **step,
            candidacy_id=other.pk,
            target=ProposalPerson.objects.get(proposal=proposal, candidacy=other).position,
            reason="Alligevel",
        )
    change_placement(**step, candidacy_id=other.pk, target=f"kursus-{match.course.pk}", reason="Kun kurset")
    assert Enrolment.objects.count() == 2
    assert Presentation.objects.count() == 1
    shown = part_of(
        proposal_id=proposal.pk, candidacy_id=other.pk, by=scene.actor("caseworker"), subject=subject(scene)
    )
    assert shown is not None
    assert shown.decided is not None
    assert shown.decided.reason == "Kun kurset"
    assert shown.decided.instead == "Plads på kurset Fibersplidsning fra den 11. januar 2027"
    stored = ProposalPerson.objects.get(proposal=proposal, candidacy=other).reason_encrypted
    assert stored is not None
    assert b"Kun kurset" not in bytes(stored)
    held = places(project_id=scene.project.pk, on=TODAY).position(part.decided_position)
    assert held is not None
    assert held.held == 1
    end_presentation(by=scene.actor("caseworker"), at=NOW, presentation_id=Presentation.objects.get().pk)
    free = places(project_id=scene.project.pk, on=TODAY).position(part.decided_position)
    assert free is not None
    assert free.held == 0


def test_only_the_newest_proposal_is_decided_on(match: Match) -> None:
    row = match.suitable()
    old = match.propose()
    match.propose()
    with pytest.raises(DomainError):
        accept_placement(
            by=match.scene.actor("caseworker"), at=NOW, proposal_id=old.pk, candidacy_id=row.pk, reason="Ja"
        )


def test_who_may_order_and_what_stands_in_the_way(match: Match) -> None:
    scene = match.scene
    match.suitable()
    with pytest.raises(DomainError):
        match.order(position=51)
    proposal = match.order()
    with pytest.raises(DomainError):
        match.order()
    with pytest.raises(PermissionDenied):
        stop_proposal(by=scene.actor("caseworker"), at=NOW, proposal_id=proposal.pk)
    stop_proposal(by=scene.actor("coordinator"), at=NOW, proposal_id=proposal.pk)


def test_positions_keep_within_what_was_promised(match: Match) -> None:
    scene = match.scene
    step = {"by": scene.actor("coordinator"), "at": NOW}
    first = add_position(
        **step,
        commitment_id=match.commitment.pk,
        values=PositionValues("Splidser", 1, course_id=match.course.pk, starts_on=date(2027, 2, 1)),
    )
    with pytest.raises(DomainError) as too_many:
        add_position(**step, commitment_id=match.commitment.pk, values=PositionValues("Graver", 2))
    assert too_many.value.field == "count"
    with pytest.raises(DomainError) as too_early:
        edit_position(
            **step,
            position_id=first,
            version=1,
            values=PositionValues("Splidser", 1, course_id=match.course.pk, starts_on=date(2027, 1, 29)),
        )
    assert too_early.value.field == "starts_on"
    edit_position(**step, position_id=first, version=1, values=PositionValues("Fibersplidser", 2))
    with pytest.raises(StaleEdit):
        edit_position(**step, position_id=first, version=1, values=PositionValues("Splidser", 2))
    with pytest.raises(PermissionDenied):
        remove_position(by=scene.actor("caseworker"), at=NOW, position_id=first)
    assert [one.name for one in places(project_id=scene.project.pk, on=TODAY).positions] == [
        "Medarbejder hos Nabofirmaet",
        "Fibersplidser hos Prøvefirmaet",
    ]
    remove_position(**step, position_id=first)
    assert places(project_id=scene.project.pk, on=TODAY).position(f"tilsagn-{match.commitment.pk}")


def test_places_that_somebody_is_in_line_for_are_not_given_to_others(match: Match) -> None:
    """One place is offered to somebody, and one waits for another."""
    scene = match.scene
    rows = [match.suitable() for _ in range(3)]
    for row, state in zip(rows, (PlaceState.OFFERED, PlaceState.WAITING), strict=False):
        offered = state is PlaceState.OFFERED
        WaitingPlace.objects.create(
            candidacy=row,
            course=match.course,
            joined_on=TODAY,
            joined_by=scene.users["caseworker"],
            state=state,
            offered_on=TODAY if offered else None,
            answer_by=TODAY if offered else None,
        )
    [course] = places(project_id=scene.project.pk, on=TODAY).courses
    assert (course.taken, course.promised, course.left(9)) == (0, 2, 2)
    [hold] = gather(proposal=match.order(), on=TODAY).problem.holds
    assert hold.most == 2
