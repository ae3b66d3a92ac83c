"""The worker as `jobveu run` starts it, in a process of its own: against a mail server that refuses and then
accepts, and killed in the middle of a job."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread
from types import SimpleNamespace
from typing import cast

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from jobveu.delivery.enums import MailKind
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.operations import queue_mail
from jobveu.upkeep.jobs import LONGEST, SILENT, check_jobs, job_figures, rescue, rescue_each_minute
from jobveu.upkeep.lasting import lasting
from tests.background import PATIENCE, start_worker
from tests.delivery.server import Postman, serving

pytestmark = pytest.mark.django_db(transaction=True)

Start = Callable[[Postman], "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a worker whose mail goes to the postman."""
    _forget_jobs()
    started: list[subprocess.Popen[bytes]] = []

    def begin(postman: Postman) -> subprocess.Popen[bytes]:
        process = start_worker(JOBVEU_SMTP_URL=f"smtp://127.0.0.1:{postman.port}?tls=no")
        started.append(process)
        return process

    yield begin
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
    _forget_jobs()


def _forget_jobs() -> None:
    """The tables are procrastinate's own: the tests' clearing away does not know them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def queue() -> OutgoingMail:
    mail_id = queue_mail(
        at=timezone.now(),
        kind=MailKind.ACCOUNT_NOTICE,
        recipient="alma@example.dk",
        language="da",
        subject="Emne",
        text="Tekst",
    )
    return OutgoingMail.objects.get(pk=mail_id)


def end(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    return process.wait(PATIENCE)


def test_a_mail_is_sent_by_a_worker_though_the_server_refuses_it_first(start: Start) -> None:
    with serving(Postman("451 4.3.0 Come back")) as postman:
        mail = queue()
        worker = start(postman)
        assert postman.asked.acquire(timeout=PATIENCE)
        assert postman.asked.acquire(timeout=PATIENCE), "it is tried again by itself"
        second = queue()
        assert postman.asked.acquire(timeout=PATIENCE), "and the next one at once"
        assert end(worker) == 0
    assert len(postman.received) == 2
    mail.refresh_from_db()
    second.refresh_from_db()
    assert mail.sent_at
    assert mail.attempts == 2
    assert second.sent_at
    assert not ProcrastinateJob.objects.filter(task_name="send_mail").exists(), (
        "no trace of jobs that are done"
    )
    assert not ProcrastinateWorker.objects.exists()


def test_a_worker_killed_in_the_middle_loses_no_mail(start: Start) -> None:
    with serving(Postman()) as postman:
        postman.open.clear()
        mail = queue()
        killed = start(postman)
        assert postman.asked.acquire(timeout=PATIENCE)
        killed.kill()
        killed.wait()
        assert ProcrastinateJob.objects.get(task_name="send_mail").status == "doing"
        with connection.cursor() as cursor:  # half a minute passes
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
        postman.open.set()
        other = start(postman)
        assert postman.asked.acquire(timeout=PATIENCE)
        assert end(other) == 0
    mail.refresh_from_db()
    assert mail.sent_at
    assert mail.content is None
    message_ids = {message["Message-ID"] for message in postman.received}
    assert len(message_ids) == 1, "the mail server may get it twice, and can tell"


def test_only_jobs_of_workers_that_have_died_are_taken_up_again() -> None:
    _forget_jobs()
    queue()
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        [worker] = cursor.fetchone() or ()
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
    assert ProcrastinateJob.objects.get().status == "doing"
    assert rescue(at=now) == 0
    assert rescue(at=now + SILENT + timedelta(seconds=5)) == 1
    assert ProcrastinateJob.objects.get().status == "todo"
    _forget_jobs()


def test_a_job_that_waits_only_once_is_taken_up_again_when_the_next_of_it_is_done() -> None:
    _forget_jobs()
    rescue_each_minute.defer(timestamp=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, NULL)")
    queue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, NULL)")
    waiting = rescue_each_minute.defer(timestamp=2)
    states = ProcrastinateJob.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["doing", "doing", "todo"]
    assert rescue(at=timezone.now()) == 1  # the mail is sent all the same
    assert list(states.all()) == ["doing", "todo", "todo"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [waiting])  # it is done
    assert rescue(at=timezone.now()) == 1
    assert list(states.all()) == ["todo", "todo"]
    _forget_jobs()


def test_a_job_that_takes_its_time_is_not_begun_anew_while_it_is_being_done() -> None:
    """By a worker on a connection of its own; when that goes, the job is taken up again at once."""
    _forget_jobs()
    queue()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        [worker] = cursor.fetchone() or ()
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
    [job] = ProcrastinateJob.objects.all()
    held, over = Event(), Event()

    def do() -> None:
        context = SimpleNamespace(job=SimpleNamespace(id=job.pk))
        with lasting(cast("JobContext", context)):
            held.set()
            assert over.wait(PATIENCE)
        connection.close()

    doing = Thread(target=do)
    doing.start()
    assert held.wait(PATIENCE)
    late = timezone.now() + LONGEST + timedelta(minutes=1)
    try:
        assert rescue(at=late) == 0
    finally:
        over.set()
        doing.join(PATIENCE)
    assert rescue(at=late) == 1
    _forget_jobs()


def test_a_job_that_nobody_does_is_told_of() -> None:
    _forget_jobs()
    queue()
    assert [finding.state.name for finding in check_jobs()] == ["OK"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 hour'")
    assert [finding.state.name for finding in check_jobs()] == ["WARNING"]
    figures = {
        (sample.name, *sample.labels.values()): sample.value
        for family in job_figures()
        for sample in family.samples
    }
    assert figures == {("jobveu_jobs", "late"): 1, ("jobveu_jobs", "failed"): 0, ("jobveu_workers",): 0}
    _forget_jobs()
