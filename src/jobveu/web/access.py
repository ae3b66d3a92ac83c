"""Every page declares one action; access is checked here before the page does anything else.

`jobveu.accounts.access.MATRIX` says who may do the action with whose data. A page loads what it is about in
`prepare()`, and says in `subject()` whose data that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views import View

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.web import errors

THIRD_PARTY_ACTIONS: Mapping[str, Action] = {
    # URL names whose views are a library's, and check no action of ours: open to those the action says.
    "account_login": Action.LOG_IN,
    "account_logout": Action.LOG_IN,
    "account_inactive": Action.LOG_IN,
    "account_reset_password": Action.LOG_IN,
    "account_reset_password_done": Action.LOG_IN,
    "account_reset_password_from_key": Action.LOG_IN,
    "account_reset_password_from_key_done": Action.LOG_IN,
    "mfa_authenticate": Action.LOG_IN,
    "mfa_login_webauthn": Action.LOG_IN,
    **dict.fromkeys(
        [
            "account_change_password",
            "account_reauthenticate",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_add_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
        ],
        Action.MANAGE_OWN_ACCOUNT,
    ),
    "set_language": Action.VIEW_PUBLIC,
}


class Page(View):
    """A view with an actor, a time, and access checked before anything is done.

    Subclasses set `action`. With `hidden = True` somebody without access is told that there is no such
    page (404), so that numbers in addresses tell nothing; otherwise that it isn't for them (403).
    """

    action: ClassVar[Action]
    hidden: ClassVar[bool] = False

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def prepare(self) -> None:
        """Loads what the page is about; raises Http404 when there is no such thing."""

    def subject(self) -> Subject | None:
        """Whose data the page shows or changes; None where only the role decides."""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
        self.now = timezone.now()
        if not may(self.action, self.actor):
            return self._refuse(request)
        self.prepare()
        subject = self.subject()
        if subject is not None and not may(self.action, self.actor, subject):
            return self._refuse(request)
        return super().dispatch(request, *args, **kwargs)

    def may(self, action: Action, subject: Subject | None = None) -> bool:
        """Whether the actor may do another action: to show or leave out a button."""
        return may(action, self.actor, subject if subject is not None else self.subject())

    def _refuse(self, request: HttpRequest) -> HttpResponseBase:
        if not self.actor.is_authenticated:
            if request.method == "POST":
                return errors.session_expired(request)
            return errors.log_in_first(request)
        if self.hidden:
            raise Http404
        raise PermissionDenied
