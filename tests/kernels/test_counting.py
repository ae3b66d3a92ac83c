"""Counting many rows in one reading, against the same row by row."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.kernels import counting
from jobveu.kernels.counting import Digit, Owners

SIZES = st.lists(st.sampled_from([0, 0, 1, 2, 5, 40, 300]), min_size=1, max_size=12)


def rows(sizes: list[int], codes: int, seed: int) -> tuple[np.ndarray, Owners]:
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    codes_ = np.random.default_rng(seed).integers(0, codes, first[-1], dtype=np.uint8)
    return codes_, Owners(first)


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(0, 99))
def test_frequencies_by_group(sizes: list[int], seed: int) -> None:
    generator = np.random.default_rng(seed)
    codes, owners = rows(sizes, 20, seed)
    others = generator.integers(0, 7, len(codes)).astype(np.uint8)
    wide = generator.integers(0, 4096, len(codes)).astype(np.uint16)
    groups = generator.integers(-1, 3, len(sizes)).astype(np.int8)
    alone = counting.frequencies_by_group([Digit(codes, 20)], owners, groups, 3)
    lowest = counting.frequencies_by_group([Digit(wide, 8, 0)], owners, groups, 3)
    digits = [Digit(others, 7), Digit(wide, 8, 3), Digit(codes, 4, 2)]
    pair = counting.frequencies_by_group(digits[:2], owners, groups, 3)
    together = counting.frequencies_by_group(digits, owners, groups, 3)
    wanted_alone, wanted_lowest = np.zeros((3, 20), int), np.zeros((3, 8), int)
    wanted = np.zeros((3, 7, 8, 4), int)
    for group, code, other, wide_one in zip(np.repeat(groups, sizes), codes, others, wide, strict=True):
        if group >= 0:
            wanted_alone[group, code] += 1
            wanted_lowest[group, wide_one & 7] += 1
            wanted[group, other, (wide_one >> 3) & 7, (code >> 2) & 3] += 1
    assert alone.tolist() == wanted_alone.tolist()
    assert lowest.tolist() == wanted_lowest.tolist()
    assert together.tolist() == wanted.tolist()
    assert pair.tolist() == wanted.sum(axis=3).tolist()


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(0, 99))
def test_numbers_of_owners(sizes: list[int], seed: int) -> None:
    codes, owners = rows(sizes, 30, seed)
    has = np.random.default_rng(seed + 1).random(30) < 0.5
    found = counting.numbers_of_owners(codes, has, owners)
    first = owners.first
    assert found.tolist() == [int(has[codes[first[at] : first[at + 1]]].sum()) for at in range(len(sizes))]


def test_what_two_processors_count_is_what_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    sizes = generator.integers(0, 4, 9_001)
    codes, owners = rows(sizes.tolist(), 40, 3)
    others = generator.integers(0, 6, len(codes), dtype=np.uint8)
    groups = generator.integers(-1, 5, len(sizes)).astype(np.intp)
    has = generator.random(40) < 0.4

    def everything() -> list[list[object]]:
        return [
            found.tolist()
            for found in (
                counting.numbers_of_owners(codes, has, owners),
                counting.frequencies_by_group([Digit(codes, 40)], owners, groups, 5),
                counting.frequencies_by_group([Digit(others, 6), Digit(codes, 8, 3)], owners, groups, 5),
            )
        ]

    alone = everything()
    monkeypatch.setattr(counting, "LARGE", 1_000)
    halves = owners.in_parts(lambda begin, end: int(owners.first[end] - owners.first[begin]))
    assert len(halves) == 2
    assert sum(halves) == owners.rows
    assert everything() == alone


def test_one_owner_with_nearly_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "LARGE", 10)
    for sizes in ([500, 1, 0], [1, 500, 2], [0, 0, 500], [500]):
        codes, owners = rows(sizes, 9, 5)
        found = counting.frequencies_by_group([Digit(codes, 9)], owners, np.zeros(len(sizes), np.intp), 1)
        assert found[0].tolist() == np.bincount(codes, minlength=9).tolist()


def test_nothing_to_count() -> None:
    owners = Owners(np.zeros(3, np.int64))
    none = np.zeros(0, np.uint8)
    groups = np.array([0, -1], np.intp)
    assert not counting.frequencies_by_group([Digit(none, 4)], owners, groups, 2).any()
    assert counting.numbers_of_owners(none, np.ones(4, bool), owners).tolist() == [0, 0]
    nobody = Owners(np.zeros(1, np.int64))
    assert counting.frequencies_by_group([Digit(none, 4)], nobody, groups[:0], 2).shape == (2, 4)


def test_what_does_not_fit_is_refused_before_it_is_counted() -> None:
    """A compiled loop does not look whether an index is inside; so nothing that is not may reach it."""
    with pytest.raises(ValueError, match="beginnings"):
        Owners(np.array([0, 3, 2]))
    with pytest.raises(ValueError, match="beginnings"):
        Owners(np.array([1, 3]))
    owners, codes = Owners(np.array([0, 3])), np.array([0, 1, 2], np.uint8)
    group = np.zeros(1, np.intp)
    for wrong, groups, number, message in (
        ([Digit(codes[:2], 3)], group, 1, "codes"),
        ([Digit(codes, 3)], np.zeros(2, np.intp), 1, "groups"),
        ([Digit(codes, 3)], group + 1, 1, "group is higher"),
        ([Digit(codes, 2)], group, 1, "code is higher"),
        ([Digit(codes, 3), Digit(codes, 2)], group, 1, "code is higher"),
        ([], group, 1, "0 columns"),
        ([Digit(codes, 3)] * 4, group, 1, "4 columns"),
    ):
        with pytest.raises(ValueError, match=message):
            counting.frequencies_by_group(wrong, owners, groups, number)
    with pytest.raises(ValueError, match="codes"):
        counting.numbers_of_owners(codes[:2], np.ones(3, bool), owners)


@pytest.mark.parametrize("sizes", [(7, 9), (7, 200), (7, 200, 150), (7, 200, 150, 9)])
def test_codes_together_have_the_room_that_they_need(sizes: tuple[int, ...]) -> None:
    generator = np.random.default_rng(5)
    columns = [generator.integers(0, size, 500).astype(np.uint8) for size in sizes]
    before = [column.copy() for column in columns]
    together = counting.together(columns, sizes)
    assert together.tolist() == np.ravel_multi_index(before, sizes).tolist()
    assert together.dtype == counting.kind_for(int(np.prod(sizes)))
    assert all(np.array_equal(one, other) for one, other in zip(columns, before, strict=True))


COUNTS = """
import sys
import numpy as np
from jobveu.kernels import counting
assert "numba" not in sys.modules
owners = counting.Owners(np.array([0, 2, 3]))
print(counting.numbers_of_owners(np.array([0, 1, 1], np.uint8), np.array([False, True]), owners).tolist())
"""


def test_a_program_loads_the_compiler_when_it_counts_and_needs_no_folder_for_it(tmp_path: Path) -> None:
    """As where the program is installed read-only and its user has no home."""
    (tmp_path / "file").touch()
    nowhere = {
        "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator",
        "NUMBA_CACHE_DIR": str(tmp_path / "file" / "below"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", COUNTS],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | nowhere,
    )
    assert (done.stdout, done.stderr) == ("[1.0, 1.0]\n", "")
