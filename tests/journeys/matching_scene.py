"""Three job centres, two companies and one school, with candidates to match."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from jobveu.accounts.access import Subject
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.candidates.enums import CriterionAnswer, MatchingMode, ScreeningResult
from jobveu.candidates.models import Candidacy, MatchingProposal, Person
from jobveu.candidates.operations.screening import record_screening
from jobveu.education.models import Course
from jobveu.journeys.matching.choices import Choices, usual
from jobveu.journeys.matching.explaining import explain_proposal
from jobveu.journeys.matching.ordering import order_proposal
from jobveu.projects.enums import AgreementKind, CommitmentKind, JobSearchDuty
from jobveu.projects.models import (
    Agreement,
    AgreementText,
    Commitment,
    ContributionTerms,
    Party,
    Signatory,
    Signature,
)
from jobveu.projects.queries.header import project_header
from jobveu.solving.carrying_out import carry_out
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene, a_demand, an_issued_tool, make_scene

FAR, NEAR = "0400", "0710"
"""Bornholm and Favrskov; the job centres are in Randers."""


class Match:
    """A project with a course for 2 to 4, a company with two positions after it, and one with one position."""

    def __init__(self) -> None:
        self.scene: Scene = make_scene()
        scene = self.scene
        self.third_centre: Organisation = factories.organisation(
            OrganisationKind.JOB_CENTRE, "Jobcenter Tredjestad"
        )
        scene.users["third_caseworker"] = factories.user(
            Role.CASEWORKER, self.third_centre, name="Bruger third_caseworker"
        )
        Party.objects.create(project=scene.project, organisation=self.third_centre)
        for company in (scene.company, scene.other_company):
            company.municipality = factories.municipality(NEAR)
            company.save()
        self.course: Course = scene.course(
            title="Fibersplidsning",
            starts_on=date(2027, 1, 11),
            ends_on=date(2027, 1, 29),
            min_participants=2,
            max_participants=4,
            municipality=factories.municipality(),
        )
        self.commitment = self.promise(scene.company, 2)
        self.other_commitment = self.promise(scene.other_company, 1)
        [self.licence] = an_issued_tool(scene, a_demand(text="Kørekort B", company_id=scene.other_company.pk))

    def promise(self, company: Organisation, count: int | None) -> Commitment:
        return Commitment.objects.create(
            project=self.scene.project,
            kind=CommitmentKind.HIRING_GUARANTEE if count else CommitmentKind.LETTER_OF_INTENT,
            organisation=company,
            head_count=count,
            given_on=TODAY,
            recorded_by=self.scene.users["coordinator"],
        )

    def agree(self, count: int) -> None:
        """The first job centre's contribution, signed and in force."""
        agreement = Agreement.objects.create(
            project=self.scene.project,
            kind=AgreementKind.CONTRIBUTION,
            title="Bidrag",
            counterpart=self.scene.centre,
        )
        writer = self.scene.users["coordinator"]
        text = AgreementText.objects.create(
            agreement=agreement, number=1, text="Vi finder dem.", written_by=writer, written_at=NOW
        )
        ContributionTerms.objects.create(
            text=text,
            head_count=count,
            by_date=TODAY,
            job_search_duty=JobSearchDuty.REDUCED,
            transport_paid=True,
            benefit_kept=True,
        )
        Signatory.objects.create(agreement=agreement, organisation=self.scene.centre)
        Signature.objects.create(text=text, organisation=self.scene.centre, user=writer, at=NOW)

    def suitable(
        self, name: str = "Opdigtet Person", who: str = "caseworker", licence: bool = True, **fields: Any
    ) -> Candidacy:
        """A candidate who is screened as suitable."""
        columns = {
            key: fields.pop(key)
            for key in ("travel_limit_km", "available_from", "vulnerable")
            if key in fields
        }
        fields.setdefault("municipality_id", factories.municipality().pk)
        row = self.scene.candidate(name, who, **fields)
        if columns:
            Person.objects.filter(pk=row.person_id).update(**columns)
        record_screening(
            by=self.scene.actor(who),
            at=NOW,
            candidacy_id=row.pk,
            result=ScreeningResult.PASSED,
            reason="Egnet",
            screened_on=TODAY,
            tool_number=1,
            answers={self.licence: (CriterionAnswer.MET if licence else CriterionAnswer.NOT_MET, "")},
        )
        return row

    def order(self, mode: MatchingMode = MatchingMode.BEST, **changes: Any) -> MatchingProposal:
        choices: Choices = replace(usual(), **changes)
        proposal_id = order_proposal(
            by=self.scene.actor("coordinator"),
            at=NOW,
            project_id=self.scene.project.pk,
            mode=mode,
            choices=choices,
            time_limit=60,
        )
        return MatchingProposal.objects.select_related("run").get(pk=proposal_id)

    def propose(self, mode: MatchingMode = MatchingMode.BEST, **changes: Any) -> MatchingProposal:
        """Ordered and calculated."""
        row = self.order(mode, **changes)
        carry_out(run_id=row.run_id, at=NOW)
        return MatchingProposal.objects.select_related("run").get(pk=row.pk)

    def explain(self, proposal: MatchingProposal) -> None:
        explain_proposal(proposal_id=proposal.pk, candidacy_id=None, at=NOW, give_up=lambda: False)

    def newest(self) -> MatchingProposal:
        return MatchingProposal.objects.select_related("run").order_by("-pk")[0]

    def carry_out(self, proposal: MatchingProposal) -> None:
        carry_out(run_id=proposal.run_id, at=NOW)


def subject(scene: Scene) -> Subject:
    """Of the scene's project, as its pages ask about it."""
    header = project_header(project_id=scene.project.pk)
    assert header is not None
    return header.subject
