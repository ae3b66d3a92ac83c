"""A user's own tokens (under /konto/api/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.api import tokens

urlpatterns: list[URLPattern] = [
    path("", tokens.TokenList.as_view(), name="api_token_list"),
    path("ny/", tokens.TokenCreate.as_view(), name="api_token_create"),
    path("<int:token_id>/luk/", tokens.TokenRevoke.as_view(), name="api_token_revoke"),
]
