"""Charts and their words, from tables that can be read at a glance."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.utils import translation

from jobveu.insight import charts
from jobveu.insight.facts import Reference, Shortage, codes
from jobveu.insight.figures import FIGURES, draw
from jobveu.insight.rendering import remarks, to_csv, to_text
from jobveu.insight.table import Table
from jobveu.insight.words import text_alternative
from tests.insight.made import COUNCILS, Made, One, counts
from tests.insight.published import published

SVG = "{http://www.w3.org/2000/svg}"
YEARS = [Made(start=date(2018, 5, 1)), *[Made(start=date(2019, 5, 1))] * 2, *[Made(type="crisis")] * 1_400]


def table_of(name: str, *projects: Made, by: str | None = None) -> Table:
    return published(draw(FIGURES[name], counts(*projects), by=by))


def test_what_a_chart_says_in_danish_and_english() -> None:
    figure = FIGURES["4.1"]
    assert text_alternative(figure, table_of("4.1", *YEARS)) == (
        "Projekter over tid. I alt 1.403 projekter. 2018: 1, 2019: 2 og 2020: 1.400."
    )
    with translation.override("en"):
        assert text_alternative(figure, table_of("4.1", *YEARS)) == (
            "Projects over time. 1,403 projects in total. 2018: 1, 2019: 2 and 2020: 1,400."
        )
    shares = text_alternative(FIGURES["4.7"], table_of("4.7", *YEARS[:3], Made(type="both")))
    assert "Opkvalificerer ledige: 75,0 pct." in shares
    assert "pct.." not in shares
    series = text_alternative(FIGURES["4.9"], table_of("4.9", *YEARS[:3]))
    assert "Opkvalificerer ledige: 2018: 1 og 2019: 2." in series


def test_halves_are_rounded_up_and_not_cut_off() -> None:
    text = to_text(table_of("project-size", Made(reported=5), Made(reported=5), Made(reported=6)))
    assert "5,3" in text
    assert "5,33" not in text
    assert ";10,1" in to_csv(table_of("project-size", *[Made(reported=10)] * 19, Made(reported=11)))


def test_made_up_numbers_say_so_everywhere() -> None:
    table = table_of("4.1", Made(synthetic=True))
    for text in (to_csv(table), to_text(table)):
        assert "Syntetiske data" in text
    assert "opdigtede" in text_alternative(FIGURES["4.1"], table)
    assert "Syntetiske" not in to_text(table_of("grants", Made(synthetic=True)))


def test_few_persons_are_not_told_of() -> None:
    table = table_of("situations", Made(people=[One()] * 3 + [One(situation="employed")] * 20))
    row = next(row for row in table.rows if row.codes == ("unemployed",))
    assert row.numbers[table.measure("started")] is None
    assert "vises ikke" in text_alternative(FIGURES["situations"], table)
    assert "*" in to_text(table)


@pytest.mark.parametrize(
    ("name", "by"),
    [("4.1", None), ("4.9", None), ("4.3", "industry"), ("funnel", None), ("activity-by-quarter", None)],
)
def test_a_chart_carries_its_words_and_keeps_its_order(name: str, by: str | None) -> None:
    people = [One(started=date(2020, 2, 1))] * 9
    table = table_of(
        name, *YEARS[:3], Made(needed=4, people=people), Made(industry="C", people=people), by=by
    )
    figure = FIGURES[name]
    root = ET.fromstring(charts.svg(figure, table))
    assert root.get("role") == "img"
    titles = {child.get("id"): child.text for child in root if child.tag in (SVG + "title", SVG + "desc")}
    named = (root.get("aria-labelledby") or "").split()
    assert [titles[id_] for id_ in named] == [table.title, text_alternative(figure, table)]
    assert "style=" not in ET.tostring(root, encoding="unicode")
    spec = charts.spec(figure, table)
    ordered = str(spec)
    for dimension in table.dimensions:
        labels = [value.label for value in dimension.values if value.code != "total"]
        assert str(labels) in ordered
    assert charts.svg(figure, table) == charts.svg(figure, table)


def texts_of(drawing: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(drawing).iter(f"{SVG}text")]


def test_a_picture_says_itself_what_the_page_says_around_it() -> None:
    figure, table = FIGURES["4.2"], table_of("4.2", Made(synthetic=True, people=[One()] * 9))
    of = "RAR Fyn · Opgjort den 30. september 2026, øjebliksbilledet »2026-k3«"
    drawing = str(charts.picture(figure, table, kind="svg", of=of))
    told = texts_of(drawing)
    head = [table.title, f"Job-VEU · {of}"]
    assert told[:2] == head
    assert "Syntetiske data" in told
    for remark in remarks(table, marked=True):
        assert remark in " ".join(told)
    words = [child.text for child in ET.fromstring(drawing) if child.tag in (SVG + "title", SVG + "desc")]
    assert words == [table.title, text_alternative(figure, table)]
    assert charts.picture(figure, table, kind="png", of=of)[:4] == b"\x89PNG"
    for inside in (charts.svg(figure, table), charts.svg(figure, table, narrow=True)):
        assert not set(head) & set(texts_of(inside))


PEOPLE = [One(started=date(2020, 2, 1)), One(started=date(2019, 8, 1))] * 9


@pytest.mark.parametrize("by", [None, "council"])
def test_a_drawing_for_narrow_screens_fits_them(by: str | None) -> None:
    """All figures, of many years and of industries with long names: none is wider than the screen, nor its text smaller
    than 12 pixels."""
    years = [
        Made(start=date(year, 5, 1), council=one.code, industry=industry, needed=4, people=PEOPLE)
        for year in (2018, 2026)
        for one in COUNCILS
        for industry in ("C", "I")
    ]
    found = counts(*years)
    for figure in FIGURES.values():
        if by is None or by in figure.cuts:
            table = published(draw(figure, found, by=by))
            root = ET.fromstring(charts.svg(figure, table, narrow=True))
            assert float(root.get("width", "")) <= 289, figure.id
            sizes = {float(one.get("font-size", "0").removesuffix("px")) for one in root.iter(f"{SVG}text")}
            assert min(sizes) >= 12, figure.id


def test_a_narrow_bar_has_its_name_and_its_number() -> None:
    table = table_of("4.7", *YEARS[:3], Made(type="both"))
    drawing = charts.svg(FIGURES["4.7"], table, narrow=True)
    [words] = [child.text for child in ET.fromstring(drawing) if child.tag == f"{SVG}desc"]
    assert words == text_alternative(FIGURES["4.7"], table)
    assert texts_of(drawing) == [
        "75,0",
        "0,0",
        "25,0",
        "0,0",
        "Opkvalificerer ledige",
        "Opkvalificerer beskæftigede",
        "Opkvalificerer ledige og beskæftigede",
        "Afbøder en krise",
        "Andel af projekter, pct.",
    ]


def test_nothing_unpublished_is_shown() -> None:
    table = draw(FIGURES["4.2"], counts(*YEARS[:3]))
    figure = FIGURES["4.2"]
    for show in (
        lambda: charts.spec(figure, table),
        lambda: text_alternative(figure, table),
        lambda: to_csv(table),
        lambda: to_text(table),
    ):
        with pytest.raises(ValueError, match="published"):
            show()


@pytest.mark.parametrize(
    "projects",
    [
        (),
        (Made(standing=codes.NOT_COUNTED),),
        (Made(start=None, council="", industry="", initiative="", people=[One()] * 9),),
    ],
)
def test_every_figure_can_be_drawn_of_nothing_and_of_the_unknown(projects: tuple[Made, ...]) -> None:
    found = counts(*projects)
    for figure in FIGURES.values():
        for by in (None, *figure.cuts):
            table = published(draw(figure, found, by=by))
            assert text_alternative(figure, table)
            assert charts.spec(figure, table)


def test_an_axis_of_few_has_whole_numbers_only() -> None:
    table = table_of("4.9", Made(start=date(2019, 5, 1)), Made(type="both"), Made(type="both"))
    drawn = ET.fromstring(charts.svg(FIGURES["4.9"], table))
    texts = [one.text for one in drawn.iter(f"{SVG}text")]
    assert [text for text in texts if text in ("0", "1", "2", "3")] == ["0", "1", "2"]
    assert "values" not in charts.spec(FIGURES["4.9"], table_of("4.9", *YEARS))["encoding"]["y"]["axis"]


def test_a_chart_says_what_is_not_shown() -> None:
    """One person in each of two projects: no number of the chart is shown, and of three of five it is the small ones."""
    figure = FIGURES["4.2"]
    few = [Made(start=date(year, 5, 1), people=[One()]) for year in (2019, 2020)]
    drawn = ET.fromstring(charts.svg(figure, table_of("4.2", *few)))
    assert [one.text for one in drawn.iter(f"{SVG}text")] == [
        "Ingen tal kan vises: De kunne fortælle om ganske få personer."
    ]
    nothing = ET.fromstring(charts.svg(figure, table_of("4.2")))
    assert [one.text for one in nothing.iter(f"{SVG}text")] == ["Der er ingen tal at vise."]
    many = Made(start=date(2018, 5, 1), people=[One()] * 9)
    some = ET.fromstring(charts.svg(figure, table_of("4.2", many, *few)))
    assert [one.text for one in some.iter(f"{SVG}text")][-3:] == ["9", "*", "*"]


def test_a_picture_says_itself_that_its_numbers_are_made_up() -> None:
    for made_up in (True, False):
        drawn = ET.fromstring(charts.svg(FIGURES["4.1"], table_of("4.1", Made(synthetic=made_up))))
        assert any(one.text == "Syntetiske data" for one in drawn.iter(f"{SVG}text")) is made_up


def test_bars_of_industries_tell_where_labour_is_short() -> None:
    many = [Made(industry="F")] * 12 + [Made(industry="C")] * 11
    rounds = Reference(
        shortages=tuple(
            Shortage("prøve", date(2021, 1, 1), industry, rate, "prøve")
            for industry, rate in (("", 30.0), ("F", 42.0), ("C", 20.0))
        )
    )
    table = published(draw(FIGURES["4.6"], counts(*many, Made(industry="I"), reference=rounds)))
    values = charts.spec(FIGURES["4.6"], table)["data"]["values"]
    assert [(one["industry"], one["told_apart"]) for one in values] == [
        ("Bygge og anlæg", "ja"),
        ("Fremstillingsvirksomhed", "nej"),
        ("Øvrige brancher", "ikke oplyst"),
    ]
    assert "Mangel på arbejdskraft: Bygge og anlæg." in text_alternative(FIGURES["4.6"], table)


def test_a_fall_has_its_number_below_its_bar_with_a_minus() -> None:
    table = table_of("growth", *[Made(start=date(2019, 5, 1))] * 4, Made(start=date(2020, 5, 1)))
    drawn = ET.fromstring(charts.svg(FIGURES["growth"], table))
    assert "−75" in [one.text for one in drawn.iter(f"{SVG}text")]
    assert "2020: −75 pct." in text_alternative(FIGURES["growth"], table)
    assert ";-75;" in to_csv(table)  # a spreadsheet reads no other minus


def test_more_numbers_than_anybody_reads_stand_in_the_table() -> None:
    years = [
        Made(start=date(year, 5, 1), council=one.code) for year in (2018, 2019, 2020) for one in COUNCILS
    ]
    few, many = table_of("4.9", *years), table_of("4.9", *years, by="council")
    assert "2018" in text_alternative(FIGURES["4.9"], few)
    assert text_alternative(FIGURES["4.9"], many) == (
        "Projekttyper over tid. I alt 24 projekter. De enkelte tal står i tabellen."
    )


@pytest.mark.parametrize(
    ("name", "projects", "thickest"),
    [("4.1", YEARS[:1], 80), ("4.1", YEARS[:3], 80), ("4.9", YEARS[:1], 80), ("4.7", YEARS[:1], 26)],
)
def test_few_bars_are_no_thicker_than_many(name: str, projects: list[Made], thickest: int) -> None:
    """Standing bars of one and of two years, three that stand together, and bars that lie."""
    drawn = ET.fromstring(charts.svg(FIGURES[name], table_of(name, *projects)))
    bars = [one.get("d", "") for one in drawn.iter(f"{SVG}path") if one.get("aria-roledescription") == "bar"]
    assert bars
    for bar in bars:
        wide, high = map(float, re.findall(r"[hv]([\d.]+)", bar)[:2])
        assert (wide if thickest == 80 else high) <= thickest + 0.01, bar
