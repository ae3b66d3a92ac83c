"""The chapters on principles, phases, results, drivers and barriers: what they say of a round and of the register."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest
from django.utils import translation

from jobveu.assessment.assessing import Assessment, OverruledLevel, assess_several
from jobveu.assessment.facts import ProjectFacts
from jobveu.assessment.hazards import Event, Hazard, preceded
from jobveu.assessment.record import Part, Record
from jobveu.assessment.scale import Element, Level
from jobveu.documents.formats import WRITERS
from jobveu.documents.value import Document, Picture, Table
from jobveu.evaluation.report import report
from jobveu.evaluation.scope import scope_of
from jobveu.insight.surveys import Analysis, Division, Group, analyse
from jobveu.surveys.instruments.parts import Scale
from tests.documents.pdf_ua import faults
from tests.evaluation.test_report import FOREIGN, WRONG, all_text, some, texts
from tests.insight.surveys.made import made_round

DAY = date(2021, 3, 1)


@cache
def large() -> Analysis:
    return analyse(made_round(3, mean=9.0))


@cache
def small() -> Analysis:
    """So few that most of it is withheld."""
    return analyse(made_round(5, mean=0.4))


def assessment(*, projects: int = 40, overruled: bool = False) -> Assessment:
    facts = tuple(
        ProjectFacts(
            id=number,
            on=DAY,
            type="unemployed",
            status="completed",
            office="syd",
            council="rar-fyn",
            year=2020,
            started_on=date(2020, 2, 1),
            kick_off_on=date(2020, 3, 1),
            first_course_on=date(2020, 4, 1),
            last_course_on=date(2020, 6, 1),
            groups=frozenset({"workplace", "job_centre"}),
            courses=3,
            merit_courses=number % 3,
            course_days=10,
            merit_days=number % 7,
        )
        for number in range(projects)
    )
    at = datetime(2021, 3, 1, tzinfo=UTC)
    histories = {}
    if overruled:
        reason = "Registret er ikke komplet"
        histories[Element.PRINCIPLE_2] = [
            OverruledLevel(
                Element.PRINCIPLE_2, 1, Level.SOME, reason, Level.NOT_AT_ALL, "1", "Anne Analytiker", at
            )
        ]
    return assess_several(Record(DAY, "2021-k1", at, facts), Part(), histories=histories)


def made(analysis: Analysis | None, judged: Assessment | None, *, council: str = "") -> Document:
    source = some()
    scope = scope_of(source.counts.facts, council=council)
    return report(source, scope, assessment=judged, analysis=analysis).document()


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_chapter_has_a_wrong_word_or_an_empty_table(language: str) -> None:
    with translation.override(language):
        for analysis in (large(), small(), None):
            for judged in (assessment(overruled=True), assessment(projects=0), None):
                document = made(analysis, judged)
                for text in texts(document):
                    assert text.strip()
                    assert not WRONG.search(text), text
                    assert not FOREIGN[language].search(text), text
                for section in document.sections:
                    assert all(block.rows for block in section.blocks if isinstance(block, Table))
        assert faults(WRITERS["pdf"].write(made(large(), assessment())), language=language) == []


def test_what_is_said_of_principles() -> None:
    text = all_text(made(large(), assessment(overruled=True)))
    assert (
        "Det er slet ikke gennemført. Det er lavere, end evalueringen i 2021 vurderede for hele landet"
        in text
    )
    assert "gennemført slet ikke" not in text
    assert "Niveauet er sat af Anne Analytiker med denne begrundelse: »Registret er ikke komplet«." in text
    assert "I nogen grad (beregnet: slet ikke)" in text
    assert re.search(r"Omkring to tredjedele af svarene \(65 pct\., n = 189\) er »i høj grad«", text)
    assert "Gennemsnittet er 8,7 på en skala fra 1 til 10 (n = 191)." in text


def test_a_report_without_a_round_or_an_assessment_says_so() -> None:
    text = all_text(made(None, None))
    assert "Rapporten er dannet uden en spørgeskemarunde" in text
    assert "derfor er der ingen vurdering efter registret" in text
    assert "Spørgeskemaundersøgelsen" not in text


@cache
def by_place() -> Analysis:
    """Fyn and Sydjylland have many answers, Bornholm few; nobody is asked about the others."""
    data = made_round(3, mean=9.0, councils=("rar-fyn", "rar-sydjylland"))
    few = made_round(13, mean=0.3, councils=("rar-bornholm",))
    return analyse(replace(data, frame=(*data.frame, *few.frame), sheets=(*data.sheets, *few.sheets)))


def test_a_councils_report_has_its_own_answers_beside_the_countrys() -> None:
    document = made(by_place(), assessment(), council="rar-fyn")
    text = all_text(document)
    assert "Svarene er dem, der er givet om områdets projekter" in text
    row = by_place().row("principle-1", Group(Division.COUNCILS, "rar-fyn"))
    assert row is not None
    assert row.answers
    assert re.search(rf"I området: [^.]*pct\., n = {row.answers}\)", text)
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    [found] = [table for table in tables if table.columns[0] == "Område"][:1]
    assert [line[0] for line in found.rows] == ["RAR Fyn", "Hele landet"]
    assert found.rows[0][1] == str(row.answers)


def test_what_may_not_be_told_of_a_place_is_told_of_the_country_and_said_so() -> None:
    few = all_text(made(by_place(), assessment(), council="rar-bornholm"))
    assert "I området er de for få, eller andres svar kunne regnes ud af dem" in few
    assert "Svarene fra området vises ikke, fordi de er for få" in few
    assert "I området: " not in few
    nobody = all_text(made(by_place(), assessment(), council="rar-nordjylland"))
    assert "Ingen i området er spurgt om det; svarene er fra hele landet" in nobody
    for text in (few, nobody):
        assert "I hele landet svarer flest »i høj grad«" in text
    assert "I området" not in all_text(made(by_place(), assessment()))


def test_what_few_answered_is_not_told() -> None:
    analysis = small()
    document = made(analysis, None)
    hidden = [table for table in analysis.tables if table.total.withheld]
    assert hidden
    assert "Svarene vises ikke, fordi for få har svaret." in all_text(document)
    pictures = [
        block for section in document.sections for block in section.blocks if isinstance(block, Picture)
    ]
    drawn = [picture for picture in pictures if picture.caption == "Svarene efter, hvem der har svaret"]
    shown = {
        table.item.id
        for table in analysis.tables
        if table.item.scale is Scale.DEGREE
        and table.item.id.startswith(("principle", "phase", "result"))
        and table.total.answers
    }
    assert len(drawn) == len(shown)


def test_what_preceded_what_is_told_of_enough_projects_only() -> None:
    def hazard(number: int, *, seen: bool, happened: bool) -> Hazard:
        barriers = frozenset({"too-few"}) if seen else frozenset()
        return Hazard(
            project_id=number,
            happened={event.value: happened if event is Event.CANCELLED else None for event in Event},
            noted={event.value: frozenset() for event in Event},
            shown={event.value: barriers for event in Event},
        )

    hazards = [hazard(number, seen=number < 8, happened=number % 4 == 0) for number in range(20)]
    source = some()
    scope = scope_of(source.counts.facts)
    document = report(source, scope, came_before=preceded(hazards)).document()
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    [found] = [table for table in tables if table.caption == str(Event.CANCELLED.label)]
    assert (
        "For få pladser til, at det kan betale sig",
        "2 af 8 projekter",
        "25 pct. (7–59)",
        "3 af 12 projekter",
        "25 pct. (9–53)",
        "Kan være tilfældig",
    ) in found.rows
    others = [row for row in found.rows if row[0] != "For få pladser til, at det kan betale sig"]
    assert {row[1:3] for row in others} == {("Ingen projekter", "–")}
    assert {row[-1] for row in others} == {"For få til at sige noget"}
    assert "Mange faldt fra: der er for få projekter at sammenligne." in all_text(document)


def test_made_up_answers_mark_the_whole_report() -> None:
    assert made(None, None).mark == ""
    assert made(replace(large(), synthetic=True), None).mark == "Syntetiske data"
