"""The pages of an import, gone through without scripts; and the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.models import Organisation
from jobveu.legacy.enums import ImportState
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem
from jobveu.legacy.operations.running import carry_out, check
from jobveu.projects.models import Project
from tests import factories
from tests.editing import opened
from tests.factories import NOW
from tests.legacy.files import GOOD_PROJECT, PROJECT_HEADER, csv_file, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(office: Organisation) -> User:
    return factories.user(Role.COORDINATOR, office)


@pytest.fixture
def client(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def send(client: Client, file, name: str = "register.csv", **more: str):
    file.name = name
    return client.post(
        reverse("import_upload"), {"file": file, "kind": "projects", "system": "VIREGO"} | more, follow=True
    )


def test_from_the_file_to_the_register(client: Client) -> None:
    page = send(
        client, workbook((*PROJECT_HEADER, "Internt"), (*GOOD_PROJECT, "x")), "Vores ark.xlsx"
    ).content.decode()
    row = Import.objects.get()
    assert "Projektnr (1001)" in page
    chosen = page.split("<select")[1]
    assert 'value="Projektnr" selected' in chosen
    columns = {"old_id": "Projektnr", "title": "Titel", "type": "Type", "council": "RAR", "start": "Start"}
    answer = client.post(
        reverse("import_map", args=[row.pk]),
        opened(client, reverse("import_map", args=[row.pk]))
        | columns
        | {"industry": "Branche", "target_groups": "Målgruppe", "save_as": "Ark"},
        follow=True,
    )
    page = answer.content.decode()
    assert "Filen læses og kontrolleres: 0 procent" in page
    assert 'hx-trigger="every 2s"' in page
    check(import_id=row.pk, at=NOW)
    page = client.get(reverse("import", args=[row.pk])).content.decode()
    assert "Filen kan importeres" in page
    assert not Project.objects.exists()
    page = client.get(reverse("import_run", args=[row.pk])).content.decode()
    assert "Nye: 1, ændrede: 0, uændrede: 0." in page
    client.post(reverse("import_run", args=[row.pk]))
    carry_out(import_id=row.pk, at=NOW)
    part = client.get(reverse("import", args=[row.pk]), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="import-state">')
    assert "Filen er importeret" in part
    assert reverse("project_list") in part
    assert Project.objects.get().title == GOOD_PROJECT[1]
    page = client.get(reverse("import_list")).content.decode()
    assert "Vores ark.xlsx" in page
    send(client, csv_file((*PROJECT_HEADER, "Internt"), GOOD_PROJECT))
    [second] = Import.objects.exclude(pk=row.pk)
    page = client.get(reverse("import_map", args=[second.pk])).content.decode()
    assert "Koblingen »Ark« er brugt" in page
    assert client.get(reverse("import_map", args=[row.pk])).status_code == 404


def test_problems_are_shown_by_row_and_column_and_as_a_file(client: Client) -> None:
    send(client, csv_file(PROJECT_HEADER, ("1", "", "hjemmestrik", "", "", "", "", "", "mange")))
    row = Import.objects.get()
    columns = {"old_id": "Projektnr", "title": "Titel", "type": "Type", "participants": "Kursister"}
    address = reverse("import_map", args=[row.pk])
    client.post(address, opened(client, address) | columns)
    check(import_id=row.pk, at=NOW)
    page = client.get(reverse("import", args=[row.pk])).content.decode()
    assert "Filen kan ikke importeres endnu" in page
    assert reverse("import_upload") in page
    assert "Nye" not in page
    assert reverse("import_run", args=[row.pk]) not in page
    assert "Har fejl" in client.get(reverse("import_list")).content.decode()
    address = reverse("import_problems", args=[row.pk])
    page = client.get(address, {"severity": "error", "column": "participants"}).content.decode()
    assert "mange" in page
    assert "Det er ikke et tal." in page
    assert "hjemmestrik" not in page
    assert "Datoen findes ikke." not in page, "only what there is can be chosen"
    file = client.get(address, {"format": "csv"})
    assert "hjemmestrik" in b"".join(file.streaming_content).decode("utf-8-sig")
    page = client.post(reverse("import_run", args=[row.pk])).content.decode()
    assert "har fejl og kan ikke importeres" in page


def test_what_is_wrong_with_a_file_is_said_on_the_page(client: Client, settings) -> None:
    assert "gamle format" in send(client, io.BytesIO(b"\xd0\xcf\x11\xe0"), "gammel.xls").content.decode()
    page = send(client, io.BytesIO(b"%PDF-1.7\n1 0 obj"), "register.csv").content.decode()
    assert 'href="#id_file">Fil: »register.csv« er hverken en projektmappe' in page
    assert "hverken en projektmappe" in send(client, io.BytesIO(b"Nr;Titel\0;Type")).content.decode()
    page = send(client, workbook(PROJECT_HEADER, GOOD_PROJECT), sheet="Ark2").content.decode()
    assert 'href="#id_sheet">Ark i projektmappen: Projektmappen har intet ark' in page
    assert "Vælg en fil." in client.post(reverse("import_upload"), {}).content.decode()
    settings.REGISTER_BYTES = 10
    assert "Den må højst fylde" in send(client, csv_file(PROJECT_HEADER, GOOD_PROJECT)).content.decode()
    assert not Import.objects.exists()


def test_a_file_is_discarded_and_a_mapping_removed(client: Client, coordinator: User) -> None:
    send(client, csv_file(PROJECT_HEADER, GOOD_PROJECT))
    row = Import.objects.get()
    client.post(reverse("import_discard", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == ImportState.DISCARDED
    mapping = ColumnMapping.objects.create(
        kind="projects", name="Ark", columns={"title": "T"}, saved_by=coordinator, saved_at=NOW
    )
    assert "Titel: T" in client.get(reverse("mapping_remove", args=[mapping.pk])).content.decode()
    client.post(reverse("mapping_remove", args=[mapping.pk]))
    assert not ColumnMapping.objects.exists()


def test_as_many_queries_for_many_problems_as_for_one(
    client: Client, office: Organisation, coordinator: User
) -> None:
    row = Import.objects.create(
        kind="projects",
        system="VIREGO",
        office=office.office,
        file_name="register.csv",
        size=1,
        state="checked",
        uploaded_by=coordinator,
        uploaded_at=NOW,
    )
    client.get(reverse("import", args=[row.pk]))  # notes the session
    counted = []
    for _round in range(2):
        ImportProblem.objects.bulk_create(
            ImportProblem(of_import=row, row=number, column="title", code="missing", is_error=True)
            for number in range(1, 21)
        )
        for name in ("import", "import_problems"):
            with CaptureQueriesContext(connection) as taken:
                client.get(reverse(name, args=[row.pk]))
            counted.append(len(taken))
    assert counted[:2] == counted[2:], counted


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("import_register", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_line_checks_and_imports(office: Organisation, coordinator: User, tmp_path: Path) -> None:
    good, bad = tmp_path / "god.csv", tmp_path / "dårlig.csv"
    good.write_bytes(csv_file(PROJECT_HEADER, GOOD_PROJECT, encoding="cp1252").read())
    bad.write_bytes(csv_file(PROJECT_HEADER, ("1", "", "Ledige")).read())
    told = json.loads(command(str(good), "--dry-run", "--json", "--office", "midt-nord"))
    assert (told["rows"], told["created"], told["errors"], told["imported"]) == (1, 1, 0, False)
    assert told["columns"]["participants"] == "Kursister"
    with pytest.raises(SystemExit) as left:
        command(str(bad), "--dry-run", "--json")
    assert left.value.code == 3
    assert not Import.objects.exists()
    assert not ImportProblem.objects.exists()
    said = command(str(good), "--by", coordinator.email, "--office", "midt-nord", "--column", "title=RAR")
    assert "1 række: 1 ny, 0 ændrede og 0 uændrede.\n0 fejl og " in said
    assert "Filen er importeret." in said
    assert Project.objects.get().title == "Østjylland"
    assert Import.objects.get().state == ImportState.IMPORTED


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--by"),
        (("--by", "nobody@example.dk"), "ingen bruger"),
        (("--dry-run", "--office", "nord"), "midt-nord"),
        (("--dry-run", "--column", "colour=Titel"), "Vi har ikke kolonnen"),
        (("--dry-run", "--column", "title=Farve"), "Filen har ikke kolonnen"),
        (("--dry-run", "--column", "title="), "title"),
        (("--dry-run", "--mapping", "Ark"), "ikke gemt en kobling"),
        (("--dry-run", "--sheet", "Ark2"), "Ark2"),
    ],
)
def test_what_the_command_line_refuses(
    office: Organisation, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(workbook(PROJECT_HEADER, GOOD_PROJECT).read())
    with pytest.raises(CommandError, match=said):
        command(str(file), *words)


def test_the_command_line_asks_the_matrix(office: Organisation, coordinator: User, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(csv_file(PROJECT_HEADER, GOOD_PROJECT).read())
    with pytest.raises(CommandError, match="må ikke importere"):
        command(str(file), "--by", coordinator.email, "--office", "syd")
    with pytest.raises(CommandError, match="kan ikke læses"):
        command(str(tmp_path / "nowhere.csv"), "--dry-run")
