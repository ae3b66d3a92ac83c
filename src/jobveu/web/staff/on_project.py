"""What the pages of one project share: the project itself, whose it is, the way to it, and its tabs."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jobveu.accounts.access import Action, Subject, may
from jobveu.accounts.actor import Actor
from jobveu.projects.queries.header import ProjectHeader, project_header
from jobveu.web.access import Page
from jobveu.web.ui import Crumb, Tab


class OnProject(Page):
    """Mix in before FormPage or ListPage, or use alone. The address holds `project_id`.

    `tab` is the URL name of the tab that the page belongs to; `title` its own heading.
    """

    tab: str = "project"
    project: ProjectHeader

    def prepare(self) -> None:
        project = project_header(project_id=self.kwargs["project_id"])
        if project is None:
            raise Http404
        self.project = project

    def subject(self) -> Subject | None:
        return self.project.subject

    @property
    def project_url(self) -> str:
        return reverse("project", args=[self.project.id])

    @property
    def cancel_url(self) -> str:
        return reverse(self.tab, args=[self.project.id])

    def crumbs(self) -> Sequence[Crumb]:
        """Projects › this project › this page; the last without a link."""
        return (
            Crumb(_("Projekter"), reverse("project_list")),
            Crumb(self.project.title, self.project_url),
            Crumb(str(getattr(self, "title", ""))),
        )

    def tabs(self) -> tuple[Tab, ...]:
        """The parts of the project that the actor may see, in the order of the phases."""
        return project_tabs(self.project, self.actor, current=self.tab)

    def project_context(self) -> dict[str, object]:
        """What the template `staff/project_frame.html` needs."""
        return {"project": self.project, "tabs": self.tabs(), "crumbs": self.crumbs()}


def project_tabs(project: ProjectHeader, actor: Actor, *, current: str) -> tuple[Tab, ...]:
    """One tab for each part of a project that the actor may see."""
    parts: tuple[tuple[str, str, Action], ...] = (
        ("project", _("Overblik"), Action.VIEW_PROJECT),
        ("project_needs", _("Behov"), Action.VIEW_PROJECT),
        ("project_parties", _("Parter"), Action.VIEW_PROJECT),
        ("project_endorsement", _("Partsaftale"), Action.VIEW_PROJECT),
        ("project_plan", _("Plan"), Action.VIEW_PROJECT),
        ("project_tasks", _("Opgaver"), Action.VIEW_PROJECT),
        ("project_meetings", _("Møder"), Action.VIEW_PROJECT),
        ("project_commitments", _("Tilsagn"), Action.VIEW_PROJECT),
        ("project_procurement", _("Udbyder"), Action.VIEW_PROJECT),
        ("project_courses", _("Kurser"), Action.VIEW_PROJECT),
        ("project_contributions", _("Jobcentre"), Action.VIEW_PROJECT),
        ("screening_tool", _("Screening"), Action.VIEW_PROJECT),
        ("project_candidates", _("Kandidater"), Action.LIST_CANDIDATES),
        ("project_matching", _("Match"), Action.VIEW_MATCHING),
        ("project_files", _("Filer"), Action.VIEW_PROJECT),
        ("project_risks", _("Risici"), Action.VIEW_PROJECT),
        ("project_assessment", _("Vurdering"), Action.VIEW_PROJECT),
        ("project_lessons", _("Erfaringer"), Action.VIEW_PROJECT),
    )
    return tuple(
        Tab(text=text, href=reverse(name, args=[project.id]), current=name == current)
        for name, text, action in parts
        if may(action, actor, project.subject)
    )
