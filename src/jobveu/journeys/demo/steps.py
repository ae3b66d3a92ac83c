"""One project of the demonstration, carried on by its actors: thin words for the real operations.

Days are counted back from today (`days_ago`); those in the future are negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import DialogueChannel
from jobveu.education.operations import create_course, mark_course_held
from jobveu.journeys.demo.people import JOB_CENTRE_OF
from jobveu.journeys.demo.steps_candidates import CandidateSteps
from jobveu.journeys.demo.world import World
from jobveu.journeys.dialogue import record_dialogue
from jobveu.journeys.templates import start_from_template
from jobveu.projects.agreement_rules import Terms
from jobveu.projects.enums import (
    CommitmentKind,
    JobSearchDuty,
    MeetingKind,
    PhaseNumber,
    ProjectType,
)
from jobveu.projects.models import Party
from jobveu.projects.operations.agreements import create_partner_agreement, sign_agreement
from jobveu.projects.operations.commitments import give_commitment
from jobveu.projects.operations.contributions import propose_contribution
from jobveu.projects.operations.lessons import record_lesson
from jobveu.projects.operations.meetings import call_meeting, write_minutes
from jobveu.projects.operations.needs import record_need
from jobveu.projects.operations.parties import add_party, edit_party
from jobveu.projects.operations.plan import save_plan
from jobveu.projects.operations.procurement import choose_directly, open_tender, submit_offer
from jobveu.projects.operations.projects import create_project
from jobveu.projects.operations.steering import add_seat
from jobveu.projects.operations.tasks import add_task, finish_task

COORDINATOR = "koordinator"


def need(
    world: World,
    *,
    of: str,
    by: str,
    days_ago: int,
    occupation: str,
    head_count: int,
    competences: str,
    place: str,
    needed_in: int,
    told_by: str = "",
) -> int:
    """A need that user `by` records; `told_by` speaks for the workplace `of` unless it speaks for itself.
    `needed_in`: days from today, negative for days ago."""
    return record_need(
        by=world.actor(by),
        at=world.when(days_ago),
        organisation_id=world.org(of),
        stated_by_id=world.org(told_by or of),
        occupation=occupation,
        head_count=head_count,
        competences=competences,
        municipality_id=world.municipalities[place],
        needed_by=world.ahead(needed_in) if needed_in >= 0 else world.ago(-needed_in),
    ).pk


@dataclass(slots=True)
class Story(CandidateSteps):
    """A project and what is told of it."""

    @classmethod
    def begin(
        cls,
        world: World,
        *,
        title: str,
        type: ProjectType,
        description: str,
        created: int,
        starts: int,
        template_id: int | None = None,
        initiator: str = "",
        industry: str = "",
        **fields: Any,
    ) -> Story:
        """The coordinator creates the project `created` days ago; it begins `starts` days ago."""
        start = world.ago(starts) if starts >= 0 else world.ahead(-starts)
        values = {
            "by": world.actor(COORDINATOR),
            "at": world.when(created, 11),
            "title": title,
            "type": type,
            "description": description,
            "council_id": world.council_id(start),
            "start_date": start,
            "initiative_organisation_id": world.org(initiator) if initiator else None,
            "industry_id": world.industries[industry] if industry else None,
            "coordinator_id": world.actor(COORDINATOR).user_id,
            "synthetic": True,
            **fields,
        }
        project = (
            create_project(**values)
            if template_id is None
            else start_from_template(template_id=template_id, **values)
        )
        return cls(world, project.pk)

    # Who takes part

    def party(
        self, key: str, note: str = "", *, days_ago: int, first: bool = False, content: bool = False
    ) -> None:
        add_party(
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago),
            project_id=self.project_id,
            organisation_id=self.world.org(key),
            in_first_dialogue=first,
            defines_content=content,
            note=note,
        )

    def defines_content(self, key: str, note: str, *, days_ago: int) -> None:
        """A social partner that is a party already takes part in defining the content."""
        row = Party.objects.get(project=self.project_id, organisation=self.world.org(key))
        edit_party(
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago),
            project_id=self.project_id,
            party_id=row.pk,
            version=row.version,
            joined_on=row.joined_on or self.world.ago(days_ago),
            in_first_dialogue=row.in_first_dialogue,
            defines_content=True,
            note=note,
        )

    def dialogue(
        self, with_: str, *, days_ago: int, subject: str, notes: str, agreed: str = "", by: str = COORDINATOR
    ) -> None:
        actor = self.world.actor(by)
        record_dialogue(
            by=actor,
            at=self.world.when(days_ago, 14),
            organisation_id=self.world.org(with_),
            spoken_for_id=_own_organisation(actor),
            held_on=self.world.ago(days_ago),
            channel=DialogueChannel.VISIT,
            subject=subject,
            notes=notes,
            agreed=agreed,
            project_id=self.project_id,
            reason="Samtalen hører til projektet og er aftalt med den, der talte med dem sidst.",
        )

    # Agreements

    def partner_agreement(self, *, title: str, text: str, signatories: Sequence[str], days_ago: int) -> int:
        return create_partner_agreement(
            project_id=self.project_id,
            title=title,
            text=text,
            signatory_ids=self.world.orgs(*signatories),
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago, 12),
        )

    def sign(self, agreement_id: int, by: str, *, days_ago: int, version: int = 1) -> None:
        actor = self.world.actor(by)
        sign_agreement(
            agreement_id=agreement_id,
            version=version,
            organisation_id=_own_organisation(actor),
            by=actor,
            at=self.world.when(days_ago, 13),
        )

    def contribution(
        self,
        caseworker: str,
        *,
        days_ago: int,
        head_count: int,
        by_date: date,
        text: str,
        duty: JobSearchDuty = JobSearchDuty.REDUCED,
        transport_paid: bool = True,
        benefit_kept: bool = True,
        work_placement_weeks: int = 2,
        other_terms: str = "",
    ) -> int:
        return propose_contribution(
            project_id=self.project_id,
            job_centre_id=self.world.org(JOB_CENTRE_OF[caseworker]),
            text=text,
            terms=Terms(
                head_count=head_count,
                by_date=by_date,
                job_search_duty=duty,
                transport_paid=transport_paid,
                benefit_kept=benefit_kept,
                work_placement_weeks=work_placement_weeks,
                other_terms=other_terms,
            ),
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago, 11),
        )

    # Kick-off

    def seat(self, key: str, *, days_ago: int, chairs: bool = False) -> None:
        add_seat(
            project_id=self.project_id,
            organisation_id=self.world.org(key),
            chairs=chairs,
            since=self.world.ago(days_ago),
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago),
        )

    def meeting(
        self,
        kind: MeetingKind,
        *,
        days_ago: int,
        attendees: Sequence[str],
        agenda: str,
        place: str = "",
        minutes: str = "",
        hour: int = 9,
    ) -> int:
        """A meeting, with its minutes two days later when it has any; called two weeks before. Returns its id."""
        day = self.world.ago(days_ago) if days_ago >= 0 else self.world.ahead(-days_ago)
        meeting_id = call_meeting(
            project_id=self.project_id,
            kind=kind,
            starts_at=datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone()),
            place=place,
            agenda=agenda,
            attendee_ids=self.world.orgs(*attendees),
            by=self.world.actor(COORDINATOR),
            at=self.world.when(max(days_ago, 0) + 14),
        )
        if minutes:
            write_minutes(
                meeting_id=meeting_id,
                version=0,
                text=minutes,
                by=self.world.actor(COORDINATOR),
                at=self.world.when(max(days_ago - 2, 0)),
            )
        return meeting_id

    def plan(
        self,
        *,
        days_ago: int,
        purpose: str,
        target_group: str,
        upskilling_need: str,
        matching_model: str,
        version: int = 0,
        change_note: str = "",
    ) -> None:
        save_plan(
            project_id=self.project_id,
            version=version,
            purpose=purpose,
            target_group=target_group,
            upskilling_need=upskilling_need,
            matching_model=matching_model,
            change_note=change_note,
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago, 15),
        )

    def task(
        self,
        title: str,
        *,
        phase: PhaseNumber,
        responsible: str,
        due: int,
        added: int,
        done: int | None = None,
        done_by: str = COORDINATOR,
        description: str = "",
    ) -> None:
        """`due`, `added` and `done` are days ago; `due` may be negative, for days ahead."""
        task_id = add_task(
            project_id=self.project_id,
            title=title,
            phase=phase,
            description=description,
            responsible_id=self.world.org(responsible),
            due_on=self.world.ago(due) if due >= 0 else self.world.ahead(-due),
            by=self.world.actor(COORDINATOR),
            at=self.world.when(added, 15),
        )
        if done is not None:
            finish_task(task_id=task_id, by=self.world.actor(done_by), at=self.world.when(done, 15))

    def commitment(
        self,
        by: str,
        *,
        of: str,
        kind: CommitmentKind,
        days_ago: int,
        head_count: int | None = None,
        conditions: str = "",
        on_behalf_of: str = "",
        shown_by: str = "",
    ) -> int:
        return give_commitment(
            by=self.world.actor(by),
            at=self.world.when(days_ago),
            project_id=self.project_id,
            kind=kind,
            organisation_id=self.world.org(of),
            head_count=head_count,
            given_on=self.world.ago(days_ago),
            conditions=conditions,
            on_behalf_of=on_behalf_of,
            shown_by=shown_by,
        )

    def tender(
        self, *, days_ago: int, deadline: date, subject: str, requirements: str, invited: Sequence[str]
    ) -> int:
        return open_tender(
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago),
            project_id=self.project_id,
            subject=subject,
            requirements=requirements,
            opened_on=self.world.ago(days_ago),
            deadline=deadline,
            provider_ids=self.world.orgs(*invited),
        )

    def offer(
        self,
        procurement_id: int,
        by: str,
        *,
        days_ago: int,
        description: str,
        price: int,
        earliest_start: date,
        minimum: int,
        maximum: int,
        merit_giving: bool,
    ) -> None:
        actor = self.world.actor(by)
        submit_offer(
            by=actor,
            at=self.world.when(days_ago),
            procurement_id=procurement_id,
            provider_id=_own_organisation(actor),
            description=description,
            price=Decimal(price),
            earliest_start=earliest_start,
            min_participants=minimum,
            max_participants=maximum,
            merit_giving=merit_giving,
        )

    def direct_choice(
        self, provider: str, *, days_ago: int, subject: str, requirements: str, reason: str
    ) -> None:
        choose_directly(
            by=self.world.actor(COORDINATOR),
            at=self.world.when(days_ago),
            project_id=self.project_id,
            subject=subject,
            requirements=requirements,
            provider_id=self.world.org(provider),
            reason=reason,
            chosen_on=self.world.ago(days_ago),
        )

    def course(
        self,
        title: str,
        *,
        provider: str,
        place: str,
        municipality: str,
        starts: date | None,
        ends: date | None,
        created: int,
        merit_giving: bool = True,
        minimum: int | None = 8,
        maximum: int | None = 16,
        code: str = "",
    ) -> int:
        return create_course(
            by=self.world.actor(COORDINATOR),
            at=self.world.when(created),
            project_id=self.project_id,
            title=title,
            provider_id=self.world.org(provider),
            merit_giving=merit_giving,
            course_code=code,
            municipality_id=self.world.municipalities[municipality],
            place=place,
            starts_on=starts,
            ends_on=ends,
            min_participants=minimum,
            max_participants=maximum,
        )

    def held(self, course_id: int, by: str, *, days_ago: int, reported: int | None = None) -> None:
        mark_course_held(
            by=self.world.actor(by),
            at=self.world.when(days_ago, 16),
            course_id=course_id,
            ends_on=None,
            reported_participants=reported,
        )

    # Learning

    def lesson(
        self,
        phase: PhaseNumber,
        title: str,
        text: str,
        tags: Sequence[str],
        *,
        days_ago: int,
        by: str = COORDINATOR,
    ) -> None:
        actor = self.world.actor(by)
        record_lesson(
            by=actor,
            at=self.world.when(days_ago),
            project_id=self.project_id,
            phase=phase,
            title=title,
            text=text,
            tags=tags,
            organisation_id=_own_organisation(actor),
        )


def _own_organisation(actor: Actor) -> int:
    organisation_id = actor.primary_membership.organisation_id
    if organisation_id is None:
        raise ValueError(f"{actor.name} belongs to no organisation")
    return organisation_id
