"""Writes about courses. What depends on who is enrolled is in jobveu.journeys.courses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.concurrency import stale, update_versioned
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.education.models import HELD_LACKS, Course
from jobveu.projects.changes import change_project
from jobveu.projects.operations.joining import join_project

ROOM = "education.course"
_FRAME = ("starts_on", "ends_on", "min_participants", "max_participants")


def create_course(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    title: str,
    provider_id: int,
    merit_giving: bool,
    course_code: str = "",
    municipality_id: int | None = None,
    place: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    min_participants: int | None = None,
    max_participants: int | None = None,
) -> int:
    """Adds a course to a project (def.count.project_courses: usually two or more); returns its id. The
    provider becomes a party. Raises DomainError."""
    with change_project(project_id) as project:
        _check_title(title)
        _check_provider(provider_id)
        _check_frame(starts_on, ends_on, min_participants, max_participants)
        course = Course.objects.create(
            project=project,
            title=title.strip(),
            course_code=course_code.strip(),
            provider_id=provider_id,
            municipality_id=municipality_id,
            place=place.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            merit_giving=merit_giving,
            min_participants=min_participants,
            max_participants=max_participants,
        )
        joined = join_project(
            project=project, organisation_id=provider_id, on=localdate(at), note=_("Afholder kurser")
        )
        _record(by, at, "course.created", course, {"title": course.title, "joined": joined})
    return course.pk


def edit_course(
    *,
    by: Actor,
    at: datetime,
    course_id: int,
    version: int,
    title: str,
    provider_id: int,
    merit_giving: bool,
    course_code: str,
    municipality_id: int | None,
    place: str,
    starts_on: date | None,
    ends_on: date | None,
    min_participants: int | None,
    max_participants: int | None,
) -> None:
    """Corrects everything about a course that is not cancelled. Raises DomainError, StaleEdit."""
    course = _course(course_id)
    with change_project(course.project_id) as project:
        _check_title(title)
        if provider_id != course.provider_id:
            _check_provider(provider_id)
        _check_frame(starts_on, ends_on, min_participants, max_participants)
        changes = {
            "title": title.strip(),
            "provider_id": provider_id,
            "merit_giving": merit_giving,
            "course_code": course_code.strip(),
            "municipality_id": municipality_id,
            "place": place.strip(),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "min_participants": min_participants,
            "max_participants": max_participants,
        }
        _update(by, at, course_id, version, changes)
        join_project(
            project=project, organisation_id=provider_id, on=localdate(at), note=_("Afholder kurser")
        )


def arrange_course(
    *,
    by: Actor,
    at: datetime,
    course_id: int,
    version: int,
    municipality_id: int | None,
    place: str,
    starts_on: date | None,
    ends_on: date | None,
    min_participants: int | None,
    max_participants: int | None,
) -> None:
    """What the provider itself may correct of its course: when, where, and for how many.
    Raises DomainError, StaleEdit."""
    course = _course(course_id)
    with change_project(course.project_id):
        _check_frame(starts_on, ends_on, min_participants, max_participants)
        changes = {
            "municipality_id": municipality_id,
            "place": place.strip(),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "min_participants": min_participants,
            "max_participants": max_participants,
        }
        _update(by, at, course_id, version, changes)


def fit_course(*, by: Actor, at: datetime, course_id: int, changes: Mapping[str, Any]) -> None:
    """Makes a course part of a hold that was found for it, or what it was before. `changes` are columns: provider,
    municipality, place, days and numbers of participants. Raises DomainError."""
    course = _course(course_id)
    if not changes:
        return
    with change_project(course.project_id) as project:
        course = Course.objects.get(pk=course_id)
        starts_on, ends_on, least, most = (changes.get(name, getattr(course, name)) for name in _FRAME)
        _check_frame(starts_on, ends_on, least, most)
        provider_id = changes.get("provider_id")
        if provider_id is not None:
            _check_provider(provider_id)
            join_project(
                project=project, organisation_id=provider_id, on=localdate(at), note=_("Afholder kurser")
            )
        _update(by, at, course_id, course.version, changes)


def remove_course(*, by: Actor, at: datetime, course_id: int) -> None:
    """Deletes a course that should not have been. Raises DomainError, and ProtectedError for one that something else
    rests on."""
    course = _course(course_id)
    with change_project(course.project_id):
        _record(by, at, "course.removed", course, {"title": course.title})
        Course.objects.filter(pk=course_id).delete()


def cancel_course(
    *, by: Actor, at: datetime, course_id: int, reason: str, version: int | None = None
) -> None:
    """Calls a planned course off, with the reason; who is enrolled stays on record. Raises DomainError, and StaleEdit
    for another version than the one that was seen, where one is told."""
    course = _course(course_id)
    with change_project(course.project_id):
        course = _seen(course_id, version, shown=())
        if course.status == CourseStatus.CANCELLED:
            raise DomainError(_("Kurset er allerede aflyst."))
        if course.status == CourseStatus.HELD:
            raise DomainError(_("Kurset er afholdt og kan ikke aflyses."))
        if not reason.strip():
            raise DomainError(_("Skriv, hvorfor kurset er aflyst."), field="reason")
        course.status = CourseStatus.CANCELLED
        course.cancelled_reason = reason.strip()
        course.version += 1
        course.save(update_fields=["status", "cancelled_reason", "version"])
        _record(by, at, "course.cancelled", course, {"reason": reason.strip()})


def mark_course_held(
    *,
    by: Actor,
    at: datetime,
    course_id: int,
    ends_on: date | None,
    reported_participants: int | None,
    version: int | None = None,
) -> None:
    """Says that a course was held until `ends_on`. `reported_participants` counts those whom no job centre
    has registered one by one (def.count.participant). May be said again to correct the number.

    Raises DomainError, also before the course's first day; StaleEdit as cancel_course does.
    """
    course = _course(course_id)
    with change_project(course.project_id):
        course = _seen(course_id, version, shown=("ends_on", "reported_participants"))
        if course.status == CourseStatus.CANCELLED:
            raise DomainError(_("Kurset er aflyst."))
        if course.provider_id is None:
            raise DomainError(_("Vælg kursets udbyder, før det meldes afholdt."))
        if course.starts_on is None:
            raise DomainError(_("Angiv kursets første dag, før det meldes afholdt."))
        if course.starts_on > localdate(at):
            raise DomainError(_("Kurset er ikke begyndt endnu."))
        ends_on = ends_on or course.ends_on
        if ends_on is None:
            raise DomainError(_("Angiv kursets sidste dag."), field="ends_on")
        if ends_on < course.starts_on:
            raise DomainError(_("Kursets sidste dag skal ligge efter den første."), field="ends_on")
        if ends_on > localdate(at):
            raise DomainError(_("Kurset er ikke slut endnu."), field="ends_on")
        course.status = CourseStatus.HELD
        course.ends_on = ends_on
        course.reported_participants = reported_participants
        course.version += 1
        course.save(update_fields=["status", "ends_on", "reported_participants", "version"])
        _record(by, at, "course.held", course, {"reported_participants": reported_participants})


def _course(course_id: int) -> Course:
    course = Course.objects.filter(pk=course_id).first()
    if course is None:
        raise DomainError(_("Kurset findes ikke længere."))
    return course


def _seen(course_id: int, version: int | None, *, shown: Collection[str]) -> Course:
    """The course, if it still has the version that was seen; `shown` are the fields that the form has of it."""
    course = Course.objects.get(pk=course_id)
    if version not in (None, course.version):
        raise stale(
            current={name: getattr(course, name) for name in shown},
            version=course.version,
            told_by=Q(room=ROOM, record_id=course_id),
        )
    return course


def _update(by: Actor, at: datetime, course_id: int, version: int, changes: Mapping[str, object]) -> None:
    course = Course.objects.get(pk=course_id)
    if course.status == CourseStatus.CANCELLED:
        raise DomainError(_("Kurset er aflyst og kan ikke ændres."))
    if course.status == CourseStatus.HELD and not course.from_source:
        for name in ("provider_id", "starts_on", "ends_on"):
            if changes.get(name, getattr(course, name)) is None:
                raise DomainError(HELD_LACKS, field=name)
    course = update_versioned(
        rows=Course.objects.all(), pk=course_id, version=version, changes=changes, room=ROOM
    )
    _record(by, at, "course.edited", course, {"fields": sorted(changes)})


def _check_title(title: str) -> None:
    if not title.strip():
        raise DomainError(_("Skriv kursets navn."), field="title")


def _check_provider(provider_id: int) -> None:
    if not Organisation.objects.filter(
        pk=provider_id, kind=OrganisationKind.EDUCATION_PROVIDER, active=True
    ).exists():
        raise DomainError(_("Et kursus afholdes af en uddannelsesinstitution."), field="provider_id")


def _check_frame(
    starts_on: date | None, ends_on: date | None, minimum: int | None, maximum: int | None
) -> None:
    if ends_on is not None and starts_on is None:
        raise DomainError(_("Skriv også kursets første dag."), field="starts_on")
    if ends_on is not None and starts_on is not None and ends_on < starts_on:
        raise DomainError(_("Kursets sidste dag skal ligge efter den første."), field="ends_on")
    if minimum is not None and minimum < 1:
        raise DomainError(_("Mindste antal deltagere skal være mindst 1."), field="min_participants")
    if maximum is not None and maximum < (minimum or 1):
        raise DomainError(
            _("Største antal deltagere skal være mindst lige så stort som mindste."), field="max_participants"
        )


def _record(by: Actor, at: datetime, action: str, course: Course, details: dict[str, object]) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=course.pk,
        project_id=course.project_id,
        details=details,
    )
