"""Viruses: found by a real clamd; and nothing is taken for clean by one that fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from jobveu.attachments.enums import OwnerKind, ScanResult
from jobveu.attachments.models import Attachment
from jobveu.attachments.operations import CheckedFile, check_file
from jobveu.attachments.queries import Owner
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.config.environment import clamd_address
from jobveu.launcher.temporary import TemporaryDirectory
from jobveu.upkeep import clamd
from jobveu.upkeep.doctor.findings import Finding, State
from jobveu.upkeep.doctor.settings import check_scanner
from tests.attachments import samples, scanner
from tests.factories import NOW
from tests.projects.planning_setup import Setting, setting


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    directory = TemporaryDirectory()
    with scanner.clamd(directory.path) as address:
        yield address
    directory.remove()


def check(one: Setting, data: bytes, name: str = "Brev.txt") -> CheckedFile:
    owner = Owner(OwnerKind.PROJECT, one.project.pk, one.project.pk)
    return check_file(
        content=BytesIO(data), name=name, size=len(data), owner=owner, by=one.coordinator.actor, at=NOW
    )


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def test_a_real_scanner_finds_the_virus_and_lets_the_rest_through(real: str) -> None:
    assert clamd.scan(real, BytesIO(b"Ingen virus her")) == ""
    assert clamd.scan(real, BytesIO(b"")) == ""
    assert clamd.scan(real, BytesIO(samples.EICAR)) == scanner.VIRUS
    assert clamd.scan(real, BytesIO(samples.docx(samples.EICAR.decode()))) == scanner.VIRUS
    assert clamd.scan(real, BytesIO(bytes(3_000_000) + samples.EICAR)) == scanner.VIRUS
    assert clamd.version(real).startswith("ClamAV")


@pytest.mark.django_db
def test_a_file_with_a_virus_is_refused_and_put_on_record(
    one: Setting, real: str, settings: Settings
) -> None:
    settings.CLAMD = real
    assert check(one, b"Hej").scan is ScanResult.CLEAN
    with pytest.raises(DomainError, match=r"virus i »Brev\.txt«"):
        check(one, samples.EICAR)
    assert Attachment.objects.count() == 0
    entry = AuditEntry.objects.get(action="attachment.infected")
    assert entry.details["virus"] == scanner.VIRUS
    assert entry.details["file"] == "Brev.txt"
    assert (entry.user_id, entry.project_id) == (one.coordinator.actor.user_id, one.project.pk)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: ERROR\0",
        b"HTTP/1.1 400 Bad Request\r\n",
    ],
)
@pytest.mark.django_db
def test_a_scanner_that_fails_lets_nothing_through(
    one: Setting, settings: Settings, answer: bytes | None
) -> None:
    with scanner.faulty(answer) as address:
        settings.CLAMD = address
        for data in (b"Hej", b"Hej " * 1_000_000):
            with pytest.raises(DomainError, match="kunne ikke scannes"):
                check(one, data)


@pytest.mark.django_db
def test_a_scanner_that_is_not_there_lets_nothing_through(
    one: Setting, settings: Settings, tmp_path: Path
) -> None:
    for address in (str(tmp_path / "no-socket"), ("127.0.0.1", 9)):
        settings.CLAMD = address
        with pytest.raises(DomainError, match="kunne ikke scannes"):
            check(one, b"Hej")


@pytest.mark.django_db
def test_without_a_scanner_files_are_marked(one: Setting, settings: Settings) -> None:
    assert settings.CLAMD is None
    assert check(one, b"Hej").scan is ScanResult.NOT_SCANNED


def doctor(settings: Settings, address: object, now: datetime = NOW) -> Finding:
    settings.CLAMD = address
    [finding] = check_scanner(now=now)
    return finding


def test_the_doctor_says_how_it_is(real: str, settings: Settings) -> None:
    assert doctor(settings, None).state is State.WARNING
    assert doctor(settings, ("127.0.0.1", 9)).state is State.ERROR
    with scanner.faulty(b"SSH-2.0\r\n\0") as address:
        assert "not clamd" in doctor(settings, address).what
    assert doctor(settings, real).state is State.WARNING  # its list has no date
    day = datetime(2026, 11, 20, 9, 26, tzinfo=UTC)
    with scanner.faulty(b"ClamAV 1.4.3/27700/Fri Nov 20 09:26:00 2026\0") as address:
        assert doctor(settings, address, day + timedelta(days=1)).state is State.OK
        assert doctor(settings, address, day + timedelta(days=9)).state is State.WARNING


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", None),
        ("127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_where_it_listens(text: str, address: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBVEU_CLAMD", text)
    assert clamd_address("JOBVEU_CLAMD") == address


@pytest.mark.parametrize("text", ["clamd", "host:", ":3310", "host:99999", "host:x"])
def test_an_address_that_is_none_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBVEU_CLAMD", text)
    with pytest.raises(ImproperlyConfigured, match="JOBVEU_CLAMD"):
        clamd_address("JOBVEU_CLAMD")
