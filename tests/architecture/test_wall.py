"""Every table that tells of a person stands behind the wall, and few things step around it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

import jobveu
from jobveu.candidates.models import Person
from jobveu.wall.state import gaps, walled_tables

SOURCE = Path(jobveu.__file__).parent
STEPS_AROUND = {
    "candidate_evidence": "number",
    "candidate_numbers": "added",
    "assessment_hazards": "dropped_on",
    "assessment_numbers": "begun",
    "candidates_awaited": "number",
    "candidates_not_withdrawn": "bigint",
    "course_numbers": "number",
    "criterion_numbers": "answered",
    "invitation_numbers": "invited",
    "organisation_has_persons": "boolean",
    "participation_facts": "number",
    "persons_registered": "bigint",
    "place_in_line": "bigint",
    "projects_on_step": "project_id",
    "proposal_numbers": "number",
    "pseudonyms_taken": "pseudonym",
    "vulnerable_numbers": "vulnerable",
    "waiting_numbers": "waiting",
    "wall_meets_person": "boolean",
    "wall_on_course_of": "boolean",
    "wall_on_own_course": "boolean",
    "wall_presented_to": "boolean",
    "wall_presented_to_own": "boolean",
}
"""The functions of the database that see everything, and what they answer: numbers, yes or no, or which of the
pseudonyms that one has made up are taken."""
MAY_BE_THE_SYSTEM = {"launcher/background.py", "launcher/commands.py", "wall/acting.py", "wall/base.py"}


def tables_that_tell_of_persons() -> set[str]:
    """Persons, and whatever points to them, directly or by way of others."""
    found = {Person}
    while (
        more := {
            model
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.get_fields()
            if getattr(field, "many_to_one", False) and field.related_model in found
        }
        - found
    ):
        found |= more
    return {model._meta.db_table for model in found}


def test_whatever_tells_of_a_person_is_walled() -> None:
    assert tables_that_tell_of_persons() - set(walled_tables()) == set()


@pytest.mark.django_db
def test_the_wall_stands() -> None:
    assert gaps(connection.cursor().connection, walled_tables()) == []


@pytest.mark.django_db
def test_the_functions_that_see_everything_are_known() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, pg_get_function_result(oid), prosecdef FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND prosrc LIKE '%counting%' AND proname <> 'wall_reads_all'"
        )
        found = {name: (answer, definer) for name, answer, definer in cursor.fetchall()}
    assert found.keys() == STEPS_AROUND.keys()
    for name, (answer, definer) in found.items():
        assert STEPS_AROUND[name] in answer
        assert not definer


def test_nothing_that_answers_requests_is_the_system() -> None:
    says = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bas_system\b|\boutside_requests_is_the_system\b|\bSYSTEM\b", path.read_text())
        and "wall" in path.read_text()
    }
    assert says == MAY_BE_THE_SYSTEM
