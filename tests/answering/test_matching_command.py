"""`jobveu match` in a process of its own, without a database and without settings of the site."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.regions import region

from jobveu.answering.files import canonical, check, schema
from jobveu.answering.matching import files
from jobveu.answering.running import progress
from tests.launcher.helpers import clean_environment, jobveu

PROBLEM = {
    "persons": [
        {"id": "anna", "has": ["b-kort"], "wishes": {"splidser": 100, "kursus": 50}},
        {"id": "bo", "has": ["b-kort"], "wishes": {"splidser": 80}},
        {
            "id": "cilla",
            "place": "Hadsten",
            "travel_limit": 10,
            "has": ["b-kort"],
            "wishes": {"splidser": 90},
        },
    ],
    "positions": [
        {
            "id": "splidser",
            "must": ["b-kort"],
            "place": "Randers",
            "hold": "kursus",
            "scores": {"bo": 90, "anna": 20},
            "starts": "2027-03-01",
        }
    ],
    "holds": [
        {"id": "kursus", "least": 1, "most": 2, "period": {"first": "2027-01-04", "last": "2027-02-12"}}
    ],
    "travel": {"points": {"Randers": [0, 0], "Hadsten": [12, 9]}},
    "weights": {"position": 10, "hold": 2, "wish": 3, "score": 5},
}
GAP = "2 3\n 5 4 3\n 4 5 6\n 2 2 2\n 2 2 2\n 4 4\n"


def match(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = jobveu("match", *words, environment={"JOBVEU_DATA": str(folder / "data")}, cwd=folder)
    assert not (folder / "data").exists(), "no database and no keys are made"
    return done


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    return write(tmp_path / "problem.json", PROBLEM)


def write(path: Path, values: Any) -> Path:
    path.write_text(json.dumps(values))
    return path


def test_an_answer_is_one_json_object_of_its_schema_and_the_same_again(tmp_path: Path, problem: Path) -> None:
    words = ("solve", str(problem), "--time-limit", "60", "--json", "--explain", "all")
    done = match(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    check(answer, files.PACKAGE, "answer")
    assert (answer["status"], answer["objective"], answer["bound"], answer["gap"]) == (
        "optimal",
        22.4,
        22.4,
        0,
    )
    assert {one["person"]: (one["position"], one["hold"]) for one in answer["assignment"]} == {
        "anna": (None, "kursus"),
        "bo": ("splidser", "kursus"),
    }
    explained = {one["person"]: one for one in answer["explanations"]}
    assert explained["anna"]["change"]["words"] == "hvis stillingen splidser havde taget 2 i stedet for 1"
    assert explained["cilla"]["change"] is None, "with a longer way to go she would still be outdone"
    assert match(tmp_path, *words).stdout == done.stdout

    kept = tmp_path / "answer.json"
    kept.write_text(done.stdout)
    again = match(tmp_path, "replay", str(problem), str(kept))
    assert (again.returncode, again.stdout) == (0, "the same answer\n")
    kept.write_text(canonical(answer | {"objective": 23}))
    again = match(tmp_path, "replay", str(problem), str(kept))
    assert (again.returncode, again.stdout) == (5, "another answer: objective\n")


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("da", ("Bedste forslag: 22,4 point.", "grænsen er 10", "Alle pladser er taget, af bo.")),
        ("en", ("Best proposal: 22.4 points.", "the limit is 10", "All places are taken, by bo.")),
    ],
)
def test_the_answer_is_told_in_danish_and_english(
    tmp_path: Path, problem: Path, language: str, sentences: tuple[str, ...]
) -> None:
    done = match(tmp_path, "solve", str(problem), "--explain", "all", "--language", language)
    assert done.returncode == 0, done.stderr
    for sentence in sentences:
        assert sentence in done.stdout


def test_infeasible_input_gets_the_conflict_in_words(tmp_path: Path) -> None:
    hold = {"id": "kursus", "least": 3, "most": 5, "may_be_cancelled": False, "must": ["svejsebevis"]}
    path = write(
        tmp_path / "problem.json", {"persons": PROBLEM["persons"][:1], "holds": [hold], "weights": {}}
    )
    values = json.loads(path.read_text())
    values["persons"][0]["wishes"] = {}
    write(path, values)
    done = match(tmp_path, "solve", str(path))
    assert done.returncode == 3
    assert "Holdet kursus skal gennemføres med mindst 3." in done.stdout


def test_a_stable_answer_is_told_and_replayed(tmp_path: Path, problem: Path) -> None:
    done = match(tmp_path, "solve", str(problem), "--mode", "stable", "--json")
    answer = json.loads(done.stdout)
    check(answer, files.PACKAGE, "answer")
    assert answer["status"] == "stable"
    kept = tmp_path / "answer.json"
    kept.write_text(done.stdout)
    assert match(tmp_path, "replay", str(problem), str(kept)).returncode == 0


@pytest.mark.parametrize("mode", ["best", "stable"])
def test_one_that_was_stopped_before_anything_was_found_is_replayed(
    tmp_path: Path, problem: Path, mode: str
) -> None:
    done = match(tmp_path, "solve", str(problem), "--mode", mode, "--work-limit", "1", "--json")
    answer = json.loads(done.stdout)
    check(answer, files.PACKAGE, "answer")
    assert (done.returncode, answer["status"], answer["objective"], answer["mode"]) == (
        4,
        "stopped",
        None,
        mode,
    )
    kept = tmp_path / "answer.json"
    kept.write_text(done.stdout)
    again = match(tmp_path, "replay", str(problem), str(kept))
    assert (again.returncode, again.stdout) == (0, "the same answer\n")
    kept.write_text(canonical(answer | {"work": 10**9}))
    again = match(tmp_path, "replay", str(problem), str(kept))
    assert again.returncode == 5
    assert "status" in again.stdout, "with more work something is found"


def test_an_assignment_instance_is_solved_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text(GAP)
    for sense, objective in (("max", 16), ("min", 11)):
        done = match(tmp_path, "solve", "--gap", str(path), "--sense", sense, "--time-limit", "10", "--json")
        answer = json.loads(done.stdout)
        assert (answer["status"], answer["objective"], answer["bound"]) == ("optimal", objective, objective)
        assert len(answer["assignment"]) == 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("solve", "missing.json"), "cannot be read"),
        (("solve", "bad.json"), "persons[0]: "),
        (("solve", "--gap", "bad.json", "--sense", "max"), "is not a whole number"),
        (("solve", "--gap", "bad.json"), "--sense"),
        (("replay", "good.json", "bad.json"), "is no answer"),
        (("solve", "good.json", "--explain", "nobody"), "there is no person 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    write(tmp_path / "bad.json", {"persons": [{"id": "a", "age": 4}], "weights": {}})
    write(tmp_path / "good.json", PROBLEM)
    done = match(tmp_path, *words)
    assert done.returncode == 1
    assert message in done.stderr
    assert done.stdout == ""


def test_ctrl_c_ends_the_search_with_the_best_so_far(tmp_path: Path) -> None:
    """The problem is large enough that Ctrl-C arrives before the search is over on a fast machine too; there may be nothing
    yet on a slow one."""
    large = region(persons=3000, positions=450, holds=90, job_centres=94)
    path = tmp_path / "large.json"
    path.write_text(canonical(files.as_values(large)))
    process = subprocess.Popen(
        [sys.executable, "-m", "jobveu", "match", "solve", str(path), "--json"],
        env=clean_environment() | {"JOBVEU_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert b"Ctrl-C ends the search" in process.stderr.readline()
    os.kill(process.pid, signal.SIGINT)
    out, _errors = process.communicate(timeout=300)
    answer = json.loads(out)
    assert (answer["status"], answer["stopped"]) == ("stopped", "asked")
    assert process.returncode in (0, 4)
    assert answer["objective"] is None or answer["bound"] >= answer["objective"]


def test_progress_goes_to_the_error_output_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobveu.answering.running.SECONDS_BETWEEN_REPORTS", 0.0)
    tell = progress()
    tell(None, 12.5)
    tell(3.0, None)
    assert capsys.readouterr().err == (
        "jobveu: best so far none yet, bound 12.500\njobveu: best so far 3.000, bound not known\n"
    )


@pytest.mark.parametrize("name", ["problem", "answer"])
def test_the_schemas_are_printed(tmp_path: Path, name: str) -> None:
    done = match(tmp_path, "schema", name)
    assert json.loads(done.stdout) == schema(files.PACKAGE, name)
