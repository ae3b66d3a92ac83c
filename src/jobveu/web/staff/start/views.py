"""The first page: for the public what Job-VEU is, for those who are logged in what they came for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobveu.accounts.access import Action
from jobveu.common.paging import Sort, Window
from jobveu.journeys.start import start_page
from jobveu.showcase.queries import published_projects
from jobveu.web.access import Page
from jobveu.web.navigation import sections_for
from jobveu.web.staff.waiting import waiting_links

SHOWN = 5


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
        }
        return render(request, "staff/start/start.html", context)
