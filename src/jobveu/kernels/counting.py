"""Counts over many rows that belong to owners: for each, how many of its rows have each of several properties.

A row is a small code, and a table says which properties a code has. Eight properties are one word of eight bytes: the
rows of an owner are added up as words, and no byte overflows as long as they are taken in blocks of at most 255 rows.
So the rows are read once, in pieces that fit the processor's cache, and eight properties cost one addition. The blocks
are added up by any grouping of their owners in the same way, in lanes of sixteen bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
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

    in_parts(len(blocks.starts), add_up)
    return sums


def in_parts(number: int, work: Callable[[int, int], T]) -> list[T]:
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
    return np.bincount(codes, minlength=size)


class Frequencies:
    """How often each code from 0 to `size` - 1 occurs in pieces that are added one by one."""

    def __init__(self, size: int) -> None:
        self.found = np.zeros(size, np.int64)

    def add(self, codes: Codes) -> None:
        piece = np.bincount(codes)
        self.found[: len(piece)] += piece


class ByteFrequencies:
    """As `Frequencies`, of bytes. They are counted two at a time: half as many, and few pairs differ."""

    def __init__(self) -> None:
        self._pairs = Frequencies(1 << 16)
        self._added = 0

    def add(self, codes: Codes) -> None:
        if odd := len(codes) % 2:
            codes = np.append(codes, np.uint8(0))
        self._pairs.add(np.ascontiguousarray(codes).view(np.uint16))
        self._added += odd

    @property
    def found(self) -> NDArray[np.int64]:
        square = self._pairs.found.reshape(256, 256)
        found = np.asarray(square.sum(axis=0) + square.sum(axis=1))
        found[0] -= self._added
        return found


def pieces(first: NDArray[np.int64], begin: int, end: int, most: int) -> Iterator[tuple[slice, slice]]:
    """The owners from `begin` to `end`, and their rows, in pieces of at most so many rows, or of one owner who has more."""
    while begin < end:
        after = int(np.searchsorted(first, first[begin] + most, side="right")) - 1
        high = min(end, max(begin + 1, after))
        yield slice(begin, high), slice(int(first[begin]), int(first[high]))
        begin = high


def together(columns: Sequence[Codes], sizes: Sequence[int]) -> Any:
    """The codes of columns as one, of the narrowest kind of number that has room; `sizes` says how many codes each has."""
    code, every = columns[0], sizes[0]
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        every *= size
        code = code.astype(kind_for(every))
        code *= code.dtype.type(size)
        code += column.astype(code.dtype, copy=False)
    return code


def kind_for(number: int) -> Any:
    """The narrowest kind of number for codes from 0 to `number` - 1."""
    return np.uint8 if number <= 1 << 8 else np.uint16 if number <= 1 << 16 else np.int64


def frequencies_by_group(
    columns: Sequence[Codes],
    sizes: Sequence[int],
    first: NDArray[np.int64],
    groups: NDArray[np.intp],
    number: int,
    shifts: Sequence[int] = (),
) -> NDArray[np.int64]:
    """[group, a code of each column]: how often the codes of a row occur together among the rows of the owners that have
    the group. `sizes` says how many codes each column has; with `shifts` they are in its bits from there on, and the
    size is a power of two.

    `first` is where each owner's rows begin, `groups[owner]` the owner's group, from 0 to `number` - 1; owners with
    a negative group are left out.
    """
    rows = np.diff(first)
    every = math.prod(sizes)
    places = (np.where(groups < 0, number, groups) * every).astype(kind_for((number + 1) * every))

    def count(begin: int, end: int) -> NDArray[np.int64]:
        found = Frequencies((number + 1) * every)
        for owners, those in pieces(first, begin, end, 4 * PIECE):
            parts = [
                (column[those] >> shift) & (size - 1) if shift else column[those]
                for column, size, shift in zip(columns, sizes, shifts or [0] * len(columns), strict=True)
            ]
            found.add(together(parts, sizes) + np.repeat(places[owners], rows[owners]))
        return found.found

    found = sum(in_parts(len(rows), count), np.zeros(1, np.int64))
    return found.reshape(number + 1, *sizes)[:number]


def numbers_of_owners(numbers: Callable[[slice], Codes], first: NDArray[np.int64]) -> Floats:
    """For each owner how many of its rows, which begin at `first`, have a 1; `numbers` gives the 0 or 1 of some rows."""
    sizes = np.diff(first)
    found = np.zeros(len(sizes))

    def add_up(begin: int, end: int) -> None:
        for owners, rows in pieces(first, begin, end, 16 * PIECE):
            some = owners.start + np.flatnonzero(sizes[owners])
            room = kind_for(int(sizes[owners].max(initial=0)) + 1)  # bytes are added up fastest
            found[some] = np.add.reduceat(numbers(rows), first[some] - rows.start, dtype=room)

    in_parts(len(found), add_up)
    return found


def sums(groups: NDArray[np.intp], number: int, values: Floats | Codes | None = None) -> Floats:
    """For each group from 0 to `number` - 1 the sum of the values, or how many there are."""
    return np.bincount(groups, weights=values, minlength=number).astype(np.float64)
