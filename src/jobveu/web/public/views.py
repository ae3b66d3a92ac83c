"""Standing pages that everybody may read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobveu.accounts.access import Action
from jobveu.web.access import Page


class StandingPage(Page):
    """A page of text. It may name whom to write to: settings.OPERATOR and settings.CONTACT_EMAIL."""

    action = Action.VIEW_PUBLIC
    template_name: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "operator": settings.OPERATOR,
            "contact_email": settings.CONTACT_EMAIL,
            "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        }
        return render(request, self.template_name, context)


class About(StandingPage):
    template_name = "public/about.html"


class AccessibilityStatement(StandingPage):
    """The accessibility statement; Danish public websites have it at /was."""

    template_name = "public/was.html"


class Privacy(StandingPage):
    template_name = "public/privacy.html"
