"""Whose files: for each kind of record the three pages, under the record's own access."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject, may
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import Owner
from jobveu.projects.queries.agreements import EndorsementRow, endorsement
from jobveu.projects.queries.commitments import CommitmentRow, commitment
from jobveu.projects.queries.procurement import tender_subject
from jobveu.web.staff.attachments.pages import AttachFiles, FetchFile, RemoveFile
from jobveu.web.staff.attachments.shown import files_of
from jobveu.web.staff.planning.agreements import endorsement_subject
from jobveu.web.staff.planning.base import Below
from jobveu.web.staff.planning.meetings import OnMeeting
from jobveu.web.staff.planning.on_agreement import OnAgreement, revising_subject
from jobveu.web.staff.procurement.commitments import commitment_subject
from jobveu.web.staff.procurement.courses import OnCourse
from jobveu.web.staff.procurement.shown import ProjectPart
from jobveu.web.staff.procurement.tenders import OnProcurement
from jobveu.web.ui import Crumb


class ProjectFiles(ProjectPart):
    """The project's own files; those of a meeting, an offer and so on stand where it does."""

    action = Action.VIEW_PROJECT
    tab = "project_files"
    title = gettext_lazy("Filer")
    template_name = "staff/attachments/project_files.html"

    def context(self) -> Mapping[str, Any]:
        owner = Owner(OwnerKind.PROJECT, self.project.id, self.project.id)
        may_change = self.may(Action.WORK_ON_PROJECT)
        return {"files": files_of(owner, address=[self.project.id], may_change=may_change)}


class OfProject(Below):
    tab = "project_files"

    def owner(self) -> Owner:
        return Owner(OwnerKind.PROJECT, self.project.id, self.project.id)


class ProjectAttach(OfProject, AttachFiles):
    title = gettext_lazy("Vedhæft filer til projektet")
    action = Action.WORK_ON_PROJECT


class ProjectFile(OfProject, FetchFile):
    action = Action.VIEW_PROJECT


class ProjectFileRemove(OfProject, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra projektet?")
    action = Action.WORK_ON_PROJECT


class OfAgreement(OnAgreement):
    def owner(self) -> Owner:
        return Owner(OwnerKind.AGREEMENT, self.agreement.id, self.project.id)


class ChangingAgreement(OfAgreement):
    action = Action.REVISE_AGREEMENT

    def subject(self) -> Subject:
        return revising_subject(self.project, self.agreement)


class AgreementAttach(ChangingAgreement, AttachFiles):
    title = gettext_lazy("Vedhæft filer til aftalen")
    intro = gettext_lazy("Filerne er ikke en del af den tekst, der skrives under på.")


class AgreementFile(OfAgreement, FetchFile):
    action = Action.VIEW_AGREEMENT


class AgreementFileRemove(ChangingAgreement, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra aftalen?")


class OfEndorsement(Below):
    """The address holds `endorsement_id`."""

    tab = "project_endorsement"
    endorsement: EndorsementRow

    def prepare(self) -> None:
        super().prepare()
        found = endorsement(endorsement_id=self.kwargs["endorsement_id"], project_id=self.project.id)
        if found is None:
            raise Http404
        self.endorsement = found

    def owner(self) -> Owner:
        return Owner(OwnerKind.ENDORSEMENT, self.endorsement.id, self.project.id)


class ChangingEndorsement(OfEndorsement):
    action = Action.ENDORSE

    def subject(self) -> Subject:
        return endorsement_subject(self.project.subject, self.endorsement.organisation_id)


class EndorsementAttach(ChangingEndorsement, AttachFiles):
    title = gettext_lazy("Vedhæft filer til blåstemplingen")

    @property
    def intro(self) -> str:
        return _("Filer, der viser, at %(name)s bakker op.") % {"name": self.endorsement.organisation_name}


class EndorsementFile(OfEndorsement, FetchFile):
    action = Action.VIEW_PROJECT


class EndorsementFileRemove(ChangingEndorsement, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra blåstemplingen?")


class OfMeeting(OnMeeting):
    def owner(self) -> Owner:
        return Owner(OwnerKind.MEETING, self.meeting.id, self.project.id)


class MeetingAttach(OfMeeting, AttachFiles):
    title = gettext_lazy("Vedhæft filer til mødet")
    action = Action.WORK_ON_PROJECT


class MeetingFile(OfMeeting, FetchFile):
    action = Action.VIEW_PROJECT


class MeetingFileRemove(OfMeeting, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra mødet?")
    action = Action.WORK_ON_PROJECT


class OfCommitment(Below):
    """The address holds `commitment_id`."""

    tab = "project_commitments"
    commitment: CommitmentRow

    def prepare(self) -> None:
        super().prepare()
        found = commitment(project_id=self.project.id, commitment_id=self.kwargs["commitment_id"])
        if found is None:
            raise Http404
        self.commitment = found

    def owner(self) -> Owner:
        return Owner(OwnerKind.COMMITMENT, self.commitment.id, self.project.id)


class ChangingCommitment(OfCommitment):
    action = Action.GIVE_COMMITMENT

    def subject(self) -> Subject:
        return commitment_subject(self.project, self.commitment.organisation_id)


class CommitmentAttach(ChangingCommitment, AttachFiles):
    title = gettext_lazy("Vedhæft filer til tilsagnet")

    @property
    def intro(self) -> str:
        return _("Filer, der viser tilsagnet fra %(name)s.") % {"name": self.commitment.organisation_name}


class CommitmentFile(OfCommitment, FetchFile):
    action = Action.VIEW_PROJECT


class CommitmentFileRemove(ChangingCommitment, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra tilsagnet?")


class OfProcurement(OnProcurement):
    title: Any = ""

    def owner(self) -> Owner:
        return Owner(OwnerKind.PROCUREMENT, self.procurement.id, self.project.id)


class ProcurementAttach(OfProcurement, AttachFiles):
    """What goes to everybody who is invited."""

    title = gettext_lazy("Vedhæft filer til udbuddet")
    action = Action.WORK_ON_PROJECT
    intro = gettext_lazy("Alle, der er inviteret til at give tilbud, kan hente filerne.")


class ProcurementFile(OfProcurement, FetchFile):
    action = Action.VIEW_TENDER


class ProcurementFileRemove(OfProcurement, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra udbuddet?")
    action = Action.WORK_ON_PROJECT


class OfOffer(OnProcurement):
    """The address holds `procurement_id` and `offer_id`. Whose an offer is: the project's, and of the invited
    providers only that of the one who gave it."""

    title: Any = ""
    provider_id: int

    def prepare(self) -> None:
        super().prepare()
        found = (
            row.provider_id
            for row in self.procurement.invitations
            if row.offer is not None and row.offer.id == self.kwargs["offer_id"]
        )
        provider_id = next(found, None)
        if provider_id is None:
            raise Http404
        self.provider_id = provider_id

    def subject(self) -> Subject:
        return tender_subject(project=self.project, invited_ids=[self.provider_id])

    def owner(self) -> Owner:
        return Owner(OwnerKind.OFFER, self.kwargs["offer_id"], self.project.id)

    @property
    def cancel_url(self) -> str:
        own = may(Action.SUBMIT_OFFER, self.actor, self.subject())
        return reverse("invitation" if own else "procurement", args=[self.project.id, self.procurement.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Mine udbud"), reverse("own_invitations")),
            Crumb(self.procurement.subject, self.cancel_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )


class OfferAttach(OfOffer, AttachFiles):
    action = Action.SUBMIT_OFFER
    hidden = True
    title = gettext_lazy("Vedhæft filer til jeres tilbud")
    intro = gettext_lazy(
        "Kun I og de, der vælger udbyder, kan hente filerne. I kan vedhæfte og fjerne filer, til fristen udløber."
    )


class OfferFile(OfOffer, FetchFile):
    action = Action.VIEW_TENDER


class OfferFileRemove(OfOffer, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra jeres tilbud?")
    action = Action.SUBMIT_OFFER
    hidden = True


class OfCourse(OnCourse):
    title: Any = ""

    def owner(self) -> Owner:
        return Owner(OwnerKind.COURSE, self.course.id, self.project.id)


class CourseAttach(OfCourse, AttachFiles):
    title = gettext_lazy("Vedhæft filer til kurset")
    action = Action.RUN_COURSE
    intro = gettext_lazy("F.eks. program og materialer. Deltagerlister og kursusbeviser hører ikke til her.")


class CourseFile(OfCourse, FetchFile):
    action = Action.VIEW_PROJECT


class CourseFileRemove(OfCourse, RemoveFile):
    asks = gettext_lazy("Fjern »%(name)s« fra kurset?")
    action = Action.RUN_COURSE
