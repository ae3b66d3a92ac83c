"""What is decided about a plan's holds. An accepted hold becomes a course in each project that has participants on it:
nobody types it twice. The provider and the organisations whose participants they are have it as a task on their desks.
Until the hold begins it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.candidates.queries.counted import places_taken_by_course
from jobveu.common import audit
from jobveu.common.concurrency import check_shown
from jobveu.common.errors import DomainError
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import HoldCourse, ProposedHold
from jobveu.course_plans.takings import Asked, asked_for, own_course_runs
from jobveu.education import operations as education
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.changes import lock_projects
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Party, Task
from jobveu.projects.operations.tasks import add_task, delete_task

ROOM = "course_plans.proposedhold"
DAYS_TO_CONFIRM, DAYS_BEFORE_START = 7, 14
_TOGETHER = (
    ("provider_id",),
    ("municipality_id", "place"),
    ("starts_on", "ends_on"),
    ("min_participants", "max_participants"),
)
"""What an undone acceptance puts back together, or not at all where somebody has changed some of it since."""
_DECIDED = {
    Decision.ACCEPTED: "course_plan.hold_accepted",
    Decision.REJECTED: "course_plan.hold_rejected",
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a hold says of where and when."""

    title: str
    provider_id: int
    municipality_id: int | None
    place: str
    starts_on: date
    ends_on: date | None


def decide_hold(
    *,
    by: Actor,
    at: datetime,
    hold_id: int,
    decision: Decision,
    reason: str,
    version: int | None = None,
) -> None:
    """Accepts or rejects a hold of a plan, whatever the plan proposes; later plans run what has been accepted.

    Accepting arranges a course in each project that has participants on the hold, and gives tasks to the provider and to
    those whose participants they are. May be said again, with a new reason; what has been accepted is undone before it
    is rejected. `version` stands for what was decided when the form was shown (`version_of`, as "decision" and "reason").
    Raises DomainError, and StaleEdit where something else has been decided since.
    """
    reason = _reason(reason)
    with transaction.atomic():
        hold = _locked(hold_id)
        check_shown(
            version=version,
            shown={"decision": hold.decision, "reason": hold.reason},
            told_by=Q(room=ROOM, record_id=hold_id),
        )
        if decision is Decision.REJECTED and _becomes_courses(hold):
            raise DomainError(_("Holdet er godkendt og planlagt. Fortryd godkendelsen i stedet."))
        if decision is Decision.ACCEPTED and hold.decision != Decision.ACCEPTED:
            _arrange(hold, by=by, at=at)
        hold.decision = decision
        hold.reason = reason
        hold.decided_by_id = by.user_id
        hold.decided_at = at
        hold.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
        _record(by, at, _DECIDED[decision], hold, reason=reason)


def undo_acceptance(*, by: Actor, at: datetime, hold_id: int, reason: str) -> None:
    """Takes an acceptance back: courses that were made for the hold go, the others are as before wherever nobody has
    changed them since, and open tasks go. Nobody has decided on the hold then. Raises DomainError for a hold that is
    not accepted, has begun, or has participants enrolled on a course that was made for it.
    """
    reason = _reason(reason)
    with transaction.atomic():
        hold = _locked(hold_id)
        if hold.decision != Decision.ACCEPTED:
            raise DomainError(_("Holdet er ikke godkendt."))
        rows = list(HoldCourse.objects.filter(proposed_hold=hold).select_related("course").order_by("pk"))
        lock_projects(sorted({row.course.project_id for row in rows}))
        starts_on = _frame(hold).starts_on
        if starts_on <= localdate(at):
            raise DomainError(_("Holdet er begyndt. Aflys i stedet kurset, hvis det ikke skal gennemføres."))
        for row in rows:
            for task_id in Task.objects.filter(pk__in=row.task_ids, done_on__isnull=True).values_list(
                "pk", flat=True
            ):
                delete_task(task_id=task_id, by=by, at=at)
            row.delete()
            if row.made:
                _remove(row.course, by=by, at=at)
            elif row.before:
                _put_back(row, by=by, at=at)
        hold.decision, hold.reason, hold.decided_by, hold.decided_at = "", "", None, None
        hold.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
        _record(by, at, "course_plan.hold_undone", hold, reason=reason)


def _locked(hold_id: int) -> ProposedHold:
    return (
        ProposedHold.objects.select_for_update(of=("self",))
        .select_related("plan__run", "offered_hold", "course")
        .get(pk=hold_id)
    )


def _becomes_courses(hold: ProposedHold) -> bool:
    """Whether the same hold has been accepted, in this plan or another, and courses have come of it."""
    return HoldCourse.objects.filter(proposed_hold__key=hold.key).exists()


def _frame(hold: ProposedHold) -> _Frame:
    """Raises DomainError for a hold that can no longer be run."""
    of = hold.offered_hold or hold.course
    if hold.offered_hold is not None and hold.offered_hold.withdrawn_on:
        raise DomainError(_("Skolen har trukket holdet tilbage."))
    if hold.course is not None and hold.course.status == CourseStatus.CANCELLED:
        raise DomainError(_("Kurset er aflyst."))
    if of is None or of.provider_id is None or of.starts_on is None:
        raise DomainError(_("Holdet findes ikke længere."))
    return _Frame(of.title, of.provider_id, of.municipality_id, of.place, of.starts_on, of.ends_on)


def _arrange(hold: ProposedHold, *, by: Actor, at: datetime) -> None:
    frame = _frame(hold)
    if frame.starts_on <= localdate(at):
        raise DomainError(_("Holdet er begyndt. Læg en ny plan."))
    asked = asked_for(hold)
    courses = {
        row.pk: row for row in Course.objects.filter(pk__in=[one.course_id for one in asked]).order_by("pk")
    }
    lock_projects(sorted({row.project_id for row in courses.values()}))
    for one in asked:
        course = courses.get(one.course_id)
        if course is None or course.status != CourseStatus.PLANNED:
            continue  # gone since the plan was made: nobody waits for places on it
        if course.pk == hold.course_id:
            row = HoldCourse(course=course, made=False)
        elif _is_settled(course) or own_course_runs(hold, course.pk):
            row = HoldCourse(course=_make(course, frame, one.heads, by=by, at=at), made=True)
        else:
            row = HoldCourse(course=course, made=False, before=_move(course, frame, one.heads, by=by, at=at))
        row.proposed_hold, row.asked_by = hold, course
        row.heads, row.takings = one.heads, one.takings
        row.task_ids = list(_tell(row.course, frame, one, by=by, at=at))
        row.save()
    _leave_room(hold, by=by, at=at)


def _is_settled(course: Course) -> bool:
    return HoldCourse.objects.filter(course=course).exists()


def _move(course: Course, frame: _Frame, heads: int, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The planned course becomes the project's part of the hold; what it changes, each with what stood there."""
    taken = places_taken_by_course(course_ids=[course.pk])[course.pk]
    after: dict[str, Any] = {
        "provider_id": frame.provider_id,
        "municipality_id": frame.municipality_id,
        "place": frame.place,
        "starts_on": frame.starts_on,
        "ends_on": frame.ends_on,
        # The hold has its least number from all the projects together.
        "min_participants": None,
        "max_participants": max(heads, taken),
    }
    before = {name: getattr(course, name) for name in after}
    education.fit_course(by=by, at=at, course_id=course.pk, changes=after)
    return {
        name: [_plain(before[name]), _plain(after[name])] for name in after if before[name] != after[name]
    }


def _make(course: Course, frame: _Frame, heads: int, *, by: Actor, at: datetime) -> Course:
    """One more course of the project, for those of its participants who go to this hold and not to another."""
    course_id = education.create_course(
        by=by,
        at=at,
        project_id=course.project_id,
        title=course.title,
        course_code=course.course_code,
        merit_giving=course.merit_giving,
        provider_id=frame.provider_id,
        municipality_id=frame.municipality_id,
        place=frame.place,
        starts_on=frame.starts_on,
        ends_on=frame.ends_on,
        max_participants=heads,
    )
    return Course.objects.get(pk=course_id)


def _leave_room(hold: ProposedHold, *, by: Actor, at: datetime) -> None:
    """On a project's own course there is room for the other projects' participants."""
    course = hold.course
    if course is None or course.max_participants is None:
        return
    others = sum(row.heads for row in HoldCourse.objects.filter(proposed_hold=hold).exclude(course=course.pk))
    taken = places_taken_by_course(course_ids=[course.pk])[course.pk]
    left = max(course.max_participants - others, taken, 1)
    if left == course.max_participants:
        return
    own = HoldCourse.objects.filter(proposed_hold=hold, course=course.pk).first()
    if own is not None:
        own.before = {"max_participants": [course.max_participants, left]}
        least = course.min_participants
        if least is not None and least > left:
            own.before["min_participants"] = [least, left]
        own.save(update_fields=["before"])
        changes = {name: pair[1] for name, pair in own.before.items()}
        education.fit_course(by=by, at=at, course_id=course.pk, changes=changes)


def _put_back(row: HoldCourse, *, by: Actor, at: datetime) -> None:
    course = Course.objects.get(pk=row.course_id)
    if course.status != CourseStatus.PLANNED:
        return
    values: dict[str, Any] = {}
    for together in _TOGETHER:
        pairs = {name: row.before[name] for name in together if name in row.before}
        if all(_plain(getattr(course, name)) == after for name, (_before, after) in pairs.items()):
            values |= {name: before for name, (before, _after) in pairs.items()}
    taken = places_taken_by_course(course_ids=[course.pk])[course.pk]
    most = values.get("max_participants")
    if most is not None and most < taken:
        values["max_participants"] = taken
    changes = {name: _from_plain(name, value) for name, value in values.items()}
    education.fit_course(by=by, at=at, course_id=course.pk, changes=changes)


def _remove(course: Course, *, by: Actor, at: datetime) -> None:
    if places_taken_by_course(course_ids=[course.pk])[course.pk]:
        raise DomainError(
            _("Der er tilmeldt deltagere på »%(course)s«. Flyt dem først.") % {"course": course.title}
        )
    try:
        education.remove_course(by=by, at=at, course_id=course.pk)
    except ProtectedError as error:
        raise DomainError(
            _("»%(course)s« bruges i projektet. Fjern det først dér.") % {"course": course.title}
        ) from error


def _tell(course: Course, frame: _Frame, asked: Asked, *, by: Actor, at: datetime) -> Iterable[int]:
    """Tasks for the provider and for those whose participants they are, as far as they are parties."""
    today = localdate(at)
    parties = set(Party.objects.filter(project=course.project_id).values_list("organisation_id", flat=True))
    kinds = dict(
        Organisation.objects.filter(pk__in=[int(key) for key in asked.takings if key]).values_list(
            "pk", "kind"
        )
    )
    what = {"course": course.title, "day": date_format(frame.starts_on, "j. F Y"), "count": asked.heads}
    for organisation_id, title, days in (
        (
            frame.provider_id,
            _("Bekræft holdet %(course)s fra %(day)s med %(count)d fra projektet") % what,
            DAYS_TO_CONFIRM,
        ),
        *(
            (
                int(key),
                (
                    _("Tilmeld %(count)d til %(course)s fra %(day)s")
                    if kinds.get(int(key)) == OrganisationKind.JOB_CENTRE
                    else _("Aftal med jobcentrene, hvilke %(count)d der skal på %(course)s fra %(day)s")
                )
                % {**what, "count": count},
                None,
            )
            for key, count in asked.takings.items()
            if key
        ),
    ):
        if organisation_id not in parties:
            continue
        due = today + timedelta(days=days) if days else frame.starts_on - timedelta(days=DAYS_BEFORE_START)
        yield add_task(
            project_id=course.project_id,
            title=title[:200],
            description=_("Holdet er godkendt i en kursusplan."),
            phase=PhaseNumber.SCREENING_AND_MATCH,
            responsible_id=organisation_id,
            due_on=min(max(due, today), frame.starts_on),
            by=by,
            at=at,
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_plain(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in ("starts_on", "ends_on") and value else value


def _reason(reason: str) -> str:
    if not reason.strip():
        raise DomainError(_("Skriv en begrundelse for afgørelsen."), field="reason")
    return reason.strip()


def _record(by: Actor, at: datetime, action: str, hold: ProposedHold, *, reason: str) -> None:
    audit.record(by=by, at=at, action=action, room=ROOM, record_id=hold.pk, details={"reason": reason})
