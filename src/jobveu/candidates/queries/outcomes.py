"""A project's outcomes, candidate by candidate, without any identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from jobveu.accounts.access import Subject
from jobveu.accounts.actor import Actor
from jobveu.candidates.enums import Milestone, OutcomeKind
from jobveu.candidates.models import Outcome
from jobveu.candidates.queries.candidates import visible_to
from jobveu.common.paging import RowPage, Window, page_of


@dataclass(frozen=True, slots=True)
class OutcomeOfCandidacy:
    milestone: Milestone
    kind: OutcomeKind
    as_of: date
    employer_id: int | None
    employer_name: str
    version: int


@dataclass(frozen=True, slots=True)
class CandidacyOutcomes:
    id: int
    pseudonym: str
    job_centre_id: int
    withdrawn: bool
    outcomes: tuple[OutcomeOfCandidacy, ...]


def outcomes_of_project(
    *, by: Actor, project_id: int, subject: Subject, window: Window
) -> RowPage[CandidacyOutcomes]:
    """The candidacies that the actor may see as a whole, as candidates.queries.candidates says, in the order of
    their pseudonyms, with their outcomes in the order of the milestones. `subject` is the project's. Three SQL
    statements."""
    visible = visible_to(by=by, project_id=project_id, subject=subject)
    rows = visible.rows.filter(visible.fully).prefetch_related(
        Prefetch("outcomes", queryset=Outcome.objects.order_by("pk"))
    )
    found = page_of(rows.order_by("pseudonym", "pk"), window=window)
    order = list(Milestone)
    return RowPage(
        rows=tuple(
            CandidacyOutcomes(
                id=row.pk,
                pseudonym=row.pseudonym,
                job_centre_id=row.job_centre_id,
                withdrawn=row.withdrawn_on is not None,
                outcomes=tuple(
                    sorted(
                        (
                            OutcomeOfCandidacy(
                                milestone=Milestone(outcome.milestone),
                                kind=OutcomeKind(outcome.kind),
                                as_of=outcome.as_of,
                                employer_id=outcome.employer_id,
                                employer_name=outcome.employer_name,
                                version=outcome.version,
                            )
                            for outcome in row.outcomes.all()
                        ),
                        key=lambda outcome: order.index(outcome.milestone),
                    )
                ),
            )
            for row in found.rows
        ),
        total=found.total,
    )
