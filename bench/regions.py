"""Invented labour markets of any size for measuring the matching: places, job centres, companies, courses, people."""

from __future__ import annotations

import random
from datetime import date, timedelta

from jobveu.kernels.matching.values import Floor, Hold, Period, Person, Position, Problem, Quota, Weights
from jobveu.kernels.values import Travel

MONDAY = date(2027, 1, 4)
CRITERIA = [f"criterion-{number}" for number in range(20)]
WISHES = 5
WEIGHTS = Weights(
    position=10_000,
    hold=3_000,
    wish=6_000,
    score=5_000,
    travel=40,
    group={"vulnerable": 2_000},
    running=4_000,
)


def region(*, persons: int, positions: int, holds: int, job_centres: int, seed: int = 1) -> Problem:
    """Half of the positions go with a hold; a third of the holds takes nobody without a position."""
    chance = random.Random(seed)  # noqa: S311 - invented people, not secrets
    places = {
        f"place-{number}": (chance.uniform(0, 200), chance.uniform(0, 200)) for number in range(job_centres)
    }
    names = list(places)
    projects = [f"project-{number}" for number in range(max(1, holds // 3))]
    all_holds = []
    for number in range(holds):
        first = MONDAY + timedelta(weeks=chance.randrange(20))
        least = chance.randrange(6, 10) if number % 20 else 1
        all_holds.append(
            Hold(
                id=f"hold-{number}",
                course=f"course-{number % 60}",
                project=chance.choice(projects),
                least=least,
                most=least + chance.randrange(4, 14),
                must=_must(chance, 1) if number % 20 else (),
                place=chance.choice(names),
                period=Period(first, first + timedelta(weeks=chance.randrange(1, 8))),
                may_be_cancelled=number % 20 > 0,
                alone=number % 20 == 0 or chance.random() < 0.67,
            )
        )
    all_positions = []
    for number in range(positions):
        hold = chance.choice(all_holds) if holds and chance.random() < 0.5 else None
        last = hold.period.last if hold else None
        all_positions.append(
            Position(
                id=f"position-{number}",
                company=f"company-{number % (positions // 3 + 1)}",
                project=hold.project if hold else chance.choice(projects),
                count=chance.randrange(1, 5),
                must=_must(chance, 2),
                place=hold.place if hold and chance.random() < 0.7 else chance.choice(names),
                starts=(last or MONDAY) + timedelta(days=chance.randrange(1, 60)),
                hold=hold.id if hold else None,
            )
        )
    targets = [one.id for one in Problem((), tuple(all_positions), tuple(all_holds)).targets]
    people = []
    for number in range(persons):
        people.append(
            Person(
                id=f"person-{number}",
                job_centre=f"job-centre-{number % job_centres}",
                has=frozenset(chance.sample(CRITERIA, chance.randrange(6, 16))),
                groups=frozenset({"vulnerable"}) if chance.random() < 0.25 else frozenset(),
                place=names[number % job_centres],
                travel_limit=chance.choice((25, 40, 60, 90)),
                available=Period(MONDAY + timedelta(weeks=chance.randrange(-8, 6)), None),
                wishes={name: chance.randrange(20, 101) for name in chance.sample(targets, WISHES)},
            )
        )
    for index, position in enumerate(all_positions):
        scored = chance.sample(people, min(len(people), 12))
        all_positions[index] = _with_scores(position, {one.id: chance.randrange(20, 101) for one in scored})
    quotas = [
        Quota(f"quota-{number}", f"job-centre-{number}", least=persons // job_centres // 50)
        for number in range(job_centres)
    ] + [
        Quota(f"quota-most-{number}", f"job-centre-{number % job_centres}", (project,), most=12)
        for number, project in enumerate(projects * 2)
    ]
    floors = (Floor("vulnerable", "vulnerable", per_cent=20),)
    return Problem(
        tuple(people),
        tuple(all_positions),
        tuple(all_holds),
        tuple(quotas),
        floors,
        Travel.between(places),
        WEIGHTS,
    )


def _must(chance: random.Random, most: int) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(chance.sample(CRITERIA, chance.randrange(1, 3))) for _ in range(chance.randrange(most + 1))
    )


def _with_scores(position: Position, scores: dict[str, int]) -> Position:
    from dataclasses import replace

    return replace(position, scores=scores)
