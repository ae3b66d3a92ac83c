"""Small planning problems for hypothesis: few enough to try everything, with all that a problem can hold."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from jobveu.kernels.planning.values import Demand, Hold, Limit, Problem, Weights
from jobveu.kernels.values import Travel

MONDAY = date(2027, 1, 4)
PLACES = ("x", "y")
SUBJECTS = ("a", "a", "b")
SCHOOLS = ("north", "south")

days = st.integers(0, 5).map(lambda weeks: MONDAY + timedelta(weeks=weeks))
rarely = st.sampled_from((False, False, False, True))


@st.composite
def problems(draw: st.DrawFn, *, demands: int = 3, holds: int = 3, requirements: bool = True) -> Problem:
    """`requirements` is whether holds must run and demand must be met."""
    all_demands = []
    for number in range(draw(st.integers(1, demands))):
        count = draw(st.integers(0, 3))
        earliest, latest = draw(st.none() | days), draw(st.none() | days)
        if earliest and latest and latest < earliest:
            earliest, latest = latest, earliest
        all_demands.append(
            Demand(
                id=f"d{number}",
                subject=draw(st.sampled_from(SUBJECTS)),
                count=count,
                least=draw(st.integers(0, count)) if requirements and draw(rarely) else 0,
                place=draw(st.none() | st.sampled_from(PLACES)),
                travel_limit=draw(st.none() | st.integers(0, 40)),
                time_limit=draw(st.none() | st.integers(0, 60)) if draw(rarely) else None,
                earliest=earliest,
                latest=latest,
                school=draw(st.sampled_from(("", *SCHOOLS))),
            )
        )
    all_holds: list[Hold] = []
    for number in range(draw(st.integers(1, holds))):
        if all_holds and draw(rarely):  # one like the one before
            before = all_holds[-1]
            all_holds.append(
                Hold(
                    f"h{number}",
                    before.subject,
                    before.starts,
                    before.most,
                    before.least,
                    before.school,
                    before.place,
                    before.price,
                )
            )
            continue
        least = draw(st.integers(0, 4))
        all_holds.append(
            Hold(
                id=f"h{number}",
                subject=draw(st.sampled_from(SUBJECTS)),
                starts=draw(days),
                least=least,
                most=least + draw(st.integers(0, 3)),
                school=draw(st.sampled_from(SCHOOLS)),
                place=draw(st.none() | st.sampled_from(PLACES)),
                price=draw(st.sampled_from((0, 1500, 4000))),
                must_run=requirements and draw(rarely),
                announced=draw(rarely),
            )
        )
    limits = []
    if draw(st.booleans()):
        members = draw(st.lists(st.sampled_from([one.id for one in all_holds]), min_size=1, max_size=3))
        limits.append(Limit("l", tuple(members), draw(st.integers(0, 2))))
    if draw(rarely):
        everything = tuple(one.id for one in all_holds)
        limits.append(Limit("budget", everything, draw(st.sampled_from((0, 1500, 4000, 6000))), crowns=True))
    return Problem(
        tuple(all_demands),
        tuple(all_holds),
        tuple(limits),
        Travel("km", PLACES, ((0, 30), (25, 5)), ((10, 25), (55, 40))),
        draw(weights()),
    )


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    points = st.integers(0, 20).map(lambda number: number * 500)
    return Weights(
        met=draw(points),
        waiting=draw(st.integers(0, 500)),
        travel=draw(st.integers(0, 100)),
        running=draw(points),
        price=draw(st.integers(0, 1000)),
        cancelled=draw(points),
    )
