"""Pages of the process and time plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobveu.accounts.access import Action, Subject
from jobveu.common.paging import RowPage, Window
from jobveu.projects.operations import tasks as operations
from jobveu.projects.queries import tasks as queries
from jobveu.web.forms import ConfirmPage, Form, FormPage
from jobveu.web.lists.columns import Column
from jobveu.web.lists.export import all_rows
from jobveu.web.lists.files import AlsoAsFile
from jobveu.web.lists.paging import page_at
from jobveu.web.staff.planning import forms
from jobveu.web.staff.planning.base import Below, PostOnly, ShowPage
from jobveu.web.ui import Tab

ROWS_ON_A_PAGE = 50
OPEN, MINE, ALL = "aabne", "mine", "alle"

COLUMNS = (
    Column("phase", gettext_lazy("Fase"), value=lambda row: f"{row.phase.value}. {row.phase.label}"),
    Column("title", gettext_lazy("Opgave"), width=40),
    Column("description", gettext_lazy("Beskrivelse"), width=40),
    Column("responsible_name", gettext_lazy("Ansvarlig part"), width=30),
    Column("due_on", gettext_lazy("Frist")),
    Column("done_on", gettext_lazy("Udført den")),
    Column("done_by", gettext_lazy("Udført af")),
)


def task_subject(project: Subject, responsible_id: int | None) -> Subject:
    """Whose a task is to mark as done: the responsible party's, and the coordinators'."""
    return Subject(
        office_id=project.office_id,
        coordinating_organisation_id=project.coordinating_organisation_id,
        organisation_ids=frozenset() if responsible_id is None else frozenset({responsible_id}),
    )


@dataclass(frozen=True, slots=True)
class TaskLine:
    row: queries.TaskRow
    mark_url: str
    edit_url: str


class ProjectTasks(AlsoAsFile, ShowPage):
    """All tasks by phase, fifty on a page; `vis` in the address says which, `format` asks for a file."""

    action = Action.VIEW_PROJECT
    tab = "project_tasks"
    title = gettext_lazy("Proces- og tidsplan")
    template_name = "staff/planning/tasks.html"

    file_columns = COLUMNS

    @property
    def file_name(self) -> str:
        return f"opgaver-{self.project.id}"

    def file_rows(self) -> Iterable[queries.TaskRow]:
        return all_rows(self._rows)

    @property
    def shown(self) -> str:
        asked = self.request.GET.get("vis", "")
        return asked if asked in (OPEN, MINE, ALL) else OPEN

    def _rows(self, window: Window) -> RowPage[queries.TaskRow]:
        return queries.tasks_of(
            project_id=self.project.id,
            today=self.today,
            only_open=self.shown != ALL,
            responsible_ids=self.actor.organisation_ids() if self.shown == MINE else None,
            window=window,
        )

    def context(self) -> Mapping[str, Any]:
        found, number, pages = page_at(
            self._rows, asked=self.request.GET.get("side", ""), size=ROWS_ON_A_PAGE
        )
        counts = queries.task_counts(
            project_id=self.project.id, today=self.today, responsible_ids=self.actor.organisation_ids()
        )
        may_work = self.may(Action.WORK_ON_PROJECT)
        lines = [self._line(row, may_work) for row in found.rows]
        path = self.request.path
        return {
            "phases": [
                (phase, list(group)) for phase, group in groupby(lines, key=lambda line: line.row.phase)
            ],
            "total": found.total,
            "number": number,
            "pages": pages,
            "counts": counts,
            "shown": self.shown,
            "filters": [
                Tab(_("Åbne"), f"{path}?vis={OPEN}", self.shown == OPEN, counts.open),
                Tab(_("Mine åbne"), f"{path}?vis={MINE}", self.shown == MINE, counts.mine),
                Tab(_("Alle"), f"{path}?vis={ALL}", self.shown == ALL, counts.all),
            ],
            "exports": self.exports,
            "create_url": reverse("task_create", args=[self.project.id]) if may_work else "",
        }

    def _line(self, row: queries.TaskRow, may_work: bool) -> TaskLine:
        address = [self.project.id, row.id]
        subject = task_subject(self.project.subject, row.responsible_id)
        mark = "task_done" if row.done_on is None else "task_reopen"
        return TaskLine(
            row=row,
            mark_url=reverse(mark, args=address) if self.may(Action.COMPLETE_TASK, subject) else "",
            edit_url=reverse("task_edit", args=address) if may_work else "",
        )


class TaskForms(Below, FormPage):
    action = Action.WORK_ON_PROJECT
    tab = "project_tasks"
    form_class = forms.TaskForm

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        return {"responsible_id": [(row.id, row.name) for row in self.participants()]}


class TaskCreate(TaskForms):
    title = gettext_lazy("Opret opgave")
    intro = gettext_lazy(
        "En opgave med både ansvarlig part og frist viser, at projektet har en tidsplan med roller."
    )
    success_message = gettext_lazy("Opgaven er oprettet.")

    def initial(self) -> Mapping[str, Any]:
        return {"phase": self.project.current_phase}

    def save(self, form: Form) -> str:
        operations.add_task(project_id=self.project.id, by=self.actor, at=self.now, **form.cleaned_data)
        return reverse("project_tasks", args=[self.project.id])


class OnTask(Below):
    """A page of one task; the address holds `task_id`."""

    tab = "project_tasks"

    def prepare(self) -> None:
        super().prepare()
        found = queries.task(task_id=self.kwargs["task_id"], project_id=self.project.id, today=self.today)
        if found is None:
            raise Http404
        self.task = found


class TaskEdit(OnTask, TaskForms):
    title = gettext_lazy("Ret opgave")
    template_name = "staff/planning/task_edit.html"
    success_message = gettext_lazy("Opgaven er rettet.")

    def initial(self) -> Mapping[str, Any]:
        self.current_version = self.task.version
        return {
            name: getattr(self.task, name)
            for name in ("title", "description", "phase", "responsible_id", "due_on")
        }

    def choices(self) -> Mapping[str, Iterable[tuple[Any, Any]]]:
        found = [(row.id, row.name) for row in self.participants()]
        if self.task.responsible_id and self.task.responsible_id not in dict(found):
            found.append((self.task.responsible_id, self.task.responsible_name))
        return {"responsible_id": found}

    def context(self) -> Mapping[str, Any]:
        return {"delete_url": reverse("task_delete", args=[self.project.id, self.task.id])}

    def save(self, form: Form) -> str:
        operations.edit_task(
            task_id=self.task.id, version=self.edited_version, by=self.actor, at=self.now, **form.cleaned_data
        )
        return reverse("project_tasks", args=[self.project.id])


class MarkTask(OnTask, PostOnly):
    action = Action.COMPLETE_TASK

    def subject(self) -> Subject | None:
        return task_subject(self.project.subject, self.task.responsible_id)

    def next_url(self) -> str:
        back = self.request.POST.get("tilbage", "")
        if back.partition("?")[0] == reverse("desk"):
            return back
        shown = self.request.POST.get("vis", "")
        address = reverse("project_tasks", args=[self.project.id])
        return f"{address}?vis={shown}" if shown in (OPEN, MINE, ALL) else address


class TaskDone(MarkTask):
    success_message = gettext_lazy("Opgaven er markeret som udført.")

    def do(self) -> None:
        operations.finish_task(task_id=self.task.id, by=self.actor, at=self.now)


class TaskReopen(MarkTask):
    success_message = gettext_lazy("Opgaven er åben igen.")

    def do(self) -> None:
        operations.reopen_task(task_id=self.task.id, by=self.actor, at=self.now)


class TaskDelete(OnTask, ConfirmPage):
    action = Action.WORK_ON_PROJECT
    submit_label = gettext_lazy("Ja, slet")
    success_message = gettext_lazy("Opgaven er slettet.")

    @property
    def question(self) -> str:
        return _("Slet opgaven »%(title)s«?") % {"title": self.task.title}

    @property
    def consequences(self) -> str:
        return _("Opgaven forsvinder fra proces- og tidsplanen. Det kan ikke fortrydes.")

    def save(self, form: Form) -> str:
        operations.delete_task(task_id=self.task.id, by=self.actor, at=self.now)
        return reverse("project_tasks", args=[self.project.id])
