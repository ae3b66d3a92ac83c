"""The shipped tables against the official data that lie beside the project, and against themselves."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from jobveu.accounts.actor import Actor
from jobveu.common.models import AuditEntry
from jobveu.common.periods import Period
from jobveu.common.sorting import danish_sort_key
from jobveu.reference.distances import straight_kilometres
from jobveu.reference.enums import CouncilKind, IndustryLevel, MunicipalityKind
from jobveu.reference.models import Council, CouncilMunicipality, Industry, Municipality, Office, Region
from jobveu.reference.queries import (
    council_choices,
    council_of_municipality,
    councils,
    councils_valid_on,
    industry_choices,
    municipality_choices,
    municipality_places,
    office_of_council,
    offices,
)
from jobveu.reference.shipped import load_shipped
from tests.shared import shared

SYSTEM = Actor(user_id=None, name="Testmaskinen")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FIRST_DAY, LAST_OF_EIGHT, FIRST_OF_FIVE = date(2018, 1, 1), date(2024, 12, 31), date(2025, 1, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    load_shipped(by=SYSTEM, at=NOW)


def official(path: str) -> list[dict[str, str]]:
    with shared(f"data/{path}").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_first_load_fills_every_table_and_the_second_changes_nothing(
    django_assert_max_num_queries: object,
) -> None:
    first = {report.table: report.created for report in load_shipped(by=SYSTEM, at=NOW)}
    assert first == {
        "offices": 3,
        "councils": 13,
        "regions": 5,
        "municipalities": 99,
        "municipality_points": 99,
        "council_municipalities": 198,
        "industries": 109,
    }
    with django_assert_max_num_queries(25):  # type: ignore[operator] - pytest-django gives it no public type
        second = load_shipped(by=SYSTEM, at=NOW)
    assert {(report.created, report.updated, report.kept, report.absent) for report in second} == {
        (0, 0, 0, 0)
    }
    assert AuditEntry.objects.filter(action="reference.loaded").count() == 1


@pytest.mark.usefixtures("loaded")
def test_a_load_puts_a_changed_shipped_row_right() -> None:
    Office.objects.filter(code="syd").update(seat="Esbjerg")
    Municipality.objects.filter(code="0461").update(name="Odinsø")
    load_shipped(by=SYSTEM, at=NOW)
    assert Office.objects.get(code="syd").seat == "Odense"
    assert Municipality.objects.get(code="0461").name == "Odense"


@pytest.mark.usefixtures("loaded")
def test_every_municipality_is_as_the_official_table_has_it() -> None:
    rows = official("geography/municipalities.csv")
    ours = {
        municipality.code: (
            municipality.name,
            municipality.region.code,
            municipality.region.name,
            municipality.landsdel_code,
            municipality.landsdel_name,
        )
        for municipality in Municipality.objects.select_related("region").order_by("code")
    }
    assert ours == {
        row["kommunekode"]: (
            row["kommune"],
            row["regionskode"],
            row["region"],
            row["landsdelskode"],
            row["landsdel"],
        )
        for row in rows
    }


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("day", [FIRST_DAY, date(2021, 4, 1), LAST_OF_EIGHT])
def test_every_municipality_had_its_labour_market_council_from_2018_to_2024(day: date) -> None:
    for row in official("geography/municipalities.csv"):
        council = council_of_municipality(code=row["kommunekode"], day=day)
        assert council is not None
        assert (council.area, council.kind) == (row["rar"], CouncilKind.REGIONAL_LABOUR_MARKET_COUNCIL)


@pytest.mark.usefixtures("loaded")
def test_an_area_that_was_inferred_is_marked_as_assumed() -> None:
    inferred = {
        row["kommunekode"]
        for row in official("geography/municipalities.csv")
        if row["rar_provenance"].startswith("INFERRED") or row["kommunekode"] == "0411"
    }
    assumed = CouncilMunicipality.objects.filter(
        ~Q(assumption=""), council__kind=CouncilKind.REGIONAL_LABOUR_MARKET_COUNCIL
    )
    assert {code for (code,) in assumed.values_list("municipality__code")} == inferred


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("day", [FIRST_OF_FIVE, NOW.date()])
def test_every_municipality_has_its_regions_employment_council_from_2025(day: date) -> None:
    for row in official("geography/municipalities.csv"):
        council = council_of_municipality(code=row["kommunekode"], day=day)
        assert council is not None
        assert (council.area, council.kind) == (row["region"], CouncilKind.REGIONAL_EMPLOYMENT_COUNCIL)


@pytest.mark.usefixtures("loaded")
def test_every_municipality_is_in_exactly_one_council_on_any_day_since_2018() -> None:
    """Councils begin and end on a few days only: between those, nothing can change."""
    rows = councils()
    days = {FIRST_DAY, NOW.date()}
    for council in rows:
        days |= {council.valid.start} | ({council.valid.end} if council.valid.end else set())
    assert days == {FIRST_DAY, LAST_OF_EIGHT, FIRST_OF_FIVE, NOW.date()}
    for day in days:
        valid = [council.id for council in councils_valid_on(day=day)]
        counted = Municipality.objects.annotate(
            held=Count("council_municipalities", filter=Q(council_municipalities__council__in=valid))
        )
        assert {held for (held,) in counted.values_list("held")} == {1}


@pytest.mark.usefixtures("loaded")
def test_the_five_follow_the_eight_without_a_gap() -> None:
    eight, five = councils_valid_on(day=LAST_OF_EIGHT), councils_valid_on(day=FIRST_OF_FIVE)
    assert (len(eight), len(five)) == (8, 5)
    assert {council.valid for council in eight} == {Period(FIRST_DAY, LAST_OF_EIGHT)}
    assert {council.valid for council in five} == {Period(FIRST_OF_FIVE)}
    successors = {council.id: council for council in five}
    for council in eight:
        assert council.successor_id in successors
        municipalities = Municipality.objects.filter(council_municipalities__council=council.id)
        followed = municipalities.filter(council_municipalities__council=council.successor_id)
        assert municipalities.count() == followed.count()
        assert successors[council.successor_id].office == council.office
    assert all(council.source and council.assumption for council in (*eight, *five))


@pytest.mark.usefixtures("loaded")
def test_the_offices_serve_the_councils_the_evaluation_names() -> None:
    served: dict[str, set[str]] = {}
    for council in councils_valid_on(day=date(2020, 6, 1)):
        served.setdefault(office_of_council(council_id=council.id).code, set()).add(council.area)
    assert served == {
        "midt-nord": {"Nordjylland", "Vestjylland", "Østjylland"},
        "syd": {"Sydjylland", "Fyn"},
        "oest": {"Sjælland", "Hovedstaden", "Bornholm"},
    }
    assert {(office.code, office.seat) for office in offices()} == {
        ("midt-nord", "Aalborg"),
        ("syd", "Odense"),
        ("oest", "Roskilde"),
    }


@pytest.mark.usefixtures("loaded")
def test_christiansoe_is_no_municipality_but_has_a_council() -> None:
    assert Municipality.objects.filter(kind=MunicipalityKind.MUNICIPALITY).count() == 98
    assert "0411" not in {choice.code for choice in municipality_choices()}
    assert "0411" in {choice.code for choice in municipality_choices(include_special_areas=True)}
    council = council_of_municipality(code="0411", day=LAST_OF_EIGHT)
    assert council is not None
    assert council.code == "rar-bornholm"


@pytest.mark.usefixtures("loaded")
def test_sections_and_divisions_are_as_the_official_code_has_them() -> None:
    rows = [row for row in official("industries/db07.csv") if row["niveau"] in "01"]
    assert Industry.objects.filter(level=IndustryLevel.SECTION).count() == 21
    assert Industry.objects.filter(level=IndustryLevel.DIVISION).count() == 88
    ours = {
        industry.code: (industry.title, industry.parent.code if industry.parent else industry.code)
        for industry in Industry.objects.select_related("parent").order_by("code")
    }
    theirs = {row["kode"]: (" ".join(row["tekst"].split()), row["sektion"]) for row in rows}
    # The copy beside the project cuts this one title off before its last word.
    assert theirs["64"][0].endswith(" undtagen forsikring og")
    theirs["64"] = (f"{theirs['64'][0]} pensionsforsikring", "K")
    assert ours == theirs


@pytest.mark.usefixtures("loaded")
def test_lists_stand_in_danish_alphabetical_order() -> None:
    municipalities = [choice.label for choice in municipality_choices()]
    assert municipalities == sorted(municipalities, key=danish_sort_key)
    assert municipalities[0] == "Albertslund"
    assert municipalities[-4:] == ["Ærø", "Aabenraa", "Aalborg", "Aarhus"]
    names = [choice.label for choice in council_choices(day=LAST_OF_EIGHT)]
    assert names[-2:] == ["RAR Vestjylland", "RAR Østjylland"]
    industries = [choice.label for choice in industry_choices()]
    assert industries == sorted(industries, key=danish_sort_key)


@pytest.mark.usefixtures("loaded")
def test_industries_can_be_chosen_by_level() -> None:
    divisions = industry_choices(levels=[IndustryLevel.DIVISION])
    assert len(divisions) == 88
    restaurants = next(choice for choice in divisions if choice.code == "56")
    assert restaurants.label == "Restaurationsvirksomhed (56)"
    assert (restaurants.level, restaurants.parent_code) == (IndustryLevel.DIVISION, "I")
    assert {choice.parent_code for choice in industry_choices(levels=[IndustryLevel.SECTION])} == {""}


@pytest.mark.usefixtures("loaded")
def test_each_question_costs_one_statement(django_assert_num_queries: object) -> None:
    for ask in (
        offices,
        councils,
        lambda: councils_valid_on(day=FIRST_DAY),
        lambda: council_choices(day=FIRST_DAY),
        lambda: council_of_municipality(code="0561", day=FIRST_DAY),
        municipality_choices,
        industry_choices,
    ):
        with django_assert_num_queries(1):  # type: ignore[operator] - as above
            assert ask()


@pytest.mark.usefixtures("loaded")
def test_no_council_is_known_before_2018_or_for_an_unknown_municipality() -> None:
    assert council_of_municipality(code="0561", day=date(2017, 12, 31)) is None
    assert council_of_municipality(code="9999", day=FIRST_DAY) is None
    with pytest.raises(Council.DoesNotExist):
        office_of_council(council_id=0)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Region(code="8x", name="X"), "to cifre"),
        (Region(code="81", name="X"), "allerede en region"),
        (Office(code="syd", name="X", seat="X"), "allerede et arbejdsmarkedskontor"),
        (Industry(code="56.1", level=IndustryLevel.DIVISION, title="X"), "passer ikke til niveauet"),
        (Industry(code="04", level=IndustryLevel.DIVISION, title="X"), "overordnet branche"),
        (Industry(code="V", level=IndustryLevel.SECTION, title=""), "titel"),
    ],
)
def test_the_database_refuses_a_faulty_row_and_says_why(row: Region | Office | Industry, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        row.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.usefixtures("loaded")
def test_a_council_cannot_end_before_it_begins_or_follow_itself() -> None:
    council = Council.objects.get(code="rar-fyn")
    council.valid_to = date(2017, 1, 1)
    with pytest.raises(ValidationError, match="før det begynder"):
        council.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        council.save()
    council.valid_to, council.successor = None, council
    with pytest.raises(ValidationError, match="sig selv"):
        council.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        council.save()


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    assert "Råd: 13 nye, 0 ændrede og 0 uændrede." in capsys.readouterr().out
    call_command("load_reference")
    assert "Kommuner: 0 nye, 0 ændrede og 99 uændrede." in capsys.readouterr().out


def test_the_middle_of_every_municipality_lies_inside_its_borders(loaded: None) -> None:
    points = municipality_places()
    with shared("data/geography/municipalities.geojson").open(encoding="utf-8") as file:
        borders = {
            one["properties"]["kode"]: one["geometry"]["coordinates"] for one in json.load(file)["features"]
        }
    for row in Municipality.objects.all():
        at = points[row.pk].point
        polygons = borders[row.code]
        if row.kind == MunicipalityKind.MUNICIPALITY:
            assert any(_is_inside(at.longitude, at.latitude, outer) for outer, *_holes in polygons), row.name


def _is_inside(x: float, y: float, ring: list[list[float]]) -> bool:
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def test_distances_are_those_of_the_map(loaded: None) -> None:
    places = municipality_places()
    codes = dict(Municipality.objects.values_list("code", "id"))

    def between(one: str, other: str) -> int:
        return round(straight_kilometres(places[codes[one]].point, places[codes[other]].point))

    randers, favrskov, copenhagen, bornholm = "0730", "0710", "0101", "0400"
    assert between(randers, randers) == 0
    assert 15 <= between(randers, favrskov) == between(favrskov, randers) <= 30
    assert 140 <= between(copenhagen, bornholm) <= 175
    assert 160 <= between(randers, copenhagen) <= 185
