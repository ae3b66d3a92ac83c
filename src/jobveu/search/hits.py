"""What is shown of a record that was found: read from the record itself, never from the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from jobveu.actors.enums import OrganisationKind
from jobveu.common.cvr import format_cvr
from jobveu.education.enums import CourseStatus
from jobveu.projects.enums import PhaseNumber, ProjectStatus
from jobveu.search.enums import Kind

MOST_CHARACTERS_READ = 20_000
"""Of a running text: from so many the part that is shown is chosen."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`owner_id` is the project of a course or lesson, the organisation of a contact, with its `owner` title;
    for a project or organisation it is its own. `state` is a label where the record is not simply in use.
    `facts` are short, `text` is the running text; either may be empty."""

    kind: Kind
    id: int
    title: str
    owner_id: int
    owner: str = ""
    state: str = ""
    facts: tuple[str, ...] = ()
    text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def hits(*, kind: Kind, ids: Sequence[int]) -> tuple[Hit, ...]:
    """The records in the order of their ids, without those that are gone; one SQL statement."""
    found = {hit.id: hit for hit in _READ[kind](ids)}
    return tuple(found[id_] for id_ in ids if id_ in found)


# The statements are written out: each takes longer to build from models than to answer.


def _projects(ids: Sequence[int]) -> list[Hit]:
    rows = _rows(
        """
        SELECT project.id, project.title, project.status, project.current_phase, council.name, industry.title,
               left(project.description, %(most)s)
          FROM projects_project project
          LEFT JOIN reference_council council ON council.id = project.council_id
          LEFT JOIN reference_industry industry ON industry.id = project.industry_id
         WHERE project.id = ANY (%(ids)s)
        """,
        ids,
    )
    return [
        Hit(
            kind=Kind.PROJECT,
            id=id_,
            title=title,
            owner_id=id_,
            state="" if status == ProjectStatus.ACTIVE else str(ProjectStatus(status).label),
            facts=_facts(
                f"{phase}. {PhaseNumber(phase).label}" if status == ProjectStatus.ACTIVE else "",
                council,
                industry,
            ),
            text=text,
        )
        for id_, title, status, phase, council, industry, text in rows
    ]


def _organisations(ids: Sequence[int]) -> list[Hit]:
    rows = _rows(
        """
        SELECT organisation.id, organisation.name, organisation.kind, organisation.cvr, organisation.p_number,
               municipality.name, industry.title, organisation.active
          FROM actors_organisation organisation
          LEFT JOIN reference_municipality municipality ON municipality.id = organisation.municipality_id
          LEFT JOIN reference_industry industry ON industry.id = organisation.industry_id
         WHERE organisation.id = ANY (%(ids)s)
        """,
        ids,
    )
    return [
        Hit(
            kind=Kind.ORGANISATION,
            id=id_,
            title=name,
            owner_id=id_,
            state="" if active else _("Ikke aktiv"),
            facts=_facts(
                str(OrganisationKind(kind).label),
                municipality,
                f"CVR {format_cvr(cvr)}" if cvr else "",
                f"P {p_number}" if p_number else "",
                industry,
            ),
        )
        for id_, name, kind, cvr, p_number, municipality, industry, active in rows
    ]


def _contacts(ids: Sequence[int]) -> list[Hit]:
    rows = _rows(
        """
        SELECT contact.id, contact.name, contact.job_title, contact.email, contact.phone, organisation.id,
               organisation.name
          FROM actors_contact contact
          JOIN actors_organisation organisation ON organisation.id = contact.organisation_id
         WHERE contact.id = ANY (%(ids)s) AND contact.active
        """,
        ids,
    )
    return [
        Hit(
            kind=Kind.CONTACT,
            id=id_,
            title=name,
            owner_id=organisation_id,
            owner=organisation,
            facts=_facts(job_title, email, phone),
        )
        for id_, name, job_title, email, phone, organisation_id, organisation in rows
    ]


def _courses(ids: Sequence[int]) -> list[Hit]:
    rows = _rows(
        """
        SELECT course.id, course.title, course.status, course.course_code, provider.name, course.place,
               municipality.name, course.starts_on, course.ends_on, project.id, project.title
          FROM education_course course
          JOIN projects_project project ON project.id = course.project_id
          LEFT JOIN actors_organisation provider ON provider.id = course.provider_id
          LEFT JOIN reference_municipality municipality ON municipality.id = course.municipality_id
         WHERE course.id = ANY (%(ids)s)
        """,
        ids,
    )
    return [
        Hit(
            kind=Kind.COURSE,
            id=id_,
            title=title,
            owner_id=project_id,
            owner=project,
            state="" if status == CourseStatus.PLANNED else str(CourseStatus(status).label),
            facts=_facts(code, provider, place, municipality),
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for (
            id_,
            title,
            status,
            code,
            provider,
            place,
            municipality,
            starts_on,
            ends_on,
            project_id,
            project,
        ) in rows
    ]


def _lessons(ids: Sequence[int]) -> list[Hit]:
    rows = _rows(
        """
        SELECT lesson.id, lesson.title, lesson.phase, lesson.tags, left(lesson.text, %(most)s), project.id,
               project.title
          FROM projects_lesson lesson
          JOIN projects_project project ON project.id = lesson.project_id
         WHERE lesson.id = ANY (%(ids)s)
        """,
        ids,
    )
    return [
        Hit(
            kind=Kind.LESSON,
            id=id_,
            title=title,
            owner_id=project_id,
            owner=project,
            facts=_facts(f"{phase}. {PhaseNumber(phase).label}", ", ".join(tags)),
            text=text,
        )
        for id_, title, phase, tags, text, project_id, project in rows
    ]


def _rows(statement: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": list(ids), "most": MOST_CHARACTERS_READ})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _facts(*parts: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in parts if part))


_READ: Mapping[Kind, Callable[[Sequence[int]], list[Any]]] = {
    Kind.PROJECT: _projects,
    Kind.ORGANISATION: _organisations,
    Kind.CONTACT: _contacts,
    Kind.COURSE: _courses,
    Kind.LESSON: _lessons,
}
