"""The project plan in its versions, and the steering group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jobveu.actors.enums import SOCIAL_PARTNERS, OrganisationKind
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.models import PlanVersion, SteeringSeat

PLAN_PARTS = ("purpose", "target_group", "upskilling_need", "matching_model")
"""What a project plan consists of (def.phase3.ind1), in the order it is read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of the plan."""

    number: int
    purpose: str
    target_group: str
    upskilling_need: str
    matching_model: str
    change_note: str
    written_by: str
    written_at: datetime


def plan_versions(*, project_id: int) -> tuple[Plan, ...]:
    """All versions, newest first; one SQL statement."""
    rows = PlanVersion.objects.filter(project=project_id).select_related("written_by").order_by("-number")
    return tuple(
        Plan(
            number=row.number,
            purpose=row.purpose,
            target_group=row.target_group,
            upskilling_need=row.upskilling_need,
            matching_model=row.matching_model,
            change_note=row.change_note,
            written_by=row.written_by.name,
            written_at=row.written_at,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class SeatRow:
    id: int
    project_id: int
    organisation_id: int
    organisation_name: str
    organisation_kind: OrganisationKind
    contact_id: int | None
    contact_name: str
    chairs: bool
    since: date | None
    version: int

    @property
    def is_social_partner(self) -> bool:
        return self.organisation_kind in SOCIAL_PARTNERS


def steering_group(*, project_id: int) -> tuple[SeatRow, ...]:
    """The chair first, then in Danish alphabetical order; one SQL statement."""
    rows = (
        SteeringSeat.objects.filter(project=project_id)
        .select_related("organisation", "contact")
        .order_by("-chairs", DanishSortKey("organisation__name"), "pk")
    )
    return tuple(_seat(row) for row in rows)


def steering_seat(*, seat_id: int, project_id: int) -> SeatRow | None:
    row = (
        SteeringSeat.objects.filter(pk=seat_id, project=project_id)
        .select_related("organisation", "contact")
        .first()
    )
    return None if row is None else _seat(row)


def _seat(row: SteeringSeat) -> SeatRow:
    return SeatRow(
        id=row.pk,
        project_id=row.project_id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        organisation_kind=OrganisationKind(row.organisation.kind),
        contact_id=row.contact_id,
        contact_name=row.contact.name if row.contact else "",
        chairs=row.chairs,
        since=row.since,
        version=row.version,
    )
