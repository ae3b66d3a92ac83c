"""The page behind a contact's personal link: their consents, to withdraw and give, without a log-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from jobveu.actors.enums import ConsentKind
from jobveu.actors.operations.consent_links import UnknownLink, contact_of_link
from jobveu.actors.queries.consents import own_consents
from jobveu.common.errors import DomainError
from jobveu.journeys.consents import change_own_consent
from jobveu.web.public.secret_link import SecretLinkPage


class OwnConsentsPage(SecretLinkPage):
    unknown_template = "public/own_consents_unknown.html"
    kind_of_link = "consent_link"

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
            return self.unknown()
        except DomainError as error:
            messages.error(request, str(error))
        else:
            done = _("Dit samtykke er registreret.") if given else _("Dit samtykke er trukket tilbage.")
            messages.success(request, done)
        return redirect("own_consents", secret)

    def _answer(self, secret: str) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return refusal
        try:
            contact_id = contact_of_link(secret=secret)
        except UnknownLink:
            return self.unknown()
        return render(self.request, "public/own_consents.html", {"own": own_consents(contact_id=contact_id)})
