"""What data protection asks for: insight, erasure, and how long things are kept."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.privacy import consents, erasure, insight, retention

_CONTACT = "organisationer/<int:organisation_id>/kontakter/<int:contact_id>/"

urlpatterns: list[URLPattern] = [
    path("personer/<int:person_id>/indsigt/", insight.PersonInsight.as_view(), name="person_insight"),
    path("personer/<int:person_id>/slet/", erasure.PersonErase.as_view(), name="person_erase"),
    path(f"{_CONTACT}indsigt/", insight.ContactInsight.as_view(), name="contact_insight"),
    path(f"{_CONTACT}link/", consents.ContactConsentLink.as_view(), name="consent_link"),
    path("dialog/samtykker/<int:notice_id>/", consents.ConsentNoticePage.as_view(), name="consent_notice"),
    path("konto/mine-oplysninger/", insight.OwnData.as_view(), name="own_data"),
    path("administration/slettefrister/", retention.Retention.as_view(), name="retention"),
    path("administration/slettefrister/slet/", retention.RetentionRunNow.as_view(), name="retention_run"),
    path(
        "administration/slettefrister/sletninger/<int:run_id>/",
        retention.RetentionRunLog.as_view(),
        name="retention_run_log",
    ),
    path(
        "administration/slettefrister/<slug:kind>/",
        retention.RetentionPeriodDecide.as_view(),
        name="retention_period",
    ),
]
