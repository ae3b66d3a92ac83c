"""allauth's forms with our words on them (settings.ACCOUNT_FORMS): labels, hints, and no placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _join(texts: list[str]) -> str:
    return " ".join(texts)


_PASSWORD_RULES = lazy(lambda: _join(password_validators_help_texts()), str)


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
        _word(self, "password1", _("Ny adgangskode"), _PASSWORD_RULES())
        _word(self, "password2", _("Ny adgangskode igen"))


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", _("E-mailadresse"), _("Den adresse, du logger ind med."))


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password1", _("Ny adgangskode"), _PASSWORD_RULES())
        _word(self, "password2", _("Ny adgangskode igen"))
