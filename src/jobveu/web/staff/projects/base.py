"""What the pages of this part share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Scope, grants
from jobveu.accounts.actor import Actor, Membership
from jobveu.common.choices import Choice
from jobveu.projects.enums import PhaseNumber
from jobveu.reference.enums import IndustryLevel
from jobveu.reference.queries import industry_choices
from jobveu.web.forms import ChoiceSource
from jobveu.web.staff.on_project import OnProject
from jobveu.web.ui import Crumb


class ShowPage(OnProject):
    """A page of one project that shows something: the template is given the project's frame and `context`."""

    template_name: ClassVar[str]
    title: Any = ""

    def context(self) -> Mapping[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        values = {"title": self.title} | self.project_context() | dict(self.context())
        return render(request, self.template_name, values)

    def crumbs(self) -> Sequence[Crumb]:
        """Without the page's own title where it is the project's first page."""
        if self.tab == "project":
            return (Crumb(_("Projekter"), reverse("project_list")), Crumb(self.project.title))
        return super().crumbs()


class Below(OnProject):
    """A form page below one of the project's tabs: the tab is a step on the way."""

    tab_title: Any = ""

    def crumbs(self) -> Sequence[Crumb]:
        way = [Crumb(_("Projekter"), reverse("project_list")), Crumb(self.project.title, self.project_url)]
        if self.tab != "project":
            way.append(Crumb(str(self.tab_title), reverse(self.tab, args=[self.project.id])))
        return (*way, Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))))


def memberships_for(actor: Actor, action: Action, scope: Scope) -> tuple[Membership, ...]:
    """The memberships by which the actor may do the action with this scope."""
    return tuple(membership for membership, held in grants(action, actor) if held is scope)


def industry_source() -> ChoiceSource:
    """Industries by a part of their title, or the beginning of their code."""

    def search(*, query: str, limit: int) -> Sequence[Choice]:
        text = " ".join(query.split()).lower()
        every = industry_choices(levels=tuple(IndustryLevel))
        found = [row for row in every if text in row.label.lower() or row.code.lower().startswith(text)]
        found.sort(key=lambda row: not (row.label.lower().startswith(text) or row.code.lower() == text))
        return [Choice(id=row.id, label=row.label, hint=_level(row.level)) for row in found[:limit]]

    def lookup(*, ids: Sequence[int]) -> Sequence[Choice]:
        wanted = set(ids)
        return [
            Choice(id=row.id, label=row.label, hint=_level(row.level))
            for row in industry_choices(levels=tuple(IndustryLevel))
            if row.id in wanted
        ]

    return ChoiceSource(search=search, lookup=lookup)


def _level(level: str) -> str:
    return str(IndustryLevel(level).label)


def section_options() -> list[tuple[int, str]]:
    """DB07's sections, for a filter."""
    return [(row.id, row.label) for row in industry_choices(levels=(IndustryLevel.SECTION,))]


def phase_options() -> list[tuple[int, str]]:
    """The five phases for a select, with their numbers."""
    return [(phase.value, f"{phase.value}. {phase.label}") for phase in PhaseNumber]


def phase_number(value: str | int) -> PhaseNumber:
    return PhaseNumber(int(value))
