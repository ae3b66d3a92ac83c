"""Documents of one project (under /projekter/<project_id>/), each below the page that shows the same thing."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.staff.documents import views

urlpatterns: list[URLPattern] = [
    path(
        "plan/versioner/<int:number>/projektplan.<slug:file_format>",
        views.PlanDocument.as_view(),
        name="plan_document",
    ),
    path(
        "aftaler/<int:agreement_id>/versioner/<int:number>/aftale.<slug:file_format>",
        views.AgreementDocument.as_view(),
        name="agreement_document",
    ),
    path(
        "moeder/<int:meeting_id>/referat/versioner/<int:number>/referat.<slug:file_format>",
        views.MinutesDocument.as_view(),
        name="minutes_document",
    ),
    path(
        "tilsagn/<int:commitment_id>/tilsagn.<slug:file_format>",
        views.CommitmentDocument.as_view(),
        name="commitment_document",
    ),
    path(
        "udbyder/<int:procurement_id>/udbud.<slug:file_format>",
        views.TenderDocument.as_view(),
        name="tender_document",
    ),
    path(
        "kurser/<int:course_id>/deltagere/kursusbeviser.<slug:file_format>",
        views.CertificateList.as_view(),
        name="certificate_list",
    ),
]
