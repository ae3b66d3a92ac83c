"""Figures for Prometheus: what they count, and who may see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from jobveu.launcher.figures import counting_folder
from jobveu.upkeep.metrics import FOLDER

Labels = frozenset[tuple[str, str]]


def figures(client: Client) -> dict[tuple[str, Labels], float]:
    response = client.get("/metrics")
    assert response.status_code == 200
    families = text_string_to_metric_families(response.content.decode())  # type: ignore[no-untyped-call]
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def of(name: str, **labels: str) -> tuple[str, Labels]:
    return name, frozenset(labels.items())


@pytest.mark.django_db
def test_requests_are_counted_and_timed_by_the_name_of_their_route(client: Client) -> None:
    counted = of("jobveu_requests_total", method="GET", route="about", status="200")
    timed = of("jobveu_request_seconds_count", route="about")
    before = figures(client)
    client.get(reverse("about"))
    client.get(reverse("about"))
    client.get("/findes-ikke-hemmeligt/")
    after = figures(client)
    assert after[counted] - before.get(counted, 0) == 2
    assert after[timed] - before.get(timed, 0) == 2
    assert not any("hemmeligt" in value for _name, labels in after for _label, value in labels)


@pytest.mark.django_db
def test_the_database_says_how_many_sessions_there_are(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
        cursor.execute(
            "INSERT INTO django_session VALUES ('a', '', now() + interval '1 hour'),"
            " ('b', '', now() - interval '1 hour')"
        )
    found = figures(client)
    assert found[of("jobveu_sessions")] == 1
    assert found[of("jobveu_database_up")] == 1
    assert found[of("jobveu_migrations_pending")] == 0


@pytest.mark.django_db
def test_asking_costs_five_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        client.get("/metrics")


def test_without_its_database_the_site_still_gives_figures(django_db_blocker: object) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebody"
    was = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nonexistent"
    try:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            before = figures(client)
            assert client.get(reverse("home")).status_code == 503
            after = figures(client)
    finally:
        connection.close()
        connection.settings_dict["HOST"] = was
    assert after[of("jobveu_database_up")] == 0
    assert of("jobveu_sessions") not in after
    away = of("jobveu_database_errors_total", kind="away")
    assert after[away] > before.get(away, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "address", "token", "status"),
    [
        ({}, "127.0.0.1", "", 200),
        ({}, "::1", "", 200),
        ({}, "10.1.2.3", "", 404),
        ({}, "", "", 404),
        ({"X-Forwarded-For": "10.1.2.3"}, "127.0.0.1", "", 404),
        ({"X-Forwarded-Proto": "https"}, "127.0.0.1", "", 404),
        ({"Authorization": "Bearer "}, "127.0.0.1", "", 404),
        ({"Authorization": "Bearer wrong"}, "127.0.0.1", "right", 404),
        ({"Authorization": "Bearer right"}, "10.1.2.3", "right", 200),
        ({"Authorization": "Bearer rightæ"}, "10.1.2.3", "right", 404),
    ],
)
def test_they_are_for_this_machine_or_for_whoever_brings_the_token(
    client: Client, settings: Settings, headers: dict[str, str], address: str, token: str, status: int
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status
    if status == 200:
        assert client.post("/metrics", headers=headers, REMOTE_ADDR=address).status_code == 405


@pytest.mark.django_db
def test_behind_a_proxy_on_the_same_machine_only_the_token_opens_them(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 404


def test_the_counting_folder_goes_with_its_site_and_clears_up_after_those_that_were_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    killed = tmp_path / "metrics-4194999"  # above the highest number a process gets
    killed.mkdir()
    other = tmp_path / "metrics-1"
    other.mkdir()
    with counting_folder(tmp_path) as folder:
        assert folder.is_dir()
        assert not killed.exists()
        assert other.is_dir(), "a site that runs beside this one"
    assert not folder.exists()
    assert re.fullmatch(r"metrics-\d+", folder.name)
