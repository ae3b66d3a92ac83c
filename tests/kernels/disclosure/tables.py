"""Invented tables, and what the definitions say of them by trying everything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import product

import numpy as np
from hypothesis import strategies as st

from jobveu.kernels.disclosure import Dimension, Key, Protection, Tables, cube
from jobveu.kernels.disclosure.searching import UP, Search
from jobveu.kernels.disclosure.structure import structure
from jobveu.kernels.disclosure.values import ONE_TO_FOUR
from jobveu.kernels.programs import INFINITY, Program, Status, Watch, maximise


@st.composite
def dimensions(draw: st.DrawFn, name: str, most: int = 4) -> Dimension:
    values = tuple(f"{name}{number}" for number in range(draw(st.integers(1, most))))
    groups = draw(st.lists(st.sampled_from(["", "g", "h"]), min_size=len(values), max_size=len(values)))
    return Dimension(
        name, values, tuple((value, group) for value, group in zip(values, groups, strict=True) if group)
    )


@st.composite
def cubes(draw: st.DrawFn, names: str = "abcd", most: int = 4, largest: int = 12) -> Tables:
    """A cube of up to three dimensions, with groups, latent cuts, and places that are known to be empty."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    of = [draw(dimensions(name, most)) for name in sorted(chosen)]
    places = list(product(*(one.values for one in of)))
    counts = draw(st.lists(st.integers(0, largest), min_size=len(places), max_size=len(places)))
    impossible = [place for place, count in zip(places, counts, strict=True) if count == 0]
    cuts = draw(st.none() | st.lists(st.frozensets(st.sampled_from(chosen)), min_size=1, max_size=3))
    return cube(
        "m",
        of,
        dict(zip(places, counts, strict=True)),
        shown=cuts,
        impossible=draw(st.sets(st.sampled_from(impossible))) if impossible else (),
    )


def invented(shape: tuple[int, ...], mean: float, seed: int) -> Tables:
    """A cube with counts that are as unevenly spread as those of a register are."""
    random = np.random.default_rng(seed)
    of = [
        Dimension(f"d{axis}", tuple(f"v{value}" for value in range(size))) for axis, size in enumerate(shape)
    ]
    places = product(*(one.values for one in of))
    return cube("m", of, {place: int(random.poisson(random.gamma(1, mean))) for place in places})


def possible(tables: Tables, withheld: Collection[Key], most: int) -> Mapping[Key, set[int]]:
    """Every count from 0 to `most` that each hidden cell has in any table that agrees with what is shown."""
    hidden = sorted(key for key in tables.counts if key in withheld or key in tables.latent)
    tried = dict(zip(hidden, np.indices([most + 1] * len(hidden)).reshape(len(hidden), -1), strict=True))
    agrees = np.ones((most + 1) ** len(hidden), bool)
    for one in tables.sums:
        parts = [tried.get(part, tables.counts[part]) for part in one.parts]
        agrees &= tried.get(one.total, tables.counts[one.total]) == sum(parts)
    return {key: {int(value) for value in np.unique(values[agrees])} for key, values in tried.items()}


def withheld_weight(tables: Tables, protection: Protection) -> float:
    whole = structure(tables)
    sizes = np.sqrt(whole.innermost())
    return float(
        sum(size for key, size in zip(whole.keys, sizes, strict=True) if key in protection.secondary)
    )


def least_weight(tables: Tables) -> float:
    """Of all choices of secondary cells that protect, the least weight: one integer programme with a binary column for
    each cell, and all changes for each goal."""
    whole = structure(tables)
    covered = (whole.counts >= 1) & (whole.counts <= 4)
    size = len(whole)
    search = Search(whole, ONE_TO_FOUR, covered, np.zeros(size, bool), np.sqrt(whole.innermost()), [])
    goals = list(search.reached)
    weights = np.where(covered, 0, search.weights)
    rows, columns, values, low, high = [], [], [], [], []

    def row(entries: list[tuple[int, float]], least: float, most: float) -> None:
        for column, value in entries:
            rows.append(len(low))
            columns.append(column)
            values.append(value)
        low.append(least)
        high.append(most)

    room = 12.0
    upper = np.ones(size)
    for number, (cell, direction) in enumerate(goals):
        rises = size * (1 + 2 * number)
        upper = np.concatenate([upper, np.full(size, room), np.minimum(whole.counts, room)])
        for one in range(whole.rows):
            inside = whole.row == one
            row(
                [
                    entry
                    for at, sign in zip(whole.cell[inside], whole.sign[inside], strict=True)
                    for entry in ((rises + at, float(sign)), (rises + size + at, -float(sign)))
                ],
                0,
                0,
            )
        sign = 1.0 if direction == UP else -1.0
        distance = 5 - whole.counts[cell] if direction == UP else whole.counts[cell]
        row([(rises + cell, sign), (rises + size + cell, -sign)], float(distance), INFINITY)
        for at in range(size):
            row([(rises + at, 1.0), (rises + size + at, 1.0), (at, -room)], -INFINITY, 0)
    if not goals:
        return 0.0
    program = Program(
        gain=-np.concatenate([weights, np.full(2 * size * len(goals), 0.0)]),
        upper=upper,
        low=np.array(low),
        high=np.array(high),
        rows=np.array(rows, np.int32),
        columns=np.array(columns, np.int32),
        values=np.array(values),
    )
    answer = maximise(program, watch=Watch(), seed=0)
    assert answer.status is Status.OPTIMAL
    return -answer.bound
