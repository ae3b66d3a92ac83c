"""A page of a project that shows something, in the project's frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobveu.web.staff.on_project import OnProject


class ProjectPart(OnProject):
    """Subclasses set `template_name` (extending staff/project_frame.html) and say what it needs."""

    template_name: str
    title: Any = ""

    def context(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        values = {"title": self.title, **self.project_context(), **self.context()}
        return render(request, self.template_name, values)
