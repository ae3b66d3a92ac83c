"""What a program is told when its request cannot be answered: RFC 9457, application/problem+json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/"

TITLES: Mapping[int, str | Promise] = {
    HTTPStatus.BAD_REQUEST: _("Forespørgslen kan ikke læses"),
    HTTPStatus.UNAUTHORIZED: _("Nøglen mangler eller gælder ikke"),
    HTTPStatus.FORBIDDEN: _("Nøglen giver ikke adgang til det"),
    HTTPStatus.NOT_FOUND: _("Det findes ikke"),
    HTTPStatus.METHOD_NOT_ALLOWED: _("Metoden kan ikke bruges her"),
    HTTPStatus.CONFLICT: _("Det strider mod det, der er gemt"),
    HTTPStatus.PRECONDITION_FAILED: _("Andre har ændret det i mellemtiden"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("Forespørgslen er for stor"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _("Indholdet skal være JSON"),
    HTTPStatus.UNPROCESSABLE_ENTITY: _("Oplysningerne kan ikke bruges"),
    HTTPStatus.PRECONDITION_REQUIRED: _("Sig, hvilken version du retter i"),
    HTTPStatus.TOO_MANY_REQUESTS: _("For mange forespørgsler"),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("Der er sket en fejl hos os"),
    HTTPStatus.SERVICE_UNAVAILABLE: _("Databasen svarer ikke lige nu"),
}
"""Every status that an error is answered with."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what was sent: where, as in "body.title", and what, for people."""

    where: str
    message: str


@dataclass(eq=False)
class Problem(Exception):
    """Ends a request with a problem. `detail` is for people, in the caller's language."""

    status: HTTPStatus
    detail: str | Promise = ""
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def answer(self) -> JsonResponse:
        return answer(self.status, self.detail, faults=self.faults, headers=self.headers, more=self.more)


def answer(
    status: HTTPStatus,
    detail: str | Promise = "",
    *,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> JsonResponse:
    body: dict[str, Any] = {"type": "about:blank", "title": str(TITLES[status]), "status": int(status)}
    if detail:
        body["detail"] = str(detail)
    if faults:
        body["errors"] = [{"where": fault.where, "message": str(fault.message)} for fault in faults]
    response = JsonResponse(
        body | dict(more or {}),
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def of_request(
    request: HttpRequest, status: HTTPStatus, *, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The problem that a request is answered with before, or after, it has passed the gate."""
    language = language_of(request)
    with translation.override(language):
        response = answer(status, headers=headers)
    return in_language(response, language)


def language_of(request: HttpRequest) -> str:
    """What the caller asks for in Accept-Language, of what there is; Danish otherwise. No cookie counts here."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    known = dict(settings.LANGUAGES)
    return next((code[:2] for code, _weight in accepted if code[:2] in known), settings.LANGUAGE_CODE)


def in_language(response: HttpResponse, language: str) -> HttpResponse:
    response["Content-Language"] = language
    response.headers.setdefault("Cache-Control", "no-store")
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    return response


def is_asked_by_a_program(request: HttpRequest) -> bool:
    """Whether errors are to be problems and not pages."""
    return request.path_info.startswith(PREFIX)
