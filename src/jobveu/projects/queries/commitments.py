"""What companies have promised a project, and how far that reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from jobveu.actors.enums import OrganisationKind
from jobveu.projects.enums import CommitmentKind
from jobveu.projects.models import Commitment, ProjectNeed


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    id: int
    project_id: int
    kind: CommitmentKind
    organisation_id: int
    organisation_name: str
    organisation_kind: OrganisationKind
    head_count: int | None
    on_behalf_of: str
    conditions: str
    content_matches: bool
    given_on: date | None
    shown_by: str
    recorded_by: str
    withdrawn_on: date | None
    withdrawn_reason: str
    version: int

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_on is None


@dataclass(frozen=True, slots=True)
class Commitments:
    """A project's commitments, those in force first, with the head counts of those in force.

    `needed` is the head count of the project's open needs; `unnumbered` how many letters of intent say no
    number.
    """

    rows: tuple[CommitmentRow, ...]
    guaranteed: int
    intended: int
    unnumbered: int
    needed: int

    @property
    def promised(self) -> int:
        return self.guaranteed + self.intended

    @property
    def lacking(self) -> int:
        """How many of those needed nobody has promised a job, by guarantee or intent."""
        return max(self.needed - self.promised, 0)


def commitments_of_project(*, project_id: int) -> Commitments:
    """Two SQL statements."""
    found = (
        Commitment.objects.filter(project=project_id)
        .select_related("organisation", "recorded_by")
        .order_by("-given_on", "-id")
    )
    rows = sorted((_row(row) for row in found), key=lambda row: not row.is_in_force)
    in_force = [row for row in rows if row.is_in_force]
    needed = ProjectNeed.objects.filter(project=project_id, need__closed_on__isnull=True).aggregate(
        number=Sum("need__head_count")
    )
    return Commitments(
        rows=tuple(rows),
        guaranteed=_heads(in_force, CommitmentKind.HIRING_GUARANTEE),
        intended=_heads(in_force, CommitmentKind.LETTER_OF_INTENT),
        unnumbered=sum(row.head_count is None for row in in_force),
        needed=needed["number"] or 0,
    )


def commitment(*, project_id: int, commitment_id: int) -> CommitmentRow | None:
    """One commitment of the project; None when there is none such. One SQL statement."""
    row = (
        Commitment.objects.filter(pk=commitment_id, project=project_id)
        .select_related("organisation", "recorded_by")
        .first()
    )
    return _row(row) if row else None


def _heads(rows: list[CommitmentRow], kind: CommitmentKind) -> int:
    return sum(row.head_count or 0 for row in rows if row.kind is kind)


def _row(row: Commitment) -> CommitmentRow:
    return CommitmentRow(
        id=row.pk,
        project_id=row.project_id,
        kind=CommitmentKind(row.kind),
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        organisation_kind=OrganisationKind(row.organisation.kind),
        head_count=row.head_count,
        on_behalf_of=row.on_behalf_of,
        conditions=row.conditions,
        content_matches=row.content_matches,
        given_on=row.given_on,
        shown_by=row.shown_by,
        recorded_by=row.recorded_by.name if row.recorded_by else "",
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        version=row.version,
    )
