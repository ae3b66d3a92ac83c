"""What figures ask of the persons in all counted projects, from one reading of their participations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jobveu.insight.facts import Facts, codes
from jobveu.insight.facts.values import Column
from jobveu.kernels import counting as kernel
from jobveu.kernels.compiled import compiled
from jobveu.kernels.counting import Numbers

DUE_AFTER = (3, 6, 12)
"""The months after which the result of somebody who has ended should be known."""


class Census:
    """How many participations are alike, in the projects that are `kept`.

    `paths`: [area, person, path, merit]; `persons`: [person, path]; `quarters`: of each of codes.STEPS [quarter]; `pairs`:
    [which two milestones, type, due, person, where they are at both]. `due` is for how many of the months of DUE_AFTER
    the result should be known. Areas and types are the codes of the projects' columns.
    """

    def __init__(self, facts: Facts, kept: NDArray[np.bool_], owners: kernel.Owners) -> None:
        paths = codes.Paths(len(facts.enumerations["dropout_reason"]))
        areas, types, people = (facts.number_of(name) for name in ("area", "type", "person"))
        projects = _Projects(kept, facts.projects["area"], facts.projects["type"])
        rows = _Rows(**{name: facts.participations[name] for name in _Rows._fields})
        due = due_of_codes(facts, paths)

        def read(begin: int, end: int) -> _Found:
            found = _Found(
                np.zeros((areas, people, paths.size, codes.MERITS), np.int64),
                np.zeros((2, types, len(DUE_AFTER) + 1, people, codes.OUTCOME_BASE**2), np.int64),
                np.zeros((len(codes.STEPS), codes.QUARTERS), np.int64),
            )
            _read(owners.first, begin, end, projects, rows, due, np.uint16(2 * codes.OUTCOME_BITS), found)
            return found

        self.paths, self.pairs, quarters = map(kernel.sum_of, zip(*owners.in_parts(read), strict=True))
        self.persons: Numbers = self.paths.sum(axis=(0, 3))
        self.quarters: Mapping[str, Numbers] = dict(zip(codes.STEPS, quarters, strict=True))

    def outcomes(self, milestone: int) -> Numbers:
        """[type, due, person, kind]: where they are at a milestone, by its position."""
        pair, second = divmod(milestone, 2)
        both = self.pairs[pair].reshape(*self.pairs.shape[1:-1], codes.OUTCOME_BASE, codes.OUTCOME_BASE)
        return np.asarray(both.sum(axis=-1 if second else -2))


def due_of_codes(facts: Facts, paths: codes.Paths) -> NDArray[np.uint8]:
    """[path, quarter of its end]: for how many of the months of DUE_AFTER the result should be known."""
    ended = np.arange(codes.QUARTERS)
    limits = np.array([due_until(facts, months) for months in DUE_AFTER])
    due = ((ended > 0) & (ended <= limits[:, None])).sum(axis=0)
    found = np.zeros((1 << 8, codes.QUARTERS), np.uint8)
    begun = paths.parts()[2]
    found[: paths.size] = begun[:, None] * due
    return found


def due_until(facts: Facts, months: int) -> int:
    """The last quarter in which somebody may have ended so that the milestone is due on the day of the facts."""
    last = 0
    while codes.last_day(last + 1 + months // 3) <= facts.day and last + 1 + months // 3 < codes.QUARTERS:
        last += 1
    return last


class _Projects(NamedTuple):
    kept: NDArray[np.bool_]
    area: Column
    type: Column


class _Rows(NamedTuple):
    person: Column
    path: Column
    merit: Column
    outcomes: Column
    invited: Column
    screened: Column
    presented: Column
    started: Column
    ended: Column


class _Found(NamedTuple):
    """As `Census` has them."""

    paths: Numbers
    pairs: Numbers
    quarters: Numbers


@compiled
def _read(
    first: Numbers,
    begin: int,
    end: int,
    projects: _Projects,
    rows: _Rows,
    due: NDArray[np.uint8],
    bits_of_pair: np.uint16,
    found: _Found,
) -> None:
    """Adds the participations of some projects. Every code has its place in what is found (Facts.number_of)."""
    bits_of_first = (np.uint16(1) << bits_of_pair) - np.uint16(1)
    for project in range(begin, end):
        if not projects.kept[project]:
            continue
        paths = found.paths[projects.area[project]]
        first_pair = found.pairs[0, projects.type[project]]
        second_pair = found.pairs[1, projects.type[project]]
        for row in range(first[project], first[project + 1]):
            person, path, outcomes = rows.person[row], rows.path[row], rows.outcomes[row]
            known = due[path, rows.ended[row]]
            paths[person, path, rows.merit[row]] += 1
            first_pair[known, person, outcomes & bits_of_first] += 1
            second_pair[known, person, outcomes >> bits_of_pair] += 1
            found.quarters[0, rows.invited[row]] += 1
            found.quarters[1, rows.screened[row]] += 1
            found.quarters[2, rows.presented[row]] += 1
            found.quarters[3, rows.started[row]] += 1
            found.quarters[4, rows.ended[row]] += 1
