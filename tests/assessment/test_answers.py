"""Survey answers as indicators count them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobveu.assessment.answers import of_councils, of_country, of_project
from jobveu.assessment.assessing import assess_several
from jobveu.assessment.ratios import Ratio
from jobveu.assessment.record import Part, Record
from jobveu.assessment.scale import Element, Level
from tests import factories
from tests.assessment import made


@dataclass(frozen=True)
class Stratum:
    council: str | None = None


@dataclass(frozen=True)
class Sheet:
    values: Mapping[str, int | str]
    stratum: Stratum = field(default_factory=Stratum)
    project_id: int | None = None


def test_favourable_answers_of_all_that_say_something() -> None:
    sheets = [
        Sheet({"principle-1": 5, "principle-3": "yes"}),
        Sheet({"principle-1": 4, "principle-3": "both"}),
        Sheet({"principle-1": 3, "principle-3": "no"}),
        Sheet({"principle-1": "dont_know", "satisfaction": 9, "text-advice": "Godt"}),
    ]
    assert of_country(sheets) == {"principle-1": Ratio(2, 3), "principle-3": Ratio(2, 3)}


def test_councils_and_projects_have_the_sheets_that_tell_them() -> None:
    sheets = [
        Sheet({"phase-2": 5}, Stratum("rar-fyn"), project_id=7),
        Sheet({"phase-2": 1}, Stratum("rar-fyn")),
        Sheet({"phase-2": 5}),
    ]
    assert of_councils(sheets, councils={"rar-fyn"}) == {"phase-2": Ratio(1, 2)}
    assert of_project(sheets, project_id=7) == {"phase-2": Ratio(1, 1)}
    assert of_project(sheets, project_id=8) == {}


def test_a_survey_counts_beside_the_record_and_is_named() -> None:
    record = Record(made.ON, "", factories.NOW, (made.ended(),))
    answers = of_country([Sheet({"principle-1": 5})] * 5)
    found = assess_several(record, Part(), answers=answers, round_name="Runde 1", histories={})
    one = found.of(Element.PRINCIPLE_1)
    # Nothing of the record (weight 6) and all of the survey (weight 2): (6 x 1 + 2 x 5) / 8 = 2.
    assert (one.level, found.round_name) == (Level.LESSER, "Runde 1")
    assert one.judgement.lines[-1].value.found == Ratio(5, 5)
