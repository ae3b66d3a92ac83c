"""What the disclosure kernel is given and what it answers. Counts are of persons; keys name cells and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobveu.kernels.disclosure.dimensions import Grid
from jobveu.kernels.disclosure.errors import Contradictory, Key


@dataclass(frozen=True, slots=True)
class Rule:
    """Counts from `smallest` to `largest` are not to be inferred.

    A cell is protected when, as far as anybody can tell from all that is shown, it may be `low` or less and it may be
    `high` or more.
    """

    smallest: int = 1
    largest: int = 4
    low: int = 0
    high: int = 5

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.smallest <= self.largest <= self.high:
            raise ValueError("A rule's numbers go upwards: low, smallest, largest, high")

    def covers(self, count: int) -> bool:
        return self.smallest <= count <= self.largest


ONE_TO_FOUR = Rule()


@dataclass(frozen=True, slots=True)
class Sum:
    """The total is the sum of the parts, and everybody knows that it is."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is to be shown of one snapshot: the cells, and how they add up.

    `latent` cells stand in none of the tables but between them, so that what the tables tell together is reckoned
    with; they are protected as the others are. `known` cells are no secret to anybody, such as the crisis
    projects of a year before the crisis: withholding them would protect nothing. `open` cells may be small and shown, such
    as how many of a large group gave an answer: they are withheld only where they would tell of a cell that is not open.
    """

    counts: Mapping[Key, int]
    sums: tuple[Sum, ...] = ()
    latent: frozenset[Key] = frozenset()
    known: frozenset[Key] = frozenset()
    open: frozenset[Key] = frozenset()
    weights: Mapping[Key, int] = field(default_factory=dict)
    """What a cell is worth to the reader, 1 or more; a cell without one weighs by how much it is the total of."""
    grids: tuple[Grid, ...] = ()
    """The cubes that the cells come from. They only tell where to look first."""

    def __post_init__(self) -> None:
        negative = [key for key, count in self.counts.items() if count < 0]
        if negative:
            raise Contradictory(f"Counts below 0: {negative[0]}")
        for one in self.sums:
            missing = [key for key in (one.total, *one.parts) if key not in self.counts]
            if missing:
                raise Contradictory(f"No count for {missing[0]}")
            if len({one.total, *one.parts}) <= len(one.parts):
                raise Contradictory(f"A cell is in a sum twice: {one.total}")
            if self.counts[one.total] != sum(self.counts[part] for part in one.parts):
                raise Contradictory(f"{one.total} is not the sum of its parts")
        for key in (*self.latent, *self.known, *self.open):
            if key not in self.counts:
                raise Contradictory(f"No count for {key}")

    def protects(self, key: Key, rule: Rule) -> bool:
        """Whether the cell's count is not to be inferred."""
        return key not in self.open and rule.covers(self.counts[key])

    def joined(self, other: Tables) -> Tables:
        """Both together, their common cells once. A cell is latent only where no table shows it, and open only where all
        say so."""
        for key in self.counts.keys() & other.counts.keys():
            if self.counts[key] != other.counts[key]:
                raise Contradictory(f"Two counts for {key}: {self.counts[key]} and {other.counts[key]}")
        shown = (self.counts.keys() - self.latent) | (other.counts.keys() - other.latent)
        closed = (self.counts.keys() - self.open) | (other.counts.keys() - other.open)
        return Tables(
            counts={**self.counts, **other.counts},
            sums=tuple(dict.fromkeys((*self.sums, *other.sums))),
            latent=(self.latent | other.latent) - shown,
            known=self.known | other.known,
            open=(self.open | other.open) - closed,
            weights={**self.weights, **other.weights},
            grids=tuple(dict.fromkeys((*self.grids, *other.grids))),
        )


@dataclass(frozen=True, slots=True)
class Move:
    """Changes to counts that leave every sum a sum and touch nothing that is shown: another table as good as the true
    one to whoever sees only that."""

    changes: tuple[tuple[Key, int], ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """The move, done `times` times, takes a cell to where it has to be able to be."""

    move: int
    times: int


@dataclass(frozen=True, slots=True)
class Protection:
    """Which cells are withheld, with the proof that this protects.

    `primary` cells are withheld for their own count, `secondary` ones for the others' sake. `down` and `up` say for each
    cell that is to be protected, latent ones too, how it may be the rule's `low` or less and its `high` or more;
    `proving.proves` checks that with additions alone.
    """

    rule: Rule
    primary: frozenset[Key]
    secondary: frozenset[Key]
    moves: tuple[Move, ...] = field(repr=False)
    down: Mapping[Key, Witness] = field(repr=False)
    up: Mapping[Key, Witness] = field(repr=False)

    @property
    def withheld(self) -> frozenset[Key]:
        return self.primary | self.secondary
