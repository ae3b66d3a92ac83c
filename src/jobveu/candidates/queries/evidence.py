"""What is recorded in this room as evidence of phase 4: numbers by job centre, never a person."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Max
from django.utils.translation import ngettext

from jobveu.candidates.enums import INTO_WORK_OR_EDUCATION
from jobveu.candidates.models import Outcome, Screening
from jobveu.projects.phases import Evidence, EvidenceKind


def evidence_of(*, project_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """Evidence by project id; two SQL statements."""
    found: dict[int, list[Evidence]] = {project_id: [] for project_id in project_ids}
    by_job_centre = ("candidacy__project_id", "candidacy__job_centre_id", "candidacy__job_centre__name")
    screened = (
        Screening.objects.filter(candidacy__project__in=found)
        .values(*by_job_centre)
        .annotate(number=Count("candidacy", distinct=True), last=Max("screened_on"))
        .order_by("candidacy__project_id", "candidacy__job_centre_id")
    )
    for row in screened:
        found[row["candidacy__project_id"]].append(
            Evidence(
                kind=EvidenceKind.SCREENING,
                who=row["candidacy__job_centre__name"],
                what=ngettext("%(number)d kandidat screenet", "%(number)d kandidater screenet", row["number"])
                % {"number": row["number"]},
                on=row["last"],
                source="candidates",
            )
        )
    placed = (
        Outcome.objects.filter(candidacy__project__in=found, kind__in=INTO_WORK_OR_EDUCATION)
        .values(*by_job_centre)
        .annotate(number=Count("candidacy", distinct=True), last=Max("as_of"))
        .order_by("candidacy__project_id", "candidacy__job_centre_id")
    )
    for row in placed:
        found[row["candidacy__project_id"]].append(
            Evidence(
                kind=EvidenceKind.INTO_WORK_OR_EDUCATION,
                who=row["candidacy__job_centre__name"],
                what=ngettext(
                    "%(number)d kandidat i job eller uddannelse",
                    "%(number)d kandidater i job eller uddannelse",
                    row["number"],
                )
                % {"number": row["number"]},
                on=row["last"],
                source="candidates",
            )
        )
    return found
