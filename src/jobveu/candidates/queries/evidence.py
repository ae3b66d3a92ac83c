"""What is recorded in this room as evidence of phase 4: numbers by job centre, never a person."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import ngettext

from jobveu.candidates.queries.counted import screened_and_placed
from jobveu.projects.phases import Evidence, EvidenceKind


def evidence_of(*, project_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """Evidence by project id; one SQL statement."""
    found: dict[int, list[Evidence]] = {project_id: [] for project_id in project_ids}
    screened, placed = screened_and_placed(project_ids=found)
    for done in screened:
        found[done.project_id].append(
            Evidence(
                kind=EvidenceKind.SCREENING,
                who=done.job_centre,
                what=ngettext("%(number)d kandidat screenet", "%(number)d kandidater screenet", done.number)
                % {"number": done.number},
                on=done.last_on,
                source="candidates",
            )
        )
    for done in placed:
        found[done.project_id].append(
            Evidence(
                kind=EvidenceKind.INTO_WORK_OR_EDUCATION,
                who=done.job_centre,
                what=ngettext(
                    "%(number)d kandidat i job eller uddannelse",
                    "%(number)d kandidater i job eller uddannelse",
                    done.number,
                )
                % {"number": done.number},
                on=done.last_on,
                source="candidates",
            )
        )
    return found
