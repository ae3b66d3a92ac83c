"""Pages behind a personal link, without a log-in.

The address is the secret. It goes into no log, no stored form and no other page: what such a page sends and leads to
stays on the page itself.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables

from jobveu.accounts.access import Action
from jobveu.web.access import Page
from jobveu.web.errors import too_many_requests

_LIMIT = "20/m/ip"
"""How many links that are nobody's one address may try."""


class SecretLinkPage(Page):
    """Subclasses name a template for links that are nobody's, and answer those by `unknown()`."""

    action = Action.VIEW_PUBLIC
    unknown_template: ClassVar[str]
    kind_of_link: ClassVar[str]
    """By which tries are counted."""

    @method_decorator(sensitive_variables())
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: str) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        # Where the page is, and nothing of its address: with "no-referrer" browsers send forms from nowhere
        # ("Origin: null"), and what came from nowhere is refused as forged.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def refusal(self) -> HttpResponse | None:
        """What to answer whoever has tried too many links that are nobody's; None for everybody else."""
        return too_many_requests(self.request) if self._throttled(only_look=True) else None

    def unknown(self) -> HttpResponse:
        """What to answer a link that is nobody's; the try is counted."""
        if self._throttled(only_look=False):
            return too_many_requests(self.request)
        return render(self.request, self.unknown_template, status=HTTPStatus.NOT_FOUND)

    def _throttled(self, *, only_look: bool) -> bool:
        usage = ratelimit.consume(
            self.request,
            app="jobveu",
            action=self.kind_of_link,
            config={self.kind_of_link: _LIMIT},
            dry_run=only_look,
            limit_get=True,
        )
        return usage is None
