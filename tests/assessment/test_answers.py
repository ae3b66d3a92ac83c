"""Survey answers as indicators count them: nothing that the round's own tables withhold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from jobveu.assessment.answers import answers_of, answers_of_council, answers_of_project
from jobveu.assessment.assessing import assess_several
from jobveu.assessment.ratios import Missing, Ratio
from jobveu.assessment.record import Part, Record
from jobveu.assessment.scale import Element, Level
from jobveu.insight.surveys import analyse
from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments.parts import Value
from jobveu.surveys.round_data import RoundData, Stratum, StratumCount
from tests import factories
from tests.assessment import made
from tests.insight.surveys.made import COUNCILS, made_round, of_projects, round_of, sheet

HIGH = {4, 5}


def asked_in(councils: Mapping[str, Sequence[Mapping[str, Value]]]) -> RoundData:
    """A round of workplaces in projects for the unemployed; so many sheets in each council."""
    frame, sheets = [], []
    for council, of_council in councils.items():
        stratum = Stratum(RespondentType.WORKPLACE, council, ProjectType.UNEMPLOYED)
        sheets += [sheet(stratum, values) for values in of_council]
        drawn = dict.fromkeys(Disposition, 0) | {Disposition.COMPLETE: len(of_council)}
        frame.append(StratumCount(stratum, len(of_council) + 9, drawn | {Disposition.NO_ANSWER: 9}))
    return round_of(frame, sheets)


def test_favourable_answers_of_all_that_say_something() -> None:
    analysis = analyse(
        asked_in(
            {
                "rar-fyn": [
                    *[{"principle-1": 5, "principle-3": "yes"}] * 3,
                    *[{"principle-1": 4, "principle-3": "both"}] * 2,
                    *[{"principle-1": 3, "principle-3": "no"}] * 2,
                    {"principle-1": "dont_know", "satisfaction": 9},
                ]
            }
        )
    )
    found = answers_of(analysis)
    assert (found["principle-1"], found["principle-3"]) == (Ratio(5, 7), Ratio(5, 7))
    assert "satisfaction" not in found
    assert "principle-2" not in found  # nobody has answered it


def test_a_council_with_few_answers_takes_another_along() -> None:
    """Of twelve and three the three could be told from everybody's: so neither is used, and both say why."""
    high, low = {"principle-1": 5}, {"principle-1": 1}
    analysis = analyse(asked_in({"rar-fyn": [high] * 12, "rar-sjaelland": [low] * 3}))
    assert answers_of(analysis)["principle-1"] == Ratio(12, 15)
    for council in ("rar-fyn", "rar-sjaelland"):
        assert answers_of_council(analysis, council)["principle-1"] is Missing.WITHHELD
    assert answers_of_council(analysis, "rar-bornholm") == {}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_indicators_count_is_what_was_answered_and_of_five_or_more(seed: int) -> None:
    data = of_projects(made_round(seed, mean=2.0), seed=seed)
    analysis = analyse(data)
    used = withheld = 0
    of_parts = [
        *((answers_of_council(analysis, one), {"council": one}) for one in COUNCILS),
        *(
            (answers_of_project(analysis, one), {"project": one})
            for one in {each.project_id for each in data.sheets if each.project_id is not None}
        ),
    ]
    for answers, part in of_parts:
        for item, found in answers.items():
            given = [
                each.values[item]
                for each in data.sheets
                if isinstance(each.values.get(item), int if item != "principle-3" else str)
                and each.values[item] != "dont_know"
                and part.get("council", each.stratum.council) == each.stratum.council
                and part.get("project", each.project_id) == each.project_id
            ]
            if isinstance(found, Ratio):
                used += 1
                assert found.lower == len(given) >= 5
                if item != "principle-3":
                    assert found.upper == sum(value in HIGH for value in given)
            else:
                withheld += 1
                assert found is Missing.WITHHELD
    assert used
    assert withheld


def test_an_anonymous_round_tells_of_no_project() -> None:
    analysis = analyse(made_round(1))
    assert analysis.projects == {}
    assert answers_of_project(analysis, 1) == {}


def test_a_survey_counts_beside_the_record_and_is_named() -> None:
    record = Record(made.ON, "", factories.NOW, (made.ended(),))
    answers = answers_of(analyse(asked_in({"rar-fyn": [{"principle-1": 5}] * 5})))
    found = assess_several(record, Part(), answers=answers, round_name="Runde 1", histories={})
    one = found.of(Element.PRINCIPLE_1)
    # Nothing of the record (weight 6) and all of the survey (weight 2): (6 x 1 + 2 x 5) / 8 = 2.
    assert (one.level, found.round_name) == (Level.LESSER, "Runde 1")
    assert one.judgement.lines[-1].value.found == Ratio(5, 5)
