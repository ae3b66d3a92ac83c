"""Courses of a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from jobveu.accounts.access import Action, Subject, may
from jobveu.actors.enums import ApiScope
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage
from jobveu.education import operations
from jobveu.education.enums import CourseStatus
from jobveu.education.queries import course_subject
from jobveu.journeys import courses as journey
from jobveu.journeys.courses import CourseWithEnrolled
from jobveu.web.api.gate import asks, edited_version, etag, require
from jobveu.web.api.paging import page
from jobveu.web.api.projects import project
from jobveu.web.api.values import (
    Count,
    Day,
    Id,
    IfMatch,
    Line,
    Number,
    Page,
    PageQuery,
    Reason,
    Sent,
    Told,
    Truth,
)

router = Router(tags=["courses"])


class Course(Told):
    """`enrolled` and the like count participants that a job centre has registered; `reported_participants` those
    whom the provider has only counted."""

    id: int
    project_id: int
    version: int
    title: str
    course_code: str
    provider_id: int | None
    provider_name: str
    municipality_id: int | None
    place: str
    starts_on: date | None
    ends_on: date | None
    merit_giving: bool
    min_participants: int | None
    max_participants: int | None
    status: CourseStatus
    cancelled_reason: str
    reported_participants: int | None
    enrolled: int
    started: int
    completed: int
    dropped_out: int


class CoursePage(Page):
    items: list[Course]


class SentCourse(Sent):
    title: Line
    course_code: Line = ""
    provider_id: Id
    merit_giving: Truth
    municipality_id: Id | None = None
    place: Line = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    min_participants: Number | None = None
    max_participants: Number | None = None


class EndedStatus(Enum):
    """What a planned course can become."""

    HELD = CourseStatus.HELD.value
    CANCELLED = CourseStatus.CANCELLED.value


class SentCourseStatus(Sent):
    """`ends_on` and `reported_participants` go with "held", `reason` with "cancelled"."""

    status: EndedStatus
    ends_on: Day | None = None
    reported_participants: Count | None = None
    reason: Reason = ""


_ONLY_COORDINATORS = ("title", "course_code", "provider_id", "merit_giving")


@dataclass(frozen=True, slots=True)
class _Found:
    item: CourseWithEnrolled
    subject: Subject


@router.get(
    "/projects/{int:project_id}/courses",
    response=CoursePage,
    url_name="api_courses",
    summary="A project's courses",
)
@asks(Action.VIEW_PROJECT, ApiScope.COURSES_READ)
def list_courses(request: HttpRequest, project_id: int, query: Query[PageQuery]) -> dict[str, Any]:
    """In the order in which they start."""
    require(request, project(project_id).subject)
    found = journey.project_courses(project_id=project_id)
    shown = found[query.offset : query.offset + query.limit]
    rows: RowPage[Any] = RowPage(rows=shown, total=len(found))
    return page(request, query, rows, [_values(item) for item in shown])


@router.post(
    "/projects/{int:project_id}/courses",
    response={201: Course},
    url_name="api_courses",
    summary="Add a course to a project",
)
@asks(Action.WORK_ON_PROJECT, ApiScope.COURSES_WRITE)
def create_course(request: HttpRequest, response: HttpResponse, project_id: int, sent: SentCourse) -> Any:
    """The provider becomes a party to the project."""
    require(request, project(project_id).subject)
    made = operations.create_course(
        by=request.actor, at=request.now, project_id=project_id, **sent.model_dump()
    )
    response["Location"] = reverse("api_course", args=[project_id, made])
    return Status(201, _told(response, _course(project_id, made).item))


@router.get(
    "/projects/{int:project_id}/courses/{int:course_id}",
    response=Course,
    url_name="api_course",
    summary="One course",
)
@asks(Action.VIEW_PROJECT, ApiScope.COURSES_READ)
def show_course(
    request: HttpRequest, response: HttpResponse, project_id: int, course_id: int
) -> dict[str, Any]:
    found = _course(project_id, course_id)
    require(request, found.subject)
    return _told(response, found.item)


@router.put(
    "/projects/{int:project_id}/courses/{int:course_id}",
    response=Course,
    url_name="api_course",
    summary="Correct a course",
)
@asks(Action.RUN_COURSE, ApiScope.COURSES_WRITE)
def edit_course(
    request: HttpRequest,
    response: HttpResponse,
    project_id: int,
    course_id: int,
    sent: SentCourse,
    if_match: IfMatch,
) -> dict[str, Any]:
    """All fields are replaced. A provider changes when, where and for how many; the rest it sends as it is."""
    found = _course(project_id, course_id)
    require(request, found.subject)
    course = found.item.course
    common: dict[str, Any] = {
        "by": request.actor,
        "at": request.now,
        "course": course,
        "version": edited_version(if_match),
    }
    values = sent.model_dump()
    if may(Action.WORK_ON_PROJECT, request.actor, found.subject):
        journey.edit_course(**common, **values)
    else:
        for name in _ONLY_COORDINATORS:
            if values.pop(name) != getattr(course, name):
                raise DomainError(_("Det kan kun projektets koordinator rette."), field=name)
        journey.arrange_course(**common, **values)
    return _told(response, _course(project_id, course_id).item)


@router.put(
    "/projects/{int:project_id}/courses/{int:course_id}/status",
    response=Course,
    url_name="api_course_status",
    summary="Say that a course was held, or cancel it",
)
@asks(Action.RUN_COURSE, ApiScope.COURSES_WRITE)
def change_course_status(
    request: HttpRequest,
    response: HttpResponse,
    project_id: int,
    course_id: int,
    sent: SentCourseStatus,
    if_match: IfMatch,
) -> dict[str, Any]:
    """A course that was held may be said so again, to correct its last day or the number of participants. A cancelled one
    stays cancelled."""
    require(request, _course(project_id, course_id).subject)
    common: dict[str, Any] = {
        "by": request.actor,
        "at": request.now,
        "course_id": course_id,
        "version": edited_version(if_match),
    }
    if sent.status is EndedStatus.HELD:
        operations.mark_course_held(
            **common, ends_on=sent.ends_on, reported_participants=sent.reported_participants
        )
    else:
        operations.cancel_course(**common, reason=sent.reason)
    return _told(response, _course(project_id, course_id).item)


def _course(project_id: int, course_id: int) -> _Found:
    header = project(project_id)
    item = (
        journey.course_with_enrolled(project_id=project_id, course_id=course_id)
        if course_id < 2**63
        else None
    )
    if item is None:
        raise Http404
    return _Found(item, course_subject(project=header.subject, course=item.course))


def _values(item: CourseWithEnrolled) -> dict[str, Any]:
    counted = {
        name: getattr(item.enrolled, name) for name in ("enrolled", "started", "completed", "dropped_out")
    }
    names = [name for name in Course.model_fields if name not in counted]
    return {name: getattr(item.course, name) for name in names} | counted


def _told(response: HttpResponse, item: CourseWithEnrolled) -> dict[str, Any]:
    response["ETag"] = etag(item.course.version)
    return _values(item)
