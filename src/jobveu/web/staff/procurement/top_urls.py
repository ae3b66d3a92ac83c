"""What an invited provider finds without knowing the project (under /udbud/)."""

from __future__ import annotations

from django.urls import path

from jobveu.web.staff.procurement import offers

urlpatterns = [path("", offers.OwnInvitations.as_view(), name="own_invitations")]
