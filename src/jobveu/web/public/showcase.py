"""The public overview of Job-VEU projects (recommendation 8 of the evaluation)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from jobveu.accounts.access import Action
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.reference.enums import IndustryLevel
from jobveu.reference.queries import councils, industry_choices
from jobveu.showcase.queries import PublishedRow, published_case, published_projects
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, TextField
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.ui import Crumb


class ShowcaseFilters(FilterForm):
    text = TextField(label=_("Søg i titel og beskrivelse"), max_length=100)
    type = ChoiceField(label=_("Projekttype"), enum=ProjectType)
    council = ChoiceField(label=_("Råd"))
    section = ChoiceField(label=_("Branche (hovedafdeling)"))
    status = ChoiceField(
        label=_("Status"),
        choices=[
            (ProjectStatus.ACTIVE, ProjectStatus.ACTIVE.label),
            (ProjectStatus.COMPLETED, ProjectStatus.COMPLETED.label),
        ],
        coerce=ProjectStatus,
    )
    folded = ("section", "status")


class ShowcaseList(ListPage):
    action = Action.VIEW_PUBLIC
    title = _("Job-VEU-projekter i hele landet")
    intro = _("Igangværende og gennemførte projekter, som er offentliggjort.")
    unit = ngettext_lazy("projekt", "projekter")
    columns = (
        Column(
            "title", _("Projekt"), sort="title", link=lambda row: reverse("showcase_project", args=[row.id])
        ),
        Column("type", _("Type"), value=lambda row: row.type.label),
        Column("council", _("Råd"), sort="council"),
        Column("industry", _("Branche")),
        Column("start_year", _("Begyndte"), sort="start", value=lambda row: str(row.start_year or "")),
        Column("status", _("Status"), value=lambda row: row.status.label),
    )
    filters = ShowcaseFilters
    default_sort = "title"
    empty = EmptyState(
        _("Ingen projekter er offentliggjort endnu"),
        _("Når en koordinator offentliggør et projekt, kan alle læse om det her."),
    )
    export_name = "job-veu-projekter"

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {
            "council": [(council.id, council.name) for council in councils()],
            "section": [(row.id, row.label) for row in industry_choices(levels=(IndustryLevel.SECTION,))],
        }

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[PublishedRow]:
        return published_projects(sort=sort, window=window, **criteria)


class ShowcaseProject(Page):
    action = Action.VIEW_PUBLIC

    def get(self, request: HttpRequest, project_id: int) -> HttpResponse:
        case = published_case(project_id=project_id, on=self.today)
        if case is None:
            raise Http404
        crumbs: Sequence[Crumb] = (
            Crumb(str(ShowcaseList.title), reverse("showcase_list")),
            Crumb(case.title),
        )
        return render(request, "public/showcase_project.html", {"case": case, "crumbs": crumbs})
