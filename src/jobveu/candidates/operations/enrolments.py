"""A candidate's way through a course: enrolled, started, completed or dropped out; and the step taken back.

Whether the course takes people is for journeys.enrolment to ask; here is what is so of the candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action, Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import DropoutReason, EnrolmentStatus
from jobveu.candidates.facts import facts_of
from jobveu.candidates.guards import check_not_future, check_text, of_somebody, require
from jobveu.candidates.models import Candidacy, Enrolment
from jobveu.candidates.queries.counted import in_line_by_course, places_taken
from jobveu.candidates.refilling import refill_later
from jobveu.candidates.rules import (
    CandidacyStep,
    EnrolmentStep,
    allowed_steps,
    enrolment_steps,
    providers,
    status_before,
)
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.changes import change_project

ROOM = "candidates.enrolment"

_NOT_NOW = {
    EnrolmentStatus.ENROLLED: _("Deltageren er ikke begyndt på kurset endnu."),
    EnrolmentStatus.STARTED: _("Deltageren er allerede begyndt på kurset."),
    EnrolmentStatus.COMPLETED: _("Deltageren har allerede gennemført kurset."),
    EnrolmentStatus.DROPPED_OUT: _("Deltageren er allerede registreret som faldet fra."),
}


def add_enrolment(*, by: Actor, at: datetime, candidacy: Candidacy, course_id: int) -> int:
    """Enrols a candidate on a course that takes people; returns the enrolment's id. Inside `change_project`.

    Raises DomainError for one who is screened out, withdrawn, or on the course already.
    """
    facts = facts_of(candidacy)
    if CandidacyStep.ENROL not in allowed_steps(facts):
        if facts.withdrawn:
            raise DomainError(_("Kandidaten er udgået af projektet."))
        raise DomainError(
            _("Kandidaten er screenet som ikke egnet. Registrér en ny screening, hvis det har ændret sig.")
        )
    if Enrolment.objects.filter(candidacy=candidacy, course=course_id).exists():
        raise DomainError(_("Kandidaten er allerede tilmeldt kurset."), field="course")
    row = Enrolment.objects.create(
        candidacy=candidacy,
        course_id=course_id,
        enrolled_on=timezone.localdate(at),
        enrolled_by_id=by.user_id,
    )
    _record(by, at, "enrolment.recorded", row)
    return row.pk


def start_enrolment(*, by: Actor, at: datetime, enrolment_id: int, version: int, started_on: date) -> None:
    """The participant has begun. Raises StaleEdit, and DomainError when not enrolled or for a day in the
    future."""
    check_not_future(started_on, today=timezone.localdate(at), field="started_on")
    with _changing(enrolment_id, EnrolmentStep.START, by=by) as row:
        _save(
            by,
            at,
            row,
            version,
            "enrolment.started",
            {"status": EnrolmentStatus.STARTED, "started_on": started_on},
        )


def complete_enrolment(*, by: Actor, at: datetime, enrolment_id: int, version: int, ended_on: date) -> None:
    """The participant has completed the course. Raises DomainError when not started, or for a day before the
    first or in the future; StaleEdit."""
    check_not_future(ended_on, today=timezone.localdate(at), field="ended_on")
    with _changing(enrolment_id, EnrolmentStep.COMPLETE, by=by) as row:
        _check_order(row, ended_on)
        changes = {"status": EnrolmentStatus.COMPLETED, "ended_on": ended_on}
        _save(by, at, row, version, "enrolment.completed", changes)


def drop_out_enrolment(
    *,
    by: Actor,
    at: datetime,
    enrolment_id: int,
    version: int,
    ended_on: date,
    reason: DropoutReason,
    note: str = "",
) -> None:
    """The participant has left the course, or never came (def.phase4.dropout). Raises as complete_enrolment
    does, and DomainError for "other" without a note."""
    check_not_future(ended_on, today=timezone.localdate(at), field="ended_on")
    note = check_text(note, field="note")
    if reason == DropoutReason.OTHER and not note:
        raise DomainError(_("Skriv, hvad den anden grund er."), field="note")
    with _changing(enrolment_id, EnrolmentStep.DROP_OUT, by=by) as row:
        _check_order(row, ended_on)
        changes = {
            "status": EnrolmentStatus.DROPPED_OUT,
            "ended_on": ended_on,
            "dropout_reason": reason,
            "dropout_note": note,
        }
        _save(by, at, row, version, "enrolment.dropped_out", changes)
        refill_later(course_id=row.course_id)


def undo_enrolment_step(*, by: Actor, at: datetime, enrolment_id: int, version: int) -> None:
    """Takes the last step back: the end, the beginning, or the enrolment itself, which is then removed.

    For what was recorded by mistake; the audit record keeps that it was. Only the job centre removes an
    enrolment. Raises DomainError, StaleEdit.
    """
    with _changing(enrolment_id, EnrolmentStep.UNDO, by=by) as row:
        before = status_before(EnrolmentStatus(row.status), started=row.started_on is not None)
        if before is None:
            require(Action.WORK_ON_CANDIDACY, by, Subject(registered_by_id=row.candidacy.job_centre_id))
            if row.version != version:
                raise DomainError(_("En anden har ændret tilmeldingen imens. Se, hvad der står nu."))
            _record(by, at, "enrolment.removed", row)
            row.delete()
            refill_later(course_id=row.course_id)
            return
        changes: dict[str, Any] = {
            "status": before,
            "ended_on": None,
            "dropout_reason": "",
            "dropout_note": "",
        }
        if before == EnrolmentStatus.ENROLLED:
            changes["started_on"] = None
        if row.status == EnrolmentStatus.DROPPED_OUT:
            # The place may have been given to somebody else in the meantime.
            check_place_free(row.course)
        _save(by, at, row, version, "enrolment.undone", changes)


def check_place_free(course: Course, *, in_turn: bool = False) -> None:
    """Raises DomainError when the course is full, and when those in line are to have the places that are free;
    `in_turn`: for one whose turn it is. Inside `change_project`, so that nobody else counts now."""
    if course.max_participants is None:
        return
    taken = places_taken(course_id=course.pk)
    line = in_line_by_course(course_ids=[course.pk])[course.pk]
    promised = line.offered if in_turn else line.offered + line.waiting
    if taken < course.max_participants <= taken + promised:
        raise DomainError(
            _("De ledige pladser går til dem på ventelisten. Sæt kandidaten på ventelisten."), field="course"
        )
    if taken >= course.max_participants:
        raise DomainError(
            _("Kurset er fyldt: Alle %(count)d pladser er optaget.") % {"count": course.max_participants},
            field="course",
        )


@contextmanager
def _changing(enrolment_id: int, step: EnrolmentStep, *, by: Actor) -> Iterator[Enrolment]:
    project_id = (
        Enrolment.objects.filter(pk=enrolment_id).values_list("candidacy__project_id", flat=True).first()
    )
    if project_id is None:
        raise DomainError(_("Tilmeldingen findes ikke længere."))
    with change_project(project_id):
        row = Enrolment.objects.select_related("candidacy", "course").filter(pk=enrolment_id).first()
        if row is None:
            raise DomainError(_("Tilmeldingen findes ikke længere."))
        of_somebody(row.candidacy)
        cancelled = row.course.status == CourseStatus.CANCELLED
        require(
            Action.FOLLOW_PARTICIPANT,
            by,
            Subject(
                registered_by_id=row.candidacy.job_centre_id,
                course_provider_ids=providers(row.course.provider_id, cancelled=cancelled),
            ),
        )
        if cancelled and step is not EnrolmentStep.UNDO:
            raise DomainError(_("Kurset er aflyst."))
        if step not in enrolment_steps(EnrolmentStatus(row.status)):
            raise DomainError(_NOT_NOW[EnrolmentStatus(row.status)])
        yield row


def _check_order(row: Enrolment, ended_on: date) -> None:
    if row.started_on is not None and ended_on < row.started_on:
        raise DomainError(_("Deltageren kan ikke slutte før den første dag."), field="ended_on")
    if row.started_on is None and ended_on < row.enrolled_on:
        raise DomainError(
            _("En deltager, der aldrig begyndte, kan ikke være faldet fra før tilmeldingen."),
            field="ended_on",
        )


def _save(
    by: Actor, at: datetime, row: Enrolment, version: int, action: str, changes: Mapping[str, Any]
) -> None:
    update_versioned(rows=Enrolment.objects.all(), pk=row.pk, version=version, changes=changes, room=ROOM)
    _record(by, at, action, row)


def _record(by: Actor, at: datetime, action: str, row: Enrolment) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=row.candidacy.project_id,
        details={"candidacy": row.candidacy_id, "course": row.course_id},
    )
