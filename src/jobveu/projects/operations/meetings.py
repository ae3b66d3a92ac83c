"""Meetings: when, where, with whom, about what, and the minutes in versions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.projects.changes import change_project
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting, MeetingAttendance, MinutesVersion
from jobveu.projects.queries.participants import participants_of

ROOM = "projects.meeting"


def call_meeting(
    *,
    project_id: int,
    kind: MeetingKind,
    starts_at: datetime,
    place: str = "",
    agenda: str = "",
    attendee_ids: Collection[int] = (),
    by: Actor,
    at: datetime,
) -> int:
    """Records a meeting, held or to come, with the participants who attend; returns its id.

    Raises DomainError for attendees who don't take part in the project.
    """
    with change_project(project_id):
        _check_attendees(project_id, attendee_ids)
        row = Meeting.objects.create(
            project_id=project_id,
            kind=kind,
            starts_at=starts_at,
            place=place.strip(),
            agenda=agenda.strip(),
        )
        _set_attendees(row.pk, attendee_ids)
        _record("meeting.called", row, by=by, at=at, kind=MeetingKind(kind).value)
        return row.pk


def edit_meeting(
    *,
    meeting_id: int,
    version: int,
    kind: MeetingKind,
    starts_at: datetime,
    place: str,
    agenda: str,
    attendee_ids: Collection[int],
    by: Actor,
    at: datetime,
) -> None:
    """Changes a meeting; the minutes are kept apart (`write_minutes`).

    Raises StaleEdit when somebody else has changed it, DomainError for attendees who don't take part.
    """
    project_id = _meeting(meeting_id).project_id
    with change_project(project_id):
        earlier = set(
            MeetingAttendance.objects.filter(meeting=meeting_id).values_list("organisation_id", flat=True)
        )
        # Somebody who has left the project since may stay on the list of a meeting they came to.
        _check_attendees(project_id, set(attendee_ids) - earlier)
        row = update_versioned(
            rows=Meeting.objects.all(),
            pk=meeting_id,
            version=version,
            changes={"kind": kind, "starts_at": starts_at, "place": place.strip(), "agenda": agenda.strip()},
            room=ROOM,
            current=_current,
        )
        _set_attendees(meeting_id, attendee_ids)
        _record("meeting.changed", row, by=by, at=at)


def delete_meeting(*, meeting_id: int, by: Actor, at: datetime) -> None:
    """Removes a meeting that was recorded by mistake. Raises DomainError when it has minutes, and when candidates are
    invited to it."""
    project_id = _meeting(meeting_id).project_id
    with change_project(project_id):
        row = _meeting(meeting_id)
        if MinutesVersion.objects.filter(meeting=meeting_id).exists():
            raise DomainError(_("Et møde med referat kan ikke slettes."))
        try:
            Meeting.objects.filter(pk=meeting_id).delete()
        except ProtectedError as error:
            raise DomainError(_("Der er inviteret kandidater til mødet, så det kan ikke slettes.")) from error
        _record("meeting.deleted", row, by=by, at=at, kind=row.kind, starts_at=row.starts_at.isoformat())


def write_minutes(*, meeting_id: int, version: int, text: str, by: Actor, at: datetime) -> int:
    """Saves the minutes as version `version + 1` and returns that number; `version` is 0 for the first.

    Raises StaleEdit when another version has been saved meanwhile, DomainError when nothing is written or
    changed.
    """
    if by.user_id is None:
        raise ValueError("minutes are written by somebody")
    project_id = _meeting(meeting_id).project_id
    with change_project(project_id):
        row = _meeting(meeting_id)
        newest = (
            MinutesVersion.objects.filter(meeting=meeting_id)
            .select_related("written_by")
            .order_by("-number")
            .first()
        )
        if newest is not None and newest.number != version:
            raise StaleEdit(
                current={"text": newest.text},
                changed_by=newest.written_by.name,
                changed_at=newest.written_at,
                version=newest.number,
            )
        if not text.strip():
            raise DomainError(_("Skriv referatet."), field="text")
        if newest is not None and newest.text == text.strip():
            raise DomainError(_("Referatet er ikke ændret."), field="text")
        number = newest.number + 1 if newest else 1
        MinutesVersion.objects.create(
            meeting=row, number=number, text=text.strip(), written_by_id=by.user_id, written_at=at
        )
        _record("minutes.written", row, by=by, at=at, number=number)
        return number


def _meeting(meeting_id: int) -> Meeting:
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None:
        raise DomainError(_("Mødet er blevet slettet."))
    return row


def _current(row: Meeting) -> dict[str, Any]:
    attendees = MeetingAttendance.objects.filter(meeting=row).order_by("pk")
    return {
        "kind": row.kind,
        "starts_at": row.starts_at,
        "place": row.place,
        "agenda": row.agenda,
        "attendee_ids": tuple(attendees.values_list("organisation_id", flat=True)),
    }


def _check_attendees(project_id: int, attendee_ids: Collection[int]) -> None:
    known = {row.id for row in participants_of(project_id=project_id)}
    if not set(attendee_ids) <= known:
        raise DomainError(_("Vælg deltagere blandt projektets parter."), field="attendee_ids")


def _set_attendees(meeting_id: int, attendee_ids: Collection[int]) -> None:
    MeetingAttendance.objects.filter(meeting=meeting_id).exclude(organisation__in=attendee_ids).delete()
    there = set(
        MeetingAttendance.objects.filter(meeting=meeting_id).values_list("organisation_id", flat=True)
    )
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(meeting_id=meeting_id, organisation_id=organisation_id)
        for organisation_id in dict.fromkeys(attendee_ids)
        if organisation_id not in there
    )


def _record(action: str, row: Meeting, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=row.project_id,
        details=details,
    )
