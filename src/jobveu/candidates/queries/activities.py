"""What candidates are invited to, and what they say of taking part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import (
    ActivityKind,
    ActivityTiming,
    Attendance,
    CandidacyState,
    InvitationAnswer,
    Motivation,
    Purpose,
)
from jobveu.candidates.identity import own_job_centres, reveal_names
from jobveu.candidates.models import Activity, Candidacy, Statement
from jobveu.candidates.queries.states import with_state
from jobveu.candidates.small_counts import told_sum
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting


@dataclass(frozen=True, slots=True)
class ActivityRow:
    id: int
    candidacy_id: int
    kind: ActivityKind
    timing: ActivityTiming
    company: str
    place: str
    starts_on: date
    ends_on: date | None
    invited_on: date
    invited_by: str
    answer: InvitationAnswer
    attendance: Attendance | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    id: int
    motivation: Motivation
    agrees: bool
    on: date
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class MeetingOption:
    """An information meeting of the project."""

    id: int
    starts_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class InvitationNumbers:
    """Over all job centres; None for one of which the others' part is too small to tell."""

    invited: int | None
    accepted: int | None
    came: int | None


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """An own candidate who is invited to a meeting."""

    candidacy_id: int
    shown_as: str
    activity: ActivityRow


@dataclass(frozen=True, slots=True)
class OwnCandidate:
    """A candidate of the actor's own job centres, to choose among."""

    id: int
    shown_as: str
    pseudonym: str
    state: CandidacyState


def activities_of(
    *, candidacy_id: int, company_ids: Collection[int] | None = None, with_notes: bool
) -> tuple[ActivityRow, ...]:
    """Newest first; those with the companies, when these are given. One SQL statement."""
    rows = Activity.objects.filter(candidacy=candidacy_id).select_related("company", "meeting", "invited_by")
    if company_ids is not None:
        rows = rows.filter(company__in=company_ids)
    found = [_activity(row, with_notes=with_notes) for row in rows.order_by("-id")]
    return tuple(sorted(found, key=lambda row: row.starts_on, reverse=True))


def activity_of(*, candidacy_id: int, activity_id: int) -> ActivityRow | None:
    row = (
        Activity.objects.filter(pk=activity_id, candidacy=candidacy_id)
        .select_related("company", "meeting", "invited_by")
        .first()
    )
    return None if row is None else _activity(row, with_notes=True)


def statements_of(*, candidacy_id: int, with_notes: bool) -> tuple[StatementRow, ...]:
    """Newest first; one SQL statement."""
    rows = Statement.objects.filter(candidacy=candidacy_id).select_related("recorded_by").order_by("-id")
    return tuple(
        StatementRow(
            id=row.pk,
            motivation=Motivation(row.motivation),
            agrees=row.agrees,
            on=row.stated_on,
            by=row.recorded_by.name,
            note=row.note if with_notes else "",
        )
        for row in rows
    )


def information_meetings(*, project_id: int) -> tuple[MeetingOption, ...]:
    """Newest first; one SQL statement."""
    rows = Meeting.objects.filter(project=project_id, kind=MeetingKind.INFORMATION).order_by(
        "-starts_at", "-id"
    )
    return tuple(MeetingOption(row.pk, timezone.localtime(row.starts_at), row.place) for row in rows)


def invitation_numbers(*, meeting_id: int, own_ids: Collection[int], whole: bool) -> InvitationNumbers:
    """How many of whatever job centre are invited to the meeting, have said yes and came, as one of the job centres
    `own_ids` is told it, or exactly (`whole`). Counted in the database; one SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT job_centre_id, invited, accepted, came FROM invitation_numbers(%s)", [[meeting_id]]
        )
        rows = cursor.fetchall()
    own = {id_ for id_, *_numbers in rows} if whole else set(own_ids)
    sums = (told_sum({row[0]: row[at] for row in rows}, own) for at in (1, 2, 3))
    return InvitationNumbers(*sums)


def own_invited(*, by: Actor, at: datetime, project_id: int, meeting_id: int) -> tuple[InvitedRow, ...]:
    """The actor's own job centres' candidates who are invited to the meeting, by name (each look is recorded). Three
    SQL statements."""
    rows = list(
        Activity.objects.filter(
            meeting=meeting_id,
            candidacy__project=project_id,
            candidacy__person__isnull=False,
            candidacy__job_centre__in=own_job_centres(by, Action.WORK_ON_CANDIDACY),
        )
        .select_related("candidacy__person", "company", "meeting", "invited_by")
        .order_by("candidacy__job_centre_id", "candidacy__person__name_position", "id")
    )
    names = reveal_names(
        by=by,
        at=at,
        purpose=Purpose.MEETING_INVITED,
        person_ids=[row.candidacy.person_id or 0 for row in rows],
        project_id=project_id,
    )
    return tuple(
        InvitedRow(
            candidacy_id=row.candidacy_id,
            shown_as=names.get(row.candidacy.person_id or 0, row.candidacy.pseudonym or ""),
            activity=_activity(row, with_notes=True),
        )
        for row in rows
    )


def shown_answers(*, activity_ids: Collection[int]) -> dict[str, InvitationAnswer | Attendance | None]:
    """What the form of a meeting's answers opens with, by field name. One SQL statement."""
    shown: dict[str, InvitationAnswer | Attendance | None] = {}
    rows = Activity.objects.filter(pk__in=activity_ids).values_list("pk", "answer", "attendance")
    for id_, answer, attendance in rows:
        shown[f"answer_{id_}"] = InvitationAnswer(answer)
        shown[f"came_{id_}"] = Attendance(attendance) if attendance else None
    return shown


def own_candidates(*, by: Actor, at: datetime, project_id: int) -> Sequence[OwnCandidate]:
    """The actor's own job centres' candidates in the project who are not withdrawn, by name (each look is recorded).
    Three SQL statements."""
    rows = list(
        with_state(
            Candidacy.objects.filter(
                project=project_id,
                person__isnull=False,
                withdrawn_on__isnull=True,
                job_centre__in=own_job_centres(by, Action.WORK_ON_CANDIDACY),
            )
        ).order_by("job_centre_id", "person__name_position", "id")
    )
    names = reveal_names(
        by=by,
        at=at,
        purpose=Purpose.SEVERAL_CANDIDATES,
        person_ids=[row.person_id or 0 for row in rows],
        project_id=project_id,
    )
    return [
        OwnCandidate(
            id=row.pk,
            shown_as=names.get(row.person_id or 0, row.pseudonym or ""),
            pseudonym=row.pseudonym or "",
            state=CandidacyState(row.state),
        )
        for row in rows
    ]


def _activity(row: Activity, *, with_notes: bool) -> ActivityRow:
    return ActivityRow(
        id=row.pk,
        candidacy_id=row.candidacy_id,
        kind=ActivityKind(row.kind),
        timing=ActivityTiming(row.timing),
        company=row.company.name if row.company else "",
        place=row.meeting.place if row.meeting else "",
        starts_on=row.day,
        ends_on=row.ends_on,
        invited_on=row.invited_on,
        invited_by=row.invited_by.name,
        answer=InvitationAnswer(row.answer),
        attendance=Attendance(row.attendance) if row.attendance else None,
        note=row.note if with_notes else "",
        version=row.version,
    )
