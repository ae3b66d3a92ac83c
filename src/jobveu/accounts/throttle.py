"""Limits on how often something may be asked for, counted in the database for all worker processes together."""

from __future__ import annotations

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest


def within_limit(request: HttpRequest, *, action: str, key: str | None = None) -> bool:
    """Counts the request, and says whether there was room for it under `settings.RATE_LIMITS[action]`."""
    usage = consume(
        request, app="jobveu", action=action, key=key, config=settings.RATE_LIMITS, limit_get=True
    )
    return usage is not None
