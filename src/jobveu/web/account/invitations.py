"""Following the link in an invitation: becoming a user, or a member with the user that one has.

The secret is taken out of the address at once and kept in the session, so that it stands in no address that is
shown, kept or passed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts import openid
from jobveu.accounts.access import Action
from jobveu.accounts.actor import Actor
from jobveu.accounts.forms import PASSWORD_RULES
from jobveu.accounts.models import User
from jobveu.accounts.throttle import within_limit
from jobveu.actors.operations import invitations as operations
from jobveu.actors.queries.invitations import Followed, followed
from jobveu.web import errors
from jobveu.web.access import Page
from jobveu.web.account.pending import (
    forget_identity,
    forget_invitation,
    invitation_token,
    keep_invitation,
    kept_identity,
)
from jobveu.web.forms import Form, FormPage, TextField


class InvitationOpen(Page):
    action = Action.LOG_IN

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not within_limit(request, action="invitation_link"):
            return errors.too_many_requests(request)
        keep_invitation(request, token)
        return redirect("member_invitation_accept")


class WelcomeForm(Form):
    name = TextField(label=gettext_lazy("Dit navn"), max_length=150, autocomplete="name", width="width-l")
    password1 = TextField(
        label=gettext_lazy("Vælg en adgangskode"),
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput,
        autocomplete="new-password",
        width="width-l",
    )
    password2 = TextField(
        label=gettext_lazy("Adgangskoden igen"),
        widget=forms.PasswordInput,
        autocomplete="new-password",
        width="width-l",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("De to adgangskoder er ikke ens."))
        elif first:
            try:
                validate_password(first, User(name=values.get("name", "")))
            except ValidationError as weak:
                self.add_error("password1", weak)
        return values


class InvitationAccept(FormPage):
    """What is shown depends on who follows the link: a newcomer chooses a password, somebody who has a user
    logs in and says yes, and whoever comes too late is told what to do."""

    action = Action.LOG_IN
    template_name = "account/invitation.html"
    submit_label = gettext_lazy("Tag imod")
    followed: Followed | None

    def prepare(self) -> None:
        self.token = invitation_token(self.request)
        self.followed = followed(token=self.token, at=self.now)
        self.identity = kept_identity(self.request, at=self.now)

    @property
    def title(self) -> str:
        if self.followed is None or not self.followed.holds:
            return _("Invitationen kan ikke bruges")
        return _("Velkommen til Job-VEU")

    @property
    def form_class(self) -> type[Form]:  # type: ignore[override]
        if self.identity or (self.followed and self.followed.user_id):
            return Form
        return WelcomeForm

    def initial(self) -> Mapping[str, Any]:
        return {"name": self.followed.invitation.name} if self.followed else {}

    @property
    def is_theirs(self) -> bool:
        """Whether whoever is logged in is who was invited."""
        invited = self.followed.user_id if self.followed else None
        return invited is not None and invited == self.actor.user_id

    def context(self) -> Mapping[str, Any]:
        return {
            "followed": self.followed,
            "invitation": self.followed and self.followed.invitation,
            "is_theirs": self.is_theirs,
            "provider": settings.OPENID_PROVIDER and openid.provider().name,
            "identity": self.identity,
            "log_in_url": f"{reverse('account_login')}?next={self.request.path}",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.followed is None or not self.followed.holds or not self._may_answer:
            return self.get(request)
        return super().post(request, *args, **kwargs)

    @property
    def _may_answer(self) -> bool:
        assert self.followed is not None
        return self.is_theirs if self.followed.user_id else not self.actor.is_authenticated

    def save(self, form: Form) -> str:
        if self.is_theirs:
            operations.accept(by=self.actor, at=self.now, token=self.token)
        else:
            self._become_user(form)
        forget_invitation(self.request)
        self.success_message = _("Du har nu adgang for %(organisation)s.") % {
            "organisation": self.followed.invitation.organisation if self.followed else ""
        }
        return reverse("home")

    def _become_user(self, form: Form) -> None:
        """With a password, or with whom the OpenID provider has just vouched for; and logs them in."""
        assert self.followed is not None
        user_id = operations.accept_as_new(
            at=self.now,
            token=self.token,
            name=form.cleaned_data.get("name") or self.followed.invitation.name,
            password=form.cleaned_data.get("password1"),
        )
        user = User.objects.get(pk=user_id)
        if self.identity:
            by = Actor(user_id=user.pk, name=user.name)
            openid.link(by=by, at=self.now, user_id=user.pk, found=self.identity)
            forget_identity(self.request)
            record_authentication(self.request, user, "openid", second_factor=self.identity.strong)
        else:
            record_authentication(self.request, user, "password")
        perform_login(self.request, user, email_verification="none")

    def show(self, form: Form, **how: Any) -> HttpResponse:
        if self.followed is not None and self.followed.holds and self._may_answer:
            return super().show(form, **how)
        values = {"title": self.title, **self.context()}
        return render(self.request, "account/invitation_not_now.html", values)
