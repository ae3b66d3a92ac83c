"""Pages of lessons: across all projects, in one, and one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from jobveu.accounts.access import Action, Subject, acting_membership, may
from jobveu.common.paging import RowPage, Sort, Window
from jobveu.projects.enums import PhaseNumber, ProjectType
from jobveu.projects.operations import lessons as operations
from jobveu.projects.queries import lessons as queries
from jobveu.projects.queries.header import ProjectHeader, project_header
from jobveu.web.access import Page
from jobveu.web.forms import ChoiceField, ConfirmPage, Form, FormPage, TextField
from jobveu.web.lists import Column, EmptyState, FilterForm, ListPage
from jobveu.web.lists.paging import page_of_all
from jobveu.web.staff.projects.base import Below, ShowPage, phase_number, phase_options, section_options
from jobveu.web.staff.projects.forms import LessonForm
from jobveu.web.ui import Crumb

EXCERPT_WORDS = 25


class LessonFilters(FilterForm):
    text = TextField(label=gettext_lazy("Søg"), help_text=gettext_lazy("Ord i overskrift og tekst"))
    phase = ChoiceField(label=gettext_lazy("Fase"), coerce=phase_number)
    tag = TextField(label=gettext_lazy("Emneord"))
    type = ChoiceField(label=gettext_lazy("Projekttype"), enum=ProjectType)
    section_id = ChoiceField(label=gettext_lazy("Branche (hovedafdeling)"))


class LessonList(ListPage):
    action = Action.LIST_LESSONS
    title = gettext_lazy("Erfaringer")
    intro = gettext_lazy("Hvad projekterne har lært, så det næste kan bygge videre på det.")
    unit = ngettext_lazy("erfaring", "erfaringer")
    columns = (
        Column(
            "title",
            gettext_lazy("Overskrift"),
            sort="title",
            link=lambda row: reverse("lesson", args=[row.id]),
            width=40,
        ),
        Column(
            "excerpt",
            gettext_lazy("Uddrag"),
            value=lambda row: Truncator(row.text).words(EXCERPT_WORDS),
            export=False,
        ),
        Column("text", gettext_lazy("Tekst"), only_export=True, width=80),
        Column(
            "phase",
            gettext_lazy("Fase"),
            sort="phase",
            value=lambda row: f"{row.phase.value}. {row.phase.label}",
            width=30,
        ),
        Column("tags", gettext_lazy("Emneord"), width=30),
        Column("project_title", gettext_lazy("Projekt"), width=40),
        Column(
            "project_type",
            gettext_lazy("Projekttype"),
            value=lambda row: row.project_type.label,
            only_export=True,
        ),
        Column("industry_title", gettext_lazy("Branche"), only_export=True, width=40),
        Column("organisation_name", gettext_lazy("Organisation"), only_export=True, width=30),
        Column(
            "written_at",
            gettext_lazy("Skrevet"),
            sort="written",
            value=lambda row: row.source_note or localdate(row.written_at),
        ),
    )
    filters = LessonFilters
    default_sort = "-written"
    export_name = "erfaringer"
    empty = EmptyState(
        gettext_lazy("Der er ingen erfaringer endnu"),
        gettext_lazy("De skrives på det enkelte projekt, under Erfaringer."),
    )

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"phase": phase_options(), "section_id": section_options()}

    def rows(self, *, criteria: Mapping[str, Any], sort: Sort, window: Window) -> RowPage[queries.LessonRow]:
        return queries.lessons(sort=sort, window=window, **criteria)


class ProjectLessons(ShowPage):
    action = Action.VIEW_PROJECT
    tab = "project_lessons"
    title = gettext_lazy("Erfaringer")
    template_name = "staff/projects/project_lessons.html"

    def context(self) -> Mapping[str, Any]:
        found, number, pages = page_of_all(
            queries.lessons_of_project(project_id=self.project.id), asked=self.request.GET.get("side", "")
        )
        return {
            "number": number,
            "pages": pages,
            "phases": [
                (phase, rows)
                for phase in PhaseNumber
                if (rows := [(row, self._may_edit(row)) for row in found if row.phase is phase])
            ],
            "may_record": self.may(Action.RECORD_LESSON),
            "may_create_project": may(Action.CREATE_PROJECT, self.actor),
        }

    def _may_edit(self, row: queries.LessonRow) -> bool:
        return may_edit_lesson(self, self.project.subject, row)


def may_edit_lesson(page: Page, project: Subject, row: queries.LessonRow) -> bool:
    """Those who drive the project may correct any lesson, the others their own organisation's."""
    if not page.may(Action.RECORD_LESSON, project):
        return False
    return page.may(Action.WORK_ON_PROJECT, project) or row.organisation_id in page.actor.organisation_ids()


class LessonCreate(Below, FormPage):
    action = Action.RECORD_LESSON
    tab = "project_lessons"
    tab_title = gettext_lazy("Erfaringer")
    title = gettext_lazy("Skriv en erfaring")
    form_class = LessonForm
    submit_label = gettext_lazy("Gem erfaringen")
    success_message = gettext_lazy("Erfaringen er gemt.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"phase": phase_options()}

    def initial(self) -> Mapping[str, Any]:
        return {"phase": self.project.current_phase}

    def save(self, form: Form) -> str:
        membership = acting_membership(Action.RECORD_LESSON, self.actor, self.project.subject)
        lesson = operations.record_lesson(
            by=self.actor,
            at=self.now,
            project_id=self.project.id,
            organisation_id=membership.organisation_id if membership else None,
            **form.cleaned_data,
        )
        return f"{self.cancel_url}#lesson-{lesson.pk}"


class ALesson(Page):
    """Pages of one lesson. The address holds `lesson_id`."""

    lesson: queries.LessonRow
    project: ProjectHeader

    def prepare(self) -> None:
        lesson = queries.lesson(lesson_id=self.kwargs["lesson_id"])
        project = None if lesson is None else project_header(project_id=lesson.project_id)
        if lesson is None or project is None:
            raise Http404
        self.lesson, self.project = lesson, project


class LessonShow(ALesson):
    action = Action.LIST_LESSONS

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Erfaringer"), reverse("lesson_list")), Crumb(self.lesson.title))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        lesson, project = self.lesson, self.project
        may_view = self.may(Action.VIEW_PROJECT, project.subject)
        context = {
            "lesson": lesson,
            "crumbs": self.crumbs(),
            "project_href": reverse("project", args=[project.id]) if may_view else "",
            "template_href": f"{reverse('project_create')}?skabelon={project.id}"
            if may_view and may(Action.CREATE_PROJECT, self.actor)
            else "",
            "tags": [(tag, f"{reverse('lesson_list')}?{urlencode({'tag': tag})}") for tag in lesson.tags],
            "may_edit": may_edit_lesson(self, project.subject, lesson),
        }
        return render(request, "staff/projects/lesson.html", context)


class OnLesson(ALesson):
    """Pages that change one lesson."""

    def subject(self) -> Subject | None:
        """The project's where the actor may edit the lesson; otherwise nobody's."""
        project = self.project.subject
        if may_edit_lesson(self, project, self.lesson):
            return project
        return Subject()

    @property
    def cancel_url(self) -> str:
        return reverse("lesson", args=[self.lesson.id])

    def crumbs(self) -> Sequence[Crumb]:
        return (
            Crumb(_("Erfaringer"), reverse("lesson_list")),
            Crumb(self.lesson.title, self.cancel_url),
            Crumb(str(getattr(self, "question", "") or getattr(self, "title", ""))),
        )


class LessonEdit(OnLesson, FormPage):
    action = Action.RECORD_LESSON
    title = gettext_lazy("Ret erfaringen")
    form_class = LessonForm
    success_message = gettext_lazy("Erfaringen er gemt.")

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"phase": phase_options()}

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.lesson.version
        return {name: getattr(self.lesson, name) for name in LessonForm.base_fields}

    def save(self, form: Form) -> str:
        operations.edit_lesson(
            by=self.actor,
            at=self.now,
            lesson_id=self.lesson.id,
            version=self.edited_version,
            **form.cleaned_data,
        )
        return self.cancel_url


class LessonRemove(OnLesson, ConfirmPage):
    action = Action.RECORD_LESSON
    submit_label = gettext_lazy("Fjern erfaringen")
    success_message = gettext_lazy("Erfaringen er fjernet.")
    consequences = gettext_lazy("Teksten kan ikke hentes tilbage.")

    @property
    def question(self) -> str:
        return _("Vil du fjerne erfaringen »%(title)s«?") % {"title": self.lesson.title}

    def save(self, form: Form) -> str:
        operations.remove_lesson(by=self.actor, at=self.now, lesson_id=self.lesson.id)
        return reverse("project_lessons", args=[self.project.id])
