"""Reads the facts from the database: each table in one statement, streamed, at one and the same moment.

Persons' rows stay behind the wall. What is read of them is counted by a function of the database (`participation_facts`)
that answers how many candidates of a project have a course of events in common: no row of it names anybody, and
quarters stand in it for days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models.functions import Coalesce
from numpy.typing import DTypeLike, NDArray
from psycopg import IsolationLevel

from jobveu.candidates.enums import DropoutReason, EnrolmentStatus, OutcomeKind, ScreeningResult
from jobveu.common.sorting import DanishSortKey
from jobveu.education.enums import CourseStatus
from jobveu.insight.facts import codes
from jobveu.insight.facts.reference import reference_known_on
from jobveu.insight.facts.values import Column, Council, Example, Facts, LabourForce, Office, Reference
from jobveu.insight.models import LabourForceNumber
from jobveu.projects.enums import AgreementKind, ProjectStatus
from jobveu.projects.models import Project
from jobveu.reference import models as reference

ROWS = 1 << 16
"""Rows that are turned into columns at a time: what is held of the database's text."""
EXAMPLES = 3
_COUNTED = ("quarter", "council", "type", "industry", "target_groups", "initiative", "role", "area")


def read_facts(*, day: date) -> Facts:
    """The register as it is now, called `day` (8 SQL statements). What is read belongs together: outside a transaction
    in a moment of the database's own, inside one as that transaction sees it."""
    with _one_moment():
        offices = tuple(
            Office(code, name)
            for code, name in reference.Office.objects.order_by(DanishSortKey("name"), "code").values_list(
                "code", "name"
            )
        )
        places = {office.code: position for position, office in enumerate(offices)}
        rows = list(
            reference.Council.objects.order_by("valid_from", DanishSortKey("name"), "code").values_list(
                "id", "code", "name", "office__code"
            )
        )
        council_ids = [id_ for id_, *_rest in rows]
        sections = list(
            reference.Industry.objects.filter(parent=None).order_by("code").values_list("id", "code", "title")
        )
        projects = _columns(
            _PROJECTS,
            {
                **_arrays(),
                "councils": council_ids,
                "sections": [id_ for id_, _code, _title in sections],
                "cancelled": ProjectStatus.CANCELLED.value,
                "completed": ProjectStatus.COMPLETED.value,
                "course_cancelled": CourseStatus.CANCELLED.value,
                "partner": AgreementKind.PARTNER.value,
                "first_year": codes.FIRST_YEAR,
            },
            codes.PROJECT_COLUMNS,
        )
        first, participations = _participations(projects["id"])
        return Facts(
            day=day,
            offices=offices,
            councils=tuple(Council(code, name, places[office]) for _id, code, name, office in rows),
            industries=tuple((code, title) for _id, code, title in sections),
            enumerations=codes.ENUMERATIONS,
            projects=projects,
            first=first,
            participations=participations,
            needs=_columns(
                _NEEDS,
                {
                    **_arrays(),
                    "councils": council_ids,
                    "sections": [id_ for id_, _code, _title in sections],
                    "cancelled": ProjectStatus.CANCELLED.value,
                    "first_year": codes.FIRST_YEAR,
                },
                codes.NEED_COLUMNS,
            ),
            reference=_reference(day),
            examples=_examples(),
        )


def _reference(day: date) -> Reference:
    """What ships with the program, and the labour forces that have been loaded, as far as they are of the day's time."""
    shipped = reference_known_on(day)
    rows = LabourForceNumber.objects.filter(year__lte=day.year).order_by("year", "council__code")
    loaded = (LabourForce(*row) for row in rows.values_list("council__code", "year", "persons", "source"))
    return replace(shipped, labour_force=(*shipped.labour_force, *loaded))


@contextmanager
def _one_moment() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    driver = connection.connection
    before, driver.isolation_level = driver.isolation_level, IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        driver.isolation_level = before


def _arrays() -> dict[str, list[str]]:
    return {name: list(values) for name, values in codes.ENUMERATIONS.items()}


def _columns(
    query: str, parameters: Mapping[str, Any], columns: Mapping[str, DTypeLike]
) -> dict[str, Column]:
    """The rows of a query for whole numbers, as columns of these names and types."""
    pieces: dict[str, list[Column]] = {name: [] for name in columns}
    for rows in _rows(query, parameters, len(columns)):
        for position, (name, dtype) in enumerate(columns.items()):
            pieces[name].append(_narrow(rows[:, position], np.dtype(dtype), name))
    return {
        name: np.concatenate(pieces[name]) if pieces[name] else np.zeros(0, dtype)
        for name, dtype in columns.items()
    }


def _narrow(column: NDArray[np.int64], dtype: np.dtype[Any], name: str) -> Column:
    limits = np.iinfo(dtype)
    if len(column) and (column.min() < limits.min or column.max() > limits.max):
        raise OverflowError(f"{name} does not fit {dtype}.")
    return column.astype(dtype)


def _rows(query: str, parameters: Mapping[str, Any], width: int) -> Iterator[NDArray[np.int64]]:
    """The rows in pieces, as they arrive."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT", parameters) as copy:
        lines: list[bytes] = []
        for line in copy:
            lines.append(bytes(line))
            if len(lines) == ROWS:
                yield _numbers(lines, width)
                lines = []
        if lines:
            yield _numbers(lines, width)


def _numbers(lines: Sequence[bytes], width: int) -> NDArray[np.int64]:
    return np.fromstring(b"".join(lines).decode("ascii"), dtype=np.int64, sep=" ").reshape(-1, width)


def _participations(ids: Column) -> tuple[NDArray[np.int64], dict[str, Column]]:
    """Where the participations of each project begin, and their columns. The database counts those that are alike;
    here each has its row again."""
    columns: dict[str, DTypeLike] = {
        "project": np.int64,
        **codes.PARTICIPATION_COLUMNS,
        "number": np.uint32,
    }
    found = _columns(
        "SELECT * FROM participation_facts(%(situation)s, %(skill)s, %(dropout_reason)s, %(milestone)s, %(outcome)s,"
        " %(passed)s, %(course_cancelled)s, %(statuses)s, %(first_year)s)",
        {
            **_arrays(),
            "passed": ScreeningResult.PASSED.value,
            "course_cancelled": CourseStatus.CANCELLED.value,
            "statuses": [
                EnrolmentStatus.ENROLLED.value,
                EnrolmentStatus.STARTED.value,
                EnrolmentStatus.COMPLETED.value,
                EnrolmentStatus.DROPPED_OUT.value,
            ],
            "first_year": codes.FIRST_YEAR,
        },
        columns,
    )
    number = found.pop("number")
    places = np.searchsorted(ids, found.pop("project"))
    sizes = np.bincount(places, weights=number, minlength=len(ids)).astype(np.int64)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    return first, {name: np.repeat(column, number) for name, column in found.items()}


def _examples() -> tuple[Example, ...]:
    """The newest published projects of each type."""
    titles: dict[str, list[str]] = {}
    rows = (
        Project.objects.filter(published_at__isnull=False, source_key="", status=ProjectStatus.COMPLETED)
        .order_by("type", Coalesce("start_date", "created_at").desc(), "-id")
        .values_list("type", "title")
    )
    for type_, title in rows.iterator(chunk_size=2000):
        if len(titles.setdefault(type_, [])) < EXAMPLES:
            titles[type_].append(title)
    return tuple(Example(type_, title) for type_, found in titles.items() for title in found)


assert len(OutcomeKind.values) < codes.OUTCOME_BASE
assert codes.Paths(len(DropoutReason.values)).size <= 256

_QUARTER = (
    "CASE WHEN {0} IS NULL THEN 0 ELSE greatest(1, least(255, (extract(year FROM {0})::int - %(first_year)s) * 4"
    " + extract(quarter FROM {0})::int)) END"
)
_POSITION = "coalesce(array_position(%({1})s, {0}), 0)"

_SECTION = """
section(id, top) AS (
    SELECT id, id FROM reference_industry WHERE parent_id IS NULL
    UNION ALL
    SELECT industry.id, section.top FROM reference_industry industry JOIN section ON section.id = industry.parent_id
)
"""
"""The section of DB07 that each industry belongs to."""
_GROUPS = """
coalesce((SELECT bit_or(1 << (array_position(%(target_group)s, one) - 1))
            FROM unnest({0}.target_groups) one), 0)
"""

_PROJECTS = f"""
WITH RECURSIVE {_SECTION},
party AS (
    SELECT project_id, count(*) AS parties,
           bit_or(1 << (array_position(%(actor)s, organisation.kind) - 1)) AS actors
      FROM projects_party JOIN actors_organisation organisation ON organisation.id = organisation_id
     GROUP BY project_id
),
course AS (
    SELECT project_id, count(*) AS courses, sum(coalesce(reported_participants, 0)) AS reported
      FROM education_course WHERE status <> %(course_cancelled)s GROUP BY project_id
),
need AS (
    SELECT project_id, count(*) AS needs, sum(head_count) AS needed
      FROM (SELECT DISTINCT ON (link.need_id) link.need_id, link.project_id
              FROM projects_projectneed link JOIN projects_project answering ON answering.id = link.project_id
             WHERE answering.status <> %(cancelled)s AND answering.source_key = ''
             ORDER BY link.need_id, answering.start_date NULLS LAST, answering.id) earliest
      JOIN projects_need ON projects_need.id = earliest.need_id
     GROUP BY project_id
),
newest AS (
    SELECT DISTINCT ON (agreement.id) agreement.id, agreement.project_id, text.id AS text_id
      FROM projects_agreement agreement JOIN projects_agreementtext text ON text.agreement_id = agreement.id
     WHERE agreement.kind = %(partner)s AND agreement.withdrawn_on IS NULL
     ORDER BY agreement.id, text.number DESC
),
endorsed AS (
    SELECT project_id FROM projects_endorsement
    UNION
    SELECT project_id FROM newest
     WHERE EXISTS (SELECT FROM projects_signatory signatory WHERE signatory.agreement_id = newest.id)
       AND NOT EXISTS (SELECT FROM projects_signatory signatory
                        WHERE signatory.agreement_id = newest.id
                          AND NOT EXISTS (SELECT FROM projects_signature signature
                                           WHERE signature.text_id = newest.text_id
                                             AND signature.organisation_id = signatory.organisation_id))
)
SELECT project.id,
       CASE WHEN project.source_key <> '' OR project.status = %(cancelled)s THEN {codes.NOT_COUNTED}
            WHEN project.status = %(completed)s THEN {codes.COMPLETED} ELSE {codes.ACTIVE} END,
       {_QUARTER.format("project.start_date")},
       {_POSITION.format("project.council_id", "councils")},
       {_POSITION.format("project.type", "type")},
       {_POSITION.format("section.top", "sections")},
       {_GROUPS.format("project")},
       {_POSITION.format("project.initiative", "initiative")},
       {_POSITION.format("project.coordinator_role", "role")},
       {_POSITION.format("project.area_kind", "area")},
       coalesce(party.actors, 0), coalesce(party.parties, 0),
       coalesce(course.courses, 0), coalesce(project.reported_participants, course.reported, 0),
       coalesce(need.needs, 0), coalesce(need.needed, 0),
       (endorsed.project_id IS NOT NULL)::int, project.synthetic::int
  FROM projects_project project
  LEFT JOIN section ON section.id = project.industry_id
  LEFT JOIN party ON party.project_id = project.id
  LEFT JOIN course ON course.project_id = project.id
  LEFT JOIN need ON need.project_id = project.id
  LEFT JOIN endorsed ON endorsed.project_id = project.id
 ORDER BY project.id
"""  # noqa: S608  made of the constants above
"""A need that several projects answer is counted with the one that started first."""

_NEEDS = f"""
WITH RECURSIVE {_SECTION},
answering AS (
    SELECT DISTINCT ON (link.need_id) link.need_id, project.type, project.target_groups
      FROM projects_projectneed link JOIN projects_project project ON project.id = link.project_id
     ORDER BY link.need_id, project.status = %(cancelled)s, project.start_date NULLS LAST, project.id
)
SELECT {
    _POSITION.format(
        "(SELECT council.id FROM reference_councilmunicipality area"
        " JOIN reference_council council ON council.id = area.council_id"
        " WHERE area.municipality_id = need.municipality_id"
        " AND council.valid_from <= need.stated_on"
        " AND coalesce(council.valid_to >= need.stated_on, true) LIMIT 1)",
        "councils",
    )
},
       {_QUARTER.format("need.stated_on")}, need.head_count, need.answered::int,
       {_POSITION.format("section.top", "sections")},
       {_POSITION.format("answering.type", "type")},
       {_GROUPS.format("answering")}
  FROM projects_need need
  JOIN actors_organisation workplace ON workplace.id = need.organisation_id
  LEFT JOIN section ON section.id = workplace.industry_id
  LEFT JOIN answering ON answering.need_id = need.id
 ORDER BY need.id
"""  # noqa: S608  made of the constants above
