"""Projects: the register's own list, one of them, creating, correcting, ending."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from jobveu.accounts.access import Action, Scope, grants
from jobveu.actors.enums import ApiScope, OrganisationKind
from jobveu.common.errors import DomainError
from jobveu.insight.stages import ALL_STEPS, OF_PERSONS, listed
from jobveu.projects.enums import (
    AreaKind,
    CoordinatorRole,
    CountedProjects,
    DatePrecision,
    Initiative,
    NotTold,
    ProjectStatus,
    ProjectType,
    TargetGroup,
)
from jobveu.projects.operations import projects as operations
from jobveu.projects.queries.header import ProjectHeader, project_header
from jobveu.projects.queries.project_page import council_options, project_facts
from jobveu.web.api.gate import asks, edited_version, etag, require, require_scope
from jobveu.web.api.paging import criteria_of, page, sort_of, window_of
from jobveu.web.api.values import (
    Day,
    Id,
    IdOrNotTold,
    IfMatch,
    Line,
    Page,
    PageQuery,
    Phase,
    QueryText,
    QueryTruth,
    Reason,
    Sent,
    Text,
    Told,
    Year,
    one_of,
    or_not_told,
)

router = Router(tags=["projects"])


class ProjectInList(Told):
    id: int
    title: str
    type: ProjectType
    status: ProjectStatus
    phase: int
    council_name: str
    office_name: str
    industry_title: str
    target_groups: list[TargetGroup]
    start_date: date | None
    start_precision: DatePrecision
    end_date: date | None
    start_year: int | None
    initiative: Initiative | None
    coordinator_role: CoordinatorRole | None
    area_kind: AreaKind | None
    synthetic: bool


class ProjectPage(Page):
    items: list[ProjectInList]


class Project(Told):
    id: int
    version: int
    title: str
    description: str
    type: ProjectType
    status: ProjectStatus
    status_reason: str
    phase: int
    council_id: int | None
    council_name: str
    office_id: int | None
    office_name: str
    industry_id: int | None
    industry_title: str
    target_groups: list[TargetGroup]
    initiative: Initiative | None
    initiative_organisation_id: int | None
    coordinator_id: int | None
    coordinator_name: str
    coordinator_role: CoordinatorRole | None
    area_kind: AreaKind | None
    area_basis: str
    start_date: date | None
    start_precision: DatePrecision
    end_date: date | None
    published_at: datetime | None
    template_id: int | None
    source_note: str
    synthetic: bool


class SentProject(Sent):
    title: Line
    description: Text = ""
    type: ProjectType
    target_groups: list[TargetGroup] = Field(min_length=1, max_length=20)
    council_id: Id
    industry_id: Id
    start_date: Day
    end_date: Day | None = None
    initiative: Initiative
    initiative_organisation_id: Id | None = None
    coordinator_id: Id | None = None
    coordinator_role: CoordinatorRole | None = None
    area_kind: AreaKind | None = None
    area_basis: Line = ""


class SentStatus(Sent):
    """`end_date` goes with "completed", `reason` with "cancelled"."""

    status: ProjectStatus
    end_date: Day | None = None
    reason: Reason = ""


class ProjectQuery(PageQuery):
    sort: Literal["title", "-title", "start", "-start", "phase", "-phase", "council", "-council"] = "-start"
    text: Annotated[QueryText | None, Field(description="A part of the title.")] = None
    type: ProjectType | None = None
    without_crisis: Annotated[
        QueryTruth | None, Field(description="Without projects that mitigate a crisis.")
    ] = None
    status: ProjectStatus | None = None
    phase: Phase | None = None
    counted: Annotated[
        CountedProjects | None, Field(description="Those that the programme's figures count.")
    ] = None
    council_id: IdOrNotTold | None = None
    office_id: IdOrNotTold | None = None
    section_id: Annotated[
        IdOrNotTold | None, Field(description="An industry: the projects in it or below it.")
    ] = None
    section_ids: Annotated[
        list[IdOrNotTold], Field(max_length=50, description="Any of several industries, one by one.")
    ] = []
    start_year: Year | None = None
    no_start: Annotated[QueryTruth | None, Field(description="Without a start date.")] = None
    target_group: Annotated[TargetGroup | NotTold, or_not_told(TargetGroup)] | None = None
    initiative: Annotated[Initiative | NotTold, or_not_told(Initiative)] | None = None
    coordinator_role: Annotated[CoordinatorRole | NotTold, or_not_told(CoordinatorRole)] | None = None
    area_kind: Annotated[AreaKind | NotTold, or_not_told(AreaKind)] | None = None
    actor_kind: Annotated[
        Annotated[OrganisationKind | NotTold, or_not_told(OrganisationKind)] | None,
        Field(description="A kind of organisation among the parties."),
    ] = None
    party: Annotated[QueryText | None, Field(description="A part of a party's name.")] = None
    mine: Annotated[QueryTruth | None, Field(description="Those that you coordinate.")] = None
    step: Annotated[
        Annotated[str, one_of(ALL_STEPS)] | None,
        Field(
            description="With somebody on the step from need to job. Steps of persons are looked for only in projects that "
            f"you drive, and need the scope `{ApiScope.OUTCOMES_READ.value}` as well."
        ),
    ] = None


@router.get("/projects", response=ProjectPage, url_name="api_projects", summary="The projects you may see")
@asks(Action.LIST_PROJECTS, ApiScope.PROJECTS_READ)
def list_projects(request: HttpRequest, query: Query[ProjectQuery]) -> dict[str, Any]:
    """`unknown` as a filter finds the projects where it is not told."""
    if query.step in OF_PERSONS:
        require_scope(request.token, ApiScope.OUTCOMES_READ)
    found = listed(
        by=request.actor,
        sort=sort_of(query.sort),
        window=window_of(query),
        **criteria_of(query),
    )
    items = [{name: getattr(row, name) for name in ProjectInList.model_fields} for row in found.rows]
    return page(request, query, found, items)


@router.post("/projects", response={201: Project}, url_name="api_projects", summary="Create a project")
@asks(Action.CREATE_PROJECT, ApiScope.PROJECTS_WRITE)
def create_project(request: HttpRequest, response: HttpResponse, sent: SentProject) -> Any:
    """The council has to be one of your own office's, and in force on the start date. Whoever took the initiative
    becomes a party."""
    actor = request.actor
    offices = {
        membership.office_id
        for membership, scope in grants(Action.CREATE_PROJECT, actor)
        if scope is Scope.OWN_OFFICE and membership.office_id is not None
    }
    _check_council(sent.council_id, frozenset(offices))
    made = operations.create_project(by=actor, at=request.now, **_values(sent))
    response["Location"] = reverse("api_project", args=[made.pk])
    return Status(201, _told(response, made.pk))


@router.get("/projects/{int:project_id}", response=Project, url_name="api_project", summary="One project")
@asks(Action.VIEW_PROJECT, ApiScope.PROJECTS_READ)
def show_project(request: HttpRequest, response: HttpResponse, project_id: int) -> dict[str, Any]:
    require(request, project(project_id).subject)
    return _told(response, project_id)


@router.put(
    "/projects/{int:project_id}", response=Project, url_name="api_project", summary="Correct a project"
)
@asks(Action.WORK_ON_PROJECT, ApiScope.PROJECTS_WRITE)
def edit_project(
    request: HttpRequest,
    response: HttpResponse,
    project_id: int,
    sent: SentProject,
    if_match: IfMatch,
) -> dict[str, Any]:
    """All fields are replaced. The council has to be one that the project's office serves or served."""
    header = project(project_id)
    require(request, header.subject)
    offices = () if header.subject.office_id is None else (header.subject.office_id,)
    _check_council(sent.council_id, frozenset(offices))
    operations.edit_project(
        by=request.actor,
        at=request.now,
        project_id=project_id,
        version=edited_version(if_match),
        **_values(sent),
    )
    return _told(response, project_id)


@router.put(
    "/projects/{int:project_id}/status",
    response=Project,
    url_name="api_project_status",
    summary="Complete, cancel or reopen a project",
)
@asks(Action.WORK_ON_PROJECT, ApiScope.PROJECTS_WRITE)
def change_status(
    request: HttpRequest,
    response: HttpResponse,
    project_id: int,
    sent: SentStatus,
    if_match: IfMatch,
) -> dict[str, Any]:
    require(request, project(project_id).subject)
    common: dict[str, Any] = {
        "by": request.actor,
        "at": request.now,
        "project_id": project_id,
        "version": edited_version(if_match),
    }
    match sent.status:
        case ProjectStatus.COMPLETED:
            operations.complete_project(**common, end_date=sent.end_date)
        case ProjectStatus.CANCELLED:
            operations.cancel_project(**common, reason=sent.reason)
        case ProjectStatus.ACTIVE:
            operations.reopen_project(**common)
    return _told(response, project_id)


def project(project_id: int) -> ProjectHeader:
    """Raises Http404."""
    found = project_header(project_id=project_id) if project_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _check_council(council_id: int, office_ids: frozenset[int]) -> None:
    if council_id not in {row.id for row in council_options(office_ids=office_ids)}:
        raise DomainError(_("Vælg et råd, som jeres kontor betjener."), field="council_id")


def _values(sent: SentProject) -> dict[str, Any]:
    return {name: getattr(sent, name) for name in SentProject.model_fields}


def _told(response: HttpResponse, project_id: int) -> dict[str, Any]:
    facts = project_facts(project_id=project_id)
    header = project_header(project_id=project_id)
    if facts is None or header is None:
        raise Http404
    response["ETag"] = etag(facts.version)
    names = [name for name in Project.model_fields if name != "phase"]
    return {"phase": header.current_phase, **{name: getattr(facts, name) for name in names}}
