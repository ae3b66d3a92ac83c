"""What a side has about persons: a candidate with a record of each kind, and a proposal for it."""

from __future__ import annotations

import json

from jobveu.accounts.enums import Role
from jobveu.candidates.enums import Situation, SkillLevel
from jobveu.candidates.matching_records import FACTS, sealed
from jobveu.candidates.models import (
    Activity,
    Candidacy,
    Enrolment,
    MatchingProposal,
    Outcome,
    Position,
    Presentation,
    ProposalPerson,
    WaitingPlace,
)
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.journeys.matching.choices import as_values, usual
from jobveu.solving.models import SolverRun
from tests import factories
from tests.architecture.side import Side
from tests.candidates.scene import a_cpr
from tests.factories import NOW, TODAY


def fill_candidates(side: Side) -> None:
    by = factories.actor(side.users[Role.CASEWORKER])
    person_id = register_person(
        by=by,
        at=NOW,
        job_centre_id=side.job_centre.pk,
        name="Opdigtet Person",
        cpr=a_cpr(),
        situation=Situation.UNEMPLOYED,
        skill_level=SkillLevel.UNSKILLED,
        synthetic=True,
    )
    [candidacy_id] = add_candidates(by=by, at=NOW, project_id=side.ids["project_id"], person_ids=[person_id])
    candidacy = Candidacy.objects.get(pk=candidacy_id)
    caseworker = side.users[Role.CASEWORKER]
    side.ids |= {
        "person_id": person_id,
        "candidacy_id": candidacy_id,
        "milestone": "slut",
        "token": "udloebet",
        "what": "praesentation",
        "removable": "resultat",
        "record_id": Outcome.objects.create(
            candidacy=candidacy,
            milestone="end",
            kind="unemployed",
            as_of=TODAY,
            recorded_by=caseworker,
        ).pk,
        "activity_id": Activity.objects.create(
            candidacy=candidacy,
            kind="interview",
            timing="before",
            starts_on=TODAY,
            invited_on=TODAY,
            invited_by=caseworker,
        ).pk,
        "place_id": WaitingPlace.objects.create(
            candidacy=candidacy,
            course_id=side.ids["course_id"],
            joined_on=TODAY,
            joined_by=caseworker,
        ).pk,
        "presentation_id": Presentation.objects.create(
            candidacy=candidacy, company=side.company, presented_on=TODAY, presented_by=caseworker
        ).pk,
        "enrolment_id": Enrolment.objects.create(
            candidacy=candidacy,
            course_id=side.ids["course_id"],
            status="started",
            enrolled_on=TODAY,
            started_on=TODAY,
            enrolled_by=caseworker,
        ).pk,
    }
    _fill_matching(side)


def _fill_matching(side: Side) -> None:
    coordinator = side.users[Role.COORDINATOR]
    run = SolverRun.objects.create(
        solver="matching",
        ordered_by=coordinator,
        ordered_at=NOW,
        time_limit=60,
        state="finished",
        given=json.dumps({"persons": 1, "problem": {"weights": {}}, "names": {}, "left_out": {}}),
        answer=json.dumps({"cancelled": []}),
        ending="optimal",
        kernel="matching",
        value=1.0,
        bound=1.0,
        finished_at=NOW,
        work=1,
    )
    proposal = MatchingProposal.objects.create(
        project_id=side.ids["project_id"], run=run, mode="best", choices=as_values(usual())
    )
    part = ProposalPerson(proposal=proposal, candidacy_id=side.ids["candidacy_id"], number=0, points=1)
    part.position = f"tilsagn-{side.ids['commitment_id']}"
    part.facts_encrypted = sealed({}, key=part.key, field=FACTS)
    part.save()
    side.ids |= {
        "proposal_id": proposal.pk,
        "position_id": Position.objects.create(
            commitment_id=side.ids["commitment_id"], title="Tjener", count=1
        ).pk,
    }
