"""The success criteria, counted once more by plain SQL over the tables, with the bounds worked out by hand."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from django.db import connection

from jobveu.insight.counting import Counts, Selection
from jobveu.insight.disclosure import disclosure
from jobveu.insight.facts.packing import pack, unpack
from jobveu.insight.facts.reading import read_facts
from jobveu.insight.figures import FIGURES, draw
from jobveu.insight.publishing import publish
from jobveu.insight.table import Table
from tests.insight.world import TODAY, make_world

SQL = """
SELECT CASE WHEN person.id IS NULL THEN 'unknown' WHEN person.vulnerable THEN 'vulnerable'
            ELSE person.situation END,
       coalesce(person.skill_level, 'unknown'), project.type, coalesce(nullif(project.area_kind, ''), 'unknown'),
       council.code, enrolled.ended_on, enrolled.on_course, enrolled.completed, enrolled.merit,
       (SELECT jsonb_object_agg(outcome.milestone, outcome.kind) FROM candidates_outcome outcome
         WHERE outcome.candidacy_id = candidacy.id)
  FROM candidates_candidacy candidacy
  JOIN projects_project project ON project.id = candidacy.project_id
  LEFT JOIN reference_council council ON council.id = project.council_id
  LEFT JOIN candidates_person person ON person.id = candidacy.person_id
  JOIN (SELECT candidacy_id, bool_or(started_on IS NOT NULL) AS begun,
               CASE WHEN count(ended_on) = count(*) THEN max(ended_on) END AS ended_on,
               bool_or(enrolment.status = 'started')
                   OR (bool_or(enrolment.status = 'enrolled')) AS on_course,
               bool_or(enrolment.status = 'completed') AS completed,
               bool_or(enrolment.status = 'completed' AND course.merit_giving) AS merit
          FROM candidates_enrolment enrolment JOIN education_course course ON course.id = enrolment.course_id
         WHERE course.status <> 'cancelled' GROUP BY candidacy_id) enrolled ON enrolled.candidacy_id = candidacy.id
 WHERE enrolled.begun AND project.source_key = '' AND project.status <> 'cancelled'
"""


def quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def due(ended: date | None, months: int) -> bool:
    """Whether the quarter that lies so many months after the one of the end has passed."""
    return ended is not None and quarter(ended) + months // 3 < quarter(TODAY)


@pytest.fixture
def rows(reference: None) -> list[dict[str, Any]]:
    make_world(11, projects=40, candidates=400)
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        names = [
            "situation",
            "skill",
            "type",
            "area",
            "council",
            "ended",
            "on_course",
            "completed",
            "merit",
            "outcomes",
        ]
        return [
            dict(zip(names, (*row, json.loads(outcomes or "{}")), strict=True))
            for *row, outcomes in cursor.fetchall()
        ]


def numbers(table: Table, *place: str) -> dict[str, Any]:
    [row] = [row for row in table.rows if row.codes == place]
    return dict(zip((one.key for one in table.measures), row.numbers, strict=True))


def at(row: dict[str, Any], months: int) -> str:
    return str(row["outcomes"].get(f"months_{months}", "unknown"))


def of_results(rows: list[dict[str, Any]], months: int, kinds: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    those = [row for row in rows if due(row["ended"], months)]
    found: dict[str, Any] = {name: sum(at(row, months) in of for row in those) for name, of in kinds.items()}
    reached = sum(found.values())
    missing = sum(at(row, months) == "unknown" for row in those)
    found |= {"due": len(those), "missing": missing, "known": len(those) - missing}
    found["share"] = 100 * reached / found["known"] if found["known"] else None
    found["low"] = 100 * reached / len(those) if those else None
    found["high"] = 100 * (reached + missing) / len(those) if those else None
    return found


JOBS = {
    "job": ("ordinary_job", "subsidised_job"),
    "apprenticeship": ("adult_apprenticeship",),
    "retained": ("retained",),
}
APPRENTICES = {"apprenticeship": ("adult_apprenticeship",)}


def test_the_figures_are_what_plain_sql_counts(rows: list[dict[str, Any]]) -> None:
    counts = Counts(read_facts(day=TODAY))
    councils = sorted({row["council"] for row in rows if row["council"]})[:2]
    seen: dict[str, int] = defaultdict(int)
    for council in (None, *councils):
        only = counts if council is None else counts.only(Selection({"council": frozenset({council})}))
        here = [row for row in rows if council in (None, row["council"])]
        jobs, skills, apprentices = (
            draw(FIGURES[name], only)
            for name in ("success-jobs", "success-skills", "success-apprenticeships")
        )
        for months in (3, 6, 12):
            milestone = f"months_{months}"
            for value in ("unemployed", "vulnerable", "under_notice", "employed", "unknown", "total"):
                those = [row for row in here if value in ("total", row["situation"])]
                wanted = of_results(those, months, JOBS)
                assert numbers(jobs, value, milestone) == pytest.approx(wanted)
                seen["missing"] += wanted["missing"]
                seen["job"] += wanted["job"]
            for value in ("unskilled", "skilled", "other", "unknown", "total"):
                those = [row for row in here if value in ("total", row["skill"]) and row["type"] != "crisis"]
                wanted = of_results(those, months, APPRENTICES)
                assert numbers(apprentices, value, milestone) == pytest.approx(wanted)
        for row in skills.rows:
            skill, area = row.codes
            those = [one for one in here if one["skill"] == skill and area in ("total", one["area"])]
            merit = sum(one["merit"] for one in those)
            missing = sum(one["on_course"] and not one["merit"] for one in those)
            wanted = {
                "started": len(those),
                "completed": sum(one["completed"] and not one["on_course"] for one in those),
                "merit": merit,
                "missing": missing,
                "low": 100 * merit / len(those) if those else None,
                "high": 100 * (merit + missing) / len(those) if those else None,
            }
            assert numbers(skills, skill, area) == pytest.approx(wanted)
            seen["merit"] += merit
            seen["no merit"] += len(those) - merit - missing
    assert all(seen[key] for key in ("missing", "job", "merit", "no merit"))


def test_small_counts_are_withheld_with_what_is_calculated_from_them(rows: list[dict[str, Any]]) -> None:
    counts = Counts(read_facts(day=TODAY))
    found = disclosure(counts)
    some = 0
    for name in ("success-jobs", "success-skills", "success-apprenticeships"):
        true = draw(FIGURES[name], counts)
        told = publish(true, found)
        keys = [one.key for one in true.measures]
        for before, after in zip(true.rows, told.rows, strict=True):
            shown = dict(zip(keys, after.numbers, strict=True))
            for measure, count in zip(true.measures, before.numbers, strict=True):
                if measure.persons and count and count < 5:
                    assert shown[measure.key] is None
                    some += 1
                    for other in true.measures:
                        if measure.key in other.tells:
                            assert shown[other.key] is None
    assert some


def test_a_snapshot_from_before_merit_was_kept_says_that_it_is_not_known(rows: list[dict[str, Any]]) -> None:
    facts = read_facts(day=TODAY)
    older = dict(facts.participations)
    del older["merit"]
    object.__setattr__(facts, "participations", older)
    again = Counts(unpack(pack(facts)))
    found = numbers(draw(FIGURES["success-skills"], again), "unskilled", "total")
    assert found["merit"] == 0
    assert found["missing"] == found["started"] > 0
    assert (found["low"], found["high"]) == (0, 100)
