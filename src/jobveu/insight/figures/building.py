"""What figures are made with: measures as data, and one way to a table of them by some dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobveu.insight import labels
from jobveu.insight.counting import Axis, Counted, Counts
from jobveu.insight.facts import codes
from jobveu.insight.table import Dimension, Measure, Number, Row, Unit
from jobveu.kernels.counting import Floats


@dataclass(frozen=True, slots=True)
class Grid:
    """The counts at each place of a table: arrays with one axis for each dimension, the total last on each."""

    counts: Counts
    axes: tuple[Axis, ...]
    counted: Counted

    def __getitem__(self, key: str) -> Floats:
        return self.counts.by(self.axes, key, self.counted)

    def of_type(self, key: str, type_: str) -> Floats:
        """As [key], of projects of one type only."""
        axis = self.counts.axis("type", self.counted)
        return self.counts.by((*self.axes, axis), key, self.counted)[..., axis.codes.index(type_)]


@dataclass(frozen=True, slots=True)
class Counting:
    """A measure and how it is calculated from a grid. Where an array has NaN, there is nothing to say."""

    key: str
    title: Promise
    unit: Unit
    of: Callable[[Grid], Floats]
    decimals: int = 0
    persons: bool = False
    tells: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()

    @property
    def measure(self) -> Measure:
        return Measure(
            self.key, str(self.title), self.unit, self.decimals, self.persons, self.tells, self.sum_of
        )


def tallied(
    key: str, title: Promise, unit: Unit, *, tally: str = "", sum_of: tuple[str, ...] = ()
) -> Counting:
    """A measure that is a plain sum. Counts of persons are marked as such."""
    name = tally or key
    return Counting(key, title, unit, lambda grid: grid[name], persons=unit is Unit.PERSONS, sum_of=sum_of)


def ratio(upper: Floats, lower: Floats, factor: float = 1.0) -> Floats:
    """NaN where there is nothing to divide by."""
    return np.asarray(np.divide(upper * factor, lower, out=np.full(upper.shape, np.nan), where=lower > 0))


def share_of_all(grid: Grid, key: str) -> Floats:
    """Per cent of the total over the last dimension."""
    values = grid[key]
    return ratio(values, np.broadcast_to(values[..., -1:], values.shape), 100)


PROJECTS = tallied("projects", _("Projekter"), Unit.PROJECTS, tally="one")
PARTICIPANTS = tallied("participants", _("Deltagere"), Unit.PERSONS)
PROJECT_SHARE = Counting(
    "project_share",
    _("Andel af projekter, pct."),
    Unit.PER_CENT,
    lambda grid: share_of_all(grid, "one"),
    decimals=1,
)
PARTICIPANT_SHARE = Counting(
    "participant_share",
    _("Andel af deltagere, pct."),
    Unit.PER_CENT,
    lambda grid: share_of_all(grid, "participants"),
    decimals=1,
    tells=("participants",),
)
AVERAGE_PARTICIPANTS = Counting(
    "average_participants",
    _("Gennemsnitligt antal deltagere pr. projekt"),
    Unit.PER_PROJECT,
    lambda grid: ratio(grid["participants"], grid["one"]),
    decimals=1,
    tells=("participants",),
)


def axes_of(counts: Counts, keys: Sequence[str], counted: Counted) -> tuple[Axis, ...]:
    return tuple(counts.axis(key, counted) for key in keys)


def dimension_of(counts: Counts, axis: Axis) -> Dimension:
    values = tuple(labels.value(counts.facts, axis.key, code) for code in axis.codes)
    return Dimension(axis.key, str(labels.DIMENSIONS[axis.key]), (*values, labels.total()), axis.adds_up)


def of_persons(found: Floats, key: str, counts: Counts) -> Floats:
    """[…, value, …]: of [one axis, person, …] what is counted by the persons' situation or skill level, whichever `key`
    says, summed over the other."""
    situations = len(counts.facts.enumerations["situation"]) + 1
    square = found.reshape(len(found), situations, codes.SKILLS, *found.shape[2:])
    return np.asarray(square.sum(axis=2 if key == "situation" else 1))


def rows_of(
    dimensions: Sequence[Dimension], measures: Sequence[Measure], arrays: Sequence[Floats]
) -> tuple[Row, ...]:
    """One row for each combination of the dimensions' values, in order."""
    places = product(*(dimension.values for dimension in dimensions))
    flat = [array.reshape(-1) for array in arrays]
    return tuple(
        Row(
            place,
            tuple(number(column[position], measure) for column, measure in zip(flat, measures, strict=True)),
        )
        for position, place in enumerate(places)
    )


def number(found: float, measure: Measure) -> Number:
    """Whole numbers where nothing else is possible, and None for NaN."""
    if np.isnan(found):
        return None
    return float(found) if measure.decimals else round(float(found))


@dataclass(frozen=True, slots=True)
class Content:
    """What a figure calculates; the registry puts its words around it."""

    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def noted(self, notes: Iterable[str], sources: Iterable[str] = ()) -> Content:
        return replace(self, notes=(*self.notes, *notes), sources=(*self.sources, *sources))


def tabulated(
    counts: Counts, keys: Sequence[str], countings: Sequence[Counting], counted: Counted
) -> Content:
    """The measures by the dimensions of these names."""
    return on_axes(counts, axes_of(counts, keys, counted), countings, counted)


def on_axes(
    counts: Counts, axes: tuple[Axis, ...], countings: Sequence[Counting], counted: Counted
) -> Content:
    """The measures by axes that the figure has made itself."""
    grid = Grid(counts, axes, counted)
    dimensions = tuple(dimension_of(counts, axis) for axis in axes)
    measures = tuple(counting.measure for counting in countings)
    return Content(
        dimensions, measures, rows_of(dimensions, measures, [counting.of(grid) for counting in countings])
    )


def stacked(
    counts: Counts,
    keys: Sequence[str],
    last: Dimension,
    countings: Sequence[Sequence[Counting]],
    measures: Sequence[Measure],
    counted: Counted,
) -> Content:
    """As `tabulated`, with a dimension at the end whose values are measures themselves, such as the steps of a funnel:
    `countings[value]` has one for each of the table's measures."""
    axes = axes_of(counts, keys, counted)
    grid = Grid(counts, axes, counted)
    dimensions = (*(dimension_of(counts, axis) for axis in axes), last)
    arrays = [
        np.stack([np.asarray(of_value[position].of(grid)) for of_value in countings], axis=-1)
        for position in range(len(measures))
    ]
    return Content(dimensions, tuple(measures), rows_of(dimensions, measures, arrays))
