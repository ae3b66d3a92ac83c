"""The register as it is now is a reading: facts and what may be shown of them, made by a worker, standing until the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils.timezone import localdate
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.periodic import PeriodicDeferrer

from jobveu.insight import disclosure as deciding
from jobveu.insight import readings
from jobveu.insight.counting import Counts
from jobveu.insight.disclosure import Disclosure, disclosure
from jobveu.insight.facts.packing import pack
from jobveu.insight.jobs import renew_reading
from jobveu.insight.models import RegisterReading
from jobveu.insight.readings import EVERY_MINUTES, RENEW, STANDS_FOR, Reading, reading, renew, standing
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project
from tests.concurrency import at_once
from tests.insight.world import NOW, make_world

LATER = NOW + timedelta(minutes=EVERY_MINUTES)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """One entry for each time that it is decided what may be shown: how many projects are completed then."""
    found: list[int] = []

    def counting(counts: Counts) -> Disclosure:
        found.append(_completed(counts))
        return disclosure(counts)

    monkeypatch.setattr(readings, "disclosure", counting)
    readings._kept.cache_clear()
    yield found
    readings._kept.cache_clear()


@pytest.fixture
def register(reference: None) -> None:
    make_world(7, projects=12, candidates=40)


def complete_a_project() -> None:
    running = Project.objects.filter(status=ProjectStatus.ACTIVE, source_key="").order_by("pk")
    running.filter(pk=running.values("pk")[:1]).update(status=ProjectStatus.COMPLETED)


def _completed(counts: Counts) -> int:
    return int((counts.facts.projects["standing"] == 2).sum())


def of_one_moment(found: Reading) -> bool:
    """Whether what is shown was decided for the very facts that it is shown of."""
    return found.disclosure == disclosure(Counts(found.counts.facts))


def same(first: Reading, second: Reading) -> bool:
    return (first.at, first.disclosure) == (second.at, second.disclosure) and list(
        pack(first.counts.facts)
    ) == list(pack(second.counts.facts))


def test_a_reading_stands_until_the_next_takes_its_place(register: None, decided: list[int]) -> None:
    first = reading(at=NOW)
    complete_a_project()
    # Whoever looks, now or later, waits for nothing and sees the same as those before.
    assert same(reading(at=NOW + timedelta(seconds=1)), first)
    assert same(reading(at=LATER), first)
    assert len(decided) == 1
    second = renew(at=LATER)
    assert decided[1] == decided[0] + 1
    assert same(reading(at=LATER), second)
    assert second.at == LATER
    assert of_one_moment(first)
    assert of_one_moment(second)
    # The register is the same, so nothing is decided once more: it only is as of later.
    [row] = RegisterReading.objects.values_list("pk", flat=True)
    third = renew(at=LATER + timedelta(minutes=EVERY_MINUTES))
    assert third.at == LATER + timedelta(minutes=EVERY_MINUTES)
    assert same(reading(at=third.at), third)
    assert len(decided) == 2
    assert RegisterReading.objects.get().pk == row


def test_an_old_reading_is_not_shown_as_the_register_now(register: None, decided: list[int]) -> None:
    reading(at=NOW)
    complete_a_project()
    assert standing(at=NOW + STANDS_FOR) is not None
    late = NOW + STANDS_FOR + timedelta(seconds=1)
    assert standing(at=late) is None
    assert reading(at=late).at == late  # as long as no worker makes any, the first who looks waits
    assert decided == [decided[0], decided[0] + 1]
    assert reading(at=late + timedelta(minutes=1)).at == late
    assert len(decided) == 2
    # A clock that was wrong is no reason to show it for days.
    assert standing(at=late - STANDS_FOR - timedelta(seconds=1)) is None


def test_yesterdays_reading_is_not_todays(register: None, decided: list[int]) -> None:
    before = datetime.fromisoformat("2026-11-24T23:59:30+01:00")
    after = before + timedelta(minutes=1)
    assert localdate(before) < localdate(after)
    assert reading(at=before).counts.facts.day == localdate(before)
    assert standing(at=after) is None
    found = reading(at=after)
    assert found.counts.facts.day == localdate(after)
    assert len(decided) == 2  # what is due by a day is otherwise on the next, though the register is the same
    assert of_one_moment(found)


def test_another_version_of_the_program_decides_itself(
    register: None, decided: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(at=NOW)
    monkeypatch.setattr(deciding, "VERSION", deciding.VERSION + 1)
    assert standing(at=NOW) is None
    assert of_one_moment(reading(at=NOW))
    assert len(decided) == 2
    assert RegisterReading.objects.count() == 1


def test_who_looks_while_the_next_takes_its_place_sees_the_next(
    register: None, decided: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(at=NOW)
    kept = readings._kept

    def just_gone(id_: int, digest: str) -> tuple[Counts, Disclosure]:
        monkeypatch.setattr(readings, "_kept", kept)
        complete_a_project()
        renew(at=LATER)
        return kept(id_, digest)

    monkeypatch.setattr(readings, "_kept", just_gone)
    found = reading(at=NOW + timedelta(minutes=1))
    assert found.at == LATER
    assert of_one_moment(found)


def test_however_often_it_is_queued_it_waits_once(db: None) -> None:
    renew_reading.defer(timestamp=1)
    for timestamp in (2, 3):
        with pytest.raises(AlreadyEnqueued), transaction.atomic():
            renew_reading.defer(timestamp=timestamp)
    assert ProcrastinateJob.objects.filter(task_name=RENEW).count() == 1


@pytest.mark.parametrize("minute", [0, 1, 9.99, 29])
def test_a_worker_that_starts_makes_one_at_once(minute: float) -> None:
    """Whenever it starts: what is due every ten minutes is overdue until it has been done."""
    start = (NOW + timedelta(minutes=minute)).timestamp()
    due = PeriodicDeferrer(app.periodic_registry).get_previous_tasks(at=start)
    assert RENEW in {one.task.name for one, _timestamp in due}


@pytest.mark.django_db(transaction=True)
def test_those_who_look_and_workers_at_the_same_moment(register: None, decided: list[int]) -> None:
    looks = at_once(*[lambda: reading(at=NOW)] * 3)
    assert len(decided) == 1  # once for all three
    assert same(looks[0], looks[1])
    assert same(looks[0], looks[2])
    complete_a_project()

    def change_and_renew() -> Reading:
        complete_a_project()
        return renew(at=LATER)

    def look() -> list[Reading]:
        return [reading(at=LATER) for _ in range(5)]

    renewed = at_once(lambda: renew(at=LATER), change_and_renew, look, look)
    found = [*renewed[:2], *renewed[2], *renewed[3]]
    assert all(map(of_one_moment, {id(one.counts): one for one in found}.values()))
    assert {_completed(one.counts) for one in found} <= set(decided)
    assert RegisterReading.objects.count() == 1
    readings._kept.cache_clear()
    last = reading(at=LATER)
    assert _completed(last.counts) == decided[0] + 2 == max(decided)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [readings._LOCK]
        )
        assert cursor.fetchone() == (0,)
