"""How far candidates have come, in SQL: the same as rules.state_of, for lists that filter and sort by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from jobveu.candidates.enums import CandidacyState, EnrolmentStatus, ScreeningResult
from jobveu.candidates.models import Candidacy, Enrolment, Outcome, Presentation, Screening
from jobveu.education.enums import CourseStatus

ORDER: tuple[CandidacyState, ...] = tuple(CandidacyState)
"""States as they follow each other: what a list sorted by state goes by."""


def with_state(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """Annotates candidacies with `state`, and with what it rests on: `newest_screening`, `is_presented`,
    `has_outcome`, and for each enrolment status `is_<status>`."""
    return candidacies.annotate(**_grounds()).annotate(
        state=Case(*_cases(), default=Value(CandidacyState.ADDED), output_field=CharField())
    )


def _grounds() -> dict[str, Exists | Subquery]:
    enrolments = Enrolment.objects.filter(candidacy=OuterRef("pk")).exclude(
        course__status=CourseStatus.CANCELLED
    )
    newest = Screening.objects.filter(candidacy=OuterRef("pk")).order_by("-id").values("result")[:1]
    return {
        "newest_screening": Subquery(newest),
        "is_presented": Exists(Presentation.objects.filter(candidacy=OuterRef("pk"), ended_on__isnull=True)),
        "was_presented": Exists(Presentation.objects.filter(candidacy=OuterRef("pk"))),
        "has_outcome": Exists(Outcome.objects.filter(candidacy=OuterRef("pk"))),
        **{
            f"is_{status.value}": Exists(enrolments.filter(status=status), output_field=BooleanField())
            for status in EnrolmentStatus
        },
    }


def with_state_seen(
    candidacies: QuerySet[Candidacy], *, fully: Q, provider_ids: Collection[int]
) -> QuerySet[Candidacy]:
    """Annotates candidacies with `state` as rules.state_of gives it where `fully` holds. Of the others a
    provider is told what its own courses say, and a company nothing: "".
    """
    enrolments = Enrolment.objects.filter(
        candidacy=OuterRef("pk"), course__provider_id__in=provider_ids
    ).exclude(course__status=CourseStatus.CANCELLED)
    own = {f"own_{status.value}": Exists(enrolments.filter(status=status)) for status in EnrolmentStatus}
    cases = [
        When(Q(own_started=True) | Q(own_completed=True, own_enrolled=True), then=Value("started")),
        *(
            When(**{f"own_{status.value}": True}, then=Value(CandidacyState[status.name]))
            for status in (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED, EnrolmentStatus.DROPPED_OUT)
        ),
    ]
    return (
        candidacies.annotate(**_grounds(), **own)
        .annotate(whole=Case(*_cases(), default=Value(CandidacyState.ADDED), output_field=CharField()))
        .annotate(
            state=Case(When(fully, then=F("whole")), *cases, default=Value(""), output_field=CharField())
        )
    )


def _cases() -> Iterable[When]:
    conditions: tuple[tuple[Q, CandidacyState], ...] = (
        (Q(withdrawn_on__isnull=False), CandidacyState.WITHDRAWN),
        (Q(has_outcome=True), CandidacyState.OUTCOME),
        (Q(is_started=True) | Q(is_completed=True, is_enrolled=True), CandidacyState.STARTED),
        (Q(is_enrolled=True), CandidacyState.ENROLLED),
        (Q(is_completed=True), CandidacyState.COMPLETED),
        (Q(is_dropped_out=True), CandidacyState.DROPPED_OUT),
        (Q(newest_screening=ScreeningResult.FAILED), CandidacyState.SCREENED_OUT),
        (Q(is_presented=True), CandidacyState.PRESENTED),
        (Q(newest_screening=ScreeningResult.PASSED), CandidacyState.SCREENED),
    )
    return [When(condition, then=Value(state)) for condition, state in conditions]


def state_rank() -> Case:
    """The state's place in ORDER, to sort by."""
    return Case(
        *(When(state=state, then=Value(rank)) for rank, state in enumerate(ORDER)), default=Value(len(ORDER))
    )
