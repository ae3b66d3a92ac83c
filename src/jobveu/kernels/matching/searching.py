"""The search for the best feasible choice of options, and the proof of how good it is.

Few options go to HiGHS as they are. Of many, most cannot matter, and prices show which: the linear relaxation is
solved over a part of the options, the others are priced and the promising ones come in, until none is left out that
could improve it (sifting: Bixby et al. 1992). With these prices no proposal that takes an option can be worth more
than `bound - loss` of that option. So HiGHS is given the options of small loss, and what it finds rules out those
whose loss is greater than what is still open; it is given the rest, until nothing is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jobveu.kernels.matching.greedy import greedy
from jobveu.kernels.matching.model import Model, Row
from jobveu.kernels.matching.options import NONE, Integers, Mask
from jobveu.kernels.matching.prices import FINE, Market, Priced
from jobveu.kernels.programs import Floats, Solution, Status, Watch, maximise, relax, whole_thousandths

FEW = 20_000
"""Up to so many options HiGHS gets them all at once."""
CORE = 40_000
GROWTH = 3
PER_PERSON, PER_PLACE, COMING_IN = 5, 3, 3
ROUNDS = 40
CLOSE = 1e-4
"""Sifting ends when the exact bound is within this share of the relaxation's value."""
NEAR = 0.04
"""When the bound comes within this share of what is known, the relaxation is rounded for the first time."""

SLIGHT = 1e-6

Chosen = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Found:
    """`chosen` are indices of options, None when no feasible choice is known. Values in thousandths of a point."""

    status: Status
    chosen: Chosen | None
    value: int | None
    bound: int | None
    nodes: int
    linear_bound: int | None = None
    """What the prices alone prove; the linear relaxation's optimum."""


def search(model: Model, *, watch: Watch, seed: int, start: Chosen | None = None) -> Found:
    """`start` is a feasible choice to begin with."""
    if len(model.options) <= FEW:
        return _whole(model, watch=watch, seed=seed, start=start)
    return _Sifting(model, watch=watch, seed=seed).search(start)


def plain_bound(model: Model, *, watch: Watch, seed: int) -> int:
    """What the linear relaxation proves without the rows that tie each person's part of a hold to how far it runs, in
    thousandths of a point: what the search is compared with. It is at most a hundredth of a per cent above the
    relaxation's optimum unless the watch stopped it."""
    sifting = _Sifting(model, watch=watch, seed=seed, linking=False)
    priced, _chosen, _feasible = sifting.relax_all(greedy(model, watch=watch))
    return int(priced.bound // FINE)


def _whole(model: Model, *, watch: Watch, seed: int, start: Chosen | None) -> Found:
    kept = np.ones(len(model.options), np.bool_)
    known = greedy(model, watch=watch) if start is None else start
    solution, chosen = _solve(model, kept, known, watch=watch, seed=seed)
    if solution.status is Status.INFEASIBLE:
        return Found(Status.INFEASIBLE, None, None, None, solution.nodes)
    value = None if chosen is None else model.value(chosen)
    bound = _most(model) if solution.bound == float("inf") else whole_thousandths(solution.bound)
    if value is not None:
        bound = value if solution.status is Status.OPTIMAL else max(bound, value)
    status = Status.OPTIMAL if value is not None and value == bound else Status.STOPPED
    return Found(status, chosen, value, bound, solution.nodes)


class _Sifting:
    def __init__(self, model: Model, *, watch: Watch, seed: int, linking: bool = True) -> None:
        self._model = model
        self._linking = linking
        self._watch = watch
        self._seed = seed
        self._market = Market(model)
        self._all = np.ones(len(model.options), np.bool_)
        options = model.options
        self._holds = int(options.hold.max(initial=0)) + 2
        # Options without a hold count as on one after the last.
        self._pair = options.person.astype(np.int64) * self._holds + np.where(
            options.hold == NONE, self._holds - 1, options.hold
        )
        self._by_pair = np.argsort(self._pair, kind="stable")
        self._linked: set[int] = set()
        self._relaxed: tuple[Chosen, Floats] | None = None

    def search(self, start: Chosen | None) -> Found:
        chosen = greedy(self._model, watch=self._watch) if start is None else start
        priced, chosen, feasible = self.relax_all(chosen)
        model = self._model
        if not feasible:
            return Found(Status.INFEASIBLE, None, None, None, 0)
        chosen = self._rounded(chosen, priced)
        linear = priced.bound // FINE
        nodes = 0
        bound = linear
        self._watch.progress(None if chosen is None else model.value(chosen) / 1000, bound / 1000)
        kept = self._least_loss(priced.loss, CORE, chosen)
        while not self._watch.stop():
            solution, better = _solve(model, kept, chosen, watch=self._watch, seed=self._seed, presolve=False)
            nodes += solution.nodes
            chosen = chosen if better is None else better
            bound = min(bound, max(self._inside(solution), _outside(priced, kept)))
            value = None if chosen is None else model.value(chosen)
            if value is not None and value >= bound:
                return Found(Status.OPTIMAL, chosen, value, value, nodes, linear)
            if solution.status is Status.STOPPED or kept.all():
                break
            if value is None:
                kept = self._least_loss(priced.loss, GROWTH * int(kept.sum()), chosen)
            else:
                open_ = priced.loss < priced.bound - value * FINE
                if int(open_.sum()) > GROWTH * int(kept.sum()):
                    open_ = self._least_loss(priced.loss, GROWTH * int(kept.sum()), chosen)
                kept = self._all if (open_ <= kept).all() else kept | open_
        if chosen is None:
            infeasible = kept.all() and solution.status is Status.INFEASIBLE
            return Found(
                Status.INFEASIBLE if infeasible else Status.STOPPED, None, None, bound, nodes, linear
            )
        value = model.value(chosen)
        return Found(Status.STOPPED, chosen, value, max(bound, value), nodes, linear)

    def relax_all(self, chosen: Chosen | None) -> tuple[Priced, Chosen | None, bool]:
        """The best prices found and what is known by then; False when the linear relaxation, and so everything, is
        infeasible."""
        rounded = False
        best = self._market.price(np.zeros(len(self._model.rows), np.int64))
        kept = self._promising(chosen)
        for _ in range(ROUNDS):
            if self._watch.stop():
                break
            relaxation = relax(self._model.program(kept), watch=self._watch, seed=self._seed)
            if relaxation is Status.STOPPED:
                break
            if relaxation is Status.INFEASIBLE:
                if kept.all():
                    return best, None, False
                kept = self._all
                continue
            places = np.flatnonzero(kept)
            self._relaxed = places, relaxation.values[: len(places)]
            persons = len(np.unique(self._model.options.person[kept]))
            prices = np.rint(np.maximum(relaxation.duals[persons:], 0) * 1000 * FINE).astype(np.int64)
            priced = self._market.price(prices)
            best = min(best, priced, key=lambda one: one.bound)
            if chosen is not None:
                value = self._model.value(chosen)
                if not rounded and best.bound <= value * FINE * (1 + NEAR):
                    rounded = True
                    chosen = self._rounded(chosen, priced)
                    value = value if chosen is None else self._model.value(chosen)
                self._watch.progress(value / 1000, best.bound // FINE / 1000)
            links = self._links(kept, relaxation.values) if self._linking else ()
            coming = self._coming(kept, priced)
            if priced.bound <= relaxation.value * 1000 * FINE * (1 + CLOSE) or not len(coming):
                if not links:
                    break
            else:
                kept = kept.copy()
                kept[coming] = True
            if links:
                self._model = replace(self._model, rows=self._model.rows + links)
                self._market = Market(self._model)
        rows = len(self._model.rows) - len(best.prices)
        return replace(best, prices=np.pad(best.prices, (0, rows))), chosen, True

    def _rounded(self, known: Chosen | None, priced: Priced) -> Chosen | None:
        """The better of the known choice and the relaxation's, worked through from its surest part on."""
        if self._relaxed is None:
            return known
        model = self._model
        places, values = self._relaxed
        order = places[np.lexsort((priced.loss[places], -np.round(values, 6)))]
        rounded = greedy(model, order[model.options.value[order] > 0], watch=self._watch)
        if rounded is None or (known is not None and model.value(known) >= model.value(rounded)):
            return known
        return rounded

    def _coming(self, kept: Mask, priced: Priced) -> NDArray[np.intp]:
        """Options left out that are worth more at these prices than what their person has."""
        person = self._model.options.person
        least = np.full(self._model.persons, np.iinfo(np.int64).max)
        np.minimum.at(least, person[kept], priced.loss[kept])
        better = np.flatnonzero((priced.loss < least[person]) & ~kept)
        return better[_first_of_each(person[better], COMING_IN, priced.loss[better])]

    def _links(self, kept: Mask, values: Floats) -> tuple[Row, ...]:
        """Rows for those whom the relaxation puts on a hold to a greater part than it lets the hold run."""
        model = self._model
        places = np.flatnonzero(kept)
        taken, runs = values[: len(places)], values[len(places) :]
        last = max(int(model.options.hold.max(initial=0)), *(int(hold) for hold in model.cancellable), 0)
        column_of = np.full(last + 2, NONE)
        column_of[model.cancellable] = np.arange(len(model.cancellable))
        used = places[taken > SLIGHT]
        used = used[column_of[model.options.hold[used]] != NONE]
        pairs = self._pair[used]
        part = np.bincount(
            np.searchsorted(np.unique(pairs), pairs), weights=values[np.searchsorted(places, used)]
        )
        found = []
        for pair, share in zip(np.unique(pairs).tolist(), part.tolist(), strict=True):
            person, hold = divmod(pair, self._holds)
            column = int(column_of[hold])
            if share > runs[column] + SLIGHT and pair not in self._linked:
                self._linked.add(pair)
                begin, end = np.searchsorted(self._pair[self._by_pair], (pair, pair + 1))
                found.append(model.linked(person, column, self._by_pair[begin:end]))
        return tuple(found)

    def _promising(self, chosen: Chosen | None) -> Mask:
        options = self._model.options
        kept = np.zeros(len(options), np.bool_)
        if chosen is not None:
            kept[chosen] = True
        kept[_first_of_each(options.person, PER_PERSON, -options.value)] = True
        for row in self._model.rows:
            number = PER_PLACE * max(abs(row.limit), abs(row.runs_weight))
            if number < len(row.options):
                order = np.argpartition(-options.value[row.options], number)[:number]
                kept[row.options[order]] = True
        return kept

    def _least_loss(self, loss: Integers, count: int, chosen: Chosen | None) -> Mask:
        kept = np.zeros(len(loss), np.bool_)
        kept[np.argsort(loss, kind="stable")[:count]] = True
        if chosen is not None:
            kept[chosen] = True
        return kept

    def _inside(self, solution: Solution) -> int:
        if solution.status is Status.INFEASIBLE:
            return -(10**18)
        return 10**18 if solution.bound == float("inf") else whole_thousandths(solution.bound)


def _outside(priced: Priced, kept: Mask) -> int:
    """What a proposal that takes at least one of the options left out can be worth."""
    if kept.all():
        return -(10**18)
    return (priced.bound - int(priced.loss[~kept].min())) // FINE


def _solve(
    model: Model, kept: Mask, known: Chosen | None, *, watch: Watch, seed: int, presolve: bool = True
) -> tuple[Solution, Chosen | None]:
    """HiGHS over the kept options; its choice is taken only if it keeps every requirement when reckoned anew."""
    places = np.flatnonzero(kept)
    start = None
    if known is not None:
        start = np.concatenate([np.isin(places, known), model.runs(known)]).astype(float)
    solution = maximise(model.program(kept), watch=watch, seed=seed, start=start, presolve=presolve)
    if solution.values is None:
        return solution, known
    chosen = places[solution.values[: len(places)] > 0.5]
    if model.broken(chosen) or len(np.unique(model.options.person[chosen])) < len(chosen):
        raise RuntimeError("HiGHS gave a choice that breaks a requirement")
    if known is not None and model.value(known) > model.value(chosen):
        return solution, known
    return solution, chosen


def _first_of_each(key: NDArray[np.int32], count: int, by: Integers) -> NDArray[np.intp]:
    """Indices of the `count` rows of each key with the least `by`."""
    order = np.lexsort((by, key))
    ordered = key[order]
    rank = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
    return order[rank < count]


def _most(model: Model) -> int:
    """What everybody's best would be worth if there were room for all."""
    best = np.zeros(model.persons, np.int64)
    np.maximum.at(best, model.options.person, model.options.value)
    return int(best.sum())
