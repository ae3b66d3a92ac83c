"""Tables of counts by several dimensions, with all their totals, named so that tables with dimensions in common share
the cells that they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from jobveu.kernels.disclosure.dimensions import ALL, Dimension, Grid, Place
from jobveu.kernels.disclosure.errors import Contradictory
from jobveu.kernels.disclosure.values import Sum, Tables


def cube(
    measure: str,
    dimensions: Sequence[Dimension],
    counts: Mapping[Place, int],
    *,
    shown: Sequence[frozenset[str]] | None = None,
    impossible: Iterable[Place] = (),
) -> Tables:
    """Counts at the innermost places (0 where none is given) with every total.

    `shown` says by which dimensions together there are tables; cells of other cuts are latent. None shows all.
    `impossible` are innermost places that everybody knows to be empty.
    """
    grid = Grid(measure, tuple(dimensions))
    inner = list(product(*(dimension.values for dimension in dimensions)))
    empty = frozenset(impossible)
    if unknown := (counts.keys() | empty) - set(inner):
        raise Contradictory(f"No such place: {min(unknown)}")
    ways = [{value: dimension.above(value) for value in dimension.values} for dimension in dimensions]
    totals: dict[Place, int] = {}
    possible: set[Place] = set()
    for place in inner:
        for above in product(*(way[value] for way, value in zip(ways, place, strict=True))):
            totals[above] = totals.get(above, 0) + counts.get(place, 0)
            if place not in empty:
                possible.add(above)
    names = {place: grid.key(place) for place in totals}
    sums = []
    for position, dimension in enumerate(dimensions):
        parts = dimension.sums()
        for place, name in names.items():
            within = [
                (*place[:position], part, *place[position + 1 :]) for part in parts.get(place[position], ())
            ]
            if within:
                sums.append(Sum(name, tuple(names[one] for one in within)))
    latent: set[Place] = set()
    if shown is not None:
        for place in names:
            cut = {one.name for one, value in zip(dimensions, place, strict=True) if value != ALL}
            if not any(cut <= table for table in shown):
                latent.add(place)
    return Tables(
        counts={names[place]: count for place, count in totals.items()},
        sums=tuple(sums),
        latent=frozenset(names[place] for place in latent),
        known=frozenset(names[place] for place in totals if place not in possible),
        grids=(grid,),
    )
