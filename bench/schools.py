"""Invented demand and holds of any size for measuring the planning: places, schools, companies, job centres."""

from __future__ import annotations

import random
from datetime import date, timedelta

from jobveu.kernels.planning.values import Demand, Hold, Limit, Problem, Weights
from jobveu.kernels.values import Travel

MONDAY = date(2027, 1, 4)
HOLDS_OF_A_SCHOOL, HOLDS_OF_A_SUBJECT = 12, 10
WEIGHTS = Weights(met=10_000, waiting=200, travel=40, running=5_000, price=100, cancelled=8_000)


def region(*, holds: int, companies: int, job_centres: int, seed: int = 1) -> Problem:
    """Each company has a few for one subject, each job centre for five. A school has four teachers for every six
    holds that begin within the same half of the half-year, and may run no more."""
    chance = random.Random(seed)  # noqa: S311 - invented numbers, not secrets
    places = {
        f"place-{number}": (chance.uniform(0, 200), chance.uniform(0, 200)) for number in range(job_centres)
    }
    names = list(places)
    subjects = [f"subject-{number}" for number in range(max(1, holds // HOLDS_OF_A_SUBJECT))]
    schools = [(f"school-{n}", chance.choice(names)) for n in range(max(2, holds // HOLDS_OF_A_SCHOOL))]
    all_holds = []
    for number in range(holds):
        school, place = schools[number % len(schools)]
        least = chance.randrange(8, 15)
        all_holds.append(
            Hold(
                id=f"hold-{number}",
                subject=chance.choice(subjects),
                starts=MONDAY + timedelta(weeks=chance.randrange(24)),
                least=least,
                most=least + chance.randrange(4, 10),
                school=school,
                place=place if chance.random() < 0.7 else chance.choice(names),
                price=chance.randrange(20, 80) * 1000,
                announced=chance.random() < 0.3,
            )
        )
    limits = []
    for school, _place in schools:
        for half in range(2):
            mine = [
                one.id
                for one in all_holds
                if one.school == school and (one.starts - MONDAY).days // 7 // 12 == half
            ]
            if mine:
                limits.append(Limit(f"teachers-{school}-{half}", tuple(mine), max(1, len(mine) * 2 // 3)))
    demands = []
    for number in range(companies):
        demands.append(_demand(chance, f"company-{number}", chance.choice(subjects), names, most=4))
    for number in range(job_centres):
        for subject in chance.sample(subjects, min(5, len(subjects))):
            demands.append(_demand(chance, f"job-centre-{number}", subject, [names[number]], most=6))
    return Problem(tuple(demands), tuple(all_holds), tuple(limits), Travel.between(places), WEIGHTS)


def _demand(chance: random.Random, who: str, subject: str, names: list[str], *, most: int) -> Demand:
    earliest = MONDAY + timedelta(weeks=chance.randrange(-2, 18))
    return Demand(
        id=f"{who}/{subject}",
        subject=subject,
        count=chance.randrange(1, most + 1),
        who=who,
        place=chance.choice(names),
        travel_limit=chance.choice((40, 60, 90)),
        earliest=earliest,
        latest=earliest + timedelta(weeks=chance.choice((4, 8, 12))),
    )
