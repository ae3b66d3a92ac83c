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
    blocks = counting.blocks_of(first)
    words = counting.tally(codes, blocks, has)
    found = counting.sums_by_group(words, blocks.owners.astype(np.intp), len(sizes))
    for owner in range(len(sizes)):
        own = codes[first[owner] : first[owner + 1]]
        assert found[:properties, owner].tolist() == has[own].sum(axis=0).tolist()
    assert not found[properties:].any()
    groups = np.random.default_rng(seed).integers(-1, 3, len(sizes)).astype(np.intp)
    by_group = counting.sums_by_group(words, groups[blocks.owners], 3)
    for group in range(3):
        rows_in_it = codes[np.repeat(groups == group, sizes)]
        assert by_group[:properties, group].tolist() == has[rows_in_it].sum(axis=0).tolist()


def test_more_than_fits_a_byte_or_two_and_more_than_a_piece() -> None:
    """As many rows of one property in one group as would overflow either lane, in owners small and large."""
    sizes = [3, 3 * counting.PIECE, 0, 7, *[255] * 300, *[1] * 70_000]
    codes, first = rows(sizes, 5, 1)
    codes[:] = np.where(codes == 4, 4, 0)
    blocks = counting.blocks_of(first)
    assert np.array_equal(first[blocks.owners] <= blocks.starts, np.ones(len(blocks.starts), bool))
    assert np.diff(np.append(blocks.starts, first[-1])).max() == counting.BLOCK
    words = counting.tally(codes, blocks, np.eye(5, dtype=bool))
    for number in (1, 40_000):
        found = counting.sums_by_group(words, np.zeros(len(blocks.owners), np.intp) + number - 1, number)
        assert found[:5, number - 1].tolist() == np.bincount(codes, minlength=5).tolist()


def test_what_two_processors_count_is_what_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    sizes = generator.integers(0, 4, 9_001)
    codes, first = rows(sizes.tolist(), 40, 3)
    others = generator.integers(0, 6, len(codes), dtype=np.uint8)
    groups = generator.integers(-1, 5, len(sizes)).astype(np.intp)
    has = generator.random((40, 11)) < 0.4

    def everything() -> list[list[object]]:
        blocks = counting.blocks_of(first)
        return [
            found.tolist()
            for found in (
                counting.tally(codes, blocks, has),
                counting.numbers_of_owners(lambda rows: codes[rows] % 2, first),
                counting.frequencies_by_group([codes], (40,), first, groups, 5),
                counting.frequencies_by_group([others, codes], (6, 8), first, groups, 5, (0, 3)),
            )
        ]

    alone = everything()
    monkeypatch.setattr(counting, "LARGE", 1_000)
    assert everything() == alone


def test_nothing_to_count() -> None:
    blocks = counting.blocks_of(np.zeros(3, np.int64))
    words = counting.tally(np.zeros(0, np.uint8), blocks, np.ones((4, 2), bool))
    assert not counting.sums_by_group(words, np.zeros(0, np.intp), 2).any()


def test_beginnings_and_codes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="beginnings"):
        counting.blocks_of(np.array([0, 3, 2]))
    with pytest.raises(ValueError, match="codes"):
        counting.tally(np.zeros(3, np.uint8), counting.blocks_of(np.array([0, 2])), np.ones((1, 1), bool))


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 99))
def test_what_is_added_piece_by_piece_is_what_is_there(sizes: list[int], seed: int) -> None:
    codes, first = rows(sizes, 200, seed)
    bytes_, plain = counting.ByteFrequencies(), counting.Frequencies(256)
    owners_seen, rows_seen = [], []
    for owners, those in counting.pieces(first, 0, len(sizes), 300):
        owners_seen += range(owners.start, owners.stop)
        rows_seen += range(those.start, those.stop)
        assert those.stop - those.start <= 300 or owners.stop - owners.start == 1
        bytes_.add(codes[those])
        plain.add(codes[those])
    assert owners_seen == list(range(len(sizes)))
    assert rows_seen == list(range(len(codes)))
    wanted = np.bincount(codes, minlength=256).tolist()
    assert bytes_.found.tolist() == plain.found.tolist() == wanted
    assert counting.frequencies(codes, 200).tolist() == wanted[:200]
    odd = counting.numbers_of_owners(lambda those: codes[those] % 2, first)
    assert odd.tolist() == [(codes[first[owner] : first[owner + 1]] % 2).sum() for owner in range(len(sizes))]


@pytest.mark.parametrize("sizes", [(7, 9), (7, 200), (7, 200, 150), (7, 200, 150, 9)])
def test_codes_together_have_the_room_that_they_need(sizes: tuple[int, ...]) -> None:
    generator = np.random.default_rng(5)
    columns = [generator.integers(0, size, 500).astype(np.uint8) for size in sizes]
    before = [column.copy() for column in columns]
    together = counting.together(columns, sizes)
    assert together.tolist() == np.ravel_multi_index(before, sizes).tolist()
    assert together.dtype == counting.kind_for(int(np.prod(sizes)))
    assert all(np.array_equal(one, other) for one, other in zip(columns, before, strict=True))


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 99))
def test_frequencies_by_group(sizes: list[int], seed: int) -> None:
    codes, first = rows(sizes, 20, seed)
    groups = np.random.default_rng(seed).integers(-1, 3, len(sizes)).astype(np.intp)
    found = counting.frequencies_by_group([codes], (20,), first, groups, 3)
    others = np.random.default_rng(seed + 1).integers(0, 7, len(codes)).astype(np.uint8)
    together = counting.frequencies_by_group([others, codes], (7, 4), first, groups, 3, (0, 2))
    owners = np.repeat(groups, sizes)
    for group in range(3):
        assert found[group].tolist() == np.bincount(codes[owners == group], minlength=20).tolist()
        for other in range(7):
            those = (codes[(owners == group) & (others == other)] >> 2) & 3
            assert together[group, other].tolist() == np.bincount(those, minlength=4).tolist()
