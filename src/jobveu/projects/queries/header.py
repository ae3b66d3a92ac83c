"""What every page of a project needs: its title, where it stands, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from jobveu.accounts.access import Subject
from jobveu.projects.enums import PhaseNumber, ProjectStatus, ProjectType
from jobveu.projects.models import Project


@dataclass(frozen=True, slots=True)
class ProjectHeader:
    id: int
    title: str
    type: ProjectType
    status: ProjectStatus
    current_phase: PhaseNumber
    synthetic: bool
    council_name: str
    subject: Subject


def project_header(*, project_id: int) -> ProjectHeader | None:
    """One SQL statement; None when there is no such project."""
    project = (
        Project.objects.filter(pk=project_id)
        .select_related("council")
        .annotate(
            party_ids=ArrayAgg(
                "parties__organisation_id", filter=Q(parties__isnull=False), default=[], distinct=True
            )
        )
        .first()
    )
    if project is None:
        return None
    return ProjectHeader(
        id=project.pk,
        title=project.title,
        type=ProjectType(project.type),
        status=ProjectStatus(project.status),
        current_phase=PhaseNumber(project.current_phase),
        synthetic=project.synthetic,
        council_name=project.council.name if project.council else "",
        subject=Subject(
            office_id=project.council.office_id if project.council else None,
            council_id=project.council_id,
            coordinating_organisation_id=project.coordinating_organisation_id,
            party_organisation_ids=frozenset(project.party_ids),
        ),
    )
