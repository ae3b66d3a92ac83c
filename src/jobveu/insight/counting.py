"""Counts facts: what can be counted (tallies), by what (axes), and among which projects (selection).

The participations are read once: they become numbers for each project, and every cut by what is known of projects is
counted from those. What is known of the persons themselves is counted straight from their columns.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobveu.insight.census import DUE_AFTER, Census, due_of_codes
from jobveu.insight.facts import Facts, codes
from jobveu.insight.facts.values import Column
from jobveu.kernels import counting as kernel
from jobveu.kernels.counting import Floats


class Counted(Enum):
    """Which projects count: only those carried through (def.count.completed), or all that have begun."""

    COMPLETED = "completed"
    BEGUN = "begun"

    @property
    def standings(self) -> tuple[int, ...]:
        return (codes.COMPLETED,) if self is Counted.COMPLETED else (codes.ACTIVE, codes.COMPLETED)


STANDINGS = 3
SELECTABLE = ("office", "council", "type", "industry", "year", "target_group")


@dataclass(frozen=True, slots=True)
class Selection:
    """Limits what is counted to projects that have one of the codes in each of the dimensions named (SELECTABLE), and
    to those that began from the quarter of `since` to the quarter of `until`, both included."""

    limits: Mapping[str, frozenset[str]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if unknown := set(self.limits) - set(SELECTABLE):
            raise ValueError(f"Nothing is selected by {min(unknown)}.")

    @property
    def told(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What it is limited to, as (dimension, codes); the days as "since" and "until"."""
        limits = [(key, tuple(sorted(wanted))) for key, wanted in sorted(self.limits.items())]
        days = [
            (name, day) for name, day in (("since", self.since), ("until", self.until)) if day is not None
        ]
        return (*limits, *((name, (day.isoformat(),)) for name, day in days))


@dataclass(frozen=True, slots=True)
class Axis:
    """A way of dividing projects. `member[code, value]` says which values the code of a column stands for."""

    key: str
    column: str
    codes: tuple[str, ...]
    member: NDArray[np.bool_]
    adds_up: bool = True


MILESTONE_KINDS = ("known", "job", "education", "apprenticeship", "retained")
_JOBS = ("ordinary_job", "subsidised_job")
_PLAIN = ("reported", "courses", "parties", "needs", "needed")
_BIG = ("council", "industry", "target_groups", "initiative", "role", "area")
PARTICIPANTS = "participants"


@dataclass(frozen=True, eq=False)
class Family:
    """Properties of participations that follow from one column: `has[code, property]`. They are counted together. Of
    "outcomes" it is the kind at the milestone, by its position."""

    column: str
    names: tuple[str, ...]
    has: NDArray[np.bool_]
    milestone: int = 0


class Tallies:
    """What is read of the participations themselves, and kept for every cut and selection."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.paths = codes.Paths(len(facts.enumerations["dropout_reason"]))
        self._masks: dict[str, NDArray[np.int64]] = {}

    @cached_property
    def owners(self) -> kernel.Owners:
        return kernel.Owners(self.facts.first)

    @cached_property
    def families(self) -> Mapping[str, Family]:
        """By the name of each property: a step ("screened", "suitable", "presented", "enrolled", "started", "completed",
        "dropped", "never_began"), "withdrawn", "dropped_<reason>", "<milestone>_<kind>" (MILESTONE_KINDS)."""
        screening, presented, begun, progress = self.paths.parts()
        dropped = progress >= codes.DROPPED
        steps = {
            "screened": screening > 0,
            "suitable": screening == codes.SCREENINGS.index("passed"),
            "presented": presented,
            "enrolled": progress >= codes.ENROLLED,
            "started": begun,
            "completed": progress == codes.FINISHED,
            "dropped": dropped & begun,
            "never_began": dropped & ~begun,
        }
        left = {"withdrawn": progress == codes.WITHDRAWN}
        for position, reason in enumerate(self.facts.enumerations["dropout_reason"]):
            left[f"dropped_{reason}"] = progress == codes.DROPPED + position
        families = [Family("path", tuple(has), np.stack(list(has.values()), axis=1)) for has in (steps, left)]
        kind = np.arange(codes.OUTCOME_BASE)
        at = {name: kind == position + 1 for position, name in enumerate(self.facts.enumerations["outcome"])}
        of_kinds = np.stack(
            [
                kind > 0,
                np.logical_or.reduce([at[job] for job in _JOBS]),
                at["ordinary_education"],
                at["adult_apprenticeship"],
                at["retained"],
            ],
            axis=1,
        )
        for position, milestone in enumerate(self.facts.enumerations["milestone"]):
            names = tuple(f"{milestone}_{name}" for name in MILESTONE_KINDS)
            families.append(Family("outcomes", names, of_kinds, position))
        return {name: family for family in families for name in family.names}

    @cached_property
    def started(self) -> Floats:
        """How many have begun in each project."""
        begun = self.paths.parts()[2]
        return kernel.numbers_of_owners(self.facts.participations["path"], begun, self.owners)

    @cached_property
    def due(self) -> Column:
        """For how many of the months of DUE_AFTER the result of each participation should be known."""
        columns = self.facts.participations
        return due_of_codes(self.facts, self.paths)[columns["path"], columns["ended"]]

    def of_projects(self, key: str) -> Floats | None:
        """The number that each project has by itself, from its columns; None for 1 each. Raises KeyError."""
        if key == "one":
            return None
        if key == PARTICIPANTS:
            return self.started + self.facts.projects["reported"]
        if key == "invited":
            return np.diff(self.facts.first).astype(np.float64)
        if key == "endorsed_needed":
            return np.asarray(self.facts.projects["needed"] * self.facts.projects["endorsed"], np.float64)
        if key in _PLAIN:
            return self.facts.projects[key].astype(np.float64)
        raise KeyError(key)

    def masks(self, column: str) -> NDArray[np.int64]:
        """The sets of values that occur in a column of bits, in ascending order; the empty set where there are none."""
        if column not in self._masks:
            masks = self.facts.projects[column]
            size = 1 << (8 * masks.dtype.itemsize)
            occurring = np.flatnonzero(kernel.frequencies(masks, size))
            self._masks[column] = occurring if len(occurring) else np.zeros(1, np.int64)
        return self._masks[column]


class Counts:
    """Facts, counted among the selected projects. Arrays that it answers have the total at the end of each axis."""

    def __init__(
        self, facts: Facts, selection: Selection | None = None, *, tallies: Tallies | None = None
    ) -> None:
        self.facts = facts
        self.selection = selection or Selection()
        self.tallies = tallies or Tallies(facts)
        self._cubes: dict[tuple[str, tuple[str, ...]], Floats] = {}
        self._groups: dict[tuple[str, ...], NDArray[Any]] = {}
        self._censuses: dict[Counted, Census] = {}
        self._by_values: dict[tuple[object, ...], Floats] = {}
        self._frequencies: dict[tuple[object, ...], NDArray[np.int64]] = {}
        self._periods: dict[Counted, tuple[int, int] | None] = {}

    def only(self, selection: Selection) -> Counts:
        """The same facts, otherwise limited: what was read of participations is not read again."""
        return Counts(self.facts, selection, tallies=self.tallies)

    def by(self, axes: tuple[Axis, ...], key: str, counted: Counted) -> Floats:
        """A sum over the counted projects, [a value of each axis]. `key`: "one" (the projects themselves), "invited",
        "participants" (def.count.participant), a property of participations (Tallies.families), or a column of the
        projects that is a number. Raises KeyError."""
        family = self.tallies.families.get(key)
        if not axes and family is not None:
            return self._of_everybody(key, family, counted)
        columns = self._columns_for({axis.column for axis in axes})
        cube = self._cube(key, columns)[list(counted.standings)].sum(axis=0)
        wanted = [axis.column for axis in axes]
        if len(set(wanted)) < len(wanted):
            return _crossed(cube, columns, axes)
        left = [column for column in columns if column in wanted]
        cube = cube.sum(axis=tuple(at for at, column in enumerate(columns) if column not in wanted))
        for axis in axes:  # each takes its column from where it is to the end
            cube = np.tensordot(cube, with_total(axis), axes=(left.index(axis.column), 0))
            left.remove(axis.column)
        return np.asarray(cube)

    def axis(self, key: str, counted: Counted) -> Axis:
        """The axis of that name with the values that occur, and always those of which there are few."""
        facts = self.facts
        if key == "year":
            return self._of(key, "year", [str(year) for year in self.years], every=False, counted=counted)
        if key == "office":
            offices = np.array([0] + [council.office + 1 for council in facts.councils])
            member = offices[:, None] == np.arange(1, len(facts.offices) + 1)
            return self._with_unknown(
                Axis(key, "council", tuple(office.code for office in facts.offices), member), counted
            )
        if key == "council":
            return self._of(key, key, [one.code for one in facts.councils], every=False, counted=counted)
        if key == "industry":
            return self._of(
                key, key, [code for code, _title in facts.industries], every=False, counted=counted
            )
        if key in ("target_group", "actor"):
            column = {"target_group": "target_groups", "actor": "actors"}[key]
            values = facts.enumerations[key]
            masks = self.tallies.masks(column)
            member = (masks[:, None] >> np.arange(len(values))) & 1 == 1
            return self._with_unknown(Axis(key, column, values, member, adds_up=False), counted)
        return self._of(key, key, facts.enumerations[key], every=True, counted=counted)

    def census(self, counted: Counted) -> Census:
        """The participations of the counted projects, read once."""
        if counted not in self._censuses:
            self._censuses[counted] = Census(self.facts, self._kept(counted), self.tallies.owners)
        return self._censuses[counted]

    def persons(self, counted: Counted, axis: Axis | None = None) -> Floats:
        """[value of the axis, person, path]: participations by who takes part and how far they came, the total last."""
        if axis is None:
            return np.asarray(self.census(counted).persons[None, ...], np.float64)
        return self._by_value(("person", "path"), counted, axis)

    def persons_at(self, milestone: str, counted: Counted, axis: Axis | None = None) -> Floats:
        """[value of the axis, person, kind of outcome]: by who takes part and where they are at a milestone, the total
        last."""
        place = self.facts.enumerations["milestone"].index(milestone)
        if axis is None:
            return np.asarray(self.census(counted).outcomes(place).sum(axis=(0, 1))[None, ...], np.float64)
        return self._by_value(("person", "outcomes"), counted, axis, place)

    def frequencies(
        self, by: tuple[str, ...], of: tuple[str, ...], counted: Counted, milestone: str = ""
    ) -> NDArray[np.int64]:
        """[a code of each column of projects in `by`, a code of each column of participations in `of`]: how often they
        occur together among the counted projects. `of` may have "due" (Tallies.due); of "outcomes" it is the kind at the
        milestone."""
        key = (by, of, counted, milestone)
        if key not in self._frequencies:
            self._frequencies[key] = self._counted_together(by, of, counted, milestone)
        return self._frequencies[key]

    def _counted_together(
        self, by: tuple[str, ...], of: tuple[str, ...], counted: Counted, milestone: str
    ) -> NDArray[np.int64]:
        place = self.facts.enumerations["milestone"].index(milestone) if milestone else 0
        of_groups = [self._size(name) for name in by]
        columns = [self._column(name).astype(np.intp) for name in by]
        together = kernel.together(columns, of_groups).astype(np.intp)
        found = kernel.frequencies_by_group(
            [self._digit(name, place) for name in of],
            self.tallies.owners,
            np.where(self._kept(counted), together, -1),
            math.prod(of_groups),
        )
        return found.reshape(*of_groups, *found.shape[1:])

    def _digit(self, name: str, milestone: int) -> kernel.Digit:
        """A column of participations as codes; of "outcomes" the kind at a milestone, by its position."""
        if name == "due":
            return kernel.Digit(self.tallies.due, len(DUE_AFTER) + 1)
        column = self.facts.participations[name]
        if name == "outcomes":
            return kernel.Digit(column, codes.OUTCOME_BASE, codes.OUTCOME_BITS * milestone)
        if name in codes.STEPS:
            return kernel.Digit(column, codes.QUARTERS)
        return kernel.Digit(column, self.facts.number_of(name))

    def quarters(self, step: str, counted: Counted, axis: Axis | None = None) -> Floats:
        """[value of the axis, quarter]: when candidates took a step (codes.STEPS), with the total last."""
        if axis is None:
            return self.census(counted).quarters[step][None, :].astype(np.float64)
        return self._by_value((step,), counted, axis)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last in which a project that counts for anything began."""
        span = self._span(self.facts.projects["standing"] > 0)
        if span is None:
            return ()
        first, last = codes.year_of(np.array(span))
        return tuple(range(int(first), int(last) + 1))

    def period(self, counted: Counted) -> tuple[int, int] | None:
        """The first and the last quarter in which a counted project began."""
        if counted not in self._periods:
            self._periods[counted] = self._span(self._kept(counted))
        return self._periods[counted]

    def _span(self, kept: NDArray[np.bool_]) -> tuple[int, int] | None:
        """The first and the last known quarter in which one of some projects began."""
        quarters = self.facts.projects["quarter"] * kept.view(np.uint8)
        occurring = np.flatnonzero(kernel.frequencies(quarters, codes.QUARTERS)[1:]) + 1
        return (int(occurring[0]), int(occurring[-1])) if len(occurring) else None

    # How it is counted

    @cached_property
    def _selected(self) -> NDArray[np.bool_] | None:
        """Which projects are selected; None for all."""
        limits, since, until = self.selection.limits, self.selection.since, self.selection.until
        if not limits and since is None and until is None:
            return None
        quarters = self.facts.projects["quarter"]
        kept = np.ones(len(quarters), bool)
        if since is not None:
            kept &= quarters >= codes.quarter_of(since)
        if until is not None:
            kept &= (quarters > 0) & (quarters <= codes.quarter_of(until))
        everywhere = Counts(self.facts, tallies=self.tallies)
        for key, wanted in limits.items():
            axis = everywhere.axis(key, Counted.BEGUN)
            values = [position for position, code in enumerate(axis.codes) if code in wanted]
            members = np.asarray(axis.member[:, values].any(axis=1))
            kept &= members[self._column(axis.column)]
        return kept

    def _kept(self, counted: Counted) -> NDArray[np.bool_]:
        """Which projects count."""
        standing = self.facts.projects["standing"]
        kept = standing >= min(counted.standings)
        return kept if self._selected is None else kept & self._selected

    def _column(self, name: str) -> Column:
        """A column of projects as codes from 0: sets of values and years are numbered by their occurrence."""
        if name == "year":
            return self._year
        if name in ("target_groups", "actors"):
            masks = self.facts.projects[name]
            known = self.tallies.masks(name)
            place = np.zeros(1 << (8 * masks.dtype.itemsize), np.uint16)
            place[known] = np.arange(len(known))
            return place[masks]
        return self.facts.projects[name]

    @cached_property
    def _year(self) -> Column:
        first = self.years[0] if self.years else codes.FIRST_YEAR
        coded = np.zeros(codes.QUARTERS, np.uint8)
        years = codes.year_of(np.arange(codes.QUARTERS))
        inside = (years >= first) & (years < first + len(self.years))
        coded[inside] = years[inside] - first + 1
        return coded[self.facts.projects["quarter"]]

    def _size(self, column: str) -> int:
        if column == "year":
            return len(self.years) + 1
        if column in ("target_groups", "actors"):
            return len(self.tallies.masks(column))
        return self.facts.number_of(column)

    def _columns_for(self, wanted: set[str]) -> tuple[str, ...]:
        """The columns of a cube that has those wanted: one that many figures share, where there is one."""
        more = wanted - {"year", "type"}
        if not more:
            return ("year", "type", "council")
        if len(more) == 1 and (one := next(iter(more))) in _BIG:
            return ("year", "type", one)
        return tuple(sorted(wanted))

    def _cube(self, key: str, columns: tuple[str, ...]) -> Floats:
        """[standing, a code of each column]: a sum over the selected projects."""
        if (key, columns) not in self._cubes:
            sizes = (STANDINGS, *(self._size(column) for column in columns))
            number = math.prod(sizes)
            groups = self._groups_of(columns, sizes)
            family = self.tallies.families.get(key)
            if family is None:
                values = self.tallies.of_projects(key)
                if self._selected is not None:
                    groups = groups[self._selected]
                    values = None if values is None else values[self._selected]
                self._cubes[key, columns] = kernel.sums(groups, number, values).reshape(sizes)
            else:
                if self._selected is not None:
                    groups = np.where(self._selected, groups, -1)
                digit = self._digit(family.column, family.milestone)
                found = kernel.frequencies_by_group([digit], self.tallies.owners, groups, number)
                having = found.astype(np.float64) @ family.has
                for name, sums in zip(family.names, having.T, strict=True):
                    self._cubes[name, columns] = sums.reshape(sizes)
        return self._cubes[key, columns]

    def _groups_of(self, columns: tuple[str, ...], sizes: tuple[int, ...]) -> NDArray[Any]:
        """The place of each project in a cube."""
        if columns not in self._groups:
            narrow: Any = np.int16 if math.prod(sizes) < 1 << 15 else np.int64
            group: NDArray[Any] = self.facts.projects["standing"].astype(narrow)
            for column, size in zip(columns, sizes[1:], strict=True):
                group *= narrow(size)
                group += self._column(column).astype(narrow)
            self._groups[columns] = group
        return self._groups[columns]

    def _of_everybody(self, key: str, family: Family, counted: Counted) -> Floats:
        """How many participations have a property, undivided."""
        census, place = self.census(counted), family.names.index(key)
        if family.column == "path":
            return np.asarray(census.persons.sum(axis=0) @ family.has[:, place], np.float64)
        found = census.outcomes(family.milestone).sum(axis=(0, 1, 2))
        return np.asarray(found @ family.has[:, place], np.float64)

    def _by_value(self, columns: tuple[str, ...], counted: Counted, axis: Axis, milestone: int = 0) -> Floats:
        """[value of the axis, a code of each column]: how often the codes of columns of participations occur together
        among the counted projects, the total last."""
        key = (columns, axis.key, counted, milestone)
        if key not in self._by_values:
            found = kernel.frequencies_by_group(
                [self._digit(name, milestone) for name in columns],
                self.tallies.owners,
                np.where(self._kept(counted), self._column(axis.column).astype(np.intp), -1),
                self._size(axis.column),
            )
            self._by_values[key] = np.asarray(np.tensordot(with_total(axis), found, axes=(0, 0)))
        return self._by_values[key]

    def _of(self, key: str, column: str, values: Collection[str], *, every: bool, counted: Counted) -> Axis:
        """An axis with a value for each code from 1; those that do not occur are left out unless `every`."""
        size = self._size(column)
        occurs = np.ones(size, bool)
        if not every:
            occurs[:] = self._occurring(column, counted) > 0
        kept = [position for position in range(size - 1) if occurs[position + 1]]
        if key == "year" and kept:
            kept = list(range(kept[0], kept[-1] + 1))
        names = list(values)
        member = np.zeros((size, len(kept)), bool)
        member[[position + 1 for position in kept], range(len(kept))] = True
        return self._with_unknown(
            Axis(key, column, tuple(names[position] for position in kept), member), counted
        )

    def _occurring(self, column: str, counted: Counted) -> Floats:
        columns = self._columns_for({column})
        cube = self._cube("one", columns)[list(counted.standings)].sum(axis=0)
        others = tuple(number for number, name in enumerate(columns) if name != column)
        return np.asarray(cube.sum(axis=others))

    def _with_unknown(self, axis: Axis, counted: Counted) -> Axis:
        """With "unknown" as the last value, where a counted project has none of the others."""
        none = ~axis.member.any(axis=1)
        if not self._occurring(axis.column, counted)[none].any():
            return axis
        return Axis(
            axis.key,
            axis.column,
            (*axis.codes, "unknown"),
            np.column_stack([axis.member, none]),
            axis.adds_up,
        )


def _crossed(cube: Floats, columns: Sequence[str], axes: Sequence[Axis]) -> Floats:
    """A cube by axes of which several divide by the same column."""
    letters = {column: number for number, column in enumerate(columns)}
    parts: list[object] = [cube, [*letters.values()]]
    outer = range(10, 10 + len(axes))
    for letter, axis in zip(outer, axes, strict=True):
        parts += [with_total(axis), [letters[axis.column], letter]]
    return np.asarray(np.einsum(*parts, [*outer], optimize="greedy"))  # type: ignore[call-overload]


def with_total(axis: Axis) -> Floats:
    """Which values each code stands for, and a last one for all of them."""
    return np.column_stack([axis.member, np.ones(len(axis.member), bool)]).astype(np.float64)
