"""Candidates of a project of the demonstration, registered and carried on by its caseworkers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import (
    Attendance,
    CompanyInterest,
    DropoutReason,
    FollowUpChannel,
    InvitationAnswer,
    Milestone,
    Motivation,
    OutcomeKind,
    ScreeningResult,
    Situation,
    SkillLevel,
    WishLevel,
)
from jobveu.candidates.models import Activity, Enrolment
from jobveu.candidates.operations.activities import (
    Invitation,
    invite,
    record_answer,
    record_statement,
)
from jobveu.candidates.operations.course_days import record_course_day
from jobveu.candidates.operations.enrolments import drop_out_enrolment
from jobveu.candidates.operations.formal_facts import Registered
from jobveu.candidates.operations.outcomes import record_follow_up, record_outcome
from jobveu.candidates.operations.preferences import record_company_scores, record_wishes
from jobveu.candidates.operations.screening import present_candidate, record_screening
from jobveu.candidates.operations.waiting_list import join_line
from jobveu.journeys.candidates import register_candidate
from jobveu.journeys.demo.people import JOB_CENTRE_OF, invented_cpr, invented_name
from jobveu.journeys.demo.steps_screening import ScreeningSteps
from jobveu.journeys.enrolment import complete_several, enrol, start_several


@dataclass(slots=True)
class CandidateSteps(ScreeningSteps):
    """Candidacies by the number of the candidate in the story, and the caseworker of each."""

    candidates: dict[int, int] = field(default_factory=dict)
    of_caseworker: dict[int, str] = field(default_factory=dict)

    def candidate(
        self,
        number: int,
        caseworker: str,
        *,
        days_ago: int,
        skill: SkillLevel = SkillLevel.UNSKILLED,
        vulnerable: bool = False,
        situation: Situation = Situation.UNEMPLOYED,
    ) -> None:
        """Candidate `number` of this story, registered by a caseworker (a key of JOB_CENTRE_OF)."""
        serial = next(self.world.candidate_numbers)
        code = JOB_CENTRE_OF[caseworker]
        self.candidates[number] = register_candidate(
            by=self.world.actor(caseworker),
            at=self.world.when(days_ago),
            project_id=self.project_id,
            job_centre_id=self.world.org(code),
            name=invented_name(serial),
            cpr=invented_cpr(serial),
            situation=situation,
            skill_level=skill,
            vulnerable=vulnerable,
            municipality_id=self.world.municipalities[code],
            email=f"kandidat{serial}@demo.example",
            synthetic=True,
        )
        self.of_caseworker[number] = caseworker

    def caseworker(self, number: int) -> Actor:
        return self.world.actor(self.of_caseworker[number])

    def facts(self, number: int, registered: Registered, *, days_ago: int) -> None:
        """What the person behind candidate `number` is registered with."""
        self.register_facts(
            self.candidates[number], registered, by=self.of_caseworker[number], days_ago=days_ago
        )

    def screen(
        self,
        number: int,
        *,
        days_ago: int,
        reason: str,
        passed: bool = True,
        not_met: Mapping[str, str] = MappingProxyType({}),
        unknown: Collection[str] = (),
    ) -> None:
        """By the criteria of the tool, where there is one: `not_met` and `unknown` name those that aren't met."""
        record_screening(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 13),
            candidacy_id=self.candidates[number],
            result=ScreeningResult.PASSED if passed else ScreeningResult.FAILED,
            reason=reason,
            screened_on=self.world.ago(days_ago),
            tool_number=self.tool_number,
            answers=self.answers(not_met=not_met, unknown=unknown),
        )

    def invite(self, number: int, invitation: Invitation, *, days_ago: int) -> int:
        return invite(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 12),
            candidacy_id=self.candidates[number],
            invitation=invitation,
        )

    def answered(
        self,
        number: int,
        activity_id: int,
        answer: InvitationAnswer,
        *,
        days_ago: int,
        attendance: Attendance | None = None,
        note: str = "",
    ) -> None:
        record_answer(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 15),
            activity_id=activity_id,
            version=Activity.objects.get(pk=activity_id).version,
            answer=answer,
            attendance=attendance,
            note=note,
        )

    def says(
        self, number: int, motivation: Motivation, *, days_ago: int, agrees: bool = True, note: str = ""
    ) -> None:
        record_statement(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 13),
            candidacy_id=self.candidates[number],
            motivation=motivation,
            agrees=agrees,
            stated_on=self.world.ago(days_ago),
            note=note,
        )

    def present(self, number: int, *companies: str, days_ago: int, note: str = "") -> None:
        present_candidate(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 14),
            candidacy_id=self.candidates[number],
            company_ids=self.world.orgs(*companies),
            presented_on=self.world.ago(days_ago),
            note=note,
        )

    def wishes(
        self,
        number: int,
        *,
        days_ago: int,
        companies: Mapping[str, WishLevel] = MappingProxyType({}),
        courses: Mapping[int, WishLevel] = MappingProxyType({}),
    ) -> None:
        record_wishes(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 14),
            candidacy_id=self.candidates[number],
            companies={self.world.org(key): level for key, level in companies.items()},
            courses=courses,
        )

    def scored(self, number: int, company: str, level: CompanyInterest, *, days_ago: int, by: str) -> None:
        """What the company says of the candidate; `by` one of its own users, or who speaks for it."""
        record_company_scores(
            by=self.world.actor(by),
            at=self.world.when(days_ago, 14),
            candidacy_id=self.candidates[number],
            scores={self.world.org(company): level},
        )

    def wait_in_line(self, number: int, course_id: int, *, days_ago: int) -> None:
        join_line(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 15),
            candidacy_id=self.candidates[number],
            course_id=course_id,
        )

    def enrol(self, numbers: Collection[int], course_id: int, *, days_ago: int) -> None:
        for number in numbers:
            enrol(
                by=self.caseworker(number),
                at=self.world.when(days_ago, 15),
                candidacy_id=self.candidates[number],
                course_id=course_id,
            )

    def start(self, numbers: Collection[int], course_id: int, *, by: str, days_ago: int) -> None:
        start_several(
            by=self.world.actor(by),
            at=self.world.when(days_ago, 16),
            project_id=self.project_id,
            versions=self._versions(numbers, course_id),
            started_on=self.world.ago(days_ago),
        )

    def came(self, course_id: int, marks: Mapping[int, Attendance], *, by: str, days_ago: int) -> None:
        """Attendance on one day of the course, by the number of the candidate."""
        rows = Enrolment.objects.filter(course=course_id)
        ids = dict(rows.values_list("candidacy_id", "pk"))
        record_course_day(
            by=self.world.actor(by),
            at=self.world.when(days_ago, 15),
            project_id=self.project_id,
            course_id=course_id,
            day=self.world.ago(days_ago),
            attendance={ids[self.candidates[number]]: mark for number, mark in marks.items()},
        )

    def complete(self, numbers: Collection[int], course_id: int, *, by: str, days_ago: int) -> None:
        complete_several(
            by=self.world.actor(by),
            at=self.world.when(days_ago, 16),
            project_id=self.project_id,
            versions=self._versions(numbers, course_id),
            ended_on=self.world.ago(days_ago),
        )

    def drop_out(
        self, number: int, course_id: int, *, by: str, days_ago: int, reason: DropoutReason, note: str = ""
    ) -> None:
        ((enrolment_id, version),) = self._versions([number], course_id).items()
        drop_out_enrolment(
            by=self.world.actor(by),
            at=self.world.when(days_ago, 16),
            enrolment_id=enrolment_id,
            version=version,
            ended_on=self.world.ago(days_ago),
            reason=reason,
            note=note,
        )

    def _versions(self, numbers: Collection[int], course_id: int) -> Mapping[int, int]:
        rows = Enrolment.objects.filter(
            course=course_id, candidacy__in=[self.candidates[number] for number in numbers]
        )
        return dict(rows.order_by("pk").values_list("pk", "version"))

    def follow_up(
        self,
        number: int,
        *,
        days_ago: int,
        note: str,
        channel: FollowUpChannel = FollowUpChannel.PHONE,
        by: str = "",
        next_in: int | None = None,
    ) -> None:
        record_follow_up(
            by=self.world.actor(by) if by else self.caseworker(number),
            at=self.world.when(days_ago, 14),
            candidacy_id=self.candidates[number],
            held_on=self.world.ago(days_ago),
            channel=channel,
            note=note,
            next_on=self.world.ahead(next_in) if next_in else None,
        )

    def outcome(
        self,
        number: int,
        milestone: Milestone,
        kind: OutcomeKind,
        *,
        days_ago: int,
        employer: str = "",
        employer_name: str = "",
    ) -> None:
        record_outcome(
            by=self.caseworker(number),
            at=self.world.when(days_ago, 14),
            candidacy_id=self.candidates[number],
            milestone=milestone,
            kind=kind,
            as_of=self.world.ago(days_ago),
            employer_id=self.world.org(employer) if employer else None,
            employer_name=employer_name,
        )
