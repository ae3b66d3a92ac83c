"""Small matching problems for hypothesis: few enough to try everything, with all that a problem can hold."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from jobveu.kernels.matching.values import Floor, Hold, Period, Person, Position, Problem, Quota, Weights
from jobveu.kernels.values import Travel

MONDAY = date(2027, 1, 4)
CRITERIA = ("a", "b")
CENTRES = ("north", "south")
PROJECTS = ("one", "two")
PLACES = ("x", "y")

days = st.integers(0, 6).map(lambda weeks: MONDAY + timedelta(weeks=weeks))
musts = st.lists(st.frozensets(st.sampled_from(CRITERIA), min_size=1), max_size=1).map(tuple)
rarely = st.sampled_from((False, False, False, True))
mostly = st.sampled_from((True, True, True, False))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first, last = draw(st.none() | days), draw(st.none() | days)
    if first and last and last < first:
        first, last = last, first
    return Period(first, last)


@st.composite
def problems(
    draw: st.DrawFn, *, persons: int = 4, positions: int = 2, holds: int = 2, requirements: bool = True
) -> Problem:
    """`requirements` is whether there are least numbers, quotas and floors."""
    small = st.integers(0, 2) if requirements else st.just(0)
    all_holds = []
    for number in range(draw(st.integers(0, holds))):
        least = draw(st.integers(0, 2))
        all_holds.append(
            Hold(
                id=f"h{number}",
                project=draw(st.sampled_from(PROJECTS)),
                least=least,
                most=least + draw(st.integers(0, 2)),
                must=draw(musts),
                place=draw(st.none() | st.sampled_from(PLACES)),
                period=draw(st.just(Period()) | periods()),
                may_be_cancelled=not requirements or draw(mostly),
                alone=draw(mostly),
            )
        )
    names = [f"p{number}" for number in range(draw(st.integers(2, persons)))]
    all_positions = []
    for number in range(draw(st.integers(1, positions))):
        count = draw(st.integers(1, 2))
        all_positions.append(
            Position(
                id=f"q{number}",
                project=draw(st.sampled_from(PROJECTS)),
                count=count,
                least=draw(st.integers(0, 1)) if requirements and draw(rarely) else 0,
                must=draw(musts),
                place=draw(st.none() | st.sampled_from(PLACES)),
                starts=draw(st.none() | days),
                hold=draw(st.none() | st.sampled_from([hold.id for hold in all_holds]))
                if all_holds
                else None,
                scores=draw(st.dictionaries(st.sampled_from(names), st.integers(0, 100))),
                only_scored=draw(rarely),
            )
        )
    targets = [one.id for one in (*all_positions, *all_holds)]
    people = tuple(
        Person(
            id=name,
            job_centre=draw(st.sampled_from(CENTRES)),
            has=draw(st.frozensets(st.sampled_from(CRITERIA))),
            groups=draw(st.frozensets(st.just("vulnerable"))),
            place=draw(st.none() | st.sampled_from(PLACES)),
            travel_limit=draw(st.none() | st.integers(0, 40)),
            time_limit=draw(st.none() | st.integers(0, 60)) if draw(rarely) else None,
            available=draw(st.just(Period()) | periods()),
            absent=tuple(draw(st.lists(periods(), max_size=1))) if draw(rarely) else (),
            wishes=draw(st.dictionaries(st.sampled_from(targets), st.integers(0, 100))),
            only_wishes=draw(rarely),
        )
        for name in names
    )
    scopes = st.just(()) | st.sampled_from([(name,) for name in (*targets, *PROJECTS)])
    projects = {one.project for one in (*all_positions, *all_holds)}
    quotas, floors = [], []
    for number in range(draw(small)):
        scope = tuple(name for name in draw(scopes) if name in targets or name in projects)
        least = draw(st.integers(0, 1))
        most = draw(st.none() | st.integers(least, 2))
        quotas.append(Quota(f"quota{number}", draw(st.sampled_from(CENTRES)), scope, least, most))
    for number in range(draw(small) // 2):
        scope = tuple(name for name in draw(scopes) if name in targets or name in projects)
        per_cent = draw(st.sampled_from((0, 25, 50)))
        floors.append(Floor(f"floor{number}", "vulnerable", scope, draw(st.integers(0, 1)), per_cent))
    return Problem(
        people,
        tuple(all_positions),
        tuple(all_holds),
        tuple(quotas),
        tuple(floors),
        Travel("km", PLACES, ((0, 30), (25, 5)), ((10, 25), (55, 40))),
        draw(weights()),
    )


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    points = st.integers(0, 20).map(lambda number: number * 500)
    return Weights(
        position=draw(points),
        hold=draw(points),
        wish=draw(points),
        score=draw(points),
        travel=draw(st.integers(0, 100)),
        group={"vulnerable": draw(points)},
        running=draw(points),
    )
