"""Figures for Prometheus at /metrics: counts kept by every worker process, and what the database says when asked.

The workers keep their counts in files of a folder (PROMETHEUS_MULTIPROC_DIR, which the launcher makes before they
start), so that whichever of them is asked answers for all.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound
from django.utils import timezone
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jobveu.upkeep.migrations import pending_migrations
from jobveu.upkeep.outages import database_is_away
from jobveu.upkeep.reports import FIGURES

PATH = "/metrics"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "OTHER"
AWAY, REFUSED = "away", "refused"
_FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)

_requests = Counter(
    "jobveu_requests", "Requests answered, by the route's name.", ["method", "route", "status"]
)
_seconds = Histogram(
    "jobveu_request_seconds",
    "How long requests took, by the route's name.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_database_errors = Counter(
    "jobveu_database_errors", "Requests that failed in the database: away, or refused by it.", ["kind"]
)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Counts one answer. `route` is a name from the list of addresses, so that there are only so many."""
    _requests.labels(method, route, str(status)).inc()
    _seconds.labels(route).observe(seconds)


def _count_error(exception: BaseException | None = None, **_signal: Any) -> None:
    """Django tells of every exception that no view has dealt with."""
    error = exception or sys.exc_info()[1]
    if database_is_away(error):
        _database_errors.labels(AWAY).inc()
    elif isinstance(error, DatabaseError | InterfaceError):
        _database_errors.labels(REFUSED).inc()


got_request_exception.connect(_count_error, dispatch_uid="jobveu.upkeep.metrics")


class MetricsMiddleware:
    """Answers /metrics: to this machine, or to whoever brings JOBVEU_METRICS_TOKEN; to others there is no such page.

    A request that a proxy passed on is not this machine's, wherever the proxy runs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH:
            return self.get_response(request)
        if not may_see(request):
            return HttpResponseNotFound(content_type="text/plain")
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return HttpResponse(
            figures(),
            content_type=CONTENT_TYPE_LATEST,
            status=HTTPStatus.OK,
            headers={"Cache-Control": "no-store"},
        )


def may_see(request: HttpRequest) -> bool:
    """By the token where one was brought, else by where the request comes from."""
    brought = request.headers.get("Authorization", "")
    if brought:
        expected = f"Bearer {settings.METRICS_TOKEN}"
        return bool(settings.METRICS_TOKEN) and hmac.compare_digest(brought.encode(), expected.encode())
    if settings.SECURE_PROXY_SSL_HEADER or any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def figures() -> bytes:
    """Everything, in Prometheus' own text form."""
    registry = REGISTRY
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # its constructor has no types
    return generate_latest(registry) + generate_latest(_database_registry)


class _Database(Collector):
    """What the database says when somebody asks for the figures: two statements, and those of the rooms."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("jobveu_database_up", "Whether the database answers.")
        try:
            pending = len(pending_migrations())
            sessions = 0 if pending else _sessions()
        except (DatabaseError, InterfaceError):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield GaugeMetricFamily("jobveu_migrations_pending", "Migrations still to be applied.", pending)
        yield GaugeMetricFamily("jobveu_sessions", "Sessions that have not run out.", sessions)
        if not pending:
            for figures_of_a_room in FIGURES.values():
                yield from figures_of_a_room()


def _sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE expire_date > %s", [timezone.now()])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


_database_registry = CollectorRegistry()
_database_registry.register(_Database())
