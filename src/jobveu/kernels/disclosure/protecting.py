"""Which cells to withhold, and the proof that it is enough."""

from __future__ import annotations

import numpy as np

from jobveu.kernels.disclosure.boxes import boxes
from jobveu.kernels.disclosure.errors import Impossible, Key
from jobveu.kernels.disclosure.searching import UP, Search
from jobveu.kernels.disclosure.structure import structure
from jobveu.kernels.disclosure.values import ONE_TO_FOUR, Move, Protection, Rule, Tables, Witness


def protect(tables: Tables, *, rule: Rule = ONE_TO_FOUR) -> Protection:
    """The same answer to the same tables.

    Raises Impossible when cells cannot be protected, since they are known or follow from what is known; RuntimeError
    when HiGHS fails.
    """
    whole = structure(tables)
    known = np.array([key in tables.known for key in whole.keys], bool)
    latent = np.array([key in tables.latent for key in whole.keys], bool)
    covered = np.array([tables.protects(key, rule) for key in whole.keys], bool)
    if (told := covered & known).any():
        raise Impossible(tuple(whole.keys[at] for at in np.flatnonzero(told)))
    sizes = np.sqrt(whole.innermost())
    weights = np.array([tables.weights.get(key, size) for key, size in zip(whole.keys, sizes, strict=True)])
    place = {key: at for at, key in enumerate(whole.keys) if not known[at]}
    cubes = [boxes(grid, place) for grid in tables.grids]

    moves: list[Move] = []
    down: dict[Key, Witness] = {}
    up: dict[Key, Witness] = {}
    withheld: set[Key] = set()
    label = whole.labels(~known)
    for one in np.unique(label[covered]):
        inside = label == one
        part = whole.part(inside)
        search = Search(
            part=part,
            rule=rule,
            covered=covered[inside],
            latent=latent[inside],
            weights=weights[inside],
            boxes=[box for cube in cubes if (box := cube.within(inside))],
        )
        search.run()
        witnesses = search.witnesses()
        number: dict[int, int] = {}
        for (cell, direction), (move, times) in witnesses.items():
            if move not in number:
                number[move] = len(moves)
                changes = search.moves[move]
                moves.append(Move(tuple((part.keys[at], int(changes[at])) for at in np.flatnonzero(changes))))
            (up if direction == UP else down)[part.keys[cell]] = Witness(number[move], times)
        withheld.update(part.keys[at] for at in np.flatnonzero(search.withheld & ~search.latent))
    primary = frozenset(whole.keys[at] for at in np.flatnonzero(covered & ~latent))
    return Protection(rule, primary, frozenset(withheld) - primary, tuple(moves), down, up)
