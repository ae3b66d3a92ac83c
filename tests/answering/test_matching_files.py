"""Problems as JSON: nothing is lost, and what is wrong is named with its field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from jobveu.answering.files import canonical
from jobveu.answering.matching import files
from jobveu.kernels.matching import NotUnderstood
from jobveu.kernels.matching.values import Problem
from tests.kernels.matching.problems import problems


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_problem_comes_back_as_it_was_and_so_does_its_digest(problem: Problem) -> None:
    text = canonical(files.as_values(problem))
    again = files.read(text)
    assert again == problem
    assert files.digest(again) == files.digest(problem)


def test_the_digest_does_not_depend_on_how_the_problem_is_written() -> None:
    short = files.read('{"persons": [{"id": "a"}], "weights": {}}')
    long = files.read(
        '{"weights": {"hold": 0.0}, "holds": [],\n "persons": [{"wishes": {}, "only_wishes": false, "id": "a"}]}'
    )
    assert files.digest(short) == files.digest(long)


def test_points_become_whole_kilometres() -> None:
    given = {
        "persons": [{"id": "a", "place": "x"}],
        "travel": {"points": {"x": [0, 0], "y": [3.1, 4.1]}},
        "weights": {},
    }
    problem = files.read(json.dumps(given))
    assert (problem.travel.unit, problem.travel.table) == ("km", ((0, 5), (5, 0)))


def with_(**parts: Any) -> str:
    return json.dumps({"persons": [{"id": "a"}], "weights": {}} | parts)


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("{", "line 1, column 2", "is not JSON"),
        ("[]", "the file", "object"),
        ('{"weights": {}, "weights": {}}', "'weights'", "twice"),
        (with_(persons=[{"id": "a", "age": 40}]), "persons[0]", "'age'"),
        (with_(persons=[{"id": "a", "sex": "f"}]), "persons[0]", "'sex'"),
        (with_(persons=[{"id": "a", "origin": "x"}]), "persons[0]", "'origin'"),
        (with_(persons=[{"id": "a", "health": "x"}]), "persons[0]", "'health'"),
        (with_(persons=[{"id": "a"}, {"id": "a"}]), "persons[1].id", "occurs twice"),
        (with_(persons=[{"id": "a", "wishes": {"q": 101}}]), "persons[0].wishes.q", "100"),
        (with_(persons=[{"id": "a", "wishes": {"q": 1}}]), "persons[0].wishes", "there is no 'q'"),
        (with_(persons=[{"id": "a", "place": "x"}]), "persons[0].place", "there is no 'x'"),
        (
            with_(persons=[{"id": "a", "available": {"first": "2027-02-30"}}]),
            "persons[0].available.first",
            "date",
        ),
        (
            with_(persons=[{"id": "a", "available": {"first": "2027-02-03", "last": "2027-02-01"}}]),
            "persons[0].available",
            "ends before",
        ),
        (with_(holds=[{"id": "h", "least": 3, "most": 2}]), "holds[0].least", "more than most"),
        (with_(holds=[{"id": "h"}]), "holds[0]", "most"),
        (with_(positions=[{"id": "q", "hold": "h"}]), "positions[0].hold", "there is no 'h'"),
        (with_(positions=[{"id": "q", "must": [[]]}]), "positions[0].must[0]", ""),
        (with_(holds=[{"id": "q", "most": 1}], positions=[{"id": "q"}]), "positions", "both"),
        (
            with_(quotas=[{"id": "k", "job_centre": "n", "scope": ["z"]}]),
            "quotas[0].scope[0]",
            "there is no 'z'",
        ),
        (with_(floors=[{"id": "k", "group": "g", "per_cent": 101}]), "floors[0].per_cent", "100"),
        (with_(weights={"wish": -1}), "weights.wish", "minimum"),
        (with_(weights={"wish": 0.0001}), "weights.wish", "multiple"),
        (with_(travel={"unit": "km", "places": ["x"], "table": []}), "travel.table", "0 rows"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(text: str, field: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        files.read(text)
    assert refused.value.field == field
    assert reason in refused.value.reason
