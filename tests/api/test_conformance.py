"""Schemathesis against the application: no 500, and no answer that the document does not tell of.

Every operation is sent what the document allows and what it forbids, about records that exist and about others, by
programs that may write there; and every answer goes through all of schemathesis' checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, Config, GenerationMode
from schemathesis.schemas import BaseSchema

from jobveu.accounts.enums import Role
from jobveu.web.api import gate
from jobveu.web.api.document import document
from tests.api.calling import make
from tests.architecture.side import Side
from tests.architecture.world import make_side

CONFIG = {
    "checks": {
        # What JSON Schema cannot say is said by the domain (422), and a version that is none of ours by 412.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422", "429"]
        },
        "negative_data_rejection": {
            "expected-statuses": ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "428"]
        },
        "missing_required_header": {"expected-statuses": ["403", "404", "422", "428"]},
    },
}
SEED = 20261124
EXAMPLES = 10
"""Of each mode, for each operation: the same in every run."""
OPERATIONS = [(method, path) for path, methods in document()["paths"].items() for method in methods]


@contextmanager
def _connection_kept_open() -> Iterator[None]:
    """The end of a request closes no connection: all are in the one transaction of the tests, as those of Django's
    own test client are."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Side, BaseSchema, dict[Role, str]]]:
    """One side's records, the document as the application serves it, and programs of two who may write."""
    from jobveu.accounts.actor import Actor
    from jobveu.reference.shipped import load_shipped
    from tests.factories import NOW

    with django_db_blocker.unblock(), _connection_kept_open(), transaction.atomic():
        load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=NOW)
        side = make_side("midt-nord", "0730")
        schema = schemathesis.openapi.from_wsgi(
            "/api/v1/openapi.json", get_wsgi_application(), config=Config.from_dict(CONFIG)
        )
        secrets = {role: make(side.users[role]).secret for role in (Role.COORDINATOR, Role.CASEWORKER)}
        yield side, schema, secrets
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_as_the_document_says(
    method: str,
    path: str,
    world: tuple[Side, BaseSchema, dict[Role, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    side, schema, secrets = world
    monkeypatch.setattr(gate, "REQUESTS_A_MINUTE", 1_000_000)
    operation = schema[path][method.upper()]
    secret = secrets[Role.CASEWORKER if "candidacies" in path else Role.COORDINATOR]
    # The client of the tests does not unpack what comes compressed.
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    there = {name: side.ids.get(name, "end") for name in re.findall(r"{(\w+)}", path)}
    sent = 0

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        nonlocal sent
        for mode in GenerationMode:
            case: Case = data.draw(operation.as_strategy(generation_mode=mode))
            if mode is GenerationMode.POSITIVE and there and data.draw(st.booleans()):
                case.path_parameters = dict(there)
            with transaction.atomic():
                case.call_and_validate(headers=headers)
                transaction.set_rollback(True)
            sent += 1

    send()
    assert sent >= EXAMPLES
