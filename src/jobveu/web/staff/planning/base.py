"""What the pages of this part share: the way to them, and pages that only show something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jobveu.common.errors import DomainError
from jobveu.projects.queries.participants import Participant, participants_of
from jobveu.web.forms.base import Text
from jobveu.web.staff.on_project import OnProject
from jobveu.web.ui import Crumb


class Below(OnProject):
    """A page at or below one of the project's tabs: the tab is on the way to it."""

    def crumbs(self) -> Sequence[Crumb]:
        first, project, own = super().crumbs()
        tabs = (tab for tab in self.tabs() if tab.current and tab.href != self.request.path)
        part = next(tabs, None)
        return (first, project, Crumb(part.text, part.href), own) if part else (first, project, own)

    def participants(self) -> tuple[Participant, ...]:
        """Who takes part in the project: loaded once for each request."""
        if not hasattr(self, "_participants"):
            self._participants = participants_of(project_id=self.project.id)
        return self._participants


class ShowPage(OnProject):
    """A page of a project that shows something. Mix in `Below` before it where it isn't the tab itself."""

    template_name: ClassVar[str]
    title: Text = ""

    def context(self) -> Mapping[str, Any]:
        return {}

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        # The page's own values first: they may set the title that the crumbs end with.
        values = dict(self.context())
        return render(request, self.template_name, {"title": self.title, **self.project_context(), **values})


class PostOnly(OnProject):
    """A button that does one thing at once and shows the list again. What cannot be done is said there."""

    success_message: ClassVar[Text] = ""

    def do(self) -> None:
        raise NotImplementedError

    def next_url(self) -> str:
        return reverse(self.tab, args=[self.project.id])

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            self.do()
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, str(self.success_message))
        return redirect(self.next_url())


def two_versions(numbers: Sequence[int], query: Mapping[str, str]) -> tuple[int, int]:
    """Which two versions the address asks to compare: `fra` and `til`, the newest two unless told.

    `numbers` are newest first, at least one.
    """

    def asked(name: str, otherwise: int) -> int:
        text = query.get(name, "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
        return number if number is not None and number in numbers else otherwise

    return asked("fra", numbers[1] if len(numbers) > 1 else numbers[0]), asked("til", numbers[0])
