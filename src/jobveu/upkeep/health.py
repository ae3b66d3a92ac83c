"""Addresses for the programs that watch the site: is the process there, and can it do its work?

They are answered before anything else is looked at: no session, no host name (a probe comes to a number), no
redirect to https. They tell nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from jobveu.upkeep.migrations import pending_migrations

HEALTH = "/healthz"
READINESS = "/readyz"
SECONDS_TO_RETRY = 5
DATABASE = "database"
MIGRATIONS = "migrations"


class HealthMiddleware:
    """Answers /healthz and /readyz; must stand first.

    /healthz is 200 as long as the process answers at all. /readyz is 200 when the database answers and has the
    tables of this version, else 503 with the reason in one word ("database", "migrations") and Retry-After.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in (HEALTH, READINESS):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        missing = what_is_missing() if request.path_info == READINESS else None
        if missing is None:
            response = JsonResponse({"status": "ok"})
        else:
            response = JsonResponse(
                {"status": "unavailable", "reason": missing}, status=HTTPStatus.SERVICE_UNAVAILABLE
            )
            response["Retry-After"] = str(SECONDS_TO_RETRY)
        response["Cache-Control"] = "no-store"
        return response


def what_is_missing() -> str | None:
    """None when requests can be answered; otherwise what stands in the way, in one word. One statement."""
    try:
        pending = pending_migrations()
    except (DatabaseError, InterfaceError):
        return DATABASE
    return MIGRATIONS if pending else None
