"""How django-allauth behaves here: nobody signs up by themselves, and it speaks our language."""

from __future__ import annotations

import time
from datetime import timedelta
from math import ceil
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.internal.ratelimit import parse_rates
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.links import FACTORS_RESET, SET_PASSWORD
from jobveu.accounts.second_factor import SecondFactorStage, Standing, standing
from jobveu.delivery.enums import MailKind
from jobveu.delivery.operations import queue_mail

LINKS = frozenset({"account/email/password_reset_key", SET_PASSWORD, FACTORS_RESET})
"""The mails with a link by which a password is set."""
_REAUTHENTICATE = {
    "reauthenticate": _("Brug din adgangskode"),
    "mfa_reauthenticate": _("Brug en kode"),
    "mfa_reauthenticate:webauthn": _("Brug en adgangsnøgle"),
}
"""The ways to show once more that one is who one is, by allauth's names for them."""


def minutes_to_wait(action: str) -> int:
    """The longest time after which the limit on `action` (a key of ACCOUNT_RATE_LIMITS) lets one try again,
    in whole minutes, at least one."""
    rates = parse_rates(settings.ACCOUNT_RATE_LIMITS.get(action))
    return max([1, *(ceil(rate.duration / 60) for rate in rates)])


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Users are made by an administrator; what remains is log-in, log-out and passwords."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Din konto er lukket. Kontakt systemadministratoren."),
        "email_password_mismatch": _("E-mailadressen eller adgangskoden er forkert. Prøv igen."),
        "enter_current_password": _("Din nuværende adgangskode er forkert. Prøv igen."),
        "incorrect_password": _("Adgangskoden er forkert. Prøv igen."),
        "invalid_login": _("E-mailadressen eller adgangskoden er forkert. Prøv igen."),
        "invalid_password_reset": _("Linket er udløbet eller brugt. Bed om et nyt."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses on this very host: not every name the site answers to."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def validation_error(self, code: str, *args: object) -> ValidationError:
        if code in {"too_many_login_attempts", "rate_limited"}:
            minutes = minutes_to_wait("login_failed")
            message = ngettext(
                "Du har forsøgt for mange gange. Vent %(minutes)s minut, og prøv så igen.",
                "Du har forsøgt for mange gange. Vent %(minutes)s minutter, og prøv så igen.",
                minutes,
            )
            return ValidationError(message % {"minutes": minutes}, code=code)
        return super().validation_error(code, *args)

    def get_login_stages(self) -> list[str]:
        own = f"{SecondFactorStage.__module__}.{SecondFactorStage.__name__}"
        theirs = "allauth.mfa.stages.AuthenticateStage"
        return [own if stage == theirs else stage for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not within a few minutes of the log-in itself, which proved as much."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """In our words; a password is no way to show a second factor that is still to be shown."""
        methods = super().get_reauthentication_methods(user)
        if standing(self.request) is Standing.TO_SHOW:
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        return [method | {"description": _REAUTHENTICATE[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def format_email_subject(self, subject: str) -> str:
        return f"Job-VEU: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queued with whatever else the request does, in the language that is spoken now."""
        message = self.render_mail(template_prefix, email, {"request": self.request, **context})
        now = timezone.now()
        is_link = template_prefix in LINKS
        queue_mail(
            at=now,
            kind=MailKind.PASSWORD_LINK if is_link else MailKind.ACCOUNT_NOTICE,
            recipient=email,
            language=get_language() or settings.LANGUAGE_CODE,
            subject=message.subject,
            text=message.body,
            expires_at=now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) if is_link else None,
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the address of the user itself: a second table of addresses is not kept."""
        super().send_notification_mail(template_prefix, user, context, email or user.get_username())
