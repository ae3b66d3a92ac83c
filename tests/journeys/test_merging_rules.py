"""Every rule of the database that a merge could break is handled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from jobveu.actors.models import Contact, Organisation
from jobveu.journeys.merging.graph import checks, pointing_to, uniques
from jobveu.journeys.merging.rules import COLLISIONS, NOT_TO_ITSELF, Way
from tests.architecture.test_rooms import ROOMS


def reach(*start: type[models.Model]) -> Iterator[Any]:
    """Every foreign key whose rows a merge may touch: to the records themselves, and to whatever is folded."""
    waiting, seen = list(start), set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for column in pointing_to(model):
            yield column
            if any(
                COLLISIONS[str(rule.name)].way is Way.FOLD
                for rule in uniques(column)
                if str(rule.name) in COLLISIONS
            ):
                waiting.append(column.model)


def walled() -> set[str]:
    return {table for config in apps.get_app_configs() for table in getattr(config, "walled", ())}


def test_every_rule_of_the_database_that_a_merge_could_break_is_handled() -> None:
    """A new foreign key is moved by itself; one that two records may not both have needs a rule."""
    missing = set()
    for column in reach(Organisation, Contact):
        if column.model._meta.db_table in walled():
            continue
        missing |= {str(rule.name) for rule in uniques(column)} - COLLISIONS.keys()
        missing |= set(checks(column)) - NOT_TO_ITSELF.keys()
    assert missing == set()


def test_every_rule_is_one_of_the_database() -> None:
    names = {str(rule.name) for column in reach(Organisation, Contact) for rule in uniques(column)}
    assert set(COLLISIONS) <= names
    for name, rule in COLLISIONS.items():
        model = next(
            column.model
            for column in reach(Organisation, Contact)
            for one in uniques(column)
            if one.name == name
        )
        columns = {field.name for field in model._meta.concrete_fields}
        assert set(rule.values) | ({rule.ends} - {""}) <= columns, name


def test_an_organisation_is_named_by_foreign_keys_only_where_it_counts() -> None:
    """A plain number that means an organisation would be left behind: those there are tell what was."""
    plain = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.concrete_fields
        if not isinstance(field, models.ForeignKey) and field.name.endswith(("organisation_id", "contact_id"))
    }
    assert plain <= {
        "candidates.identityview.organisation_id",  # on whose behalf somebody looked, then
        "search.entry.organisation_id",  # kept by triggers
        "actors.merge.organisation_id",
    }


@pytest.mark.django_db
def test_rows_about_persons_are_all_asked_for() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'organisation_has_persons'")
        source = cursor.fetchone()[0]
    for column in pointing_to(Organisation):
        if column.model._meta.db_table in walled():
            assert f"{column.model._meta.db_table} WHERE {column.column} =" in source, column
