"""Counts over many rows that belong to groups: for each group, how many of its rows have each of several properties.

A row is a small code, and a table says which properties a code has. Eight properties are one word of eight bytes: the
rows of a group are added up as words, and no byte overflows as long as a group is taken in blocks of at most 255 rows.
So the rows are read once, in pieces that fit the processor's cache, and eight properties cost one addition.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.integer[Any]]

BLOCK = 255
"""Rows that can be added up in a byte."""
PIECE = 1 << 15
"""Rows that are worked on at a time: their words take 256 KiB."""
LANES = 8


def tally(codes: Codes, first: NDArray[np.int64], has: NDArray[np.bool_]) -> Floats:
    """For each property and group, the number of the group's rows that have the property.

    `codes`: a code for each row, the rows of a group beside each other; `first`: where each group's rows begin, and the
    number of rows at the end; `has[code, property]`. Answers whole numbers as floats, [property, group]: what they are
    summed with further on. Raises ValueError when the shapes do not fit.
    """
    if first[0] != 0 or first[-1] != len(codes) or np.any(np.diff(first) < 0):
        raise ValueError("The groups' beginnings do not fit the rows.")
    properties, groups = has.shape[1], len(first) - 1
    owners, starts = _blocks(first)
    words = _words(has)
    sums = np.zeros((len(words), len(starts)), np.uint64)
    room = np.empty(PIECE + BLOCK, np.uint64)
    begun = 0
    while begun < len(starts):
        low = starts[begun]
        done = int(np.searchsorted(starts, low + PIECE, side="left"))
        high = starts[done] if done < len(starts) else len(codes)
        piece = codes[low:high].astype(np.intp)
        offsets = starts[begun:done] - low
        for word, total in zip(words, sums, strict=True):
            found = np.take(word, piece, out=room[: len(piece)], mode="clip")
            np.add.reduceat(found, offsets, out=total[begun:done])
        begun = done
    whole = bool(np.all(owners[1:] > owners[:-1]))  # no group needed more than one block
    answer = np.zeros((properties, groups))
    for number in range(properties):
        word, lane = divmod(number, LANES)
        counts = sums[word].view(np.uint8).reshape(-1, LANES)[:, lane]
        if whole:
            answer[number, owners] = counts
        else:
            answer[number] = np.bincount(owners, weights=counts, minlength=groups)
    return answer


def _blocks(first: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The group of each block of rows, and the row at which it begins; groups without rows have none."""
    sizes = np.diff(first)
    numbers = -(-sizes // BLOCK)
    owners = np.repeat(np.arange(len(sizes)), numbers)
    before = np.repeat(np.cumsum(numbers) - numbers, numbers)
    return owners, first[owners] + BLOCK * (np.arange(len(owners)) - before)


def _words(has: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """[word, code]: eight properties in the bytes of each."""
    codes, properties = has.shape
    padded = np.zeros((codes, -(-properties // LANES) * LANES), np.uint8)
    padded[:, :properties] = has
    return np.ascontiguousarray(padded.view(np.uint64).T)


def frequencies(codes: Codes, size: int) -> NDArray[np.int64]:
    """How often each code from 0 to `size` - 1 occurs."""
    return frequencies_together([codes], (size,))


def frequencies_together(columns: Sequence[Codes], sizes: Sequence[int]) -> NDArray[np.int64]:
    """[a code of each column]: how often the codes of a row occur together. `sizes` says how many codes each has."""
    shape = tuple(int(size) for size in sizes)
    if len(columns) == 1 and columns[0].dtype == np.uint8:
        return _of_bytes(columns[0].view(np.uint8))[: shape[0]]
    found = np.zeros(math.prod(shape), np.int64)
    for low in range(0, len(columns[0]), 2 * PIECE):
        piece = slice(low, low + 2 * PIECE)
        together = columns[0][piece].astype(np.intp)
        for column, size in zip(columns[1:], shape[1:], strict=True):
            together *= size
            together += column[piece]
        found += np.bincount(together, minlength=len(found))
    return found.reshape(shape)


def _of_bytes(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Bytes are counted two at a time: half as many, and few pairs differ."""
    even = len(codes) - len(codes) % 2
    pairs = np.zeros(1 << 16, np.int64)
    for low in range(0, even, 16 * PIECE):
        pairs += np.bincount(codes[low : min(low + 16 * PIECE, even)].view(np.uint16), minlength=1 << 16)
    square = pairs.reshape(256, 256)
    found: NDArray[np.int64] = square.sum(axis=0) + square.sum(axis=1)
    if len(codes) > even:
        found[codes[-1]] += 1
    return found


def rows_of(columns: Sequence[Codes], first: NDArray[np.int64], kept: NDArray[np.bool_]) -> list[Codes]:
    """The rows of the groups that are kept; `first` is where each group's rows begin."""
    rows = np.repeat(kept, np.diff(first))
    return [column[rows] for column in columns]


def frequencies_by_group(
    codes: Codes, size: int, first: NDArray[np.int64], groups: NDArray[np.intp], number: int
) -> NDArray[np.int64]:
    """[group, code]: how often each code occurs among the rows of the owners that have the group.

    `first` is where each owner's rows begin, `groups[owner]` the owner's group, from 0 to `number` - 1; owners with
    a negative group are left out.
    """
    found = np.zeros(number * size, np.int64)
    sizes = np.diff(first)
    low = 0
    while low < len(sizes):
        high = max(low + 1, int(np.searchsorted(first, first[low] + 2 * PIECE, side="right")) - 1)
        group = np.repeat(groups[low:high] * size, sizes[low:high])
        both = group + codes[first[low] : first[high]]
        if len(both):
            kept = both[group >= 0]
            found += np.bincount(kept, minlength=len(found))
        low = high
    return found.reshape(number, size)


def sums(groups: NDArray[np.intp], number: int, values: Floats | None = None) -> Floats:
    """For each group from 0 to `number` - 1 the sum of the values, or how many there are."""
    return np.bincount(groups, weights=values, minlength=number).astype(np.float64)
