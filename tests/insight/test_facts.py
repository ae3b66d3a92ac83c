"""Facts hold no code that stands for nothing: what counts them does not look again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jobveu.insight.facts import codes
from jobveu.insight.facts.packing import Damaged, pack, unpack
from tests.insight.made import Made, One, facts

NUMBERS = {"id", "parties", "courses", "reported", "needs", "needed", "head_count"}
ANYTHING = {"quarter", "target_groups", "actors", *codes.STEPS}
"""Quarters and bits: whatever fits the column."""


@pytest.mark.parametrize("table", ["projects", "participations", "needs"])
def test_a_code_that_stands_for_nothing_is_refused(table: str) -> None:
    made = facts(Made(people=[One()]))
    columns = {name: np.zeros(1, column.dtype) for name, column in getattr(made, table).items()}
    for name in columns.keys() - NUMBERS - ANYTHING:
        number = made.number_of(name)
        replace(made, **{table: columns | {name: np.full_like(columns[name], number - 1)}})
        with pytest.raises(ValueError, match=f"a code of {name} that stands for nothing"):
            replace(made, **{table: columns | {name: np.full_like(columns[name], number)}})


def test_a_snapshot_with_one_is_damaged() -> None:
    made = facts(Made(people=[One()]))
    parts = list(pack(made))
    fewer = replace(made, councils=made.councils + made.councils[:1])
    assert unpack(parts).councils == made.councils
    projects = dict(made.projects) | {
        "council": np.full_like(made.projects["council"], len(made.councils) + 1)
    }
    with pytest.raises(Damaged, match="a code of council"):
        unpack([parts[0], *list(pack(replace(fewer, projects=projects)))[1:]])
