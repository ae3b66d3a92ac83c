"""Counts over many rows that belong to owners: for each, how many of its rows have each of several properties.

A row is a small code, and a table says which properties a code has. Eight properties are one word of eight bytes: the
rows of an owner are added up as words, and no byte overflows as long as they are taken in blocks of at most 255 rows.
So the rows are read once, in pieces that fit the processor's cache, and eight properties cost one addition. The blocks
are added up by any grouping of their owners in the same way, in lanes of sixteen bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.integer[Any]]
Words = NDArray[np.uint64]
T = TypeVar("T")

BLOCK = 255
"""Rows that can be added up in a byte."""
BLOCKS = 257
"""Blocks that can be added up in sixteen bits."""
PIECE = 1 << 15
"""Rows that are worked on at a time: their words take 256 KiB."""
LARGE = 1 << 17
"""So many are worth a second processor."""
LANES = 8
_LOW = np.uint64(0x00FF00FF00FF00FF)
_NEXT = np.uint64(8)


@dataclass(frozen=True, eq=False)
class Blocks:
    """Rows, the rows of an owner beside each other, in blocks of one owner each, none of more than 255 rows.

    `first`: where each owner's rows begin, and the number of rows at the end; `owners`: each block's owner; `starts`:
    the row at which it begins. Owners without rows have no block.
    """

    first: NDArray[np.int64]
    owners: NDArray[np.int64]
    starts: NDArray[np.int64]

    @property
    def rows(self) -> int:
        return int(self.first[-1])


def blocks_of(first: NDArray[np.int64], largest: int = BLOCK) -> Blocks:
    """The blocks of owners whose rows begin at `first`. Raises ValueError for beginnings that go backwards."""
    sizes = np.diff(first)
    if first[0] != 0 or np.any(sizes < 0):
        raise ValueError("The owners' beginnings do not follow each other from 0.")
    owners = np.flatnonzero(sizes)
    starts = first[:-1][owners]
    large = owners[sizes[owners] > largest]
    if len(large):
        more = (sizes[large] - 1) // largest
        extra = np.repeat(large, more)
        before = np.repeat(np.cumsum(more) - more, more)
        extra_starts = first[extra] + largest * (np.arange(len(extra)) - before + 1)
        places = np.searchsorted(owners, extra, side="right")
        owners, starts = np.insert(owners, places, extra), np.insert(starts, places, extra_starts)
    return Blocks(first, owners, starts)


def tally(codes: Codes, blocks: Blocks, has: NDArray[np.bool_]) -> Words:
    """[word, block]: how many of the block's rows have each property, in the bytes of the words. `codes` has a code for
    each row; `has[code, property]`. Raises ValueError where there are not as many codes as rows."""
    if len(codes) != blocks.rows:
        raise ValueError("There are not as many codes as rows.")
    table = _table(has)
    sums = np.empty((len(table), len(blocks.starts)), np.uint64)

    def add_up(begun: int, end: int) -> None:
        room = np.empty(PIECE + BLOCK, np.uint64)
        while begun < end:
            low = blocks.starts[begun]
            done = min(end, int(np.searchsorted(blocks.starts, low + PIECE, side="left")))
            high = blocks.starts[done] if done < len(blocks.starts) else len(codes)
            piece = codes[low:high].astype(np.intp)
            offsets = blocks.starts[begun:done] - low
            for word, total in zip(table, sums, strict=True):
                found = np.take(word, piece, out=room[: len(piece)], mode="clip")
                np.add.reduceat(found, offsets, out=total[begun:done])
            begun = done

    _in_parts(len(blocks.starts), add_up)
    return sums


def _in_parts(number: int, work: Callable[[int, int], T]) -> list[T]:
    """What the work gives from 0 to `number`, where there is much of it on two processors at once, each with its half:
    numpy lets the other one go on while it counts."""
    if number < LARGE:
        return [work(0, number)]
    middle = number // 2 // LARGE * LARGE or number // 2
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, (0, middle), (middle, number)))


def _table(has: NDArray[np.bool_]) -> Words:
    """[word, code]: eight properties in the bytes of each."""
    codes, properties = has.shape
    padded = np.zeros((codes, -(-properties // LANES) * LANES), np.uint8)
    padded[:, :properties] = has
    return np.ascontiguousarray(padded.view(np.uint64).T)


def sums_by_group(words: Words, groups: NDArray[np.intp], number: int) -> Floats:
    """[property, group]: what is in the bytes of the words, added up over the blocks of each group. `groups[block]` goes
    from 0 to `number` - 1; blocks with a negative group are left out."""
    narrow = groups.astype(np.int16 if number <= 1 << 15 else np.int64)
    order = np.argsort(narrow, kind="stable")  # of 16 bits: a radix sort
    sizes = np.bincount(groups[groups >= 0], minlength=number)
    order = order[len(order) - int(sizes.sum()) :]
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    runs = blocks_of(first, BLOCKS)
    answer = np.zeros((len(words) * LANES, number))
    if not len(runs.starts):
        return answer
    firsts = np.flatnonzero(np.diff(runs.owners, prepend=-1))
    for place, word in enumerate(words):
        sorted_ = word[order]
        for odd in (0, 1):
            lanes = np.add.reduceat((sorted_ >> _NEXT if odd else sorted_) & _LOW, runs.starts)
            totals = np.add.reduceat(lanes.view(np.uint16).reshape(-1, 4), firsts, axis=0, dtype=np.int64)
            for lane in range(4):
                answer[place * LANES + 2 * lane + odd, runs.owners[firsts]] = totals[:, lane]
    return answer


def frequencies(codes: Codes, size: int) -> NDArray[np.int64]:
    """How often each code from 0 to `size` - 1 occurs."""
    return frequencies_together([codes], (size,))


def frequencies_together(
    columns: Sequence[Codes], sizes: Sequence[int], shifts: Sequence[int] = ()
) -> NDArray[np.int64]:
    """[a code of each column]: how often the codes of a row occur together. `sizes` says how many codes each has.

    With `shifts` a column's codes are in its bits from there on, and its size is a power of two.
    """
    shape = tuple(int(size) for size in sizes)
    if len(columns) == 1 and columns[0].dtype == np.uint8 and not any(shifts):
        return _of_bytes(columns[0].view(np.uint8))[: shape[0]]
    every = math.prod(shape)
    narrow = np.uint8 if every <= 1 << 8 else np.uint16 if every <= 1 << 16 else np.int64
    parts = list(zip(columns, shape, shifts or [0] * len(columns), strict=True))

    def count(begin: int, end: int) -> NDArray[np.int64]:
        found = np.zeros(1 << 16 if narrow is np.uint8 else every, np.int64)
        for low in range(begin, end, 4 * PIECE):
            together = _together(parts, low, min(low + 4 * PIECE, end), narrow)
            found += np.bincount(_pairs(together) if narrow is np.uint8 else together, minlength=len(found))
        return found

    found = sum(_in_parts(len(columns[0]), count), np.zeros(1, np.int64))
    if narrow is np.uint8:
        found = _of_pairs(found)
        found[0] -= len(columns[0]) % 2  # the last of an odd number was made a pair
    return found[:every].reshape(shape)


def _of_bytes(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """How often each byte occurs. They are counted two at a time: half as many, and few pairs differ."""

    def count(begin: int, end: int) -> NDArray[np.int64]:
        pairs = np.zeros(1 << 16, np.int64)
        for low in range(begin, end, 16 * PIECE):
            pairs += np.bincount(_pairs(codes[low : min(low + 16 * PIECE, end)]), minlength=1 << 16)
        return pairs

    found = _of_pairs(sum(_in_parts(len(codes), count), np.zeros(1, np.int64)))
    found[0] -= len(codes) % 2
    return found


def _pairs(codes: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Two codes in each; to an odd one at the end belongs a 0."""
    return (np.append(codes, np.uint8(0)) if len(codes) % 2 else np.ascontiguousarray(codes)).view(np.uint16)


def _of_pairs(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    square = pairs.reshape(256, 256)
    return np.asarray(square.sum(axis=0) + square.sum(axis=1))


def rows_of(first: NDArray[np.int64], owners: NDArray[np.intp]) -> NDArray[np.int64]:
    """The numbers of the rows of some owners, one owner after the other; `first` is where each owner's rows begin."""
    sizes = first[owners + 1] - first[owners]
    before = np.cumsum(sizes) - sizes
    return np.repeat(first[owners] - before, sizes) + np.arange(int(sizes.sum()))


def frequencies_by_group(
    columns: Sequence[Codes],
    sizes: Sequence[int],
    first: NDArray[np.int64],
    groups: NDArray[np.intp],
    number: int,
    shifts: Sequence[int] = (),
) -> NDArray[np.int64]:
    """[group, a code of each column]: how often the codes of a row occur together among the rows of the owners that have
    the group; `sizes` and `shifts` as in `frequencies_together`.

    `first` is where each owner's rows begin, `groups[owner]` the owner's group, from 0 to `number` - 1; owners with
    a negative group are left out.
    """
    rows = np.diff(first)
    every = math.prod(sizes)
    narrow: Any = np.uint16 if (number + 1) * every <= 1 << 16 else np.int64
    places = (np.where(groups < 0, number, groups) * every).astype(narrow)
    parts = list(zip(columns, sizes, shifts or [0] * len(columns), strict=True))

    def count(low: int, end: int) -> NDArray[np.int64]:
        found = np.zeros((number + 1) * every, np.int64)
        while low < end:
            after = int(np.searchsorted(first, first[low] + 4 * PIECE, side="right")) - 1
            high = min(end, max(low + 1, after))
            together = _together(parts, int(first[low]), int(first[high]), narrow)
            together = together + np.repeat(places[low:high], rows[low:high])
            found += np.bincount(together, minlength=len(found))
            low = high
        return found

    found = sum(_in_parts(len(rows), count), np.zeros(1, np.int64))
    return found.reshape(number + 1, *sizes)[:number]


def _together(parts: Sequence[tuple[Codes, int, int]], low: int, high: int, narrow: Any) -> Any:
    """The codes of columns as one, of some rows."""
    together: Any = None
    for column, size, shift in parts:
        code = column[low:high]
        if shift:
            code = (code >> shift) & (size - 1)
        code = code.astype(narrow, copy=False)
        together = code if together is None else together * narrow(size) + code
    return together


def sums(groups: NDArray[np.intp], number: int, values: Floats | None = None) -> Floats:
    """For each group from 0 to `number` - 1 the sum of the values, or how many there are."""
    return np.bincount(groups, weights=values, minlength=number).astype(np.float64)
