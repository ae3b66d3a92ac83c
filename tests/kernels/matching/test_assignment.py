"""Generalised assignment: published instances with proven optima, small ones by trying everything, and bad files."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobveu.kernels.matching import NotUnderstood, State
from jobveu.kernels.matching.assignment import Instance, assign, read
from tests.shared import shared

PUBLISHED = "data/assignment"
SMALL = ("c0515_1", "c1030_1", "c1060_1", "a05100", "a10200")
"""Those that take no second; `python -m bench.matching --published` solves all."""


def optima() -> dict[str, int]:
    lines = shared(f"{PUBLISHED}/gap_bounds.txt").read_text().splitlines()
    return {name: int(bound) for name, bound, _ in (line.split() for line in lines if line.strip())}


@pytest.mark.parametrize("sense", ["Max", "Min"])
@pytest.mark.parametrize("name", SMALL)
def test_published_optima_are_reached_and_proven(name: str, sense: str) -> None:
    instance = read(shared(f"{PUBLISHED}/gap/{name}").read_text())
    found = assign(instance, most=sense == "Max")
    assert found.state is State.OPTIMAL
    assert found.objective == found.bound == optima()[f"{name}_{sense}"]
    assert found.gap == 0
    assert objective(instance, found.agents) == found.objective


def test_the_optimum_of_every_published_instance_is_known_in_both_senses() -> None:
    """`python -m bench.matching --published` solves whatever lies there."""
    there = {path.name for path in shared(f"{PUBLISHED}/gap").iterdir()}
    assert set(SMALL) < there
    assert optima().keys() == {f"{name}_{sense}" for name in there for sense in ("Max", "Min")}


def objective(instance: Instance, agents: tuple[int, ...]) -> int | None:
    """None when an agent has too little."""
    left = list(instance.has)
    total = 0
    for job, agent in enumerate(agents):
        left[agent - 1] -= instance.needs[agent - 1][job]
        total += instance.worth[agent - 1][job]
    return None if min(left) < 0 else total


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    agents, jobs = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    rows = st.lists(st.integers(0, 9), min_size=jobs, max_size=jobs).map(tuple)
    table = st.lists(rows, min_size=agents, max_size=agents).map(tuple)
    has = draw(st.lists(st.integers(0, 20), min_size=agents, max_size=agents))
    return Instance(draw(table), draw(table), tuple(has))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(), st.booleans())
def test_small_instances_against_trying_everything(instance: Instance, most: bool) -> None:
    found = assign(instance, most=most)
    numbers = range(1, len(instance.has) + 1)
    values = [
        value
        for agents in product(numbers, repeat=len(instance.worth[0]))
        if (value := objective(instance, agents)) is not None
    ]
    if not values:
        assert (found.state, found.objective) == (State.INFEASIBLE, None)
    else:
        assert found.state is State.OPTIMAL
        assert found.objective == found.bound == (max(values) if most else min(values))
        assert objective(instance, found.agents) == found.objective


def test_a_stopped_search_still_has_a_bound_on_the_right_side() -> None:
    instance = read(shared(f"{PUBLISHED}/gap/c10200").read_text())
    for most in (True, False):
        found = assign(instance, most=most, work_limit=30)
        assert found.state is State.STOPPED
        proven = optima()[f"c10200_{'Max' if most else 'Min'}"]
        assert found.bound is None or (found.bound >= proven if most else found.bound <= proven)
        assert found == assign(instance, most=most, work_limit=30)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "the first line"),
        ("0 3", "the first line"),
        ("1 1 5 2", "the file"),
        ("1 1 5 2 9 9", "the file"),
        ("1 1 5 x 9", "number 4"),
        ("1 1 5 -2 9", "the file"),
    ],
)
def test_a_file_that_is_no_instance_is_refused_with_the_place(text: str, where: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text)
    assert refused.value.field == where
