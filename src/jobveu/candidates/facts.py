"""Loads what rules.py decides on, for one candidacy."""

from __future__ import annotations

from jobveu.candidates.enums import EnrolmentStatus, ScreeningResult
from jobveu.candidates.models import Candidacy, Enrolment, Outcome, Presentation, Screening
from jobveu.candidates.rules import Facts
from jobveu.education.enums import CourseStatus


def facts_of(candidacy: Candidacy) -> Facts:
    """Four SQL statements."""
    newest = Screening.objects.filter(candidacy=candidacy).order_by("-id").values_list("result", flat=True)
    screening = newest.first()
    statuses = (
        Enrolment.objects.filter(candidacy=candidacy)
        .exclude(course__status=CourseStatus.CANCELLED)
        .order_by("id")
        .values_list("status", flat=True)
    )
    return Facts(
        withdrawn=candidacy.withdrawn_on is not None,
        screening=ScreeningResult(screening) if screening else None,
        presented=Presentation.objects.filter(candidacy=candidacy, ended_on__isnull=True).exists(),
        enrolments=tuple(EnrolmentStatus(status) for status in statuses),
        has_outcome=Outcome.objects.filter(candidacy=candidacy).exists(),
    )
