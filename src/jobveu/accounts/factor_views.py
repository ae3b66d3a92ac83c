"""allauth's pages about one's own log-in, where ours differ: one overview, and the last factor stays while it
is required. Each change is one transaction, so that the audit record is written with it."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy

from jobveu.accounts.openid import is_linked
from jobveu.accounts.second_factor import (
    FactorAdapter,
    factors_of,
    is_required,
    may_remove_factor,
    passkeys_work_here,
)


class Overview(IndexView):
    """How the user logs in, and the ways to change it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = super().get_context_data(**kwargs)
        factors = held["authenticators"]
        codes = factors.get(Authenticator.Type.RECOVERY_CODES)
        return held | {
            "app": factors.get(Authenticator.Type.TOTP),
            "passkeys": factors.get(Authenticator.Type.WEBAUTHN, []),
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
            "required": is_required(self.request),
            "has_factor": factors_of(self.request.user.pk).exists(),
            "passkeys_work_here": passkeys_work_here(self.request),
            "provider": settings.OPENID_PROVIDER,
            "is_linked": is_linked(self.request.user.pk),
        }


class LogIn(account_views.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "passkeys_work_here": passkeys_work_here(self.request),
            "provider": settings.OPENID_PROVIDER,
        }


class PasswordChange(account_views.PasswordChangeView):
    """Whoever has no password yet chooses one through a link by mail: there is no old one to ask for."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class AppRemove(DeactivateTOTPView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP)
        if request.user.is_authenticated and not own.exists():
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)


class PasskeyRename(EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class PasskeyRemove(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_remove_factor(request):
            refused = FactorAdapter().validation_error("cannot_delete_authenticator")
            messages.error(request, refused.messages[0])
            return redirect("mfa_index")
        return super().post(request, *args, **kwargs)


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes, the one time that they are shown; after that the overview, which tells how many are left."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        if not any(not codes.wrap().did_view for codes in own):
            return redirect("mfa_index")
        return super().get(request, *args, **kwargs)


overview = Overview.as_view()
log_in = LogIn.as_view()
password_change = PasswordChange.as_view()
app_add = transaction.atomic(ActivateTOTPView.as_view())
app_remove = transaction.atomic(AppRemove.as_view())
passkey_add = transaction.atomic(AddWebAuthnView.as_view())
passkey_rename = transaction.atomic(PasskeyRename.as_view())
passkey_remove = transaction.atomic(PasskeyRemove.as_view())
recovery_codes = RecoveryCodes.as_view()
recovery_codes_make = transaction.atomic(GenerateRecoveryCodesView.as_view())
