"""Every operation of the API × every role, with one's own records and with others': what the matrix says of the
action that the operation declares, as for the pages (test_urls_by_role)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from jobveu.accounts.enums import Role
from jobveu.web.api.document import api
from jobveu.web.api.gate import asks_of
from tests.api.calling import Program, make
from tests.architecture.side import Side
from tests.architecture.test_urls_by_role import HELD, expected

pytestmark = pytest.mark.django_db

OPERATIONS = {
    f"{method} {address}": operation
    for router in api._get_bound_routers()
    for address, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
}
_PROJECT = {
    "title": "Projekt",
    "type": "unemployed",
    "target_groups": ["unemployed"],
    "council_id": 1,
    "industry_id": 1,
    "start_date": "2026-11-24",
    "initiative": "company",
}
_COURSE = {"title": "Kursus", "provider_id": 1, "merit_giving": True}
_NEED = {
    "occupation": "Smed",
    "head_count": 1,
    "competences": "Svejsning",
    "municipality_id": 1,
    "needed_by": "2027-01-01",
    "stated_on": "2026-11-01",
}
_OUTCOME = {"kind": "unemployed", "as_of": "2026-11-24"}


@dataclass(frozen=True)
class About:
    """Whose records the operation is about (a key of HELD, or by role alone), and what is sent: enough to be
    asked who one is."""

    kind: str
    body: dict[str, Any] | None = None


ABOUT = {
    "GET /projects": About("by role alone"),
    "POST /projects": About("by role alone", _PROJECT),
    "GET /projects/{int:project_id}": About("project"),
    "PUT /projects/{int:project_id}": About("project", _PROJECT),
    "PUT /projects/{int:project_id}/status": About("project", {"status": "active"}),
    "GET /needs": About("by role alone"),
    "POST /needs": About("by role alone", _NEED | {"organisation_id": 1}),
    "GET /needs/{int:need_id}": About("company's need"),
    "PUT /needs/{int:need_id}": About("company's need", _NEED),
    "PUT /needs/{int:need_id}/status": About("company's need", {"status": "open"}),
    "GET /projects/{int:project_id}/needs": About("project"),
    "POST /projects/{int:project_id}/needs": About("project", {"need_id": 1}),
    "DELETE /projects/{int:project_id}/needs/{int:need_id}": About("project"),
    "GET /organisations": About("by role alone"),
    "POST /organisations": About("by role alone", {"kind": "company", "name": "Firma", "is_another": True}),
    "GET /organisations/{int:organisation_id}": About("company"),
    "PUT /organisations/{int:organisation_id}": About("company", {"name": "Firma"}),
    "GET /projects/{int:project_id}/courses": About("project"),
    "POST /projects/{int:project_id}/courses": About("project", _COURSE),
    "GET /projects/{int:project_id}/courses/{int:course_id}": About("provider's course"),
    "PUT /projects/{int:project_id}/courses/{int:course_id}": About("provider's course", _COURSE),
    "PUT /projects/{int:project_id}/courses/{int:course_id}/status": About(
        "provider's course", {"status": "cancelled", "reason": "Aflyst"}
    ),
    "GET /projects/{int:project_id}/outcomes": About("project"),
    "POST /candidacies/{int:candidacy_id}/outcomes": About("candidacy", _OUTCOME | {"milestone": "end"}),
    "GET /candidacies/{int:candidacy_id}/outcomes/{milestone}": About("candidacy"),
    "PUT /candidacies/{int:candidacy_id}/outcomes/{milestone}": About("candidacy", _OUTCOME),
}
ONLY_THE_WHOLE = "GET /candidacies/{int:candidacy_id}/outcomes/{milestone}"
"""Of a candidate's outcomes those know who see the whole course: a provider and a company see a part of it."""


@pytest.mark.parametrize("key", OPERATIONS)
def test_every_role_can_do_what_the_matrix_says_and_nothing_else(
    key: str,
    sides: tuple[Side, Side],
) -> None:
    assert key in ABOUT, f"Say in ABOUT whose records {key} is about."
    about, asked = ABOUT[key], asks_of(OPERATIONS[key])
    method, path = key.removeprefix(" ").split(" /", 1)
    own, others = sides
    wrong = []
    with transaction.atomic():
        for role in Role:
            if role is Role.PUBLIC:
                continue
            program = Program(make(own.users[role]).secret)
            for side in (own,) if about.kind == "by role alone" else (own, others):
                allowed = expected(asked.action, role, about.kind, own=side is own)
                if key == ONLY_THE_WHOLE and role in (Role.PROVIDER, Role.COMPANY):
                    allowed = False
                address = path.replace("{int:", "{").format(**side.ids | {"milestone": "end"})
                body = None if about.body is None else json.dumps(about.body)
                with transaction.atomic():
                    status = program(method, address, body, If_Match='"99"').status_code
                    transaction.set_rollback(True)
                assert status < 500, (key, role)
                if (status in (403, 404)) == allowed:
                    wrong.append(f"{key} as {role.value} ({'own' if side is own else 'others'}): {status}")
        transaction.set_rollback(True)
    assert wrong == []
    assert about.kind == "by role alone" or about.kind in HELD
