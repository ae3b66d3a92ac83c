"""All projects, needs and affiliations of one organisation; its page shows the first of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.actors.queries.organisations import AffiliationRow, affiliation_rows
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.queries.of_organisation import (
    NeedOfOrganisation,
    ProjectOfOrganisation,
    need_rows_of_organisation,
    project_rows_of_organisation,
)
from jobveu.web.forms import ChoiceField, TextField
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.staff.actors.affiliations import WORDS
from jobveu.web.staff.actors.on_organisation import OnOrganisation


class ProjectFilters(FilterForm):
    text = TextField(label=gettext_lazy("Søg i titler"), max_length=100)
    status = ChoiceField(label=gettext_lazy("Status"), enum=ProjectStatus)


def _phase(row: ProjectOfOrganisation) -> str:
    if row.status is not ProjectStatus.ACTIVE:
        return ""
    return f"{row.phase.value}. {row.phase.label}"


class ProjectsOfOrganisation(OnOrganisation, ListPage):
    """Those that the reader may see."""

    action = Action.VIEW_ORGANISATION
    unit = ngettext_lazy("projekt", "projekter")
    filters = ProjectFilters
    default_sort = "-start"
    export_name = "projekter"
    empty = EmptyState(gettext_lazy("Ingen projekter, som du kan se, har organisationen som part."))
    columns = (
        Column(
            "title",
            gettext_lazy("Projekt"),
            sort="title",
            link=lambda row: reverse("project", args=[row.id]),
            width=40,
        ),
        Column("phase", gettext_lazy("Fase"), sort="phase", value=_phase, width=24),
        Column("status", gettext_lazy("Status"), value=lambda row: str(row.status.label), width=14),
        Column("start_date", gettext_lazy("Start"), sort="start"),
        Column("note", gettext_lazy("Opgave"), width=40),
    )

    @property
    def title(self) -> str:
        return _("Projekter med %(name)s") % {"name": self.organisation.name}

    def rows(
        self, *, criteria: Mapping[str, Any], sort: Sort, window: Window
    ) -> RowPage[ProjectOfOrganisation]:
        return project_rows_of_organisation(
            by=self.actor, organisation_id=self.organisation.id, sort=sort, window=window, **criteria
        )


class NeedFilters(FilterForm):
    text = TextField(label=gettext_lazy("Stilling eller fag"), max_length=100)
    state = ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("open", gettext_lazy("Åbne")), ("closed", gettext_lazy("Lukkede"))],
        coerce=str,
    )


class NeedsOfOrganisation(OnOrganisation, ListPage):
    """Those that the reader may see."""

    action = Action.VIEW_ORGANISATION
    unit = ngettext_lazy("behov", "behov")
    filters = NeedFilters
    default_sort = "-needed_by"
    export_name = "behov"
    empty = EmptyState(gettext_lazy("Der er ingen behov endnu"))
    columns = (
        Column(
            "occupation",
            gettext_lazy("Stilling eller fag"),
            sort="occupation",
            link=lambda row: reverse("need", args=[row.id]),
            width=40,
        ),
        Column("head_count", gettext_lazy("Antal"), sort="head_count"),
        Column("needed_by", gettext_lazy("Senest"), sort="needed_by"),
        Column(
            "is_open",
            gettext_lazy("Status"),
            value=lambda row: _("Åbent") if row.is_open else _("Lukket"),
            width=14,
        ),
    )

    @property
    def title(self) -> str:
        return _("Behov hos %(name)s") % {"name": self.organisation.name}

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[NeedOfOrganisation]:
        return need_rows_of_organisation(
            by=self.actor, organisation_id=self.organisation.id, sort=sort, window=window, **criteria
        )


class AffiliationFilters(FilterForm):
    text = TextField(label=gettext_lazy("Navn, CVR- eller P-nummer"), max_length=100)
    state = ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("current", gettext_lazy("Gælder nu")), ("past", gettext_lazy("Afsluttet"))],
        coerce=str,
    )


def _organisation_url(row: AffiliationRow) -> str:
    return reverse("organisation", args=[row.other_id]) if row.may_open else ""


class AffiliationList(OnOrganisation, ListPage):
    action = Action.VIEW_ORGANISATION
    unit = ngettext_lazy("tilknytning", "tilknytninger")
    filters = AffiliationFilters
    default_sort = "name"
    export_name = "tilknytninger"
    empty = EmptyState(gettext_lazy("Ingen tilknytninger endnu."))
    columns = (
        Column("other_name", gettext_lazy("Organisation"), sort="name", link=_organisation_url, width=40),
        Column(
            "kind",
            gettext_lazy("Tilknytning"),
            value=lambda row: str(WORDS[row.kind, row.is_member]),
            width=40,
        ),
        Column("valid_from", gettext_lazy("Fra"), sort="valid_from"),
        Column("valid_to", gettext_lazy("Til"), sort="valid_to"),
    )

    @property
    def title(self) -> str:
        return _("Tilknytninger for %(name)s") % {"name": self.organisation.name}

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[AffiliationRow]:
        return affiliation_rows(
            by=self.actor,
            organisation_id=self.organisation.id,
            today=self.today,
            sort=sort,
            window=window,
            **criteria,
        )
