"""The first page: for the public what Job-VEU is, for those who are logged in what they came for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from jobveu.accounts.access import Action
from jobveu.actors.queries.members import unadministered_soon
from jobveu.common.paging import Sort, Window
from jobveu.journeys.start import WhoseProjects, start_page
from jobveu.showcase.queries import published_projects
from jobveu.web.access import Page
from jobveu.web.forms.base import Text
from jobveu.web.navigation import sections_for
from jobveu.web.staff.waiting import waiting_links

SHOWN = 5


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """How the part about projects reads."""

    heading: Text
    empty: Text
    empty_text: Text = ""


WORDS: Mapping[WhoseProjects, ProjectWords] = {
    WhoseProjects.COORDINATED: ProjectWords(
        _("Dine projekter"),
        _("Du koordinerer ingen aktive projekter"),
        _("Opret et projekt, eller find et af de andre under Projekter."),
    ),
    WhoseProjects.OFFICE: ProjectWords(_("Kontorets projekter"), _("Kontoret har ingen aktive projekter")),
    WhoseProjects.COUNCIL: ProjectWords(
        _("Rådets projekter"),
        _("Rådet har ingen aktive projekter"),
        _("Når arbejdsmarkedskontoret opretter et projekt for rådet, ser du det her."),
    ),
    WhoseProjects.NEWEST: ProjectWords(_("Nyeste projekter"), _("Der er ingen aktive projekter")),
    WhoseProjects.PARTY: ProjectWords(
        _("Jeres projekter"),
        _("I er ikke med i et aktivt projekt"),
        _("Når en koordinator tilføjer jer som part i et projekt, ser I det her."),
    ),
}


class Home(Page):
    action = Action.VIEW_PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.actor.is_authenticated:
            newest = published_projects(sort=Sort("start", descending=True), window=Window(0, SHOWN))
            return render(request, "public/front.html", {"projects": newest})
        start = start_page(by=self.actor, on=self.today)
        context = {
            "start": start,
            "waiting": waiting_links(start.waiting),
            "sections": [section for section in sections_for(self.actor) if section.url_name != "home"],
            "can_create_project": self.may(Action.CREATE_PROJECT),
            "can_record_need": self.may(Action.RECORD_NEED),
            "can_register_person": self.may(Action.REGISTER_PERSON),
            "can_manage_users": self.may(Action.MANAGE_USERS),
            "unadministered": self.may(Action.MANAGE_USERS) and unadministered_soon(on=self.today).exists(),
            "can_view_audit": self.may(Action.VIEW_AUDIT),
            "projects": WORDS[start.whose_projects] if start.whose_projects else None,
        }
        return render(request, "staff/start/start.html", context)
