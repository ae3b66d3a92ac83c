"""Nothing personal is held without a rule: every field of every table is declared, and goes as it says."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models

from jobveu.candidates.models import Candidacy, Person
from jobveu.candidates.operations.erasure import ERASED_TEXT, erase_person
from jobveu.privacy.enums import DataKind, Fate, Outcome
from jobveu.privacy.fields import DECLARED, OTHER_TABLES
from jobveu.privacy.insight.value import pointing_to
from jobveu.privacy.rules import RULES
from tests.candidates.scene import NOW, Scene, make_scene
from tests.privacy.histories import a_whole_history


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def undeclared(label: str, names: set[str]) -> set[str]:
    """The fields of a table that nothing is said of."""
    return names - (DECLARED[label].names if label in DECLARED else frozenset())


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_field_is_declared_personal_or_not(label: str) -> None:
    names = {field.name for field in MODELS[label]._meta.local_concrete_fields}
    missing = undeclared(label, names)
    assert missing == set(), f"Say in privacy.fields what personal data {label} holds in {sorted(missing)}."


def test_a_new_field_without_an_entry_is_found() -> None:
    assert undeclared("candidates.Person", {"id", "shoe_size"}) == {"shoe_size"}
    assert undeclared("candidates.Diary", {"id", "entry"}) == {"id", "entry"}


def test_nothing_is_declared_that_does_not_exist_or_twice() -> None:
    assert set(DECLARED) <= set(MODELS)
    for label, declared in DECLARED.items():
        assert declared.names <= {field.name for field in MODELS[label]._meta.local_concrete_fields}, label
        assert not declared.plain & set(declared.personal), label


@pytest.mark.django_db
def test_every_table_of_the_database_is_a_declared_model_or_said_what_it_is() -> None:
    tables = {model._meta.db_table for model in MODELS.values()}
    assert set(connection.introspection.table_names()) <= tables | set(OTHER_TABLES)


def test_every_kind_has_a_rule_and_every_rule_is_of_something() -> None:
    assert set(RULES) == set(DataKind)
    used = {personal.kind for declared in DECLARED.values() for personal in declared.personal.values()}
    # Persons without candidacies lie in the same fields as the others.
    assert used | {DataKind.PERSON_UNUSED} == set(DataKind)


def test_what_is_kept_has_a_rule_that_keeps_it_and_the_other_way_round() -> None:
    for label, declared in DECLARED.items():
        for name, personal in declared.personal.items():
            keeps = RULES[personal.kind].outcome is Outcome.KEEP
            assert keeps == (personal.fate is Fate.KEPT), f"{label}.{name}"


def test_a_reference_to_somebody_is_never_called_plain() -> None:
    people = {"candidates.Person", "actors.Contact", "accounts.User", "candidates.Candidacy"}
    for label, model in MODELS.items():
        for field in model._meta.local_concrete_fields:
            if field.related_model is not None and field.related_model._meta.label in people:
                assert field.name in DECLARED[label].personal, f"{label}.{field.name}"


@pytest.mark.django_db
def test_erasing_a_person_does_to_each_field_what_is_declared(scene: Scene) -> None:
    candidacy = a_whole_history(scene)
    assert candidacy.person_id is not None
    before = {row: values(row) for row in rows_of(candidacy)}
    erase_person(by=scene.actor("caseworker"), at=NOW, person_id=candidacy.person_id, ground="not_needed")
    assert not Person.objects.filter(pk=candidacy.person_id).exists()
    for row, was in before.items():
        label = row._meta.label
        now = type(row)._default_manager.filter(pk=row.pk).first()
        for name, personal in DECLARED[label].personal.items():
            where = f"{label}.{name}"
            if personal.kind is DataKind.LOOK or label in GOES_WHOLE:
                assert now is None, where
                continue
            if now is None:
                # A row may go as a whole where nothing of it is a figure.
                assert personal.fate is Fate.ERASED or name in ("recorded_by", "joined_by"), where
                continue
            value = getattr(now, type(row)._meta.get_field(name).attname)
            match personal.fate:
                case Fate.ERASED:
                    assert value in (None, "", ERASED_TEXT), where
                case Fate.COARSENED:
                    assert value is None or (isinstance(value, date) and value.day == 1), where
                case Fate.FIGURE | Fate.FOLLOWS:
                    assert value == was[name], where


GOES_WHOLE = ("candidates.Wish", "candidates.CompanyScore", "candidates.ProposalPerson")
"""What counts for nothing in the figures."""


def rows_of(candidacy: Candidacy) -> list[models.Model]:
    assert candidacy.person is not None
    return [
        candidacy,
        *candidacy.person.identity_views.all(),
        *candidacy.screenings.all(),
        *candidacy.screening_answers.all(),
        *candidacy.activities.all(),
        *candidacy.statements.all(),
        *candidacy.course_days.all(),
        *candidacy.waiting_places.all(),
        *candidacy.presentations.all(),
        *candidacy.enrolments.all(),
        *candidacy.follow_ups.all(),
        *candidacy.outcomes.all(),
        *candidacy.wishes.all(),
        *candidacy.company_scores.all(),
        *candidacy.proposals.all(),
    ]


def values(row: models.Model) -> dict[str, object]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_every_table_under_a_person_is_filled_in_the_history_that_is_erased() -> None:
    """So that the test above leaves none out."""
    below = {model._meta.label for target in (Person, Candidacy) for model, _field in pointing_to(target)}
    assert below == {
        "candidates.Candidacy",
        "candidates.IdentityView",
        "candidates.Screening",
        "candidates.ScreeningAnswer",
        "candidates.Activity",
        "candidates.Statement",
        "candidates.CourseDay",
        "candidates.WaitingPlace",
        "candidates.Presentation",
        "candidates.Enrolment",
        "candidates.FollowUp",
        "candidates.Outcome",
        *GOES_WHOLE,
    }
