"""Lessons: what was learned in a phase, written down for others (def.phase5, def.rec.6.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from jobveu.accounts.actor import Actor
from jobveu.common import audit
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import DomainError
from jobveu.projects import rules
from jobveu.projects.changes import change_project
from jobveu.projects.enums import PhaseNumber
from jobveu.projects.models import Lesson

ROOM = "projects.lesson"


def record_lesson(
    *,
    by: Actor,
    at: datetime,
    project_id: int,
    phase: PhaseNumber,
    title: str,
    text: str,
    tags: Collection[str] = (),
    organisation_id: int | None = None,
) -> Lesson:
    """Adds a lesson; `organisation_id` is the organisation that learned it, if it is one's.

    Raises DomainError for an empty title or text and for tags that are too many or too long.
    """
    values = _checked(phase=phase, title=title, text=text, tags=tags)
    with change_project(project_id) as project:
        lesson = Lesson.objects.create(
            project=project,
            organisation_id=organisation_id,
            written_by_id=by.user_id,
            written_at=at,
            **values,
        )
        _record(by=by, at=at, action="lesson.recorded", lesson=lesson)
    return lesson


def edit_lesson(
    *,
    by: Actor,
    at: datetime,
    lesson_id: int,
    version: int,
    phase: PhaseNumber,
    title: str,
    text: str,
    tags: Collection[str] = (),
) -> Lesson:
    """Corrects a lesson. Raises StaleEdit when somebody else has changed it."""
    values = _checked(phase=phase, title=title, text=text, tags=tags)
    with change_project(_project_of(lesson_id)):
        lesson = update_versioned(
            rows=Lesson.objects.all(), pk=lesson_id, version=version, changes=values, room=ROOM
        )
        _record(by=by, at=at, action="lesson.edited", lesson=lesson)
    return lesson


def remove_lesson(*, by: Actor, at: datetime, lesson_id: int) -> None:
    """Removes a lesson; the audit record keeps its title."""
    with change_project(_project_of(lesson_id)):
        lesson = Lesson.objects.filter(pk=lesson_id).first()
        if lesson is None:
            raise DomainError(_("Erfaringen er allerede fjernet."))
        _record(by=by, at=at, action="lesson.removed", lesson=lesson)
        lesson.delete()


def _project_of(lesson_id: int) -> int:
    project_id = Lesson.objects.filter(pk=lesson_id).values_list("project", flat=True).first()
    if project_id is None:
        raise DomainError(_("Erfaringen findes ikke længere."))
    return project_id


def _checked(*, phase: PhaseNumber, title: str, text: str, tags: Collection[str]) -> Mapping[str, Any]:
    if not title.strip():
        raise DomainError(_("Skriv en overskrift."), field="title")
    if not text.strip():
        raise DomainError(_("Skriv, hvad I lærte."), field="text")
    normal = rules.normalise_tags(tags)
    if problem := rules.tags_problem(normal):
        raise DomainError(problem, field="tags")
    return {
        "phase": PhaseNumber(phase),
        "title": title.strip(),
        "text": text.strip(),
        "tags": list(normal),
    }


def _record(*, by: Actor, at: datetime, action: str, lesson: Lesson) -> None:
    audit.record(
        by=by,
        at=at,
        action=action,
        room=ROOM,
        record_id=lesson.pk,
        project_id=lesson.project_id,
        details={"title": lesson.title, "phase": lesson.phase},
    )
