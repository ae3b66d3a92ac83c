"""The steering group: which parties have a seat, who sits in it, and who chairs."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.actors.models import Contact
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.changes import change_project
from jobveu.projects.models import SteeringSeat
from jobveu.projects.queries.participants import participants_of

ROOM = "projects.steeringseat"


def add_seat(
    *,
    project_id: int,
    organisation_id: int,
    contact_id: int | None = None,
    chairs: bool = False,
    since: date,
    by: Actor,
    at: datetime,
) -> int:
    """Gives a participant a seat in the steering group; returns its id (def.phase3.steering).

    A new chair takes over from the old one, who stays in the group. Raises DomainError when the
    organisation doesn't take part in the project, or the contact isn't one of its own.
    """
    with change_project(project_id):
        if organisation_id not in {row.id for row in participants_of(project_id=project_id)}:
            raise DomainError(_("Vælg en af projektets parter."), field="organisation_id")
        _check_contact(organisation_id, contact_id)
        if chairs:
            _leave_chair(project_id)
        row = SteeringSeat.objects.create(
            project_id=project_id,
            organisation_id=organisation_id,
            contact_id=contact_id,
            chairs=chairs,
            since=since,
        )
        _record("steering_seat.added", row, by=by, at=at, organisation=organisation_id, chairs=chairs)
        return row.pk


def change_seat(
    *,
    seat_id: int,
    version: int,
    contact_id: int | None,
    chairs: bool,
    since: date,
    by: Actor,
    at: datetime,
) -> None:
    """Changes who sits in the seat and whether they chair.

    Raises StaleEdit when somebody else has changed the seat, DomainError when it is gone.
    """
    seat = _seat(seat_id)
    with change_project(seat.project_id):
        _check_contact(seat.organisation_id, contact_id)
        if chairs:
            _leave_chair(seat.project_id, except_seat=seat_id)
        row = update_versioned(
            rows=SteeringSeat.objects.all(),
            pk=seat_id,
            version=version,
            changes={"contact_id": contact_id, "chairs": chairs, "since": since},
            room=ROOM,
        )
        _record("steering_seat.changed", row, by=by, at=at, chairs=chairs)


def remove_seat(*, seat_id: int, by: Actor, at: datetime) -> None:
    """Takes the seat away. Raises DomainError when it is gone already."""
    with change_project(_seat(seat_id).project_id):
        row = _seat(seat_id)
        SteeringSeat.objects.filter(pk=seat_id).delete()
        _record("steering_seat.removed", row, by=by, at=at, organisation=row.organisation_id)


def _seat(seat_id: int) -> SteeringSeat:
    row = SteeringSeat.objects.filter(pk=seat_id).first()
    if row is None:
        raise DomainError(_("Organisationen sidder ikke længere i styregruppen."))
    return row


def _check_contact(organisation_id: int, contact_id: int | None) -> None:
    if (
        contact_id is not None
        and not Contact.objects.filter(pk=contact_id, organisation=organisation_id).exists()
    ):
        raise DomainError(_("Vælg en kontaktperson fra den valgte organisation."), field="contact_id")


def _leave_chair(project_id: int, except_seat: int = 0) -> None:
    SteeringSeat.objects.filter(project=project_id, chairs=True).exclude(pk=except_seat).update(
        chairs=False, version=F("version") + 1
    )


def _record(action: str, row: SteeringSeat, *, by: Actor, at: datetime, **details: object) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=row.project_id,
        details=details,
    )
