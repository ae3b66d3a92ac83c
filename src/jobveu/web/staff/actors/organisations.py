"""The register of organisations: the list, one of them, creating and correcting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.validators import URLValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.enums import Role
from jobveu.actors.enums import WORKPLACES, OrganisationKind, SizeBand
from jobveu.actors.operations import organisations as operations
from jobveu.actors.queries import organisations as queries
from jobveu.actors.queries.approach import pause_of
from jobveu.actors.queries.members import unadministered_from
from jobveu.actors.queries.organisations import AffiliationRow, Duplicate, OrganisationRow
from jobveu.actors.queries.primary_contacts import primary_contact
from jobveu.actors.queries.users import members_of
from jobveu.actors.rules import affiliations_of_kind, kinds_created_by
from jobveu.common.cvr import format_cvr
from jobveu.common.errors import DomainError
from jobveu.common.p_number import parse_p_number
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.journeys.dialogue import latest_dialogues
from jobveu.projects.queries.of_organisation import needs_of_organisation, projects_of_organisation
from jobveu.reference.queries import councils, industry_choices, municipality_choices, offices
from jobveu.web.forms import CheckField, ChoiceField, CvrField, Form, FormPage, TextField
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.actors.affiliations import WORDS
from jobveu.web.staff.actors.on_organisation import OnOrganisation
from jobveu.web.ui import Crumb

SHOWN = 10
"""How many projects and needs an organisation's page shows, and half as many as affiliations."""


class OrganisationFilters(FilterForm):
    text = TextField(label=gettext_lazy("Navn, CVR- eller P-nummer"), max_length=100)
    kind = ChoiceField(label=gettext_lazy("Type"), enum=OrganisationKind)
    municipality = ChoiceField(label=gettext_lazy("Kommune"))
    section = ChoiceField(label=gettext_lazy("Hovedbranche (DB07)"))
    without_contact = CheckField(label=gettext_lazy("Arbejdspladser uden primær kontaktperson"))
    inactive = CheckField(label=gettext_lazy("Vis dem, der ikke længere er aktive"))
    unadministered = CheckField(label=gettext_lazy("Vis dem, hvis brugere ingen administrerer"))

    folded = ("section", "without_contact", "inactive", "unadministered")


class OrganisationList(ListPage):
    action = Action.LIST_ORGANISATIONS
    title = gettext_lazy("Organisationer")
    unit = ngettext_lazy("organisation", "organisationer")
    filters = OrganisationFilters
    default_sort = "name"
    export_name = "organisationer"
    columns = (
        Column(
            "name",
            gettext_lazy("Navn"),
            sort="name",
            link=lambda row: reverse("organisation", args=[row.id]),
            width=40,
        ),
        Column("kind", gettext_lazy("Type"), sort="kind", value=lambda row: str(row.kind.label), width=24),
        Column(
            "cvr", gettext_lazy("CVR-nummer"), sort="cvr", value=lambda row: format_cvr(row.cvr), width=14
        ),
        Column("p_number", gettext_lazy("P-nummer"), only_export=True, width=12),
        Column("municipality", gettext_lazy("Kommune"), sort="municipality", width=20),
        Column("industry", gettext_lazy("Branche"), width=40),
        Column("size_band", gettext_lazy("Størrelse"), only_export=True, width=20),
    )

    @property
    def empty(self) -> EmptyState:
        if not self.may(Action.CREATE_ORGANISATION):
            return EmptyState(_("Der er ingen organisationer at vise"))
        return EmptyState(
            _("Der er ingen organisationer endnu"),
            _(
                "Opret de virksomheder, jobcentre, uddannelsesinstitutioner og organisationer, I arbejder sammen med."
            ),
            _("Opret organisation"),
            reverse("organisation_create"),
        )

    def actions(self) -> Sequence[ActionLink]:
        links = []
        if self.may(Action.CREATE_ORGANISATION):
            links.append(ActionLink(_("Opret organisation"), reverse("organisation_create")))
        if self.may(Action.MERGE_DUPLICATES):
            links.append(ActionLink(_("Mulige dubletter"), reverse("duplicate_list"), "secondary"))
        return links

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(str(self.title)),)

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "municipality": [(choice.id, choice.label) for choice in municipality_choices()],
            "section": queries.section_choices(),
        }

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[OrganisationRow]:
        return queries.organisation_rows(
            by=self.actor, today=self.today, sort=sort, window=window, **criteria
        )


@dataclass(frozen=True, slots=True)
class AffiliationShown:
    row: AffiliationRow
    words: str


class OrganisationPage(OnOrganisation):
    action = Action.VIEW_ORGANISATION

    def crumbs(self) -> Sequence[Crumb]:
        return (*super().crumbs()[:1], Crumb(self.organisation.name))

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        organisation = self.organisation
        affiliations, more = queries.affiliations_of(
            by=self.actor, organisation_id=organisation.id, limit=SHOWN * 2
        )
        sees_dialogue = self.may(Action.VIEW_DIALOGUE)
        may_edit = self.may(Action.EDIT_ORGANISATION)
        # One more than is shown tells whether there is a longer list to link to.
        projects = projects_of_organisation(by=self.actor, organisation_id=organisation.id, limit=SHOWN + 1)
        needs = needs_of_organisation(by=self.actor, organisation_id=organisation.id, limit=SHOWN + 1)
        values = {
            "crumbs": self.crumbs(),
            "organisation": organisation,
            "cvr": format_cvr(organisation.cvr),
            "contacts": queries.contacts_of(organisation_id=organisation.id),
            "affiliations": [
                AffiliationShown(row=row, words=str(WORDS[row.kind, row.is_member])) for row in affiliations
            ],
            "affiliations_left": more,
            "has_affiliations": bool(affiliations_of_kind(organisation.kind)),
            "members": members_of(organisation_id=organisation.id, today=self.today)
            if self.may(Action.MANAGE_USERS)
            else (),
            "projects": projects[:SHOWN],
            "has_more_projects": len(projects) > SHOWN,
            "needs": needs[:SHOWN],
            "has_more_needs": len(needs) > SHOWN,
            "sees_needs": may(Action.LIST_NEEDS, self.actor),
            "sees_dialogue": sees_dialogue,
            "dialogues": latest_dialogues(by=self.actor, organisation_id=organisation.id)
            if sees_dialogue
            else (),
            "may_edit": may_edit,
            # Whoever may see the page may also know that they want to be left alone.
            "pause": pause_of(organisation_id=organisation.id, on=self.today),
            "has_primary": organisation.kind in WORKPLACES,
            "primary": primary_contact(organisation_id=organisation.id, on=self.today)
            if organisation.kind in WORKPLACES
            else None,
            "may_choose_primary": self.may(Action.CHOOSE_PRIMARY_CONTACT),
            "may_pause": self.may(Action.PAUSE_CONTACT),
            "may_affiliate": self.may(Action.CREATE_ORGANISATION) and organisation.active,
            "may_merge": self.may(Action.MERGE_DUPLICATES),
            "may_manage_contacts": self.may(Action.MANAGE_CONTACTS),
            "may_manage_members": self.may(Action.MANAGE_MEMBERS, Subject(members_of_id=organisation.id)),
            # Told to those who can do something about it, and to the offices, who work with everybody.
            "lacks": unadministered_from(organisation_id=organisation.id, on=self.today)
            if self.may(Action.MANAGE_USERS) or self.actor.has_role(Role.COORDINATOR, Role.OFFICE_MANAGER)
            else None,
            "today": self.today,
            "may_manage_users": self.may(Action.MANAGE_USERS),
            "may_record_dialogue": self.may(Action.RECORD_DIALOGUE)
            and organisation.id not in self.actor.organisation_ids(),
        }
        return render(request, "staff/actors/organisation.html", values)


class PNumberField(TextField):
    """A P-number; the cleaned value is its ten digits, "" when left empty."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return parse_p_number(text) if text else ""


class OrganisationForm(Form):
    kind = ChoiceField(label=gettext_lazy("Type"), enum=OrganisationKind)
    name = TextField(label=gettext_lazy("Navn"), max_length=200, width="width-l")
    cvr = CvrField(
        required=False,
        help_text=gettext_lazy("8 cifre. Står på virksomhedens hjemmeside og på virk.dk."),
    )
    p_number = PNumberField(
        label=gettext_lazy("P-nummer"),
        help_text=gettext_lazy("10 cifre. Når det gælder ét bestemt arbejdssted."),
        max_length=20,
        required=False,
        width="char-11",
    )
    municipality_id = ChoiceField(
        label=gettext_lazy("Kommune"), required=False, empty_label=gettext_lazy("Ikke valgt")
    )
    industry_id = ChoiceField(
        label=gettext_lazy("Branche (DB07)"), required=False, empty_label=gettext_lazy("Ikke valgt")
    )
    size_band = ChoiceField(
        label=gettext_lazy("Størrelse"),
        enum=SizeBand,
        required=False,
        empty_label=gettext_lazy("Ikke oplyst"),
    )
    website = TextField(
        label=gettext_lazy("Hjemmeside"),
        help_text=gettext_lazy("F.eks. https://www.firma.dk"),
        max_length=200,
        required=False,
    )
    office_id = ChoiceField(
        label=gettext_lazy("Arbejdsmarkedskontor"),
        help_text=gettext_lazy("Kun når typen er arbejdsmarkedskontor."),
        required=False,
        empty_label=gettext_lazy("Ikke valgt"),
    )
    council_id = ChoiceField(
        label=gettext_lazy("Regionalt råd"),
        help_text=gettext_lazy("Kun når typen er regionalt råd."),
        required=False,
        empty_label=gettext_lazy("Ikke valgt"),
    )
    active = CheckField(
        label=gettext_lazy("Aktiv"),
        help_text=gettext_lazy("Organisationer, der ikke er aktive, kan ikke vælges i nye sammenhænge."),
    )
    anyway = CheckField(
        label=gettext_lazy("Opret alligevel: det er en anden organisation end dem, der er vist ovenfor")
    )

    def clean_website(self) -> str:
        text = str(self.cleaned_data["website"]).strip()
        if not text:
            return ""
        if "://" not in text:
            text = f"https://{text}"
        URLValidator(schemes=["http", "https"], message=_("Skriv en adresse, f.eks. https://www.firma.dk."))(
            text
        )
        return text

    def clean_size_band(self) -> str:
        return str(self.cleaned_data["size_band"] or "")


@dataclass(frozen=True, slots=True)
class DuplicateShown:
    duplicate: Duplicate
    reason: str
    cvr: str


_REASONS = {
    "p_number": gettext_lazy("Samme P-nummer"),
    "cvr": gettext_lazy("Samme CVR-nummer"),
    "name": gettext_lazy("Navnet ligner"),
}


class _OrganisationChoices(FormPage):
    form_class = OrganisationForm

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "municipality_id": [(choice.id, choice.label) for choice in municipality_choices()],
            "industry_id": [(choice.id, choice.label) for choice in industry_choices()],
            "office_id": [(row.id, row.name) for row in offices()],
            "council_id": [(row.id, row.name) for row in councils()],
        }


class OrganisationCreate(_OrganisationChoices):
    """Organisations that the new one may be are shown before it is made; then it takes a deliberate tick."""

    action = Action.CREATE_ORGANISATION
    title = gettext_lazy("Opret organisation")
    template_name = "staff/actors/organisation_create.html"
    submit_label = gettext_lazy("Opret organisation")
    success_message = gettext_lazy("Organisationen er oprettet.")

    duplicates: tuple[Duplicate, ...] = ()

    @property
    def cancel_url(self) -> str:
        return reverse("organisation_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Organisationer"), reverse("organisation_list")), Crumb(str(self.title)))

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        kinds = kinds_created_by(self.actor)
        return {**super().choices(), "kind": [(kind.value, kind.label) for kind in kinds]}

    @property
    def _is_administrator(self) -> bool:
        return self.actor.has_role(Role.ADMINISTRATOR)

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        del form.fields["active"]
        if not self._is_administrator:
            del form.fields["office_id"]
            del form.fields["council_id"]
        if data is not None and "_search" not in data and form.is_valid():
            values = form.cleaned_data
            self.duplicates = queries.likely_duplicates(
                kind=values["kind"],
                name=values["name"],
                cvr=values["cvr"],
                p_number=values["p_number"],
                municipality_id=values["municipality_id"],
            )
        if not self.duplicates:
            del form.fields["anyway"]
        return form

    def context(self) -> Mapping[str, Any]:
        return {
            "duplicates": [
                DuplicateShown(
                    duplicate=found,
                    reason=str(_REASONS[found.reason]),
                    cvr=format_cvr(found.organisation.cvr),
                )
                for found in self.duplicates
            ]
        }

    def save(self, form: Form) -> str:
        values = dict(form.cleaned_data)
        if self.duplicates and not values.pop("anyway"):
            raise DomainError(
                _("Se, om organisationen findes i forvejen. Er det en anden, så sæt kryds, og opret den."),
                field="anyway",
            )
        values.pop("anyway", None)
        organisation_id = operations.create_organisation(by=self.actor, at=self.now, **values)
        return reverse("organisation", args=[organisation_id])


class OrganisationEdit(OnOrganisation, _OrganisationChoices):
    action = Action.EDIT_ORGANISATION
    title = gettext_lazy("Ret organisation")
    success_message = gettext_lazy("Organisationen er gemt.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.organisation.version
        names = (
            "name",
            "cvr",
            "p_number",
            "municipality_id",
            "industry_id",
            "size_band",
            "website",
            "active",
        )
        return {name: getattr(self.organisation, name) for name in names}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        for name in ("kind", "office_id", "council_id", "anyway"):
            del form.fields[name]
        return form

    def save(self, form: Form) -> str:
        operations.edit_organisation(
            by=self.actor,
            at=self.now,
            organisation_id=self.organisation.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.organisation_url
