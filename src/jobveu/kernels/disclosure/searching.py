"""The search for what to withhold in one part of the tables, cells that sums tie together.

1. A goal, that a cell has to be able to be lower or higher, is reached without withholding more if a box does it
   (`boxes`).
2. The others are solved several at a time as linear programmes: the smallest priced sum of changes that reaches the
   goals. Where the parts of the answer are whole, each is a move. What is left over waits, since a move for one goal
   often reaches others, and is at last given the cheapest box, or solved in whole numbers.
3. When the programmes have taken what they may, the cheapest boxes do the rest, where there are any.
4. Each withheld cell that turns out not to be needed is shown again, the most valuable first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from jobveu.kernels.disclosure.boxes import NEVER, Boxes
from jobveu.kernels.disclosure.errors import Impossible
from jobveu.kernels.disclosure.structure import Mask, Structure
from jobveu.kernels.disclosure.values import Rule
from jobveu.kernels.programs import INFINITY, TOLERANCE, Floats, Ints, Program, Status, Watch, maximise, relax

DOWN, UP = -1, 1
Goal = tuple[int, int]
"""A cell, and whether it has to be able to be lower or higher."""
TOGETHER = 16
"""Goals in one linear programme. With more its answer is less often whole; with fewer there are more programmes."""
TRACE = 0.001
"""What changing a cell that is withheld anyway costs, of a shown innermost one: moves stay small."""
ROOM = 4
"""How many times as much as the goals ask for any one cell may change."""
PROGRAMS = 60_000
"""Cells in all linear programmes together, before boxes alone go on: some seconds on one core."""
ATTEMPTS = 2_000
"""Boxes looked for to show cells again."""


@dataclass(slots=True)
class Search:
    part: Structure
    rule: Rule
    covered: Mask
    latent: Mask
    weights: Floats
    boxes: list[Boxes]
    withheld: Mask = field(init=False)
    moves: list[Ints] = field(default_factory=list)
    reached: dict[Goal, dict[int, int]] = field(default_factory=dict)
    """For each goal the moves that reach it, with how many times each is to be done; backwards below 0."""
    _position: dict[int, list[tuple[Boxes, tuple[int, ...]]]] = field(default_factory=dict)
    _rows: list[set[int]] = field(default_factory=list)
    _changing: list[set[int]] = field(default_factory=list)
    """The moves that change each cell."""
    _reaching: list[set[Goal]] = field(default_factory=list)
    """The goals that each move reaches."""
    _solved: int = 0

    def __post_init__(self) -> None:
        self.withheld = self.covered | self.latent
        for cell in np.flatnonzero(self.covered):
            for direction in (UP, DOWN):
                self.reached[int(cell), direction] = {}
        for box in self.boxes:
            for at in np.argwhere(box.place >= 0):
                position = tuple(int(i) for i in at)
                self._position.setdefault(int(box.place[position]), []).append((box, position))
        self._rows = [set() for _ in range(len(self.part))]
        self._changing = [set() for _ in range(len(self.part))]
        for row, cell in zip(self.part.row, self.part.cell, strict=True):
            self._rows[cell].add(int(row))

    def run(self) -> None:
        postponed: set[Goal] = set()
        while waiting := self._unreached():
            enough = self._solved > PROGRAMS
            goals = self._together(
                goal
                for goal in waiting
                if goal not in postponed and not (enough and goal[0] in self._position)
            )
            if goals:
                postponed.update(self._solve_together(goals))
            elif (left := self._unreached()) and not self._take_box(left[0], self._cost()):
                self._solve_alone(left[0])
        self._show_again()

    def witnesses(self) -> dict[Goal, tuple[int, int]]:
        """A move that reaches each goal, and how many times it is to be done."""
        return {goal: min(moves.items()) for goal, moves in self.reached.items()}

    def _unreached(self) -> list[Goal]:
        return [goal for goal, moves in self.reached.items() if not moves]

    def _distance(self, goal: Goal) -> int:
        cell, direction = goal
        count = int(self.part.counts[cell])
        return self.rule.high - count if direction == UP else count - self.rule.low

    def _cost(self) -> Floats:
        return np.where(self.withheld, TRACE, self.weights)

    def _nothing_new(self) -> Floats:
        return np.where(self.withheld, TRACE, NEVER)

    def _take(self, changes: Ints) -> None:
        """Withholds what is changed, and notes what each part of the changes that stands by itself reaches."""
        self.withheld |= changes != 0
        label = self.part.labels(changes != 0)
        for one in np.unique(label[label >= 0]):
            move = np.where(label == one, changes, 0)
            self._reaching.append(set())
            self.moves.append(move // np.gcd.reduce(np.abs(move[move != 0])))
            self._note(len(self.moves) - 1)

    def _note(self, number: int) -> None:
        for changed in np.flatnonzero(self.moves[number]).tolist():
            self._changing[changed].add(number)
        for sign in (1, -1):
            changes = self.moves[number] * sign
            falling = changes < 0
            most = (self.part.counts[falling] // -changes[falling]).min() if falling.any() else self.rule.high
            for cell in np.flatnonzero(self.covered & (changes != 0)):
                goal = (int(cell), UP if changes[cell] > 0 else DOWN)
                times = -(-self._distance(goal) // abs(int(changes[cell])))
                if times <= most:
                    self.reached[goal].setdefault(number, sign * times)
                    self._reaching[number].add(goal)

    def _take_box(self, goal: Goal, cost: Floats) -> bool:
        cell, direction = goal
        found = [
            box
            for cube, at in self._position.get(cell, ())
            if (box := cube.cheapest(at, direction, self._distance(goal), self.part.counts, cost)) is not None
            and self.part.adds_up(box[1])
        ]
        if found:
            self._take(min(found, key=lambda box: box[0])[1])
        return bool(found)

    def _together(self, goals: Iterable[Goal]) -> list[Goal]:
        """Some of those that no box reaches without withholding more; no two in one sum, where they would be in each
        other's way."""
        chosen: list[Goal] = []
        used: set[int] = set()
        nothing_new = self._nothing_new()
        for goal in goals:
            rows = self._rows[goal[0]]
            if used.isdisjoint(rows) and not self.reached[goal] and not self._take_box(goal, nothing_new):
                chosen.append(goal)
                used |= rows
            if len(chosen) == TOGETHER:
                break
        return chosen

    def _solve_together(self, goals: list[Goal]) -> list[Goal]:
        """By halves where the answer is not whole. Answers the goals that were not reached even alone."""
        alone: list[Goal] = []
        queue = [goals]
        while queue:
            asked = [goal for goal in queue.pop() if not self.reached[goal]]
            if asked:
                self._relax(asked)
            left = [goal for goal in asked if not self.reached[goal]]
            if len(left) > 1:
                queue += [left[len(left) // 2 :], left[: len(left) // 2]]
            else:
                alone += left
        return alone

    def _take_within(self, goal: Goal) -> bool:
        """Whether a programme reaches it without withholding more."""
        if self._solved > PROGRAMS:
            return False
        before = len(self.reached[goal])
        self._relax([goal], within=True)
        return len(self.reached[goal]) > before

    def _relax(self, goals: list[Goal], *, within: bool = False) -> None:
        self._solved += len(self.part)
        program = self._program(goals)
        if within:
            program = replace(program, upper=np.where(np.tile(self.withheld, 2), program.upper, 0.0))
        answer = relax(program, watch=Watch(), seed=0, presolve=False)
        if isinstance(answer, Status):
            return
        changes = answer.values[: len(self.part)] - answer.values[len(self.part) :]
        nearest = np.rint(changes)
        label = self.part.labels(np.abs(changes) > TOLERANCE)
        broken = np.unique(label[np.abs(changes - nearest) > TOLERANCE])
        self._take(np.where((label >= 0) & ~np.isin(label, broken), nearest, 0).astype(np.int64))

    def _solve_alone(self, goal: Goal) -> None:
        answer = maximise(self._program([goal]), watch=Watch(), seed=0)
        if answer.values is None:
            raise Impossible((self.part.keys[goal[0]],))
        values = np.rint(answer.values).astype(np.int64)
        self._take(values[: len(self.part)] - values[len(self.part) :])

    def _program(self, goals: list[Goal]) -> Program:
        """The cheapest changes that reach all of the goals: for each cell a column for what it rises by and, after all of
        those, one for what it falls by."""
        part, size, cost = self.part, len(self.part), self._cost()
        least = np.array([self._distance(goal) for goal in goals], float)
        most = ROOM * float(least.sum())
        cell, direction = (np.array(of) for of in zip(*goals, strict=True))
        row = part.rows + np.arange(len(goals))
        return Program(
            gain=-np.concatenate([cost, cost]),
            upper=np.concatenate([np.full(size, most), np.minimum(part.counts, most)]),
            low=np.concatenate([np.zeros(part.rows), least]),
            high=np.concatenate([np.zeros(part.rows), np.full(len(goals), INFINITY)]),
            rows=np.concatenate([part.row, part.row, row, row]).astype(np.int32),
            columns=np.concatenate([part.cell, part.cell + size, cell, cell + size]).astype(np.int32),
            values=np.concatenate([part.sign, -part.sign, direction, -direction]).astype(float),
        )

    def _show_again(self) -> None:
        left = ATTEMPTS
        order = {goal: at for at, goal in enumerate(self.reached)}
        secondary = np.flatnonzero(self.withheld & ~self.covered & ~self.latent)
        for cell in sorted(secondary.tolist(), key=lambda at: (-self.weights[at], at)):
            using = set(self._changing[cell])
            touched = {goal for number in using for goal in self._reaching[number]}
            lost = sorted(
                (goal for goal in touched if self.reached[goal].keys() <= using), key=order.__getitem__
            )
            if len(lost) > left:
                continue
            self.withheld[cell] = False
            for goal in lost:
                if self.reached[goal].keys() <= using:
                    left -= 1
                    if not (self._take_box(goal, self._nothing_new()) or self._take_within(goal)):
                        self.withheld[cell] = True
                        break
            if not self.withheld[cell]:
                self._forget(using)

    def _forget(self, numbers: set[int]) -> None:
        for number in numbers:
            for goal in self._reaching[number]:
                del self.reached[goal][number]
            for cell in np.flatnonzero(self.moves[number]).tolist():
                self._changing[cell].discard(number)
            self._reaching[number] = set()
            self.moves[number] = np.zeros_like(self.moves[number])
