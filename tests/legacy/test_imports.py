"""Importing an older register: what is found before, what is written, what a second import does."""

from __future__ import annotations

import io
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import DataError

from jobveu.accounts.actor import Actor
from jobveu.accounts.enums import Role
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.attachments import store
from jobveu.attachments.operations import sweep_unnamed
from jobveu.common.errors import DomainError
from jobveu.common.history import SEALED, erasing
from jobveu.common.models import AuditEntry, Change
from jobveu.education.models import Course
from jobveu.legacy.enums import ImportState, RowKind
from jobveu.legacy.models import ColumnMapping, Import, ImportProblem, Origin, Participation
from jobveu.legacy.operations import imports as operations
from jobveu.legacy.operations.running import carry_out, check
from jobveu.legacy.queries.imports import best_mapping, mappings
from jobveu.projects.enums import DatePrecision, ProjectStatus, ProjectType
from jobveu.projects.models import Party, Project
from tests import factories
from tests.factories import NOW
from tests.legacy.files import (
    GOOD_PROJECT,
    PROJECT_HEADER,
    checked,
    codes,
    csv_file,
    imported,
    uploaded,
    workbook,
)

pytestmark = pytest.mark.django_db


def office_id(office: Organisation) -> int:
    assert office.office_id is not None
    return office.office_id


def test_a_row_becomes_a_project(office: Organisation, by: Actor) -> None:
    """def.crm.name: a project remembers the system that it was kept in."""
    row = imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT, encoding="cp1252"), office_id=office_id(office))
    project = Project.objects.get()
    assert (project.title, project.type, project.status) == (
        "Tjenere i Østjylland",
        ProjectType.UNEMPLOYED,
        ProjectStatus.COMPLETED,
    )
    assert project.council is not None
    assert project.council.name == "RAR Østjylland"
    assert project.industry is not None
    assert project.industry.code == "56"
    assert (project.start_date, project.end_date) == (date(2019, 12, 31), date(2020, 6, 30))
    assert (project.target_groups, project.reported_participants) == (["unemployed"], 36)
    assert project.source_note == "Overført fra VIREGO, nr. 1001."
    assert (row.state, row.created, row.stored_as) == (ImportState.IMPORTED, 1, None)
    assert AuditEntry.objects.filter(action="import.carried_out", record_id=row.pk).exists()
    change = Change.objects.get(room="projects.project", record_id=project.pk, operation="I")
    assert (change.user_id, change.origin) == (by.user_id, "import")


def test_a_workbook_with_dates_numbers_and_a_year(office: Organisation, by: Actor) -> None:
    rows = (
        (7, "A", "covid-19", "RAR Fyn", 1, date(2020, 5, 1), None, "Opsagte; beskæftigede", 12.0),
        ("8.0", "B", "begge", "Fyn", "56.10.20", "2019", "maj 2019", "ledige og beskæftigede", "1.234"),
    )
    administrator = factories.actor(factories.user(Role.ADMINISTRATOR, office))
    imported(administrator, workbook(PROJECT_HEADER, *rows), office_id=None)
    first, second = Project.objects.order_by("title")
    assert (first.type, first.start_date, first.reported_participants) == ("crisis", date(2020, 5, 1), 12)
    assert first.industry is not None
    assert first.industry.code == "01"
    assert first.target_groups == ["employed", "under_notice"]
    assert (second.start_date, second.start_precision) == (date(2019, 1, 1), DatePrecision.YEAR)
    assert second.target_groups == ["unemployed", "employed"]
    assert second.reported_participants == 1234
    assert {row.old_id for row in Origin.objects.all()} == {"7", "8"}


def test_every_problem_is_told_by_row_and_column_and_nothing_is_written(
    office: Organisation, by: Actor
) -> None:
    bad = csv_file(
        PROJECT_HEADER,
        GOOD_PROJECT,
        ("", "", "hjemmestrik", "Fyn", "tjenere", "31-02-2020", "snart", "unge", "ca. 20"),
        (
            "1.23457E+11",
            "010190-1234",
            "Ledige",
            "Månen",
            "",
            "2020-05-01",
            "2019-05-01",
            "beskæftigede",
            "1,5",
        ),
        ("01001", "Den samme", "Ledige", "", "56", "", "", "", ""),
    )
    row = checked(by, bad, office_id=office_id(office))
    assert codes(row) == [
        (3, "council", "other_office"),
        (3, "end", "not_a_date"),
        (3, "industry", "unknown_industry"),
        (3, "old_id", "missing"),
        (3, "participants", "not_a_number"),
        (3, "start", "no_such_date"),
        (3, "target_groups", "unknown_word"),
        (3, "title", "missing"),
        (3, "type", "unknown_type"),
        (4, "council", "unknown_council"),
        (4, "end", "end_before_start"),
        (4, "industry", "industry_missing"),
        (4, "old_id", "id_rounded"),
        (4, "participants", "not_whole"),
        (4, "target_groups", "target_groups_do_not_fit"),
        (4, "title", "cpr"),
        (5, "council", "council_missing"),
        (5, "old_id", "twice"),
        (5, "start", "start_missing"),
    ]
    assert (row.state, row.rows, row.errors, row.warnings) == (ImportState.CHECKED, 4, 13, 6)
    with pytest.raises(DomainError, match="har fejl"):
        operations.order_import(by=by, at=NOW, import_id=row.pk)
    assert not Project.objects.exists()
    assert not ImportProblem.objects.filter(value__contains="0101").exists()


def test_a_delimiter_in_a_text_moves_what_follows_and_is_told(office: Organisation, by: Actor) -> None:
    """A field more than there are columns; empty ones at the end, as spreadsheets leave them, are none."""
    moved = (*GOOD_PROJECT[:7], "Ledige", "12", " ufaglærte")
    file = csv_file(PROJECT_HEADER, (*GOOD_PROJECT, "", ""), ("1002", *moved[1:]))
    row = checked(by, file, office_id=office_id(office))
    assert codes(row) == [(3, "", "moved")]
    assert row.errors == 1
    beside = workbook(PROJECT_HEADER, (*GOOD_PROJECT, "", "Husk at spørge Ole"))
    assert checked(by, beside, office_id=office_id(office)).errors == 0


def test_a_failure_in_the_middle_leaves_nothing(office: Organisation, by: Actor) -> None:
    """A real one: the database refuses a row that the program let through."""
    row = checked(
        by,
        csv_file(
            (*PROJECT_HEADER, "Hovedaktør", "Aktørtype"), (*GOOD_PROJECT, "Ny virksomhed", "virksomhed")
        ),
        office_id=office_id(office),
    )
    operations.order_import(by=by, at=NOW, import_id=row.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '22000'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER full_up BEFORE INSERT ON projects_party FOR EACH ROW EXECUTE FUNCTION full_up()"
        )
    with pytest.raises(DataError, match="disk is full"):
        carry_out(import_id=row.pk, at=NOW)
    assert not Project.objects.exists()
    assert not Organisation.objects.filter(name="Ny virksomhed").exists()
    assert not Origin.objects.exists()
    row.refresh_from_db()
    assert (row.state, row.finished_at) == (ImportState.IMPORTING, None)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full_up ON projects_party")
    carry_out(import_id=row.pk, at=NOW)  # the job is tried again
    row.refresh_from_db()
    assert row.state == ImportState.IMPORTED
    assert Party.objects.get().organisation.name == "Ny virksomhed"
    carry_out(import_id=row.pk, at=NOW)  # and again: done once
    assert Project.objects.count() == 1


def test_a_second_import_changes_what_has_changed_and_nothing_else(office: Organisation, by: Actor) -> None:
    other = ("1002", "Svejsere", "Beskæftigede", "RAR Nordjylland", "25", "2019", "", "beskæftigede", "8")
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT, other), office_id=office_id(office))
    before = {project.title: project.version for project in Project.objects.all()}
    again = ("01001.0", *GOOD_PROJECT[1:-1], "40")
    row = imported(by, csv_file(PROJECT_HEADER, again, other), office_id=office_id(office))
    assert (row.created, row.updated, row.unchanged) == (0, 1, 1)
    first, second = Project.objects.order_by("-title")
    assert (first.reported_participants, first.version) == (40, before[first.title] + 1)
    assert second.version == before[second.title]


def test_what_is_corrected_here_stays_unless_the_old_system_changes_the_same(
    office: Organisation, by: Actor
) -> None:
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    Project.objects.update(title="Rettet her", reported_participants=35)
    same = checked(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    assert (same.updated, codes(same)) == (0, [])
    changed = (*GOOD_PROJECT[:-1], "40")
    row = imported(by, csv_file(PROJECT_HEADER, changed), office_id=office_id(office))
    assert codes(row) == [(2, "participants", "changed_here")]
    project = Project.objects.get()
    assert (project.title, project.reported_participants) == ("Rettet her", 40)


def test_an_import_does_not_take_the_words_from_a_project_that_the_public_sees(
    office: Organisation, by: Actor
) -> None:
    header = (*PROJECT_HEADER, "Beskrivelse")
    imported(by, csv_file(header, (*GOOD_PROJECT, "Tjenere til Randers.")), office_id=office_id(office))
    Project.objects.update(published_at=NOW)
    emptied = csv_file(header, (*GOOD_PROJECT, ""))
    assert codes(checked(by, emptied, office_id=office_id(office))) == [
        (2, "description", "published_without_description")
    ]
    Project.objects.update(published_at=None)
    assert codes(imported(by, emptied, office_id=office_id(office))) == []
    assert Project.objects.get().description == ""


def test_columns_that_are_not_in_the_file_are_left_alone(office: Organisation, by: Actor) -> None:
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    fewer = csv_file(("Nr", "Titel", "Type", "Råd"), ("1001", "Nyt navn", "Ledige", "Østjylland"))
    imported(by, fewer, office_id=office_id(office))
    project = Project.objects.get()
    assert (project.title, project.reported_participants, project.start_year) == ("Nyt navn", 36, 2019)
    assert Origin.objects.get().values["reported_participants"] == 36


def test_the_same_number_in_another_system_is_another_project(office: Organisation, by: Actor) -> None:
    for system in ("VIREGO", "Regneark 2018"):
        imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office), system=system)
    assert Project.objects.count() == 2


def test_actors_are_found_by_number_name_and_kind_or_made(office: Organisation, by: Actor) -> None:
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    known = factories.organisation(OrganisationKind.COMPANY, "Øresmedjen A/S", cvr="10150817")
    job_centre = factories.organisation(OrganisationKind.JOB_CENTRE, "Jobcenter Randers")
    twins = [factories.organisation(OrganisationKind.TRADE_UNION, "3F") for _ in range(2)]
    actors = csv_file(
        ("Projekt", "Aktør", "Type", "CVR"),
        ("1001", "Et helt andet navn", "virksomhed", "DK 10 15 08 17"),
        ("1001", "ØRESMEDJEN", "virksomhed", ""),
        ("1001", "Jobcenter Randers", "", ""),
        ("1001", "Jobcenter Favrskov", "jobcenter", ""),
        ("1001", "3F", "fagforening", ""),
        ("1001", "Tradium", "skole", ""),
        ("1001", "Tradium", "", ""),
        ("1001", "Klubben", "klub", ""),
        ("1001", "AMK Midt-Nord", "AMK", "12345678"),
    )
    row = imported(by, actors, office_id=office_id(office), kind=RowKind.ACTORS)
    assert codes(row) == [
        (6, "name", "several_organisations"),
        (9, "kind", "unknown_kind"),
        (10, "cvr", "cvr"),
        (10, "name", "not_a_party"),
    ]
    parties = {party.organisation.name: party.organisation for party in Party.objects.all()}
    assert set(parties) == {
        "Øresmedjen A/S",
        "Jobcenter Randers",
        "Jobcenter Favrskov",
        "3F",
        "Tradium",
        "Klubben",
    }
    assert parties["Øresmedjen A/S"] == known
    assert parties["Jobcenter Randers"] == job_centre
    assert parties["3F"] == twins[0]
    assert parties["Jobcenter Favrskov"].municipality == factories.municipality("0710")
    assert parties["Tradium"].kind == OrganisationKind.EDUCATION_PROVIDER
    assert parties["Klubben"].kind == OrganisationKind.OTHER
    assert Organisation.objects.filter(name="Tradium").count() == 1
    assert set(Party.objects.values_list("joined_on", flat=True)) == {None}
    imported(
        by,
        csv_file(("Projekt", "Aktør"), ("1001", "Tradium")),
        office_id=office_id(office),
        kind=RowKind.ACTORS,
    )
    assert Party.objects.count() == len(parties)


def test_the_actors_of_a_project_may_stand_in_its_row(office: Organisation, by: Actor) -> None:
    header = (*PROJECT_HEADER, "Hovedaktør", "Aktørtype", "Øvrige aktører")
    actors = "3F (faglig organisation); Jobcenter Aarhus (jobcenter) ;Fantasien (bager)"
    row = imported(
        by,
        csv_file(header, (*GOOD_PROJECT, "Øresmedjen", "virksomhed", f'"{actors}"')),
        office_id=office_id(office),
    )
    assert codes(row) == [(2, "actors", "unknown_kind")]
    kinds = {party.organisation.name: party.organisation.kind for party in Party.objects.all()}
    assert kinds == {
        "Øresmedjen": "company",
        "3F": "trade_union",
        "Jobcenter Aarhus": "job_centre",
        "Fantasien": "other",
    }


COURSE_HEADER = (
    "Kursusnr",
    "Projektnr",
    "Kursus",
    "Udbyder",
    "Start",
    "Slut",
    "Merit",
    "Kursister",
    "Kommune",
)


def test_courses_belong_to_their_projects(office: Organisation, by: Actor) -> None:
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    courses = csv_file(
        COURSE_HEADER,
        ("K1", "1001", "Servering", "Tradium", "06-01-2020", "31-01-2020", "ja", "18", "Randers"),
        ("K2", "1001", "Hygiejne", "", "2020-02-03", "", "måske", "", "Atlantis"),
    )
    row = imported(by, courses, office_id=office_id(office), kind=RowKind.COURSES)
    assert codes(row) == [(3, "merit", "not_yes_or_no"), (3, "municipality", "unknown_municipality")]
    first, second = Course.objects.order_by("title").reverse()
    assert first.provider is not None
    assert (first.provider.name, first.reported_participants, first.status) == ("Tradium", 18, "held")
    assert (first.merit_giving, first.starts_on, first.ends_on) == (True, date(2020, 1, 6), date(2020, 1, 31))
    assert (second.provider, second.status, second.merit_giving) == (None, "planned", False)
    assert Party.objects.get().organisation == first.provider
    wrong = csv_file(
        COURSE_HEADER,
        ("K1", "1001", "Servering", "", "06-01-2020", "01-01-2020", "", "", ""),
        ("K3", "9999", "Uden projekt", "", "", "01-01-2020", "", "", ""),
    )
    assert codes(checked(by, wrong, office_id=office_id(office), kind=RowKind.COURSES)) == [
        (2, "ends", "end_before_start"),
        (3, "project", "unknown_project"),
        (3, "starts", "course_start_missing"),
    ]


PARTICIPANT_HEADER = ("Nr", "Projektnr", "Kursusnr", "Kursist")


def test_rows_of_participants_become_numbers(office: Organisation, by: Actor) -> None:
    where = {"office_id": office_id(office)}
    second = ("1002", *GOOD_PROJECT[1:])
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT, second), **where)
    courses = (("K1", "1001", "Et"), ("K2", "1001", "To"))
    imported(by, csv_file(("Kursusnr", "Projektnr", "Kursus"), *courses), kind=RowKind.COURSES, **where)
    rows = [
        ("1", "1001", "K1", "A"),
        ("2", "1001", "K2", "A"),
        ("3", "1001", "K1", "B"),
        ("4", "1002", "", "A"),
    ]
    row = imported(by, csv_file(PARTICIPANT_HEADER, *rows), kind=RowKind.PARTICIPANTS, **where)
    assert (row.created, row.updated) == (4, 0)

    def numbers() -> dict[str, int | None]:
        projects = Project.objects.values_list("source_note", "reported_participants")
        courses = Course.objects.values_list("title", "reported_participants")
        return {note[-5:-1]: number for note, number in projects} | dict(courses)

    assert numbers() == {"1001": 2, "1002": 1, "Et": 2, "To": 1}
    # Only some of the rows again: one moves, one is new; the others are still counted.
    again = csv_file(
        PARTICIPANT_HEADER, ("3", "1002", "", "B"), ("5", "1001", "K2", "C"), ("1", "1001", "K1", "A")
    )
    row = imported(by, again, kind=RowKind.PARTICIPANTS, **where)
    assert (row.created, row.updated, row.unchanged) == (1, 1, 1)
    assert numbers() == {"1001": 2, "1002": 2, "Et": 1, "To": 2}
    kept = Participation.objects.values_list("key_hash", "person_hash")
    assert all(len(bytes(value)) == 16 for values in kept for value in values)


def test_a_file_that_tells_who_participants_are_is_not_kept(office: Organisation, by: Actor) -> None:
    header = (*PARTICIPANT_HEADER, "Deltagerens navn", "CPR-nr.")
    named = csv_file(header, ("1", "1001", "", "", "Hans Hansen", "010190-1234"))
    with pytest.raises(DomainError, match=r"»Deltagerens navn«, »CPR-nr\.«"):
        uploaded(by, named, office_id=office_id(office), kind=RowKind.PARTICIPANTS)
    assert not Import.objects.exists()
    uploaded(by, csv_file((*PROJECT_HEADER, "Adresse"), GOOD_PROJECT), office_id=office_id(office))


def test_participants_are_nobody_known(office: Organisation, by: Actor) -> None:
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    bad = csv_file(
        PARTICIPANT_HEADER,
        ("1", "1001", "K9", "0101901234"),
        ("2", "77", "", ""),
        ("2", "1001", "", ""),
    )
    row = checked(by, bad, office_id=office_id(office), kind=RowKind.PARTICIPANTS)
    assert codes(row) == [
        (2, "course", "unknown_course"),
        (2, "person", "cpr"),
        (3, "project", "unknown_project"),
        (4, "old_id", "twice"),
    ]
    assert not Participation.objects.exists()


def test_nobody_imports_for_another_office(office: Organisation, by: Actor) -> None:
    south = factories.office("syd")
    stranger = factories.actor(factories.user(Role.COORDINATOR, south))
    row = uploaded(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    for attempt in (
        lambda: uploaded(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(south)),
        lambda: uploaded(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=None),
        lambda: operations.discard(by=stranger, at=NOW, import_id=row.pk),
        lambda: operations.map_columns(by=stranger, at=NOW, import_id=row.pk, columns={}),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_another_offices_projects_are_left_alone(office: Organisation, by: Actor) -> None:
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    south = factories.office("syd")
    stranger = factories.actor(factories.user(Role.COORDINATOR, south))
    mine = (*GOOD_PROJECT[:3], "Fyn", *GOOD_PROJECT[4:])
    row = checked(stranger, csv_file(PROJECT_HEADER, mine), office_id=office_id(south))
    assert (2, "old_id", "other_office") in codes(row)
    actors = csv_file(("Projekt", "Aktør"), ("1001", "Tradium"))
    row = checked(stranger, actors, office_id=office_id(south), kind=RowKind.ACTORS)
    assert codes(row) == [(2, "project", "other_office")]


def test_a_mapping_is_saved_and_fits_the_next_file(office: Organisation, by: Actor) -> None:
    header = ("A", "B", "C")
    columns = {"old_id": "A", "title": "B", "type": "C"}
    row = uploaded(by, csv_file(header, ("1", "Titel", "Ledige")), office_id=office_id(office))
    for wrong, field in (
        ({"old_id": "A", "title": "B"}, "type"),
        (columns | {"council": "D"}, "council"),
        (columns | {"council": "A"}, "council"),
    ):
        with pytest.raises(DomainError) as refused:
            operations.map_columns(by=by, at=NOW, import_id=row.pk, columns=wrong)
        assert refused.value.field == field
    operations.map_columns(by=by, at=NOW, import_id=row.pk, columns=columns, save_as="Kontorets ark")
    saved = mappings(kind=RowKind.PROJECTS)
    assert best_mapping(saved, (*header, "D")) == saved[0]
    assert best_mapping(saved, ("A", "B")) is None
    with pytest.raises(DomainError, match="Kontrolleres"):
        operations.discard(by=by, at=NOW, import_id=row.pk)
    check(import_id=row.pk, at=NOW)
    operations.map_columns(by=by, at=NOW, import_id=row.pk, columns=columns, save_as="Kontorets ark")
    operations.remove_mapping(by=by, at=NOW, mapping_id=saved[0].id)
    assert not ColumnMapping.objects.exists()


def test_a_file_waits_for_a_month_and_is_gone_when_it_is_discarded(
    office: Organisation, by: Actor, django_capture_on_commit_callbacks
) -> None:
    old = uploaded(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    new = checked(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    name = old.stored_as
    assert name is not None
    sweep_unnamed(at=NOW + timedelta(days=3650))
    assert name in set(store.names())
    Import.objects.filter(pk=new.pk).update(uploaded_at=NOW + timedelta(days=20))
    with django_capture_on_commit_callbacks(execute=True):
        operations.forget_old(at=NOW + timedelta(days=31))
    old.refresh_from_db()
    assert (old.state, old.stored_as, old.samples) == (ImportState.DISCARDED, None, [])
    assert name not in set(store.names())
    new.refresh_from_db()
    assert new.state == ImportState.CHECKED


def test_the_first_cells_of_a_file_are_not_kept_in_the_history(office: Organisation, by: Actor) -> None:
    row = uploaded(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    assert row.samples
    written = Change.objects.get(room="legacy.import", record_id=row.pk)
    assert written.after["samples"] == SEALED
    # As it was written before it was sealed.
    with erasing():
        Change.objects.filter(pk=written.pk).update(
            before={"samples": [["1"]]}, after={"samples": row.samples, "rows": 1}
        )
    with connection.cursor() as cursor:
        cursor.execute(import_module("jobveu.legacy.migrations.0003_samples_out_of_the_history").TAKE_OUT)
    written.refresh_from_db()
    assert (written.before, written.after) == ({"samples": SEALED}, {"samples": SEALED, "rows": 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=written.pk).update(before=None)


def test_hashes_go_a_year_after_the_last_import_and_the_numbers_stay(office: Organisation, by: Actor) -> None:
    imported(by, csv_file(PROJECT_HEADER, GOOD_PROJECT), office_id=office_id(office))
    one = csv_file(PARTICIPANT_HEADER, ("1", "1001", "", ""))
    imported(by, one, office_id=office_id(office), kind=RowKind.PARTICIPANTS)
    operations.forget_old(at=NOW + timedelta(days=300))
    assert Participation.objects.count() == 1
    operations.forget_old(at=NOW + timedelta(days=366))
    assert not Participation.objects.exists()
    assert Project.objects.get().reported_participants == 1


def test_a_file_that_cannot_be_read_fails_and_says_why(office: Organisation, by: Actor) -> None:
    row = checked(by, io.BytesIO(b"Nr;Titel;Type\n"), office_id=office_id(office))
    assert (row.state, row.failure) == (
        ImportState.FAILED,
        "Filen har ingen rækker under kolonnenavnene.",
    )
    with pytest.raises(DomainError, match="er tom"):
        uploaded(by, io.BytesIO(b""), office_id=office_id(office))


def test_as_many_statements_for_many_rows_as_for_one(
    office: Organisation, by: Actor, django_assert_max_num_queries
) -> None:
    many = [(str(number), *GOOD_PROJECT[1:]) for number in range(2000, 2400)]
    row = checked(by, csv_file(PROJECT_HEADER, *many), office_id=office_id(office))
    operations.order_import(by=by, at=NOW, import_id=row.pk)
    with django_assert_max_num_queries(100):
        carry_out(import_id=row.pk, at=NOW)
    assert Project.objects.count() == 400
