"""A user's own tokens for the API: which there are, making one, closing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.internal.httpkit import authenticated_user
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.actors.enums import ApiScope
from jobveu.actors.operations import api_tokens as operations
from jobveu.actors.operations.api_tokens import MadeToken
from jobveu.actors.queries.api_tokens import TokenRow, own_memberships, own_tokens, token_in_use
from jobveu.web.access import Page
from jobveu.web.forms import (
    ChoiceField,
    ChoicesField,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    TextField,
)
from jobveu.web.ui import Crumb

USUAL_DAYS = 90


def _way(*more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(_("API til andre systemer"), reverse("api_guide")), *more)


class TokenList(Page):
    action = Action.MANAGE_OWN_TOKEN

    def get(self, request: HttpRequest) -> HttpResponse:
        values = {
            "title": _("Dine nøgler til API'et"),
            "crumbs": _way(Crumb(_("Dine nøgler"))),
            "tokens": own_tokens(by=self.actor, today=self.today),
        }
        return render(request, "api/tokens.html", values)


class TokenForm(Form):
    name = TextField(
        label=gettext_lazy("Hvilket system skal bruge nøglen?"),
        help_text=gettext_lazy(
            "F.eks. »Jobcentrets fagsystem«. Navnet står ved det, systemet gør, i hændelsesloggen."
        ),
        max_length=60,
    )
    membership_id = ChoiceField(
        label=gettext_lazy("På vegne af"),
        help_text=gettext_lazy("Systemet kan det, du kan i den rolle, og ikke mere."),
        radio=True,
    )
    scopes = ChoicesField(
        label=gettext_lazy("Hvad skal systemet kunne?"),
        help_text=gettext_lazy("Vælg ikke mere, end det har brug for."),
        enum=ApiScope,
    )
    expires_on = DanishDateField(
        label=gettext_lazy("Gælder til og med"),
        help_text=gettext_lazy("Højst et år frem. dd-mm-åååå."),
    )


class TokenCreate(FormPage):
    """The token is shown with the answer to the form, once: it is stored nowhere, so that it cannot be shown
    again. It outlives the session that it is made in: so whoever makes it shows once more who they are, as for a
    new second factor, and the user is told by mail."""

    action = Action.MANAGE_OWN_TOKEN
    form_class = TokenForm
    title = gettext_lazy("Lav en nøgle")
    submit_label = gettext_lazy("Lav nøglen")
    made: MadeToken | None = None

    def prepare(self) -> None:
        super().prepare()
        raise_if_reauthentication_required(self.request, app="allauth.mfa")

    @property
    def cancel_url(self) -> str:
        return reverse("api_token_list")

    def crumbs(self) -> Sequence[Crumb]:
        return _way(Crumb(_("Dine nøgler"), self.cancel_url), Crumb(str(self.title)))

    def initial(self) -> Mapping[str, Any]:
        options = list(self.choices()["membership_id"])
        return {
            "expires_on": self.today + timedelta(days=USUAL_DAYS),
            "membership_id": options[0][0] if len(options) == 1 else None,
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"membership_id": own_memberships(by=self.actor, today=self.today)}

    def save(self, form: Form) -> str:
        self.made = operations.make_token(by=self.actor, at=self.now, **form.cleaned_data)
        get_adapter(self.request).send_notification_mail(
            "account/email/api_token_made",
            authenticated_user(self.request),
            {
                "name": form.cleaned_data["name"],
                "list_url": settings.SITE_ADDRESS + reverse("api_token_list"),
            },
        )
        return self.cancel_url

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().post(request, *args, **kwargs)
        if self.made is None:
            if response.status_code == HTTPStatus.FOUND:
                messages.warning(
                    request,
                    _(
                        "Nøglen er lavet, men den vises kun én gang, som svar på det første klik. Har du ikke fået den at se, "
                        "så luk den her, og lav en ny."
                    ),
                )
            return response
        values = {
            "title": _("Din nye nøgle"),
            "crumbs": _way(Crumb(_("Dine nøgler"), self.cancel_url), Crumb(_("Din nye nøgle"))),
            "secret": self.made.secret,
        }
        return render(request, "api/token_made.html", values)


class TokenRevoke(ConfirmPage):
    action = Action.MANAGE_OWN_TOKEN
    hidden = True
    submit_label = gettext_lazy("Ja, luk nøglen")
    success_message = gettext_lazy("Nøglen er lukket.")
    consequences = (
        gettext_lazy("Systemet kan ikke længere bruge nøglen. Det gælder med det samme."),
        gettext_lazy("Det kan ikke fortrydes, men du kan lave en ny nøgle."),
    )
    token: TokenRow

    def prepare(self) -> None:
        found = token_in_use(token_id=self.kwargs["token_id"], today=self.today)
        if found is None:
            raise Http404
        self.token = found

    def subject(self) -> Subject:
        return Subject(user_id=self.token.user_id)

    @property
    def question(self) -> str:
        return _("Luk nøglen »%(name)s«?") % {"name": self.token.name}

    @property
    def cancel_url(self) -> str:
        return reverse("api_token_list")

    def crumbs(self) -> Sequence[Crumb]:
        return _way(Crumb(_("Dine nøgler"), self.cancel_url), Crumb(self.question))

    def save(self, form: Form) -> str:
        operations.revoke_token(by=self.actor, at=self.now, token_id=self.token.id)
        return self.cancel_url
