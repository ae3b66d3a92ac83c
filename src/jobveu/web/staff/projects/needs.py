"""Pages of needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Scope, Subject, may
from jobveu.accounts.enums import Role
from jobveu.actors.enums import SOCIAL_PARTNERS
from jobveu.actors.queries import organisation_source
from jobveu.common.choices import Choice
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.operations import needs as operations
from jobveu.projects.queries import needs as queries
from jobveu.projects.queries.header import ProjectHeader, project_header
from jobveu.projects.rules import HAS_NEEDS
from jobveu.reference.queries import municipality_choices
from jobveu.web.access import Page
from jobveu.web.forms import (
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
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.projects.base import memberships_for
from jobveu.web.ui import Crumb

OFFICE_ROLES = (Role.COORDINATOR, Role.OFFICE_MANAGER)
_IN_A_LIST = 30
"""How many organisations are offered in a drop-down list; more are searched for."""


class NeedFilters(FilterForm):
    text = TextField(label=gettext_lazy("Søg"), help_text=gettext_lazy("Stilling eller organisation"))
    has_project = ChoiceField(
        label=gettext_lazy("Projekt"),
        choices=[
            ("no", gettext_lazy("Uden projekt")),
            ("yes", gettext_lazy("Med projekt")),
        ],
        coerce=str,
    )
    state = ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("open", gettext_lazy("Åbne")), ("closed", gettext_lazy("Lukkede"))],
        coerce=str,
    )
    municipality = ChoiceField(label=gettext_lazy("Kommune"))


class NeedList(ListPage):
    action = Action.LIST_NEEDS
    title = gettext_lazy("Behov")
    intro = gettext_lazy("Konkrete behov for medarbejdere, oplyst af virksomheder eller på deres vegne.")
    unit = ngettext_lazy("behov", "behov")
    columns = (
        Column(
            "occupation",
            gettext_lazy("Stilling eller fag"),
            sort="occupation",
            link=lambda row: reverse("need", args=[row.id]),
            width=30,
        ),
        Column("head_count", gettext_lazy("Antal"), sort="head_count"),
        Column("organisation_name", gettext_lazy("Organisation"), sort="organisation", width=30),
        Column("municipality_name", gettext_lazy("Kommune")),
        Column("needed_by", gettext_lazy("Senest"), sort="needed_by"),
        Column("stated_on", gettext_lazy("Oplyst"), sort="stated_on"),
        Column("stated_by_name", gettext_lazy("Oplyst af"), only_export=True, width=30),
        Column("competences", gettext_lazy("Kompetencer"), only_export=True, width=50),
        Column(
            "state",
            gettext_lazy("Status"),
            value=lambda row: _state(row),
            badge=lambda row: _state_badge(row),
        ),
    )
    filters = NeedFilters
    default_sort = "-stated_on"
    export_name = "behov"

    @property
    def empty(self) -> EmptyState:
        if not self.may(Action.RECORD_NEED):
            return EmptyState(_("Der er ingen behov endnu"))
        return EmptyState(
            _("Der er ingen behov endnu"),
            _("Et projekt begynder med et behov: Hvem mangler medarbejdere, og hvad skal de kunne?"),
            _("Registrér et behov"),
            reverse("need_create"),
        )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"municipality": [(row.id, row.label) for row in municipality_choices()]}

    def actions(self) -> Sequence[ActionLink]:
        if not self.may(Action.RECORD_NEED):
            return ()
        return (ActionLink(_("Registrér et behov"), reverse("need_create")),)

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.NeedRow]:
        wanted = dict(criteria)
        return queries.needs(
            by=self.actor,
            sort=sort,
            window=window,
            text=wanted.get("text", ""),
            is_open={"open": True, "closed": False}.get(wanted.get("state", "")),
            has_project={"yes": True, "no": False}.get(wanted.get("has_project", "")),
            municipality_id=wanted.get("municipality"),
        )


def _state(row: queries.NeedRow) -> str:
    if not row.is_open:
        return _("Lukket")
    return _("I projekt") if row.projects else _("Uden projekt")


def _state_badge(row: queries.NeedRow) -> str:
    if not row.is_open:
        return ""
    return "success" if row.projects else "warning"


class NeedFacts(Form):
    """What every form of a need asks."""

    occupation = TextField(
        label=gettext_lazy("Stilling eller fag"),
        width="width-xl",
        max_length=200,
        help_text=gettext_lazy("F.eks. fibertekniker, tjener eller social- og sundhedshjælper"),
    )
    head_count = IntegerField(label=gettext_lazy("Antal medarbejdere"), min_value=1, max_value=100_000)
    competences = TextField(
        label=gettext_lazy("Kompetencer"),
        rows=5,
        max_length=4000,
        help_text=gettext_lazy("Hvad skal medarbejderne kunne, og hvilke beviser eller certifikater kræves?"),
    )
    municipality_id = ChoiceField(label=gettext_lazy("Arbejdssted (kommune)"))
    needed_by = DanishDateField(label=gettext_lazy("Medarbejderne skal være klar senest"))
    stated_on = DanishDateField(label=gettext_lazy("Behovet blev oplyst den"))


class OwnNeedForm(NeedFacts):
    """For a company, or an association with few members: whose need it is, is chosen from a list."""

    organisation_id = ChoiceField(label=gettext_lazy("Hvis behov er det?"))
    field_order = ("organisation_id",)


class MemberNeedForm(NeedFacts):
    """For an association with many members."""

    organisation_id = PickerField(label=gettext_lazy("Hvis behov er det?"))
    field_order = ("organisation_id",)


class StaffNeedForm(NeedFacts):
    """For offices and job centres, which pass on what they are told."""

    organisation_id = PickerField(
        label=gettext_lazy("Virksomhed eller offentlig arbejdsplads"),
        help_text=gettext_lazy("Findes den ikke, så opret den først under Organisationer."),
    )
    teller = ChoiceField(label=gettext_lazy("Hvem har oplyst behovet?"), coerce=str, radio=True)
    association_id = PickerField(
        label=gettext_lazy("Brancheorganisation, faglig organisation eller a-kasse"),
        help_text=gettext_lazy("Kun hvis det er den, der har oplyst behovet på virksomhedens vegne."),
        required=False,
    )
    field_order = ("organisation_id", "teller", "association_id")


class NeedCreate(FormPage):
    """A new need; with `?projekt=ID` it is tied to that project at once."""

    action = Action.RECORD_NEED
    title = gettext_lazy("Registrér et behov")
    submit_label = gettext_lazy("Gem behovet")
    success_message = gettext_lazy("Behovet er gemt.")
    project: ProjectHeader | None = None

    def prepare(self) -> None:
        number = self.request.GET.get("projekt", "")
        if not number:
            return
        self.project = project_header(project_id=int(number)) if _is_id(number) else None
        if self.project is None or not self.may(Action.WORK_ON_PROJECT, self.project.subject):
            raise Http404

    @property
    def intro(self) -> str:
        if self.project is None:
            return _("Jo mere konkret, desto lettere er det at finde og opkvalificere de rette.")
        return _("Behovet bliver knyttet til projektet »%(title)s«.") % {"title": self.project.title}

    @property
    def cancel_url(self) -> str:
        if self.project is not None:
            return reverse("project_needs", args=[self.project.id])
        return reverse("need_list") if self.may(Action.LIST_NEEDS) else reverse("home")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Behov"), reverse("need_list")), Crumb(str(self.title)))

    @cached_property
    def is_staff(self) -> bool:
        return bool(memberships_for(self.actor, Action.RECORD_NEED, Scope.ALL))

    @cached_property
    def owners(self) -> dict[int, queries.NeedOwner]:
        own = memberships_for(self.actor, Action.RECORD_NEED, Scope.OWN_ORGANISATION)
        ids = {row.organisation_id for row in own if row.organisation_id is not None}
        return {row.id: row for row in queries.need_owners(organisation_ids=ids, on=self.today)}

    @cached_property
    def tellers(self) -> dict[str, int]:
        """The actor's own offices and job centres, by the value of the radio button."""
        found = memberships_for(self.actor, Action.RECORD_NEED, Scope.ALL)
        return {f"own-{row.organisation_id}": row.organisation_id for row in found if row.organisation_id}

    @property
    def form_class(self) -> type[Form]:  # type: ignore[override]  # depends on who fills it in
        if self.is_staff:
            return StaffNeedForm
        return OwnNeedForm if len(self.owners) <= _IN_A_LIST else MemberNeedForm

    def initial(self) -> Mapping[str, Any]:
        values: dict[str, Any] = {"stated_on": self.today}
        if self.is_staff:
            values["teller"] = "self" if self.actor.has_role(*OFFICE_ROLES) else next(iter(self.tellers))
            organisation = self.request.GET.get("organisation", "")
            if _is_id(organisation):
                values["organisation_id"] = int(organisation)
        elif len(self.owners) == 1:
            values["organisation_id"] = next(iter(self.owners))
        return values

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        found: dict[str, Iterable[tuple[Any, Any]]] = {
            "municipality_id": [(row.id, row.label) for row in municipality_choices()]
        }
        if self.is_staff:
            names = {row.organisation_id: row.organisation_name for row in self.actor.memberships}
            found["teller"] = [
                ("self", _("Virksomheden eller arbejdspladsen selv")),
                *(
                    (key, _("%(name)s på dens vegne") % {"name": names[id_]})
                    for key, id_ in self.tellers.items()
                ),
                ("association", _("En brancheorganisation, en faglig organisation eller en a-kasse")),
            ]
        elif self.form_class is OwnNeedForm:
            found["organisation_id"] = [(row.id, row.name) for row in self.owners.values()]
        return found

    def pickers(self) -> Mapping[str, ChoiceSource]:
        if self.is_staff:
            return {
                "organisation_id": ChoiceSource(*organisation_source(kinds=HAS_NEEDS)),
                "association_id": ChoiceSource(*organisation_source(kinds=SOCIAL_PARTNERS)),
            }
        if self.form_class is MemberNeedForm:
            return {"organisation_id": self._owner_source()}
        return {}

    def _owner_source(self) -> ChoiceSource:
        def search(*, query: str, limit: int) -> Sequence[Choice]:
            text = " ".join(query.split()).lower()
            found = [row for row in self.owners.values() if text in row.name.lower()]
            return [Choice(id=row.id, label=row.name) for row in found[:limit]]

        def lookup(*, ids: Sequence[int]) -> Sequence[Choice]:
            return [Choice(id=id_, label=self.owners[id_].name) for id_ in ids if id_ in self.owners]

        return ChoiceSource(search=search, lookup=lookup)

    def save(self, form: Form) -> str:
        values = dict(form.cleaned_data)
        stated_by_id = self._teller(values)
        need = operations.record_need(by=self.actor, at=self.now, stated_by_id=stated_by_id, **values)
        if self.project is not None:
            operations.tie_need(by=self.actor, at=self.now, project_id=self.project.id, need_id=need.pk)
            return reverse("project_needs", args=[self.project.id])
        return reverse("need", args=[need.pk])

    def _teller(self, values: dict[str, Any]) -> int:
        if not self.is_staff:
            return self.owners[values["organisation_id"]].stated_by_id
        teller, association_id = values.pop("teller"), values.pop("association_id")
        if teller == "association":
            if association_id is None:
                raise DomainError(_("Vælg den organisation, der har oplyst behovet."), field="association_id")
            return int(association_id)
        told_by: int = values["organisation_id"] if teller == "self" else self.tellers[teller]
        return told_by


class OnNeed(Page):
    """Pages of one need."""

    need: queries.NeedPage

    def prepare(self) -> None:
        need = queries.need_page(need_id=self.kwargs["need_id"])
        if need is None:
            raise Http404
        self.need = need

    def subject(self) -> Subject | None:
        return self.need.subject

    @property
    def cancel_url(self) -> str:
        return reverse("need", args=[self.need.id])

    def crumbs(self) -> Sequence[Crumb]:
        way = [Crumb(_("Behov"), reverse("need_list")), Crumb(self.need.occupation, self.cancel_url)]
        return (*way, Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))))


class NeedShow(OnNeed):
    action = Action.VIEW_NEED

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        may_edit = self.may(Action.EDIT_NEED)
        context = {
            "need": self.need,
            "crumbs": (Crumb(_("Behov"), reverse("need_list")), Crumb(self.need.occupation)),
            "projects": [(row, self.may(Action.VIEW_PROJECT, row.subject)) for row in self.need.projects],
            "may_edit": may_edit and self.need.is_open,
            "may_reopen": may_edit and not self.need.is_open,
            "may_create_project": self.need.is_open and may(Action.CREATE_PROJECT, self.actor),
            "may_view_organisation": self.may(
                Action.VIEW_ORGANISATION, Subject(organisation_ids=frozenset({self.need.organisation_id}))
            ),
        }
        return render(request, "staff/projects/need.html", context)


class NeedEdit(OnNeed, FormPage):
    action = Action.EDIT_NEED
    title = gettext_lazy("Ret behovet")
    form_class = NeedFacts
    success_message = gettext_lazy("Behovet er gemt.")

    @property
    def intro(self) -> str:
        return self.need.organisation_name

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.need.version
        return {
            "occupation": self.need.occupation,
            "head_count": self.need.head_count,
            "competences": self.need.competences,
            "municipality_id": self.need.municipality_id,
            "needed_by": self.need.needed_by,
            "stated_on": self.need.stated_on,
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"municipality_id": [(row.id, row.label) for row in municipality_choices()]}

    def save(self, form: Form) -> str:
        operations.edit_need(
            by=self.actor,
            at=self.now,
            need_id=self.need.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.cancel_url


class ReasonForm(Form):
    reason = TextField(label=gettext_lazy("Begrundelse"), max_length=300, rows=3)


class NeedClose(OnNeed, ConfirmPage):
    action = Action.EDIT_NEED
    form_class = ReasonForm
    success_message = gettext_lazy("Behovet er lukket.")
    submit_label = gettext_lazy("Luk behovet")

    @property
    def question(self) -> str:
        return _("Vil du lukke behovet »%(occupation)s«?") % {"occupation": self.need.occupation}

    @property
    def consequences(self) -> Sequence[str]:
        return (
            _("Behovet vises ikke længere blandt de åbne og kan ikke knyttes til flere projekter."),
            _("Projekter, der allerede svarer på behovet, beholder det. Det kan genåbnes."),
        )

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.need.version
        return {}

    def save(self, form: Form) -> str:
        operations.close_need(
            by=self.actor,
            at=self.now,
            need_id=self.need.id,
            version=self.edited_version,
            reason=form.cleaned_data["reason"],
        )
        return self.cancel_url


class NeedReopen(OnNeed, ConfirmPage):
    action = Action.EDIT_NEED
    success_message = gettext_lazy("Behovet er åbent igen.")
    submit_label = gettext_lazy("Genåbn behovet")
    danger = False

    @property
    def question(self) -> str:
        return _("Vil du genåbne behovet »%(occupation)s«?") % {"occupation": self.need.occupation}

    @property
    def consequences(self) -> str:
        return _("Det blev lukket med begrundelsen: %(reason)s") % {"reason": self.need.closed_reason}

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.need.version
        return {}

    def save(self, form: Form) -> str:
        operations.reopen_need(by=self.actor, at=self.now, need_id=self.need.id, version=self.edited_version)
        return self.cancel_url


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
