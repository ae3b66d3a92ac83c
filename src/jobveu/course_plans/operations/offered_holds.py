"""A school's offers of holds: made, corrected, withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.course_plans.models import OfferedHold

ROOM = "course_plans.offeredhold"


def offer_hold(
    *,
    by: Actor,
    at: datetime,
    provider_id: int,
    title: str,
    course_code: str,
    municipality_id: int,
    place: str,
    starts_on: date,
    ends_on: date | None,
    min_participants: int,
    max_participants: int,
    price: int,
    either_or: str = "",
) -> int:
    """Offers a hold for whoever comes, if enough do; returns its id. Raises DomainError."""
    if not Organisation.objects.filter(
        pk=provider_id, kind=OrganisationKind.EDUCATION_PROVIDER, active=True
    ).exists():
        raise DomainError(_("Et hold udbydes af en uddannelsesinstitution."), field="provider_id")
    _check(title, starts_on, ends_on, min_participants, max_participants)
    hold = OfferedHold.objects.create(
        provider_id=provider_id,
        title=title.strip(),
        course_code=course_code.strip(),
        municipality_id=municipality_id,
        place=place.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        min_participants=min_participants,
        max_participants=max_participants,
        price=price,
        either_or=either_or.strip(),
        offered_on=localdate(at),
    )
    _record(by, at, "offered_hold.offered", hold.pk, {"title": hold.title})
    return hold.pk


def edit_offered_hold(
    *,
    by: Actor,
    at: datetime,
    hold_id: int,
    version: int,
    title: str,
    course_code: str,
    municipality_id: int,
    place: str,
    starts_on: date,
    ends_on: date | None,
    min_participants: int,
    max_participants: int,
    price: int,
    either_or: str = "",
) -> None:
    """Corrects an offer. Plans that were made keep what they were given. Raises DomainError, StaleEdit."""
    _open(hold_id)
    _check(title, starts_on, ends_on, min_participants, max_participants)
    changes = {
        "title": title.strip(),
        "course_code": course_code.strip(),
        "municipality_id": municipality_id,
        "place": place.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "min_participants": min_participants,
        "max_participants": max_participants,
        "price": price,
        "either_or": either_or.strip(),
    }
    update_versioned(rows=OfferedHold.objects.all(), pk=hold_id, version=version, changes=changes, room=ROOM)
    _record(by, at, "offered_hold.edited", hold_id, {"fields": sorted(changes)})


def withdraw_offered_hold(*, by: Actor, at: datetime, hold_id: int, version: int, reason: str) -> None:
    """Takes an offer back: no new plan has it. Raises DomainError, StaleEdit."""
    _open(hold_id)
    if not reason.strip():
        raise DomainError(_("Skriv, hvorfor holdet er trukket tilbage."), field="reason")
    changes = {"withdrawn_on": localdate(at), "withdrawn_reason": reason.strip()}
    update_versioned(rows=OfferedHold.objects.all(), pk=hold_id, version=version, changes=changes, room=ROOM)
    _record(by, at, "offered_hold.withdrawn", hold_id, {"reason": reason.strip()})


def _open(hold_id: int) -> None:
    hold = OfferedHold.objects.filter(pk=hold_id).first()
    if hold is None or hold.withdrawn_on is not None:
        raise DomainError(_("Holdet er trukket tilbage."))


def _check(
    title: str, starts_on: date, ends_on: date | None, min_participants: int, max_participants: int
) -> None:
    if not title.strip():
        raise DomainError(_("Skriv kursets navn."), field="title")
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(_("Kursets sidste dag skal ligge efter den første."), field="ends_on")
    if min_participants < 1:
        raise DomainError(_("Mindste antal deltagere skal være mindst 1."), field="min_participants")
    if max_participants < min_participants:
        raise DomainError(
            _("Største antal deltagere skal være mindst lige så stort som mindste."), field="max_participants"
        )


def _record(by: Actor, at: datetime, action: str, hold_id: int, details: dict[str, object]) -> None:
    audit.record(by=by, at=at, action=action, room=ROOM, record_id=hold_id, details=details)
