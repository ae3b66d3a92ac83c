"""The second factor: who must have one, whether a session has shown it, and how its secrets are kept.

Who must is read off the access matrix (`access.NEEDS_SECOND_FACTOR`). allauth keeps the factors themselves
(`allauth.mfa`: an authenticator app, passkeys, recovery codes) and asks for one at the log-in of whoever has
set one up; what each session has shown stands in the session.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from enum import Enum, auto
from ipaddress import ip_address

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import needs_second_factor
from jobveu.common.crypto import decrypt, encrypt

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a factor. Recovery codes stand in for one; alone they are none."""

_CONTEXT = "accounts.second_factor"


class Standing(Enum):
    """How a session stands to the second factor."""

    FREE = auto()  # no role of the user's asks for one
    SHOWN = auto()
    TO_SHOW = auto()  # the user has a factor, and this session has not shown it
    TO_SET_UP = auto()  # the user has none


def is_required(request: HttpRequest) -> bool:
    """Whether the user of the request must have a second factor."""
    return settings.SECOND_FACTOR_REQUIRED and needs_second_factor(request.actor)  # type: ignore[attr-defined]


def standing(request: HttpRequest) -> Standing:
    """Where the request's session stands; one SQL statement for those who must have a factor."""
    if not is_required(request):
        return Standing.FREE
    records = get_authentication_records(request, request.user)
    if any(record.get("second_factor") for record in records):
        return Standing.SHOWN  # vouched for by the OpenID provider
    if not factors_of(request.user.pk).exists():
        return Standing.TO_SET_UP
    return Standing.SHOWN if any(record["method"] == "mfa" for record in records) else Standing.TO_SHOW


class SecondFactorStage(AuthenticateStage):
    """Asks for the factor at a log-in, unless the OpenID provider has vouched for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        if any(record.get("second_factor") for record in records):
            return False
        return super()._should_handle(request)


def factors_of(user_id: int | None):  # type: ignore[no-untyped-def]  # the library's models carry no types
    """The factors that the user can log in with."""
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS)


def may_remove_factor(request: HttpRequest) -> bool:
    """Whether the user would not be left without a factor that they must have."""
    return not is_required(request) or factors_of(request.user.pk).count() > 1


def passkeys_work_here(request: HttpRequest) -> bool:
    """Browsers make passkeys for names only, never for a bare address such as 127.0.0.1."""
    host = request.get_host()
    name = host.rpartition("]")[0].lstrip("[") or host.partition(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return True
    return False


class FactorAdapter(DefaultMFAAdapter):
    """How allauth's second factors behave here: secrets encrypted, and our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Din rolle kræver totrinsbekræftelse. Tilføj en anden metode, før du fjerner den sidste."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Sæt totrinsbekræftelse op først: en godkendelsesapp eller en adgangsnøgle."
        ),
        "incorrect_code": gettext_lazy("Koden passer ikke. Prøv igen."),
    }

    def encrypt(self, text: str) -> str:
        return b64encode(encrypt(text, context=_CONTEXT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(b64decode(encrypted_text), context=_CONTEXT)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove_factor(self.request)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Adgangsnøgle %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Job-VEU"}
