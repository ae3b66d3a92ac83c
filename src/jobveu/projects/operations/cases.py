"""Cases taken from a publication: projects of which only what it says is known.

A case has no dates but those the publication gives: when a party joined, a seat was taken, an endorsement or
a commitment given stays unknown (null), which the operations for projects of our own do not let happen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jobveu.accounts.actor import Actor
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.projects import rules
from jobveu.projects.changes import change_project
from jobveu.projects.enums import (
    AreaKind,
    CommitmentKind,
    DatePrecision,
    EndorsementForm,
    Initiative,
    PhaseNumber,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.models import Commitment, Endorsement, Party, Project, SteeringSeat
from jobveu.projects.operations.lessons import record_lesson
from jobveu.projects.operations.projects import complete_project, create_project, publish_project

ROOM = "projects.project"


@dataclass(frozen=True, slots=True)
class CaseParty:
    """`on_steering_group`: the publication says that it has a seat there."""

    organisation_id: int
    note: str = ""
    in_first_dialogue: bool = False
    defines_content: bool = False
    on_steering_group: bool = False


@dataclass(frozen=True, slots=True)
class CaseEndorsement:
    organisation_id: int
    form: EndorsementForm
    shown_by: str


@dataclass(frozen=True, slots=True)
class CaseCommitment:
    organisation_id: int
    kind: CommitmentKind
    head_count: int | None
    on_behalf_of: str
    conditions: str
    shown_by: str


@dataclass(frozen=True, slots=True)
class CaseLesson:
    phase: PhaseNumber
    title: str
    text: str
    tags: tuple[str, ...] = ()


def record_case(
    *,
    by: Actor,
    at: datetime,
    key: str,
    source_note: str,
    title: str,
    type: ProjectType,
    description: str,
    council_id: int | None = None,
    start_date: date | None = None,
    start_precision: DatePrecision = DatePrecision.DAY,
    initiative: Initiative | None = None,
    initiative_organisation_id: int | None = None,
    industry_id: int | None = None,
    target_groups: Collection[TargetGroup] = (),
    area_kind: AreaKind | None = None,
    area_basis: str = "",
    parties: Collection[CaseParty] = (),
    endorsements: Collection[CaseEndorsement] = (),
    commitments: Collection[CaseCommitment] = (),
    lessons: Collection[CaseLesson] = (),
    status: ProjectStatus = ProjectStatus.COMPLETED,
) -> int | None:
    """Records a case and shows it to the public; returns its id, or None when the case `key` is there already
    (it is left as it is, whatever has been corrected since).

    Raises DomainError as the operations for projects of our own do, but for dates; ValueError without source.
    """
    if not key or not source_note.strip():
        raise ValueError("a case has a key and a source")
    with transaction.atomic():
        if Project.objects.filter(source_key=key).exists():
            return None
        project_id = create_project(
            by=by,
            at=at,
            title=title,
            type=type,
            description=description,
            council_id=council_id,
            start_date=start_date,
            start_precision=start_precision,
            initiative=initiative,
            initiative_organisation_id=initiative_organisation_id,
            industry_id=industry_id,
            target_groups=target_groups,
            area_kind=area_kind,
            area_basis=area_basis,
            source_note=source_note,
        ).pk
        with change_project(project_id) as project:
            Project.objects.filter(pk=project_id).update(source_key=key)
            _add_parties(project, parties)
            Endorsement.objects.bulk_create(
                Endorsement(
                    project=project, organisation_id=row.organisation_id, form=row.form, shown_by=row.shown_by
                )
                for row in endorsements
            )
            Commitment.objects.bulk_create(
                Commitment(
                    project=project,
                    organisation_id=row.organisation_id,
                    kind=row.kind,
                    head_count=row.head_count,
                    on_behalf_of=row.on_behalf_of,
                    conditions=row.conditions,
                    shown_by=row.shown_by,
                )
                for row in commitments
            )
            audit.record(
                by=by,
                at=at,
                action="case.recorded",
                room=ROOM,
                record_id=project_id,
                project_id=project_id,
                details={"key": key, "source": source_note},
            )
        for lesson in lessons:
            record_lesson(
                by=by,
                at=at,
                project_id=project_id,
                phase=lesson.phase,
                title=lesson.title,
                text=lesson.text,
                tags=lesson.tags,
            )
        if status == ProjectStatus.COMPLETED:
            complete_project(by=by, at=at, project_id=project_id, version=1, end_date=None)
        publish_project(by=by, at=at, project_id=project_id)
    return project_id


def _add_parties(project: Project, parties: Collection[CaseParty]) -> None:
    kinds = dict(
        Organisation.objects.filter(pk__in=[row.organisation_id for row in parties]).values_list("id", "kind")
    )
    for row in parties:
        problem = rules.party_flags_problem(
            kind=OrganisationKind(kinds[row.organisation_id]),
            in_first_dialogue=row.in_first_dialogue,
            defines_content=row.defines_content,
        )
        if problem is not None:
            raise DomainError(problem)
        # The one that took the initiative is a party already, joined on the day of recording.
        Party.objects.update_or_create(
            project=project,
            organisation_id=row.organisation_id,
            defaults={
                "joined_on": None,
                "in_first_dialogue": row.in_first_dialogue,
                "defines_content": row.defines_content,
                "note": row.note,
            },
        )
        if row.on_steering_group:
            SteeringSeat.objects.create(project=project, organisation_id=row.organisation_id)
