"""Files of one project's records (under /projekter/<project_id>/), each below the page that shows the record."""

from __future__ import annotations

from django.urls import URLPattern, path

from jobveu.web.access import Page
from jobveu.web.staff.attachments import of_records as pages


def _three(
    kind: str, under: str, attach: type[Page], fetch: type[Page], remove: type[Page]
) -> list[URLPattern]:
    one = f"{under}filer/<int:attachment_id>/"
    return [
        path(f"{under}filer/vedhaeft/", attach.as_view(), name=f"{kind}_file_attach"),
        path(one, fetch.as_view(), name=f"{kind}_file"),
        path(f"{one}fjern/", remove.as_view(), name=f"{kind}_file_remove"),
    ]


urlpatterns: list[URLPattern] = [
    path("filer/", pages.ProjectFiles.as_view(), name="project_files"),
    *_three("project", "", pages.ProjectAttach, pages.ProjectFile, pages.ProjectFileRemove),
    *_three(
        "agreement",
        "aftaler/<int:agreement_id>/",
        pages.AgreementAttach,
        pages.AgreementFile,
        pages.AgreementFileRemove,
    ),
    *_three(
        "endorsement",
        "blaastempling/<int:endorsement_id>/",
        pages.EndorsementAttach,
        pages.EndorsementFile,
        pages.EndorsementFileRemove,
    ),
    *_three(
        "meeting",
        "moeder/<int:meeting_id>/",
        pages.MeetingAttach,
        pages.MeetingFile,
        pages.MeetingFileRemove,
    ),
    *_three(
        "commitment",
        "tilsagn/<int:commitment_id>/",
        pages.CommitmentAttach,
        pages.CommitmentFile,
        pages.CommitmentFileRemove,
    ),
    *_three(
        "procurement",
        "udbyder/<int:procurement_id>/",
        pages.ProcurementAttach,
        pages.ProcurementFile,
        pages.ProcurementFileRemove,
    ),
    *_three(
        "offer",
        "udbyder/<int:procurement_id>/tilbud/<int:offer_id>/",
        pages.OfferAttach,
        pages.OfferFile,
        pages.OfferFileRemove,
    ),
    *_three(
        "course",
        "kurser/<int:course_id>/",
        pages.CourseAttach,
        pages.CourseFile,
        pages.CourseFileRemove,
    ),
]
