"""Commitments, providers and courses of one project (under /projekter/<project_id>/)."""

from __future__ import annotations

from django.urls import path

from jobveu.web.staff.procurement import commitments, courses, offers, tenders

urlpatterns = [
    path("tilsagn/", commitments.ProjectCommitments.as_view(), name="project_commitments"),
    path("tilsagn/nyt/", commitments.CommitmentCreate.as_view(), name="commitment_create"),
    path("tilsagn/<int:commitment_id>/ret/", commitments.CommitmentEdit.as_view(), name="commitment_edit"),
    path(
        "tilsagn/<int:commitment_id>/traek-tilbage/",
        commitments.CommitmentWithdraw.as_view(),
        name="commitment_withdraw",
    ),
    path("udbyder/", tenders.ProjectProcurement.as_view(), name="project_procurement"),
    path("udbyder/ny/", tenders.ProcurementCreate.as_view(), name="procurement_create"),
    path("udbyder/<int:procurement_id>/", tenders.ProcurementShown.as_view(), name="procurement"),
    path("udbyder/<int:procurement_id>/ret/", tenders.ProcurementEdit.as_view(), name="procurement_edit"),
    path(
        "udbyder/<int:procurement_id>/annuller/",
        tenders.ProcurementCancel.as_view(),
        name="procurement_cancel",
    ),
    path("udbyder/<int:procurement_id>/inviter/", tenders.InvitationAdd.as_view(), name="invitation_add"),
    path("udbyder/<int:procurement_id>/valg/", tenders.ProviderChoose.as_view(), name="provider_choose"),
    path("udbyder/<int:procurement_id>/tilbud/", offers.InvitationShown.as_view(), name="invitation"),
    path("udbyder/<int:procurement_id>/tilbud/giv/", offers.OfferSubmit.as_view(), name="offer_submit"),
    path("udbyder/<int:procurement_id>/tilbud/afslaa/", offers.OfferDecline.as_view(), name="offer_decline"),
    path("kurser/", courses.ProjectCourses.as_view(), name="project_courses"),
    path("kurser/nyt/", courses.CourseCreate.as_view(), name="course_create"),
    path("kurser/<int:course_id>/", courses.CoursePage.as_view(), name="course"),
    path("kurser/<int:course_id>/ret/", courses.CourseEdit.as_view(), name="course_edit"),
    path("kurser/<int:course_id>/aflys/", courses.CourseCancel.as_view(), name="course_cancel"),
    path("kurser/<int:course_id>/afholdt/", courses.CourseHeld.as_view(), name="course_held"),
]
