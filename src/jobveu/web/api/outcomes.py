"""Where candidates are after a project. Persons are known here by pseudonym and number, never by name: nothing in
this module can reach an identity."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from jobveu.accounts.access import Action
from jobveu.actors.enums import ApiScope
from jobveu.candidates.enums import Milestone, OutcomeKind
from jobveu.candidates.operations.outcomes import record_outcome
from jobveu.candidates.queries.candidacy import CandidacyPlace, candidacy_place, insight_of, recorded_outcome
from jobveu.candidates.queries.outcomes import CandidacyOutcomes, outcomes_of_project
from jobveu.web.api.gate import asks, edited_version, etag, require
from jobveu.web.api.paging import page, window_of
from jobveu.web.api.problems import Problem
from jobveu.web.api.projects import project
from jobveu.web.api.values import Day, Id, IfMatch, Line, Page, PageQuery, Sent, Told

router = Router(tags=["outcomes"])


class OutcomeInList(Told):
    milestone: Milestone
    kind: OutcomeKind
    as_of: date
    employer_id: int | None
    employer_name: str
    version: int


class Candidacy(Told):
    """A candidate with the outcomes that are recorded. `id` is the candidacy's."""

    id: int
    pseudonym: str
    job_centre_id: int
    withdrawn: bool
    outcomes: list[OutcomeInList]


class CandidacyPage(Page):
    items: list[Candidacy]


class Outcome(OutcomeInList):
    candidacy_id: int
    pseudonym: str


class CorrectedOutcome(Sent):
    """An employer is given by `employer_id` or `employer_name` where the outcome is a job, and not otherwise."""

    kind: OutcomeKind
    as_of: Day
    employer_id: Id | None = None
    employer_name: Line = ""


class NewOutcome(CorrectedOutcome):
    milestone: Milestone


@router.get(
    "/projects/{int:project_id}/outcomes",
    response=CandidacyPage,
    url_name="api_outcomes",
    summary="A project's candidates with their outcomes",
)
@asks(Action.LIST_CANDIDATES, ApiScope.OUTCOMES_READ)
def list_outcomes(request: HttpRequest, project_id: int, query: Query[PageQuery]) -> dict[str, Any]:
    """Those whose whole course you may see: your own job centre's, or all when you drive the project. In the order
    of their pseudonyms."""
    header = project(project_id)
    require(request, header.subject)
    found = outcomes_of_project(
        by=request.actor, project_id=project_id, subject=header.subject, window=window_of(query)
    )
    return page(request, query, found, [_candidacy(row) for row in found.rows])


@router.post(
    "/candidacies/{int:candidacy_id}/outcomes",
    response={201: Outcome},
    url_name="api_candidacy_outcomes",
    summary="Record an outcome",
)
@asks(Action.WORK_ON_CANDIDACY, ApiScope.OUTCOMES_WRITE, hidden=True)
def create_outcome(request: HttpRequest, response: HttpResponse, candidacy_id: int, sent: NewOutcome) -> Any:
    """Answers 409 when one is recorded for the milestone already: correct that one."""
    place = _place(request, candidacy_id)
    if recorded_outcome(candidacy_id=candidacy_id, milestone=sent.milestone) is not None:
        raise Problem(HTTPStatus.CONFLICT, _("Resultatet er allerede registreret for det tidspunkt."))
    record_outcome(by=request.actor, at=request.now, candidacy_id=candidacy_id, **sent.model_dump())
    response["Location"] = reverse("api_outcome", args=[candidacy_id, sent.milestone.value])
    return Status(201, _told(response, place, sent.milestone))


@router.get(
    "/candidacies/{int:candidacy_id}/outcomes/{milestone}",
    response=Outcome,
    url_name="api_outcome",
    summary="One outcome",
)
@asks(Action.VIEW_CANDIDACY, ApiScope.OUTCOMES_READ, hidden=True)
def show_outcome(
    request: HttpRequest, response: HttpResponse, candidacy_id: int, milestone: Milestone
) -> dict[str, Any]:
    """Like the list, for those who may see the candidate's whole course."""
    place = _place(request, candidacy_id)
    if not insight_of(by=request.actor, subject=place.subject).whole:
        raise Http404
    return _told(response, place, milestone)


@router.put(
    "/candidacies/{int:candidacy_id}/outcomes/{milestone}",
    response=Outcome,
    url_name="api_outcome",
    summary="Correct an outcome",
)
@asks(Action.WORK_ON_CANDIDACY, ApiScope.OUTCOMES_WRITE, hidden=True)
def edit_outcome(
    request: HttpRequest,
    response: HttpResponse,
    candidacy_id: int,
    milestone: Milestone,
    sent: CorrectedOutcome,
    if_match: IfMatch,
) -> dict[str, Any]:
    """All fields are replaced."""
    place = _place(request, candidacy_id)
    if recorded_outcome(candidacy_id=candidacy_id, milestone=milestone) is None:
        raise Http404
    record_outcome(
        by=request.actor,
        at=request.now,
        candidacy_id=candidacy_id,
        milestone=milestone,
        version=edited_version(if_match),
        **sent.model_dump(),
    )
    return _told(response, place, milestone)


def _place(request: HttpRequest, candidacy_id: int) -> CandidacyPlace:
    """A candidacy that the caller may do the operation with. Raises Http404."""
    place = candidacy_place(candidacy_id=candidacy_id) if candidacy_id < 2**63 else None
    if place is None:
        raise Http404
    require(request, place.subject)
    return place


def _candidacy(row: CandidacyOutcomes) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Candidacy.model_fields}


def _told(response: HttpResponse, place: CandidacyPlace, milestone: Milestone) -> dict[str, Any]:
    found = recorded_outcome(candidacy_id=place.id, milestone=milestone)
    if found is None:
        raise Http404
    response["ETag"] = etag(found.version)
    names = ("kind", "as_of", "employer_id", "employer_name", "version")
    return {
        "candidacy_id": place.id,
        "pseudonym": place.pseudonym,
        "milestone": milestone,
        **{name: getattr(found, name) for name in names},
    }
