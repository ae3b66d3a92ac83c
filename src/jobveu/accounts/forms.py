"""allauth's forms with our words on them (settings.ACCOUNT_FORMS, MFA_FORMS): labels, hints, and no placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _join(texts: list[str]) -> str:
    return " ".join(texts)


PASSWORD_RULES = lazy(lambda: _join(password_validators_help_texts()), str)()
"""What a password must be, in the reader's language."""


def _word(form: forms.Form, name: str, label: StrOrPromise, help_text: StrOrPromise = "") -> None:
    field = form.fields[name]
    field.label = label
    field.help_text = help_text
    field.error_messages["required"] = _("Feltet skal udfyldes.")
    # A placeholder vanishes when one starts to type, and says nothing that the label does not.
    field.widget.attrs.pop("placeholder", None)
    form.label_suffix = ""


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", _("E-mailadresse"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _word(self, "password", _("Adgangskode"))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", _("Nuværende adgangskode"))
        _word(self, "password1", _("Ny adgangskode"), PASSWORD_RULES)
        _word(self, "password2", _("Ny adgangskode igen"))


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", _("E-mailadresse"), _("Den adresse, du logger ind med."))


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password1", _("Ny adgangskode"), PASSWORD_RULES)
        _word(self, "password2", _("Ny adgangskode igen"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", _("Adgangskode"))


_CODE_HINT = _("Seks cifre fra din godkendelsesapp. Har du den ikke, så brug en af dine gendannelseskoder.")


def _word_code(form: forms.Form, help_text: StrOrPromise) -> None:
    _word(form, "code", _("Kode"), help_text)
    form.fields["code"].widget.attrs |= {"inputmode": "numeric"}
    form.fields["code"].width = "width-s"  # type: ignore[attr-defined]  # read by the site's form renderer


class AuthenticateForm(factor_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _CODE_HINT)


class CodeReauthenticateForm(factor_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _CODE_HINT)


class ActivateAppForm(app_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self, _("De seks cifre, som appen viser nu."))


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "name", _("Navn"), _("Så du kan kende nøglen igen, f.eks. »Telefon« eller »Bærbar«."))
        _word(self, "passwordless", _("Log ind med nøglen alene, uden adgangskode"))
        self.fields["name"].max_length = 60


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "name", _("Navn"))
