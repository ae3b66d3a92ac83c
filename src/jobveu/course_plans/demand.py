"""What a plan is made from: the demand and the holds that the register has, as a problem for the kernel with the names
to show it by.

A planned course of an active project asks for places for those whom the job centres contribute; where none has said how
many, for those whom the companies need; and where nobody needs a number, for those who are enrolled. The course
itself, where its school and its size are known, is a hold that has been announced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jobveu.candidates.queries.counted import places_taken_by_course
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import CoursePlan, OfferedHold, ProposedHold
from jobveu.course_plans.rules import WEIGHTS, subject_of, window
from jobveu.course_plans.settled import COURSE, OFFERED, Settled
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.kernels.planning.values import Demand, Hold, Limit, Problem
from jobveu.kernels.values import Travel
from jobveu.projects.enums import AgreementKind, ProjectStatus
from jobveu.projects.models import AgreementText, ContributionTerms, ProjectNeed
from jobveu.reference.queries import municipality_places
from jobveu.reference.travel import tables

BUDGET = "budget"
"""The id of the plan's budget among its limits."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a problem are shown as; plain values, kept with the run."""

    demands: dict[str, dict[str, Any]] = field(default_factory=dict)
    holds: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asking:
    """So many of an organisation for whom a project asks for places on its courses."""

    organisation_id: int | None
    name: str
    municipality_id: int | None
    count: int
    ready_on: date | None
    needed_by: date | None


def gathered(plan: CoursePlan) -> tuple[Problem, Names]:
    """The problem as the register has it now, in a fixed number of SQL statements."""
    courses = list(_courses(plan))
    project_ids = {course.project_id for course in courses}
    asking = _asking(project_ids)
    places_taken = places_taken_by_course(course_ids=[course.pk for course in courses])
    names = Names()
    demands: list[Demand] = []
    settled = Settled.now()
    for course in courses:
        if course.pk in settled.made:
            continue
        rows = asking.get(course.project_id) or _enrolled(course, places_taken[course.pk])
        demands += _demands(plan, course, _still_asking(rows, settled.takings.get(course.pk, {})), names)
    subjects = {demand.subject for demand in demands}
    holds, limits = _holds(plan, courses, subjects, names, settled)
    if plan.budget is not None and holds:
        limits.append(Limit(BUDGET, tuple(hold.id for hold in holds), plan.budget, crowns=True))
    return _with_travel(Problem(tuple(demands), tuple(holds), tuple(limits), weights=WEIGHTS)), names


def _courses(plan: CoursePlan) -> QuerySet[Course]:
    """Planned courses of the office's active projects that have no day yet, or one that lies in the period when it is
    moved as far as it may."""
    return (
        Course.objects.filter(
            status=CourseStatus.PLANNED,
            project__status=ProjectStatus.ACTIVE,
            project__council__office=plan.office_id,
        )
        .filter(Q(starts_on__isnull=True) | Q(starts_on__gte=plan.first_on))
        .select_related("project", "provider", "municipality")
        .order_by("id")
    )


def _asking(project_ids: Iterable[int]) -> dict[int, list[_Asking]]:
    """By project: its job centres, or else its companies."""
    project_ids = list(project_ids)
    newest = (
        AgreementText.objects.filter(agreement=OuterRef("text__agreement"))
        .order_by("-number")
        .values("pk")[:1]
    )
    terms = (
        ContributionTerms.objects.filter(
            text=Subquery(newest),
            text__agreement__project__in=project_ids,
            text__agreement__kind=AgreementKind.CONTRIBUTION,
            text__agreement__withdrawn_on__isnull=True,
        )
        .select_related("text__agreement__counterpart")
        .order_by("text__agreement__project", "id")
    )
    tied = (
        ProjectNeed.objects.filter(project__in=project_ids, need__closed_on__isnull=True)
        .select_related("need__organisation")
        .order_by("project", "id")
    )
    companies: dict[int, list[_Asking]] = {}
    for row in tied:
        need = row.need
        companies.setdefault(row.project_id, []).append(
            _Asking(
                need.organisation_id,
                need.organisation.name,
                need.municipality_id,
                need.head_count,
                None,
                need.needed_by,
            )
        )
    found = dict(companies)
    for project_id, rows in groupby(terms, key=lambda one: one.text.agreement.project_id):
        needed_by = max(
            (one.needed_by for one in companies.get(project_id, ()) if one.needed_by), default=None
        )
        found[project_id] = [
            _Asking(centre.pk, centre.name, centre.municipality_id, one.head_count, one.by_date, needed_by)
            for one in rows
            if (centre := one.text.agreement.counterpart) is not None
        ]
    return found


def _enrolled(course: Course, places_taken: int) -> list[_Asking]:
    """Those who are on the course, where the project says of nobody how many they are."""
    if not places_taken:
        return []
    return [_Asking(None, "", course.municipality_id, places_taken, None, None)]


def _still_asking(rows: Iterable[_Asking], settled: Mapping[str, int]) -> Iterator[_Asking]:
    """Without those who have a place on an accepted hold already."""
    left = Counter(settled)
    for row in rows:
        key = str(row.organisation_id or "")
        taken = min(left[key], row.count)
        left[key] -= taken
        if row.count > taken:
            yield replace(row, count=row.count - taken)


def _demands(plan: CoursePlan, course: Course, rows: Iterable[_Asking], names: Names) -> Iterator[Demand]:
    for number, row in enumerate(rows):
        when = window(
            starts_on=course.starts_on,
            ready_on=row.ready_on,
            needed_by=row.needed_by,
            leeway=plan.leeway,
            first_on=plan.first_on,
            last_on=plan.last_on,
        )
        if when is None:
            continue
        key = f"{COURSE}:{course.pk}/{number}"
        names.demands[key] = {
            "who": row.name,
            "project": course.project.title,
            "project_id": course.project_id,
            "course": course.title,
        }
        yield Demand(
            id=key,
            subject=subject_of(course_code=course.course_code, title=course.title),
            count=row.count,
            who=str(row.organisation_id or ""),
            place=_place(row.municipality_id),
            travel_limit=plan.travel_limit,
            time_limit=plan.travel_minutes,
            earliest=when.earliest,
            latest=when.latest,
            school=str(course.provider_id or ""),
        )


def _holds(
    plan: CoursePlan, courses: Iterable[Course], subjects: set[str], names: Names, settled: Settled
) -> tuple[list[Hold], list[Limit]]:
    offered = (
        OfferedHold.objects.filter(
            withdrawn_on__isnull=True, starts_on__gte=plan.first_on, starts_on__lte=plan.last_on
        )
        .select_related("provider", "municipality")
        .order_by("id")
    )
    decided = ProposedHold.objects.filter(plan__office=plan.office_id).order_by("id")
    latest = {row.key: row.decision for row in decided.exclude(decision="")}
    holds: list[Hold] = []
    together: dict[tuple[int, str], list[str]] = {}
    for row in offered:
        subject = subject_of(course_code=row.course_code, title=row.title)
        if subject not in subjects:
            continue
        key = f"{OFFERED}:{row.pk}"
        least, most = settled.frame(key, least=row.min_participants, most=row.max_participants)
        names.holds[key] = {
            "title": row.title,
            "school": row.provider.name,
            "place": ", ".join(part for part in (row.place, row.municipality.name) if part),
            "offered_hold_id": row.pk,
        }
        holds.append(
            Hold(
                id=key,
                subject=subject,
                starts=row.starts_on,
                most=most,
                least=min(least, most),
                school=str(row.provider_id),
                place=_place(row.municipality_id),
                price=row.price,
                must_run=latest.get(key) == Decision.ACCEPTED,
            )
        )
        if row.either_or:
            together.setdefault((row.provider_id, row.either_or.casefold()), []).append(key)
    for course in courses:
        if course.provider is None or course.starts_on is None or course.max_participants is None:
            continue
        if course.pk in settled.made | settled.moved:
            continue
        subject = subject_of(course_code=course.course_code, title=course.title)
        if course.starts_on > plan.last_on or subject not in subjects:
            continue
        key = f"{COURSE}:{course.pk}"
        least, most = settled.frame(key, least=course.min_participants or 0, most=course.max_participants)
        where = course.municipality.name if course.municipality else ""
        names.holds[key] = {
            "title": course.title,
            "school": course.provider.name,
            "place": ", ".join(part for part in (course.place, where) if part),
            "project_id": course.project_id,
            "course_id": course.pk,
        }
        holds.append(
            Hold(
                id=key,
                subject=subject,
                starts=course.starts_on,
                most=most,
                least=min(least, most),
                school=str(course.provider_id),
                place=_place(course.municipality_id),
                must_run=latest.get(key) == Decision.ACCEPTED,
                announced=True,
            )
        )
    limits = [
        Limit(f"{provider}/{mark}", tuple(keys), 1)
        for (provider, mark), keys in together.items()
        if len(keys) > 1
    ]
    return holds, limits


def _place(municipality_id: int | None) -> str | None:
    return None if municipality_id is None else str(municipality_id)


def _with_travel(problem: Problem) -> Problem:
    """With how far and how long it is between the municipalities in it. One whose middle is not known is nowhere."""
    known = municipality_places()
    named = {one.place for one in problem.demands} | {one.place for one in problem.holds}
    places = sorted((place for place in named if place is not None and int(place) in known), key=int)
    kilometres, minutes = tables([known[int(place)] for place in places])

    def somewhere(place: str | None) -> str | None:
        return place if place in places else None

    return replace(
        problem,
        demands=tuple(replace(one, place=somewhere(one.place)) for one in problem.demands),
        holds=tuple(replace(one, place=somewhere(one.place)) for one in problem.holds),
        travel=Travel("km", tuple(places), kilometres, minutes),
    )
