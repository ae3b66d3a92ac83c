"""Pages that only the tests have: a form, a confirm page and a list over organisations, open to everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import path, reverse
from django.utils.translation import ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.actors.enums import OrganisationKind, SizeBand
from jobveu.actors.models import Organisation
from jobveu.common import audit
from jobveu.common.choices import Choice
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.config.urls import urlpatterns as site_urlpatterns
from jobveu.web.forms import (
    CheckField,
    ChoiceField,
    ChoicesField,
    ChoiceSource,
    ConfirmPage,
    CvrField,
    DanishDateField,
    Form,
    FormPage,
    IntegerField,
    PickerField,
    TextField,
)
from jobveu.web.lists import ActionLink, Column, EmptyState, FilterForm, ListPage


def search(*, query: str, limit: int) -> list[Choice]:
    rows = Organisation.objects.filter(name__icontains=query).order_by("name", "id")[:limit]
    return [Choice(row.pk, row.name, f"CVR {row.cvr}") for row in rows]


def lookup(*, ids: Sequence[int]) -> list[Choice]:
    return [Choice(row.pk, row.name) for row in Organisation.objects.filter(pk__in=ids)]


SOURCE = ChoiceSource(search=search, lookup=lookup)


class CompanyForm(Form):
    fieldsets = (
        ("Virksomheden", "Det, alle kan slå op.", ("name", "cvr")),
        ("Mere", "", ("size_band", "website", "active")),
    )
    name = TextField(label="Navn", max_length=40, help_text="Som i CVR-registret")
    cvr = CvrField(required=False)
    size_band = ChoiceField(label="Størrelse", enum=SizeBand, required=False)
    website = TextField(label="Hjemmeside", required=False)
    active = CheckField(label="Aktiv")


class CompanyCreate(FormPage):
    action = Action.VIEW_PUBLIC
    form_class = CompanyForm
    title = "Ny virksomhed"
    success_message = "Virksomheden er gemt."

    def save(self, form: Form) -> str:
        values = dict(form.cleaned_data)
        if values["name"] == "Optaget":
            raise DomainError("Navnet er optaget.", field="name")
        if values["name"] == "Lukket":
            raise DomainError("Registret er lukket.")
        if values["name"] == "Tom":
            values["name"] = ""  # what the database refuses
        made = Organisation.objects.create(
            kind=OrganisationKind.COMPANY, **(values | {"size_band": values["size_band"] or ""})
        )
        return reverse("demo_edit", args=[made.pk])


class CompanyEdit(FormPage):
    action = Action.VIEW_PUBLIC
    form_class = CompanyForm
    title = "Ret virksomhed"
    success_message = "Virksomheden er gemt."

    def prepare(self) -> None:
        self.company = Organisation.objects.get(pk=self.kwargs["pk"])
        self.current_version = self.company.version

    def initial(self) -> Mapping[str, Any]:
        return {name: getattr(self.company, name) for name in CompanyForm.base_fields}

    def save(self, form: Form) -> str:
        row = update_versioned(
            rows=Organisation.objects.all(),
            pk=self.company.pk,
            version=self.edited_version,
            changes=form.cleaned_data | {"size_band": form.cleaned_data["size_band"] or ""},
            room="actors.organisation",
        )
        audit.record(
            by=self.actor,
            at=self.now,
            action="organisation.edited",
            room="actors.organisation",
            record_id=row.pk,
        )
        return reverse("demo_edit", args=[row.pk])


class CompanyDelete(ConfirmPage):
    action = Action.VIEW_PUBLIC
    question = "Vil du slette virksomheden?"
    consequences = ("Den forsvinder.", "Projekterne bliver.")
    submit_label = "Ja, slet"
    cancel_url = "/proeve/"

    def save(self, form: Form) -> str:
        Organisation.objects.filter(pk=self.kwargs["pk"]).delete()
        return self.cancel_url


class PickForm(Form):
    title = TextField(label="Titel")
    companies = PickerField(label="Virksomheder", multiple=True, limit=3)
    lead = PickerField(label="Ansvarlig", required=False, limit=3)


class Pick(FormPage):
    action = Action.VIEW_PUBLIC
    form_class = PickForm
    title = "Vælg virksomheder"

    def pickers(self) -> Mapping[str, ChoiceSource]:
        return {"companies": SOURCE, "lead": SOURCE}

    def save(self, form: Form) -> str:
        chosen = ",".join(map(str, form.cleaned_data["companies"]))
        return f"/proeve/?valgt={chosen}&ansvarlig={form.cleaned_data['lead']}"


class CompanyFilters(FilterForm):
    folded = ("at_least", "since")
    q = TextField(label="Søg")
    kind = ChoicesField(label="Type", enum=OrganisationKind)
    size_band = ChoiceField(label="Størrelse", enum=SizeBand)
    at_least = IntegerField(label="Mindste nummer")
    since = DanishDateField(label="Fra")


class CompanyList(ListPage):
    action = Action.VIEW_PUBLIC
    title = "Virksomheder"
    unit = ngettext_lazy("virksomhed", "virksomheder")
    columns = (
        Column("name", "Navn", sort="name", link=lambda row: f"/proeve/{row.pk}/"),
        Column("cvr", "CVR"),
        Column("pk", "Nummer", sort="id"),
        Column("active", "Aktiv", badge=lambda row: "success" if row.active else ""),
        Column("website", "Hjemmeside", only_export=True),
        Column("created_at", "Oprettet", export=False),
    )
    filters = CompanyFilters
    default_sort = "name"
    export_name = "virksomheder"
    empty = EmptyState("Ingen virksomheder endnu", "Opret den første.", "Ny virksomhed", "/proeve/ny/")

    def actions(self) -> Sequence[ActionLink]:
        return [ActionLink("Ny virksomhed", "/proeve/ny/")]

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[Any]:
        rows = Organisation.objects.all()
        if "q" in criteria:
            rows = rows.filter(name__icontains=criteria["q"])
        if "kind" in criteria:
            rows = rows.filter(kind__in=criteria["kind"])
        if "at_least" in criteria:
            rows = rows.filter(pk__gte=criteria["at_least"])
        columns = {"name": DanishSortKey("name"), "id": "id"}
        return page_of(ordered(rows, sort=sort, columns=columns), window=window, cap=200)


urlpatterns = [
    path("proeve/", CompanyList.as_view(), name="demo_list"),
    path("proeve/ny/", CompanyCreate.as_view(), name="demo_new"),
    path("proeve/vaelg/", Pick.as_view(), name="demo_pick"),
    path("proeve/<int:pk>/", CompanyEdit.as_view(), name="demo_edit"),
    path("proeve/<int:pk>/slet/", CompanyDelete.as_view(), name="demo_delete"),
    *site_urlpatterns,
]
