"""Counts facts: what can be counted (tallies), by what (axes), and among which projects (selection).

The participations are read once: they become numbers for each project, and every cut by what is known of projects is
counted from those. What is known of the persons themselves is counted straight from their columns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True)
class Axis:
    """A way of dividing projects. `member[code, value]` says which values the code of a column stands for."""

    key: str
    column: str
    codes: tuple[str, ...]
    member: NDArray[np.bool_]
    adds_up: bool = True


FUNNEL = ("screened", "suitable", "presented", "enrolled", "started", "completed", "dropped")
MILESTONE_KINDS = ("known", "job", "education", "apprenticeship", "retained")
_JOBS = ("ordinary_job", "subsidised_job")
_PLAIN = ("reported", "courses", "parties", "needs", "needed")
_BIG = ("council", "industry", "target_groups", "initiative", "role", "area")


class Tallies:
    """The numbers of each project, from one reading of the participations."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.paths = codes.Paths(len(facts.enumerations["dropout_reason"]))
        self._made: dict[str, Floats] = {}
        self._masks: dict[str, NDArray[np.int64]] = {}

    def of(self, key: str) -> Floats:
        """For each project: "invited", a step of FUNNEL, "never_began", "withdrawn", "dropped_<reason>",
        "<milestone>_<kind>" (MILESTONE_KINDS), "participants" (def.count.participant), "one" (the project itself),
        "with_participants", or a column of the projects that is a number. Raises KeyError."""
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def masks(self, column: str) -> NDArray[np.int64]:
        """The sets of values that occur in a column of bits, in ascending order."""
        if column not in self._masks:
            masks = self.facts.projects[column]
            size = 1 << (8 * masks.dtype.itemsize)
            self._masks[column] = np.flatnonzero(kernel.frequencies(masks, size))
        return self._masks[column]

    def _make(self, key: str) -> Floats:
        if key == "invited":
            return np.diff(self.facts.first).astype(np.float64)
        if key == "participants":
            return self.of("started") + self.of("reported")
        if key == "one":
            return np.ones(len(self.facts.first) - 1)
        if key == "with_participants":
            return (self.of("participants") > 0).astype(np.float64)
        if key == "endorsed_needed":
            return self.of("needed") * self.facts.projects["endorsed"]
        if key in _PLAIN:
            return self.facts.projects[key].astype(np.float64)
        for found in (self._steps, self._outcomes):
            if key in found:
                return found[key]
        raise KeyError(key)

    @cached_property
    def _steps(self) -> dict[str, Floats]:
        screening, presented, begun, progress = self.paths.parts()
        dropped = progress >= codes.DROPPED
        has = {
            "screened": screening > 0,
            "suitable": screening == codes.SCREENINGS.index("passed"),
            "presented": presented,
            "enrolled": progress >= codes.ENROLLED,
            "started": begun,
            "completed": progress == codes.FINISHED,
            "dropped": dropped & begun,
            "never_began": dropped & ~begun,
            "withdrawn": progress == codes.WITHDRAWN,
        }
        for position, reason in enumerate(self.facts.enumerations["dropout_reason"]):
            has[f"dropped_{reason}"] = progress == codes.DROPPED + position
        return self._tally("path", has)

    @cached_property
    def _outcomes(self) -> dict[str, Floats]:
        kinds = self.facts.enumerations["outcome"]
        has = {}
        for position, milestone in enumerate(self.facts.enumerations["milestone"]):
            at = codes.outcome_at(position)
            has[f"{milestone}_known"] = at > 0
            has[f"{milestone}_job"] = np.isin(at, [kinds.index(kind) + 1 for kind in _JOBS])
            has[f"{milestone}_education"] = at == kinds.index("ordinary_education") + 1
            has[f"{milestone}_apprenticeship"] = at == kinds.index("adult_apprenticeship") + 1
            has[f"{milestone}_retained"] = at == kinds.index("retained") + 1
        return self._tally("outcomes", has)

    def _tally(self, column: str, has: Mapping[str, NDArray[np.bool_]]) -> dict[str, Floats]:
        found = kernel.tally(
            self.facts.participations[column],
            self.facts.first,
            np.stack(list(has.values()), axis=1),
        )
        return dict(zip(has, found, strict=True))


class Counts:
    """Facts, counted among the selected projects. Arrays that it answers have the total at the end of each axis."""

    def __init__(
        self, facts: Facts, selection: Selection | None = None, *, tallies: Tallies | None = None
    ) -> None:
        self.facts = facts
        self.selection = selection or Selection()
        self.tallies = tallies or Tallies(facts)
        self._cubes: dict[tuple[str, tuple[str, ...]], Floats] = {}
        self._groups: dict[tuple[str, ...], NDArray[np.intp]] = {}

    def only(self, selection: Selection) -> Counts:
        """The same facts, otherwise limited: what was read of participations is not read again."""
        return Counts(self.facts, selection, tallies=self.tallies)

    def by(self, axes: tuple[Axis, ...], key: str, counted: Counted) -> Floats:
        """The sum of a tally over the counted projects, [a value of each axis]."""
        columns = self._columns_for({axis.column for axis in axes})
        cube = self._cube(key, columns)
        letters = {column: number for number, column in enumerate(columns, start=1)}
        standing = np.zeros(cube.shape[0])
        standing[list(counted.standings)] = 1
        parts: list[object] = [cube, [0, *letters.values()], standing, [0]]
        outer = range(10, 10 + len(axes))
        for letter, axis in zip(outer, axes, strict=True):
            parts += [with_total(axis), [letters[axis.column], letter]]
        return np.asarray(np.einsum(*parts, [*outer], optimize="greedy"))  # type: ignore[call-overload]

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

    def persons(self, inner: str, counted: Counted) -> NDArray[np.int64]:
        """[person, code of `inner`]: participations by who takes part and by "path" or "outcomes"."""
        facts = self.facts
        people = codes.SKILLS * (len(facts.enumerations["situation"]) + 1)
        size = self.tallies.paths.size if inner == "path" else codes.OUTCOME_BASE**4
        return self._rows_counted(("person", inner), (people, size), counted)

    def quarters(self, step: str, counted: Counted, axis: Axis | None = None) -> Floats:
        """[value of the axis, quarter]: when candidates took a step (codes.STEPS), with the total last."""
        if axis is None:
            return self._rows_counted((step,), (codes.QUARTERS,), counted)[None, :].astype(np.float64)
        groups = self._take(self._column(axis.column)).astype(np.intp)
        kept = np.full(len(self.facts.first) - 1, -1, np.intp)
        kept[self._indices] = np.where(np.isin(self._standing, counted.standings), groups, -1)
        found = kernel.frequencies_by_group(
            self.facts.participations[step],
            codes.QUARTERS,
            self.facts.first,
            kept,
            self._size(axis.column),
        )
        return with_total(axis).T @ found

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last in which a project that counts for anything began."""
        quarters = self.facts.projects["quarter"][self.facts.projects["standing"] > 0]
        known = codes.year_of(quarters[quarters > 0])
        return tuple(range(int(known.min()), int(known.max()) + 1)) if len(known) else ()

    def period(self, counted: Counted) -> tuple[int, int] | None:
        """The first and the last quarter in which a counted project began."""
        quarters = self._take(self.facts.projects["quarter"])
        kept = quarters[np.isin(self._standing, counted.standings) & (quarters > 0)]
        return (int(kept.min()), int(kept.max())) if len(kept) else None

    # How it is counted

    @cached_property
    def _indices(self) -> NDArray[np.intp] | slice:
        """The selected projects."""
        limits, since, until = self.selection.limits, self.selection.since, self.selection.until
        if not limits and since is None and until is None:
            return slice(None)
        quarters = self.facts.projects["quarter"]
        kept = np.ones(len(quarters), bool)
        if since is not None:
            kept &= quarters >= codes.quarter_of(since)
        if until is not None:
            kept &= (quarters > 0) & (quarters <= codes.quarter_of(until))
        for key, wanted in limits.items():
            axis = Counts(self.facts, tallies=self.tallies).axis(key, Counted.BEGUN)
            values = [position for position, code in enumerate(axis.codes) if code in wanted]
            wanted_codes = np.asarray(axis.member[:, values].any(axis=1))
            kept &= wanted_codes[self._column(axis.column)]
        return np.flatnonzero(kept)

    @cached_property
    def _standing(self) -> Column:
        return self._take(self.facts.projects["standing"])

    def _take(self, column: NDArray[Any]) -> NDArray[Any]:
        return column[self._indices]

    def _column(self, name: str) -> Column:
        """A column of projects as codes from 0: masks and years are numbered by their occurrence."""
        if name == "year":
            return self._year
        if name in ("target_groups", "actors"):
            return np.searchsorted(self.tallies.masks(name), self.facts.projects[name])
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
            return max(1, len(self.tallies.masks(column)))
        if column == "council":
            return len(self.facts.councils) + 1
        if column == "industry":
            return len(self.facts.industries) + 1
        return len(self.facts.enumerations[column]) + 1

    def _columns_for(self, wanted: set[str]) -> tuple[str, ...]:
        """The columns of a cube that has those wanted: one that many figures share, where there is one."""
        more = wanted - {"year", "type"}
        if not more:
            return ("year", "type", "council")
        if len(more) == 1 and (one := next(iter(more))) in _BIG:
            return ("year", "type", one)
        return tuple(sorted(wanted))

    def _cube(self, key: str, columns: tuple[str, ...]) -> Floats:
        """[standing, a code of each column]: the sum of a tally."""
        name = (key, columns)
        if name not in self._cubes:
            sizes = (3, *(self._size(column) for column in columns))
            if columns not in self._groups:
                group = self._standing.astype(np.intp)
                for column, size in zip(columns, sizes[1:], strict=True):
                    group *= size
                    group += self._take(self._column(column))
                self._groups[columns] = group
            values = None if key == "one" else self._take(self.tallies.of(key))
            self._cubes[name] = kernel.sums(self._groups[columns], int(np.prod(sizes)), values).reshape(sizes)
        return self._cubes[name]

    def _rows_counted(
        self, columns: tuple[str, ...], sizes: tuple[int, ...], counted: Counted
    ) -> NDArray[np.int64]:
        """How often the codes of the columns of participations occur together, among the counted projects. Where most
        rows count, all are counted and those that do not are taken away: that reads them without looking up whose
        they are."""
        rows = [self.facts.participations[column] for column in columns]
        first = self.facts.first
        kept = np.zeros(len(first) - 1, bool)
        kept[self._indices] = np.isin(self._standing, counted.standings)
        number = int(np.diff(first)[kept].sum())
        if 2 * number > first[-1]:
            left_out = kernel.frequencies_together(kernel.rows_of(rows, first, ~kept), sizes)
            return np.asarray(kernel.frequencies_together(rows, sizes) - left_out)
        return kernel.frequencies_together(kernel.rows_of(rows, first, kept), sizes)

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


def with_total(axis: Axis) -> Floats:
    """Which values each code stands for, and a last one for all of them."""
    return np.column_stack([axis.member, np.ones(len(axis.member), bool)]).astype(np.float64)
