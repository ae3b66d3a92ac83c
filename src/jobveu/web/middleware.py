"""Finds out who acts, tells the database, ends sessions that nobody uses or that have lasted for a working day,
and lets nobody in who has yet to show a second factor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from jobveu.accounts.actor import ANONYMOUS
from jobveu.accounts.second_factor import Standing, standing
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.queries import actor_for_user
from jobveu.common.history import changes_by
from jobveu.wall.acting import acting_as
from jobveu.web import errors

BEGAN = "began"
LAST_SEEN = "last_seen"
ORIGIN = "site"
"""What the changes that a request makes came through, in the history."""
NOTED_EVERY_SECONDS = 60
"""How often the time of the last request is written: not at every one."""


class ActorMiddleware:
    """Sets `request.actor`, whose changes the request's are, and `request.session_ended` when a session has just been ended.

    Memberships are read anew at every request: somebody who has left an organisation has left at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        request.session_ended = self._end_old_session(request, now.timestamp())
        user = request.user
        request.actor = (
            actor_for_user(user_id=user.pk, name=user.name, on=timezone.localdate(now))
            if user.is_authenticated
            else ANONYMOUS
        )
        by = request.actor
        with (
            acting_as(as_the_database_is_told(by)),
            changes_by(user_id=by.user_id, user_name=by.name, origin=ORIGIN),
        ):
            response = self.get_response(request)
        if request.user.is_authenticated:
            # Noted with the answer to the log-in: Django counts a session's age from when it was last saved.
            request.session.setdefault(BEGAN, now.timestamp())
        if request.actor.is_authenticated or not request.session.is_empty():
            # Nor what somebody is shown on the way in: an invitation, whom the OpenID provider has vouched for.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def _end_old_session(request: HttpRequest, now: float) -> bool:
        if not request.user.is_authenticated:
            return False
        last_seen = request.session.get(LAST_SEEN)
        began = request.session.get(BEGAN, now)
        is_idle = last_seen is not None and now - last_seen > settings.SESSION_IDLE_SECONDS
        if is_idle or now - began > settings.SESSION_COOKIE_AGE:
            logout(request)
            return True
        if last_seen is None or now - last_seen > NOTED_EVERY_SECONDS:
            request.session[LAST_SEEN] = now
        return False


_ALWAYS_OPEN = frozenset({"account_logout", "set_language"})
_OPEN_WHILE: Mapping[Standing, frozenset[str]] = {
    # Not the page that asks for the password: it must not open the way to a factor of the visitor's own.
    Standing.TO_SHOW: _ALWAYS_OPEN | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"},
    Standing.TO_SET_UP: _ALWAYS_OPEN
    | {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"},
}
"""The only addresses that a session can reach while a second factor is still to be shown, or set up."""


class SecondFactorMiddleware:
    """Leads whoever must have a second factor to showing it, or setting it up, before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if not request.actor.is_authenticated:
            return None
        now = standing(request)
        address = request.resolver_match
        if now not in _OPEN_WHILE or (address and address.url_name in _OPEN_WHILE[now]):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        if request.method == "POST":
            return errors.session_expired(request)
        if now is Standing.TO_SET_UP:
            return redirect("mfa_index")
        return redirect(
            f"{reverse('mfa_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}"
        )
