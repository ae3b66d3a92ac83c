"""Due dates as a calendar: valid iCalendar, behind a secret address that can be made anew and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar as ICalendar
from pytest_django import Settings

from jobveu.accounts.models import User
from jobveu.common.models import AuditEntry
from jobveu.journeys.calendar import calendar_of, make_address, revoke_address, secret_of, user_of
from jobveu.journeys.waiting import WaitingKind
from jobveu.projects.models import Task
from jobveu.projects.operations.tasks import finish_task
from jobveu.web.staff.desk.feed import as_ics
from tests.candidates.scene import Scene, make_scene
from tests.factories import NOW, TODAY
from tests.journeys.test_desk import enrolled
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def task(scene: Scene, due_on: date | None = None, title: str = "Ring til Hanne Hansen") -> Task:
    return Task.objects.create(
        project=scene.project, title=title, phase=1, responsible=scene.company, due_on=due_on or TODAY
    )


def address(scene: Scene, who: str = "company") -> str:
    return reverse("calendar_feed", args=[make_address(by=scene.actor(who), at=NOW)])


def fetched(path: str) -> ICalendar:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return ICalendar.from_ical(response.content)


def test_the_calendar_is_what_rfc_5545_asks_for(scene: Scene) -> None:
    late, soon = task(scene, TODAY - timedelta(days=5)), task(scene, TODAY + timedelta(days=40))
    path = address(scene)
    raw = Client().get(path).content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    calendar = fetched(path)
    assert (str(calendar["version"]), str(calendar["method"])) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert events.keys() == {f"task-{late.pk}@127.0.0.1", f"task-{soon.pk}@127.0.0.1"}
    event = events[f"task-{soon.pk}@127.0.0.1"]
    assert event["dtstart"].dt == soon.due_on
    assert event["dtend"].dt == TODAY + timedelta(days=41)
    assert event["dtstamp"].dt.tzinfo is not None
    assert str(event["summary"]) == f"Opgave: {scene.project.title}"
    assert str(event["url"]) == "http://127.0.0.1:8000/mit-bord/"
    assert event["transp"] == "TRANSPARENT"


def test_it_names_no_person_and_nothing_that_somebody_typed(scene: Scene) -> None:
    task(scene)
    scene.candidate("Opdigtet Person")
    enrolled(scene, TODAY)
    for who in ("company", "caseworker", "coordinator"):
        text = Client().get(address(scene, who)).content.decode()
        for name in ("Hanne", "Opdigtet", "Bruger"):
            assert name not in text


def test_it_shows_outcomes_a_year_ahead_each_on_its_day(scene: Scene) -> None:
    enrolled(scene, date(2026, 11, 2))
    user_id = scene.users["caseworker"].pk
    days = {
        item.awaited.value: item.due
        for item in calendar_of(user_id=user_id, at=NOW).items
        if item.awaited is not None
    }
    assert days == {
        "outcome_end": date(2026, 11, 2),
        "outcome_months_3": date(2027, 2, 2),
        "outcome_months_6": date(2027, 5, 2),
        "outcome_months_12": date(2027, 11, 2),
    }
    kinds = {item.kind for item in calendar_of(user_id=scene.users["company"].pk, at=NOW).items}
    assert WaitingKind.OUTCOMES not in kinds


def test_it_is_fetched_as_its_owner_and_shows_no_more_than_the_owner_sees(scene: Scene) -> None:
    enrolled(scene, timezone.localdate() - timedelta(days=3))
    shown = [str(event["summary"]) for event in fetched(address(scene, "caseworker")).walk("VEVENT")]
    assert f"Mangler resultat ved afslutning (1): {scene.project.title}" in shown
    assert not fetched(address(scene, "other_caseworker")).walk("VEVENT")


def test_what_is_done_is_gone_and_the_etag_changes_with_it(scene: Scene) -> None:
    one = task(scene)
    path = address(scene)
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    finish_task(task_id=one.pk, by=scene.actor("coordinator"), at=NOW)
    later = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200
    assert later["ETag"] != first["ETag"]
    assert not ICalendar.from_ical(later.content).walk("VEVENT")


def test_the_same_calendar_has_the_same_bytes(scene: Scene) -> None:
    task(scene)
    user_id = scene.users["company"].pk
    one, two = (as_ics(calendar_of(user_id=user_id, at=NOW + timedelta(hours=hours))) for hours in (0, 1))
    assert one == two


# The address


def test_a_secret_is_made_anew_and_withdrawn(scene: Scene) -> None:
    by = scene.actor("company")
    assert secret_of(user_id=by.user_id or 0) is None
    first = make_address(by=by, at=NOW)
    assert user_of(first) == by.user_id
    assert secret_of(user_id=by.user_id or 0) == first
    second = make_address(by=by, at=NOW)
    assert (user_of(first), user_of(second)) == (None, by.user_id)
    User.objects.filter(pk=by.user_id).update(is_active=False)
    assert user_of(second) is None
    User.objects.filter(pk=by.user_id).update(is_active=True)
    revoke_address(by=by, at=NOW)
    revoke_address(by=by, at=NOW)
    assert user_of(second) is None
    recorded = AuditEntry.objects.filter(user_id=by.user_id).order_by("pk").values_list("action", flat=True)
    assert list(recorded) == ["calendar.opened", "calendar.opened", "calendar.closed"]


def test_a_copy_of_the_database_opens_no_calendar(scene: Scene) -> None:
    secret = make_address(by=scene.actor("company"), at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, c::text FROM journeys_calendaraddress c")
        [(key, row)] = cursor.fetchall()
    assert secret not in row
    assert secret[32:] not in row
    assert user_of(key.hex) is None
    assert user_of(key.hex + "A" * 32) is None


@pytest.mark.parametrize("secret", ["", "x", "æ" * 40, "0" * 32, "0" * 64, "../../x"])
def test_no_other_text_opens_one(scene: Scene, secret: str) -> None:
    make_address(by=scene.actor("company"), at=NOW)
    assert user_of(secret) is None


def test_a_wrong_address_is_not_found_and_soon_not_answered(scene: Scene, settings: Settings) -> None:
    settings.RATE_LIMITS = {"calendar": "3/h/key", "calendar_unknown": "3/m/ip"}
    statuses = [Client().get(f"/kalender/{'0' * 64}.ics").status_code for _number in range(5)]
    assert statuses == [404, 404, 404, 429, 429]
    path = address(scene)
    assert [Client().get(path).status_code for _number in range(4)] == [200, 200, 200, 429]
    assert Client().get(address(scene, "coordinator")).status_code == 200, "others' are not hindered"
    assert Client().post(path).status_code == 429


def test_the_page_shows_makes_and_deletes_the_address(scene: Scene) -> None:
    client, page = scene.client("company"), reverse("reminders")
    assert ".ics" not in client.get(page).content.decode()
    client.post(reverse("calendar_open"))
    secret = secret_of(user_id=scene.users["company"].pk)
    assert f"http://127.0.0.1:8000/kalender/{secret}.ics" in client.get(page).content.decode()
    assert str(secret) not in scene.client("provider").get(page).content.decode()
    client.post(reverse("calendar_close"))
    assert ".ics" not in client.get(page).content.decode()
    assert secret_of(user_id=scene.users["company"].pk) is None


def test_the_calendars_statements_do_not_grow_with_it(scene: Scene) -> None:
    path = address(scene, "caseworker")

    def more(number: int) -> None:
        for _index in range(number):
            enrolled(scene, timezone.localdate() - timedelta(days=10))

    assert_page_has_same_number_of_queries(Client(), path, add_rows=more)
