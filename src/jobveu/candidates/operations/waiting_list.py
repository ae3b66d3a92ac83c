"""The waiting list of a course: joining and leaving it, being offered a place in turn, and answering in time.

Offers are made by a worker, which acts as the system: the next in line may be another job centre's candidate.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import PlaceState
from jobveu.candidates.facts import facts_of
from jobveu.candidates.guards import change_candidacy
from jobveu.candidates.models import Candidacy, Enrolment, WaitingPlace
from jobveu.candidates.models.waiting_list import IN_LINE
from jobveu.candidates.operations.enrolments import add_enrolment, check_place_free
from jobveu.candidates.queries.counted import in_line_by_course, places_taken
from jobveu.candidates.refilling import refill_later
from jobveu.candidates.rules import CandidacyStep, allowed_steps
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.changes import change_project

ROOM = "candidates.waiting_place"
OFFER_DAYS = 3
"""How long there is to answer an offer, the day it was made not counted."""
THE_LINE = Actor(user_id=None, name="Ventelisten")


def join_line(*, by: Actor, at: datetime, candidacy_id: int, course_id: int) -> int:
    """Puts a candidate last in line for a course that is full, or whose free places go to those in line; returns
    the id of the place.

    Raises DomainError for a course that is another project's, over or not full, and for a candidate who is
    withdrawn, screened out, on the course or in line already.
    """
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        course = Course.objects.select_for_update().filter(pk=course_id, project=candidacy.project_id).first()
        if course is None or not _takes_people(course, at):
            raise DomainError(_("Vælg et af projektets kurser, der ikke er slut."), field="course")
        if CandidacyStep.ENROL not in allowed_steps(facts_of(candidacy)):
            raise DomainError(_("Kandidaten er udgået eller screenet som ikke egnet."))
        if Enrolment.objects.filter(candidacy=candidacy, course=course).exists():
            raise DomainError(_("Kandidaten er allerede tilmeldt kurset."), field="course")
        if WaitingPlace.objects.filter(candidacy=candidacy, course=course, state__in=IN_LINE).exists():
            raise DomainError(_("Kandidaten står allerede på ventelisten."), field="course")
        line = in_line_by_course(course_ids=[course.pk])[course.pk]
        free = (
            None
            if course.max_participants is None
            else course.max_participants - places_taken(course_id=course.pk)
        )
        if free is None or free > line.offered + line.waiting:
            raise DomainError(_("Der er ledige pladser. Tilmeld kandidaten i stedet."), field="course")
        row = WaitingPlace.objects.create(
            candidacy=candidacy,
            course=course,
            joined_on=timezone.localdate(at),
            joined_by_id=by.user_id,
        )
        _record(by, at, "waiting_place.joined", row, candidacy)
    return row.pk


def leave_line(*, by: Actor, at: datetime, place_id: int) -> None:
    """Takes the candidate off the list, or says no to what is offered; the place goes to the next. Raises
    DomainError for one who isn't in line any longer."""
    with change_candidacy(_candidacy_id(place_id), action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        row = _in_line(place_id)
        offered = row.state == PlaceState.OFFERED
        row.state = PlaceState.DECLINED if offered else PlaceState.LEFT
        row.save(update_fields=["state"])
        _record(by, at, "waiting_place.left", row, candidacy)
        if offered:
            refill_later(course_id=row.course_id)


def accept_place(*, by: Actor, at: datetime, place_id: int) -> int:
    """Enrols the candidate on the place that is offered; returns the enrolment's id. Raises DomainError when
    nothing is offered, when the day to answer by has passed, and as add_enrolment."""
    with change_candidacy(_candidacy_id(place_id), action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        row = _in_line(place_id)
        if row.state != PlaceState.OFFERED or row.answer_by is None:
            raise DomainError(_("Kandidaten er ikke tilbudt en plads endnu."))
        if row.answer_by < timezone.localdate(at):
            raise DomainError(_("Fristen for at svare er udløbet, så pladsen går til den næste."))
        course = Course.objects.select_for_update().get(pk=row.course_id)
        if not _takes_people(course, at):
            raise DomainError(_("Kurset er aflyst eller slut."))
        row.state = PlaceState.ACCEPTED
        row.save(update_fields=["state"])
        check_place_free(course, in_turn=True)
        enrolment_id = add_enrolment(by=by, at=at, candidacy=candidacy, course_id=course.pk)
        _record(by, at, "waiting_place.accepted", row, candidacy)
        return enrolment_id


def refill(*, at: datetime, course_id: int) -> int:
    """Lets offers go that were not answered in time, and offers what is free to the first in line; returns how many
    offers were made. Done twice it does nothing more. By the system alone: it reaches everybody's candidates."""
    project_id = Course.objects.filter(pk=course_id).values_list("project_id", flat=True).first()
    if project_id is None:
        return 0
    today = timezone.localdate(at)
    with change_project(project_id):
        course = Course.objects.select_for_update().get(pk=course_id)
        line = WaitingPlace.objects.filter(course=course).select_related("candidacy").order_by("pk")
        for row in line.filter(state=PlaceState.OFFERED, answer_by__lt=today):
            _set(row, PlaceState.EXPIRED, at, "waiting_place.expired")
        if not _takes_people(course, at) or course.max_participants is None:
            return 0
        open_offers = line.filter(state=PlaceState.OFFERED).count()
        free = course.max_participants - places_taken(course_id=course.pk) - open_offers
        made = 0
        for row in line.filter(state=PlaceState.WAITING):
            if made >= free:
                break
            if not _can_take(row):
                _set(row, PlaceState.LEFT, at, "waiting_place.left")
                continue
            row.offered_on, row.answer_by = today, today + timedelta(days=OFFER_DAYS)
            _set(row, PlaceState.OFFERED, at, "waiting_place.offered")
            made += 1
        return made


def courses_with_a_line() -> list[int]:
    """The courses that somebody is in line for. By the system alone."""
    rows = WaitingPlace.objects.filter(state__in=IN_LINE).order_by("course_id")
    return list(rows.values_list("course_id", flat=True).distinct())


def _takes_people(course: Course, at: datetime) -> bool:
    over = course.ends_on is not None and course.ends_on < timezone.localdate(at)
    return course.status == CourseStatus.PLANNED and not over


def _can_take(row: WaitingPlace) -> bool:
    candidacy = row.candidacy
    if candidacy.person_id is None or CandidacyStep.ENROL not in allowed_steps(facts_of(candidacy)):
        return False
    return not Enrolment.objects.filter(candidacy=candidacy, course=row.course_id).exists()


def _candidacy_id(place_id: int) -> int:
    found = WaitingPlace.objects.filter(pk=place_id).values_list("candidacy_id", flat=True).first()
    if found is None:
        raise DomainError(_("Pladsen på ventelisten findes ikke længere."))
    return found


def _in_line(place_id: int) -> WaitingPlace:
    row = WaitingPlace.objects.select_for_update().filter(pk=place_id, state__in=IN_LINE).first()
    if row is None:
        raise DomainError(_("Kandidaten står ikke længere på ventelisten."))
    return row


def _set(row: WaitingPlace, state: PlaceState, at: datetime, action: str) -> None:
    row.state = state
    row.save(update_fields=["state", "offered_on", "answer_by"])
    _record(THE_LINE, at, action, row, row.candidacy)


def _record(by: Actor, at: datetime, action: str, row: WaitingPlace, candidacy: Candidacy) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=row.pk,
        project_id=candidacy.project_id,
        details={"candidacy": candidacy.pk, "course": row.course_id},
    )
