"""A POST with a key is carried out once: sent again, sent with something else, sent at once by several."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from jobveu.accounts.actor import Actor
from jobveu.actors.models import Organisation
from jobveu.common.idempotency import KEPT_FOR, Answer, UnderWay, forget_answers, once
from jobveu.common.models import AuditEntry, KeptAnswer
from jobveu.reference.shipped import load_shipped
from jobveu.web.api import organisations
from tests.api.calling import Program, make, problem, program
from tests.factories import NOW
from tests.projects.planning_setup import Setting, setting

SENT = {"kind": "company", "name": "Opdigtet Fabrik A/S"}


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def fabrics() -> int:
    return Organisation.objects.filter(name=SENT["name"]).count()


@pytest.mark.django_db
def test_the_same_request_gets_the_same_answer_and_is_carried_out_once(one: Setting) -> None:
    caller = program(one.coordinator.user)
    first = caller.post("organisations", SENT, Idempotency_Key="a1")
    again = caller.post("organisations", SENT, Idempotency_Key="a1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    for name in ("Location", "ETag"):
        assert again[name] == first[name]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert fabrics() == 1
    assert AuditEntry.objects.filter(action="organisation.created").count() == 1


@pytest.mark.django_db
def test_another_request_with_the_key_is_a_mistake(one: Setting) -> None:
    caller = program(one.coordinator.user)
    caller.post("organisations", SENT, Idempotency_Key="a1")
    problem(caller.post("organisations", SENT | {"name": "En anden"}, Idempotency_Key="a1"), 422)
    address = f"projects/{one.project.pk}/courses"
    problem(caller.post(address, SENT, Idempotency_Key="a1"), 422)
    assert program(one.coordinator.user).post("organisations", SENT, Idempotency_Key="a1").status_code == 409


@pytest.mark.django_db
def test_what_was_refused_may_be_tried_again(one: Setting) -> None:
    caller = program(one.coordinator.user)
    problem(caller.post("organisations", {"kind": "company", "name": " "}, Idempotency_Key="a1"), 422)
    assert KeptAnswer.objects.count() == 0
    assert caller.post("organisations", SENT, Idempotency_Key="a1").status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none(one: Setting, key: str) -> None:
    problem(program(one.coordinator.user).post("organisations", SENT, Idempotency_Key=key), 400)


@pytest.mark.django_db
def test_a_key_is_forgotten_after_a_day() -> None:
    def do() -> Answer:
        return Answer(201, {}, "{}")

    def ask(after: timedelta) -> bool:
        return once(token_id=1, key="a", fingerprint="f", at=NOW + after, do=do).is_repeated

    assert [ask(after) for after in (timedelta(0), KEPT_FOR / 2, KEPT_FOR, KEPT_FOR * 1.5)] == [
        False,
        True,
        False,
        True,
    ]
    assert forget_answers(before=NOW + KEPT_FOR * 3) == 1


@pytest.mark.django_db(transaction=True)
def test_what_points_to_nothing_is_told_with_a_key_as_without(one: Setting) -> None:
    """The database finds out when the transaction ends: with a key, that is after the operation has answered."""
    caller = program(one.coordinator.user)
    sent = SENT | {"municipality_id": 999_999_999}
    problem(caller.post("organisations", sent), 409)
    problem(caller.post("organisations", sent, Idempotency_Key="a1"), 409)
    assert caller.post("organisations", SENT, Idempotency_Key="a1").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_while_the_first_is_under_way_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=NOW)
    secret = make(setting().coordinator.user).secret
    begun, go_on, statuses = Event(), Event(), []
    real = organisations.operations.create_organisation

    def slow(**values: Any) -> int:
        begun.set()
        assert go_on.wait(60)
        return real(**values)

    monkeypatch.setattr(organisations.operations, "create_organisation", slow)

    def send() -> None:
        statuses.append(Program(secret).post("organisations", SENT, Idempotency_Key="a1").status_code)
        connection.close()

    first = Thread(target=send)
    first.start()
    assert begun.wait(60)
    second = Program(secret).post("organisations", SENT, Idempotency_Key="a1")
    problem(second, 409)
    assert second["Retry-After"] == "1"
    go_on.set()
    first.join(60)
    assert statuses == [201]
    assert Program(secret).post("organisations", SENT, Idempotency_Key="a1")["Idempotency-Replayed"] == "true"
    assert fabrics() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one() -> None:
    load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=NOW)
    secret = make(setting().coordinator.user).secret
    together, statuses = Barrier(8), []

    def send() -> None:
        together.wait(60)
        statuses.append(Program(secret).post("organisations", SENT, Idempotency_Key="b").status_code)
        connection.close()

    threads = [Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert fabrics() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_middle_leaves_neither_the_thing_nor_the_key() -> None:
    def fail() -> Answer:
        Organisation.objects.create(kind="company", name=SENT["name"])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once(token_id=1, key="c", fingerprint="f", at=timezone.now(), do=fail)
    assert fabrics() == 0
    assert KeptAnswer.objects.count() == 0
    assert UnderWay.__doc__
