"""Which requirements of a matching cannot all be met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from jobveu.kernels.conflicts import CRITERIA, DATES, TRAVEL, Conflict, Filter, conflict_among
from jobveu.kernels.matching.model import Kind, Model, Requirement, build
from jobveu.kernels.matching.options import NONE, permitted
from jobveu.kernels.matching.values import Problem
from jobveu.kernels.programs import OutOfTime, Program, Status, Watch, maximise

SMALL_PAIRS = 20_000
"""Persons times positions and holds; above it what persons meet by themselves is taken as given."""
MOST_TRIALS = 1_500

One = Requirement | Filter


def conflict_in(problem: Problem, *, watch: Watch, seed: int) -> Conflict[One]:
    """A conflict in a problem that has no feasible proposal. Reduced as far as `watch` leaves time for."""
    trials = _Trials(problem, watch=watch, seed=seed)
    return conflict_among(
        trials.candidates(),
        can_be_met=trials.can_be_met,
        possible=trials.possible,
        small=trials.small,
        watch=watch,
        seed=seed,
    )


@dataclass(slots=True)
class _Trials:
    """Asks whether a set of requirements can be met, all others left out."""

    problem: Problem
    watch: Watch
    seed: int
    count: int = 0
    _whole: Model | None = None

    @property
    def whole(self) -> Model:
        """The model of the problem as it stands."""
        if self._whole is None:
            self._whole = build(self.problem, permitted(self.problem))
        return self._whole

    @property
    def small(self) -> bool:
        targets = len(self.problem.positions) + len(self.problem.holds)
        return len(self.problem.persons) * targets <= SMALL_PAIRS

    def candidates(self) -> list[One]:
        problem = self.problem
        found: list[One] = []
        for row in self._model([]).rows:
            if row.requirement not in found:
                found.append(row.requirement)
        found.sort(key=lambda one: list(Kind).index(one.kind) if isinstance(one, Requirement) else 0)
        if self.small:
            for target in problem.targets:
                if target.must:
                    found.append(Filter(CRITERIA, target.id))
                found.append(Filter(DATES, target.id))
                if target.place is not None:
                    found.append(Filter(TRAVEL, target.id))
        return found

    def can_be_met(self, requirements: Sequence[One]) -> bool:
        """Raises OutOfTime when there is no time left for it."""
        self.count += 1
        if self.count > MOST_TRIALS or self.watch.stop():
            raise OutOfTime
        program = self._model(requirements).program()
        feasible = Program(
            np.zeros(len(program.gain)),
            program.upper,
            program.low,
            program.high,
            program.rows,
            program.columns,
            program.values,
        )
        status = maximise(feasible, watch=self.watch, seed=self.seed).status
        if status is Status.STOPPED:
            raise OutOfTime
        return status is Status.OPTIMAL

    def possible(self, one: One) -> int:
        """How many persons can be counted for the requirement, or get past the filter."""
        model = self.whole
        options = model.options
        if isinstance(one, Filter):
            # With only this filter at work.
            ids = [target.id for target in self.problem.targets]
            others = {(what, at) for at in ids for what in (CRITERIA, DATES, TRAVEL)} - {(one.what, one.at)}
            options = permitted(self.problem, without=frozenset(others))
            places = np.array([*(other.id == one.at for other in self.problem.positions), False])
            holds = np.array([*(other.id == one.at for other in self.problem.holds), False])
            mine = np.flatnonzero(places[options.position] | holds[options.hold])
        else:
            rows = [row for row in model.rows if row.requirement == one]
            mine = rows[0].options if rows else np.zeros(0, np.intp)
        return len(np.unique(options.person[mine]))

    def _model(self, requirements: Sequence[One]) -> Model:
        """With no requirements at all, the model has a row for each that there is."""
        problem = self.problem
        model = self.whole
        if self.small:
            filters = {(one.what, one.at) for one in requirements if isinstance(one, Filter)}
            without = frozenset((what, at.id) for at in problem.targets for what in (CRITERIA, DATES, TRAVEL))
            model = build(problem, permitted(problem, without=without - filters))
        if not requirements:
            return model
        kept = {one for one in requirements if isinstance(one, Requirement)}
        rows = [row for row in model.rows if row.requirement in kept]
        # A hold without a largest size still runs when somebody is on it.
        rows += [
            replace(row, runs_weight=-len(row.options))
            for row in model.rows
            if row.requirement.kind is Kind.HOLD_MOST and row.requirement not in kept and row.runs != NONE
        ]
        return replace(model, rows=tuple(rows))
