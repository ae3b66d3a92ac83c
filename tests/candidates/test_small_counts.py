"""What others are told of small numbers: nothing, nor what they could work out."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.candidates.small_counts import told_in_table, told_share, told_sum

COUNTS = st.dictionaries(st.integers(1, 4), st.integers(0, 12), min_size=1)
SHARES = st.dictionaries(
    st.integers(1, 4),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair))),
    min_size=1,
)


@settings(max_examples=80)
@given(COUNTS, st.sets(st.integers(1, 4), max_size=2))
def test_a_job_centre_cannot_work_out_a_small_number_of_another(
    counts: dict[int, int], own: set[int]
) -> None:
    """Whoever knows what is told, and their own, cannot tell any of one to four from at least two other ways it
    could be, unless nothing is kept back."""
    cells, [total] = told_in_table({id_: [count] for id_, count in counts.items()}, own)
    hidden = [id_ for id_, (cell,) in cells.items() if cell is None]
    assert all(1 <= counts[id_] <= 4 and id_ not in own for id_ in hidden)
    assert all(cell == counts[id_] for id_, (cell,) in cells.items() if cell is not None)
    assert (total is None) == bool(hidden)
    could_be = {
        id_: {way[at] for way in product(range(1, 5), repeat=len(hidden))} for at, id_ in enumerate(hidden)
    }
    assert all(len(ways) == 4 for ways in could_be.values())


@settings(max_examples=80)
@given(SHARES, st.sets(st.integers(1, 4), max_size=2))
def test_a_share_tells_nothing_small_of_the_others(shares: dict[int, tuple[int, int]], own: set[int]) -> None:
    found = told_share(shares, own)
    others = [pair for id_, pair in shares.items() if id_ not in own]
    part, whole = sum(pair[0] for pair in others), sum(pair[1] for pair in others)
    if any(0 < count < 5 for count in (part, whole, whole - part)):
        assert found is None or found.own_only
    else:
        assert found is not None
        assert (found.part, found.whole) == (
            sum(pair[0] for pair in shares.values()),
            sum(pair[1] for pair in shares.values()),
        )
    if found is not None and found.own_only:
        assert found.whole == sum(shares[id_][1] for id_ in own if id_ in shares)


def test_a_sum_is_told_when_the_others_part_is_none_or_large() -> None:
    assert told_sum({1: 3}, {1}) == 3
    assert told_sum({1: 3, 2: 0}, {1}) == 3
    assert told_sum({1: 3, 2: 4}, {1}) is None
    assert told_sum({1: 3, 2: 5}, {1}) == 8
    assert told_sum({}, {1}) == 0
