"""Organisations: the list, one of them, creating and correcting."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import StringConstraints

from jobveu.accounts.access import Action
from jobveu.actors.enums import ApiScope, OrganisationKind, SizeBand
from jobveu.actors.operations import organisations as operations
from jobveu.actors.queries import organisations as queries
from jobveu.actors.queries.organisations import OrganisationHeader
from jobveu.actors.rules import kinds_created_by
from jobveu.common.errors import DomainError
from jobveu.web.api.gate import asks, edited_version, etag, require
from jobveu.web.api.paging import criteria_of, page, sort_of, window_of
from jobveu.web.api.problems import Problem
from jobveu.web.api.values import (
    Id,
    IfMatch,
    Line,
    Page,
    PageQuery,
    QueryId,
    QueryText,
    QueryTruth,
    Sent,
    Told,
    Truth,
)

router = Router(tags=["organisations"])

Cvr = Annotated[str, StringConstraints(strict=True, pattern=r"^([0-9]{8})?$", max_length=8)]
PNumber = Annotated[str, StringConstraints(strict=True, pattern=r"^([0-9]{10})?$", max_length=10)]
Website = Annotated[
    str,
    StringConstraints(
        strict=True, pattern=r"^(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?)?$", max_length=200
    ),
]


class OrganisationInList(Told):
    id: int
    name: str
    kind: OrganisationKind
    cvr: str
    p_number: str
    municipality: str
    active: bool


class OrganisationPage(Page):
    items: list[OrganisationInList]


class Organisation(Told):
    id: int
    version: int
    name: str
    kind: OrganisationKind
    cvr: str
    p_number: str
    municipality_id: int | None
    municipality: str
    industry_id: int | None
    industry: str
    size_band: SizeBand | Literal[""]
    website: str
    active: bool


class _Common(Sent):
    name: Line
    cvr: Cvr = ""
    p_number: PNumber = ""
    municipality_id: Id | None = None
    industry_id: Id | None = None
    size_band: SizeBand | None = None
    website: Website = ""


class NewOrganisation(_Common):
    """`is_another`: you have seen what the organisation could be already, and it is none of them."""

    kind: OrganisationKind
    is_another: Truth = False


class CorrectedOrganisation(_Common):
    active: Truth = True


class OrganisationQuery(PageQuery):
    sort: Literal["name", "-name", "kind", "-kind", "cvr", "-cvr", "municipality", "-municipality"] = "name"
    text: QueryText | None = None
    kind: OrganisationKind | None = None
    municipality: QueryId | None = None
    section: QueryId | None = None
    inactive: QueryTruth | None = None


@router.get(
    "/organisations",
    response=OrganisationPage,
    url_name="api_organisations",
    summary="The organisations you may see",
)
@asks(Action.LIST_ORGANISATIONS, ApiScope.ORGANISATIONS_READ)
def list_organisations(request: HttpRequest, query: Query[OrganisationQuery]) -> dict[str, Any]:
    found = queries.organisation_rows(
        by=request.actor,
        today=timezone.localdate(request.now),
        sort=sort_of(query.sort),
        window=window_of(query),
        **criteria_of(query),
    )
    items = [{name: getattr(row, name) for name in OrganisationInList.model_fields} for row in found.rows]
    return page(request, query, found, items)


@router.post(
    "/organisations",
    response={201: Organisation},
    url_name="api_organisations",
    summary="Create an organisation",
)
@asks(Action.CREATE_ORGANISATION, ApiScope.ORGANISATIONS_WRITE)
def create_organisation(request: HttpRequest, response: HttpResponse, sent: NewOrganisation) -> Any:
    """Answers 409 with those it could be already, by CVR number, P-number or name, unless `is_another` says that
    it is none of them. Authorities are created by system administrators."""
    if sent.kind not in kinds_created_by(request.actor):
        raise DomainError(_("Den slags organisation oprettes af en systemadministrator."), field="kind")
    values = _values(sent)
    if not sent.is_another:
        found = queries.likely_duplicates(
            kind=sent.kind,
            name=sent.name,
            cvr=sent.cvr,
            p_number=sent.p_number,
            municipality_id=sent.municipality_id,
        )
        if found:
            raise Problem(
                HTTPStatus.CONFLICT,
                _("Organisationen findes måske i forvejen. Er det en anden, så send »is_another«: true."),
                more={
                    "candidates": [
                        {"id": row.organisation.id, "name": row.organisation.name, "reason": row.reason}
                        for row in found
                    ]
                },
            )
    made = operations.create_organisation(by=request.actor, at=request.now, kind=sent.kind, **values)
    response["Location"] = reverse("api_organisation", args=[made])
    return Status(201, _told(response, _organisation(made)))


@router.get(
    "/organisations/{int:organisation_id}",
    response=Organisation,
    url_name="api_organisation",
    summary="One organisation",
)
@asks(Action.VIEW_ORGANISATION, ApiScope.ORGANISATIONS_READ)
def show_organisation(request: HttpRequest, response: HttpResponse, organisation_id: int) -> dict[str, Any]:
    found = _organisation(organisation_id)
    require(request, found.subject)
    return _told(response, found)


@router.put(
    "/organisations/{int:organisation_id}",
    response=Organisation,
    url_name="api_organisation",
    summary="Correct an organisation",
)
@asks(Action.EDIT_ORGANISATION, ApiScope.ORGANISATIONS_WRITE)
def edit_organisation(
    request: HttpRequest,
    response: HttpResponse,
    organisation_id: int,
    sent: CorrectedOrganisation,
    if_match: IfMatch,
) -> dict[str, Any]:
    """All fields but the kind are replaced."""
    require(request, _organisation(organisation_id).subject)
    operations.edit_organisation(
        by=request.actor,
        at=request.now,
        organisation_id=organisation_id,
        version=edited_version(if_match),
        active=sent.active,
        **_values(sent),
    )
    return _told(response, _organisation(organisation_id))


def _organisation(organisation_id: int) -> OrganisationHeader:
    found = queries.organisation_header(organisation_id=organisation_id) if organisation_id < 2**63 else None
    if found is None:
        raise Http404
    return found


def _values(sent: _Common) -> dict[str, Any]:
    return {name: getattr(sent, name) for name in _Common.model_fields} | {"size_band": sent.size_band or ""}


def _told(response: HttpResponse, found: OrganisationHeader) -> dict[str, Any]:
    response["ETag"] = etag(found.version)
    return {name: getattr(found, name) for name in Organisation.model_fields}
