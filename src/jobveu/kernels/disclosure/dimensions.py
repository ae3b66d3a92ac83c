"""The dimensions of a cube, and how its cells are named."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from jobveu.kernels.disclosure.errors import Contradictory, Key

Place = tuple[str, ...]
"""A value in each of a cube's dimensions, or a group of them, or `ALL`."""
ALL = ""
"""The total over a dimension."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Its values, each counted once, and what they are grouped in: `parents` pairs a value or a group with its group."""

    name: str
    values: tuple[str, ...]
    parents: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if ALL in self.values or len(set(self.values)) < len(self.values) or not self.values:
            raise Contradictory(f"{self.name} has no values, one without name, or one twice")
        if len(dict(self.parents)) < len(self.parents):
            raise Contradictory(f"A value of {self.name} has two groups")
        for value in self.values:
            self.above(value)

    def above(self, value: str) -> tuple[str, ...]:
        """The value, its groups from the inside out, and the total."""
        parents = dict(self.parents)
        steps = [value]
        while steps[-1] in parents:
            group = parents[steps[-1]]
            if group in steps or group in self.values or group == ALL:
                raise Contradictory(f"{group} cannot be a group in {self.name}")
            steps.append(group)
        return (*steps, ALL)

    def positions(self) -> tuple[str, ...]:
        """The values, the groups and the total."""
        return tuple(
            dict.fromkeys((*self.values, *(step for one in self.values for step in self.above(one))))
        )

    def sums(self) -> dict[str, tuple[str, ...]]:
        """What each total is the sum of."""
        parts: dict[str, dict[str, None]] = {}
        for value in self.values:
            steps = self.above(value)
            for part, total in itertools.pairwise(steps):
                parts.setdefault(total, {})[part] = None
        return {total: tuple(of) for total, of in parts.items()}


@dataclass(frozen=True, slots=True)
class Grid:
    """A count by several dimensions at once."""

    measure: str
    dimensions: tuple[Dimension, ...]

    def __post_init__(self) -> None:
        names = [dimension.name for dimension in self.dimensions]
        if len(set(names)) < len(names):
            raise Contradictory(f"Two dimensions of {self.measure} have one name")

    def key(self, place: Place) -> Key:
        """Totals leave no trace in a cell's name, so that it is the same cell in every cube of the measure."""
        named = zip(self.dimensions, place, strict=True)
        return (
            self.measure,
            *sorted(f"{dimension.name}={value}" for dimension, value in named if value != ALL),
        )
