"""What the database has been told of one request is never so of the next, whatever became of the first."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client

from jobveu.accounts.wall import as_the_database_is_told
from jobveu.candidates.models import Person
from jobveu.wall.acting import NOBODY, SYSTEM, Acting, acting_as, as_system, current
from tests.candidates.scene import Scene, make_scene
from tests.web.forgetful import ids_at

pytestmark = pytest.mark.urls("tests.web.forgetful")


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


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
                    elif (found := ids_at(client, "personer")) != expected[who]:
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
        assert len(ids_at(scene.client("caseworker"), "personer")) == 1
        assert not Person.objects.exists()
