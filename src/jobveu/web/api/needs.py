"""Needs: the list, one of them, recording, correcting, closing, and which project answers them."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from jobveu.accounts.access import Action, Scope, grants, may
from jobveu.accounts.actor import Actor
from jobveu.actors.enums import SOCIAL_PARTNERS, ApiScope
from jobveu.actors.queries import organisation_source
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage
from jobveu.projects.operations import needs as operations
from jobveu.projects.queries import needs as queries
from jobveu.projects.queries.needs import NeedPage as NeedFound
from jobveu.projects.queries.needs import NeedRow
from jobveu.web.api.gate import asks, edited_version, etag, require
from jobveu.web.api.paging import criteria_of, page, sort_of, window_of
from jobveu.web.api.projects import project
from jobveu.web.api.values import (
    Day,
    HeadCount,
    Id,
    IfMatch,
    Line,
    LongText,
    Page,
    PageQuery,
    QueryId,
    QueryText,
    QueryTruth,
    Reason,
    Sent,
    Told,
)

router = Router(tags=["needs"])


class NeedStatus(Enum):
    OPEN = "open"
    CLOSED = "closed"


class NeedInList(Told):
    """`projects` counts those that answer the need; `closed_on` is null while it is open."""

    id: int
    occupation: str
    head_count: int
    competences: str
    organisation_id: int
    organisation_name: str
    stated_by_id: int
    stated_by_name: str
    municipality_name: str
    needed_by: date
    stated_on: date
    closed_on: date | None
    projects: int


class NeedPage(Page):
    items: list[NeedInList]


class Need(Told):
    """`project_ids` are those of the projects that answer the need which you may see."""

    id: int
    version: int
    occupation: str
    head_count: int
    competences: str
    organisation_id: int
    organisation_name: str
    stated_by_id: int
    stated_by_name: str
    municipality_id: int
    municipality_name: str
    needed_by: date
    stated_on: date
    closed_on: date | None
    closed_reason: str
    project_ids: list[int]


class CorrectedNeed(Sent):
    occupation: Line
    head_count: HeadCount
    competences: LongText
    municipality_id: Id
    needed_by: Day
    stated_on: Day


class NewNeed(CorrectedNeed):
    """`stated_by_id` is who told of the need, where that is not the workplace itself."""

    organisation_id: Id
    stated_by_id: Id | None = None


class SentNeedStatus(Sent):
    """`reason` goes with "closed"."""

    status: NeedStatus
    reason: Reason = ""


class TiedNeed(Sent):
    need_id: Id


class NeedQuery(PageQuery):
    sort: Literal[
        "occupation",
        "-occupation",
        "organisation",
        "-organisation",
        "head_count",
        "-head_count",
        "needed_by",
        "-needed_by",
        "stated_on",
        "-stated_on",
    ] = "-stated_on"
    text: QueryText | None = None
    is_open: QueryTruth | None = None
    has_project: QueryTruth | None = None
    municipality_id: QueryId | None = None


@router.get("/needs", response=NeedPage, url_name="api_needs", summary="The needs you may see")
@asks(Action.LIST_NEEDS, ApiScope.NEEDS_READ)
def list_needs(request: HttpRequest, query: Query[NeedQuery]) -> dict[str, Any]:
    found = queries.needs(
        by=request.actor, sort=sort_of(query.sort), window=window_of(query), **criteria_of(query)
    )
    return page(request, query, found, [_in_list(row) for row in found.rows])


@router.post("/needs", response={201: Need}, url_name="api_needs", summary="Record a need")
@asks(Action.RECORD_NEED, ApiScope.NEEDS_WRITE)
def create_need(request: HttpRequest, response: HttpResponse, sent: NewNeed) -> Any:
    """A company states its own need, an association its members', an office or job centre what it has been told: by the
    workplace itself, by an association, or in its own name."""
    values = sent.model_dump() | {"stated_by_id": _teller(request, sent)}
    made = operations.record_need(by=request.actor, at=request.now, **values)
    response["Location"] = reverse("api_need", args=[made.pk])
    return Status(201, _told(request, response, _need(made.pk)))


@router.get("/needs/{int:need_id}", response=Need, url_name="api_need", summary="One need")
@asks(Action.VIEW_NEED, ApiScope.NEEDS_READ)
def show_need(request: HttpRequest, response: HttpResponse, need_id: int) -> dict[str, Any]:
    found = _need(need_id)
    require(request, found.subject)
    return _told(request, response, found)


@router.put("/needs/{int:need_id}", response=Need, url_name="api_need", summary="Correct a need")
@asks(Action.EDIT_NEED, ApiScope.NEEDS_WRITE)
def edit_need(
    request: HttpRequest, response: HttpResponse, need_id: int, sent: CorrectedNeed, if_match: IfMatch
) -> dict[str, Any]:
    """All fields are replaced; whose need it is and who told of it stay."""
    require(request, _need(need_id).subject)
    operations.edit_need(
        by=request.actor,
        at=request.now,
        need_id=need_id,
        version=edited_version(if_match),
        **sent.model_dump(),
    )
    return _told(request, response, _need(need_id))


@router.put(
    "/needs/{int:need_id}/status", response=Need, url_name="api_need_status", summary="Close or reopen a need"
)
@asks(Action.EDIT_NEED, ApiScope.NEEDS_WRITE)
def change_need_status(
    request: HttpRequest, response: HttpResponse, need_id: int, sent: SentNeedStatus, if_match: IfMatch
) -> dict[str, Any]:
    require(request, _need(need_id).subject)
    common: dict[str, Any] = {
        "by": request.actor,
        "at": request.now,
        "need_id": need_id,
        "version": edited_version(if_match),
    }
    if sent.status is NeedStatus.CLOSED:
        operations.close_need(**common, reason=sent.reason)
    else:
        operations.reopen_need(**common)
    return _told(request, response, _need(need_id))


@router.get(
    "/projects/{int:project_id}/needs",
    response=NeedPage,
    url_name="api_project_needs",
    summary="The needs that a project answers",
)
@asks(Action.VIEW_PROJECT, ApiScope.NEEDS_READ)
def list_needs_of_project(request: HttpRequest, project_id: int, query: Query[PageQuery]) -> dict[str, Any]:
    """Oldest first."""
    require(request, project(project_id).subject)
    found = queries.needs_of_project(project_id=project_id)
    shown = found[query.offset : query.offset + query.limit]
    rows = RowPage(rows=shown, total=len(found))
    return page(request, query, rows, [_in_list(row) for row in shown])


@router.post(
    "/projects/{int:project_id}/needs",
    response={201: Need},
    url_name="api_project_needs",
    summary="Let a project answer a need",
)
@asks(Action.WORK_ON_PROJECT, ApiScope.NEEDS_WRITE)
def tie_need(request: HttpRequest, response: HttpResponse, project_id: int, sent: TiedNeed) -> Any:
    """The workplace, and who told of the need, become parties."""
    require(request, project(project_id).subject)
    if not queries.open_needs_by_ids(ids=[sent.need_id], by=request.actor, not_in_project=project_id):
        raise DomainError(_("Vælg et åbent behov, som projektet ikke svarer på endnu."), field="need_id")
    operations.tie_need(by=request.actor, at=request.now, project_id=project_id, need_id=sent.need_id)
    response["Location"] = reverse("api_project_need", args=[project_id, sent.need_id])
    return Status(201, _told(request, response, _need(sent.need_id)))


@router.delete(
    "/projects/{int:project_id}/needs/{int:need_id}",
    response={204: None},
    url_name="api_project_need",
    summary="Let a project no longer answer a need",
)
@asks(Action.WORK_ON_PROJECT, ApiScope.NEEDS_WRITE)
def untie_need(request: HttpRequest, project_id: int, need_id: int) -> Any:
    """The project's parties stay parties."""
    require(request, project(project_id).subject)
    if need_id not in {row.id for row in queries.needs_of_project(project_id=project_id)}:
        raise Http404
    operations.untie_need(by=request.actor, at=request.now, project_id=project_id, need_id=need_id)
    return Status(204, None)


def _need(need_id: int) -> NeedFound:
    """Raises Http404."""
    found = queries.need_page(need_id=need_id) if need_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _teller(request: HttpRequest, sent: NewNeed) -> int:
    """Who told of the need. Raises DomainError for somebody in whose name the caller does not speak."""
    actor: Actor = request.actor
    if _own(actor, Scope.ALL):
        told_by = sent.stated_by_id or sent.organisation_id
        if told_by != sent.organisation_id and told_by not in _own(actor, Scope.ALL):
            _search, lookup = organisation_source(kinds=SOCIAL_PARTNERS)
            if not lookup(ids=[told_by]):
                raise DomainError(_("Vælg den organisation, der har oplyst behovet."), field="stated_by_id")
        return told_by
    own = _own(actor, Scope.OWN_ORGANISATION)
    owners = {
        row.id: row.stated_by_id
        for row in queries.need_owners(organisation_ids=own, on=timezone.localdate(request.now))
    }
    if sent.organisation_id not in owners:
        raise DomainError(_("I kan kun oplyse jeres eget behov eller et medlems."), field="organisation_id")
    if sent.stated_by_id not in (None, owners[sent.organisation_id]):
        raise DomainError(_("Behovet oplyses i jeres eget navn."), field="stated_by_id")
    return owners[sent.organisation_id]


def _own(actor: Actor, scope: Scope) -> set[int]:
    return {
        membership.organisation_id
        for membership, held in grants(Action.RECORD_NEED, actor)
        if held is scope and membership.organisation_id is not None
    }


def _in_list(row: NeedRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NeedInList.model_fields}


def _told(request: HttpRequest, response: HttpResponse, found: NeedFound) -> dict[str, Any]:
    response["ETag"] = etag(found.version)
    seen = [row.id for row in found.projects if may(Action.VIEW_PROJECT, request.actor, row.subject)]
    return {"project_ids": seen} | {
        name: getattr(found, name) for name in Need.model_fields if name != "project_ids"
    }
