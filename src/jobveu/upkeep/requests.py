"""One line in the log and one count in the figures for each request."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jobveu.upkeep import metrics
from jobveu.upkeep.logs import REQUEST_ID, fields

HEADER = "X-Request-ID"
NO_ROUTE = "-"
"""Stands for the name of the route where no address of ours was asked for."""
logger = logging.getLogger("jobveu.request")


class RequestMiddleware:
    """Gives each request a number, sends it back as X-Request-ID, and notes how it went.

    Of the address only the route's name is noted, of the user only the id. Stands behind what serves static
    files, which are not noted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        token = REQUEST_ID.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            route = route_of(request)
            method = request.method if request.method in metrics.METHODS else metrics.OTHER
            metrics.count_request(method=method, route=route, status=response.status_code, seconds=seconds)
            logger.info(
                "request",
                extra=fields(
                    method=method,
                    route=route,
                    status=response.status_code,
                    ms=round(seconds * 1000, 1),
                    user=getattr(getattr(request, "actor", None), "user_id", None),
                ),
            )
            response[HEADER] = number
            return response
        finally:
            REQUEST_ID.reset(token)


def route_of(request: HttpRequest) -> str:
    """The name of the route in the list of addresses, which holds nothing of what was asked for."""
    match = request.resolver_match
    return (match.view_name if match is not None else None) or NO_ROUTE
