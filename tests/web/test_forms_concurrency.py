"""Two at the same time, truly: threads on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.common.concurrency import update_versioned
from jobveu.common.errors import AlreadySubmitted, DomainError, StaleEdit
from jobveu.common.models import Submission
from jobveu.common.submissions import forget_submissions, run_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Worker(threading.Thread):
    """Runs `do` on a connection of its own; `outcome` is what it returned or raised."""

    def __init__(self, do: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.do = do
        self.outcome: Any = None

    def run(self) -> None:
        try:
            self.outcome = self.do()
        except Exception as error:
            self.outcome = error
        finally:
            connection.close()

    def finish(self) -> Any:
        self.join(timeout=20)
        assert not self.is_alive(), "the thread hangs"
        return self.outcome


def wait_until_somebody_waits_for_a_lock() -> None:
    deadline = monotonic() + 20
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody came to wait for a lock")


def make(token: UUID, name: str = "Letz Sushi", **how: Any) -> str:
    def do() -> str:
        made = Organisation.objects.create(kind=OrganisationKind.COMPANY, name=name)
        return f"/organisationer/{made.pk}/"

    values: dict[str, Any] = {"user_id": 1, "path": "/ny/", "at": NOW, "do": do} | how
    return run_once(token=token, **values)


def test_a_second_click_waits_for_the_first_and_gets_its_answer() -> None:
    token, inside, go_on = uuid4(), threading.Event(), threading.Event()

    def slow() -> str:
        made = Organisation.objects.create(kind=OrganisationKind.COMPANY, name="Letz Sushi")
        inside.set()
        assert go_on.wait(20)
        return f"/organisationer/{made.pk}/"

    first = Worker(lambda: make(token, do=slow))
    first.start()
    assert inside.wait(20)
    second = Worker(lambda: make(token))
    second.start()
    wait_until_somebody_waits_for_a_lock()
    go_on.set()
    made = Organisation.objects.get
    assert first.finish() == second.finish() == f"/organisationer/{made().pk}/"
    assert Submission.objects.count() == 1


def test_a_second_click_runs_itself_when_the_first_fails() -> None:
    token, inside, go_on = uuid4(), threading.Event(), threading.Event()

    def failing() -> str:
        Organisation.objects.create(kind=OrganisationKind.COMPANY, name="Forkert")
        inside.set()
        assert go_on.wait(20)
        raise DomainError("Nej.")

    first = Worker(lambda: make(token, do=failing))
    first.start()
    assert inside.wait(20)
    second = Worker(lambda: make(token))
    second.start()
    wait_until_somebody_waits_for_a_lock()
    go_on.set()
    assert isinstance(first.finish(), DomainError)
    assert second.finish() == f"/organisationer/{Organisation.objects.get().pk}/"
    assert Organisation.objects.get().name == "Letz Sushi"


def test_a_token_belongs_to_one_user_one_page_and_one_content() -> None:
    token = uuid4()
    url = make(token, fingerprint="a")
    assert make(token, fingerprint="a") == url
    with pytest.raises(DomainError):
        make(token, user_id=2, fingerprint="a")
    with pytest.raises(DomainError):
        make(token, path="/andet/", fingerprint="a")
    with pytest.raises(AlreadySubmitted) as caught:
        make(token, fingerprint="b")
    assert caught.value.result_url == url
    assert Organisation.objects.count() == 1


def test_old_submissions_are_forgotten() -> None:
    make(uuid4(), at=NOW - timedelta(days=2))
    make(uuid4())
    assert forget_submissions(before=NOW - timedelta(days=1)) == 1
    assert Submission.objects.count() == 1


def edit(pk: int, **changes: Any) -> Organisation:
    return update_versioned(
        rows=Organisation.objects.all(), pk=pk, version=1, changes=changes, room="actors.organisation"
    )


def test_of_two_edits_at_the_same_time_the_second_is_told_what_the_first_saved() -> None:
    pk = Organisation.objects.create(kind=OrganisationKind.COMPANY, name="Letz Sushi").pk
    inside, go_on = threading.Event(), threading.Event()

    def first_edit() -> Organisation:
        with transaction.atomic():
            row = edit(pk, name="Den første", website="en.example")
            inside.set()
            assert go_on.wait(20)
            return row

    first = Worker(first_edit)
    first.start()
    assert inside.wait(20)
    second = Worker(lambda: edit(pk, name="Den anden", website="to.example"))
    second.start()
    wait_until_somebody_waits_for_a_lock()
    go_on.set()
    assert first.finish().version == 2
    stale = second.finish()
    assert isinstance(stale, StaleEdit)
    assert stale.current == {"name": "Den første", "website": "en.example"}
    assert stale.version == 2
    row = Organisation.objects.get(pk=pk)
    assert (row.name, row.version) == ("Den første", 2)
