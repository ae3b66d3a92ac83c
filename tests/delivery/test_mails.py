"""Mails are queued with what they tell of, sent by SMTP, tried again, and in the end shown to somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.delivery import operations
from jobveu.delivery.enums import MailKind, MailProblem, MailState
from jobveu.delivery.jobs import RETRY
from jobveu.delivery.models import OutgoingMail
from jobveu.delivery.queries import mail_row
from jobveu.delivery.sending import NotDeliveredError, deliver
from jobveu.delivery.states import IN_STATE, condition
from tests import factories
from tests.delivery.server import Postman, serving
from tests.factories import NOW
from tests.upkeep.site import free_port

pytestmark = pytest.mark.django_db
NOBODY = Actor(user_id=None, name="")
SECRET = "https://job-veu.dk/konto/adgangskode/ny/1-hemmeligt/"


@pytest.fixture(autouse=True)
def smtp(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = 9
    settings.DEFAULT_FROM_EMAIL = "Job-VEU <post@job-veu.dk>"


@pytest.fixture
def postman(settings: Settings) -> Iterator[Postman]:
    with serving(Postman()) as server:
        settings.EMAIL_PORT = server.port
        yield server


def queue(at: datetime = NOW, **values: object) -> int:
    defaults = {
        "kind": MailKind.PASSWORD_LINK,
        "recipient": "alma@example.dk",
        "language": "da",
        "subject": "Vælg din adgangskode",
        "text": f"Hej Åse\n\nTryk her: {SECRET}\n",
    }
    return operations.queue_mail(at=at, **(defaults | values))


def attempt(mail_id: int, *, at: datetime = NOW, last: bool = False) -> MailState:
    try:
        deliver(mail_id=mail_id, at=at, last=last)
    except NotDeliveredError:
        assert not last
    return state(mail_id)


def state(mail_id: int) -> MailState:
    row = mail_row(at=NOW, mail_id=mail_id)
    assert row is not None
    return row.state


def stored(mail_id: int) -> str:
    """Everything that the database holds of the mail and its jobs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM delivery_outgoingmail m WHERE id = %s", [mail_id])
        rows = cursor.fetchall()
        cursor.execute("SELECT j::text FROM procrastinate_jobs j")
        return repr(rows + cursor.fetchall())


# States


def test_a_mail_is_in_one_state_whoever_asks() -> None:
    """A row, a queryset and a statement that is written out say the same of every mail that the database allows."""
    found: dict[MailState, int] = {}
    for failed, given_up, sent in ((0, 0, 0), (1, 0, 0), (0, 0, 1), (1, 1, 0), (0, 1, 0)):
        mail_id = queue()
        marks = {"failed_at": failed, "given_up_at": given_up, "sent_at": sent}
        OutgoingMail.objects.filter(pk=mail_id).update(
            content=None, **{name: NOW for name, is_set in marks.items() if is_set}
        )
        found[state(mail_id)] = found.get(state(mail_id), 0) + 1
    assert set(found) == set(MailState)
    for one, number in found.items():
        assert OutgoingMail.objects.filter(IN_STATE[one]).count() == number
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM delivery_outgoingmail WHERE {condition(one)}")
            assert cursor.fetchone() == (number,)


# Queueing


def test_a_mail_and_its_job_are_there_with_the_change_or_not_at_all() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    mail_id = queue()
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args, job.status) == ("send_mail", {"mail_id": mail_id}, "todo")


def test_what_a_mail_says_is_not_readable_in_the_database_and_gone_when_it_is_sent(postman: Postman) -> None:
    mail_id = queue()
    for text in (SECRET, "hemmeligt", "alma", "Vælg", SECRET.encode().hex()):
        assert text not in stored(mail_id)
    assert attempt(mail_id) == MailState.SENT
    row = OutgoingMail.objects.get(pk=mail_id)
    assert row.content is None
    assert row.attempts == 1


def test_a_mail_arrives_as_it_was_written(postman: Postman) -> None:
    mail_id = queue(subject="Vælg\n din  adgangskode")
    assert attempt(mail_id) == MailState.SENT
    [mail] = postman.received
    assert postman.recipients == ["alma@example.dk"]
    assert mail["Subject"] == "Vælg din adgangskode"
    assert mail["From"] == "Job-VEU <post@job-veu.dk>"
    assert mail["Content-Language"] == "da"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{OutgoingMail.objects.get(pk=mail_id).key}@job-veu.dk>"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == ["Hej Åse", "", f"Tryk her: {SECRET}"]


def test_a_mail_is_sent_once_however_often_its_job_is_done(postman: Postman) -> None:
    mail_id = queue()
    for _time in range(3):
        assert attempt(mail_id) == MailState.SENT
    assert len(postman.received) == 1
    deliver(mail_id=mail_id + 1000, at=NOW, last=True)  # a mail that is no more


# Servers that do not take it


def test_a_server_that_asks_us_to_wait_gets_the_mail_later(settings: Settings) -> None:
    with serving(Postman("451 4.3.0 Try later", "452 4.2.2 Mailbox full")) as server:
        settings.EMAIL_PORT = server.port
        mail_id = queue()
        assert attempt(mail_id) == MailState.WAITING
        assert attempt(mail_id) == MailState.WAITING
        row = OutgoingMail.objects.get(pk=mail_id)
        assert (row.problem, row.smtp_code, row.attempts) == (MailProblem.BUSY, 452, 2)
        assert attempt(mail_id) == MailState.SENT
        assert len(server.received) == 1
    row.refresh_from_db()
    assert (row.problem, row.smtp_code, row.attempts) == ("", None, 3)


def test_a_server_that_is_away_and_comes_back(settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()
    mail_id = queue()
    assert attempt(mail_id) == MailState.WAITING
    assert OutgoingMail.objects.get(pk=mail_id).problem == MailProblem.UNREACHABLE
    with serving(Postman(), settings.EMAIL_PORT) as server:
        assert attempt(mail_id) == MailState.SENT
        assert len(server.received) == 1


@pytest.mark.parametrize(
    ("postman", "problem", "code"),
    [
        (Postman(unknown="alma@example.dk"), MailProblem.RECIPIENT, 550),
        (Postman("554 5.7.1 No"), MailProblem.REFUSED, 554),
    ],
)
def test_what_would_be_refused_again_fails_at_once(
    settings: Settings, postman: Postman, problem: MailProblem, code: int
) -> None:
    with serving(postman):
        settings.EMAIL_PORT = postman.port
        mail_id = queue()
        assert attempt(mail_id) == MailState.FAILED
    row = OutgoingMail.objects.get(pk=mail_id)
    assert (row.problem, row.smtp_code, row.failed_at) == (problem, code, NOW)
    assert row.content is not None, "it can be sent again"


def test_after_the_last_attempt_it_has_failed() -> None:
    mail_id = queue()
    assert attempt(mail_id) == MailState.WAITING
    assert attempt(mail_id, last=True) == MailState.FAILED
    assert attempt(mail_id) == MailState.FAILED, "and is not tried by a job that comes late"
    assert OutgoingMail.objects.get(pk=mail_id).attempts == 2


def test_a_mail_whose_link_has_ended_is_not_sent(postman: Postman) -> None:
    mail_id = queue(expires_at=NOW + timedelta(hours=1))
    assert attempt(mail_id, at=NOW + timedelta(hours=1)) == MailState.FAILED
    assert OutgoingMail.objects.get(pk=mail_id).problem == MailProblem.TOO_LATE
    assert postman.received == []


def test_a_mail_that_other_keys_have_sealed_fails(postman: Postman) -> None:
    mail_id, other = queue(), queue()
    OutgoingMail.objects.filter(pk=mail_id).update(content=OutgoingMail.objects.get(pk=other).content)
    assert attempt(mail_id) == MailState.FAILED
    assert OutgoingMail.objects.get(pk=mail_id).problem == MailProblem.UNREADABLE


def test_attempts_go_on_for_a_day() -> None:
    waits = [RETRY.exponential_wait ** (number + 1) for number in range(RETRY.max_attempts or 0)]
    assert waits[0] < 10
    assert timedelta(hours=24) < timedelta(seconds=sum(waits)) < operations.USUAL_LIFE


# Those who look after them


@pytest.fixture
def administrator() -> Client:
    agency = factories.organisation(OrganisationKind.NATIONAL_AGENCY)
    client = Client()
    client.force_login(factories.user(Role.ADMINISTRATOR, agency))
    return client


def failed(**values: object) -> int:
    mail_id = queue(**values)
    OutgoingMail.objects.filter(pk=mail_id).update(
        failed_at=NOW, attempts=9, problem=MailProblem.RECIPIENT, smtp_code=550
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    return mail_id


def page(client: Client, name: str, *args: int) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_failed_mail_is_shown_with_its_reason_and_nothing_of_what_it_says(administrator: Client) -> None:
    mail_id = failed(at=datetime.now(NOW.tzinfo))
    for text in (page(administrator, "mail_list"), page(administrator, "mail", mail_id)):
        assert "Link til adgangskode" in text
        assert "Mailserveren kender ikke modtageren eller afviser den" in text
        assert "alma@example.dk" in text
        assert "hemmeligt" not in text
        assert "Vælg din adgangskode" not in text
    assert "svarkode 550" in page(administrator, "mail", mail_id)
    listed = administrator.get(reverse("mail_list"), {"state": "sent"}).content.decode()
    assert "alma@example.dk" not in listed


def test_a_recipient_who_is_no_user_is_not_shown(administrator: Client) -> None:
    mail_id = failed(recipient="deltager@example.dk", hides_recipient=True)
    assert "deltager" not in page(administrator, "mail_list")
    assert "deltager@" not in page(administrator, "mail", mail_id)


def test_a_failed_mail_is_sent_again(administrator: Client, postman: Postman) -> None:
    mail_id = failed(at=datetime.now(NOW.tzinfo))
    administrator.post(reverse("mail_send_again", args=[mail_id]))
    assert state(mail_id) == MailState.WAITING
    assert ProcrastinateJob.objects.get().args == {"mail_id": mail_id}
    assert attempt(mail_id) == MailState.SENT
    assert len(postman.received) == 1
    assert AuditEntry.objects.filter(action="mail.sent_again", record_id=mail_id).count() == 1
    again = administrator.post(reverse("mail_send_again", args=[mail_id]))
    assert "venter ikke længere" in again.content.decode()


def test_a_failed_mail_is_given_up(administrator: Client) -> None:
    mail_id = failed()
    administrator.post(reverse("mail_give_up", args=[mail_id]))
    assert state(mail_id) == MailState.GIVEN_UP
    assert OutgoingMail.objects.get(pk=mail_id).content is None
    assert AuditEntry.objects.filter(action="mail.given_up", record_id=mail_id).count() == 1


def test_a_mail_that_is_too_old_is_not_sent_again(administrator: Client) -> None:
    mail_id = failed()  # long ago by the clock of the page
    assert reverse("mail_send_again", args=[mail_id]) not in page(administrator, "mail", mail_id)
    answer = administrator.post(reverse("mail_send_again", args=[mail_id])).content.decode()
    assert "for gammel" in answer
    assert state(mail_id) == MailState.FAILED


def test_old_contents_and_traces_are_erased(postman: Postman) -> None:
    sent, waiting, lost = queue(), queue(), failed()
    attempt(sent)
    soon, later = NOW + timedelta(days=15), NOW + timedelta(days=91)
    assert operations.erase_old(at=NOW + timedelta(days=13)) == (0, 0)
    assert operations.erase_old(at=soon) == (1, 0)
    assert OutgoingMail.objects.get(pk=lost).content is None
    assert operations.erase_old(at=later) == (0, 1)
    assert set(OutgoingMail.objects.values_list("pk", flat=True)) == {waiting, lost}
    with pytest.raises(DomainError):
        operations.send_again(by=NOBODY, at=NOW, mail_id=lost)
