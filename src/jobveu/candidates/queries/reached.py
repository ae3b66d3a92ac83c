"""Which projects have somebody on a step of the funnel (insight.figures.funnel), in SQL: for the list of projects.

The wall holds here as everywhere: candidates whom whoever asks may not see are not found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, QuerySet

from jobveu.candidates.enums import EnrolmentStatus, Milestone, OutcomeKind, ScreeningResult
from jobveu.candidates.models import Candidacy, Enrolment, Outcome, Screening
from jobveu.candidates.queries.states import with_grounds
from jobveu.education.enums import CourseStatus

_RESULTS: Mapping[str, tuple[OutcomeKind, ...]] = {
    "job": (OutcomeKind.ORDINARY_JOB, OutcomeKind.SUBSIDISED_JOB),
    "education": (OutcomeKind.ORDINARY_EDUCATION,),
    "apprenticeship": (OutcomeKind.ADULT_APPRENTICESHIP,),
}
_MONTHS: Mapping[str, Milestone] = {
    "3": Milestone.MONTHS_3,
    "6": Milestone.MONTHS_6,
    "12": Milestone.MONTHS_12,
}


def has_somebody(step: str) -> Exists:
    """Whether the project that the query around it is about has a candidate on a step, by the funnel's code. Raises
    KeyError for another."""
    kind, _underscore, months = step.partition("_")
    if months:
        return Exists(
            Outcome.objects.filter(
                candidacy__project=OuterRef("pk"), milestone=_MONTHS[months], kind__in=_RESULTS[kind]
            )
        )
    return Exists(_STEPS[step]())


def _of_project() -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(project=OuterRef("pk"))


def _begun(**of: OuterRef) -> QuerySet[Enrolment]:
    begun = Enrolment.objects.filter(started_on__isnull=False, **of)
    return begun.exclude(course__status=CourseStatus.CANCELLED)


def _ended_with(status: EnrolmentStatus, *others: EnrolmentStatus) -> QuerySet[Candidacy]:
    """Those with a course that ended so, and none that goes on or ended in one of the other ways (rules.state_of)."""
    none = (EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED, *others)
    return with_grounds(_of_project()).filter(
        **{f"is_{status.value}": True}, **{f"is_{other.value}": False for other in none}
    )


_STEPS: Mapping[str, Callable[[], QuerySet[Candidacy] | QuerySet[Screening] | QuerySet[Enrolment]]] = {
    "invited": _of_project,
    "screened": lambda: Screening.objects.filter(candidacy__project=OuterRef("pk")),
    "suitable": lambda: with_grounds(_of_project()).filter(newest_screening=ScreeningResult.PASSED),
    "matched": lambda: with_grounds(_of_project()).filter(was_presented=True),
    "started": lambda: _begun(candidacy__project=OuterRef("pk")),
    "completed": lambda: _ended_with(EnrolmentStatus.COMPLETED),
    "dropped": lambda: _ended_with(EnrolmentStatus.DROPPED_OUT, EnrolmentStatus.COMPLETED).filter(
        Exists(_begun(candidacy=OuterRef("pk")))
    ),
}
