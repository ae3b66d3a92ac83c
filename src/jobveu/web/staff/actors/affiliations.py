"""Which organisation belongs to which, and since when: kept by those who keep the register, since it takes a
search among all organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action
from jobveu.actors.enums import AffiliationKind
from jobveu.actors.operations import organisations as operations
from jobveu.actors.queries import organisation_source
from jobveu.actors.queries.organisations import affiliation
from jobveu.actors.rules import AFFILIATIONS, affiliations_of_kind
from jobveu.web.forms import (
    ChoiceField,
    ChoiceSource,
    ConfirmPage,
    DanishDateField,
    Form,
    FormPage,
    PickerField,
)
from jobveu.web.staff.actors.on_organisation import OnOrganisation

WORDS = {
    (AffiliationKind.ASSOCIATION_MEMBER, True): gettext_lazy("Medlem af brancheorganisationen"),
    (AffiliationKind.ASSOCIATION_MEMBER, False): gettext_lazy("Har virksomheden som medlem"),
    (AffiliationKind.COMMUNITY_MEMBER, True): gettext_lazy("Med i rekrutteringsfællesskabet"),
    (AffiliationKind.COMMUNITY_MEMBER, False): gettext_lazy("Har jobcentret med"),
    (AffiliationKind.OFFICE_SERVES, True): gettext_lazy("Betjenes af arbejdsmarkedskontoret"),
    (AffiliationKind.OFFICE_SERVES, False): gettext_lazy("Betjener rådet"),
}
"""How an affiliation reads from either end: by its kind, and whether the reader is the member."""


class AffiliationForm(Form):
    way = ChoiceField(label=gettext_lazy("Hvordan hører de sammen?"), radio=True, coerce=str)
    other_id = PickerField(label=gettext_lazy("Den anden organisation"))
    valid_from = DanishDateField(label=gettext_lazy("Fra"))


class AffiliationAdd(OnOrganisation, FormPage):
    action = Action.CREATE_ORGANISATION
    title = gettext_lazy("Tilføj tilknytning")
    form_class = AffiliationForm
    success_message = gettext_lazy("Tilknytningen er tilføjet.")

    def prepare(self) -> None:
        super().prepare()
        self.ways = affiliations_of_kind(self.organisation.kind)
        if not self.ways:
            raise Http404

    def initial(self) -> Mapping[str, Any]:
        kind, is_member = self.ways[0]
        return {"valid_from": self.today, "way": _key(kind, is_member)}

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"way": [(_key(kind, is_member), WORDS[kind, is_member]) for kind, is_member in self.ways]}

    def pickers(self) -> Mapping[str, ChoiceSource]:
        others = {
            other for kind, is_member in self.ways for other in AFFILIATIONS[kind][1 if is_member else 0]
        }
        return {"other_id": ChoiceSource(*organisation_source(kinds=others))}

    def save(self, form: Form) -> str:
        values = form.cleaned_data
        name, end = values["way"].split(":")
        ends = (self.organisation.id, values["other_id"])
        member_id, body_id = ends if end == "member" else ends[::-1]
        operations.add_affiliation(
            by=self.actor,
            at=self.now,
            kind=AffiliationKind(name),
            member_id=member_id,
            body_id=body_id,
            valid_from=values["valid_from"],
        )
        return self.organisation_url


class EndForm(Form):
    last_day = DanishDateField(label=gettext_lazy("Sidste dag"))


class AffiliationEnd(OnOrganisation, ConfirmPage):
    action = Action.CREATE_ORGANISATION
    form_class = EndForm
    submit_label = gettext_lazy("Afslut tilknytningen")
    success_message = gettext_lazy("Tilknytningen er afsluttet.")
    consequences = gettext_lazy("Tilknytningen bliver stående med den dag, den sluttede.")

    def prepare(self) -> None:
        super().prepare()
        found = affiliation(
            by=self.actor,
            organisation_id=self.organisation.id,
            affiliation_id=self.kwargs["affiliation_id"],
        )
        if found is None:
            raise Http404
        self.affiliation = found

    @property
    def question(self) -> str:
        return _("Vil du afslutte tilknytningen mellem »%(one)s« og »%(other)s«?") % {
            "one": self.organisation.name,
            "other": self.affiliation.other_name,
        }

    def initial(self) -> Mapping[str, Any]:
        return {"last_day": self.today}

    def save(self, form: Form) -> str:
        operations.end_affiliation(
            by=self.actor, at=self.now, affiliation_id=self.affiliation.id, **form.cleaned_data
        )
        return self.organisation_url


def _key(kind: AffiliationKind, is_member: bool) -> str:
    return f"{kind.value}:{'member' if is_member else 'body'}"
