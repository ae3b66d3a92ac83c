"""Starting a project from an old one: what can be used again is copied, and nothing that happened in it.

Copied are the newest plan, the tasks, the courses and, as a draft, the criteria of the screening tool that are for
all companies; never persons, parties, agreements, signatures or anything else that is evidence of what was done. A
task comes without its responsible party, whose kind is noted in the description; a course comes without dates and
without its provider, who has to be chosen anew (def.phase3.ind4). The new project points at the old one, where both
can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.errors import DomainError
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.projects.changes import change_project
from jobveu.projects.models import PlanVersion, Project, Task
from jobveu.projects.operations.projects import create_project
from jobveu.projects.operations.screening_tool import draft_from_template
from jobveu.projects.queries.screening_tool import shared_criteria

NOTE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class TemplateContents:
    """What a project would give as a template."""

    id: int
    title: str
    has_plan: bool
    tasks: int
    courses: int
    criteria: int


def template_contents(*, template_id: int) -> TemplateContents | None:
    """Six SQL statements; None when there is no such project."""
    title = Project.objects.filter(pk=template_id).values_list("title", flat=True).first()
    if title is None:
        return None
    return TemplateContents(
        id=template_id,
        title=title,
        has_plan=PlanVersion.objects.filter(project=template_id).exists(),
        tasks=Task.objects.filter(project=template_id).count(),
        courses=_courses(template_id).count(),
        criteria=shared_criteria(project_id=template_id),
    )


def start_from_template(*, by: Actor, at: datetime, template_id: int, **fields: Any) -> Project:
    """Creates a project (`fields` as for projects.operations.projects.create_project) with the plan, tasks
    and courses of the template, in one transaction.

    Due dates keep their distance from the start date; without a start date in either project they are left
    out. Raises DomainError as create_project, and when the template is gone; ValueError when nobody acts.
    """
    if by.user_id is None:
        raise ValueError("A copied plan is written by a user.")
    with transaction.atomic():
        template = Project.objects.filter(pk=template_id).first()
        if template is None:
            raise DomainError(_("Projektet, du vil bruge som skabelon, findes ikke længere."))
        project = create_project(by=by, at=at, template_id=template_id, **fields)
        with change_project(project.pk):
            copied = {
                "template": template_id,
                "plan": _copy_plan(template, project, user_id=by.user_id, at=at),
                "tasks": _copy_tasks(template, project),
                "courses": _copy_courses(template, project),
                "criteria": draft_from_template(by=by, at=at, project_id=project.pk, template_id=template_id),
            }
            audit.record(
                by=by,
                at=at,
                action="project.filled_from_template",
                room="projects.project",
                record_id=project.pk,
                project_id=project.pk,
                details=copied,
            )
    return project


def _copy_plan(template: Project, project: Project, *, user_id: int, at: datetime) -> bool:
    newest = PlanVersion.objects.filter(project=template).order_by("-number").first()
    if newest is None:
        return False
    note = _("Overtaget fra »%(title)s«, version %(number)d") % {
        "title": template.title,
        "number": newest.number,
    }
    PlanVersion.objects.create(
        project=project,
        number=1,
        purpose=newest.purpose,
        target_group=newest.target_group,
        upskilling_need=newest.upskilling_need,
        matching_model=newest.matching_model,
        change_note=note[:NOTE_LENGTH],
        written_by_id=user_id,
        written_at=at,
    )
    return True


def _copy_tasks(template: Project, project: Project) -> int:
    shift = _shift(template.start_date, project.start_date)
    rows = Task.objects.filter(project=template).select_related("responsible").order_by("due_on", "pk")
    copies = [
        Task(
            project=project,
            title=row.title,
            description=_task_description(row),
            phase=row.phase,
            due_on=row.due_on + shift if row.due_on is not None and shift is not None else None,
        )
        for row in rows
    ]
    return len(Task.objects.bulk_create(copies))


def _task_description(row: Task) -> str:
    if row.responsible is None:
        return row.description
    kind = _("Ansvarlig i skabelonen: %(kind)s") % {"kind": row.responsible.get_kind_display().lower()}
    return f"{row.description}\n\n{kind}" if row.description else kind


def _shift(old_start: date | None, new_start: date | None) -> timedelta | None:
    return None if old_start is None or new_start is None else new_start - old_start


def _copy_courses(template: Project, project: Project) -> int:
    copies = [
        Course(
            project=project,
            title=row.title,
            course_code=row.course_code,
            merit_giving=row.merit_giving,
            min_participants=row.min_participants,
            max_participants=row.max_participants,
        )
        for row in _courses(template.pk).order_by("starts_on", "pk")
    ]
    return len(Course.objects.bulk_create(copies))


def _courses(template_id: int) -> QuerySet[Course]:
    """The template's courses that are worth planning again: not those that were cancelled."""
    return Course.objects.filter(project=template_id).exclude(status=CourseStatus.CANCELLED)
