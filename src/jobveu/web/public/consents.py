"""The page behind a contact's personal link: their consents, to withdraw and give, without a log-in.

The address is the secret. It goes into no log, no stored form and no other page: what the page sends and leads to
stays on the page itself.
"""

from __future__ import annotations

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.access import Action
from jobveu.actors.enums import ConsentKind
from jobveu.actors.operations.consent_links import UnknownLink, contact_of_link
from jobveu.actors.queries.consents import own_consents
from jobveu.common.errors import DomainError
from jobveu.journeys.consents import change_own_consent
from jobveu.web.access import Page
from jobveu.web.errors import too_many_requests

_LIMIT = {"consent_link": "20/m/ip"}
"""How many links that are nobody's one address may try."""


class OwnConsentsPage(Page):
    action = Action.VIEW_PUBLIC

    @method_decorator(sensitive_variables())
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: str) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        # Where the page is, and nothing of its address: with "no-referrer" browsers send forms from nowhere
        # ("Origin: null"), and what came from nowhere is refused as forged.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @method_decorator(sensitive_variables())
    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self._answer(secret)

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        kind = next((kind for kind in ConsentKind if kind.value == request.POST.get("kind")), None)
        if kind is None:
            return self._answer(secret)
        given = request.POST.get("given") == "1"
        try:
            change_own_consent(at=self.now, secret=secret, kind=kind, given=given)
        except UnknownLink:
            return self._unknown()
        except DomainError as error:
            messages.error(request, str(error))
        else:
            done = _("Dit samtykke er registreret.") if given else _("Dit samtykke er trukket tilbage.")
            messages.success(request, done)
        return redirect("own_consents", secret)

    def _answer(self, secret: str) -> HttpResponse:
        if self._throttled(only_look=True):
            return too_many_requests(self.request)
        try:
            contact_id = contact_of_link(secret=secret)
        except UnknownLink:
            return self._unknown()
        return render(self.request, "public/own_consents.html", {"own": own_consents(contact_id=contact_id)})

    def _unknown(self) -> HttpResponse:
        if self._throttled(only_look=False):
            return too_many_requests(self.request)
        return render(self.request, "public/own_consents_unknown.html", status=HTTPStatus.NOT_FOUND)

    def _throttled(self, *, only_look: bool) -> bool:
        """Whether the visitor's address has tried too many links that are nobody's."""
        usage = ratelimit.consume(
            self.request,
            app="jobveu",
            action="consent_link",
            config=_LIMIT,
            dry_run=only_look,
            limit_get=True,
        )
        return usage is None
