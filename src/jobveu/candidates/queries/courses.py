"""A course's places and participants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q

from jobveu.accounts.access import Action, Scope, Subject, grants
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import EnrolmentStatus, Purpose
from jobveu.candidates.identity import reveal_names
from jobveu.candidates.models import Enrolment
from jobveu.candidates.name_order import in_name_order
from jobveu.candidates.queries.counted import in_line_by_course, places_taken_by_course
from jobveu.candidates.rules import providers
from jobveu.common.choices import Choice
from jobveu.common.sorting import DanishSortKey
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course


@dataclass(frozen=True, slots=True)
class CourseOption:
    """A course that takes people still. `left` is None where there is no greatest number."""

    id: int
    title: str
    provider: str
    starts_on: date | None
    ends_on: date | None
    left: int | None


@dataclass(frozen=True, slots=True)
class CourseHead:
    id: int
    title: str
    project_id: int
    provider_id: int | None
    provider: str
    starts_on: date | None
    ends_on: date | None
    max_participants: int | None
    cancelled: bool
    taken: int
    job_centre_ids: frozenset[int]
    """Those that have participants on it whom the actor may see."""


@dataclass(frozen=True, slots=True)
class Participant:
    enrolment_id: int
    candidacy_id: int
    pseudonym: str
    name: str
    job_centre: str
    status: EnrolmentStatus
    started_on: date | None
    ended_on: date | None
    version: int


def open_courses(*, project_id: int, candidacy_id: int, today: date) -> tuple[CourseOption, ...]:
    """The project's courses that the candidate could be enrolled on, full ones too. Three SQL statements."""
    rows = list(
        Course.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), project=project_id)
        .filter(status=CourseStatus.PLANNED)
        .exclude(Exists(Enrolment.objects.filter(course=OuterRef("pk"), candidacy=candidacy_id)))
        .select_related("provider")
        .order_by(F("starts_on").asc(nulls_last=True), DanishSortKey("title"), "id")
    )
    taken = places_taken_by_course(course_ids=[row.pk for row in rows])
    lines = in_line_by_course(course_ids=[row.pk for row in rows])
    for id_, line in lines.items():
        taken[id_] += line.waiting + line.offered  # the free places go to those in line
    return tuple(
        CourseOption(
            id=row.pk,
            title=row.title,
            provider=row.provider.name if row.provider else "",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            left=None if row.max_participants is None else max(row.max_participants - taken[row.pk], 0),
        )
        for row in rows
    )


def courses_to_follow(*, by: Actor, project_id: int) -> tuple[Choice, ...]:
    """The project's courses on which there are participants that the actor may follow. One SQL statement."""
    condition = Q(pk__in=[])
    for membership, scope in grants(Action.FOLLOW_PARTICIPANT, by):
        organisation = membership.organisation_id
        match scope:
            case Scope.REGISTERED if organisation is not None:
                own = Enrolment.objects.filter(
                    course=OuterRef("pk"), candidacy__job_centre=organisation, candidacy__person__isnull=False
                )
                condition |= Q(Exists(own))
            case Scope.OWN_COURSE if organisation is not None:
                condition |= Q(provider=organisation) & ~Q(status=CourseStatus.CANCELLED)
            case _:
                raise ValueError(f"{scope} does not say which courses the actor may follow")
    rows = (
        Course.objects.filter(condition, project=project_id)
        .order_by(F("starts_on").asc(nulls_last=True), DanishSortKey("title"), "id")
        .values_list("id", "title")
    )
    return tuple(Choice(id=id_, label=title) for id_, title in rows)


def course_head(*, project_id: int, course_id: int) -> CourseHead | None:
    """Three SQL statements; None when the project has no such course."""
    row = Course.objects.filter(pk=course_id, project=project_id).select_related("provider").first()
    if row is None:
        return None
    centres = Enrolment.objects.filter(course=row).values_list("candidacy__job_centre_id", flat=True)
    return CourseHead(
        id=row.pk,
        title=row.title,
        project_id=row.project_id,
        provider_id=row.provider_id,
        provider=row.provider.name if row.provider else "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        max_participants=row.max_participants,
        cancelled=row.status == CourseStatus.CANCELLED,
        taken=places_taken_by_course(course_ids=[row.pk])[row.pk],
        job_centre_ids=frozenset(centres.order_by().distinct()),
    )


def participants(
    *, by: Actor, at: datetime, course: CourseHead, purpose: Purpose = Purpose.COURSE_PARTICIPANTS
) -> tuple[Participant, ...]:
    """The participants that the actor may follow (Action.FOLLOW_PARTICIPANT), in the order of their names.

    The course's provider follows all of them, a job centre its own. Each look is recorded. Four SQL
    statements.
    """
    centres: set[int] = set()
    runs_it = False
    for membership, scope in grants(Action.FOLLOW_PARTICIPANT, by):
        match scope:
            case Scope.REGISTERED if membership.organisation_id is not None:
                centres.add(membership.organisation_id)
            case Scope.OWN_COURSE:
                runs_it |= membership.organisation_id in providers(
                    course.provider_id, cancelled=course.cancelled
                )
            case _:
                raise ValueError(f"{scope} does not say which participants the actor may follow")
    condition = Q() if runs_it else Q(candidacy__job_centre__in=centres)
    rows = {
        row.pk: row
        for row in Enrolment.objects.filter(condition, course=course.id, candidacy__person__isnull=False)
        .select_related("candidacy__job_centre", "candidacy__person")
        .order_by("id")
    }
    names = reveal_names(
        by=by,
        at=at,
        purpose=purpose,
        person_ids=[row.candidacy.person_id for row in rows.values() if row.candidacy.person_id is not None],
        project_id=course.project_id,
    )
    in_order = in_name_order(
        (row.pk, row.candidacy.person.key, row.candidacy.person.name_encrypted)
        for row in rows.values()
        if row.candidacy.person is not None
    )
    return tuple(_participant(rows[id_], names) for id_ in in_order)


def subject_for(*, by: Actor, course: CourseHead) -> Subject:
    """Whose the course's participants are, as far as the actor is concerned: the provider's, and the job
    centre's of the actor that has participants on it."""
    own = course.job_centre_ids & by.organisation_ids()
    return Subject(
        registered_by_id=min(own, default=None),
        course_provider_ids=providers(course.provider_id, cancelled=course.cancelled),
    )


def _participant(row: Enrolment, names: Mapping[int, str]) -> Participant:
    return Participant(
        enrolment_id=row.pk,
        candidacy_id=row.candidacy_id,
        pseudonym=row.candidacy.pseudonym or "",
        name=names.get(row.candidacy.person_id or 0, ""),
        job_centre=row.candidacy.job_centre.name,
        status=EnrolmentStatus(row.status),
        started_on=row.started_on,
        ended_on=row.ended_on,
        version=row.version,
    )
