"""Pages of agreements: the partner agreement and endorsements, and what every agreement has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.queries import Owner
from jobveu.projects.enums import AgreementKind, AgreementStatus, EndorsementForm
from jobveu.projects.operations import agreements as operations
from jobveu.projects.operations.endorsements import record_endorsement, remove_endorsement
from jobveu.projects.queries import agreements as queries
from jobveu.projects.queries.plan import steering_group
from jobveu.web.forms import ConfirmPage, Form, FormPage
from jobveu.web.forms.base import Text
from jobveu.web.forms.compare import Conflict
from jobveu.web.staff.attachments.shown import files_of, files_of_each
from jobveu.web.staff.planning import forms
from jobveu.web.staff.planning.base import Below, ShowPage, two_versions
from jobveu.web.staff.planning.on_agreement import (
    OnAgreement,
    agreement_view,
    changed_rows,
    own_signatories,
    revising_subject,
    version_rows,
)


class ProjectEndorsement(ShowPage):
    """The partner agreement, those that were withdrawn, and endorsements in other forms."""

    action = Action.VIEW_PROJECT
    tab = "project_endorsement"
    title = gettext_lazy("Partsaftale og blåstempling")
    template_name = "staff/planning/endorsement.html"

    def context(self) -> Mapping[str, Any]:
        views = [
            agreement_view(project=self.project, agreement=row, actor=self.actor)
            for row in queries.agreements_of(project_id=self.project.id, kinds=[AgreementKind.PARTNER])
        ]
        current = next((view for view in views if not view.agreement.standing.withdrawn), None)
        endorsements = queries.endorsements_of(project_id=self.project.id)
        own = [row.id for row in endorsements if self._is_own(row)]
        files = files_of_each(
            OwnerKind.ENDORSEMENT,
            addresses={row.id: (self.project.id, row.id) for row in endorsements},
            may_change=own,
        )
        may_endorse = self.may(Action.ENDORSE, self.project.subject)
        return {
            "view": current,
            "withdrawn": [view for view in views if view.agreement.standing.withdrawn],
            "endorsements": [
                (
                    row,
                    reverse("endorsement_remove", args=[self.project.id, row.id]) if row.id in own else "",
                    files[row.id],
                )
                for row in endorsements
            ],
            "create_agreement_url": reverse("partner_agreement_create", args=[self.project.id])
            if self.may(Action.WORK_ON_PROJECT)
            else "",
            "create_endorsement_url": reverse("endorsement_create", args=[self.project.id])
            if may_endorse
            else "",
            "unrecorded_seats": self._unrecorded_seats(endorsements) if may_endorse else [],
        }

    def _is_own(self, row: queries.EndorsementRow) -> bool:
        return self.may(Action.ENDORSE, endorsement_subject(self.project.subject, row.organisation_id))

    def _unrecorded_seats(self, endorsements: Iterable[queries.EndorsementRow]) -> list[str]:
        """Social partners in the steering group whose seat isn't recorded as an endorsement."""
        recorded = {row.organisation_id for row in endorsements if row.form is EndorsementForm.STEERING_GROUP}
        return [
            seat.organisation_name
            for seat in steering_group(project_id=self.project.id)
            if seat.is_social_partner and seat.organisation_id not in recorded
        ]


def endorsement_subject(project: Subject, organisation_id: int) -> Subject:
    """Whose an endorsement is: the partner's own, and the coordinators'."""
    return Subject(
        office_id=project.office_id,
        coordinating_organisation_id=project.coordinating_organisation_id,
        party_organisation_ids=frozenset({organisation_id}),
    )


class PartnerAgreementCreate(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_endorsement"
    title = gettext_lazy("Skriv partsaftale")
    intro = gettext_lazy(
        "Aftalen er i kraft, når alle underskrivere har underskrevet den nyeste tekst. "
        "Rækkefølgen er fri, og hver underskriver gør det fra sit eget login."
    )
    form_class = forms.PartnerAgreementForm
    submit_label = gettext_lazy("Gem, og bed om underskrifter")
    success_message = gettext_lazy("Partsaftalen er klar til underskrift.")

    def initial(self) -> Mapping[str, Any]:
        return {"title": _("Partsaftale om %(project)s") % {"project": self.project.title}}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"signatory_ids": [(row.id, row.name) for row in self.participants()]}

    def save(self, form: Form) -> str:
        agreement_id = operations.create_partner_agreement(
            project_id=self.project.id, by=self.actor, at=self.now, **form.cleaned_data
        )
        return reverse("agreement", args=[self.project.id, agreement_id])


class EndorsementCreate(Below, FormPage):
    action = Action.ENDORSE
    tab = "project_endorsement"
    title = gettext_lazy("Registrér blåstempling")
    intro = gettext_lazy(
        "De fleste parter bakker op på andre måder end med en underskrift. "
        "Det tæller også, når det kan vises."
    )
    form_class = forms.EndorsementForm
    success_message = gettext_lazy("Blåstemplingen er registreret.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "organisation_id": [
                (row.id, row.name)
                for row in self.participants()
                if row.is_party
                and row.is_social_partner
                and self.may(Action.ENDORSE, endorsement_subject(self.project.subject, row.id))
            ]
        }

    def initial(self) -> Mapping[str, Any]:
        options = list(self.choices()["organisation_id"])
        return {"given_on": self.today, "organisation_id": options[0][0] if len(options) == 1 else None}

    def save(self, form: Form) -> str:
        record_endorsement(project_id=self.project.id, by=self.actor, at=self.now, **form.cleaned_data)
        return reverse("project_endorsement", args=[self.project.id])


class EndorsementRemove(Below, ConfirmPage):
    action = Action.ENDORSE
    tab = "project_endorsement"
    submit_label = gettext_lazy("Ja, fjern")
    success_message = gettext_lazy("Blåstemplingen er fjernet.")

    def prepare(self) -> None:
        super().prepare()
        row = queries.endorsement(endorsement_id=self.kwargs["endorsement_id"], project_id=self.project.id)
        if row is None:
            raise Http404
        self.endorsement = row

    def subject(self) -> Subject | None:
        return endorsement_subject(self.project.subject, self.endorsement.organisation_id)

    @property
    def question(self) -> str:
        return _("Fjern blåstemplingen fra %(name)s?") % {"name": self.endorsement.organisation_name}

    @property
    def consequences(self) -> list[str]:
        return [
            f"{self.endorsement.form.label}: {self.endorsement.shown_by}",
            _("Fase 2 vises som manglende, hvis der ikke er andet, der viser parternes opbakning."),
        ]

    def save(self, form: Form) -> str:
        remove_endorsement(endorsement_id=self.endorsement.id, by=self.actor, at=self.now)
        return reverse("project_endorsement", args=[self.project.id])


class ShowAgreement(OnAgreement, ShowPage):
    action = Action.VIEW_AGREEMENT
    template_name = "staff/planning/agreement.html"

    def context(self) -> Mapping[str, Any]:
        self.title = self.agreement.title
        return {
            "view": agreement_view(project=self.project, agreement=self.agreement, actor=self.actor),
            "files": files_of(
                Owner(OwnerKind.AGREEMENT, self.agreement.id, self.project.id),
                address=[self.project.id, self.agreement.id],
                may_change=self.may(Action.REVISE_AGREEMENT, revising_subject(self.project, self.agreement)),
            ),
        }


class AgreementVersion(OnAgreement, ShowPage):
    """One version in full, with its own signatures."""

    action = Action.VIEW_AGREEMENT
    template_name = "staff/planning/agreement_version.html"

    def context(self) -> Mapping[str, Any]:
        version = self.agreement.version(self.kwargs["number"])
        if version is None:
            raise Http404
        self.title = _("Version %(number)s") % {"number": version.number}
        return {
            "agreement": self.agreement,
            "agreement_url": self.agreement_url,
            "version": version,
            "terms": version_rows(version),
            "is_newest": version.number == self.agreement.newest.number,
        }


class AgreementCompare(OnAgreement, ShowPage):
    """What changed between two versions."""

    action = Action.VIEW_AGREEMENT
    template_name = "staff/planning/agreement_compare.html"

    def context(self) -> Mapping[str, Any]:
        self.title = _("Sammenlign versioner")
        numbers = [version.number for version in self.agreement.versions]
        first, second = two_versions(numbers, self.request.GET)
        old, new = self.agreement.version(first), self.agreement.version(second)
        if old is None or new is None:
            raise Http404
        return {
            "agreement": self.agreement,
            "agreement_url": self.agreement_url,
            "old": old,
            "new": new,
            "numbers": numbers,
            "changed_terms": changed_rows(old, new),
        }


class AgreementRevise(OnAgreement, FormPage):
    """A new version of a partner agreement; contributions and handovers have forms of their own."""

    action = Action.REVISE_AGREEMENT
    title = gettext_lazy("Skriv ny version")
    form_class: ClassVar[type[Form]] = forms.PartnerAgreementTextForm
    submit_label = gettext_lazy("Gem ny version")
    success_message = gettext_lazy("Den nye version er gemt. Underskriverne skal underskrive den.")

    def subject(self) -> Subject | None:
        return revising_subject(self.project, self.agreement)

    @property
    def intro(self) -> str:
        names = [row.name for row in self.agreement.signatories if row.signature]
        if not names:
            return _("Den nye tekst bliver til en ny version. De tidligere kan stadig læses.")
        return _(
            "Den nye tekst skal underskrives forfra. %(names)s har underskrevet den nuværende; "
            "underskrifterne bliver stående under den."
        ) % {"names": ", ".join(names)}

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.agreement.newest.number
        return {"text": self.agreement.newest.text}

    def save(self, form: Form) -> str:
        operations.revise_agreement(
            agreement_id=self.agreement.id,
            version=self.edited_version,
            by=self.actor,
            at=self.now,
            **form.cleaned_data,
        )
        return self.agreement_url


class AgreementSign(OnAgreement, FormPage):
    """The whole text, and the signature under it. Who signs a text that has been replaced meanwhile is shown
    the new one instead, and has to confirm again."""

    action = Action.SIGN_AGREEMENT
    title = gettext_lazy("Læs og underskriv")
    template_name = "staff/planning/sign.html"
    form_class = forms.SignForm
    submit_label = gettext_lazy("Underskriv")
    success_message: Text = gettext_lazy("Underskriften er registreret.")
    was_replaced = False
    replaced: queries.TextVersion | None = None
    """The version that the reader had before them, when it turned out to have been replaced."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.agreement.status is AgreementStatus.WITHDRAWN:
            messages.info(request, _("Aftalen er trukket tilbage og kan ikke underskrives."))
            return redirect(self.agreement_url)
        if not any(row.signature is None for row in own_signatories(self.agreement, self.actor)):
            messages.info(request, _("I har allerede underskrevet den nyeste tekst."))
            return redirect(self.agreement_url)
        return super().get(request, *args, **kwargs)

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data=data, files=files)
        own = own_signatories(self.agreement, self.actor)
        if len(own) == 1:
            del form.fields["organisation_id"]
            form.fields["confirmed"].label = _(
                "Jeg har læst hele teksten og underskriver på vegne af %(name)s"
            ) % {"name": own[0].name}
        return form

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.agreement.newest.number
        return {}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        own = own_signatories(self.agreement, self.actor)
        return {"organisation_id": [(row.organisation_id, row.name) for row in own]}

    def save(self, form: Form) -> str:
        own = own_signatories(self.agreement, self.actor)
        organisation_id = form.cleaned_data.get("organisation_id") or own[0].organisation_id
        status = operations.sign_agreement(
            agreement_id=self.agreement.id,
            version=self.edited_version,
            organisation_id=organisation_id,
            by=self.actor,
            at=self.now,
        )
        if status is AgreementStatus.IN_FORCE:
            self.success_message = _("Underskriften er registreret, og aftalen er nu i kraft.")
        return self.agreement_url

    def show(self, form: Form, *, conflict: Conflict | None = None, **how: Any) -> HttpResponse:
        if conflict is not None:
            self.prepare()
        newest = self.agreement.newest.number
        if self.request.method == "POST" and (read := self.request.POST.get("version", "")) != str(newest):
            self.replaced = next((row for row in self.agreement.versions if str(row.number) == read), None)
            self.version, self.was_replaced = newest, True
            form = self.make_form()
        return super().show(form, **how)

    def context(self) -> Mapping[str, Any]:
        newest = self.agreement.newest
        own_ids = {row.organisation_id for row in own_signatories(self.agreement, self.actor)}
        signed = [row.last_signed for row in self.agreement.signatories if row.organisation_id in own_ids]
        earlier = self.replaced or self.agreement.version(max((number or 0 for number in signed), default=0))
        return {
            "agreement": self.agreement,
            "version_shown": newest,
            "terms": version_rows(newest),
            "was_replaced": self.was_replaced,
            "earlier": earlier if earlier and earlier.number != newest.number else None,
            "changed_terms": changed_rows(earlier, newest) if earlier else (),
        }


class AgreementWithdraw(OnAgreement, ConfirmPage):
    action = Action.REVISE_AGREEMENT
    form_class = forms.ReasonForm
    submit_label = gettext_lazy("Ja, træk tilbage")
    success_message = gettext_lazy("Aftalen er trukket tilbage.")

    def prepare(self) -> None:
        super().prepare()
        if self.agreement.kind is AgreementKind.HANDOVER:
            raise Http404  # a handover is ended instead

    def subject(self) -> Subject | None:
        return revising_subject(self.project, self.agreement)

    @property
    def question(self) -> str:
        return _("Træk »%(title)s« tilbage?") % {"title": self.agreement.title}

    @property
    def consequences(self) -> list[str]:
        return [
            _("Aftalen gælder ikke længere og kan ikke underskrives."),
            _("Teksten og underskrifterne kan stadig læses sammen med din begrundelse."),
            _("Det kan ikke fortrydes, men I kan skrive en ny aftale."),
        ]

    def save(self, form: Form) -> str:
        operations.withdraw_agreement(
            agreement_id=self.agreement.id, by=self.actor, at=self.now, **form.cleaned_data
        )
        return self.agreement_url


class SignatoryAdd(OnAgreement, FormPage):
    action = Action.REVISE_AGREEMENT
    title = gettext_lazy("Tilføj underskriver")
    form_class = forms.SignatoryForm
    submit_label = gettext_lazy("Tilføj")
    success_message = gettext_lazy("Underskriveren er tilføjet.")

    def subject(self) -> Subject | None:
        return revising_subject(self.project, self.agreement)

    @property
    def intro(self) -> str:
        if self.agreement.status is AgreementStatus.IN_FORCE:
            return _("Aftalen er i kraft. Den venter på den nye underskriver, når du har tilføjet den.")
        return ""

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        there = self.agreement.signatory_ids
        return {"organisation_id": [(row.id, row.name) for row in self.participants() if row.id not in there]}

    def save(self, form: Form) -> str:
        operations.add_signatory(
            agreement_id=self.agreement.id, by=self.actor, at=self.now, **form.cleaned_data
        )
        return self.agreement_url


class SignatoryRemove(OnAgreement, ConfirmPage):
    action = Action.REVISE_AGREEMENT
    submit_label = gettext_lazy("Ja, fjern")
    success_message = gettext_lazy("Underskriveren er fjernet.")

    def prepare(self) -> None:
        super().prepare()
        wanted = self.kwargs["organisation_id"]
        rows = [row for row in self.agreement.signatories if row.organisation_id == wanted]
        if not rows:
            raise Http404
        self.signatory = rows[0]

    def subject(self) -> Subject | None:
        return revising_subject(self.project, self.agreement)

    @property
    def question(self) -> str:
        return _("Fjern %(name)s som underskriver?") % {"name": self.signatory.name}

    @property
    def consequences(self) -> list[str]:
        found = [_("%(name)s skal ikke længere underskrive aftalen.") % {"name": self.signatory.name}]
        if self.agreement.standing.missing == {self.signatory.organisation_id}:
            found.append(_("Alle andre har underskrevet. Aftalen er derfor i kraft, når du fjerner parten."))
        return found

    def save(self, form: Form) -> str:
        operations.remove_signatory(
            agreement_id=self.agreement.id,
            organisation_id=self.signatory.organisation_id,
            by=self.actor,
            at=self.now,
        )
        return self.agreement_url
