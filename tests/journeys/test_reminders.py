"""The daily reminder: opt-in, of what waits at the moment it is sent, at most once a day."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from jobveu.accounts.models import User
from jobveu.actors.models import Contact, Membership
from jobveu.common.models import AuditEntry
from jobveu.delivery.enums import MailKind, MailState
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.queries import mail_row
from jobveu.delivery.sending import deliver
from jobveu.journeys.models import Digest
from jobveu.journeys.reminders import (
    choose_reminders,
    chosen_kinds,
    forget_digests,
    is_time,
    remind,
    users_to_remind,
)
from jobveu.journeys.waiting import WaitingKind
from jobveu.projects.models import Task
from jobveu.projects.operations.tasks import finish_task
from jobveu.wall.acting import NOBODY, acting_as
from tests import factories
from tests.candidates.scene import Scene, make_scene
from tests.delivery.server import Postman, serving
from tests.factories import NOW, TODAY
from tests.journeys.test_desk import enrolled
from tests.mails import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
HERE = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


@pytest.fixture
def postman(settings: Settings) -> Iterator[Postman]:
    with serving(Postman()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def task(scene: Scene, title: str = "Ring til Hanne Hansen", **fields: object) -> Task:
    values = {"project": scene.project, "phase": 1, "responsible": scene.company, "due_on": TODAY} | fields
    return Task.objects.create(title=title, **values)


def wants(scene: Scene, *kinds: WaitingKind, who: str = "company") -> int:
    choose_reminders(by=scene.actor(who), at=NOW, kinds=kinds)
    return scene.users[who].pk


def state_of(mail: OutgoingMail) -> MailState:
    row = mail_row(at=NOW, mail_id=mail.pk)
    assert row is not None
    return row.state


# Who gets one


def test_nobody_gets_a_reminder_who_has_not_asked_for_it(scene: Scene) -> None:
    task(scene)
    assert users_to_remind(day=TODAY) == []
    assert remind(user_id=scene.users["company"].pk, at=NOW - timedelta(days=1)) is False
    user_id = wants(scene, WaitingKind.SIGNATURE)
    assert users_to_remind(day=TODAY) == [user_id]
    assert remind(user_id=user_id, at=NOW) is False, "of tasks nothing is wanted"
    assert not OutgoingMail.objects.exists()


def test_a_reminder_arrives_in_danish_with_nothing_that_somebody_typed(
    scene: Scene, postman: Postman
) -> None:
    for _number in range(6):
        task(scene)
    task(scene, due_on=TODAY - timedelta(days=3))
    Contact.objects.create(organisation=scene.company, name="Kontakt Kontaktsen", phone="1")
    user_id = wants(scene, WaitingKind.TASK)
    assert remind(user_id=user_id, at=NOW)
    deliver(mail_id=OutgoingMail.objects.get().pk, at=NOW, last=True)
    [mail] = postman.received
    text = mail.get_content()
    assert postman.recipients == [scene.users["company"].email]
    assert mail["Subject"] == "Job-VEU: 7 ting venter på dig"
    assert "Opgaver (7)" in text
    assert f"- {scene.project.title}: Opgave, overskredet 21-11-2026" in text
    assert f"- {scene.project.title}: Opgave, frist 24-11-2026" in text
    assert "- og 2 mere" in text
    assert "http://127.0.0.1:8000/mit-bord/paamindelser/" in text
    for name in ("Hanne", "Ring", "Kontaktsen", scene.users["company"].name):
        assert name not in text


def test_a_worker_reads_of_candidates_what_the_user_may(scene: Scene) -> None:
    enrolled(scene, TODAY)
    for who, queued in (("caseworker", True), ("other_caseworker", False)):
        user_id = wants(scene, WaitingKind.OUTCOMES, who=who)
        with acting_as(NOBODY):
            assert remind(user_id=user_id, at=NOW) is queued
    with acting_as(NOBODY):
        deliver(mail_id=OutgoingMail.objects.get().pk, at=NOW, last=True)
    assert "Resultater at registrere (1)" in delivered()[0].body


def test_what_is_done_before_it_is_sent_is_not_in_it(scene: Scene) -> None:
    first, second = task(scene), task(scene)
    user_id = wants(scene, WaitingKind.TASK)
    assert remind(user_id=user_id, at=NOW)
    finish_task(task_id=first.pk, by=scene.actor("coordinator"), at=NOW)
    deliver(mail_id=OutgoingMail.objects.get().pk, at=NOW, last=True)
    [mail] = delivered()
    assert "Opgaver (1)" in mail.body
    second.refresh_from_db()
    assert second.done_on is None


def test_when_all_is_done_before_it_is_sent_no_mail_goes(scene: Scene) -> None:
    one = task(scene)
    user_id = wants(scene, WaitingKind.TASK)
    assert remind(user_id=user_id, at=NOW)
    finish_task(task_id=one.pk, by=scene.actor("coordinator"), at=NOW)
    mail = OutgoingMail.objects.get()
    deliver(mail_id=mail.pk, at=NOW, last=True)
    deliver(mail_id=mail.pk, at=NOW, last=True)
    assert delivered() == []
    assert state_of(mail) == MailState.GIVEN_UP


@pytest.mark.parametrize("change", ["closed", "left", "opted out"])
def test_who_has_left_since_gets_none(scene: Scene, change: str) -> None:
    task(scene)
    user_id = wants(scene, WaitingKind.TASK)
    assert remind(user_id=user_id, at=NOW)
    match change:
        case "closed":
            User.objects.filter(pk=user_id).update(is_active=False)
        case "left":
            Membership.objects.filter(user=user_id).update(valid_to=TODAY - timedelta(days=1))
        case _:
            wants(scene)
    deliver(mail_id=OutgoingMail.objects.get().pk, at=NOW, last=True)
    assert delivered() == []


def test_nothing_to_say_no_mail(scene: Scene) -> None:
    user_id = wants(scene, WaitingKind.TASK)
    assert remind(user_id=user_id, at=NOW) is False
    assert not OutgoingMail.objects.exists()
    assert users_to_remind(day=TODAY) == [], "the day is seen to"


def test_a_reminder_that_no_server_took_is_not_sent_the_day_after(scene: Scene) -> None:
    task(scene)
    remind(user_id=wants(scene, WaitingKind.TASK), at=NOW)
    mail = OutgoingMail.objects.get()
    deliver(mail_id=mail.pk, at=NOW + timedelta(hours=9), last=False)
    assert delivered() == []
    assert state_of(mail) == MailState.FAILED


# Once a day


def test_one_a_day_however_often_the_job_is_done(scene: Scene) -> None:
    task(scene)
    user_id = wants(scene, WaitingKind.TASK)
    assert [remind(user_id=user_id, at=NOW + timedelta(minutes=minutes)) for minutes in (0, 1, 10)] == [
        True,
        False,
        False,
    ]
    assert remind(user_id=user_id, at=NOW + timedelta(days=1))
    assert OutgoingMail.objects.filter(kind=MailKind.DIGEST).count() == 2
    assert forget_digests(at=NOW + timedelta(days=30)) == 0
    assert forget_digests(at=NOW + timedelta(days=32)) == 2


@pytest.mark.django_db(transaction=True)
def test_one_a_day_with_several_workers_at_once() -> None:
    from jobveu.accounts.actor import Actor
    from jobveu.reference.shipped import load_shipped

    load_shipped(by=Actor(user_id=None, name="Testmaskinen"), at=NOW)
    scene = make_scene()
    task(scene)
    user_id = wants(scene, WaitingKind.TASK)
    together = Barrier(4)

    def work(_number: int) -> bool:
        try:
            together.wait(30)
            return remind(user_id=user_id, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        assert sorted(workers.map(work, range(4))) == [False, False, False, True]
    assert OutgoingMail.objects.count() == Digest.objects.count() == 1


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZoneInfo("UTC"))))
def test_mornings_of_weekdays(at: datetime) -> None:
    here = at.astimezone(HERE)
    assert is_time(at) == (here.isoweekday() <= 5 and 7 <= here.hour < 12)


# The page


def test_a_user_chooses_on_a_page_of_ones_own(scene: Scene) -> None:
    client, address = scene.client("company"), reverse("reminders")
    page = client.get(address).content.decode()
    assert scene.users["company"].email in page
    assert 'value="task"' in page
    assert 'value="standstill"' not in page, "a company drives no projects"
    assert client.post(address, {"kinds": ["task", "signature"]})["Location"] == address
    user_id = scene.users["company"].pk
    assert chosen_kinds(user_id=user_id) == {WaitingKind.TASK, WaitingKind.SIGNATURE}
    client.post(address, {"kinds": ["task"]})
    assert chosen_kinds(user_id=user_id) == {WaitingKind.TASK}
    entry = AuditEntry.objects.filter(action="reminders.chosen").latest("pk")
    assert (entry.user_id, entry.details) == (user_id, {"kinds": ["task"]})
    client.post(address, {"kinds": ["standstill"]})
    assert chosen_kinds(user_id=user_id) == {WaitingKind.TASK}, "what the role has not is refused"
    client.post(address, {})
    assert chosen_kinds(user_id=user_id) == frozenset()


def test_who_has_nothing_to_do_is_told_so(scene: Scene) -> None:
    page = scene.client("council").get(reverse("reminders")).content.decode()
    assert "Der er ikke noget at blive mindet om i din rolle." in page


def test_the_job_finds_who_wants_to_be_reminded(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from jobveu.web.jobs import queue_digests

    Task.objects.create(project=scene.project, phase=1, responsible=scene.company, title="T", due_on=TODAY)
    wants(scene, WaitingKind.TASK)
    monday, sunday = datetime(2026, 11, 23, 7, 5, tzinfo=HERE), datetime(2026, 11, 22, 7, 5, tzinfo=HERE)
    for now, sent in ((sunday, 0), (monday, 1), (monday + timedelta(minutes=10), 1)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        queue_digests(timestamp=0)
        assert OutgoingMail.objects.filter(kind=MailKind.DIGEST).count() == sent
    assert monday.date() <= factories.TODAY
