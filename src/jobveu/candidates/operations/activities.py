"""Inviting candidates to meetings, interviews and work placements; what they answer, and whether they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import WORKPLACES
from jobveu.candidates.enums import (
    WITH_COMPANY,
    ActivityKind,
    ActivityTiming,
    Attendance,
    InvitationAnswer,
    Motivation,
)
from jobveu.candidates.guards import change_candidacy, check_not_future, check_text
from jobveu.candidates.models import Activity, Candidacy, Statement
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting, Party

ROOM = "candidates.activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What candidates are invited to. An information meeting is a meeting of the project, whose day counts; the
    others have `starts_on`, and a placement may have `ends_on`."""

    kind: ActivityKind
    timing: ActivityTiming = ActivityTiming.BEFORE
    meeting_id: int | None = None
    company_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""


def invite(*, by: Actor, at: datetime, candidacy_id: int, invitation: Invitation) -> int:
    """Invites a candidate, or records an invitation that has been given; returns the activity's id.

    Raises DomainError for one who is withdrawn or invited to the meeting already, for a meeting or a company that
    isn't the project's, without a day, and for days out of order.
    """
    note = check_text(invitation.note, field="note")
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        if candidacy.withdrawn_on is not None:
            raise DomainError(_("Kandidaten er udgået af projektet."))
        row = Activity.objects.create(
            candidacy=candidacy,
            kind=invitation.kind,
            timing=invitation.timing,
            starts_on=_checked_day(candidacy, invitation),
            **_only_of_kind(invitation),
            invited_on=timezone.localdate(at),
            invited_by_id=by.user_id,
            note=note,
        )
        _record(by, at, "activity.invited", row, candidacy, kind=str(invitation.kind))
    return row.pk


def record_answer(
    *,
    by: Actor,
    at: datetime,
    activity_id: int,
    version: int,
    answer: InvitationAnswer,
    attendance: Attendance | None,
    note: str,
) -> None:
    """What the candidate has answered, and whether they came. Raises StaleEdit, and DomainError for somebody who
    came before the day, or who is said not to have answered although they came."""
    note = check_text(note, field="note")
    today = timezone.localdate(at)
    row = Activity.objects.select_related("meeting").filter(pk=activity_id).first()
    if row is None:
        raise DomainError(_("Invitationen findes ikke længere."))
    if attendance is not None and row.day > today:
        raise DomainError(_("Fremmøde kan først registreres på dagen."), field="attendance")
    with change_candidacy(row.candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        answered_on = None if answer == InvitationAnswer.AWAITED else row.answered_on or today
        changed = update_versioned(
            rows=Activity.objects.all(),
            pk=activity_id,
            version=version,
            changes={
                "answer": answer,
                "answered_on": answered_on,
                "attendance": attendance or "",
                "note": note,
            },
            room=ROOM,
            current=lambda saved: {
                "answer": InvitationAnswer(saved.answer),
                "attendance": Attendance(saved.attendance) if saved.attendance else None,
                "note": saved.note,
            },
        )
        _record(by, at, "activity.answered", changed, candidacy, answer=str(answer))


def record_statement(
    *,
    by: Actor,
    at: datetime,
    candidacy_id: int,
    motivation: Motivation,
    agrees: bool,
    stated_on: date,
    note: str = "",
) -> int:
    """What the candidate says of taking part, and whether they agree to be presented to companies; a later one
    replaces it without deleting it. Returns its id. Raises DomainError for a day in the future and for a
    withdrawn candidate."""
    note = check_text(note, field="note")
    check_not_future(stated_on, today=timezone.localdate(at), field="stated_on")
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        if candidacy.withdrawn_on is not None:
            raise DomainError(_("Kandidaten er udgået af projektet."))
        row = Statement.objects.create(
            candidacy=candidacy,
            motivation=motivation,
            agrees=agrees,
            stated_on=stated_on,
            recorded_by_id=by.user_id,
            note=note,
        )
        audit.record(
            by=by,
            at=at,
            action="statement.recorded",
            room="candidates.statement",
            record_id=row.pk,
            project_id=candidacy.project_id,
            details={"candidacy": candidacy.pk, "agrees": agrees},
        )
    return row.pk


def _only_of_kind(invitation: Invitation) -> dict[str, object]:
    """What the kind has; a form may have held more."""
    kind = invitation.kind
    return {
        "meeting_id": invitation.meeting_id if kind == ActivityKind.INFORMATION_MEETING else None,
        "company_id": invitation.company_id if kind in WITH_COMPANY else None,
        "ends_on": invitation.ends_on if kind == ActivityKind.WORK_PLACEMENT else None,
    }


def _checked_day(candidacy: Candidacy, invitation: Invitation) -> date | None:
    """The day it begins on; None for an information meeting, which has its own."""
    if invitation.kind == ActivityKind.INFORMATION_MEETING:
        _check_meeting(candidacy, invitation.meeting_id)
        return None
    if invitation.kind in WITH_COMPANY:
        parties = Party.objects.filter(
            project=candidacy.project_id,
            organisation=invitation.company_id,
            organisation__kind__in=WORKPLACES,
        )
        if invitation.company_id is None or not parties.exists():
            raise DomainError(_("Vælg en virksomhed, der er part i projektet."), field="company_id")
    if invitation.starts_on is None:
        raise DomainError(_("Skriv datoen."), field="starts_on")
    if invitation.ends_on is not None and invitation.ends_on < invitation.starts_on:
        raise DomainError(_("Den sidste dag skal ligge efter den første."), field="ends_on")
    return invitation.starts_on


def _check_meeting(candidacy: Candidacy, meeting_id: int | None) -> None:
    meeting = Meeting.objects.filter(
        pk=meeting_id, project=candidacy.project_id, kind=MeetingKind.INFORMATION
    ).first()
    if meeting is None:
        raise DomainError(_("Vælg et af projektets informationsmøder."), field="meeting_id")
    if Activity.objects.filter(candidacy=candidacy, meeting=meeting).exists():
        raise DomainError(_("Kandidaten er allerede inviteret til mødet."), field="meeting_id")


def _record(
    by: Actor, at: datetime, action: str, row: Activity, candidacy: Candidacy, **details: object
) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=candidacy.project_id,
        details={"candidacy": candidacy.pk, **details},
    )
