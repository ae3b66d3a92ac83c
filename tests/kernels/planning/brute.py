"""Planning by trying everything, written from the definitions alone: nothing of the kernel but its values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from jobveu.kernels.planning.values import Demand, Hold, Problem

Heads = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Plan:
    runs: frozenset[str]
    heads: Heads
    """By demand and hold, those above 0."""
    value: int


def distance(problem: Problem, demand: Demand, hold: Hold) -> int:
    if demand.place is None or hold.place is None:
        return 0
    places = list(problem.travel.places)
    return problem.travel.table[places.index(demand.place)][places.index(hold.place)]


def may_go(problem: Problem, demand: Demand, hold: Hold) -> bool:
    if demand.subject != hold.subject:
        return False
    if demand.earliest and hold.starts < demand.earliest:
        return False
    if demand.latest and hold.starts > demand.latest:
        return False
    if demand.travel_limit is not None and distance(problem, demand, hold) > demand.travel_limit:
        return False
    return demand.time_limit is None or minutes(problem, demand, hold) <= demand.time_limit


def minutes(problem: Problem, demand: Demand, hold: Hold) -> int:
    if demand.place is None or hold.place is None:
        return 0
    places = list(problem.travel.places)
    return problem.travel.minutes[places.index(demand.place)][places.index(hold.place)]


def worth(problem: Problem, demand: Demand, hold: Hold) -> int:
    weeks = max(0, (hold.starts - demand.earliest).days // 7) if demand.earliest else 0
    weights = problem.weights
    return weights.met - weights.waiting * weeks - weights.travel * distance(problem, demand, hold)


def value(problem: Problem, runs: frozenset[str], heads: Heads) -> int:
    demands = {one.id: one for one in problem.demands}
    holds = {one.id: one for one in problem.holds}
    weights = problem.weights
    total = sum(worth(problem, demands[a], holds[b]) * count for (a, b), count in heads.items())
    for hold in problem.holds:
        if hold.id in runs:
            total -= weights.running + weights.price * hold.price // 1000
        elif hold.announced:
            total -= weights.cancelled
    return total


def keeps_all(problem: Problem, runs: frozenset[str], heads: Heads) -> bool:
    for demand in problem.demands:
        met = sum(count for (name, _), count in heads.items() if name == demand.id)
        if not demand.least <= met <= demand.count:
            return False
    for hold in problem.holds:
        placed = sum(count for (_, name), count in heads.items() if name == hold.id)
        if hold.id not in runs and (placed or hold.must_run):
            return False
        if hold.id in runs and not hold.least <= placed <= hold.most:
            return False
    prices = {hold.id: hold.price for hold in problem.holds}
    for limit in problem.limits:
        running = runs & set(limit.holds)
        if (sum(prices[name] for name in running) if limit.crowns else len(running)) > limit.most:
            return False
    return True


def all_plans(problem: Problem, dated: set[str] | None = None) -> Iterator[Plan]:
    """Every plan that keeps all requirements. `dated` are the holds whose dates are heeded; None is all."""
    splits = [list(_splits(problem, demand, dated)) for demand in problem.demands]
    for number in range(2 ** len(problem.holds)):
        runs = frozenset(hold.id for place, hold in enumerate(problem.holds) if number >> place & 1)
        if any(hold.must_run and hold.id not in runs for hold in problem.holds):
            continue
        possible = [[one for one in split if {hold for _, hold in one} <= runs] for split in splits]
        for chosen in product(*possible):
            heads = {pair: count for one in chosen for pair, count in one.items()}
            if keeps_all(problem, runs, heads):
                yield Plan(runs, heads, value(problem, runs, heads))


def best(problem: Problem) -> int | None:
    return max((plan.value for plan in all_plans(problem)), default=None)


def _splits(problem: Problem, demand: Demand, dated: set[str] | None) -> Iterator[Heads]:
    """Every way in which some of the demand go to its holds."""
    at_any_time = replace(demand, earliest=None, latest=None)
    holds = [
        hold.id
        for hold in problem.holds
        if may_go(problem, demand if dated is None or hold.id in dated else at_any_time, hold)
    ]
    for counts in product(range(demand.count + 1), repeat=len(holds)):
        if sum(counts) <= demand.count:
            yield {(demand.id, name): count for name, count in zip(holds, counts, strict=True) if count}
