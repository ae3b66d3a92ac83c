"""`jobveu plan` in a process of its own, without a database and without settings of the site."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from jobveu.answering.files import canonical, check, schema
from jobveu.answering.planning import files
from jobveu.kernels.planning import Problem
from jobveu.kernels.values import NotUnderstood
from tests.answering.test_matching_command import write
from tests.kernels.planning.problems import problems
from tests.launcher.helpers import jobveu

PROBLEM: dict[str, Any] = {
    "demands": [
        {"id": "nord", "subject": "svejsning", "count": 5, "place": "Hobro", "school": "A",
         "travel_limit": 30},
        {"id": "midt", "subject": "svejsning", "count": 4, "place": "Randers", "earliest": "2027-01-04", "school": "B",
         "travel_limit": 30},
        {"id": "syd", "subject": "svejsning", "count": 6, "place": "Horsens", "travel_limit": 40},
        {"id": "alene", "subject": "truck", "count": 1},
    ],
    "holds": [
        {"id": "ved A", "subject": "svejsning", "starts": "2027-02-01", "least": 8, "most": 12, "school": "A",
         "place": "Hobro", "price": 40000, "announced": True},
        {"id": "ved B", "subject": "svejsning", "starts": "2027-03-01", "least": 8, "most": 12, "school": "B",
         "place": "Horsens", "price": 42000, "announced": True},
    ],
    "travel": {"points": {"Hobro": [0, 60], "Randers": [0, 35], "Horsens": [0, 0]}},
    "weights": {"met": 10, "waiting": 0.2, "travel": 0.04, "running": 5, "price": 0.1, "cancelled": 8},
}  # fmt: skip


def plan(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = jobveu("plan", *words, environment={"JOBVEU_DATA": str(folder / "data")}, cwd=folder)
    assert not (folder / "data").exists(), "no database and no keys are made"
    return done


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    return write(tmp_path / "problem.json", PROBLEM)


def test_an_answer_is_one_json_object_of_its_schema_and_the_same_again(tmp_path: Path, problem: Path) -> None:
    done = plan(tmp_path, "solve", str(problem), "--time-limit", "60", "--json", "--lower", "2", "--alone")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    check(answer, files.PACKAGE, "answer")
    assert (answer["status"], answer["gap"]) == ("optimal", 0)
    assert answer["objective"] == answer["bound"]
    assert {(one["demand"], one["hold"]): one["count"] for one in answer["assignment"]} == {
        ("nord", "ved A"): 5,
        ("midt", "ved A"): 4,
    }
    assert answer["running"] == ["ved A"]
    lack = answer["not_running"][0]
    assert (lack["hold"], lack["reason"], lack["lacks"]) == ("ved B", "too_few", 2)
    assert lack["could_fill"] == [{"demand": "syd", "count": 6, "hold": None}]
    assert [(one["by"], one["runs"], one["met"]) for one in answer["effects"]] == [
        (1, False, 0),
        (2, True, 6),
    ]
    assert {one["demand"]: one["obstacles"] for one in answer["unserved"]} == {
        "syd": {"travel": ["ved A"], "not_running": ["ved B"]},
        "alene": {},
    }
    assert answer["alone"]["figures"]["met"] == 0
    assert "Ingen udbyder faget." in answer["words"][-1]

    kept = tmp_path / "answer.json"
    kept.write_text(done.stdout)
    again = plan(tmp_path, "replay", str(problem), str(kept))
    assert (again.returncode, again.stdout) == (0, "the same answer\n")
    kept.write_text(canonical(answer | {"objective": 23}))
    again = plan(tmp_path, "replay", str(problem), str(kept))
    assert (again.returncode, again.stdout) == (5, "another answer: objective\n")


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("da", ("Bedste forslag: ", "ved A: Gennemføres med 9: nord (5), midt (4).", "så der mangler 2")),
        ("en", ("Best proposal: ", "ved A: Runs with 9: nord (5), midt (4).", "so 2 are lacking")),
    ],
)
def test_the_answer_is_told_in_danish_and_english(
    tmp_path: Path, problem: Path, language: str, sentences: tuple[str, ...]
) -> None:
    done = plan(tmp_path, "solve", str(problem), "--language", language)
    assert done.returncode == 0, done.stderr
    for sentence in sentences:
        assert sentence in done.stdout


def test_infeasible_input_gets_the_conflict_in_words(tmp_path: Path) -> None:
    holds = [PROBLEM["holds"][0], PROBLEM["holds"][1] | {"must_run": True}]
    done = plan(tmp_path, "solve", str(write(tmp_path / "problem.json", PROBLEM | {"holds": holds})))
    assert done.returncode == 3
    assert "Holdet ved B skal gennemføres (6 kan deltage)." in done.stdout
    assert "Ingen skal rejse længere til ved B end deres grænse" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("solve", "missing.json"), "cannot be read"),
        (("solve", "bad.json"), "demands[0]: "),
        (("replay", "problem.json", "bad.json"), "is no answer"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, problem: Path, words: tuple[str, ...], message: str
) -> None:
    write(tmp_path / "bad.json", PROBLEM | {"demands": [{"id": "a", "subject": "b", "count": 1, "cpr": "x"}]})
    done = plan(tmp_path, *words)
    assert done.returncode == 1
    assert message in done.stderr
    assert done.stdout == ""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_problem_comes_back_as_it_was_and_so_does_its_digest(problem: Problem) -> None:
    again = files.read(canonical(files.as_values(problem)))
    assert again == problem
    assert files.digest(again) == files.digest(problem)


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        (
            {"holds": [{"id": "h", "subject": "a", "starts": "2027-02-30", "most": 3}]},
            "holds[0].starts",
            "date",
        ),
        ({"limits": [{"id": "l", "holds": ["q"], "most": 1}]}, "limits[0].holds[0]", "there is no 'q'"),
        ({"weights": {"met": 0.0001}}, "weights.met", "multiple"),
        ({"demands": [{"id": "d", "subject": "a", "count": 1, "name": "Anna"}]}, "demands[0]", "'name'"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(changed: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        files.read(json.dumps(PROBLEM | changed))
    assert refused.value.field == field
    assert reason in refused.value.reason


def test_the_schema_is_printed(tmp_path: Path) -> None:
    assert json.loads(plan(tmp_path, "schema", "answer").stdout) == schema(files.PACKAGE, "answer")
