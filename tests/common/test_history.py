"""The history of every table: nothing that is written escapes it, by whatever means, and it says who."""

from __future__ import annotations

import json
import subprocess
import threading
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from jobveu.accounts.enums import Role
from jobveu.accounts.wall import as_the_database_is_told
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Membership, Organisation
from jobveu.candidates.enums import Purpose
from jobveu.candidates.identity import reveal_names
from jobveu.candidates.models import Candidacy, IdentityView, Person, Screening
from jobveu.common.history import OTHERS, SEALED, AppendOnly, History, changes_by, erasing, keeping_of
from jobveu.common.history_triggers import keep_history
from jobveu.common.models import AuditEntry, Change, Operation
from jobveu.launcher.accounts import current_account
from jobveu.launcher.binaries import programs_directory
from jobveu.projects.models import Task
from jobveu.wall.acting import acting_as
from tests import factories
from tests.architecture.test_rooms import ROOMS
from tests.candidates.scene import NOW, TODAY, make_scene
from tests.settings import TEST_SERVER

MODELS = [model for model in apps.get_models() if model._meta.managed]
COMPANY = "actors.organisation"


def company(name: str, **fields: Any) -> Organisation:
    return Organisation(kind=OrganisationKind.COMPANY, name=name, **fields)


def changes(room: str, record_id: int) -> list[Change]:
    return list(Change.objects.filter(room=room, record_id=record_id).order_by("id"))


def told(change: Change) -> tuple[str, Any, Any]:
    return change.operation, change.before, change.after


# Every table


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_is_tracked_or_says_why_not(model: type[models.Model]) -> None:
    keeping = keeping_of(model)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'"
            " AND (tgname LIKE 'history_of_%%' OR tgname LIKE 'never_%%') ORDER BY 1",
            [model._meta.db_table],
        )
        triggers = [name for (name,) in cursor.fetchall()]
    if isinstance(keeping, History):
        assert triggers == [f"history_of_{verb}" for verb in ("delete", "insert", "truncate", "update")]
        key = model._meta.pk
        assert key is not None
        assert key.name == "id"
        assert isinstance(key, (models.BigAutoField, models.AutoField, models.BigIntegerField))
    elif isinstance(keeping, AppendOnly):
        assert triggers == ["never_changed", "never_emptied"]
    else:
        assert triggers == []
    if not isinstance(keeping, History):
        assert len(keeping.reason) > 10


def test_a_librarys_table_is_listed_or_fails() -> None:
    unlisted = {model._meta.label_lower for model in MODELS if model._meta.app_label not in ROOMS}
    assert unlisted - OTHERS.keys() == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_hangs_on_a_person_says_so(model: type[models.Model]) -> None:
    """The rows of an erased person are found, and protected, by person_id: none may forget it."""
    keeping = keeping_of(model)
    if not isinstance(keeping, History) or model is Person:
        return
    leads = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and (target := keeping_of(field.related_model)) and getattr(target, "person", "")
    ]
    assert bool(leads) == bool(keeping.person)
    assert not keeping.person or keeping.person in leads


@pytest.mark.django_db
def test_triggers_that_are_gone_or_disabled_are_put_back_and_rows_without_a_history_get_one() -> None:
    assert keep_history() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE actors_organisation DISABLE TRIGGER history_of_insert")
        unseen = company("Uset")
        unseen.save()
        assert changes(COMPANY, unseen.pk) == []
        cursor.execute("DROP TRIGGER never_changed ON common_auditentry")
    assert set(keep_history()) == {"actors_organisation", "common_auditentry"}
    (found,) = changes(COMPANY, unseen.pk)
    assert (found.operation, found.before, found.after["name"]) == (Operation.FOUND, None, "Uset")
    assert keep_history() == []


# Every means


@pytest.mark.django_db
def test_rows_made_and_changed_in_bulk_are_each_recorded_with_from_and_to() -> None:
    rows = Organisation.objects.bulk_create(company(f"Firma {number}") for number in range(3))
    Organisation.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(name="Nyt", active=False)
    for number, row in enumerate(rows):
        made, *changed = changes(COMPANY, row.pk)
        assert (made.operation, made.before, made.after["name"]) == ("I", None, f"Firma {number}")
        assert [told(change) for change in changed] == (
            [("U", {"name": f"Firma {number}", "active": True}, {"name": "Nyt", "active": False})]
            if number < 2
            else []
        )


@pytest.mark.django_db
def test_sql_copy_and_upserts_are_recorded() -> None:
    with connection.cursor() as cursor:
        with cursor.copy("COPY reference_region (id, code, name) FROM STDIN") as copy:
            for number in range(1, 4):
                copy.write_row((900 + number, f"9{number}", f"Region {number}"))
        cursor.execute(
            "INSERT INTO reference_region (id, code, name) VALUES (901, '91', 'Ny'), (904, '94', 'Fjerde')"
            " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name"
        )
        cursor.execute("DELETE FROM reference_region WHERE id = 903")
        cursor.execute("UPDATE reference_region SET id = 905 WHERE id = 902")
    region = "reference.region"
    assert [told(change) for change in changes(region, 901)] == [
        ("I", None, {"id": 901, "code": "91", "name": "Region 1"}),
        ("U", {"name": "Region 1"}, {"name": "Ny"}),
    ]
    assert [change.operation for change in changes(region, 904)] == ["I"]
    gone = {"id": 903, "code": "93", "name": "Region 3"}
    assert [told(change) for change in changes(region, 903)] == [("I", None, gone), ("D", gone, None)]
    assert [change.operation for change in changes(region, 902)] == ["I", "D"]
    assert [told(change) for change in changes(region, 905)] == [
        ("I", None, {"id": 905, "code": "92", "name": "Region 2"})
    ]


@pytest.mark.django_db
def test_deletions_that_cascade_are_recorded_for_every_row(reference: None) -> None:
    row = factories.organisation(OrganisationKind.COMPANY)
    project = factories.project(row)
    task = Task.objects.create(project=project, title="Ring", phase=1)
    number, party = project.pk, project.parties.get().pk
    project.delete()
    for room, record in (("projects.project", number), ("projects.task", task.pk), ("projects.party", party)):
        last = changes(room, record)[-1]
        assert (last.operation, last.after) == ("D", None)
        assert last.before["id"] == record


@pytest.mark.django_db(transaction=True)
def test_emptying_a_table_records_each_row_that_was_in_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO reference_office (code, name, seat) VALUES ('x', 'X', 'Y') RETURNING id")
        (number,) = cursor.fetchone()
        cursor.execute("TRUNCATE reference_office CASCADE")
    made, gone = changes("reference.office", number)
    assert (gone.operation, gone.before) == ("D", made.after)


@pytest.mark.django_db
def test_saving_what_is_there_already_is_no_change() -> None:
    row = company("Firma")
    row.save()
    row.save()
    Organisation.objects.update(name="Firma")
    assert len(changes(COMPANY, row.pk)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_history() -> None:
    with transaction.atomic():
        company("Fortrudt").save()
        transaction.set_rollback(True)
    assert not Change.objects.exists()


@pytest.mark.django_db
def test_many_rows_after_few_are_still_compared_by_their_ids() -> None:
    """The kept plan of a session's small updates must not compare each row with each in a large one."""
    rows = Organisation.objects.bulk_create(company(f"Firma {number}") for number in range(3000))
    for row in rows[:8]:
        Organisation.objects.filter(pk=row.pk).update(website="https://a.example")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20s'")
        Organisation.objects.update(active=False)
    assert Change.objects.filter(operation="U").count() == 3008


# Who


@pytest.mark.django_db(transaction=True)
def test_who_changed_something_is_recorded_in_each_transaction_of_the_block_and_in_no_other() -> None:
    row = company("Firma")
    with changes_by(user_id=7, user_name="Åse Øst", origin="site"):
        row.save()
        Organisation.objects.filter(pk=row.pk).update(name="Enkeltvis")  # without a transaction around it
        with transaction.atomic():
            Organisation.objects.filter(pk=row.pk).update(name="To")
            with changes_by(user_id=8, user_name="Bo", origin="site"):
                Organisation.objects.filter(pk=row.pk).update(name="Inderst")
            Organisation.objects.filter(pk=row.pk).update(name="Tre")
    Organisation.objects.filter(pk=row.pk).update(name="Bagefter")
    recorded = [(change.user_id, change.user_name, change.origin) for change in changes(COMPANY, row.pk)]
    asa = (7, "Åse Øst", "site")
    assert recorded[:-1] == [asa, asa, asa, (8, "Bo", "site"), asa]
    assert recorded[-1][:2] == (None, "")
    assert recorded[-1][2].startswith("sql ")
    keys = [change.transaction for change in changes(COMPANY, row.pk)]
    assert keys[2] == keys[3] == keys[4]
    assert len(set(keys)) == 4


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_begins_with_reading_or_a_savepoint_knows_who_too() -> None:
    row = company("Firma")
    row.save()
    with changes_by(user_id=7, user_name="Åse", origin="site"), transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=row.pk).update(name="")
        list(Organisation.objects.all())
        Organisation.objects.filter(pk=row.pk).update(name="Nyt")
    assert [change.user_name for change in changes(COMPANY, row.pk)] == ["", "Åse"]


@pytest.mark.django_db(transaction=True)
def test_two_threads_at_once_do_not_mix() -> None:
    barrier = threading.Barrier(2, timeout=20)
    made: dict[str, list[int]] = {"Anna": [], "Bent": []}

    def work(number: int, name: str) -> None:
        try:
            with changes_by(user_id=number, user_name=name, origin="site"):
                for turn in range(20):
                    barrier.wait()
                    with transaction.atomic():
                        row = company(f"{name} {turn}")
                        row.save()
                        barrier.wait()
                        Organisation.objects.filter(pk=row.pk).update(active=False)
                    made[name].append(row.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in ((1, "Anna"), (2, "Bent"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    for number, name in ((1, "Anna"), (2, "Bent")):
        assert len(made[name]) == 20
        for pk in made[name]:
            assert [(change.user_id, change.user_name) for change in changes(COMPANY, pk)] == [
                (number, name)
            ] * 2


@pytest.mark.django_db(transaction=True)
def test_what_psql_changes_is_recorded_with_the_account_and_the_program() -> None:
    row = company("Firma")
    row.save()
    psql = programs_directory(current_account(), TEST_SERVER.data_directory) / "psql"
    database = connection.settings_dict
    target = psycopg.conninfo.make_conninfo(
        dbname=database["NAME"], user=database["USER"], host=database["HOST"], port=database["PORT"]
    )
    statement = f"UPDATE actors_organisation SET name = 'Fra psql' WHERE id = {row.pk}"
    subprocess.run([psql, target, "-qc", statement], check=True)
    last = changes(COMPANY, row.pk)[-1]
    assert told(last) == ("U", {"name": "Firma"}, {"name": "Fra psql"})
    assert (last.user_id, last.user_name) == (None, "")
    assert last.origin == f"sql {database['USER']} psql"


@pytest.mark.django_db
def test_a_request_says_who_acts_and_the_act_is_tied_to_its_changes(reference: None) -> None:
    scene = make_scene()
    client = scene.client("coordinator")
    task = Task.objects.create(project=scene.project, title="Ring", phase=1, responsible=scene.company)
    page = client.get(f"/projekter/{scene.project.pk}/opgaver/{task.pk}/ret/")
    values = {
        name: value
        for name in page.context["form"].fields
        if (value := page.context["form"][name].value()) not in (None, [])
    }
    answer = client.post(page.request["PATH_INFO"], values | {"title": "Ring igen", "version": "1"})
    assert answer.status_code == 302
    last = changes("projects.task", task.pk)[-1]
    assert (last.before["title"], last.after["title"]) == ("Ring", "Ring igen")
    by = scene.users["coordinator"]
    assert (last.user_id, last.user_name, last.origin) == (by.pk, by.name, "site")
    assert AuditEntry.objects.filter(
        transaction=last.transaction, room="projects.task", record_id=task.pk
    ).exists()


# Persons


@pytest.mark.django_db
def test_the_history_of_persons_holds_nothing_of_their_identity_and_says_whose_it_is(
    reference: None,
) -> None:
    scene = make_scene()
    candidacy = scene.candidate("Hemmelig Person")
    person = Person.objects.get(pk=candidacy.person_id)
    Screening.objects.create(
        candidacy=candidacy,
        result="passed",
        reason="Motiveret",
        screened_on=TODAY,
        screened_by_id=person.registered_by_id,
    )
    Person.objects.filter(pk=person.pk).update(name_encrypted=b"noget andet", name_position=17)
    Person.objects.filter(pk=person.pk).update(name_position=18)
    made, renamed = changes("candidates.person", person.pk)
    assert made.after["name_encrypted"] == made.after["cpr_encrypted"] == made.after["cpr_hash"] == SEALED
    assert made.after["phone_encrypted"] is None
    assert "name_position" not in made.after
    assert told(renamed) == ("U", {"name_encrypted": SEALED}, {"name_encrypted": SEALED})
    rooms = set(Change.objects.filter(person_id=person.pk).values_list("room", flat=True))
    assert rooms == {"candidates.person", "candidates.candidacy", "candidates.screening"}
    stored = " ".join(str(change.after) for change in Change.objects.filter(person_id=person.pk))
    assert bytes(person.name_encrypted).hex() not in stored


@pytest.mark.django_db(transaction=True)
def test_whose_a_row_is_is_known_even_when_what_it_hung_on_went_first(reference: None) -> None:
    scene = make_scene()
    candidacy = scene.candidate()
    person = candidacy.person_id
    screening = Screening.objects.create(
        candidacy=candidacy,
        result="passed",
        reason="God",
        screened_on=TODAY,
        screened_by=scene.users["caseworker"],
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM candidates_candidacy WHERE id = %s", [candidacy.pk])
        cursor.execute("DELETE FROM candidates_screening WHERE id = %s", [screening.pk])
    assert not Candidacy.objects.exists()
    assert [change.person_id for change in changes("candidates.screening", screening.pk)] == [person] * 2


@pytest.mark.django_db
def test_the_history_of_a_person_stands_behind_the_wall(reference: None) -> None:
    scene = make_scene()
    candidacy = scene.candidate()
    screening = Screening.objects.create(
        candidacy=candidacy,
        result="passed",
        reason="God",
        screened_on=TODAY,
        screened_by=scene.users["caseworker"],
    )
    screening.delete()

    def seen(who: str) -> set[str]:
        with acting_as(as_the_database_is_told(scene.actor(who))):
            rows = Change.objects.filter(person_id=candidacy.person_id)
            return set(rows.values_list("room", flat=True))

    assert seen("caseworker") == {"candidates.person", "candidates.candidacy", "candidates.screening"}
    assert seen("coordinator") == {"candidates.candidacy", "candidates.screening"}
    for other in ("other_caseworker", "provider", "company", "analyst", "administrator", "other_coordinator"):
        assert seen(other) == set()
    with acting_as(as_the_database_is_told(scene.actor("company"))):
        assert Change.objects.filter(room="projects.project", record_id=scene.project.pk).exists()


@pytest.mark.django_db
def test_a_password_is_not_in_the_history_and_logging_in_is_no_change(reference: None) -> None:
    user = factories.user(Role.COORDINATOR, factories.office())
    made = changes("accounts.user", user.pk)[0]
    assert made.after["password"] == SEALED
    type(user).objects.filter(pk=user.pk).update(last_login=NOW)
    assert len(changes("accounts.user", user.pk)) == 1
    (membership,) = Change.objects.filter(room="actors.membership", parent_room="accounts.user")
    assert membership.parent_id == user.pk
    assert Membership.objects.get().pk == membership.record_id


# The records themselves


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Change, AuditEntry, IdentityView])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET user_name = 'En anden'", "TRUNCATE {} CASCADE"]
)
def test_the_records_are_never_changed_or_deleted_but_at_the_end_of_their_time(
    model: type[models.Model], statement: str, reference: None
) -> None:
    scene = make_scene()
    person = scene.person()
    reveal_names(by=scene.actor("caseworker"), at=NOW, purpose=Purpose.PERSON_PAGE, person_ids=[person.pk])
    sql = statement.format(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL jobveu.emptying = ''")
        with pytest.raises(IntegrityError, match="added and never changed"), transaction.atomic():
            cursor.execute(sql)
        before = model._default_manager.count()
        assert before
        with erasing():
            cursor.execute(sql)
        left = model._default_manager.exclude(user_name="En anden").count()
        assert left < before
        if left:
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(sql)


# Replaying

_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30),
        "active": st.booleans(),
        "website": st.sampled_from(["", "https://a.example", "https://b.example"]),
        "size_band": st.sampled_from(["", "small", "large"]),
    },
)


class ReplayTests(HypothesisTestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(_VALUES, max_size=6), st.booleans())
    def test_replaying_the_changes_from_the_first_state_gives_the_present_row(
        self, edits: list[dict[str, Any]], deletes: bool
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE actors_organisation DROP CONSTRAINT IF EXISTS organisation_size_known"
            )
            row = company("Firma")
            row.save()
            for edit in edits:
                if edit:
                    Organisation.objects.filter(pk=row.pk).update(**edit)
            cursor.execute("SELECT to_jsonb(o)::text FROM actors_organisation o WHERE id = %s", [row.pk])
            present = json.loads(cursor.fetchone()[0])
            if deletes:
                row.delete()
        state: dict[str, Any] = {}
        number = row.pk or present["id"]
        for change in changes(COMPANY, number):
            if change.operation == Operation.INSERT:
                state = change.after
            elif change.operation == Operation.UPDATE:
                assert {key: state[key] for key in change.before} == change.before
                state = state | change.after
            else:
                assert change.before == state
        assert state == present
