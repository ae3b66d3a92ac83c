"""Addresses of courses, of places on holds, and of the plan of courses."""

from __future__ import annotations

from django.db.models import Count

from jobveu.candidates.enums import EnrolmentStatus
from jobveu.candidates.models import Enrolment
from jobveu.course_plans.models import CoursePlan, OfferedHold, ProposedHold
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from tests.browser.world.finding import CASEWORKER, SCHOOL, Address, below, organisation_of
from tests.browser.world.people import own_candidacies


def offered_hold() -> Address:
    return {"hold_id": OfferedHold.objects.filter(provider=organisation_of(SCHOOL)).order_by("pk")[0].pk}


def course_plan() -> Address:
    return {"plan_id": CoursePlan.objects.get().pk}


def hold_of_plan() -> Address:
    return course_plan() | {"hold_id": ProposedHold.objects.order_by("pk")[0].pk}


def course() -> Address:
    rows = Course.objects.filter(enrolments__candidacy__job_centre=organisation_of(CASEWORKER))
    return below(rows.annotate(n=Count("enrolments")).order_by("-n", "pk")[0], "course_id")


def running_course() -> Address:
    """One that somebody has not finished."""
    rows = Enrolment.objects.filter(
        candidacy__in=own_candidacies(), status__in=(EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED)
    )
    return below(rows.exclude(course__status=CourseStatus.CANCELLED).order_by("pk")[0].course, "course_id")


def planned_course() -> Address:
    return below(Course.objects.filter(status=CourseStatus.PLANNED).order_by("pk")[0], "course_id")
