"""While the database is away: what is answered, to people and to the programs that watch."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client
from django.urls import reverse
from psycopg import errors as sqlstates
from pytest_django import DjangoAssertNumQueries, Settings

from jobveu.upkeep import migrations
from jobveu.upkeep.outages import database_is_away

TYPED = {
    "csrfmiddlewaretoken": "gammelt",
    "submission": "4be0643f-1d98-573b-97cd-ca98a65347dd",
    "version": "3",
    "marks": '{"name": "x"}',
    "name": "Østrid <Ærenpris>",
    "cpr": "010190-9999",
}
OURS = {"Origin": "http://testserver"}


def as_django_raises(cause: psycopg.Error) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.OperationalError("the connection is lost"),
        sqlstates.AdminShutdown(),
        sqlstates.CrashShutdown(),
        sqlstates.CannotConnectNow(),
        sqlstates.TooManyConnections(),
        sqlstates.DiskFull(),
    ],
)
def test_a_database_that_cannot_be_reached_is_away(cause: psycopg.Error) -> None:
    assert database_is_away(as_django_raises(cause))
    wrapped = RuntimeError("while drawing the page")
    wrapped.__cause__ = as_django_raises(cause)
    assert database_is_away(wrapped)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("mistyped"),
        ProgrammingError("no such column"),
        as_django_raises(sqlstates.DeadlockDetected()),
        as_django_raises(sqlstates.LockNotAvailable()),
        as_django_raises(sqlstates.QueryCanceled()),
    ],
)
def test_a_database_that_answered_is_not_away(error: BaseException | None) -> None:
    assert not database_is_away(error)


@pytest.fixture
def away(settings: Settings, django_db_blocker: object) -> Iterator[Client]:
    """A visitor while nothing listens where the database should be: real connections are refused."""
    was = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nonexistent"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = "somebody-who-was-logged-in"
        yield client
    connection.close()
    connection.settings_dict["HOST"] = was


def test_people_are_told_that_it_comes_back(away: Client) -> None:
    response = away.get(reverse("home") + "?side=2")
    html = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Job-VEU er ude af drift et øjeblik" in html
    assert 'href="/?side=2"' in html
    assert "<form" not in html


def test_what_was_typed_can_be_sent_again_with_the_same_token(away: Client) -> None:
    address = reverse("need_create") + "?projekt=1"
    response = away.post(address, TYPED, headers=OURS)
    html = response.content.decode()
    assert response.status_code == 503
    assert "Østrid &lt;Ærenpris&gt;</textarea>" in html
    for name in ("submission", "version"):
        assert f'<input type="hidden" name="{name}" value="{TYPED[name]}"' in html
    assert 'name="marks" value="{&quot;name&quot;: &quot;x&quot;}"' in html
    assert f'action="{address}"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert "csrftoken" in response.cookies, "the token in the form fits the one in the cookie"
    assert "bliver kun gemt én gang" in html


def test_secrets_are_not_given_back(away: Client) -> None:
    html = away.post(reverse("need_create"), TYPED, headers=OURS).content.decode()
    assert "010190" not in html
    assert "gammelt" not in html
    assert "CPR-numre og filer vises ikke her" in html


def test_another_site_gets_nothing_of_its_making_onto_the_page(away: Client) -> None:
    response = away.post(reverse("need_create"), TYPED, headers={"Origin": "https://ond.example"})
    assert response.status_code == 503
    assert "Ærenpris" not in response.content.decode()
    assert "gå tilbage i din browser" in response.content.decode()


def test_the_page_speaks_english_to_those_who_chose_it(away: Client) -> None:
    away.cookies["django_language"] = "en"
    html = away.get(reverse("home")).content.decode()
    assert '<html lang="en">' in html


def test_the_process_is_healthy_and_not_ready_without_its_database(away: Client) -> None:
    assert away.get("/healthz").json() == {"status": "ok"}
    response = away.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.json() == {"status": "unavailable", "reason": "database"}


@pytest.mark.django_db
def test_readiness_is_one_statement_without_a_session(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get("/readyz", headers={"Host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert not response.cookies


@pytest.mark.django_db
def test_health_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.head("/healthz").status_code == 200
        assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_a_site_whose_tables_are_not_made_yet_is_not_ready(client: Client) -> None:
    name = max(name for app, name in migrations.known_migrations() if app == "projects")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'projects' AND name = %s", [name])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": "migrations"}
    assert migrations.pending_migrations() == {("projects", name)}
