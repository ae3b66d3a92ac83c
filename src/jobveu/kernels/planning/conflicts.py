"""Which requirements of a plan cannot all be met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from jobveu.kernels.conflicts import DATES, TRAVEL, Conflict, Filter, conflict_among
from jobveu.kernels.planning.model import Kind, Part, Requirement, build, parts
from jobveu.kernels.planning.options import Options, permitted
from jobveu.kernels.planning.values import Problem
from jobveu.kernels.programs import OutOfTime, Status, Watch, maximise

SMALL = 150
"""Up to so many requirements the smallest conflict is searched for; among more, an irreducible one."""
MOST_TRIALS = 1_500

One = Requirement | Filter


def conflict_in(problem: Problem, *, watch: Watch, seed: int) -> Conflict[One]:
    """The smallest conflict in a problem that no plan is possible for. Reduced as far as `watch` leaves time for."""
    filters = frozenset((what, hold.id) for hold in problem.holds for what in (DATES, TRAVEL))
    # What nobody's dates and travel limits keep apart belongs together here.
    pieces = parts(problem, permitted(problem, without=filters))
    found: list[Conflict[One]] = []
    open_: list[_Trials] = []
    for piece in pieces:
        trials = _Trials(_alone(problem, piece), watch=watch, seed=seed)
        everything = trials.candidates()
        try:
            if not everything or trials.can_be_met(everything):
                continue
        except OutOfTime:
            open_.append(trials)
            continue
        found.append(
            conflict_among(
                everything,
                can_be_met=trials.can_be_met,
                possible=trials.possible,
                small=len(everything) <= SMALL,
                watch=watch,
                seed=seed,
            )
        )
    if not found:  # it is in one of those that there was no time for
        both = [(one, trials.possible(one)) for trials in open_ for one in trials.candidates()]
        return Conflict(tuple(one for one, _ in both), tuple(number for _, number in both), False, False)
    best = min(found, key=lambda one: (not one.irreducible, len(one.requirements)))
    return replace(best, smallest=not open_ and all(one.smallest for one in found))


def _alone(problem: Problem, piece: Part) -> Problem:
    return replace(
        problem,
        demands=tuple(problem.demands[index] for index in piece.demands),
        holds=tuple(problem.holds[index] for index in piece.holds),
        limits=tuple(problem.limits[index] for index in piece.limits),
    )


@dataclass(slots=True)
class _Trials:
    """Asks whether a set of requirements can be met, all others left out. How many there are of each demand, and
    that nobody is on a hold that does not run, is taken as given."""

    problem: Problem
    watch: Watch
    seed: int
    count: int = 0
    _options: dict[frozenset[tuple[str, str]], Options] = field(default_factory=dict)

    def candidates(self) -> list[One]:
        problem = self.problem
        found: list[One] = [Requirement(Kind.HOLD_RUNS, one.id) for one in problem.holds if one.must_run]
        found += [Requirement(Kind.HOLD_LEAST, one.id) for one in problem.holds if one.least]
        found += [Requirement(Kind.HOLD_MOST, one.id) for one in problem.holds]
        found += [Requirement(Kind.DEMAND_LEAST, one.id) for one in problem.demands if one.least]
        found += [Requirement(Kind.LIMIT, one.id) for one in problem.limits]
        dated = any(one.earliest or one.latest for one in problem.demands)
        limited = any(one.travel_limit is not None or one.time_limit is not None for one in problem.demands)
        found += [Filter(DATES, one.id) for one in problem.holds if dated]
        found += [Filter(TRAVEL, one.id) for one in problem.holds if limited and one.place is not None]
        return found

    def can_be_met(self, requirements: Sequence[One]) -> bool:
        """Raises OutOfTime."""
        self.count += 1
        if self.count > MOST_TRIALS or self.watch.stop():
            raise OutOfTime
        kept = set(requirements)
        options = self._permitted({one for one in kept if isinstance(one, Filter)})
        waived = frozenset(
            one for one in self.candidates() if isinstance(one, Requirement) and one not in kept
        )
        problem = self.problem
        whole = Part(
            tuple(range(len(problem.demands))),
            tuple(range(len(problem.holds))),
            tuple(range(len(problem.limits))),
            np.arange(len(options)),
        )
        program = build(problem, options, whole, waived=waived).program()
        status = maximise(
            replace(program, gain=np.zeros(len(program.gain))), watch=self.watch, seed=self.seed
        ).status
        if status is Status.STOPPED:
            raise OutOfTime
        return status is Status.OPTIMAL

    def possible(self, one: One) -> int:
        """How many can come to the hold at all, how many places there are within the demand's reach, how many holds
        the limit is for or what they cost, or how many get past the filter by itself."""
        problem = self.problem
        options = self._permitted({one}) if isinstance(one, Filter) else permitted(problem)
        if isinstance(one, Requirement) and one.kind is Kind.LIMIT:
            limit = next(limit for limit in problem.limits if limit.id == one.of)
            return sum(limit.takes(hold) for hold in problem.holds if hold.id in limit.holds)
        if isinstance(one, Requirement) and one.kind is Kind.DEMAND_LEAST:
            mine = [index for index, demand in enumerate(problem.demands) if demand.id == one.of]
            return sum(problem.holds[at].most for at in options.hold[np.isin(options.demand, mine)].tolist())
        of = one.at if isinstance(one, Filter) else one.of
        mine = [index for index, hold in enumerate(problem.holds) if hold.id == of]
        return sum(problem.demands[at].count for at in options.demand[np.isin(options.hold, mine)].tolist())

    def _permitted(self, filters: set[Filter]) -> Options:
        without = frozenset(
            (what, hold.id)
            for hold in self.problem.holds
            for what in (DATES, TRAVEL)
            if Filter(what, hold.id) not in filters
        )
        if without not in self._options:
            self._options[without] = permitted(self.problem, without=without)
        return self._options[without]
