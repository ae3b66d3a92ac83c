"""Attaching, fetching and removing in the pages; and what is never read, or never written to the disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from jobveu.attachments import store
from jobveu.attachments.enums import OwnerKind
from jobveu.attachments.models import Attachment
from jobveu.attachments.queries import Owner, attachments_of
from jobveu.common.models import AuditEntry
from jobveu.web.uploads import MOST_BYTES, MOST_BYTES_WITH_FILES
from tests import factories
from tests.attachments import samples
from tests.projects.planning_setup import Setting, setting
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def sent(name: str, data: bytes = b"Hej") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def attach(client: Client, one: Setting, *files: SimpleUploadedFile, **more: Any) -> str:
    address = reverse("project_file_attach", args=[one.project.pk])
    return client.post(address, {"chosen_files": list(files), **more}, follow=True).content.decode()


def of_project(one: Setting) -> Owner:
    return Owner(OwnerKind.PROJECT, one.project.pk, one.project.pk)


def test_several_files_at_once_with_a_note(one: Setting) -> None:
    page = attach(
        one.coordinator.client(),
        one,
        sent("Referat.pdf", samples.pdf()),
        sent("Økonomi.xlsx", samples.xlsx()),
        note="Fra styregruppen",
    )
    assert "Filerne er vedhæftet" in page
    assert page.count("Fra styregruppen") == 2
    assert page.count("Ikke virusscannet") == 2
    assert [row.name for row in attachments_of(of_project(one))] == ["Referat.pdf", "Økonomi.xlsx"]


def test_one_bad_file_keeps_all_out_and_what_was_typed_stays(one: Setting) -> None:
    page = attach(
        one.coordinator.client(),
        one,
        sent("Referat.pdf", samples.pdf()),
        sent("Spil.exe", b"MZ"),
        sent("Falsk.docx", b"MZ"),
        note="Fra styregruppen",
    )
    assert "»Spil.exe« er ikke en af de filtyper" in page
    assert "»Falsk.docx« er ikke, hvad navnet siger" in page
    assert 'value="Fra styregruppen"' in page
    assert "Vælg filerne igen" in page
    assert Attachment.objects.count() == 0


def test_none_and_too_many(one: Setting) -> None:
    client = one.coordinator.client()
    assert "Vælg mindst én fil" in attach(client, one)
    many = [sent(f"{number}.txt") for number in range(15)]
    assert "Vælg højst 10 filer ad gangen" in attach(client, one, *many)
    assert Attachment.objects.count() == 0


def test_no_more_is_kept_of_a_file_than_can_be_attached(one: Setting, settings: Settings) -> None:
    settings.ATTACHMENT_BYTES = 2 << 20
    page = attach(one.coordinator.client(), one, sent("Stor.txt", b"x" * (5 << 20)), note="Bilag")
    assert "»Stor.txt« fylder 5 MB. En fil må højst fylde 2 MB" in page
    assert 'value="Bilag"' in page


def test_the_box_about_cpr_numbers_comes_only_when_it_is_needed(one: Setting) -> None:
    client, file = one.coordinator.client(), b"Ordre 010190-1234"
    assert (
        "no_cpr_numbers"
        not in client.get(reverse("project_file_attach", args=[one.project.pk])).content.decode()
    )
    page = attach(client, one, sent("Ordre.txt", file))
    assert "Der er ingen CPR-numre i filerne" in page
    assert "»Ordre.txt« (1)" in page
    assert "Filerne er vedhæftet" in attach(client, one, sent("Ordre.txt", file), no_cpr_numbers="on")


def test_whoever_attaches_a_file_that_cannot_be_looked_through_is_asked_to_look(one: Setting) -> None:
    client, broken = one.coordinator.client(), samples.damaged(samples.xlsx("Anne"), b"xl/sharedStrings.xml")
    page = attach(client, one, sent("Liste.xlsx", broken))
    assert "Noget af »Liste.xlsx« kan ikke læses" in page
    assert "Jeg har set efter: Der er ingen CPR-numre i filerne" in page
    assert not Attachment.objects.exists()
    assert "Filerne er vedhæftet" in attach(client, one, sent("Liste.xlsx", broken), no_cpr_numbers="on")
    assert AuditEntry.objects.get(action="attachment.added").details["unread_parts"] == 1


@pytest.fixture
def row(one: Setting) -> Attachment:
    made = factories.attachment(of_project(one), one.coordinator.user, 'Bilag æ, "ø".txt')
    return Attachment.objects.get(pk=made)


def test_a_file_comes_as_a_download_and_never_as_a_page(one: Setting, row: Attachment) -> None:
    address = reverse("project_file", args=[one.project.pk, row.pk])
    response = one.coordinator.client().get(address, HTTP_ACCEPT_ENCODING="gzip")
    content = b"".join(response)  # type: ignore[call-overload]
    assert content == f"Bilag til project nr. {one.project.pk}".encode()
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Bilag%20%C3%A6%2C%20_%C3%B8_.txt"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_damaged_file_is_said_and_not_shown(one: Setting, row: Attachment) -> None:
    path = store._path(row.stored_as)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    address = reverse("project_file", args=[one.project.pk, row.pk])
    assert "kan ikke læses" in one.coordinator.client().get(address, follow=True).content.decode()
    path.unlink()
    assert "kan ikke læses" in one.coordinator.client().get(address, follow=True).content.decode()


def test_removing_asks_first(one: Setting, row: Attachment) -> None:
    client = one.coordinator.client()
    address = reverse("project_file_remove", args=[one.project.pk, row.pk])
    assert "Fjern »Bilag" in client.get(address).content.decode()
    assert "Filen er fjernet" in client.post(address, follow=True).content.decode()
    assert client.get(address).status_code == 404


def test_a_file_is_not_found_at_another_record(one: Setting, row: Attachment) -> None:
    other = factories.project()
    client = one.coordinator.client()
    assert client.get(reverse("project_file", args=[other.pk, row.pk])).status_code == 404


def test_a_page_asks_as_often_for_fifty_files_as_for_one(one: Setting) -> None:
    client, address = one.coordinator.client(), reverse("project_files", args=[one.project.pk])

    def add(number: int) -> None:
        for _one in range(number):
            factories.attachment(of_project(one), one.coordinator.user)

    assert_page_has_same_number_of_queries(client, address, add_rows=add)


# What is sent to whom


class Sending:
    """A body that notes how much of it is read."""

    def __init__(self, size: int) -> None:
        self.size, self.taken = size, 0

    def read(self, size: int = -1) -> bytes:
        piece = min(self.size - self.taken, self.size if size < 0 else size)
        self.taken += piece
        return b"x" * piece

    readline = read


def send(client: Client, address: str, size: int) -> tuple[int, Sending]:
    body = Sending(size)
    response = client.generic(
        "POST",
        address,
        b"",
        "multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(size)},
    )
    return response.status_code, body


def test_what_no_page_could_take_is_not_read(one: Setting) -> None:
    attaching = reverse("project_file_attach", args=[one.project.pk])
    for client in (Client(), one.coordinator.client()):
        for address, most in ((reverse("account_login"), MOST_BYTES), (attaching, MOST_BYTES_WITH_FILES)):
            status, body = send(client, address, most + 1)
            assert (status, body.taken) == (413, 0)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The files that were made on the disk for what was sent."""
    from jobveu.web import uploads

    found: list[Any] = []
    real = uploads.tempfile.TemporaryFile

    def note(*args: Any, **kwargs: Any) -> Any:
        found.append(real(*args, **kwargs))
        return found[-1]

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", note)
    return found


def test_files_reach_the_disk_only_where_they_are_asked_for(one: Setting, made: list[Any]) -> None:
    attaching = reverse("project_file_attach", args=[one.project.pk])
    Client().post(attaching, {"chosen_files": [sent("a.txt")]})
    one.coordinator.client().post(
        reverse("project_edit", args=[one.project.pk]), {"chosen_files": [sent("a.txt")]}
    )
    assert made == []
    one.coordinator.client().post(
        attaching, {"chosen_files": [sent(f"{number}.txt") for number in range(30)]}
    )
    assert len(made) == 11  # one more than are taken, so that the page can say that there are too many


def test_what_is_on_its_way_has_no_name_on_the_disk(
    one: Setting, settings: Settings, made: list[Any]
) -> None:
    before = set(Path(settings.DATA_DIRECTORY).iterdir())
    attach(one.coordinator.client(), one, sent("Hemmeligt.txt"))
    assert len(made) == 1
    assert not any(
        re.search("tmp", path.name) for path in set(Path(settings.DATA_DIRECTORY).iterdir()) - before
    )
