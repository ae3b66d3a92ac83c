"""Tenders as an invited provider sees them: the tender itself and its own offer, nothing of the others'.

An invited provider need not be a party to the project, so these pages stand outside the project's frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, acting_membership, grants, may
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import Owner
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.operations import procurement as operations
from jobveu.projects.queries import procurement as queries
from jobveu.projects.queries.procurement import Answer, InvitationRow, OwnInvitation, ProcurementState
from jobveu.web.forms import (
    CheckField,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    IntegerField,
    MoneyField,
    TextField,
    YesNoField,
)
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.attachments.shown import files_of
from jobveu.web.staff.procurement.tenders import OnProcurement
from jobveu.web.ui import Crumb

ANSWER_BADGES = {
    Answer.WAITING: "warning",
    Answer.OFFERED: "info",
    Answer.CHOSEN: "success",
    Answer.DECLINED: "",
    Answer.NOT_CHOSEN: "",
    Answer.CANCELLED: "",
    Answer.TOO_LATE: "",
}


class OnInvitation(OnProcurement):
    """For the invited provider alone: `own` is its invitation."""

    action = Action.SUBMIT_OFFER
    hidden = True
    title: Any = ""

    @property
    def own(self) -> InvitationRow:
        membership = acting_membership(self.action, self.actor, self.subject())
        provider_id = membership.organisation_id if membership else None
        found = self.procurement.invitation_of(provider_id) if provider_id is not None else None
        if found is None:
            raise RuntimeError("The page was opened without an invitation.")
        return found

    @property
    def invitation_url(self) -> str:
        return reverse("invitation", args=[self.project.id, self.procurement.id])

    @property
    def cancel_url(self) -> str:
        return self.invitation_url

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Mine udbud"), reverse("own_invitations")),
            Crumb(self.procurement.subject, self.invitation_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )


class InvitationShown(OnInvitation):
    def crumbs(self) -> Sequence[Crumb]:
        return (*super().crumbs()[:1], Crumb(self.procurement.subject))

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        own = self.own
        answer = self.procurement.answer_of(own)
        is_open = self.procurement.state is ProcurementState.OPEN
        deadline = self.procurement.deadline
        address = (self.project.id, self.procurement.id)
        values = {
            "files": files_of(
                Owner(OwnerKind.PROCUREMENT, self.procurement.id, self.project.id),
                address=address,
                may_change=False,
            ),
            "offer_files": files_of(
                Owner(OwnerKind.OFFER, own.offer.id, self.project.id),
                address=(*address, own.offer.id),
                may_change=is_open,
            )
            if own.offer
            else None,
            "crumbs": self.crumbs(),
            "project": self.project,
            "may_view_project": may(Action.VIEW_PROJECT, self.actor, self.project.subject),
            "project_url": self.project_url,
            "procurement": self.procurement,
            "invitation": own,
            "offer": own.offer,
            "answer": answer,
            "badge": ANSWER_BADGES[answer],
            "is_open": is_open,
            "is_chosen": answer is Answer.CHOSEN,
            "is_not_chosen": answer is Answer.NOT_CHOSEN,
            "days_left": (deadline - self.today).days if is_open and deadline else None,
        }
        return render(request, "staff/procurement/invitation.html", values)


class OfferForm(Form):
    description = TextField(
        label=gettext_lazy("Indhold"),
        help_text=gettext_lazy("Hvilke kurser, hvor længe, hvor, og hvordan I møder kravene."),
        rows=8,
        max_length=10_000,
    )
    price = MoneyField(label=gettext_lazy("Pris i alt"))
    earliest_start = DanishDateField(label=gettext_lazy("Kan begynde tidligst"))
    min_participants = IntegerField(
        label=gettext_lazy("Mindste antal deltagere"), min_value=1, max_value=10_000
    )
    max_participants = IntegerField(
        label=gettext_lazy("Største antal deltagere"), min_value=1, max_value=10_000
    )
    merit_giving = YesNoField(label=gettext_lazy("Giver forløbet merit?"))


class OfferSubmit(OnInvitation, FormPage):
    form_class = OfferForm

    @property
    def title(self) -> str:
        return _("Ret jeres tilbud") if self.own.offer else _("Giv tilbud")

    @property
    def intro(self) -> str:
        return _("%(subject)s. I kan rette tilbuddet til og med %(deadline)s.") % {
            "subject": self.procurement.subject,
            "deadline": f"{self.procurement.deadline:%d-%m-%Y}",
        }

    submit_label = gettext_lazy("Send tilbud")
    success_message = gettext_lazy("Tilbuddet er sendt.")

    def initial(self) -> Mapping[str, Any]:
        offer = self.own.offer
        if offer is None:
            return {}
        self.current_version = offer.version
        return {name: getattr(offer, name) for name in OfferForm.base_fields}

    def save(self, form: Form) -> str:
        operations.submit_offer(
            by=self.actor,
            at=self.now,
            procurement_id=self.procurement.id,
            provider_id=self.own.provider_id,
            version=self.version,
            **form.cleaned_data,
        )
        return self.invitation_url


class DeclineForm(Form):
    reason = TextField(label=gettext_lazy("Hvorfor ikke?"), rows=3, max_length=300)


class OfferDecline(OnInvitation, ConfirmPage):
    form_class = DeclineForm
    success_message = gettext_lazy("Det er noteret, at I ikke giver tilbud.")

    @property
    def question(self) -> str:
        return (
            _("Vil I trække jeres tilbud tilbage?")
            if self.own.offer
            else _("Vil I sige nej til at give tilbud?")
        )

    @property
    def submit_label(self) -> str:
        return _("Træk tilbuddet tilbage") if self.own.offer else _("Giv ikke tilbud")

    consequences = (
        gettext_lazy("De, der vælger udbyder, kan læse jeres begrundelse."),
        gettext_lazy("Fortryder I, kan I give et tilbud, så længe fristen ikke er udløbet."),
    )

    def save(self, form: Form) -> str:
        operations.decline_invitation(
            by=self.actor,
            at=self.now,
            procurement_id=self.procurement.id,
            provider_id=self.own.provider_id,
            **form.cleaned_data,
        )
        return self.invitation_url


class InvitationFilters(FilterForm):
    text = TextField(label=gettext_lazy("Søg i udbud og projekt"), max_length=100)
    unanswered = CheckField(label=gettext_lazy("Kun dem, der venter på svar"))


class OwnInvitations(ListPage):
    action = Action.SUBMIT_OFFER
    title = gettext_lazy("Mine udbud")
    intro = gettext_lazy("Udbud, som jeres institution er inviteret til at give tilbud på.")
    unit = ngettext_lazy("udbud", "udbud")
    filters = InvitationFilters
    default_sort = "-deadline"
    export_name = "mine-udbud"
    empty = EmptyState(
        gettext_lazy("I er ikke inviteret til noget udbud endnu"),
        gettext_lazy("Når et projekt inviterer jer til at give tilbud, står udbuddet her."),
    )
    columns = (
        Column(
            "subject",
            gettext_lazy("Udbud"),
            sort="subject",
            link=lambda row: reverse("invitation", args=[row.project_id, row.procurement_id]),
            width=40,
        ),
        Column("project_title", gettext_lazy("Projekt"), sort="project", width=40),
        Column("provider_name", gettext_lazy("Inviteret"), only_export=True, width=30),
        Column("invited_on", gettext_lazy("Inviteret den"), sort="invited"),
        Column("deadline", gettext_lazy("Frist"), sort="deadline"),
        Column(
            "answer",
            gettext_lazy("Status"),
            value=lambda row: str(row.answer.label),
            badge=lambda row: ANSWER_BADGES[row.answer],
            width=24,
        ),
    )

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(str(self.title)),)

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[OwnInvitation]:
        memberships = [membership for membership, _scope in grants(self.action, self.actor)]
        own = {row.organisation_id for row in memberships if row.organisation_id is not None}
        return queries.own_invitations(
            provider_ids=own, today=self.today, sort=sort, window=window, **criteria
        )
