"""What is shown when a request cannot be answered: says what happened and what to do next.

The names are Django's: `config.urls` sets handler400, handler403, handler404, handler500 and handler429 to
these, settings.CSRF_FAILURE_VIEW to `csrf_failure`.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.template import loader
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

from jobveu.accounts.adapter import minutes_to_wait
from jobveu.upkeep.logs import fields
from jobveu.upkeep.outages import database_is_away
from jobveu.upkeep.requests import route_of
from jobveu.web.api import problems

logger = logging.getLogger(__name__)

SESSION_ENDED = "udloeb"
"""Stands in the log-in page's address when a session has run out."""

SECONDS_TO_RETRY = 5
"""After how long a program that was answered 503 may try again."""

_SECRET = ("password", "cpr", "identity")
"""Fields whose name has one of these words in it are neither shown nor sent again."""
_NOT_CONTENT = frozenset({"csrfmiddlewaretoken"})
_FORM_KEYS = frozenset({"submission", "version", "marks", "next"})
"""What jobveu.web.forms.page puts in its forms itself. Names that begin with "_" are its buttons."""

_LAST_RESORT = (
    '<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>Fejl – Job-VEU</title></head><body>'
    "<h1>Der er sket en fejl</h1><p>Prøv igen om lidt.</p></body></html>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    if problems.is_asked_by_a_program(request):
        return problems.of_request(request, HTTPStatus.BAD_REQUEST)
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    if problems.is_asked_by_a_program(request):
        return problems.of_request(request, HTTPStatus.FORBIDDEN)
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    if problems.is_asked_by_a_program(request):
        return problems.of_request(request, HTTPStatus.NOT_FOUND)
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def log_in_first(request: HttpRequest) -> HttpResponse:
    """Leads to the log-in page and from there back to what was asked for; says so when an idle session has
    just been ended. A fragment reloads its page instead, which then comes here itself."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    query = {REDIRECT_FIELD_NAME: request.get_full_path()}
    if getattr(request, "session_ended", False):
        query[SESSION_ENDED] = "1"
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")


def too_many_requests(request: HttpRequest) -> HttpResponse:
    minutes = minutes_to_wait("login_failed")
    response = render(request, "429.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(minutes * 60)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """More than any page takes. The request has not been read, so nothing of it can be given back."""
    if problems.is_asked_by_a_program(request):
        return problems.of_request(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    megabytes = settings.ATTACHMENT_BYTES >> 20
    response = _alone("413.html", {"megabytes": megabytes}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    response["Connection"] = "close"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Uses neither the database nor the context processors: either may be what failed. Where it is the
    database that is away, says that it comes back (503)."""
    if database_is_away(sys.exc_info()[1]):  # Django calls this while it handles the error
        return unavailable(request)
    if problems.is_asked_by_a_program(request):
        return problems.of_request(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    return _alone("500.html", {}, HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away. What was typed on a page of ours is given back, to be sent again as it was: with
    its one-time token it is carried out once, also when the first answer was all that got lost."""
    if problems.is_asked_by_a_program(request):
        retry = {"Retry-After": str(SECONDS_TO_RETRY)}
        return problems.of_request(request, HTTPStatus.SERVICE_UNAVAILABLE, headers=retry)
    posted = request.method == "POST"
    fields, left_out = _typed(request) if posted and _sent_by_our_own_page(request) else ([], False)
    typed = [field for field in fields if not field.hidden]
    hidden = [field for field in fields if field.hidden]
    response = _alone(
        "503.html",
        {
            "posted": posted,
            "typed": typed,
            "hidden": hidden,
            "once": any(field.name == "submission" for field in hidden),
            "left_out": left_out,
            "action": request.get_full_path(),
            "csrf_token": get_token(request),
        },
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
    response["Retry-After"] = str(SECONDS_TO_RETRY)
    add_never_cache_headers(response)
    return response


def _alone(template: str, context: dict[str, object], status: HTTPStatus) -> HttpResponse:
    """A page drawn without the request, and so without what the context processors would ask the database."""
    try:
        body = loader.get_template(template).render(context)
    except Exception:
        # The templates or their static files are what failed; the error that led here is logged already.
        logger.exception("The page for server errors cannot be rendered.")
        body = _LAST_RESORT
    return HttpResponse(body, status=status)


@dataclass(frozen=True, slots=True)
class TypedField:
    """What was in one field of a form that could not be received; `hidden` when nobody typed it."""

    name: str
    label: str
    value: str
    hidden: bool


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token doesn't fit any longer. What was typed is shown only when our own page sent it: another
    site must not be able to put a form of its making in front of the user with our name on it."""
    # The reason may quote the address of another page; its first word says enough.
    logger.warning("CSRF check failed", extra=fields(route=route_of(request), reason=_csrf_reason(reason)))
    return _expired(request, show_typed=_sent_by_our_own_page(request))


def _csrf_reason(reason: str) -> str:
    """Which of Django's reasons it is, without the addresses that some of them quote."""
    return next((kind for kind in ("Origin", "Referer", "cookie", "token") if kind in reason), "other")


def session_expired(request: HttpRequest) -> HttpResponse:
    """Somebody sends a form after their session has ended: nothing was stored, and nothing typed is lost."""
    return _expired(request, show_typed=True)


def _expired(request: HttpRequest, *, show_typed: bool) -> HttpResponse:
    """Shows what was typed, ready to be sent again to where it was going, with a fresh token. Files and
    secrets have to be given again."""
    fields, left_out = _typed(request) if show_typed else ([], False)
    response = render(
        request,
        "expired.html",
        {
            "hidden": [field for field in fields if field.hidden],
            "typed": [field for field in fields if not field.hidden],
            "left_out": left_out,
            "action": request.get_full_path(),
        },
        status=HTTPStatus.FORBIDDEN,
    )
    add_never_cache_headers(response)
    return response


def _sent_by_our_own_page(request: HttpRequest) -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(sender)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def _typed(request: HttpRequest) -> tuple[list[TypedField], bool]:
    """The posted fields in their order, and whether something had to be left out."""
    try:
        post, files = request.POST, request.FILES
    except (RawPostDataException, MultiPartParserError, SuspiciousOperation, OSError):
        # The body was read before, is malformed or too large, or the connection broke: nothing to show.
        return [], True
    fields: list[TypedField] = []
    left_out = bool(files)
    labels = _labels(request.path_info)
    for name, values in post.lists():
        if name in _NOT_CONTENT or name.startswith("_"):
            continue
        if any(word in name.lower() for word in _SECRET):
            left_out = left_out or any(values)
            continue
        label = labels.get(name) or name.replace("_", " ").replace("-", " ").capitalize()
        hidden = name in _FORM_KEYS or name.endswith("-last")
        fields += [TypedField(name, label, value, hidden) for value in values]
    return fields, left_out


def _labels(path: str) -> dict[str, str]:
    """What the fields of the form at the address are called, by name; nothing for pages that say it later."""
    try:
        view = getattr(resolve(path).func, "view_class", None)
    except Resolver404:
        return {}
    fields = getattr(getattr(view, "form_class", None), "base_fields", {})
    return {name: str(field.label) for name, field in fields.items() if field.label}
