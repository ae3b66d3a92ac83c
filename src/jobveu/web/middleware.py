"""Finds out who acts, and ends sessions that nobody uses."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jobveu.accounts.actor import ANONYMOUS
from jobveu.actors.queries import actor_for_user

LAST_SEEN = "last_seen"
NOTED_EVERY_SECONDS = 60
"""How often the time of the last request is written: not at every one."""


class ActorMiddleware:
    """Sets `request.actor`, and `request.session_ended` when an idle session has just been ended.

    Memberships are read anew at every request: somebody who has left an organisation has left at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        request.session_ended = self._end_idle_session(request, now.timestamp())
        user = request.user
        request.actor = (
            actor_for_user(user_id=user.pk, name=user.name, on=timezone.localdate(now))
            if user.is_authenticated
            else ANONYMOUS
        )
        response = self.get_response(request)
        if request.actor.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def _end_idle_session(request: HttpRequest, now: float) -> bool:
        if not request.user.is_authenticated:
            return False
        last_seen = request.session.get(LAST_SEEN)
        if last_seen is not None and now - last_seen > settings.SESSION_IDLE_SECONDS:
            logout(request)
            return True
        if last_seen is None or now - last_seen > NOTED_EVERY_SECONDS:
            request.session[LAST_SEEN] = now
        return False
