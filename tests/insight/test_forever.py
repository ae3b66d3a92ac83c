"""The same question asked of the same snapshot gives the same answer, by the program of any later day.

`kept/rules-2.parts` is a snapshot of an invented register as it was written on 28 November 2026, and `kept/rules-2.json`
what each figure answered of it then: in numbers, and in its cuts as their digest. Neither is ever made anew. Where an
answer has to become another, the counting rules are others: `figures.RULES` takes the next number, and this test keeps a
snapshot of its own for that number.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from jobveu.insight.counting import Counts
from jobveu.insight.facts.packing import unpack
from jobveu.insight.figures import FIGURES, RULES, draw

KEPT = Path(__file__).with_name("kept")
ANSWERS = json.loads((KEPT / f"rules-{RULES}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def counts() -> Counts:
    content = (KEPT / f"rules-{RULES}.parts").read_bytes()
    parts, at = [], 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        parts.append(content[at + 4 : at + 4 + length])
        at += 4 + length
    return Counts(unpack(parts))


def answer(counts: Counts, figure: str, by: str) -> list[Any]:
    """The table in codes and numbers: words may become better."""
    table = draw(FIGURES[figure], counts, by=by or None)
    return [
        [measure.key for measure in table.measures],
        *(
            ["/".join(row.codes), *(number if number is None else round(number, 6) for number in row.numbers)]
            for row in table.rows
        ),
    ]


@pytest.mark.parametrize("figure", ANSWERS)
def test_a_snapshot_answers_as_on_its_first_day(counts: Counts, figure: str) -> None:
    for by, told in ANSWERS[figure].items():
        found = answer(counts, figure, by)
        assert (digest(found) if by else found) == told, by


def digest(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def test_every_figure_has_its_answer_kept() -> None:
    assert set(ANSWERS) == set(FIGURES)
