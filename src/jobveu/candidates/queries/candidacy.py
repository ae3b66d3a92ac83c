"""One candidate's way through one project, as each who may see it sees it.

The candidate's job centre sees everything. Whoever drives the project sees what has happened and no text
that somebody wrote about the candidate. A provider sees its own courses and what it has recorded itself, a
company the presentation to it and nothing else. What somebody may not see is not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.enums import (
    CandidacyState,
    DropoutReason,
    EnrolmentStatus,
    FollowUpChannel,
    Milestone,
    OutcomeKind,
    ScreeningResult,
)
from jobveu.candidates.models import Candidacy, Enrolment, FollowUp, Outcome, Presentation, Screening
from jobveu.candidates.queries.activities import (
    ActivityRow,
    StatementRow,
    activities_of,
    statements_of,
)
from jobveu.candidates.queries.answers import ScreenedBy, newest_answers
from jobveu.candidates.queries.waiting_list import WaitingPlaceRow, waiting_places
from jobveu.candidates.rules import (
    CandidacyStep,
    CourseSpan,
    DueOutcome,
    Facts,
    allowed_steps,
    due_outcomes,
    outcomes_count_from,
    providers,
    state_of,
)
from jobveu.common.choices import Choice
from jobveu.common.sorting import DanishSortKey
from jobveu.education.enums import CourseStatus
from jobveu.projects.models import Party


@dataclass(frozen=True, slots=True)
class CandidacyPlace:
    """Whose a candidacy is, and what a page about it needs in its head."""

    id: int
    pseudonym: str
    person_id: int
    project_id: int
    project_title: str
    project_ends_on: date | None
    job_centre_id: int
    job_centre: str
    added_on: date
    withdrawn_on: date | None
    withdrawn_reason: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Insight:
    """By which of their places in the project the actor sees the candidacy."""

    own: bool
    """The candidate's job centre."""
    drives: bool
    provider_ids: frozenset[int]
    company_ids: frozenset[int]

    @property
    def whole(self) -> bool:
        """Whether the actor sees the whole course of events, not only a part that is the actor's own."""
        return self.own or self.drives


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    id: int
    result: ScreeningResult
    on: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class PresentationRow:
    id: int
    company: str
    on: date
    ended_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """`dropout_reason` and `dropout_note` are empty for those who may not see them."""

    id: int
    course_id: int
    course: str
    provider: str
    cancelled: bool
    status: EnrolmentStatus
    enrolled_on: date
    started_on: date | None
    ended_on: date | None
    dropout_reason: DropoutReason | None
    dropout_note: str
    version: int
    subject: Subject
    """Whose this enrolment is: the job centre's, and the provider's of this course alone."""


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    id: int
    on: date
    channel: FollowUpChannel
    by: str
    organisation: str
    note: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    id: int
    milestone: Milestone
    kind: OutcomeKind
    as_of: date
    employer: str
    by: str


@dataclass(frozen=True, slots=True)
class CandidacyPage:
    """`state` is how far the candidate has come: to a provider by its own courses alone, to a company None."""

    place: CandidacyPlace
    insight: Insight
    state: CandidacyState | None
    steps: frozenset[CandidacyStep]
    screenings: tuple[ScreeningRow, ...]
    answers: ScreenedBy | None
    waiting: tuple[WaitingPlaceRow, ...]
    statements: tuple[StatementRow, ...]
    activities: tuple[ActivityRow, ...]
    presentations: tuple[PresentationRow, ...]
    enrolments: tuple[EnrolmentRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    due: tuple[DueOutcome, ...]


def candidacy_place(*, candidacy_id: int) -> CandidacyPlace | None:
    """One SQL statement; None when there is no such candidacy, or its person has been erased."""
    presentations = Presentation.objects.filter(
        Exists(
            Party.objects.filter(project=OuterRef("candidacy__project"), organisation=OuterRef("company"))
        ),
        candidacy=OuterRef("pk"),
        candidacy__withdrawn_on__isnull=True,
        ended_on__isnull=True,
    )
    enrolments = Enrolment.objects.filter(candidacy=OuterRef("pk"), course__provider__isnull=False).exclude(
        course__status=CourseStatus.CANCELLED
    )
    row = (
        Candidacy.objects.filter(pk=candidacy_id)
        .select_related("project__council", "job_centre")
        .annotate(
            provider_ids=ArraySubquery(enrolments.order_by().values("course__provider_id").distinct()),
            company_ids=ArraySubquery(presentations.order_by().values("company_id").distinct()),
        )
        .first()
    )
    if row is None or row.person_id is None:
        return None
    return CandidacyPlace(
        id=row.pk,
        pseudonym=row.pseudonym or "",
        person_id=row.person_id,
        project_id=row.project_id,
        project_title=row.project.title,
        project_ends_on=row.project.end_date,
        job_centre_id=row.job_centre_id,
        job_centre=row.job_centre.name,
        added_on=row.added_on,
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        subject=Subject(
            office_id=row.project.council.office_id if row.project.council else None,
            coordinating_organisation_id=row.project.coordinating_organisation_id,
            registered_by_id=row.job_centre_id,
            course_provider_ids=frozenset(row.provider_ids),
            presented_to_ids=frozenset(row.company_ids),
        ),
    )


def insight_of(*, by: Actor, subject: Subject) -> Insight:
    """Which of the actor's memberships lets them see a candidacy of that subject, and how. Pure."""

    def sees(part: Subject) -> bool:
        return may(Action.VIEW_CANDIDACY, by, part)

    return Insight(
        own=sees(Subject(registered_by_id=subject.registered_by_id)),
        drives=sees(
            Subject(
                office_id=subject.office_id,
                coordinating_organisation_id=subject.coordinating_organisation_id,
            )
        ),
        provider_ids=frozenset(
            id_ for id_ in subject.course_provider_ids if sees(Subject(course_provider_ids=frozenset({id_})))
        ),
        company_ids=frozenset(
            id_ for id_ in subject.presented_to_ids if sees(Subject(presented_to_ids=frozenset({id_})))
        ),
    )


def candidacy_page(*, by: Actor, place: CandidacyPlace, today: date) -> CandidacyPage:
    """What the actor may see of the candidacy; at most thirteen SQL statements, and one for each place in line."""
    insight = insight_of(by=by, subject=place.subject)
    whole = insight.whole
    screenings = list(_screenings(place) if whole else ())
    presentations = list(_presentations(place, None if whole else insight.company_ids))
    enrolments = list(_enrolments(place, None if whole else insight.provider_ids))
    outcomes = list(_outcomes(place) if whole else ())
    held = [row for row in enrolments if row.course.status != CourseStatus.CANCELLED]
    facts = Facts(
        withdrawn=place.withdrawn_on is not None,
        screening=ScreeningResult(screenings[0].result) if screenings else None,
        presented=any(row.ended_on is None for row in presentations),
        enrolments=tuple(EnrolmentStatus(row.status) for row in held),
        has_outcome=bool(outcomes),
    )
    return CandidacyPage(
        place=place,
        insight=insight,
        state=_state(facts, insight),
        steps=allowed_steps(facts),
        screenings=tuple(_screening(row, insight) for row in screenings),
        answers=_answers(place, insight) if screenings else None,
        waiting=waiting_places(candidacy_id=place.id) if whole else (),
        statements=statements_of(candidacy_id=place.id, with_notes=insight.own) if whole else (),
        activities=activities_of(
            candidacy_id=place.id,
            company_ids=None if whole else insight.company_ids,
            with_notes=insight.own,
        ),
        presentations=tuple(_presentation(row, insight) for row in presentations),
        enrolments=tuple(_enrolment(row, place, insight) for row in enrolments),
        follow_ups=tuple(
            _follow_up(row, insight) for row in _follow_ups(place, None if whole else insight.provider_ids)
        ),
        outcomes=tuple(_outcome(row, insight) for row in outcomes),
        due=_due(place, held, outcomes, today) if whole and not facts.withdrawn else (),
    )


def _state(facts: Facts, insight: Insight) -> CandidacyState | None:
    if insight.whole:
        return state_of(facts)
    return state_of(Facts(enrolments=facts.enrolments)) if facts.enrolments else None


def _screenings(place: CandidacyPlace) -> Iterable[Screening]:
    return Screening.objects.filter(candidacy=place.id).select_related("screened_by").order_by("-id")


def _presentations(place: CandidacyPlace, companies: Collection[int] | None) -> Iterable[Presentation]:
    """All, or those that stand to these companies."""
    rows = Presentation.objects.filter(candidacy=place.id)
    if companies is not None:
        rows = rows.filter(company_id__in=companies, ended_on__isnull=True)
    return rows.select_related("company").order_by("-presented_on", "-id")


def _enrolments(place: CandidacyPlace, provider_ids: Collection[int] | None) -> Iterable[Enrolment]:
    """All, or those on these providers' courses."""
    rows = Enrolment.objects.filter(candidacy=place.id)
    if provider_ids is not None:
        rows = rows.filter(course__provider_id__in=provider_ids)
    return rows.select_related("course__provider").order_by("-enrolled_on", "-id")


def _follow_ups(place: CandidacyPlace, provider_ids: Collection[int] | None) -> Iterable[FollowUp]:
    """All, or those that these providers have recorded."""
    rows = FollowUp.objects.filter(candidacy=place.id)
    if provider_ids is not None:
        rows = rows.filter(organisation_id__in=provider_ids)
    return rows.select_related("by", "organisation").order_by("-held_on", "-id")


def _outcomes(place: CandidacyPlace) -> Iterable[Outcome]:
    return Outcome.objects.filter(candidacy=place.id).select_related("employer", "recorded_by").order_by("id")


def presentable_companies(*, project_id: int, candidacy_id: int) -> tuple[Choice, ...]:
    """The workplaces among the project's parties that the candidate isn't presented to now."""
    rows = (
        Party.objects.filter(project=project_id, organisation__kind__in=WORKPLACES)
        .exclude(
            Exists(
                Presentation.objects.filter(
                    candidacy=candidacy_id, company=OuterRef("organisation"), ended_on__isnull=True
                )
            )
        )
        .order_by(DanishSortKey("organisation__name"), "organisation_id")
        .values_list("organisation_id", "organisation__name")
    )
    return tuple(Choice(id=id_, label=name) for id_, name in rows)


def presentation_company(*, candidacy_id: int, presentation_id: int) -> str | None:
    """The company of a presentation that stands; None when there is none such."""
    row = (
        Presentation.objects.filter(pk=presentation_id, candidacy=candidacy_id, ended_on__isnull=True)
        .select_related("company")
        .first()
    )
    return row.company.name if row else None


def enrolment_row(*, place: CandidacyPlace, enrolment_id: int) -> EnrolmentRow | None:
    """One enrolment of the candidacy, reasons included; None when there is none such."""
    row = (
        Enrolment.objects.filter(pk=enrolment_id, candidacy=place.id)
        .select_related("course__provider")
        .first()
    )
    if row is None:
        return None
    everything = Insight(own=True, drives=False, provider_ids=frozenset(), company_ids=frozenset())
    return _enrolment(row, place, everything)


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    kind: OutcomeKind
    as_of: date
    employer_id: int | None
    employer_name: str
    version: int


def recorded_outcome(*, candidacy_id: int, milestone: Milestone) -> RecordedOutcome | None:
    """The outcome as its form shows it; None when it isn't recorded."""
    row = Outcome.objects.filter(candidacy=candidacy_id, milestone=milestone).first()
    if row is None:
        return None
    return RecordedOutcome(OutcomeKind(row.kind), row.as_of, row.employer_id, row.employer_name, row.version)


def _screening(row: Screening, insight: Insight) -> ScreeningRow:
    return ScreeningRow(
        id=row.pk,
        result=ScreeningResult(row.result),
        on=row.screened_on,
        by=row.screened_by.name,
        reason=row.reason if insight.own else "",
    )


def _answers(place: CandidacyPlace, insight: Insight) -> ScreenedBy | None:
    """What the newest screening by criteria says, without its words for those who only drive the project."""
    found = newest_answers(candidacy_ids=[place.id]).get(place.id)
    return found if found is None or insight.own else found.without_notes()


def _presentation(row: Presentation, insight: Insight) -> PresentationRow:
    return PresentationRow(
        id=row.pk,
        company=row.company.name,
        on=row.presented_on,
        ended_on=row.ended_on,
        note=row.note if insight.own or row.company_id in insight.company_ids else "",
    )


def _enrolment(row: Enrolment, place: CandidacyPlace, insight: Insight) -> EnrolmentRow:
    cancelled = row.course.status == CourseStatus.CANCELLED
    why = insight.own or row.course.provider_id in insight.provider_ids
    return EnrolmentRow(
        id=row.pk,
        course_id=row.course_id,
        course=row.course.title,
        provider=row.course.provider.name if row.course.provider else "",
        cancelled=cancelled,
        status=EnrolmentStatus(row.status),
        enrolled_on=row.enrolled_on,
        started_on=row.started_on,
        ended_on=row.ended_on,
        dropout_reason=DropoutReason(row.dropout_reason) if row.dropout_reason and why else None,
        dropout_note=row.dropout_note if why else "",
        version=row.version,
        subject=Subject(
            registered_by_id=place.job_centre_id,
            course_provider_ids=providers(row.course.provider_id, cancelled=cancelled),
        ),
    )


def _follow_up(row: FollowUp, insight: Insight) -> FollowUpRow:
    text = insight.own or row.organisation_id in insight.provider_ids
    return FollowUpRow(
        id=row.pk,
        on=row.held_on,
        channel=FollowUpChannel(row.channel),
        by=row.by.name,
        organisation=row.organisation.name,
        note=row.note if text else "",
        next_on=row.next_on,
    )


def _outcome(row: Outcome, insight: Insight) -> OutcomeRow:
    employer = row.employer.name if row.employer else row.employer_name
    return OutcomeRow(
        id=row.pk,
        milestone=Milestone(row.milestone),
        kind=OutcomeKind(row.kind),
        as_of=row.as_of,
        employer=employer if insight.own else "",
        by=row.recorded_by.name,
    )


def _due(
    place: CandidacyPlace, held: Iterable[Enrolment], outcomes: Collection[Outcome], today: date
) -> tuple[DueOutcome, ...]:
    return due_outcomes(
        count_from=outcomes_count_from(
            [CourseSpan(row.ended_on, row.course.ends_on) for row in held],
            project_ends_on=place.project_ends_on,
        ),
        recorded=[Milestone(row.milestone) for row in outcomes],
        today=today,
    )
