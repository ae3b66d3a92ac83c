from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobveu.accounts.actor import Actor
from jobveu.common.models import AuditEntry
from jobveu.reference.enums import CouncilKind, IndustryLevel, Origin
from jobveu.reference.importers.industries import import_industries
from jobveu.reference.importers.municipalities import import_municipalities
from jobveu.reference.importers.tables import ImportRefusedError, read_table
from jobveu.reference.models import CouncilMunicipality, Industry, Municipality
from jobveu.reference.queries import council_of_municipality
from jobveu.reference.shipped import load_shipped
from tests.shared import shared

SYSTEM = Actor(user_id=None, name="Testmaskinen")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

Edit = Callable[[list[list[str]]], None]

pytestmark = pytest.mark.django_db


def industries() -> Path:
    return shared("data/industries/db07.csv")


def municipality_file() -> Path:
    return shared("data/geography/municipalities.csv")


@pytest.fixture
def loaded() -> None:
    load_shipped(by=SYSTEM, at=NOW)


def edited(source: Path, target: Path, edit: Edit) -> Path:
    """A copy of a CSV file in which `edit` has changed the lines; line 0 holds the column names."""
    with source.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    edit(lines)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return target


def cell(row: int, column: int, text: str) -> Edit:
    """Sets one cell; `row` counts as a spreadsheet does."""

    def edit(lines: list[list[str]]) -> None:
        lines[row - 1][column] = text

    return edit


def without(row: int) -> Edit:
    return lambda lines: lines.__delitem__(row - 1)


def repeated(row: int) -> Edit:
    return lambda lines: lines.append(lines[row - 1])


def test_the_official_code_is_imported_whole_and_a_second_time_unchanged() -> None:
    first = import_industries(path=industries(), by=SYSTEM, at=NOW)
    assert (first.created, first.updated, first.unchanged, first.notes) == (1740, 0, 0, ())
    assert Counter(level for (level,) in Industry.objects.values_list("level")) == {
        IndustryLevel.SECTION: 21,
        IndustryLevel.DIVISION: 88,
        IndustryLevel.GROUP: 272,
        IndustryLevel.CLASS: 618,
        IndustryLevel.SUBCLASS: 741,
    }
    before = list(Industry.objects.order_by("id").values())
    second = import_industries(path=industries(), by=SYSTEM, at=NOW)
    assert (second.created, second.updated, second.unchanged, second.absent) == (0, 0, 1740, 0)
    assert list(Industry.objects.order_by("id").values()) == before
    assert AuditEntry.objects.filter(action="industries.imported").count() == 1


@pytest.mark.usefixtures("loaded")
def test_every_industry_hangs_under_the_code_it_begins_with() -> None:
    import_industries(path=industries(), by=SYSTEM, at=NOW)
    sections: dict[str, str] = {}
    for industry in Industry.objects.select_related("parent").order_by("code"):
        if industry.parent is None:
            assert industry.level == IndustryLevel.SECTION or industry.title == "Uoplyst"
        elif industry.level == IndustryLevel.DIVISION:
            sections[industry.code] = industry.parent.code
        else:
            assert industry.code.startswith(industry.parent.code)
    assert sections["56"] == "I"


@pytest.mark.usefixtures("loaded")
def test_the_import_keeps_the_full_title_where_the_file_cuts_it_off() -> None:
    report = import_industries(path=industries(), by=SYSTEM, at=NOW)
    assert (report.created, report.updated, report.unchanged) == (1740 - 109, 0, 109)
    assert len(report.notes) == 1
    assert "afkortet" in report.notes[0]
    assert Industry.objects.get(code="64").title.endswith("pensionsforsikring")


@pytest.mark.usefixtures("loaded")
def test_the_import_reads_at_most_a_fixed_number_of_statements(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(25):  # type: ignore[operator] - pytest-django gives it no public type
        import_industries(path=industries(), by=SYSTEM, at=NOW)


@pytest.mark.usefixtures("loaded")
def test_what_is_shipped_never_overwrites_an_import(tmp_path: Path) -> None:
    file = edited(industries(), tmp_path / "db07.csv", cell(2, 4, "Jordbrug"))
    report = import_industries(path=file, by=SYSTEM, at=NOW)
    assert (report.updated, report.unchanged) == (1, 108)
    reports = {report.table: report for report in load_shipped(by=SYSTEM, at=NOW)}
    assert (reports["industries"].kept, reports["industries"].updated) == (109, 0)
    assert reports["industries"].absent == 0
    assert Industry.objects.get(code="A").title == "Jordbrug"


@pytest.mark.usefixtures("loaded")
def test_an_industry_that_the_file_lacks_stays(tmp_path: Path) -> None:
    import_industries(path=industries(), by=SYSTEM, at=NOW)

    def without_fishing(lines: list[list[str]]) -> None:
        lines[:] = [line for line in lines if not line[1].startswith("03")]

    report = import_industries(
        path=edited(industries(), tmp_path / "db07.csv", without_fishing), by=SYSTEM, at=NOW
    )
    assert (report.created, report.updated) == (0, 0)
    assert report.absent == Industry.objects.filter(code__startswith="03").count() > 0


@pytest.mark.parametrize(
    ("edit", "row", "words"),
    [
        (cell(700, 0, "5"), 700, "Niveauet »5« findes ikke"),
        (cell(700, 1, "ABC"), 700, "Koden »ABC« passer ikke til niveau"),
        (cell(700, 2, "1"), 700, "passer ikke til koden"),
        (cell(700, 3, "A"), 700, "Sektionen »A« er en anden"),
        (cell(700, 4, "  "), 700, "Teksten mangler"),
        (cell(700, 4, "x" * 201), 700, "201 tegn"),
        (cell(2, 3, "B"), 2, "ikke kodens egen"),
        (without(3), 3, "Den overordnede kode »01« findes ikke i filen"),
        (repeated(1741), 1742, "står allerede i række 1741"),
        (lambda lines: lines[699].pop(), 700, "Rækken har 4 felter, men skal have 5"),
    ],
)
def test_one_broken_industry_row_is_named_and_nothing_is_written(
    tmp_path: Path, edit: Edit, row: int, words: str
) -> None:
    file = edited(industries(), tmp_path / "db07.csv", edit)
    with pytest.raises(ImportRefusedError) as caught:
        import_industries(path=file, by=SYSTEM, at=NOW)
    assert caught.value.errors[0].row == row
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"Række {row}: ")
    assert not Industry.objects.exists()
    assert not AuditEntry.objects.exists()


def test_all_faults_are_named_at_once_in_the_files_order(tmp_path: Path) -> None:
    def edit(lines: list[list[str]]) -> None:
        for row in (900, 300, 600):
            lines[row - 1][4] = ""

    with pytest.raises(ImportRefusedError) as caught:
        import_industries(path=edited(industries(), tmp_path / "db07.csv", edit), by=SYSTEM, at=NOW)
    assert [error.row for error in caught.value.errors] == [300, 600, 900]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen er tom"),
        (b"niveau,kode\n0,A\n", "»kode_cifre«, »sektion«, »tekst« mangler"),
        (b"niveau,kode,kode_cifre,sektion,tekst\n", "ingen rækker"),
        ("niveau,kode,kode_cifre,sektion,tekst\n0,A,,A,Råstof\n".encode("latin-1"), "UTF-8"),
        (b'niveau,kode,kode_cifre,sektion,tekst\n0,A,,A,"Land\n', "Anførselstegnene"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "fil.csv"
    file.write_bytes(content)
    with pytest.raises(ImportRefusedError, match=words):
        import_industries(path=file, by=SYSTEM, at=NOW)


def test_semicolons_a_byte_order_mark_and_empty_lines_are_read(tmp_path: Path) -> None:
    file = tmp_path / "fil.csv"
    file.write_text(
        "tekst;niveau;kode;kode_cifre;sektion;note\r\n\r\nLandbrug, jagt;0;A;;A;x\r\nJagt;1;01;01;A;\r\n",
        encoding="utf-8-sig",
    )
    report = import_industries(path=file, by=SYSTEM, at=NOW)
    assert report.created == 2
    assert Industry.objects.get(code="A").title == "Landbrug, jagt"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_but_never_break_the_reader(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "fil.csv"
    file.write_bytes(b"kode,tekst\n" + content)
    try:
        rows = read_table(file, columns=["kode", "tekst"])
    except ImportRefusedError as error:
        refused = error.errors
    else:
        refused = ()
        assert rows
    assert all(str(fault).startswith("Række ") for fault in refused)


@pytest.mark.usefixtures("loaded")
def test_the_official_municipalities_agree_with_what_is_shipped_and_import_twice_unchanged() -> None:
    regions, municipalities, areas = import_municipalities(path=municipality_file(), by=SYSTEM, at=NOW)
    assert (regions.created, regions.updated, regions.unchanged) == (0, 0, 5)
    assert (municipalities.created, municipalities.updated, municipalities.unchanged) == (0, 0, 99)
    assert (areas.created, areas.updated, areas.unchanged) == (0, 0, 99)
    assert {origin for (origin,) in Municipality.objects.values_list("origin")} == {Origin.IMPORTED}
    before = list(CouncilMunicipality.objects.order_by("id").values())
    again = import_municipalities(path=municipality_file(), by=SYSTEM, at=NOW)
    assert all((report.created, report.updated) == (0, 0) for report in again)
    assert list(CouncilMunicipality.objects.order_by("id").values()) == before


@pytest.mark.usefixtures("loaded")
def test_a_municipality_can_be_moved_to_another_council_and_stays_there(tmp_path: Path) -> None:
    with municipality_file().open(encoding="utf-8", newline="") as file:
        codes = [line[0] for line in csv.reader(file)]
    silkeborg = codes.index("0740") + 1
    file = edited(municipality_file(), tmp_path / "kommuner.csv", cell(silkeborg, 6, "Vestjylland"))
    import_municipalities(path=file, by=SYSTEM, at=NOW)
    load_shipped(by=SYSTEM, at=NOW)
    before = council_of_municipality(code="0740", day=date(2020, 1, 1))
    after = council_of_municipality(code="0740", day=date(2025, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.area, after.area) == ("Vestjylland", "Midtjylland")
    old = CouncilMunicipality.objects.filter(council__kind=CouncilKind.REGIONAL_LABOUR_MARKET_COUNCIL)
    assert old.get(municipality__code="0740").assumption.startswith("INFERRED")


@pytest.mark.usefixtures("loaded")
def test_a_council_that_the_file_confirms_is_no_longer_assumed(tmp_path: Path) -> None:
    with municipality_file().open(encoding="utf-8", newline="") as file:
        codes = [line[0] for line in csv.reader(file)]
    file = edited(
        municipality_file(), tmp_path / "kommuner.csv", cell(codes.index("0740") + 1, 7, "Bekendtgørelsen")
    )
    import_municipalities(path=file, by=SYSTEM, at=NOW)
    confirmed = CouncilMunicipality.objects.get(municipality__code="0740", council__code="rar-oestjylland")
    assert (confirmed.source, confirmed.assumption) == ("Bekendtgørelsen", "")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("edit", "row", "words"),
    [
        (cell(50, 0, "12"), 50, "»12« har ikke fire cifre"),
        (cell(50, 0, "0101"), 50, "står allerede i række 2"),
        (cell(50, 1, ""), 50, "Feltet »kommune« er tomt"),
        (cell(50, 1, "x" * 101), 50, "over 100 tegn"),
        (cell(50, 2, "Fyn"), 50, "»regionskode« skal have to cifre"),
        (cell(50, 3, "Fyn"), 50, "hedder »Fyn« her"),
        (cell(50, 6, "Jylland"), 50, "intet regionalt arbejdsmarkedsråd for »Jylland«"),
    ],
)
def test_one_broken_municipality_row_is_named_and_nothing_is_written(
    tmp_path: Path, edit: Edit, row: int, words: str
) -> None:
    before = list(Municipality.objects.order_by("id").values())

    def also_renamed(lines: list[list[str]]) -> None:
        lines[2][1] = "Frederiksbjerg"
        edit(lines)

    file = edited(municipality_file(), tmp_path / "kommuner.csv", also_renamed)
    with pytest.raises(ImportRefusedError, match=words) as caught:
        import_municipalities(path=file, by=SYSTEM, at=NOW)
    assert caught.value.errors[0].row == row
    assert list(Municipality.objects.order_by("id").values()) == before


@pytest.mark.usefixtures("loaded")
def test_the_commands_report_and_refuse_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_industries", str(industries()))
    assert "Brancher: 1.631 nye, 0 ændrede og 109 uændrede." in capsys.readouterr().out
    call_command("import_municipalities", str(municipality_file()))
    assert "Kommuner: 0 nye, 0 ændrede og 99 uændrede." in capsys.readouterr().out

    def blank(lines: list[list[str]]) -> None:
        for line in lines[1:31]:
            line[4] = ""

    with pytest.raises(CommandError, match="intet er ændret") as caught:
        call_command("import_industries", str(edited(industries(), tmp_path / "db07.csv", blank)))
    assert "… og 10 fejl mere." in str(caught.value)
    with pytest.raises(CommandError, match="kan ikke læses"):
        call_command("import_municipalities", str(tmp_path / "findes_ikke.csv"))
