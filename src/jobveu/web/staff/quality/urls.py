"""Addresses of the register's quality."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.quality import findings, mending, overview

_FINDING = "datakvalitet/projekter/<int:project_id>/<slug:rule>/"

urlpatterns: list[URLPattern] = [
    path("datakvalitet/", overview.QualityOverview.as_view(), name="quality"),
    path("datakvalitet/liste/", findings.FindingList.as_view(), name="finding_list"),
    path(_FINDING, findings.FindingShow.as_view(), name="finding"),
    path(f"{_FINDING}accepter/", findings.DeviationAccept.as_view(), name="deviation_accept"),
    path(f"{_FINDING}fortryd/", findings.AcceptanceWithdraw.as_view(), name="acceptance_withdraw"),
    path("projekter/<int:project_id>/raad/", mending.ProjectCouncil.as_view(), name="project_council"),
    path(
        "projekter/<int:project_id>/deltagertal/",
        mending.ProjectParticipants.as_view(),
        name="project_participants",
    ),
]
