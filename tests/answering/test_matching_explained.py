"""Explanations kept as plain values, and names put in the place of ids."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings

from jobveu.answering.matching import explained
from jobveu.answering.matching.naming import renamed
from jobveu.kernels.matching import Problem, explain, solve
from jobveu.kernels.matching.answers import Reason, WhyNot
from tests.kernels.matching.problems import problems


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_an_explanation_is_the_same_after_it_has_been_kept(problem: Problem) -> None:
    answer = solve(problem)
    if answer.value is None:
        return
    for person in problem.persons[:2]:
        found = explain(problem, answer, person=person.id)
        kept = json.dumps(explained.as_values(found))
        assert explained.from_values(json.loads(kept)) == found


def test_names_take_the_place_of_ids_and_of_nothing_else() -> None:
    one = WhyNot("costs", Reason.COSTS, taken_by=("a", "b"), cost=3)
    told = renamed(one, {"costs": "Tjener hos Kroen", "a": "K-1"})
    assert told == WhyNot("Tjener hos Kroen", Reason.COSTS, taken_by=("K-1", "b"), cost=3)
    assert told.reason is Reason.COSTS, "a code is no name, even when it reads like one"
