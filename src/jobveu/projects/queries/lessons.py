"""Reads of lessons: across all projects, in one, and one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from jobveu.common.paging import RowPage, Sort, Window, ordered, page_of
from jobveu.common.sorting import DanishSortKey
from jobveu.projects.enums import PhaseNumber, ProjectType
from jobveu.projects.models import Lesson
from jobveu.projects.queries.project_list import industries_below
from jobveu.projects.rules import normalise_tags


@dataclass(frozen=True, slots=True)
class LessonRow:
    id: int
    version: int
    title: str
    text: str
    phase: PhaseNumber
    tags: tuple[str, ...]
    project_id: int
    project_title: str
    project_type: ProjectType
    industry_title: str
    organisation_id: int | None
    organisation_name: str
    written_by_name: str
    written_at: datetime
    source_note: str
    """Where a lesson comes from that the program ships with, and nobody has written here; "" otherwise."""


def lessons(
    *,
    sort: Sort,
    window: Window,
    text: str = "",
    phase: PhaseNumber | None = None,
    tag: str = "",
    type: ProjectType | None = None,
    section_id: int | None = None,
) -> RowPage[LessonRow]:
    """Lessons of all projects; two SQL statements whatever the number of rows.

    `text` is found by Danish words in title and text, or as a part of the title; `tag` is one whole tag.
    Sort keys: title, phase, written.
    """
    rows = Lesson.objects.all()
    if text := " ".join(text.split()):
        rows = rows.alias(
            words=SearchVector("title", "text", config="danish"), lower_title=Lower("title")
        ).filter(
            Q(words=SearchQuery(text, config="danish", search_type="websearch"))
            | Q(lower_title__contains=text.lower())
        )
    if phase is not None:
        rows = rows.filter(phase=phase)
    if tags := normalise_tags([tag]):
        rows = rows.filter(tags__contains=list(tags))
    if type is not None:
        rows = rows.filter(project__type=type)
    if section_id is not None:
        rows = rows.filter(project__industry__in=industries_below(section_id))
    rows = ordered(
        rows,
        sort=sort,
        columns={"title": DanishSortKey("title"), "phase": "phase", "written": "written_at"},
    )
    page = page_of(_related(rows), window=window)
    return RowPage(rows=tuple(_row(row) for row in page.rows), total=page.total, capped=page.capped)


def lessons_of_project(*, project_id: int) -> tuple[LessonRow, ...]:
    """The project's lessons, by phase and then oldest first; one SQL statement."""
    rows = Lesson.objects.filter(project=project_id).order_by("phase", "written_at", "id")
    return tuple(_row(row) for row in _related(rows))


def lesson(*, lesson_id: int) -> LessonRow | None:
    """One lesson; one SQL statement."""
    row = _related(Lesson.objects.filter(pk=lesson_id)).first()
    return None if row is None else _row(row)


def _related(rows: QuerySet[Lesson]) -> QuerySet[Lesson]:
    return rows.select_related("project__industry", "organisation", "written_by")


def _row(row: Lesson) -> LessonRow:
    return LessonRow(
        id=row.pk,
        version=row.version,
        title=row.title,
        text=row.text,
        phase=PhaseNumber(row.phase),
        tags=tuple(row.tags),
        project_id=row.project_id,
        project_title=row.project.title,
        project_type=ProjectType(row.project.type),
        industry_title=row.project.industry.title if row.project.industry else "",
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name if row.organisation else "",
        written_by_name=row.written_by.name if row.written_by else "",
        written_at=row.written_at,
        source_note="" if row.written_by else row.project.source_note,
    )
