"""A project's meetings and their minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from jobveu.common.paging import RowPage, Window, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting, MeetingAttendance, MinutesVersion


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: int
    kind: MeetingKind
    starts_at: datetime
    place: str
    attendee_count: int
    has_minutes: bool


def meetings_of(*, project_id: int, window: Window) -> RowPage[MeetingRow]:
    """Newest first; two SQL statements."""
    minutes = MinutesVersion.objects.filter(meeting=OuterRef("pk"))
    rows = (
        Meeting.objects.filter(project=project_id)
        .annotate(attendee_count=Count("attendance"), has_minutes=Exists(minutes))
        .order_by("-starts_at", "-pk")
    )
    found = page_of(rows, window=window)
    return RowPage(
        rows=[
            MeetingRow(
                id=row.pk,
                kind=MeetingKind(row.kind),
                starts_at=row.starts_at,
                place=row.place,
                attendee_count=row.attendee_count,
                has_minutes=row.has_minutes,
            )
            for row in found.rows
        ],
        total=found.total,
    )


@dataclass(frozen=True, slots=True)
class Attendee:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Minutes:
    number: int
    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """`minutes` are all versions, newest first; empty as long as nobody has written any."""

    id: int
    project_id: int
    kind: MeetingKind
    starts_at: datetime
    place: str
    agenda: str
    version: int
    attendees: tuple[Attendee, ...]
    minutes: tuple[Minutes, ...]


def meeting_page(*, meeting_id: int, project_id: int) -> MeetingPage | None:
    """One meeting of the project, None when there is no such one; three SQL statements."""
    row = Meeting.objects.filter(pk=meeting_id, project=project_id).first()
    if row is None:
        return None
    attendance = (
        MeetingAttendance.objects.filter(meeting=row)
        .select_related("organisation")
        .order_by(DanishSortKey("organisation__name"), "pk")
    )
    minutes = MinutesVersion.objects.filter(meeting=row).select_related("written_by").order_by("-number")
    return MeetingPage(
        id=row.pk,
        project_id=row.project_id,
        kind=MeetingKind(row.kind),
        starts_at=row.starts_at,
        place=row.place,
        agenda=row.agenda,
        version=row.version,
        attendees=tuple(Attendee(id=one.organisation_id, name=one.organisation.name) for one in attendance),
        minutes=tuple(
            Minutes(
                number=version.number,
                text=version.text,
                written_by=version.written_by.name,
                written_at=version.written_at,
            )
            for version in minutes
        ),
    )
