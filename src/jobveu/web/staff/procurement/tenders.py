"""Finding the provider, as seen by those who choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject, may
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.queries import organisation_source
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import Owner
from jobveu.common.errors import StaleEdit
from jobveu.projects.enums import ProcurementKind
from jobveu.projects.operations import procurement as operations
from jobveu.projects.queries import procurement as queries
from jobveu.projects.queries.procurement import (
    InvitationRow,
    ProcurementPage,
    ProcurementRow,
    ProcurementState,
    tender_subject,
)
from jobveu.web.forms import (
    ChoiceField,
    ChoiceSource,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    PickerField,
    TextField,
)
from jobveu.web.staff.attachments.shown import Files, files_of, files_of_each
from jobveu.web.staff.on_project import OnProject
from jobveu.web.staff.procurement.shown import ProjectPart
from jobveu.web.ui import Crumb

STATE_BADGES = {
    ProcurementState.OPEN: "info",
    ProcurementState.DEADLINE_PASSED: "warning",
    ProcurementState.CHOSEN: "success",
    ProcurementState.CANCELLED: "",
}


@dataclass(frozen=True, slots=True)
class ProcurementLine:
    """A procurement in the list; `href` is empty for those who may only know that it is there."""

    procurement: ProcurementRow
    href: str
    badge: str
    shows_offers: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """An invitation with what has been answered, in words."""

    invitation: InvitationRow
    text: str
    is_chosen: bool


class ProjectProcurement(ProjectPart):
    """Everybody in the project sees who was chosen; tenders open for those who take part in the choice, and
    each invited provider's own part of them for that provider."""

    action = Action.VIEW_PROJECT
    tab = "project_procurement"
    title = gettext_lazy("Udbyder")
    template_name = "staff/procurement/procurements.html"

    def context(self) -> Mapping[str, Any]:
        found = queries.procurements_of_project(project_id=self.project.id, today=self.today)
        return {
            "lines": [self._line(row) for row in found],
            "may_work": self.may(Action.WORK_ON_PROJECT),
        }

    def _line(self, row: ProcurementRow) -> ProcurementLine:
        page = ""
        chooses = self.may(Action.VIEW_TENDER)
        if chooses:
            page = "procurement"
        elif self.may(Action.SUBMIT_OFFER, tender_subject(project=self.project, invited_ids=row.invited_ids)):
            page = "invitation"
        return ProcurementLine(
            procurement=row,
            href=reverse(page, args=[self.project.id, row.id]) if page else "",
            badge=STATE_BADGES[row.state],
            shows_offers=chooses,
        )


class OnProcurement(OnProject):
    """A page about one procurement, which also belongs to the providers invited to it."""

    tab = "project_procurement"

    def prepare(self) -> None:
        super().prepare()
        found = queries.procurement_page(
            project_id=self.project.id, procurement_id=self.kwargs["procurement_id"], today=self.today
        )
        if found is None:
            raise Http404
        self.procurement = found

    def subject(self) -> Subject:
        invited = [row.provider_id for row in self.procurement.invitations]
        return tender_subject(project=self.project, invited_ids=invited)

    def files_of_offers(self) -> list[Files]:
        """In the order of the offers that stand."""
        ids = [row.offer.id for row in self.procurement.offers if row.offer is not None]
        addresses = {id_: (self.project.id, self.procurement.id, id_) for id_ in ids}
        files = files_of_each(OwnerKind.OFFER, addresses=addresses, may_change=())
        return [files[id_] for id_ in ids]

    @property
    def procurement_url(self) -> str:
        return reverse("procurement", args=[self.project.id, self.procurement.id])

    @property
    def cancel_url(self) -> str:
        return self.procurement_url

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(_("Udbyder"), reverse("project_procurement", args=[self.project.id])),
            Crumb(self.procurement.subject, self.procurement_url),
            Crumb(str(getattr(self, "question", "") or self.title)),
        )


class ProcurementShown(OnProcurement, ProjectPart):
    action = Action.VIEW_TENDER
    template_name = "staff/procurement/procurement.html"

    @property
    def title(self) -> str:
        return self.procurement.subject

    def crumbs(self) -> Sequence[Crumb]:
        return (*super().crumbs()[:3], Crumb(self.procurement.subject))

    def get(self, request: HttpRequest, **address: int) -> HttpResponseBase:
        if not may(Action.VIEW_TENDER, self.actor, self.project.subject):
            # An invited provider: it sees its own part, never the others'.
            return redirect("invitation", project_id=self.project.id, procurement_id=self.procurement.id)
        return super().get(request, **address)

    def context(self) -> Mapping[str, Any]:
        tender = self.procurement
        may_work = self.may(Action.WORK_ON_PROJECT)
        is_tender = tender.kind is ProcurementKind.TENDER
        is_open = tender.state in (ProcurementState.OPEN, ProcurementState.DEADLINE_PASSED)
        return {
            "files": files_of(
                Owner(OwnerKind.PROCUREMENT, tender.id, self.project.id),
                address=[self.project.id, tender.id],
                may_change=may_work,
            ),
            "offer_files": self.files_of_offers(),
            "procurement": tender,
            "badge": STATE_BADGES[tender.state],
            "is_tender": is_tender,
            "answers": [
                Answered(row, str(tender.answer_of(row).label), row.provider_id == tender.chosen_provider_id)
                for row in tender.invitations
            ],
            "is_open": is_open,
            "may_work": may_work,
            "may_edit": may_work and (is_open or not is_tender),
            "may_invite": may_work and is_tender and tender.state is ProcurementState.OPEN,
            "may_cancel": may_work and is_tender and is_open,
            "may_choose": may_work and tender.can_be_chosen,
        }


class ProcurementForm(Form):
    kind = ChoiceField(
        label=gettext_lazy("Hvordan findes udbyderen?"),
        help_text=gettext_lazy(
            "Udbud: flere inviteres til at give tilbud. Direkte valg: I vælger én og skriver hvorfor, f.eks. "
            "at skolen er stærk på området, ligger tæt på eller er den eneste."
        ),
        enum=ProcurementKind,
        radio=True,
    )
    subject = TextField(label=gettext_lazy("Hvad skal udbyderen levere?"), max_length=200, width="width-xl")
    requirements = TextField(
        label=gettext_lazy("Krav"),
        help_text=gettext_lazy(
            "Indhold, omfang, sted, holdstørrelse, merit og andet, tilbuddet skal svare på."
        ),
        rows=6,
        max_length=10_000,
        required=False,
    )
    deadline = DanishDateField(
        label=gettext_lazy("Frist for tilbud"),
        error_messages={"required": gettext_lazy("Skriv fristen for tilbud.")},
    )
    provider_ids = PickerField(label=gettext_lazy("Inviterede udbydere"), multiple=True)
    provider_id = PickerField(label=gettext_lazy("Valgt udbyder"))
    reason = TextField(label=gettext_lazy("Hvorfor netop den udbyder?"), rows=4, max_length=5000)
    chosen_on = DanishDateField(label=gettext_lazy("Valgt den"))

    fieldsets = (
        ("", "", ("kind", "subject", "requirements")),
        (
            gettext_lazy("Ved udbud"),
            gettext_lazy("Udfyldes kun, når der holdes udbud."),
            ("deadline", "provider_ids"),
        ),
        (
            gettext_lazy("Ved direkte valg"),
            gettext_lazy("Udfyldes kun, når udbyderen vælges direkte."),
            ("provider_id", "reason", "chosen_on"),
        ),
    )

    needed_by_kind: ClassVar[Mapping[ProcurementKind, tuple[str, ...]]] = {
        ProcurementKind.TENDER: ("deadline", "provider_ids"),
        ProcurementKind.DIRECT_CHOICE: ("provider_id", "reason", "chosen_on"),
    }

    use_required_attribute = False

    def full_clean(self) -> None:
        """Asks for what belongs to the kind that was chosen, and for nothing of the other."""
        chosen = self.data.get(self.add_prefix("kind"))
        for kind, names in self.needed_by_kind.items():
            for name in names:
                if name in self.fields and "kind" in self.fields:
                    self.fields[name].required = chosen == kind.value
        super().full_clean()
        for names in self.needed_by_kind.values():
            for name in names:
                if name in self.fields:
                    self.fields[name].required = True  # shown without "(frivilligt)": its group says when


def provider_source() -> ChoiceSource:
    return ChoiceSource(*organisation_source(kinds=[OrganisationKind.EDUCATION_PROVIDER]))


class ProcurementCreate(OnProject, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_procurement"
    title = gettext_lazy("Find udbyder")
    form_class = ProcurementForm
    success_message = gettext_lazy("Det er gemt.")

    def initial(self) -> Mapping[str, Any]:
        return {"chosen_on": self.today}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"provider_ids": provider_source(), "provider_id": provider_source()}

    def save(self, form: Form) -> str:
        values = form.cleaned_data
        common = {
            "by": self.actor,
            "at": self.now,
            "project_id": self.project.id,
            "subject": values["subject"],
            "requirements": values["requirements"],
        }
        if values["kind"] is ProcurementKind.TENDER:
            procurement_id = operations.open_tender(
                **common,
                opened_on=self.today,
                deadline=values["deadline"],
                provider_ids=values["provider_ids"],
            )
        else:
            procurement_id = operations.choose_directly(
                **common,
                provider_id=values["provider_id"],
                reason=values["reason"],
                chosen_on=values["chosen_on"],
            )
        return reverse("procurement", args=[self.project.id, procurement_id])


class ProcurementEdit(OnProcurement, FormPage):
    action = Action.WORK_ON_PROJECT
    form_class = ProcurementForm
    success_message = gettext_lazy("Det er gemt.")

    @property
    def title(self) -> str:
        return _("Ret udbud") if self.procurement.kind is ProcurementKind.TENDER else _("Ret valg af udbyder")

    @property
    def intro(self) -> str:
        if self.procurement.offers:
            return _("Der er allerede givet tilbud. Fortæl udbyderne, hvis du ændrer kravene.")
        return ""

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.procurement.version
        return {name: getattr(self.procurement, name) for name in ("subject", "requirements", "deadline")}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        form.fieldsets = ()
        kept = {"subject", "requirements"}
        if self.procurement.kind is ProcurementKind.TENDER:
            kept.add("deadline")
            form.fields["deadline"].required = True
        for name in set(form.fields) - kept:
            del form.fields[name]
        return form

    def save(self, form: Form) -> str:
        values = {"deadline": None} | form.cleaned_data
        operations.edit_procurement(
            by=self.actor,
            at=self.now,
            procurement_id=self.procurement.id,
            version=self.edited_version,
            **values,
        )
        return self.procurement_url


class InviteForm(Form):
    provider_ids = PickerField(label=gettext_lazy("Udbydere"), multiple=True)


class InvitationAdd(OnProcurement, FormPage):
    action = Action.WORK_ON_PROJECT
    title = gettext_lazy("Invitér flere udbydere")
    form_class = InviteForm
    submit_label = gettext_lazy("Invitér")
    success_message = gettext_lazy("Udbyderne er inviteret.")

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"provider_ids": provider_source()}

    def save(self, form: Form) -> str:
        operations.invite_providers(
            by=self.actor,
            at=self.now,
            procurement_id=self.procurement.id,
            on=self.today,
            **form.cleaned_data,
        )
        return self.procurement_url


class CancelForm(Form):
    reason = TextField(label=gettext_lazy("Hvorfor annulleres udbuddet?"), rows=3, max_length=300)


class ProcurementCancel(OnProcurement, ConfirmPage):
    action = Action.WORK_ON_PROJECT
    form_class = CancelForm
    submit_label = gettext_lazy("Annullér udbuddet")
    success_message = gettext_lazy("Udbuddet er annulleret.")
    consequences = (
        gettext_lazy("Der kan ikke længere gives tilbud, og der kan ikke vælges en udbyder."),
        gettext_lazy("De inviterede udbydere kan se, at udbuddet er annulleret, og din begrundelse."),
        gettext_lazy("Udbuddet bliver stående i projektet. Det kan ikke fortrydes."),
    )

    @property
    def question(self) -> str:
        return _("Vil du annullere udbuddet »%(subject)s«?") % {"subject": self.procurement.subject}

    def save(self, form: Form) -> str:
        operations.cancel_procurement(
            by=self.actor, at=self.now, procurement_id=self.procurement.id, **form.cleaned_data
        )
        return self.procurement_url


class ChooseForm(Form):
    offer_provider_id = ChoiceField(label=gettext_lazy("Hvem vælger I?"), radio=True)
    provider_id = PickerField(label=gettext_lazy("Udbyder"))
    reason = TextField(
        label=gettext_lazy("Begrundelse"),
        help_text=gettext_lazy("Jobcentre og parter i projektet kan læse den."),
        rows=5,
        max_length=5000,
    )
    chosen_on = DanishDateField(label=gettext_lazy("Valgt den"))


class ProviderChoose(OnProcurement, FormPage):
    """The offers side by side, and the choice with its reason; may be made anew."""

    action = Action.WORK_ON_PROJECT
    title = gettext_lazy("Vælg udbyder")
    template_name = "staff/procurement/choose.html"
    form_class = ChooseForm
    submit_label = gettext_lazy("Gem valget")
    success_message = gettext_lazy("Valget er gemt, og udbyderen er part i projektet.")

    def prepare(self) -> None:
        super().prepare()
        self.is_tender = self.procurement.kind is ProcurementKind.TENDER

    def initial(self) -> Mapping[str, Any]:
        tender: ProcurementPage = self.procurement
        self.current_version = tender.version
        return {
            "offer_provider_id": tender.chosen_provider_id,
            "provider_id": tender.chosen_provider_id,
            "reason": tender.choice_reason,
            "chosen_on": tender.chosen_on or self.today,
        }

    def choices(self) -> Mapping[str, Any]:
        return {
            "offer_provider_id": [(row.provider_id, row.provider_name) for row in self.procurement.offers]
        }

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"provider_id": provider_source()}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        del form.fields["provider_id" if self.is_tender else "offer_provider_id"]
        return form

    def saved_values(self, stale: StaleEdit) -> Mapping[str, Any]:
        return {**stale.current, "offer_provider_id": stale.current["provider_id"]}

    def context(self) -> Mapping[str, Any]:
        return {
            "procurement": self.procurement,
            "offers": self.procurement.offers,
            "offer_files": self.files_of_offers(),
            "waiting": self.procurement.waiting,
            "can_be_chosen": self.procurement.can_be_chosen,
            "is_tender": self.is_tender,
        }

    def save(self, form: Form) -> str:
        values = form.cleaned_data
        operations.choose_provider(
            by=self.actor,
            at=self.now,
            procurement_id=self.procurement.id,
            version=self.edited_version,
            provider_id=values["offer_provider_id" if self.is_tender else "provider_id"],
            reason=values["reason"],
            chosen_on=values["chosen_on"],
        )
        return self.procurement_url
