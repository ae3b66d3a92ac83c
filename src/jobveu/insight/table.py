"""What a figure answers: a table as a frozen value, which says of itself what it counts and what sums to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

Number = int | float | None
"""None where there is nothing to say: the number is not known, or there is nothing to divide by."""

TOTAL = "total"
UNKNOWN = "unknown"
OTHER = "other"


class Unit(StrEnum):
    PROJECTS = "projects"
    PERSONS = "persons"
    ORGANISATIONS = "organisations"
    POSITIONS = "positions"
    NEEDS = "needs"
    COURSES = "courses"
    ANSWERS = "answers"
    INHABITANTS = "inhabitants"  # of an area, by somebody else's statistics
    PER_CENT = "per_cent"
    PER_PROJECT = "per_project"
    PER_THOUSAND = "per_thousand"
    MILLION_KRONER = "million_kroner"
    POINTS = "points"  # on a scale
    YES_NO = "yes_no"  # 1 and 0


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a dimension: its code, for programs, and what people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way of dividing what is counted. With `adds_up` each thing counted has exactly one of the values, and the
    total (the last value, where there is one) is their sum. Without, one thing may have several, and the total is
    less than the sum."""

    key: str
    title: str
    values: tuple[Value, ...]
    adds_up: bool = True

    @property
    def has_total(self) -> bool:
        return bool(self.values) and self.values[-1].code == TOTAL


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of numbers. `persons`: each number is a count of persons, and may not be shown when it is small.
    `tells`: the keys of the counts of persons that it is calculated from, and would tell of. `sum_of`: the measures
    of the same row that it is the sum of."""

    key: str
    title: str
    unit: Unit
    decimals: int = 0
    persons: bool = False
    tells: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """`place`: a value in each of the table's dimensions; `numbers`: one for each of its measures."""

    place: tuple[Value, ...]
    numbers: tuple[Number, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(value.code for value in self.place)

    @property
    def is_total(self) -> bool:
        return any(value.code == TOTAL for value in self.place)


@dataclass(frozen=True, slots=True)
class Table:
    """A figure's numbers, before anything is withheld: not for anybody outside this room (publishing.publish).

    `rows` stand in the order of the dimensions' values, the last dimension changing fastest. `selection`: what the
    figure was limited to, as (dimension, codes). `counted`: which projects ("completed" or "begun").
    `notes`: what has to be read along with the numbers; `sources`: where those come from that the register has not.
    """

    figure: str
    title: str
    question: str
    definition: str
    rules: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    counted: str
    day: str
    selection: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    synthetic: bool = False
    withheld: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    """(row, measure) of the numbers that were taken out by `publishing.publish`; they are None in the rows."""
    published: bool = False

    def measure(self, key: str) -> int:
        """The position of a measure. Raises KeyError."""
        for position, measure in enumerate(self.measures):
            if measure.key == key:
                return position
        raise KeyError(key)

    def number(self, codes: tuple[str, ...], key: str) -> Number:
        """The number at a place. Raises KeyError."""
        position = self.measure(key)
        for row in self.rows:
            if row.codes == codes:
                return row.numbers[position]
        raise KeyError(codes)

    def parts(self) -> Iterator[Row]:
        """The rows that are no totals."""
        return (row for row in self.rows if not row.is_total)
