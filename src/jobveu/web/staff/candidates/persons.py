"""A job centre's persons: the list, the search, and each one's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from jobveu.accounts.access import Action, Scope, Subject, grants
from jobveu.accounts.actor import Actor
from jobveu.candidates import identity
from jobveu.candidates.enums import Purpose
from jobveu.candidates.operations import persons as operations
from jobveu.candidates.queries import persons as queries
from jobveu.candidates.queries.looks import latest_looks
from jobveu.common.errors import StaleEdit
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.formal_facts import Asked, FormalFact, registered_words
from jobveu.reference.queries import municipality_choices
from jobveu.web.access import Page
from jobveu.web.forms import Form, FormPage
from jobveu.web.forms.base import summary_lines
from jobveu.web.lists import ActionLink, Column, EmptyState, ListPage
from jobveu.web.lists.export import CONTENT_TYPES
from jobveu.web.lists.filters import FORMAT
from jobveu.web.staff.candidates.forms import (
    PersonEditForm,
    PersonFilters,
    PersonForm,
    PurposeForm,
    SearchForm,
)
from jobveu.web.ui import Crumb, Row


def pairs(choices: Iterable[Any]) -> list[tuple[int, str]]:
    """Choices as the options of a field."""
    return [(choice.id, choice.label) for choice in choices]


def person_link(row: queries.PersonRow) -> str:
    return reverse("person", args=[row.id])


class PersonList(ListPage):
    action = Action.LIST_PERSONS
    template_name = "staff/candidates/person_list.html"
    title = gettext_lazy("Personer")
    intro = gettext_lazy(
        "De personer, som dit jobcenter har registreret. Det registreres, hver gang nogen ser et navn."
    )
    unit = ngettext_lazy("person", "personer")
    filters = PersonFilters
    default_sort = "name"
    export_name = "personer"
    list_purpose = Purpose.PERSON_LIST
    columns = (
        Column("name", gettext_lazy("Navn"), sort="name", link=person_link, width=30),
        Column(
            "situation",
            gettext_lazy("Situation"),
            sort="situation",
            value=lambda row: _("Udsat ledig") if row.vulnerable else row.situation.label,
        ),
        Column(
            "skill_level",
            gettext_lazy("Uddannelse"),
            sort="skill_level",
            value=lambda row: row.skill_level.label,
        ),
        Column("municipality", gettext_lazy("Bopælskommune"), width=20),
        Column("projects", gettext_lazy("Kandidat i"), width=40),
        Column("next_follow_up", gettext_lazy("Næste opfølgning"), sort="follow_up"),
        Column(
            "follow_up_overdue",
            gettext_lazy("Frist"),
            value=lambda row: _("Overskredet") if row.follow_up_overdue else "",
            badge=lambda _row: "warning",
        ),
        Column("registered_on", gettext_lazy("Registreret"), sort="registered"),
        Column("synthetic", gettext_lazy("Opdigtet"), only_export=True),
    )

    @property
    def empty(self) -> EmptyState:  # type: ignore[override]  # may be a property, see ListPage
        may_register = self.may(Action.REGISTER_PERSON)
        return EmptyState(
            _("Jobcentret har ikke registreret nogen personer endnu"),
            _("Registrér en person, før du kan gøre vedkommende til kandidat i et projekt."),
            _("Registrér person") if may_register else "",
            reverse("person_create") if may_register else "",
        )

    @staticmethod
    def filter_choices(actor: Actor) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "project": pairs(queries.project_filter(by=actor)),
            "municipality": pairs(queries.municipality_filter(by=actor)),
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return self.filter_choices(self.actor)

    def only(self) -> Sequence[int] | None:
        """The persons that the list is narrowed to; None for all."""
        return None

    def actions(self) -> Sequence[ActionLink]:
        links = []
        if self.may(Action.REGISTER_PERSON):
            links.append(ActionLink(_("Registrér person"), reverse("person_create")))
        if self.may(Action.VIEW_LOOKS):
            links.append(ActionLink(_("Opslag i jobcentrets personer"), reverse("look_list"), "secondary"))
        return links

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(str(self.title)),)

    def context(self) -> Mapping[str, Any]:
        return self.search_context()

    def search_context(self) -> dict[str, Any]:
        """The search beside the list, which takes along the filters that are chosen."""
        return {
            "search": SearchForm(auto_id="search_%s"),
            "search_url": reverse("person_search"),
            "filters_for": "person-search",
            "filters_for_form": self.request.GET.urlencode(),
        }

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.PersonRow]:
        as_file = self.request.GET.get(FORMAT) in CONTENT_TYPES
        wanted = dict(criteria)
        if "vulnerable" in wanted:
            wanted["vulnerable"] = wanted["vulnerable"] == "yes"
        return queries.persons(
            by=self.actor,
            at=self.now,
            today=self.today,
            purpose=Purpose.PERSON_LIST_FILE if as_file else self.list_purpose,
            only=self.only(),
            sort=sort,
            window=window,
            **wanted,
        )


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PersonCreate(FormPage):
    action = Action.REGISTER_PERSON
    form_class = PersonForm
    template_name = "staff/candidates/person_form.html"
    title = gettext_lazy("Registrér person")
    submit_label = gettext_lazy("Registrér")
    success_message = gettext_lazy("Personen er registreret.")
    registered_before: int | None = None

    @property
    def cancel_url(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return reverse("person_list")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Personer"), reverse("person_list")), Crumb(str(self.title)))

    def job_centres(self) -> list[tuple[int, str]]:
        """The job centres for which the actor may register persons."""
        return [
            (membership.organisation_id, membership.organisation_name)
            for membership, scope in grants(self.action, self.actor)
            if scope is Scope.REGISTERED and membership.organisation_id is not None
        ]

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "job_centre": self.job_centres(),
            "municipality": pairs(municipality_choices(include_special_areas=True)),
        }

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        form = super().make_form(data, files)
        if len(self.job_centres()) == 1:
            del form.fields["job_centre"]
        return form

    @sensitive_variables()
    def save(self, form: Form) -> str:
        values = registration_of(form, self.job_centres())
        try:
            person_id = operations.register_person(by=self.actor, at=self.now, **values)
        except operations.AlreadyRegistered as error:
            self.registered_before = error.person_id
            raise
        return reverse("person", args=[person_id])

    def context(self) -> Mapping[str, Any]:
        before = self.registered_before
        return {"registered_url": reverse("person", args=[before]) if before else ""}


@sensitive_variables()
def registration_of(form: Form, job_centres: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """What register_person is given, from a valid PersonForm."""
    data = form.cleaned_data
    return {
        "job_centre_id": data.get("job_centre") or job_centres[0][0],
        "name": data["identity_name"],
        "cpr": data["identity_cpr"],
        "phone": data["identity_phone"],
        "email": data["identity_email"],
        "situation": data["situation"],
        "vulnerable": data["vulnerable"],
        "skill_level": data["skill_level"],
        "municipality_id": data["municipality"],
    }


class OnPerson(Page):
    """A page about one person: there is no such page for those who may not see it."""

    hidden = True
    place: queries.PersonPlace

    def prepare(self) -> None:
        place = queries.person_place(person_id=self.kwargs["person_id"])
        if place is None:
            raise Http404
        self.place = place

    def subject(self) -> Subject:
        return Subject(registered_by_id=self.place.job_centre_id)


def _facts(person: queries.PersonPage) -> list[Row]:
    """What is registered of what criteria can ask for; nothing where nobody has asked."""
    facts = person.facts
    registered = (
        (_("Kørekort"), registered_words(Asked(FormalFact.DRIVING_LICENCE), facts)),
        (_("Dansk"), registered_words(Asked(FormalFact.DANISH_LEVEL), facts)),
        (_("Certifikater"), registered_words(Asked(FormalFact.CERTIFICATE), facts)),
        (_("Ledig siden"), facts.unemployed_since),
        (_("Kan begynde fra"), person.available_from),
        (
            _("Rejser højst"),
            _("%(km)d km") % {"km": person.travel_limit_km} if person.travel_limit_km else "",
        ),
        (
            _("Rejsetid højst"),
            _("%(minutes)d minutter") % {"minutes": person.travel_limit_minutes}
            if person.travel_limit_minutes
            else "",
        ),
        (_("Er væk"), ", ".join(str(one) for one in person.away)),
    )
    return [
        Row(label, date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value)
        for label, value in registered
        if value
    ]


class PersonDetail(OnPerson):
    action = Action.VIEW_PERSON

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Personer"), reverse("person_list")),
            Crumb(_("Person nr. %(number)d") % {"number": self.place.id}),
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        names = identity.reveal_names(
            by=self.actor, at=self.now, purpose=Purpose.PERSON_PAGE, person_ids=[self.place.id]
        )
        return self.show(name=names.get(self.place.id, ""), form=PurposeForm())

    @sensitive_variables()
    def show(self, *, name: str, form: Form, full: identity.Identity | None = None) -> HttpResponse:
        person = queries.person_page(person_id=self.place.id)
        log = self.may(Action.VIEW_IDENTITY_LOG)
        values = {
            "person": person,
            "facts": _facts(person),
            "name": name,
            "full": full,
            "form": form,
            "summary": summary_lines(form) if form.is_bound and full is None else [],
            "may_edit": self.may(Action.EDIT_PERSON),
            "may_see_full": self.may(Action.SEE_FULL_IDENTITY),
            "may_give_insight": self.may(Action.GIVE_INSIGHT),
            "may_erase": self.may(Action.ERASE_PERSON),
            "looks": latest_looks(person_id=self.place.id) if log else None,
            "crumbs": self.crumbs(),
        }
        return render(self.request, "staff/candidates/person.html", values)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PersonIdentity(PersonDetail):
    """The person's page with CPR number and contact details on it: shown to a caseworker who says why."""

    action = Action.SEE_FULL_IDENTITY

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("person", self.place.id)

    @sensitive_variables()
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = PurposeForm(data=request.POST)
        if not form.is_valid():
            names = identity.reveal_names(
                by=self.actor, at=self.now, purpose=Purpose.PERSON_PAGE, person_ids=[self.place.id]
            )
            return self.show(name=names.get(self.place.id, ""), form=form)
        full = identity.reveal_full(
            by=self.actor, at=self.now, purpose=form.cleaned_data["purpose"], person_id=self.place.id
        )
        return self.show(name=full.name, form=form, full=full)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PersonEdit(OnPerson, FormPage):
    action = Action.EDIT_PERSON
    form_class = PersonEditForm
    template_name = "staff/candidates/person_form.html"
    title = gettext_lazy("Ret person")
    success_message = gettext_lazy("Ændringerne er gemt.")
    registered_before: int | None = None

    @property
    def cancel_url(self) -> str:  # type: ignore[override]  # may be a property, see FormPage
        return reverse("person", args=[self.place.id])

    def crumbs(self) -> Sequence[Crumb]:
        number = _("Person nr. %(number)d") % {"number": self.place.id}
        return (
            Crumb(_("Personer"), reverse("person_list")),
            Crumb(number, self.cancel_url),
            Crumb(str(self.title)),
        )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"municipality": pairs(municipality_choices(include_special_areas=True))}

    def initial(self) -> Mapping[str, Any]:
        if self.request.method == "POST":
            return {}
        person = queries.person_page(person_id=self.place.id)
        self.current_version = person.version
        return self._identity() | {
            "situation": person.situation,
            "vulnerable": person.vulnerable,
            "skill_level": person.skill_level,
            "municipality": person.municipality_id,
        }

    def _identity(self) -> dict[str, Any]:
        """Name and contact details as they are saved; the look is recorded."""
        shown = identity.reveal_contact(
            by=self.actor, at=self.now, purpose=Purpose.PERSON_EDIT, person_id=self.place.id
        )
        return {
            "identity_name": shown.name,
            "identity_phone": shown.phone,
            "identity_email": shown.email,
        }

    @sensitive_variables()
    def save(self, form: Form) -> str:
        data = form.cleaned_data
        try:
            operations.edit_person(
                by=self.actor,
                at=self.now,
                person_id=self.place.id,
                version=self.edited_version,
                name=data["identity_name"],
                phone=data["identity_phone"],
                email=data["identity_email"],
                cpr=data["identity_cpr"],
                situation=data["situation"],
                vulnerable=data["vulnerable"],
                skill_level=data["skill_level"],
                municipality_id=data["municipality"],
            )
        except operations.AlreadyRegistered as error:
            self.registered_before = error.person_id
            raise
        return self.cancel_url

    @sensitive_variables()
    def saved_values(self, stale: StaleEdit) -> Mapping[str, Any]:
        return {**stale.current, **self._identity()}

    def context(self) -> Mapping[str, Any]:
        before = self.registered_before
        return {"registered_url": reverse("person", args=[before]) if before else ""}
