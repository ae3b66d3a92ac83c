"""Logging in through the OpenID provider, and linking one's user to it.

An identity logs in as the user that it is linked to. It gets linked by somebody who is logged in, or who takes up
an invitation; by a verified address only where the operator vouches for the provider's addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import perform_login
from allauth.core.internal.httpkit import authenticated_user
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts import openid
from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.accounts.models import User
from jobveu.accounts.throttle import within_limit
from jobveu.actors.queries.invitations import followed
from jobveu.common.errors import DomainError
from jobveu.web import errors
from jobveu.web.access import Page
from jobveu.web.account.pending import forget_identity, invitation_token, keep_identity, kept_identity
from jobveu.web.forms import ConfirmPage, Form

NEXT = "openid_next"
OUTCOME = "openid_outcome"


class OnProvider(Page):
    """There are no such pages where no provider is configured."""

    action = Action.LOG_IN

    def prepare(self) -> None:
        if settings.OPENID_PROVIDER is None:
            raise Http404

    @property
    def provider_name(self) -> str:
        return openid.provider().name


class OpenIdBegin(OnProvider):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not within_limit(request, action="openid"):
            return errors.too_many_requests(request)
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        request.session[NEXT] = wanted if get_adapter(request).is_safe_url(wanted) else ""
        try:
            return openid.begin(request, redirect_uri=request.build_absolute_uri(reverse("openid_callback")))
        except openid.OpenIdError as error:
            return _ended(request, error.outcome)


class OpenIdCallback(OnProvider):
    """Takes the provider's answer. Where that leads nowhere, the page says so under the address without it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.GET:
            outcome = request.session.pop(OUTCOME, "failed")
            values = {"provider": self.provider_name, "outcome": outcome}
            return render(request, "account/openid_ended.html", values)
        try:
            found = openid.vouched(request)
        except openid.OpenIdError as error:
            return _ended(request, error.outcome)
        user_id = openid.linked_user(found)
        if user_id is not None:
            return self._log_in(User.objects.get(pk=user_id), found)
        if self.actor.is_authenticated:
            keep_identity(request, found, at=self.now)
            return redirect("openid_link")
        invited = followed(token=invitation_token(request), at=self.now)
        if invited is not None and invited.holds and invited.user_id is None:
            keep_identity(request, found, at=self.now)
            return redirect("member_invitation_accept")
        user = self._by_address(found)
        if user is not None:
            return self._log_in(user, found)
        return _ended(request, "unknown")

    def _by_address(self, found: openid.Vouched) -> User | None:
        """The user with the address that the provider has verified, linked now; None unless the operator has
        said that the provider's addresses can be trusted."""
        if not (openid.provider().links_by_email and found.email_verified and found.email):
            return None
        user = User.objects.filter(email__iexact=found.email, is_active=True).first()
        if user is None:
            return None
        try:
            by = Actor(user_id=user.pk, name=user.name)
            openid.link(by=by, at=self.now, user_id=user.pk, found=found)
        except DomainError:
            return None  # linked to another identity of the provider's: a new holder of the address, perhaps
        _notify(self.request, user, self.provider_name)
        return user

    def _log_in(self, user: User, found: openid.Vouched) -> HttpResponse:
        wanted = self.request.session.pop(NEXT, "")
        if self.request.user.is_authenticated and self.request.user.pk != user.pk:
            logout(self.request)
        elif self.request.user.is_authenticated:
            record_authentication(self.request, user, "openid", second_factor=found.strong)
            return redirect(wanted or "home")
        record_authentication(self.request, user, "openid", second_factor=found.strong)
        return perform_login(self.request, user, email_verification="none", redirect_url=wanted or None)


class OpenIdLink(OnProvider, ConfirmPage):
    """Asks whether the identity that the provider has just vouched for is to log in as the user."""

    action = Action.MANAGE_OWN_ACCOUNT
    template_name = "account/openid_link.html"
    submit_label = gettext_lazy("Forbind")
    danger = False

    def prepare(self) -> None:
        super().prepare()
        raise_if_reauthentication_required(self.request, app="allauth.mfa")
        self.found = kept_identity(self.request, at=self.now)

    @property
    def cancel_url(self) -> str:
        return reverse("mfa_index")

    @property
    def question(self) -> str:
        return _("Vil du forbinde din bruger med %(provider)s?") % {"provider": self.provider_name}

    @property
    def consequences(self) -> Sequence[str]:
        if self.found is None:
            return (_("Log først ind hos %(provider)s.") % {"provider": self.provider_name},)
        return (
            _("Hos %(provider)s er du: %(name)s")
            % {"provider": self.provider_name, "name": self.found.known_as},
            _("Derefter kan du logge ind i Job-VEU gennem %(provider)s.") % {"provider": self.provider_name},
        )

    def context(self) -> dict[str, Any]:
        begin = f"{reverse('openid_begin')}?{REDIRECT_FIELD_NAME}={reverse('openid_link')}"
        return {**super().context(), "found": self.found, "provider": self.provider_name, "begin_url": begin}

    def save(self, form: Form) -> str:
        if self.found is None:
            raise DomainError(_("Log først ind hos %(provider)s.") % {"provider": self.provider_name})
        user = authenticated_user(self.request)
        openid.link(by=self.actor, at=self.now, user_id=user.pk, found=self.found)
        forget_identity(self.request)
        _notify(self.request, user, self.provider_name)
        self.success_message = _("Du kan nu logge ind gennem %(provider)s.") % {
            "provider": self.provider_name
        }
        return self.cancel_url


class OpenIdUnlink(OnProvider, ConfirmPage):
    action = Action.MANAGE_OWN_ACCOUNT
    submit_label = gettext_lazy("Fjern forbindelsen")
    success_message = gettext_lazy("Forbindelsen er fjernet.")

    def prepare(self) -> None:
        super().prepare()
        raise_if_reauthentication_required(self.request, app="allauth.mfa")

    @property
    def cancel_url(self) -> str:
        return reverse("mfa_index")

    @property
    def question(self) -> str:
        return _("Vil du fjerne forbindelsen til %(provider)s?") % {"provider": self.provider_name}

    @property
    def consequences(self) -> Sequence[str]:
        return (_("Du logger derefter kun ind med din adgangskode eller en adgangsnøgle."),)

    def save(self, form: Form) -> str:
        user = authenticated_user(self.request)
        if not user.has_usable_password():
            raise DomainError(_("Vælg en adgangskode først, så du stadig kan logge ind."))
        openid.unlink(by=self.actor, at=self.now, user_id=user.pk)
        return self.cancel_url


def _ended(request: HttpRequest, outcome: str) -> HttpResponse:
    request.session[OUTCOME] = outcome
    return redirect("openid_callback")


def _notify(request: HttpRequest, user: Any, provider: str) -> None:
    get_adapter(request).send_notification_mail("account/email/openid_linked", user, {"provider": provider})
