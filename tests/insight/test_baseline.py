"""The published values: what they say, and beside which of our numbers they stand."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from importlib import resources

import pytest
from django.utils import translation

from jobveu.insight.baseline import PUBLISHED, Exactness, Published, beside, beside_table, rank
from jobveu.insight.counting import SELECTABLE, Selection
from jobveu.insight.data_words import translated
from jobveu.insight.figures import FIGURES
from jobveu.insight.table import Dimension, Measure, Row, Table, Unit, Value

INSIDE = (date(2018, 4, 1), date(2020, 12, 31))
LATER = (date(2018, 4, 1), date(2026, 9, 30))
BY_ID = {one.id: one for one in PUBLISHED}


def ids(found: tuple[Published, ...]) -> list[str]:
    return [one.id for one in found]


def test_every_value_is_read_once_with_its_source() -> None:
    assert len(BY_ID) == len(PUBLISHED) == 42
    assert all("(2021)" in one.source for one in PUBLISHED)
    assert {unit for one in PUBLISHED if (unit := one.unit) != "rank"} <= {unit.value for unit in Unit}
    assert BY_ID["bud.grant.2019"].value == Decimal("25.3")


@pytest.mark.parametrize(
    ("room", "name", "column"),
    [
        ("insight", "published", "source"),
        ("insight", "grants", "source"),
        ("insight", "shortages", "source"),
        ("reference", "industries", "title"),
    ],
)
def test_readers_of_english_get_the_words_of_the_data_in_english(room: str, name: str, column: str) -> None:
    """The sources of numbers, and the industries that figures are divided by: the sections of DB07."""
    data = resources.files(f"jobveu.{room}").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    words = {row[column] for row in csv.DictReader(data.splitlines()) if not row.get("section")}
    assert all(translated(one) == one for one in words)
    with translation.override("en"):
        assert [one for one in words if translated(one) == one] == []
        assert translated("En kilde, som et kontor har skrevet") == "En kilde, som et kontor har skrevet"


def test_each_has_a_figure_that_it_stands_beside() -> None:
    for one in PUBLISHED:
        found = [
            figure.id
            for figure in FIGURES.values()
            for by in (None, *figure.cuts)
            if one.id
            in ids(
                beside(
                    figure.id,
                    one.measure,
                    dict.fromkeys(figure.dimensions(by), "total") | dict(one.place),
                    period=INSIDE,
                )
            )
            and {key for key, _code in one.place} <= set(figure.dimensions(by))
        ]
        assert found, one.id


@pytest.mark.parametrize(
    ("figure", "measure", "cell", "expected"),
    [
        ("projects-over-time", "projects", {"year": "total"}, ["act.projects.total"]),
        ("projects-by-office", "projects", {"office": "total", "year": "total"}, ["act.projects.total"]),
        ("types-over-time", "projects", {"type": "crisis", "year": "2020"}, ["act.projects.covid.2020"]),
        ("projects-by-office", "projects", {"office": "syd", "year": "2020"}, []),
        ("funnel", "persons", {"step": "started"}, []),
        ("initiators", "project_share", {"type": "crisis", "initiative": "total"}, []),
        (
            "projects-by-type",
            "project_share",
            {"type": "crisis"},
            ["act.projects.share.covid", "act.projects.share.covid.approx"],
        ),
    ],
)
def test_the_same_measure_at_the_same_place(
    figure: str, measure: str, cell: dict[str, str], expected: list[str]
) -> None:
    assert ids(beside(figure, measure, cell, period=INSIDE)) == expected


def test_a_total_that_goes_on_after_2020_is_another_number() -> None:
    assert beside("projects-over-time", "projects", {"year": "total"}, period=LATER) == ()
    assert beside("projects-over-time", "projects", {"year": "total"}, period=None) == ()
    assert ids(beside("projects-over-time", "projects", {"year": "2019"}, period=LATER)) == [
        "act.projects.2019"
    ]


def test_a_selection_narrows_sums_and_takes_ratios_away() -> None:
    crisis = Selection({"type": frozenset({"crisis"})})
    assert ids(
        beside("projects-over-time", "projects", {"year": "2020"}, period=INSIDE, selection=crisis)
    ) == ["act.projects.covid.2020"]
    assert (
        beside("projects-by-type", "project_share", {"type": "crisis"}, period=INSIDE, selection=crisis) == ()
    )
    several = Selection({"type": frozenset({"crisis", "both"})})
    assert beside("projects-over-time", "projects", {"year": "total"}, period=INSIDE, selection=several) == ()
    assert set(SELECTABLE) >= {key for one in PUBLISHED for key, _code in one.place}


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(since=date(2020, 1, 1)), True),
        (Selection(since=date(2020, 4, 1)), False),
        (Selection(until=date(2020, 12, 31)), True),
        (Selection(until=date(2020, 9, 30)), False),
    ],
)
def test_part_of_a_year_is_not_the_year(selection: Selection, kept: bool) -> None:
    found = beside("projects-over-time", "projects", {"year": "2020"}, period=INSIDE, selection=selection)
    assert bool(found) is kept


@pytest.mark.parametrize(
    ("id_", "number", "expected"),
    [
        ("act.projects.total", 395, True),
        ("act.projects.total", 394, False),
        ("act.projects.growth.2018_2019", 142.857, True),
        ("act.projects.growth.2018_2019", 142.4, False),
        ("act.participants.per1000.bornholm", 6.5, True),
        ("act.participants.covid", 7650, True),
        ("act.participants.covid", 7700, False),
        ("act.projects.share.covid.approx", 35.4, None),
        ("act.projects.total", None, None),
        ("bud.grant.2019", 25.3, True),
    ],
)
def test_agreement_is_within_the_exactness(id_: str, number: float | None, expected: bool | None) -> None:
    assert BY_ID[id_].agrees(number) is expected
    assert (BY_ID[id_].exactness is Exactness.APPROXIMATE) == (expected is None and number is not None)


def test_places_are_counted_among_the_same() -> None:
    codes = ("unemployed", "employed", "both", "crisis", "total")
    table = Table(
        figure="project-size",
        title="",
        question="",
        definition="",
        rules=(),
        dimensions=(Dimension("type", "", tuple(Value(code, code) for code in codes)),),
        measures=(Measure("participants", "", Unit.PERSONS, persons=True),),
        rows=tuple(
            Row((Value(code, code),), (number,))
            for code, number in zip(codes, (20, 30, 10, 80, 140), strict=True)
        ),
        counted="completed",
        day="2020-12-31",
        published=True,
    )
    found = beside_table(table, period=INSIDE)
    assert ids(found[1, 0]) == ["act.rank.participants.employed.excl_covid"]
    assert rank(table, 1, 0, found[1, 0][0]) == 1
    crisis = next(one for one in found[3, 0] if one.is_rank)
    assert rank(table, 3, 0, crisis) == 1
    assert rank(table, 1, 0, crisis) == 2
    assert ids(found[4, 0]) == ["act.participants.total"]
