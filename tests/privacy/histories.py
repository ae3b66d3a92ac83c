"""A person who has been through everything that can be recorded of one, each text with a word of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from jobveu.candidates.enums import (
    ActivityKind,
    Attendance,
    CompanyInterest,
    CriterionAnswer,
    DropoutReason,
    EnrolmentStatus,
    FollowUpChannel,
    MatchingMode,
    Milestone,
    Motivation,
    OutcomeKind,
    Purpose,
    ScreeningResult,
    WishLevel,
)
from jobveu.candidates.identity import reveal_full
from jobveu.candidates.models import (
    Candidacy,
    Enrolment,
    MatchingProposal,
    Position,
    Presentation,
    WaitingPlace,
)
from jobveu.candidates.operations import activities, enrolments, outcomes, screening
from jobveu.candidates.operations.candidacies import withdraw_candidate
from jobveu.candidates.operations.course_days import record_course_day
from jobveu.candidates.operations.preferences import record_company_scores, record_wishes
from jobveu.journeys.enrolment import enrol
from jobveu.journeys.matching.choices import usual
from jobveu.journeys.matching.deciding import accept_placement
from jobveu.journeys.matching.explaining import explain_proposal
from jobveu.journeys.matching.ordering import order_proposal
from jobveu.projects.enums import CommitmentKind
from jobveu.projects.models import Commitment, Project
from jobveu.solving.carrying_out import carry_out
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene, an_issued_criterion

WORDS = (
    "screeningsord",
    "kravsvarord",
    "aktivitetsord",
    "tilkendegivelsesord",
    "praesentationsord",
    "frafaldsord",
    "opfoelgningsord",
    "arbejdsgiverord",
    "udgaaetord",
)
"""One in each text that somebody wrote and that is kept in the clear."""
SEALED_WORD = "matchord"
"""In the one that is encrypted."""
NAME = "Opdigtet Kirsebærhave"
PHONE = "+45 20 00 11 22"
EMAIL = "kirsebaer@example.dk"


def a_whole_history(scene: Scene) -> Candidacy:
    """Screened, presented, enrolled, dropped out, followed up, in a job, and withdrawn. Today."""
    by = scene.actor("caseworker")
    row = scene.candidate(NAME, phone=PHONE, email=EMAIL)
    step: dict[str, Any] = {"by": by, "at": NOW}
    key = an_issued_criterion(scene)
    screening.record_screening(
        **step,
        candidacy_id=row.pk,
        result=ScreeningResult.PASSED,
        reason="Egnet: screeningsord",
        screened_on=TODAY,
        tool_number=1,
        answers={key: (CriterionAnswer.MET, "Kan: kravsvarord")},
    )
    activities.invite(
        **step,
        candidacy_id=row.pk,
        invitation=activities.Invitation(
            kind=ActivityKind.WORK_PLACEMENT,
            company_id=scene.company.pk,
            starts_on=TODAY,
            ends_on=TODAY,
            note="aktivitetsord",
        ),
    )
    activities.record_statement(
        **step,
        candidacy_id=row.pk,
        motivation=Motivation.WANTS,
        agrees=True,
        stated_on=TODAY,
        note="tilkendegivelsesord",
    )
    screening.present_candidate(
        **step,
        candidacy_id=row.pk,
        company_ids=[scene.company.pk],
        presented_on=TODAY,
        note="praesentationsord",
    )
    WaitingPlace.objects.create(
        candidacy=row, course=scene.course(), joined_on=TODAY, joined_by=scene.users["caseworker"]
    )
    a_part_in_a_proposal(scene, row)
    course = scene.course()
    enrolment = Enrolment.objects.get(pk=enrol(**step, candidacy_id=row.pk, course_id=course.pk))
    enrolments.start_enrolment(**step, enrolment_id=enrolment.pk, version=1, started_on=TODAY)
    record_course_day(
        **step,
        project_id=row.project_id,
        course_id=course.pk,
        day=TODAY,
        attendance={enrolment.pk: Attendance.EXCUSED},
    )
    enrolments.drop_out_enrolment(
        **step,
        enrolment_id=enrolment.pk,
        version=2,
        ended_on=TODAY,
        reason=DropoutReason.OTHER,
        note="frafaldsord",
    )
    outcomes.record_follow_up(
        **step,
        candidacy_id=row.pk,
        held_on=TODAY,
        channel=FollowUpChannel.PHONE,
        note="opfoelgningsord",
        next_on=date(2026, 12, 1),
    )
    outcomes.record_outcome(
        **step,
        candidacy_id=row.pk,
        milestone=Milestone.END,
        kind=OutcomeKind.ORDINARY_JOB,
        as_of=TODAY,
        employer_name="arbejdsgiverord",
    )
    reveal_full(by=by, at=NOW, purpose=Purpose.CASEWORK, person_id=row.person_id or 0)
    withdraw_candidate(**step, candidacy_id=row.pk, reason="udgaaetord")
    row.refresh_from_db()
    return row


def a_part_in_a_proposal(scene: Scene, row: Candidacy) -> None:
    """With wishes, what a company says, the reasons, and a decision."""
    commitment = Commitment.objects.create(
        project=scene.project,
        kind=CommitmentKind.HIRING_GUARANTEE,
        organisation=scene.company,
        head_count=1,
        given_on=TODAY,
    )
    Position.objects.create(commitment=commitment, title="Splidser", count=1)
    step: dict[str, Any] = {"by": scene.actor("caseworker"), "at": NOW, "candidacy_id": row.pk}
    record_wishes(**step, companies={scene.company.pk: WishLevel.MOST}, courses={})
    record_company_scores(**step, scores={scene.company.pk: CompanyInterest.GLADLY})
    proposal_id = order_proposal(
        by=scene.actor("coordinator"),
        at=NOW,
        project_id=scene.project.pk,
        mode=MatchingMode.BEST,
        choices=usual(),
        time_limit=60,
    )
    carry_out(run_id=MatchingProposal.objects.get(pk=proposal_id).run_id, at=NOW)
    explain_proposal(proposal_id=proposal_id, candidacy_id=None, at=NOW, give_up=lambda: False)
    accept_placement(**step, proposal_id=proposal_id, reason=f"Passer: {SEALED_WORD}")


def long_ago(candidacy: Candidacy, on: date) -> None:
    """Moves everything of a candidacy, its project and its person to a day in the past."""
    Project.objects.filter(pk=candidacy.project_id).update(start_date=on, end_date=on)
    moment = factories.NOW.replace(year=on.year, month=on.month, day=on.day)
    assert candidacy.person is not None
    type(candidacy.person).objects.filter(pk=candidacy.person_id).update(registered_at=moment)
    candidacy.screenings.update(screened_on=on)
    candidacy.activities.update(starts_on=on, ends_on=on, invited_on=on)
    candidacy.statements.update(stated_on=on)
    candidacy.presentations.update(presented_on=on, ended_on=on)
    Presentation.objects.filter(candidacy=candidacy).update(ended_on=on)
    for enrolment in candidacy.enrolments.all():
        enrolment.enrolled_on = on
        enrolment.started_on = on if enrolment.started_on else None
        enrolment.ended_on = on if enrolment.status != EnrolmentStatus.ENROLLED else None
        enrolment.save()
        type(enrolment.course).objects.filter(pk=enrolment.course_id).update(starts_on=on, ends_on=on)
    candidacy.follow_ups.update(held_on=on, next_on=None)
    candidacy.outcomes.update(as_of=on)
    Candidacy.objects.filter(pk=candidacy.pk).update(
        added_on=on, withdrawn_on=on if candidacy.withdrawn_on else None
    )
