"""Enrolling candidates on courses, and moving a whole course's participants on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.candidates.guards import change_candidacy
from jobveu.candidates.operations import enrolments
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.changes import change_project


def enrol(*, by: Actor, at: datetime, candidacy_id: int, course_id: int) -> int:
    """Enrols the candidate on a course of the same project; returns the enrolment's id.

    Places are counted with the project locked, so that the last one is given once. Raises DomainError when
    the course is another project's, cancelled, over or full, and when the candidate is screened out,
    withdrawn or on it already; PermissionDenied for all but the candidate's caseworkers.
    """
    with change_candidacy(candidacy_id, action=Action.WORK_ON_CANDIDACY, by=by) as candidacy:
        course = Course.objects.select_for_update().filter(pk=course_id, project=candidacy.project_id).first()
        _check_takes_people(course, today=timezone.localdate(at))
        return enrolments.add_enrolment(by=by, at=at, candidacy=candidacy, course_id=course_id)


def _check_takes_people(course: Course | None, *, today: date) -> None:
    if course is None:
        raise DomainError(_("Vælg et af projektets kurser."), field="course")
    if course.status == CourseStatus.CANCELLED:
        raise DomainError(_("Kurset er aflyst."), field="course")
    if course.status == CourseStatus.HELD or (course.ends_on is not None and course.ends_on < today):
        raise DomainError(_("Kurset er afholdt, så ingen kan tilmeldes længere."), field="course")
    enrolments.check_place_free(course)


def start_several(
    *, by: Actor, at: datetime, project_id: int, versions: Mapping[int, int], started_on: date
) -> int:
    """All of these enrolments (versions by id) begin on the day, or none; returns how many.

    Raises as operations.enrolments.start_enrolment does for each.
    """
    _check_some(versions)
    with change_project(project_id):
        for enrolment_id, version in versions.items():
            enrolments.start_enrolment(
                by=by, at=at, enrolment_id=enrolment_id, version=version, started_on=started_on
            )
    return len(versions)


def complete_several(
    *, by: Actor, at: datetime, project_id: int, versions: Mapping[int, int], ended_on: date
) -> int:
    """All of these enrolments (versions by id) are completed on the day, or none; returns how many."""
    _check_some(versions)
    with change_project(project_id):
        for enrolment_id, version in versions.items():
            enrolments.complete_enrolment(
                by=by, at=at, enrolment_id=enrolment_id, version=version, ended_on=ended_on
            )
    return len(versions)


def _check_some(versions: Mapping[int, int]) -> None:
    if not versions:
        raise DomainError(_("Vælg mindst én deltager."), field="identity_participants")
