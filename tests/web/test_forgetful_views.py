"""A view that forgets its filter shows and changes no more than the matrix gives: the database does not let it.

And what the database has been told of one request is never so of the next, whatever became of the first."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client

from jobveu.accounts.wall import as_the_database_is_told
from jobveu.candidates.models import Candidacy, Enrolment, Person
from jobveu.wall.acting import NOBODY, SYSTEM, Acting, acting_as, as_system, current
from tests import factories
from tests.candidates.scene import Scene, make_scene

pytestmark = pytest.mark.urls("tests.web.forgetful")

EVERYBODY = (
    *("caseworker", "colleague", "consultant", "other_caseworker", "coordinator", "manager"),
    *("other_coordinator", "provider", "other_provider", "company", "other_company", "union", "analyst"),
    *("council", "administrator"),
)


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


@pytest.fixture
def rows(scene: Scene) -> dict[str, Candidacy]:
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


def _ids(client: Client, address: str) -> list[int]:
    return client.get(f"/glemt/{address}/").json()["ids"]


def _expected(who: str, rows: dict[str, Candidacy]) -> set[str]:
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
    scene: Scene, rows: dict[str, Candidacy], who: str
) -> None:
    client = scene.client(who) if who else Client()
    seen = sorted(rows[name].person_id for name in _expected(who, rows))
    assert _ids(client, "personer") == _ids(client, "sql") == _ids(client, "join") == seen
    for row in rows.values():
        assert client.get(f"/glemt/person/{row.person_id}/").json() == {"found": row.person_id in seen}
    # Whoever drives the project sees its candidates by pseudonym, and none of their persons.
    driven = who in {"coordinator", "manager"}
    candidacies = rows.values() if driven else [rows[name] for name in _expected(who, rows)]
    assert _ids(client, "kandidater") == sorted(row.pk for row in candidacies)
    assert _ids(client, "tilmeldinger") == sorted(
        Enrolment.objects.filter(candidacy__in=candidacies).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("who", [*EVERYBODY, ""])
def test_a_view_that_forgets_its_filter_changes_only_what_the_matrix_gives(
    scene: Scene, rows: dict[str, Candidacy], who: str
) -> None:
    changed = (scene.client(who) if who else Client()).get("/glemt/ret/").json()["changed"]
    own = {"caseworker": scene.centre, "colleague": scene.centre, "other_caseworker": scene.other_centre}
    assert changed == (3 if who in own else 0)
    for person in Person.objects.all():
        assert (person.skill_level == "skilled") == (who in own and person.job_centre_id == own[who].pk)


def test_what_one_request_may_is_forgotten_before_the_next(scene: Scene, rows: dict[str, Candidacy]) -> None:
    own, other, nobody = scene.client("caseworker"), scene.client("other_caseworker"), Client()
    own.raise_request_exception = False
    for _round in range(3):
        assert len(_ids(own, "personer")) == 3
        assert _ids(nobody, "personer") == []
        assert own.get("/glemt/fejl/").status_code == 500
        assert _ids(nobody, "personer") == []
        assert set(_ids(other, "personer")).isdisjoint(_ids(own, "personer"))
        own.logout()
        assert _ids(own, "personer") == []
        own.force_login(scene.users["caseworker"])
    assert current() is SYSTEM, "the test itself is what it was before"


def test_a_rollback_does_not_bring_back_what_was_told_before(scene: Scene) -> None:
    """PostgreSQL takes settings of a session back with the transaction that made them."""
    scene.person()
    one = as_the_database_is_told(scene.actor("caseworker"))

    def told_inside_a_transaction_that_fails(acting: Acting, expected: int) -> None:
        with acting_as(acting), transaction.atomic():
            assert Person.objects.count() == expected
            raise ZeroDivisionError

    def told_around_and_inside(acting: Acting, expected: int) -> None:
        with transaction.atomic(), acting_as(acting):
            assert Person.objects.count() == expected
            raise ZeroDivisionError

    for before, count_before in ((SYSTEM, 1), (NOBODY, 0), (one, 1)):
        with acting_as(before):
            for inside, count_inside in ((NOBODY, 0), (one, 1), (SYSTEM, 1)):
                for attempt in (told_inside_a_transaction_that_fails, told_around_and_inside):
                    assert Person.objects.count() == count_before
                    with pytest.raises(ZeroDivisionError):
                        attempt(inside, count_inside)
                    assert Person.objects.count() == count_before
                    with acting_as(inside):
                        assert Person.objects.count() == count_inside


def test_no_request_acts_as_the_system(scene: Scene) -> None:
    with acting_as(as_the_database_is_told(scene.actor("caseworker"))):
        with pytest.raises(RuntimeError, match="as the system"), as_system():
            pass
        assert current() != SYSTEM


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.web.forgetful")
class TestOnConnectionsThatLast:
    """Threads that keep their connections, as the web server's do; each answers everybody in turn."""

    @pytest.fixture
    def scene(self, reference: None) -> Scene:
        return make_scene()

    def test_threads_and_their_connections_do_not_mix_up_who_acts(self, scene: Scene) -> None:
        expected: dict[str, list[int]] = {"": []}
        for who in ("caseworker", "other_caseworker"):
            expected[who] = sorted(scene.person(who=who).pk for _ in range(2))
        cookies = {who: scene.client(who).cookies for who in expected if who}
        wrong: list[object] = []
        servers: set[int] = set()
        barrier = Barrier(4)

        def serve(number: int) -> None:
            barrier.wait()
            try:
                for turn in range(12):
                    who = ("caseworker", "other_caseworker", "", "breaks")[(number + turn) % 4]
                    client = Client(raise_request_exception=False)
                    client.handler.load_middleware()
                    if cookie := cookies.get("caseworker" if who == "breaks" else who):
                        client.cookies = cookie
                    if who == "breaks":
                        client.get("/glemt/fejl/")
                    elif (found := _ids(client, "personer")) != expected[who]:
                        wrong.append((who, found))
                    servers.add(connection.connection.info.backend_pid)
            except Exception as problem:
                wrong.append(problem)
            finally:
                connection.close()

        threads = [Thread(target=serve, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert len(servers) == 4, "each thread kept its connection"

    def test_the_site_itself_is_nobody_outside_requests(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As in the web server's processes, where nothing has said that it is the system."""
        from jobveu.wall import acting

        scene.person()
        monkeypatch.setattr(acting, "_otherwise", NOBODY)
        assert WSGIHandler() is not None
        assert len(_ids(scene.client("caseworker"), "personer")) == 1
        assert not Person.objects.exists()
