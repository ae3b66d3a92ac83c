"""Documents to fetch, as PDF or Word. Each is asked for with the action and the subject of the page that shows
the same thing."""

from __future__ import annotations

import re
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from jobveu.accounts.access import Action, Subject, acting_membership, may
from jobveu.candidates.enums import Purpose
from jobveu.candidates.queries import courses as course_queries
from jobveu.documents.formats import WRITERS
from jobveu.documents.value import Document
from jobveu.education.queries import course as course_of
from jobveu.projects.enums import ProcurementKind
from jobveu.projects.queries.commitments import commitment
from jobveu.projects.queries.plan import plan_versions, steering_group
from jobveu.projects.queries.procurement import InvitationRow
from jobveu.projects.queries.project_page import ProjectFacts, project_facts
from jobveu.web.access import Page
from jobveu.web.staff.documents import planning, procurement
from jobveu.web.staff.on_project import OnProject
from jobveu.web.staff.planning.meetings import OnMeeting
from jobveu.web.staff.planning.on_agreement import OnAgreement
from jobveu.web.staff.procurement.tenders import OnProcurement

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\n\x00-\x1f]+')


class FilePage(Page):
    """A document as a file; the address ends with its format. Mix in after what says whose page it is."""

    formats: ClassVar[tuple[str, ...]] = ("pdf", "docx")

    def document(self) -> Document:
        raise NotImplementedError

    def get(self, request: HttpRequest, **_address: object) -> HttpResponse:
        ending = self.kwargs["file_format"]
        if ending not in self.formats:
            raise Http404
        writer = WRITERS[ending]
        made = self.document()
        response = HttpResponse(writer.write(made), content_type=writer.content_type)
        response["Content-Disposition"] = content_disposition_header(True, file_name(made, ending)) or ""
        response["Cache-Control"] = "private, no-store"
        return response


class DocumentPage(OnProject, FilePage):
    """A document of a project."""

    def facts(self) -> ProjectFacts:
        """What is said of the project. One SQL statement."""
        found = project_facts(project_id=self.project.id)
        if found is None:
            raise Http404
        return found


def file_name(made: Document, ending: str) -> str:
    """The document's title as a file's name that every system takes."""
    name = " ".join(_NOT_IN_FILE_NAMES.sub(" ", made.full_title).split()).strip(". ")
    return f"{name[:120].rstrip('. ')}.{ending}"


class PlanDocument(DocumentPage):
    action = Action.VIEW_PROJECT

    def document(self) -> Document:
        versions = plan_versions(project_id=self.project.id)
        found = next((row for row in versions if row.number == self.kwargs["number"]), None)
        if found is None:
            raise Http404
        return planning.plan_document(
            project=self.project,
            facts=self.facts(),
            steering=steering_group(project_id=self.project.id),
            plan=found,
            newest=versions[0].number,
        )


class AgreementDocument(OnAgreement, DocumentPage):
    action = Action.VIEW_AGREEMENT

    def document(self) -> Document:
        version = self.agreement.version(self.kwargs["number"])
        if version is None:
            raise Http404
        return planning.agreement_document(project=self.project, agreement=self.agreement, version=version)


class MinutesDocument(OnMeeting, DocumentPage):
    action = Action.VIEW_PROJECT

    def document(self) -> Document:
        found = next((row for row in self.meeting.minutes if row.number == self.kwargs["number"]), None)
        if found is None:
            raise Http404
        return planning.minutes_document(
            project=self.project,
            facts=self.facts(),
            steering=steering_group(project_id=self.project.id),
            meeting=self.meeting,
            minutes=found,
        )


class CommitmentDocument(DocumentPage):
    action = Action.VIEW_PROJECT

    def document(self) -> Document:
        found = commitment(project_id=self.project.id, commitment_id=self.kwargs["commitment_id"])
        if found is None:
            raise Http404
        return procurement.commitment_document(project=self.project, commitment=found)


class TenderDocument(OnProcurement, DocumentPage):
    """The invitation: to whoever takes part in the choice as it goes to all, to an invited provider as it goes to
    that one."""

    action = Action.VIEW_TENDER

    def document(self) -> Document:
        if self.procurement.kind is not ProcurementKind.TENDER:
            raise Http404
        return procurement.tender_document(
            project=self.project,
            facts=self.facts(),
            tender=self.procurement,
            invitation=self._own_invitation(),
        )

    def _own_invitation(self) -> InvitationRow | None:
        if may(Action.VIEW_TENDER, self.actor, self.project.subject):
            return None
        membership = acting_membership(Action.VIEW_TENDER, self.actor, self.subject())
        own = membership.organisation_id if membership else None
        return self.procurement.invitation_of(own) if own is not None else None


class CertificateList(DocumentPage):
    """Names are revealed, and the look recorded, for those the reader may follow; see CourseParticipants."""

    action = Action.FOLLOW_PARTICIPANT
    hidden = True

    def prepare(self) -> None:
        super().prepare()
        head = course_queries.course_head(project_id=self.project.id, course_id=self.kwargs["course_id"])
        row = course_of(project_id=self.project.id, course_id=self.kwargs["course_id"])
        if head is None or row is None:
            raise Http404
        self.course, self.head = row, head

    def subject(self) -> Subject:
        return course_queries.subject_for(by=self.actor, course=self.head)

    def document(self) -> Document:
        found = course_queries.participants(
            by=self.actor, at=self.now, course=self.head, purpose=Purpose.CERTIFICATE_LIST
        )
        return procurement.certificate_list(project=self.project, course=self.course, participants=found)
