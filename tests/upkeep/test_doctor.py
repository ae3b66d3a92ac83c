"""The doctor: each thing it looks at, healthy and ill, and that it changes nothing."""

from __future__ import annotations

import json
import shutil
import socketserver
import threading
from collections import namedtuple
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from jobveu.common.models import AuditEntry
from jobveu.config.secret_keys import load_keys
from jobveu.launcher.configuration import SUPERUSER
from jobveu.upkeep.backup.archive import Manifest, Writer
from jobveu.upkeep.backup.facts import Facts
from jobveu.upkeep.backup.target import embedded_target
from jobveu.upkeep.doctor import database, machine
from jobveu.upkeep.doctor import settings as site
from jobveu.upkeep.doctor.findings import Finding, State
from jobveu.wall.state import is_above_policies, roles_above
from tests.launcher.helpers import jobveu
from tests.settings import TEST_SERVER

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def states(findings: Iterable[Finding]) -> list[State]:
    found = list(findings)
    for finding in found:
        assert finding.what
        assert bool(finding.todo) == (finding.state > State.OK), "whatever is wrong, something can be done"
    return [finding.state for finding in found]


def test_keys_must_be_whole_and_their_owners_only(tmp_path: Path) -> None:
    assert states(machine.check_keys(tmp_path / "keys", tmp_path)) == [State.WARNING]
    load_keys(tmp_path / "keys")
    assert states(machine.check_keys(tmp_path / "keys", tmp_path)) == [State.OK]
    key = tmp_path / "keys" / "identity.key"
    key.chmod(0o640)
    (finding,) = machine.check_keys(tmp_path / "keys", tmp_path)
    assert (finding.state, "identity.key" in finding.what) == (State.ERROR, True)
    key.chmod(0o600)
    key.write_text("cut short")
    (finding,) = machine.check_keys(tmp_path / "keys", tmp_path)
    assert (finding.state, "damaged" in finding.what) == (State.ERROR, True)
    key.unlink()
    (finding,) = machine.check_keys(tmp_path / "keys", tmp_path)
    assert (finding.state, "identity is missing" in finding.what) == (State.ERROR, True)


@pytest.mark.parametrize(("free", "state"), [(100e9, State.OK), (4e9, State.WARNING), (0.5e9, State.ERROR)])
def test_a_disk_is_looked_at_once_for_all_that_lies_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, state: State
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(200e9, 0, free))
    (finding,) = machine.check_disk({"the data": tmp_path, "the backups": tmp_path / "not" / "yet"})
    assert finding.state == state
    assert "the data, the backups" in finding.what


def make_backup(folder: Path, made_at: datetime) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / f"jobveu-{made_at:%Y%m%dT%H%M%SZ}.tar").open("wb") as file:
        writer = Writer(file)
        facts = Facts(tables={}, sequences={}, extensions={}, migrations=[], roles=[])
        writer.close(Manifest(made_at.isoformat(), "0.1.0", 180006, facts, {}, writer.parts))


@pytest.mark.parametrize(("days", "state"), [(1, State.OK), (3, State.WARNING), (20, State.ERROR)])
def test_the_newest_backup_must_be_young(tmp_path: Path, days: int, state: State) -> None:
    make_backup(tmp_path, NOW - timedelta(days=400))
    make_backup(tmp_path, NOW - timedelta(days=days))
    assert states(machine.check_backups(tmp_path, now=NOW)) == [state]


def test_no_backup_and_a_damaged_one_are_said(tmp_path: Path) -> None:
    assert states(machine.check_backups(tmp_path / "none", now=NOW)) == [State.WARNING]
    make_backup(tmp_path, NOW)
    (tmp_path / "jobveu-20261125T000000Z.tar").write_text("damaged")
    assert states(machine.check_backups(tmp_path, now=NOW)) == [State.WARNING, State.OK]


def test_attachments_are_nobody_elses_and_not_among_public_files(tmp_path: Path) -> None:
    assert states(machine.check_attachments(tmp_path, tmp_path / "static")) == [State.OK]
    folder = tmp_path / "attachments"
    folder.mkdir(mode=0o700)
    assert states(machine.check_attachments(tmp_path, tmp_path / "static")) == [State.OK]
    folder.chmod(0o755)
    assert states(machine.check_attachments(tmp_path, tmp_path / "static")) == [State.WARNING]
    assert states(machine.check_attachments(tmp_path, tmp_path)) == [State.ERROR]


def test_files_that_the_start_makes_are_missed(tmp_path: Path) -> None:
    assert states(machine.check_static_files(tmp_path)) == [State.WARNING]
    (tmp_path / "staticfiles.json").touch()
    assert states(machine.check_static_files(tmp_path)) == [State.OK]
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    assert states(machine.check_translations(tmp_path)) == [State.WARNING]
    (folder / "django.mo").touch()
    assert states(machine.check_translations(tmp_path)) == [State.OK]
    (tmp_path / ".restore-abc").mkdir()
    assert states(machine.check_restore(tmp_path)) == [State.WARNING]


def test_what_is_right_on_ones_own_machine_is_not_where_others_come(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    settings.DEBUG = settings.DEMO = True
    assert states(site.check_configuration()) == [State.OK]
    settings.ALLOWED_HOSTS = ["*"]
    assert sorted(states(site.check_configuration())) == [
        *(State.WARNING, State.WARNING, State.ERROR, State.ERROR)
    ]
    settings.ALLOWED_HOSTS = ["jobveu.example.dk"]
    settings.DEBUG, settings.DEMO, settings.HTTPS = False, False, True
    assert states(site.check_configuration()) == [State.OK]


class Postman(socketserver.StreamRequestHandler):
    """Greets and takes its leave, as a mail server does."""

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 test\r\n")


@pytest.fixture
def mail_port() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_mail_is_connected_to(settings: Settings, mail_port: int) -> None:
    assert states(site.check_mail()) == [State.WARNING], "the tests' mail goes nowhere"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_port
    settings.DEFAULT_FROM_EMAIL = "Job-VEU <jobveu@example.dk>"
    assert states(site.check_mail()) == [State.WARNING], "an address that is nobody's"
    settings.DEFAULT_FROM_EMAIL = "jobveu@kommune.dk"
    assert states(site.check_mail()) == [State.OK]
    settings.EMAIL_PORT = 9
    assert states(site.check_mail()) == [State.ERROR]


@pytest.mark.django_db
def test_a_database_that_is_right_is_found_so() -> None:
    findings = list(database.check_database())
    assert [finding.name for finding in findings] == [
        *(
            "database",
            "locale",
            "extensions",
            "migrations",
            "worker",
            "mails",
            "wall",
            "clock",
            "stored files",
        )
    ]
    assert states(findings) == [State.OK] * 9


@pytest.mark.django_db
def test_missing_and_unknown_migrations_and_extensions_are_errors() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'journeys' OR app = 'projects'")
    found = {finding.name: finding for finding in database.check_database()}
    assert found["migrations"].state == State.ERROR
    assert "/readyz" in found["migrations"].what
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('actors', '9999_x', now())"
        )
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
    found = {finding.name: finding for finding in database.check_database()}
    assert "newer version" in found["migrations"].what
    assert (found["extensions"].state, "pg_trgm" in found["extensions"].what) == (State.ERROR, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "damage",
    [
        "ALTER TABLE candidates_person NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE candidates_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY wall_read ON candidates_person",
    ],
)
def test_a_gap_in_the_wall_is_an_error(damage: str) -> None:
    assert states(database.check_wall()) == [State.OK]
    with connection.cursor() as cursor:
        cursor.execute(damage)
    (finding,) = database.check_wall()
    assert (finding.state, "candidates_person" in finding.what) == (State.ERROR, True)


@pytest.mark.django_db
def test_a_role_above_the_wall_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(embedded_target(TEST_SERVER).address(name, as_admin=True)) as above:
        assert is_above_policies(above)
        assert SUPERUSER in roles_above(above)
        monkeypatch.setattr(database, "roles_above", lambda _raw: roles_above(above))
        (finding,) = database.check_wall()
    assert (finding.state, SUPERUSER in finding.what) == (State.ERROR, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("apart", "state"), [(0, State.OK), (10, State.WARNING), (600, State.ERROR), (-600, State.ERROR)]
)
def test_the_clocks_are_compared(apart: int, state: State) -> None:
    (finding, *_more) = database.check_clock(machine=datetime.now(UTC) + timedelta(seconds=apart))
    assert finding.state == state


@pytest.mark.django_db
def test_a_record_from_the_future_tells_of_a_wrong_clock() -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    AuditEntry.objects.create(at=later, user_name="x", action="a.b", room="r", record_id=1)
    (finding,) = database.check_clock(machine=datetime.now(UTC))
    assert (finding.state, "latest record" in finding.what) == (State.ERROR, True)


def test_a_database_that_is_away_is_one_finding(django_db_blocker: object) -> None:
    was = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nonexistent"
    try:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            assert states(database.check_database()) == [State.ERROR]
    finally:
        connection.close()
        connection.settings_dict["HOST"] = was


def test_it_changes_nothing(tmp_path: Path) -> None:
    done = jobveu("doctor", "--json", environment={"JOBVEU_DATA": str(tmp_path / "none")}, cwd=tmp_path)
    assert done.returncode == 1, "there is no database yet"
    assert json.loads(done.stdout)["state"] == "error"
    assert list(tmp_path.iterdir()) == [], "no keys, no folder"


@pytest.mark.django_db
def test_the_command_tells_people_and_programs(tmp_path: Path) -> None:
    """On a database without tables: the tests' server has one."""
    load_keys(tmp_path / "keys")
    environment = {"JOBVEU_DATA": str(tmp_path), "JOBVEU_DATABASE_URL": TEST_SERVER.url}
    told = jobveu("doctor", environment=environment, cwd=tmp_path)
    assert told.returncode == 1
    assert "OK       keys" in told.stdout
    assert "ERROR    migrations" in told.stdout
    assert "-> jobveu run makes them when it starts" in told.stdout
    assert " errors, " in told.stdout.splitlines()[-1]
    broken = jobveu("doctor", "--json", environment=environment | {"JOBVEU_LOG": "xml"}, cwd=tmp_path)
    found = {check["name"]: check for check in json.loads(broken.stdout)["checks"]}
    assert "JOBVEU_LOG must be json or plain" in found["configuration"]["what"]
    assert found["disk"]["state"] == "ok", "the rest is looked at all the same"
