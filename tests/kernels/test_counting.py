"""Counting many rows in one reading, against the same row by row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.kernels import counting

SIZES = st.lists(st.sampled_from([0, 0, 1, 2, 5, 40, 254, 255, 256, 511, 700]), min_size=1, max_size=12)


def rows(sizes: list[int], codes: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return np.random.default_rng(seed).integers(0, codes, first[-1], dtype=np.uint8), first


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(1, 19), st.integers(0, 99))
def test_tally_counts_the_rows_of_each_group_that_have_each_property(
    sizes: list[int], properties: int, seed: int
) -> None:
    codes, first = rows(sizes, 30, seed)
    has = np.random.default_rng(seed + 1).random((30, properties)) < 0.7
    found = counting.tally(codes, first, has)
    for group in range(len(sizes)):
        own = codes[first[group] : first[group + 1]]
        assert found[:, group].tolist() == has[own].sum(axis=0).tolist()


def test_tally_of_a_group_larger_than_a_piece() -> None:
    codes, first = rows([3, 3 * counting.PIECE, 0, 7], 5, 1)
    has = np.eye(5, dtype=bool)
    found = counting.tally(codes, first, has)
    assert found[:, 1].tolist() == np.bincount(codes[3 : first[2]], minlength=5).tolist()
    assert found.sum() == len(codes)


def test_tally_of_nothing() -> None:
    assert counting.tally(np.zeros(0, np.uint8), np.zeros(3, np.int64), np.ones((4, 2), bool)).tolist() == [
        [0, 0],
        [0, 0],
    ]


def test_tally_refuses_groups_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="beginnings"):
        counting.tally(np.zeros(3, np.uint8), np.array([0, 2]), np.ones((1, 1), bool))


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 99))
def test_frequencies(sizes: list[int], seed: int) -> None:
    codes, _first = rows(sizes, 200, seed)
    others, _same = rows(sizes, 7, seed + 5)
    assert counting.frequencies(codes, 200).tolist() == np.bincount(codes, minlength=200).tolist()
    together = counting.frequencies_together([others, codes], (7, 200))
    assert together.sum(axis=0).tolist() == np.bincount(codes, minlength=200).tolist()
    for row in range(0, len(codes), 97):
        same = (others == others[row]) & (codes == codes[row])
        assert together[others[row], codes[row]] == same.sum()


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 99))
def test_frequencies_by_group(sizes: list[int], seed: int) -> None:
    codes, first = rows(sizes, 20, seed)
    groups = np.random.default_rng(seed).integers(-1, 3, len(sizes)).astype(np.intp)
    found = counting.frequencies_by_group(codes, 20, first, groups, 3)
    owners = np.repeat(groups, sizes)
    for group in range(3):
        assert found[group].tolist() == np.bincount(codes[owners == group], minlength=20).tolist()
    kept = counting.rows_of([codes], first, groups == 1)
    assert np.array_equal(kept[0], codes[owners == 1])
