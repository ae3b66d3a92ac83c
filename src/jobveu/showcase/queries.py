"""What the public may see of published projects: never a person, never a number of persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from jobveu.actors.enums import ConsentKind
from jobveu.actors.models import Contact
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import DatePrecision, PhaseNumber, ProjectStatus, ProjectType, TargetGroup
from jobveu.projects.models import Commitment, Lesson, Party, Project
from jobveu.projects.queries.project_list import industries_below


@dataclass(frozen=True, slots=True)
class PublishedRow:
    id: int
    title: str
    type: ProjectType
    status: ProjectStatus
    council: str
    industry: str
    start_year: int | None


@dataclass(frozen=True, slots=True)
class PublicParty:
    name: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class PublicCommitment:
    """`on_behalf_of`: the companies that an association speaks for, "" for the organisation's own."""

    organisation: str
    kind: str
    on_behalf_of: str


@dataclass(frozen=True, slots=True)
class PublicLesson:
    phase: PhaseNumber
    title: str
    text: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicContact:
    """A contact who has consented to be shown to the public."""

    name: str
    organisation: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class PublicCase:
    id: int
    title: str
    description: str
    type: ProjectType
    status: ProjectStatus
    council: str
    office: str
    industry: str
    target_groups: tuple[str, ...]
    initiative: str
    start: date | None
    start_precision: DatePrecision
    source_note: str
    synthetic: bool
    parties: tuple[PublicParty, ...]
    commitments: tuple[PublicCommitment, ...]
    """Those that stand."""
    lessons: tuple[PublicLesson, ...]
    contacts: tuple[PublicContact, ...]


def _published() -> QuerySet[Project]:
    return Project.objects.filter(published_at__isnull=False).exclude(status=ProjectStatus.CANCELLED)


def published_projects(
    *,
    sort: Sort,
    window: Window,
    text: str = "",
    type: ProjectType | None = None,
    council: int | None = None,
    section: int | None = None,
    status: ProjectStatus | None = None,
) -> RowPage[PublishedRow]:
    """Published projects; two SQL statements. `section` is an industry by id: projects in it or below it."""
    rows = _published().select_related("council", "industry")
    if text:
        rows = rows.annotate(title_lower=Lower("title")).filter(
            Q(title_lower__contains=text.lower()) | Q(description__icontains=text)
        )
    if type:
        rows = rows.filter(type=type)
    if council:
        rows = rows.filter(council_id=council)
    if section:
        rows = rows.filter(industry__in=industries_below(section))
    if status:
        rows = rows.filter(status=status)
    columns: dict[str, Any] = {
        "title": DanishSortKey("title"),
        "start": "start_date",
        "council": DanishSortKey("council__name"),
    }
    page = page_of(ordered(rows, sort=sort, columns=columns), window=window, cap=10_000)
    return RowPage(
        rows=[
            PublishedRow(
                id=row.pk,
                title=row.title,
                type=ProjectType(row.type),
                status=ProjectStatus(row.status),
                council=row.council.name if row.council else "",
                industry=row.industry.title if row.industry else "",
                start_year=row.start_year,
            )
            for row in page.rows
        ],
        total=page.total,
        capped=page.capped,
    )


def published_case(*, project_id: int, on: date) -> PublicCase | None:
    """One published project, or None; a fixed number of SQL statements. `on` decides which consents hold."""
    project = (
        _published()
        .select_related("council__office", "industry")
        .prefetch_related(
            Prefetch(
                "parties",
                queryset=Party.objects.select_related("organisation").order_by(
                    DanishSortKey("organisation__name")
                ),
            ),
            Prefetch("lessons", queryset=Lesson.objects.order_by("phase", "pk")),
            Prefetch(
                "commitments",
                queryset=Commitment.objects.filter(withdrawn_on__isnull=True)
                .select_related("organisation")
                .order_by("pk"),
            ),
        )
        .filter(pk=project_id)
        .first()
    )
    if project is None:
        return None
    parties = list(project.parties.all())
    return PublicCase(
        id=project.pk,
        title=project.title,
        description=project.description,
        type=ProjectType(project.type),
        status=ProjectStatus(project.status),
        council=project.council.name if project.council else "",
        office=project.council.office.name if project.council else "",
        industry=project.industry.title if project.industry else "",
        target_groups=tuple(str(TargetGroup(group).label) for group in project.target_groups),
        initiative=project.get_initiative_display() if project.initiative else "",
        start=project.start_date,
        start_precision=DatePrecision(project.start_precision),
        source_note=project.source_note,
        synthetic=project.synthetic,
        parties=tuple(
            PublicParty(
                name=party.organisation.name,
                kind=party.organisation.get_kind_display(),
                note=party.note,
            )
            for party in parties
        ),
        commitments=tuple(
            PublicCommitment(
                organisation=commitment.organisation.name,
                kind=commitment.get_kind_display(),
                on_behalf_of=commitment.on_behalf_of,
            )
            for commitment in project.commitments.all()
        ),
        lessons=tuple(
            PublicLesson(
                phase=PhaseNumber(lesson.phase),
                title=lesson.title,
                text=lesson.text,
                tags=tuple(lesson.tags),
            )
            for lesson in project.lessons.all()
        ),
        contacts=_public_contacts(organisation_ids=[party.organisation_id for party in parties], on=on),
    )


def _public_contacts(*, organisation_ids: list[int], on: date) -> tuple[PublicContact, ...]:
    rows = (
        Contact.objects.filter(
            organisation__in=organisation_ids,
            active=True,
            consents__kind=ConsentKind.PUBLIC_CONTACT,
            consents__given_on__lte=on,
            consents__withdrawn_on__isnull=True,
        )
        .select_related("organisation")
        .order_by(DanishSortKey("organisation__name"), DanishSortKey("name"))
        .distinct()
    )
    return tuple(
        PublicContact(name=row.name, organisation=row.organisation.name, email=row.email, phone=row.phone)
        for row in rows
    )
