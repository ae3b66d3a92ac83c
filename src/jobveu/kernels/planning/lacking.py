"""What a hold that does not run lacks and who could fill it, and why somebody gets no place."""

from __future__ import annotations

from collections.abc import Iterator

from jobveu.kernels.planning.answers import Answer, Lack, Obstacle, Share, Why, WhyNot
from jobveu.kernels.planning.options import Distances, obstacles
from jobveu.kernels.planning.values import Hold, Limit, Problem

BY_OBSTACLE = {"dates": Obstacle.DATES, "travel": Obstacle.TRAVEL}


def lacking(problem: Problem, answer: Answer) -> tuple[Lack, ...]:
    """For each hold that does not run; those that lack least first."""
    distances = Distances(problem)
    unserved = {one.demand: one.count for one in answer.unserved}
    runs = set(answer.running)
    found = []
    for hold in problem.holds:
        if hold.id in runs:
            continue
        within = {
            demand.id
            for demand in problem.demands
            if demand.subject == hold.subject and not obstacles(demand, hold, distances)
        }
        could_fill = tuple(Share(name, count) for name, count in unserved.items() if name in within)
        could_move = tuple(
            Share(one.demand, one.count, one.hold) for one in answer.placements if one.demand in within
        )
        reason = WhyNot.TOO_FEW
        if sum(one.count for one in could_fill) >= hold.least:
            full = [limit for limit in problem.limits if _is_full(problem, limit, hold, runs)]
            reason = WhyNot.NOT_WORTH
            if full:
                reason = WhyNot.BUDGET if all(limit.crowns for limit in full) else WhyNot.LIMIT
        found.append(Lack(hold.id, hold.least, reason, could_fill, could_move))
    return tuple(sorted(found, key=lambda one: one.lacks))


def _is_full(problem: Problem, limit: Limit, hold: Hold, runs: set[str]) -> bool:
    """Whether the limit leaves no room for the hold besides those that run."""
    if hold.id not in limit.holds:
        return False
    members = set(limit.holds)
    taken = sum(limit.takes(one) for one in problem.holds if one.id in members & runs)
    return taken + limit.takes(hold) > limit.most


def why_unserved(problem: Problem, answer: Answer) -> tuple[Why, ...]:
    """For each demand of which somebody gets no place."""
    placed: dict[str, int] = {}
    for placement in answer.placements:
        placed[placement.hold] = placed.get(placement.hold, 0) + placement.count
    demands = {demand.id: demand for demand in problem.demands}
    distances = Distances(problem)
    runs = set(answer.running)

    def told(hold: Hold, demand: str) -> Iterator[Obstacle]:
        stopping = obstacles(demands[demand], hold, distances)
        if stopping:
            yield from (BY_OBSTACLE[what] for what in stopping)
        elif hold.id not in runs:
            yield Obstacle.NOT_RUNNING
        else:
            yield Obstacle.FULL if placed.get(hold.id, 0) >= hold.most else Obstacle.NOT_WORTH

    found = []
    for one in answer.unserved:
        by_obstacle: dict[Obstacle, list[str]] = {}
        for hold in problem.holds:
            if hold.subject == demands[one.demand].subject:
                for obstacle in told(hold, one.demand):
                    by_obstacle.setdefault(obstacle, []).append(hold.id)
        holds = tuple((what, tuple(by_obstacle[what])) for what in Obstacle if what in by_obstacle)
        found.append(Why(one.demand, one.count, holds))
    return tuple(found)
