"""Reads of one project: what is said of it, what its form holds, and who could coordinate it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from jobveu.accounts.enums import Role
from jobveu.actors.models import Membership
from jobveu.common.choices import Choice
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    DatePrecision,
    Initiative,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.models import Project
from jobveu.reference.models import Council


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is said of a project itself. None and "" are "not told"."""

    id: int
    version: int
    title: str
    description: str
    type: ProjectType
    status: ProjectStatus
    status_reason: str
    council_id: int | None
    council_name: str
    office_id: int | None
    office_name: str
    industry_id: int | None
    industry_title: str
    target_groups: tuple[TargetGroup, ...]
    initiative: Initiative | None
    initiative_organisation_id: int | None
    initiative_organisation_name: str
    coordinator_id: int | None
    coordinator_name: str
    coordinator_role: CoordinatorRole | None
    coordinating_organisation_name: str
    area_kind: AreaKind | None
    area_basis: str
    start_date: date | None
    start_precision: DatePrecision
    end_date: date | None
    reported_participants: int | None
    published_at: datetime | None
    template_id: int | None
    template_title: str
    source_note: str
    synthetic: bool


def project_facts(*, project_id: int) -> ProjectFacts | None:
    """One SQL statement; None when there is no such project."""
    row = (
        Project.objects.filter(pk=project_id)
        .select_related(
            "council__office",
            "industry",
            "initiative_organisation",
            "coordinator",
            "coordinating_organisation",
            "template",
        )
        .first()
    )
    if row is None:
        return None
    return ProjectFacts(
        id=row.pk,
        version=row.version,
        title=row.title,
        description=row.description,
        type=ProjectType(row.type),
        status=ProjectStatus(row.status),
        status_reason=row.status_reason,
        council_id=row.council_id,
        council_name=row.council.name if row.council else "",
        office_id=row.council.office_id if row.council else None,
        office_name=row.council.office.name if row.council else "",
        industry_id=row.industry_id,
        industry_title=f"{row.industry.title} ({row.industry.code})" if row.industry else "",
        target_groups=tuple(TargetGroup(group) for group in row.target_groups),
        initiative=Initiative(row.initiative) if row.initiative else None,
        initiative_organisation_id=row.initiative_organisation_id,
        initiative_organisation_name=row.initiative_organisation.name if row.initiative_organisation else "",
        coordinator_id=row.coordinator_id,
        coordinator_name=row.coordinator.name if row.coordinator else "",
        coordinator_role=CoordinatorRole(row.coordinator_role) if row.coordinator_role else None,
        coordinating_organisation_name=(
            row.coordinating_organisation.name if row.coordinating_organisation else ""
        ),
        area_kind=AreaKind(row.area_kind) if row.area_kind else None,
        area_basis=row.area_basis,
        start_date=row.start_date,
        start_precision=DatePrecision(row.start_precision),
        end_date=row.end_date,
        reported_participants=row.reported_participants,
        published_at=row.published_at,
        template_id=row.template_id,
        template_title=row.template.title if row.template else "",
        source_note=row.source_note,
        synthetic=row.synthetic,
    )


@dataclass(frozen=True, slots=True)
class CouncilOption:
    """A council that a project can belong to, with its office and the time it is in force."""

    id: int
    name: str
    office_id: int
    office_name: str
    valid_from: date
    valid_to: date | None


def council_options(*, office_ids: Collection[int]) -> tuple[CouncilOption, ...]:
    """The councils that these offices serve or served, those in force longest last ended first (1 SQL
    statement)."""
    rows = Council.objects.filter(office__in=list(office_ids)).select_related("office")
    return tuple(
        CouncilOption(
            id=row.pk,
            name=row.name,
            office_id=row.office_id,
            office_name=row.office.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows.order_by("-valid_from", DanishSortKey("name"), "code")
    )


def coordinator_options(*, office_ids: Collection[int], on: date) -> tuple[Choice, ...]:
    """The users who are coordinators in these offices on the day, by name (1 SQL statement)."""
    rows = (
        Membership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            role=Role.COORDINATOR,
            organisation__office__in=list(office_ids),
            user__is_active=True,
            valid_from__lte=on,
        )
        .select_related("user", "organisation")
        .order_by(DanishSortKey("user__name"), "user_id", "id")
    )
    found: dict[int, Choice] = {}
    for row in rows:
        found.setdefault(row.user_id, Choice(id=row.user_id, label=row.user.name, hint=row.organisation.name))
    return tuple(found.values())
