"""The database is killed while eight people work: nothing that was acknowledged is lost, nothing is half
written, nothing is written twice, and the site comes back without a hand."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from jobveu.launcher.postgres import EmbeddedPostgres
from jobveu.launcher.temporary import TemporaryDirectory
from tests.launcher.helpers import connect, kill_everything
from tests.tables import give_to_a_site
from tests.upkeep.site import RunningSite, Visitor, hidden_fields

WRITERS = 8
WRITES = 1000
KILLED_AFTER = 400
"""Acknowledged writes, when the database is killed."""
SECONDS_TO_RECOVER = 120
AGAIN_EVERY = 10
"""Every so manieth form is sent once more after it was acknowledged, as by an impatient second click."""

MAKE_WRITERS = f"""
import json
from tests import factories
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
office = factories.office()
made = []
for number in range({WRITERS}):
    user = factories.user(Role.COORDINATOR, office, email=f"skriver{{number}}@example.dk")
    company = factories.organisation(OrganisationKind.COMPANY, name=f"Virksomhed {{number}}")
    made.append({{"email": user.email, "path": f"/organisationer/{{company.pk}}/kontakter/ny/"}})
print(json.dumps({{"writers": made, "password": factories.PASSWORD}}))
"""


@dataclass
class Tally:
    """What the writers were told, together."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """The token of each form by the name in it: written down only once the site has said that it is saved."""
    refused: list[tuple[str, http.client.HTTPMessage]] = field(default_factory=list)
    """The pages that said that the database was away, with their headers."""
    broken: int = 0
    enough: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    logging_in: threading.Lock = field(default_factory=threading.Lock)
    """One after another: attempts from one address are counted under a lock that nobody waits long for."""

    def note(self, name: str, token: str) -> None:
        with self.lock:
            self.acknowledged[name] = token
            if len(self.acknowledged) >= KILLED_AFTER:
                self.enough.set()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    directory = TemporaryDirectory()
    yield directory.path
    EmbeddedPostgres(directory.path / "site").remove()
    directory.remove()


def write(site: RunningSite, number: int, writer: dict[str, str], password: str, tally: Tally) -> None:
    """One person, who fills in the form again and again, and sends each until it is said to be saved."""
    with Visitor(site.port) as visitor:
        with tally.logging_in:
            visitor.log_in(writer["email"], password)
        fields = hidden_fields(visitor.get(writer["path"])[1])
        assert "submission" in fields
        for count in range(WRITES // WRITERS):
            name = f"Kontakt {number}-{count}"
            form = fields | {"submission": str(uuid4()), "name": name, "email": f"k{number}-{count}@test.dk"}
            send_until_saved(visitor, writer["path"], form, tally)
            tally.note(name, form["submission"])
            if count % AGAIN_EVERY == 0:
                send_until_saved(visitor, writer["path"], form, tally)


def send_until_saved(visitor: Visitor, path: str, form: dict[str, str], tally: Tally) -> None:
    deadline = time.monotonic() + SECONDS_TO_RECOVER
    while True:
        assert time.monotonic() < deadline, "the site does not recover"
        try:
            status, body, headers = visitor.post(path, form)
        except (OSError, http.client.HTTPException):
            tally.broken += 1
            continue
        if status == 503:
            with tally.lock:
                tally.refused.append((body, headers))
            continue
        assert status == 302, f"{status}: {body[:2000]}"
        return


def test_every_acknowledged_write_is_there_once_and_the_site_recovers_by_itself(
    folder: Path, django_db_setup: None
) -> None:
    give_to_a_site(folder / "site")
    server = EmbeddedPostgres(folder / "site")
    tally = Tally()
    with RunningSite(folder / "site", JOBVEU_LOG="json") as site:
        setup = json.loads(site.manage(MAKE_WRITERS))
        with ThreadPoolExecutor(WRITERS) as pool:
            work = [
                pool.submit(write, site, number, writer, setup["password"], tally)
                for number, writer in enumerate(setup["writers"])
            ]
            assert tally.enough.wait(300)
            before = server.status().pid
            kill_everything(server)
            for one in work:
                one.result()
        assert server.status().pid not in (None, before), "another server process, started by nobody"
        with Visitor(site.port) as probe:
            status, body, _headers = probe.get("/readyz")
            figures = probe.get("/metrics")[1]
        assert (status, json.loads(body)) == (200, {"status": "ok"})
        with connect(server) as connection:
            stored = connection.execute(
                "SELECT contact.name, submission.token::text, count(*)"
                " FROM actors_contact contact"
                " JOIN common_auditentry audit ON audit.room = 'actors.contact'"
                "  AND audit.action = 'contact.created' AND audit.record_id = contact.id"
                " JOIN common_submission submission ON submission.path ="
                "  '/organisationer/' || contact.organisation_id || '/kontakter/ny/'"
                "  AND submission.at = audit.at AND submission.user_id = audit.user_id"
                "  AND submission.result_url <> ''"
                " GROUP BY 1, 2"
            ).fetchall()
            counts = connection.execute(
                "SELECT (SELECT count(*) FROM actors_contact),"
                " (SELECT count(*) FROM common_auditentry WHERE action = 'contact.created'),"
                " (SELECT count(*) FROM common_submission)"
            ).fetchone()
    assert len(tally.acknowledged) == WRITES
    assert {name: token for name, token, _count in stored} == tally.acknowledged
    assert {count for _name, _token, count in stored} == {1}
    assert counts == (WRITES, WRITES, WRITES), (
        "no contact without its audit record, no form without its contact"
    )
    assert tally.refused, "somebody was told while the database was away"
    for page, headers in tally.refused:
        assert "Job-VEU er ude af drift et øjeblik" in page
        assert "Kontakt " in page, "what was typed is given back"
        assert headers["Retry-After"] == "5"
    lines = [json.loads(line) for line in site.said.splitlines()]
    assert "the database had died; it runs again" in {line["message"] for line in lines}
    assert "Kontakt " not in site.said
    saved = 'jobveu_requests_total{method="POST",route="contact_create",status="302"} '
    again = WRITERS * -(-WRITES // WRITERS // AGAIN_EVERY)
    assert float(figures.partition(saved)[2].split()[0]) >= WRITES + again, "of all worker processes"
    assert 'jobveu_database_errors_total{kind="away"}' in figures
