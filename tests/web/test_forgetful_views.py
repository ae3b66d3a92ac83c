"""A view that forgets its filter shows and changes no more than the matrix gives: the database does not let it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from jobveu.candidates.models import Candidacy, Enrolment, Person
from jobveu.wall.acting import SYSTEM, current
from tests import factories, reference_tables
from tests.candidates.scene import Scene, make_scene
from tests.kept import kept
from tests.web.forgetful import ids_at

pytestmark = pytest.mark.urls("tests.web.forgetful")

EVERYBODY = (
    *("caseworker", "colleague", "consultant", "other_caseworker", "coordinator", "manager"),
    *("other_coordinator", "provider", "other_provider", "company", "other_company", "union", "analyst"),
    *("council", "administrator"),
)


Rows = dict[str, Candidacy]


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Scene, Rows]]:
    with kept(django_db_blocker):
        reference_tables.put_in()
        scene = make_scene()
        yield scene, _rows(scene)


@pytest.fixture
def scene(_made: tuple[Scene, Rows], db: None) -> Scene:
    return deepcopy(_made[0])


@pytest.fixture
def rows(_made: tuple[Scene, Rows], db: None) -> Rows:
    return deepcopy(_made[1])


def _rows(scene: Scene) -> Rows:
    """Of each job centre one who is on no course, one on the provider's course, and one presented to the company."""
    from jobveu.candidates.operations.screening import present_candidate
    from jobveu.journeys.enrolment import enrol

    course, found = scene.course(), {}
    for who, name in (("caseworker", "own"), ("other_caseworker", "other")):
        by = scene.actor(who)
        for what in ("plain", "enrolled", "presented"):
            found[f"{name}-{what}"] = scene.candidate(who=who)
        enrol(by=by, at=factories.NOW, candidacy_id=found[f"{name}-enrolled"].pk, course_id=course.pk)
        present_candidate(
            by=by,
            at=factories.NOW,
            candidacy_id=found[f"{name}-presented"].pk,
            company_ids=[scene.company.pk],
            presented_on=factories.TODAY,
        )
    return found


def _expected(who: str, rows: Rows) -> set[str]:
    """Whose names each may see (Action.SEE_IDENTITY), told in the words of `rows`."""
    match who:
        case "caseworker" | "colleague" | "consultant":
            return {name for name in rows if name.startswith("own")}
        case "other_caseworker":
            return {name for name in rows if name.startswith("other")}
        case "provider":
            return {"own-enrolled", "other-enrolled"}
        case "company":
            return {"own-presented", "other-presented"}
        case _:
            return set()


@pytest.mark.parametrize("who", [*EVERYBODY, ""])
def test_a_view_that_forgets_its_filter_shows_only_what_the_matrix_gives(
    scene: Scene, rows: Rows, who: str
) -> None:
    client = scene.client(who) if who else Client()
    seen = sorted(rows[name].person_id for name in _expected(who, rows))
    assert ids_at(client, "personer") == ids_at(client, "sql") == ids_at(client, "join") == seen
    for row in rows.values():
        assert client.get(f"/glemt/person/{row.person_id}/").json() == {"found": row.person_id in seen}
    # Whoever drives the project sees its candidates by pseudonym, and none of their persons.
    driven = who in {"coordinator", "manager"}
    candidacies = rows.values() if driven else [rows[name] for name in _expected(who, rows)]
    assert ids_at(client, "kandidater") == sorted(row.pk for row in candidacies)
    assert ids_at(client, "tilmeldinger") == sorted(
        Enrolment.objects.filter(candidacy__in=candidacies).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("who", [*EVERYBODY, ""])
def test_a_view_that_forgets_its_filter_changes_only_what_the_matrix_gives(
    scene: Scene, rows: Rows, who: str
) -> None:
    changed = (scene.client(who) if who else Client()).get("/glemt/ret/").json()["changed"]
    own = {"caseworker": scene.centre, "colleague": scene.centre, "other_caseworker": scene.other_centre}
    assert changed == (3 if who in own else 0)
    for person in Person.objects.all():
        assert (person.skill_level == "skilled") == (who in own and person.job_centre_id == own[who].pk)


def test_what_one_request_may_is_forgotten_before_the_next(scene: Scene, rows: Rows) -> None:
    own, other, nobody = scene.client("caseworker"), scene.client("other_caseworker"), Client()
    own.raise_request_exception = False
    for _round in range(3):
        assert len(ids_at(own, "personer")) == 3
        assert ids_at(nobody, "personer") == []
        assert own.get("/glemt/fejl/").status_code == 500
        assert ids_at(nobody, "personer") == []
        assert set(ids_at(other, "personer")).isdisjoint(ids_at(own, "personer"))
        own.logout()
        assert ids_at(own, "personer") == []
        own.force_login(scene.users["caseworker"])
    assert current() is SYSTEM, "the test itself is what it was before"
