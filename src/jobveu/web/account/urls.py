"""Our own pages about logging in (under /konto/), beside allauth's in jobveu.accounts."""

from __future__ import annotations

from django.urls import path

from jobveu.web.account import invitations, openid

urlpatterns = [
    path("openid/", openid.OpenIdBegin.as_view(), name="openid_begin"),
    path("openid/svar/", openid.OpenIdCallback.as_view(), name="openid_callback"),
    path("openid/forbind/", openid.OpenIdLink.as_view(), name="openid_link"),
    path("openid/fjern/", openid.OpenIdUnlink.as_view(), name="openid_unlink"),
    path("invitation/", invitations.InvitationAccept.as_view(), name="member_invitation_accept"),
    path("invitation/<str:token>/", invitations.InvitationOpen.as_view(), name="member_invitation_open"),
]
