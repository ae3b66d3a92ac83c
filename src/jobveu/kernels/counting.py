"""Counts over many rows that belong to owners: how often codes occur, alone or together, in the rows of the owners of
each group. The rows are read once, by loops that are compiled, on two processors where there are many."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.compiled import compiled

Floats = NDArray[np.float64]
Codes = NDArray[np.integer[Any]]
Numbers = NDArray[np.int64]
Weights = NDArray[np.uint32]
T = TypeVar("T")

LARGE = 1 << 17
"""So many rows are worth a second processor."""
MOST_COLUMNS = 3


@dataclass(frozen=True, eq=False)
class Owners:
    """`first`: where each owner's rows begin, and the number of rows at the end. Raises ValueError for beginnings that go
    backwards."""

    first: Numbers

    def __post_init__(self) -> None:
        if self.first[0] != 0 or np.any(self.first[1:] < self.first[:-1]):
            raise ValueError("The owners' beginnings do not follow each other from 0.")

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def rows(self) -> int:
        return int(self.first[-1])

    def in_parts(self, work: Callable[[int, int], T]) -> list[T]:
        """What the work gives from one owner to another, where they have many rows on two processors at once, each with
        half of the rows."""
        if self.rows < LARGE:
            return [work(0, len(self))]
        middle = int(np.searchsorted(self.first, self.rows // 2))
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(work, (0, middle), (middle, len(self))))


@dataclass(frozen=True, slots=True)
class Digit:
    """Codes from 0 to `size` - 1 in a column: all of it, or, with a `shift`, in its bits from there on; the size is then a
    power of two."""

    column: Codes
    size: int
    shift: int | None = None

    def table(self, weight: int = 1) -> Weights:
        """For everything that the column's kind of number can hold: the code, times a weight. Raises ValueError where the
        column has a code that is too high."""
        if self.shift is None and len(self.column) and int(self.column.max()) >= self.size:
            raise ValueError("A code is higher than their number.")
        codes = np.arange(1 << (8 * self.column.dtype.itemsize)) >> (self.shift or 0)
        return (codes % self.size * weight).astype(np.uint32)


def frequencies(codes: Codes, size: int) -> Numbers:
    """How often each code from 0 to `size` - 1 occurs."""
    return np.bincount(codes, minlength=size)


def frequencies_by_group(digits: Sequence[Digit], owners: Owners, groups: Codes, number: int) -> Numbers:
    """[group, a code of each digit]: how often the codes of a row occur together among the rows of the owners that have
    the group. `groups[owner]` goes from 0 to `number` - 1; owners with a negative group are left out. Takes at most
    MOST_COLUMNS digits. Raises ValueError for codes and groups that are not as said."""
    if not 0 < len(digits) <= MOST_COLUMNS:
        raise ValueError(f"{len(digits)} columns cannot be counted together.")
    if any(len(digit.column) != owners.rows for digit in digits) or len(groups) != len(owners):
        raise ValueError("There are not as many codes as rows, or not as many groups as owners.")
    if len(groups) and int(groups.max()) >= number:
        raise ValueError("A group is higher than their number.")
    every = math.prod(digit.size for digit in digits)
    places = np.where(groups < 0, -1, groups.astype(np.int64) * every)
    weights = [math.prod(digit.size for digit in digits[place + 1 :]) for place in range(len(digits))]
    # A column that is not there is the first once more, with a weight of 0.
    given = [*zip(digits, weights, strict=True)] + [(digits[0], 0)] * (MOST_COLUMNS - len(digits))
    columns = tuple(digit.column for digit, _weight in given)
    tables = tuple(digit.table(weight) for digit, weight in given)

    def count(begin: int, end: int) -> Numbers:
        found = np.zeros(number * every, np.int64)
        _count(owners.first, begin, end, places, columns, tables, found)
        return found

    return sum_of(owners.in_parts(count)).reshape(number, *(digit.size for digit in digits))


def numbers_of_owners(codes: Codes, has: NDArray[np.bool_], owners: Owners) -> Floats:
    """For each owner how many of its rows have a code for which `has[code]` is true."""
    if len(codes) != owners.rows:
        raise ValueError("There are not as many codes as rows.")
    table = np.zeros(1 << (8 * codes.dtype.itemsize), np.uint8)
    table[: len(has)] = has
    found = np.zeros(len(owners))
    owners.in_parts(lambda begin, end: _add_up(owners.first, begin, end, codes, table, found))
    return found


def sums(groups: NDArray[np.intp], number: int, values: Floats | Codes | None = None) -> Floats:
    """For each group from 0 to `number` - 1 the sum of the values, or how many there are."""
    return np.bincount(groups, weights=values, minlength=number).astype(np.float64)


def sum_of(parts: Sequence[Numbers]) -> Numbers:
    """The parts (in_parts) added up."""
    return np.asarray(sum(parts[1:], parts[0]))


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


# Indices are unsigned in the loops: of others numba asks each time whether they count from the end.


@compiled
def _count(
    first: Numbers,
    begin: int,
    end: int,
    places: Numbers,
    columns: tuple[Codes, ...],
    tables: tuple[Weights, ...],
    found: Numbers,
) -> None:
    """Adds the rows of some owners to `found`, each at its owner's place and the weights of its codes together. Of columns
    and tables there are MOST_COLUMNS."""
    a, b, c = columns
    of_a, of_b, of_c = tables
    for owner in range(begin, end):
        if places[owner] < 0:
            continue
        place = np.uint64(places[owner])
        for row in range(first[owner], first[owner + 1]):
            found[place + np.uint64(of_a[a[row]]) + np.uint64(of_b[b[row]]) + np.uint64(of_c[c[row]])] += 1


@compiled
def _add_up(
    first: Numbers, begin: int, end: int, codes: Codes, has: NDArray[np.uint8], found: Floats
) -> None:
    """Writes to `found` for each of some owners how many of its rows have a code that has it."""
    for owner in range(begin, end):
        number = 0
        for row in range(first[owner], first[owner + 1]):
            number += has[codes[row]]
        found[owner] = number
