"""What a project register knows of one organisation: projects it is party to, and its needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import DatePrecision, PhaseNumber, ProjectStatus
from jobveu.projects.models import Need, Party, ProjectNeed
from jobveu.projects.queries.visibility import projects_for


@dataclass(frozen=True, slots=True)
class ProjectOfOrganisation:
    id: int
    title: str
    status: ProjectStatus
    phase: PhaseNumber
    start_date: date | None
    start_precision: DatePrecision
    joined_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class NeedOfOrganisation:
    id: int
    occupation: str
    head_count: int
    needed_by: date
    is_open: bool


def projects_of_organisation(
    *, by: Actor, organisation_id: int, limit: int
) -> tuple[ProjectOfOrganisation, ...]:
    """The projects it is party to that the actor may see, newest first; one SQL statement."""
    rows = _parties(by, organisation_id).order_by(
        F("project__start_date").desc(nulls_last=True), "-project_id"
    )[:limit]
    return tuple(_project(row) for row in rows)


def project_rows_of_organisation(
    *,
    by: Actor,
    organisation_id: int,
    sort: Sort,
    window: Window,
    text: str = "",
    status: ProjectStatus | None = None,
) -> RowPage[ProjectOfOrganisation]:
    """All projects it is party to that the actor may see. Two SQL statements."""
    rows = _parties(by, organisation_id)
    if text:
        rows = rows.filter(project__title__icontains=text)
    if status is not None:
        rows = rows.filter(project__status=status)
    rows = ordered(
        rows,
        sort=sort,
        columns={
            "title": DanishSortKey("project__title"),
            "phase": "project__current_phase",
            "start": "project__start_date",
        },
    )
    page = page_of(rows, window=window)
    return replace(page, rows=tuple(_project(row) for row in page.rows))


def needs_of_organisation(*, by: Actor, organisation_id: int, limit: int) -> tuple[NeedOfOrganisation, ...]:
    """Its needs that the actor may see, those still open first; one SQL statement."""
    rows = (
        _needs_for(by)
        .filter(organisation=organisation_id)
        .order_by(F("closed_on").asc(nulls_first=True), "-stated_on", "-id")[:limit]
    )
    return tuple(_need(row) for row in rows)


def need_rows_of_organisation(
    *, by: Actor, organisation_id: int, sort: Sort, window: Window, text: str = "", state: str = ""
) -> RowPage[NeedOfOrganisation]:
    """All its needs that the actor may see; `state` is "open" or "closed". Two SQL statements."""
    rows = _needs_for(by).filter(organisation=organisation_id)
    if text:
        rows = rows.filter(occupation__icontains=text)
    if state:
        rows = rows.filter(closed_on__isnull=state == "open")
    rows = ordered(
        rows,
        sort=sort,
        columns={
            "occupation": DanishSortKey("occupation"),
            "head_count": "head_count",
            "needed_by": "needed_by",
        },
    )
    page = page_of(rows, window=window)
    return replace(page, rows=tuple(_need(row) for row in page.rows))


def project_choices_for_dialogue(
    *, by: Actor, organisation_id: int, also: int | None = None, limit: int = 50
) -> tuple[tuple[int, str], ...]:
    """Projects that a conversation with the organisation may be about: those it is party to or has a need
    in, and `also`, as far as the actor may see them. Newest first; one SQL statement."""
    party = Party.objects.filter(project=OuterRef("pk"), organisation=organisation_id)
    need = ProjectNeed.objects.filter(project=OuterRef("pk"), need__organisation=organisation_id)
    rows = projects_for(by, Action.VIEW_PROJECT).filter(Q(Exists(party)) | Q(Exists(need)) | Q(pk=also))
    return tuple(
        rows.order_by(F("start_date").desc(nulls_last=True), "-id").values_list("id", "title")[:limit]
    )


def visible_projects(*, by: Actor, ids: set[int]) -> frozenset[int]:
    """Those of the ids that are projects the actor may see; one SQL statement, none for no ids."""
    if not ids:
        return frozenset()
    rows = projects_for(by, Action.VIEW_PROJECT).filter(pk__in=ids)
    return frozenset(rows.order_by().values_list("id", flat=True))


def _parties(by: Actor, organisation_id: int) -> QuerySet[Party]:
    return Party.objects.filter(
        organisation=organisation_id, project__in=projects_for(by, Action.VIEW_PROJECT).order_by()
    ).select_related("project")


def _project(row: Party) -> ProjectOfOrganisation:
    return ProjectOfOrganisation(
        id=row.project_id,
        title=row.project.title,
        status=ProjectStatus(row.project.status),
        phase=PhaseNumber(row.project.current_phase),
        start_date=row.project.start_date,
        start_precision=DatePrecision(row.project.start_precision),
        joined_on=row.joined_on,
        note=row.note,
    )


def _need(row: Need) -> NeedOfOrganisation:
    return NeedOfOrganisation(
        id=row.pk,
        occupation=row.occupation,
        head_count=row.head_count,
        needed_by=row.needed_by,
        is_open=row.closed_on is None,
    )


def _needs_for(by: Actor) -> QuerySet[Need]:
    condition = Q(pk__in=[])
    for membership, scope in grants(Action.VIEW_NEED, by):
        own = membership.organisation_id
        match scope:
            case Scope.ALL:
                return Need.objects.all()
            case Scope.OWN_ORGANISATION:
                condition |= Q(organisation=own) | Q(stated_by=own)
            case Scope.PARTY:
                parties = Party.objects.filter(organisation=own).values("project")
                condition |= Q(Exists(ProjectNeed.objects.filter(need=OuterRef("pk"), project__in=parties)))
            case _:
                raise ValueError(f"{scope} does not say which needs there are to see")
    return Need.objects.filter(condition)
