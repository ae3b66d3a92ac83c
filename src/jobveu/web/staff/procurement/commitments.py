"""Letters of intent and hiring guarantees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.queries import organisation_source
from jobveu.attachments.enums import OwnerKind
from jobveu.projects.enums import CommitmentKind
from jobveu.projects.operations import commitments as operations
from jobveu.projects.queries import commitments as queries
from jobveu.projects.queries.commitments import CommitmentRow
from jobveu.projects.queries.header import ProjectHeader
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoiceSource,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    IntegerField,
    PickerField,
    TextField,
)
from jobveu.web.staff.attachments.shown import Files, files_of_each
from jobveu.web.staff.on_project import OnProject
from jobveu.web.staff.procurement.shown import ProjectPart


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment with what this reader may do with it."""

    commitment: CommitmentRow
    may_edit: bool
    files: Files


def commitment_subject(project: ProjectHeader, organisation_id: int) -> Subject:
    """Whose one commitment is: the project's, and of its parties only the one that gave it."""
    giver = project.subject.party_organisation_ids & {organisation_id}
    return replace(project.subject, party_organisation_ids=frozenset(giver))


class ProjectCommitments(ProjectPart):
    action = Action.VIEW_PROJECT
    tab = "project_commitments"
    title = gettext_lazy("Tilsagn fra virksomheder")
    template_name = "staff/procurement/commitments.html"

    def context(self) -> Mapping[str, Any]:
        found = queries.commitments_of_project(project_id=self.project.id)
        own = {
            row.id
            for row in found.rows
            if self.may(Action.GIVE_COMMITMENT, commitment_subject(self.project, row.organisation_id))
        }
        files = files_of_each(
            OwnerKind.COMMITMENT,
            addresses={row.id: (self.project.id, row.id) for row in found.rows},
            may_change=own,
        )
        return {
            "commitments": found,
            "lines": [
                CommitmentLine(row, may_edit=row.is_in_force and row.id in own, files=files[row.id])
                for row in found.rows
            ],
            "may_give": self.may(Action.WORK_ON_PROJECT) or bool(_own_givers(self)),
        }


class CommitmentForm(Form):
    organisation_id = PickerField(
        label=gettext_lazy("Hvem giver tilsagnet?"),
        help_text=gettext_lazy("En virksomhed, en offentlig arbejdsplads eller en brancheorganisation."),
    )
    own_organisation_id = ChoiceField(label=gettext_lazy("På vegne af"), radio=True)
    kind = ChoiceField(label=gettext_lazy("Hvad gives der tilsagn om?"), enum=CommitmentKind, radio=True)
    head_count = IntegerField(
        label=gettext_lazy("Antal personer"),
        help_text=gettext_lazy("Hvor mange der kan få job. Skal altid oplyses ved en ansættelsesgaranti."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    on_behalf_of = TextField(
        label=gettext_lazy("Hvilke virksomheder taler I for?"),
        help_text=gettext_lazy("Kun når en brancheorganisation giver tilsagn for sine medlemmer."),
        max_length=300,
        required=False,
    )
    conditions = TextField(
        label=gettext_lazy("Betingelser"),
        help_text=gettext_lazy("F.eks. at deltageren gennemfører kurserne og har kørekort."),
        rows=4,
        max_length=5000,
        required=False,
    )
    content_matches = CheckField(
        label=gettext_lazy("Kursernes indhold svarer til det, virksomheden efterspørger"),
        help_text=gettext_lazy("Uden det tæller tilsagnet ikke med i projektets fase 3."),
    )
    given_on = DanishDateField(label=gettext_lazy("Tilsagnet er givet den"))
    shown_by = TextField(
        label=gettext_lazy("Hvad viser tilsagnet?"),
        help_text=gettext_lazy(
            "F.eks. »mail fra direktør den 3. marts« eller »underskrevet brev, sag 24-117«."
        ),
        max_length=300,
        required=False,
    )


class CommitmentCreate(OnProject, FormPage):
    """A company's or association's own user gives a commitment; who works on the project records one on
    its behalf and says what shows it."""

    action = Action.GIVE_COMMITMENT
    tab = "project_commitments"
    form_class = CommitmentForm
    success_message = gettext_lazy("Tilsagnet er registreret.")

    def prepare(self) -> None:
        super().prepare()
        self.on_behalf = self.may(Action.WORK_ON_PROJECT)
        self.own = _own_givers(self)
        if not self.on_behalf and not self.own and may(self.action, self.actor, self.subject()):
            raise PermissionDenied  # a union or fund: a party, but nobody who hires

    @property
    def title(self) -> str:
        return _("Registrér tilsagn") if self.on_behalf else _("Giv tilsagn")

    def initial(self) -> Mapping[str, Any]:
        return {"given_on": self.today, "content_matches": True}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"own_organisation_id": [(id_, name) for id_, (name, _kind) in self.own.items()]}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {
            "organisation_id": ChoiceSource(*organisation_source(kinds=operations.COMMITTING_KINDS)),
        }

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        if self.on_behalf:
            del form.fields["own_organisation_id"]
            form.fields["shown_by"].required = True
            return form
        for name in ("organisation_id", "shown_by"):
            del form.fields[name]
        if len(self.own) == 1:
            del form.fields["own_organisation_id"]
        kinds = {kind for _name, kind in self.own.values()}
        if OrganisationKind.EMPLOYER_ASSOCIATION not in kinds:
            del form.fields["on_behalf_of"]
        elif len(kinds) == 1:
            form.fields["on_behalf_of"].required = True
            form.fields["on_behalf_of"].help_text = ""
        return form

    def save(self, form: Form) -> str:
        values = dict(form.cleaned_data)
        own = values.pop("own_organisation_id", None)
        if not self.on_behalf:
            values["organisation_id"] = own or next(iter(self.own))
        operations.give_commitment(by=self.actor, at=self.now, project_id=self.project.id, **values)
        return self.cancel_url


class OnCommitment(OnProject):
    action = Action.GIVE_COMMITMENT
    tab = "project_commitments"

    def prepare(self) -> None:
        super().prepare()
        found = queries.commitment(project_id=self.project.id, commitment_id=self.kwargs["commitment_id"])
        if found is None:
            raise Http404
        self.commitment = found

    def subject(self) -> Subject | None:
        return commitment_subject(self.project, self.commitment.organisation_id)


class CommitmentEdit(OnCommitment, FormPage):
    form_class = CommitmentForm
    title = gettext_lazy("Ret tilsagn")
    success_message = gettext_lazy("Tilsagnet er rettet.")

    @property
    def intro(self) -> str:
        return _("Givet af %(name)s.") % {"name": self.commitment.organisation_name}

    def initial(self) -> Mapping[str, Any]:
        row = self.commitment
        self.current_version = row.version
        names = (
            "kind",
            "head_count",
            "on_behalf_of",
            "conditions",
            "content_matches",
            "given_on",
            "shown_by",
        )
        return {name: getattr(row, name) for name in names}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        for name in ("organisation_id", "own_organisation_id"):
            del form.fields[name]
        if self.commitment.organisation_kind is OrganisationKind.EMPLOYER_ASSOCIATION:
            form.fields["on_behalf_of"].required = True
            form.fields["on_behalf_of"].help_text = ""
        else:
            del form.fields["on_behalf_of"]
        if self.commitment.organisation_id in self.actor.organisation_ids():
            if not self.commitment.shown_by:
                del form.fields["shown_by"]
        else:
            form.fields["shown_by"].required = True
        return form

    def save(self, form: Form) -> str:
        operations.edit_commitment(
            by=self.actor,
            at=self.now,
            commitment_id=self.commitment.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.cancel_url


class WithdrawForm(Form):
    on = DanishDateField(label=gettext_lazy("Trukket tilbage den"))
    reason = TextField(label=gettext_lazy("Hvorfor trækkes tilsagnet tilbage?"), rows=3, max_length=300)


class CommitmentWithdraw(OnCommitment, ConfirmPage):
    form_class = WithdrawForm
    submit_label = gettext_lazy("Træk tilsagnet tilbage")
    success_message = gettext_lazy("Tilsagnet er trukket tilbage.")

    @property
    def question(self) -> str:
        return _("Vil du trække tilsagnet fra %(name)s tilbage?") % {
            "name": self.commitment.organisation_name
        }

    consequences = (
        gettext_lazy("Tilsagnet tæller ikke længere med i projektets faser og i antallet af lovede job."),
        gettext_lazy("Det bliver stående på siden, så alle kan se, at det er trukket tilbage, og hvorfor."),
        gettext_lazy("Det kan ikke fortrydes. Et nyt tilsagn registreres for sig."),
    )

    def initial(self) -> Mapping[str, Any]:
        return {"on": self.today}

    def save(self, form: Form) -> str:
        operations.withdraw_commitment(
            by=self.actor, at=self.now, commitment_id=self.commitment.id, **form.cleaned_data
        )
        return self.cancel_url


def _own_givers(page: OnProject) -> dict[int, tuple[str, str]]:
    """The actor's own organisations, by id with name and kind, that may give a commitment to the project."""
    parties = page.project.subject.party_organisation_ids
    return {
        membership.organisation_id: (membership.organisation_name, membership.organisation_kind)
        for membership in page.actor.memberships
        if membership.role in (Role.COMPANY, Role.SOCIAL_PARTNER)
        and membership.organisation_id in parties
        and membership.organisation_kind in operations.COMMITTING_KINDS
    }
