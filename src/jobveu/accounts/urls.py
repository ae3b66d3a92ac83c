"""The part of django-allauth that is open here. The names are allauth's own; sign-up is not among them."""

from __future__ import annotations

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.webauthn import views as passkey
from django.db import transaction
from django.urls import path, re_path

from jobveu.accounts import factor_views as own

PASSKEY = "noegler/<int:pk>/"

urlpatterns = [
    path("", own.overview, name="mfa_index"),
    path("log-ind/", own.log_in, name="account_login"),
    path("log-ind/kode/", transaction.atomic(factor.authenticate), name="mfa_authenticate"),
    path("log-ind/noegle/", transaction.atomic(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("log-ud/", views.logout, name="account_logout"),
    path("lukket/", views.account_inactive, name="account_inactive"),
    path("adgangskode/skift/", own.password_change, name="account_change_password"),
    path("adgangskode/glemt/", views.password_reset, name="account_reset_password"),
    path("adgangskode/glemt/sendt/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^adgangskode/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "adgangskode/ny/gemt/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("bekraeft/", views.reauthenticate, name="account_reauthenticate"),
    path("bekraeft/kode/", transaction.atomic(factor.reauthenticate), name="mfa_reauthenticate"),
    path(
        "bekraeft/noegle/",
        transaction.atomic(passkey.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("app/", own.app_add, name="mfa_activate_totp"),
    path("app/fjern/", own.app_remove, name="mfa_deactivate_totp"),
    path("noegler/ny/", own.passkey_add, name="mfa_add_webauthn"),
    path(f"{PASSKEY}navn/", own.passkey_rename, name="mfa_edit_webauthn"),
    path(f"{PASSKEY}fjern/", own.passkey_remove, name="mfa_remove_webauthn"),
    path("koder/", own.recovery_codes, name="mfa_view_recovery_codes"),
    path("koder/nye/", own.recovery_codes_make, name="mfa_generate_recovery_codes"),
]
