"""A stable proposal: no person and company would both rather have each other than what they got.

Persons offer themselves in the order of their wishes, and positions and holds keep the best of those who have come
(deferred acceptance: Gale and Shapley 1962; Roth 1984 for places in number; Abraham, Irving and Manlove 2007 for
places within places). Persons order by their wishes, companies by their scores; what was not given a number counts
as 0. A hold takes the candidates in the order of the companies' scores, those without a position last. So a hold's
order never contradicts its companies', and a stable proposal always exists. Ties are broken by lot, drawn from the
seed: then nobody strictly prefers anybody who strictly prefers them.

Least numbers are another matter: where a hold gets too few, it is cancelled and everybody is asked again. A hold that
may not be cancelled, a least number of a position, job centre quotas and floors are not heeded: with them no stable
proposal need exist. Which of them are not met is said.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from heapq import heappop, heappush

import numpy as np

from jobveu.kernels.matching.answers import Answer, Mode, State
from jobveu.kernels.matching.model import Model, build
from jobveu.kernels.matching.options import NONE, permitted
from jobveu.kernels.matching.solving import VERSION, nothing_yet, placed
from jobveu.kernels.matching.values import Problem, check
from jobveu.kernels.programs import OutOfTime, Watch

Rank = tuple[int, int]
"""A company's score and the lot; greater is better."""


AT_ONCE = 1_000
"""Options and offers between two looks at the clock."""


def stable(
    problem: Problem,
    *,
    seed: int = 0,
    work_limit: int | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """The stable proposal that is best for the persons. Stopped before everybody has been asked there is none. As `solve`
    otherwise."""
    check(problem)
    watch = Watch(should_stop, work_limit=work_limit)
    try:
        return _stable(problem, watch, seed)
    except OutOfTime:
        return nothing_yet(problem, watch, seed, Mode.STABLE)


def _stable(problem: Problem, watch: Watch, seed: int) -> Answer:
    model = build(problem, permitted(problem, watch=watch), watch=watch)
    cancelled: set[int] = set()
    while True:
        chosen = _accept(problem, model, cancelled, watch, seed)
        on_hold = np.bincount(model.options.hold[chosen] + 1, minlength=len(problem.holds) + 1)[1:]
        short = [
            (int(on_hold[index]) - hold.least, index)
            for index, hold in enumerate(problem.holds)
            if hold.may_be_cancelled and index not in cancelled and 0 < on_hold[index] < hold.least
        ]
        if not short:
            break
        cancelled.add(min(short)[1])
    placements, unplaced, running, not_running = placed(problem, model, chosen)
    return Answer(
        version=VERSION,
        state=State.STABLE,
        placements=placements,
        unplaced=unplaced,
        running=running,
        cancelled=not_running,
        value=model.value(chosen),
        bound=None,
        linear_bound=None,
        nodes=0,
        seed=seed,
        work=watch.work,
        mode=Mode.STABLE,
        unmet=tuple(sorted(set(model.broken(chosen)))),
    )


def _accept(
    problem: Problem, model: Model, cancelled: set[int], watch: Watch, seed: int
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    options = model.options
    lot = random.Random(seed)  # noqa: S311 - lots that can be drawn again, not secrets
    person_lots = lot.sample(range(len(problem.persons)), len(problem.persons))
    targets = [one.id for one in problem.targets]
    target_lots = dict(zip(targets, lot.sample(range(len(targets)), len(targets)), strict=True))
    waiting_offers: list[list[int]] = [[] for _ in problem.persons]
    rank: list[Rank] = []
    for option in range(len(options)):
        if not option % AT_ONCE:
            watch.go_on()
        person = int(options.person[option])
        position = int(options.position[option])
        score = -1
        if position != NONE:
            score = problem.positions[position].scores.get(problem.persons[person].id, 0)
        rank.append((score, person_lots[person]))
        if int(options.hold[option]) not in cancelled:
            waiting_offers[person].append(option)
    for person, offers in enumerate(waiting_offers):
        wishes = problem.persons[person].wishes

        def order(option: int, wishes: Mapping[str, int] = wishes) -> tuple[int, int]:
            position = int(options.position[option])
            at = problem.positions[position] if position != NONE else problem.holds[int(options.hold[option])]
            return wishes.get(at.id, 0), target_lots[at.id]

        offers.sort(key=order)  # the best is taken from the end
    at_position: list[list[tuple[Rank, int]]] = [[] for _ in problem.positions]
    on_hold: list[list[tuple[Rank, int]]] = [[] for _ in problem.holds]
    counts = [position.count for position in problem.positions]
    sizes = [hold.most for hold in problem.holds]
    kept: set[int] = set()
    free = list(range(len(problem.persons)))[::-1]

    def leave(option: int) -> None:
        kept.discard(option)
        free.append(int(options.person[option]))

    offers_made = 0
    while free:
        if not offers_made % AT_ONCE:
            watch.go_on()
        offers_made += 1
        person = free.pop()
        if not waiting_offers[person]:
            continue
        option = waiting_offers[person].pop()
        kept.add(option)
        for index, heaps, mosts in (
            (int(options.position[option]), at_position, counts),
            (int(options.hold[option]), on_hold, sizes),
        ):
            if index == NONE or option not in kept:
                continue
            heap, most = heaps[index], mosts[index]
            heappush(heap, (rank[option], option))
            _forget(heap, kept)
            while sum(1 for _, one in heap if one in kept) > most:
                _, worst = heappop(heap)
                if worst in kept:
                    leave(worst)
    return np.array(sorted(kept), np.intp)


def _forget(heap: list[tuple[Rank, int]], kept: set[int]) -> None:
    """Takes away, from the worst on, those who have left by another way."""
    while heap and heap[0][1] not in kept:
        heappop(heap)
