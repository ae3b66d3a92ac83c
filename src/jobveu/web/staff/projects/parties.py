"""Pages of a project's parties, and of the needs that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.queries import organisation_source
from jobveu.journeys.parties import remove_party
from jobveu.projects.operations import needs as need_operations
from jobveu.projects.operations import parties as operations
from jobveu.projects.queries import needs as need_queries
from jobveu.projects.queries import parties as queries
from jobveu.web.forms import ChoiceSource, ConfirmPage, Form, FormPage, PickerField
from jobveu.web.staff.projects.base import Below, ShowPage
from jobveu.web.staff.projects.forms import PartyFacts, PartyForm, SocialPartnerFacts

PARTY_KINDS = tuple(kind for kind in OrganisationKind if kind not in operations.CANNOT_BE_PARTIES)


class ProjectParties(ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_parties"
    title = gettext_lazy("Parter")
    template_name = "staff/projects/parties.html"

    def context(self) -> Mapping[str, Any]:
        return {
            "parties": [
                (row, self.may(Action.VIEW_ORGANISATION, _of(row.organisation_id)))
                for row in queries.parties_of_project(project_id=self.project.id)
            ],
            "may_work": self.may(Action.WORK_ON_PROJECT),
        }


class PartyAdd(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_parties"
    tab_title = gettext_lazy("Parter")
    title = gettext_lazy("Tilføj part")
    intro = gettext_lazy("Brugere i organisationen kan se projektet, når den er part.")
    form_class = PartyForm
    submit_label = gettext_lazy("Tilføj parten")
    success_message = gettext_lazy("Parten er tilføjet.")

    def initial(self) -> Mapping[str, Any]:
        return {"joined_on": self.today}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"organisation_id": ChoiceSource(*organisation_source(kinds=PARTY_KINDS))}

    def save(self, form: Form) -> str:
        party = operations.add_party(
            by=self.actor, at=self.now, project_id=self.project.id, **form.cleaned_data
        )
        return f"{self.cancel_url}#party-{party.pk}"


class OnParty(Below):
    """Pages of one party. The address holds `party_id`."""

    tab = "project_parties"
    tab_title = gettext_lazy("Parter")
    party: queries.PartyRow

    def prepare(self) -> None:
        super().prepare()
        party = queries.party(project_id=self.project.id, party_id=self.kwargs["party_id"])
        if party is None:
            raise Http404
        self.party = party


class PartyEdit(OnParty, FormPage):
    action = Action.WORK_ON_PROJECT
    success_message = gettext_lazy("Parten er gemt.")

    @property
    def title(self) -> str:
        return _("Ret %(name)s") % {"name": self.party.name}

    @property
    def form_class(self) -> type[Form]:  # type: ignore[override]  # depends on the kind of party
        return SocialPartnerFacts if self.party.is_social_partner else PartyFacts

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.party.version
        return {
            "joined_on": self.party.joined_on,
            "note": self.party.note,
            "in_first_dialogue": self.party.in_first_dialogue,
            "defines_content": self.party.defines_content,
        }

    def save(self, form: Form) -> str:
        operations.edit_party(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            party_id=self.party.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return f"{self.cancel_url}#party-{self.party.id}"


class PartyRemove(OnParty, ConfirmPage):
    action = Action.WORK_ON_PROJECT
    submit_label = gettext_lazy("Fjern parten")
    success_message = gettext_lazy("Parten er fjernet fra projektet.")

    @property
    def question(self) -> str:
        return _("Vil du fjerne %(name)s fra projektet?") % {"name": self.party.name}

    @property
    def consequences(self) -> Sequence[str]:
        return (
            _("Organisationens brugere kan ikke længere se projektet."),
            _("Har den underskrevet, givet tilsagn eller sat andre spor, kan den ikke fjernes."),
        )

    def save(self, form: Form) -> str:
        remove_party(by=self.actor, at=self.now, project_id=self.project.id, party_id=self.party.id)
        return self.cancel_url


class ProjectNeeds(ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_needs"
    title = gettext_lazy("Behov og dialog")
    template_name = "staff/projects/project_needs.html"

    def context(self) -> Mapping[str, Any]:
        needs = need_queries.needs_of_project(project_id=self.project.id)
        may_see_dialogues = self.may(Action.VIEW_DIALOGUE)
        workplaces = [
            row for row in queries.parties_of_project(project_id=self.project.id) if row.is_workplace
        ]
        may_record = self.may(Action.RECORD_DIALOGUE)
        return {
            "needs": [(row, self._may_view(row)) for row in needs],
            "total": sum(row.head_count for row in needs),
            "may_work": self.may(Action.WORK_ON_PROJECT),
            "may_record_need": self.may(Action.WORK_ON_PROJECT) and self.may(Action.RECORD_NEED),
            "may_see_dialogues": may_see_dialogues,
            "dialogues": queries.dialogues_of_project(project_id=self.project.id)
            if may_see_dialogues
            else (),
            "to_record": [
                (row, f"{reverse('dialogue_create', args=[row.organisation_id])}?projekt={self.project.id}")
                for row in workplaces
            ]
            if may_record
            else [],
        }

    def _may_view(self, row: need_queries.NeedRow) -> bool:
        subject = Subject(
            organisation_ids=frozenset({row.organisation_id, row.stated_by_id}),
            party_organisation_ids=self.project.subject.party_organisation_ids,
        )
        return self.may(Action.VIEW_NEED, subject)


class TieForm(Form):
    need_id = PickerField(
        label=gettext_lazy("Behov"), search_label=gettext_lazy("Søg efter stilling eller organisation")
    )


class ProjectNeedTie(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_needs"
    tab_title = gettext_lazy("Behov og dialog")
    title = gettext_lazy("Knyt et behov til projektet")
    intro = gettext_lazy("Virksomheden og den, der har oplyst behovet, bliver parter i projektet.")
    form_class = TieForm
    submit_label = gettext_lazy("Knyt til projektet")
    success_message = gettext_lazy("Behovet er knyttet til projektet.")

    def pickers(self) -> Mapping[str, ChoiceSource]:
        source = need_queries.open_need_source(by=self.actor, not_in_project=self.project.id)
        return {"need_id": ChoiceSource(*source)}

    def save(self, form: Form) -> str:
        need_operations.tie_need(
            by=self.actor, at=self.now, project_id=self.project.id, need_id=form.cleaned_data["need_id"]
        )
        return self.cancel_url


class ProjectNeedUntie(Below, ConfirmPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_needs"
    tab_title = gettext_lazy("Behov og dialog")
    submit_label = gettext_lazy("Fjern fra projektet")
    success_message = gettext_lazy("Behovet er ikke længere knyttet til projektet.")

    def prepare(self) -> None:
        super().prepare()
        need = need_queries.need_page(need_id=self.kwargs["need_id"])
        # Whoever works on the project may see its needs, and not everybody's.
        if need is None or self.project.id not in {tied.id for tied in need.projects}:
            raise Http404
        self.need = need

    @property
    def question(self) -> str:
        return _("Vil du fjerne behovet »%(occupation)s« fra projektet?") % {
            "occupation": self.need.occupation
        }

    @property
    def consequences(self) -> Sequence[str]:
        return (
            _("Behovet findes stadig og kan knyttes til et andet projekt."),
            _("%(name)s er fortsat part i projektet.") % {"name": self.need.organisation_name},
        )

    def save(self, form: Form) -> str:
        need_operations.untie_need(
            by=self.actor, at=self.now, project_id=self.project.id, need_id=self.need.id
        )
        return self.cancel_url


def _of(organisation_id: int) -> Subject:
    return Subject(organisation_ids=frozenset({organisation_id}))
