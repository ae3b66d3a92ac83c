"""Which projects have somebody on a step of the funnel (insight.figures.funnel): for the list of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from jobveu.candidates.enums import EnrolmentStatus, Milestone, OutcomeKind, ScreeningResult
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
_STATUSES = (
    EnrolmentStatus.ENROLLED,
    EnrolmentStatus.STARTED,
    EnrolmentStatus.COMPLETED,
    EnrolmentStatus.DROPPED_OUT,
)


def with_somebody(step: str, *, project_ids: Sequence[int]) -> list[int]:
    """Those of the projects that have a candidate on a step, by the funnel's code. One SQL statement. Raises KeyError for
    a step after so many months that there is not."""
    kind, _underscore, months = step.partition("_")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM projects_on_step(%s, %s, %s, %s, %s, %s, %s)",
            (
                list(project_ids),
                "result" if months else step,
                ScreeningResult.PASSED.value,
                [status.value for status in _STATUSES],
                CourseStatus.CANCELLED.value,
                _MONTHS[months].value if months else "",
                [result.value for result in _RESULTS[kind]] if months else [],
            ),
        )
        return [id_ for (id_,) in cursor.fetchall()]
