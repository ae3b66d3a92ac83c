"""What figures ask of the persons in all counted projects, from one reading of their participations."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobveu.insight.facts import Facts, codes
from jobveu.kernels import counting as kernel

Numbers = NDArray[np.int64]

DUE_AFTER = (3, 6, 12)
"""The months after which the result of somebody who has ended should be known."""
_TWO = codes.OUTCOME_BASE**2
_PIECE = 1 << 19
"""Participations that are worked on at a time: enough that the two processors, of which only one can count frequencies at
a time, seldom wait for each other; few enough that what is made of them stays small."""


class Census:
    """How many participations are alike, in the projects that are `kept`.

    `paths`: [area, person, path, merit]; `persons`: [person, path]; `quarters`: of each of codes.STEPS [quarter]. Areas
    and types are the codes of the projects' columns.
    """

    def __init__(self, facts: Facts, kept: NDArray[np.bool_]) -> None:
        reading = _Reading(facts, kept)
        halves = kernel.in_parts(len(kept), reading.of)
        paths, earlier, later, *quarters = (np.asarray(sum(each)) for each in zip(*halves, strict=True))
        self.paths = paths.reshape(reading.of_paths)[:-1]
        self.persons = self.paths.sum(axis=(0, 3))
        self._pairs = [pair.reshape(reading.of_pairs)[:-1] for pair in (earlier, later)]
        self.quarters: Mapping[str, Numbers] = dict(zip(codes.STEPS, quarters, strict=True))
        for found in quarters:
            found[0] -= int(reading.sizes[~kept].sum())

    def outcomes(self, milestone: int) -> Numbers:
        """[type, due, person, kind]: where they are at a milestone, by its position. `due` is for how many of the months
        of DUE_AFTER the result should be known."""
        pair, second = divmod(milestone, 2)
        return np.asarray(self._pairs[pair].sum(axis=-1 if second else -2))


class _Reading:
    """Reads participations piece by piece. Projects that are not kept have an area and a type of their own, the last, and
    their quarters count as not known."""

    def __init__(self, facts: Facts, kept: NDArray[np.bool_]) -> None:
        self.facts = facts
        self.sizes = np.diff(facts.first)
        self.path = codes.Paths(len(facts.enumerations["dropout_reason"]))
        people = codes.SKILLS * (len(facts.enumerations["situation"]) + 1)
        areas, types = (len(facts.enumerations[name]) + 1 for name in ("area", "type"))
        self.of_paths = (areas + 1, people, self.path.size, codes.MERITS)
        self.of_pairs = (types + 1, len(DUE_AFTER) + 1, people, codes.OUTCOME_BASE, codes.OUTCOME_BASE)
        area, type_ = facts.projects["area"], facts.projects["type"]
        self.place = np.where(kept, type_ * np.uint8(areas + 1) + area, (types + 1) * (areas + 1) - 1)
        self.place = self.place.astype(kernel.kind_for((types + 1) * (areas + 1)))
        self.due_until = [np.uint8(due_until(facts, months)) for months in DUE_AFTER]

    def of(self, begin: int, end: int) -> list[Numbers]:
        """Of some projects: the paths, both pairs of milestones, and the quarters of each step."""
        paths, *pairs = (
            kernel.Frequencies(math.prod(of)) for of in (self.of_paths, self.of_pairs, self.of_pairs)
        )
        quarters = [kernel.ByteFrequencies() for _step in codes.STEPS]
        for projects, rows in kernel.pieces(self.facts.first, begin, end, _PIECE):
            row = {name: column[rows] for name, column in self.facts.participations.items()}
            place = np.repeat(self.place[projects], self.sizes[projects])
            type_ = place // place.dtype.type(self.of_paths[0])
            area = place - type_ * place.dtype.type(self.of_paths[0])
            paths.add(kernel.together((area, row["person"], row["path"], row["merit"]), self.of_paths))
            who = kernel.together(
                (type_, due_of(row["path"], row["ended"], self.path, self.due_until), row["person"]),
                self.of_pairs[:3],
            )
            first = who.astype(kernel.kind_for(math.prod(self.of_pairs)))
            first *= first.dtype.type(_TWO)
            for pair, outcomes in zip(
                pairs,
                (row["outcomes"] & np.uint16(_TWO - 1), row["outcomes"] >> np.uint16(2 * codes.OUTCOME_BITS)),
                strict=True,
            ):
                outcomes += first
                pair.add(outcomes)
            counts = (type_ < self.of_pairs[0] - 1).view(np.uint8)
            for step, found in zip(codes.STEPS, quarters, strict=True):
                found.add(row[step] * counts)
        return [*(one.found for one in (paths, *pairs)), *(one.found for one in quarters)]


def due_of(
    path: NDArray[Any], ended: NDArray[Any], paths: codes.Paths, until: Sequence[np.uint8]
) -> NDArray[np.uint8]:
    """For how many of the months of DUE_AFTER the result of each participation should be known; `until` is the last
    quarter for each of them (due_until)."""
    before = ended - np.uint8(1)  # what is not known becomes the last quarter of all
    found = np.zeros(len(ended), np.uint8)
    for limit in until:
        found += (before < limit).view(np.uint8)
    found *= paths.begun(path)
    return found


def due_until(facts: Facts, months: int) -> int:
    """The last quarter in which somebody may have ended so that the milestone is due on the day of the facts."""
    last = 0
    while codes.last_day(last + 1 + months // 3) <= facts.day and last + 1 + months // 3 < codes.QUARTERS:
        last += 1
    return last
