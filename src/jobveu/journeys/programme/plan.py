"""Deals out the totals to projects: which type, year, council, industry and how many participants each has. Pure; the
same seed gives the same plan."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jobveu.journeys.programme.totals import (
    COUNCILS,
    INDUSTRIES,
    PARTICIPANTS_OF_COUNCIL,
    PARTICIPANTS_OF_TYPE,
    SMALLEST,
    TYPES,
    YEARS,
)

FIRST_DAY = date(2018, 4, 1)
"""The first coordinators began (def.count.first_coordinators)."""
CRISIS_BEGAN = date(2020, 3, 16)
ONE_BY_ONE = date(2019, 8, 1)
"""Of projects that began earlier only the number of participants is known, and one main actor."""

INDIVIDUALLY = {"unemployed": 1.0, "employed": 0.0, "both": 0.5, "crisis": 0.3}
"""The share of participants whom a job centre has registered: the unemployed, and those who have been dismissed, which is
so in every other crisis project."""


@dataclass(frozen=True, slots=True)
class PlannedProject:
    """`registered` of the participants are registered one by one, the others are a number only."""

    number: int
    type: str
    council: str
    industry: str
    starts_on: date
    ends_on: date
    participants: int
    registered: int


def planned(seed: int) -> tuple[PlannedProject, ...]:
    """The projects of the programme, in the order in which they began."""
    pick = random.Random(seed)  # noqa: S311  made-up data
    rows = []
    table = _participants_table()
    for place, type_ in enumerate(TYPES):
        councils = _spread({code: counts[place] for code, counts in COUNCILS.items()}, pick)
        industries = _spread({code: counts[place] for code, counts in INDUSTRIES.items()}, pick)
        years = [
            year for year, number in zip((2018, 2019, 2020), YEARS[type_], strict=True) for _ in range(number)
        ]
        sizes = {
            code: iter(_sizes(table[code][place], counts[place], 0.9 if type_ == "crisis" else 0.5, pick))
            for code, counts in COUNCILS.items()
        }
        for council, industry, year in zip(councils, _shuffled(industries, pick), years, strict=True):
            start = _start(type_, year, pick)
            participants = next(sizes[council])
            none = start < ONE_BY_ONE or (type_ == "crisis" and participants % 2 == 1)
            share = 0.0 if none else INDIVIDUALLY[type_]
            rows.append(
                (
                    start,
                    type_,
                    council,
                    industry,
                    start + timedelta(days=pick.randrange(30, 200)),
                    participants,
                    round(participants * share),
                )
            )
    rows.sort(key=lambda row: (row[0], row[1:4]))
    return tuple(
        PlannedProject(number, type_, council, industry, start, end, participants, registered)
        for number, (start, type_, council, industry, end, participants, registered) in enumerate(
            rows, start=1
        )
    )


def _start(type_: str, year: int, pick: random.Random) -> date:
    first = CRISIS_BEGAN if type_ == "crisis" else max(FIRST_DAY, date(year, 1, 1))
    day = first + timedelta(days=pick.randrange((date(year, 12, 31) - first).days + 1))
    weekend = max(0, day.weekday() - 4)
    return day - timedelta(days=weekend) if day - timedelta(days=weekend) >= first else day


def _spread(numbers: dict[str, int], pick: random.Random) -> list[str]:
    """Each code as often as its number, evenly over the whole: so every council grows from year to year."""
    places = [
        ((position + offset) / number, code)
        for code, number in numbers.items()
        if number
        for offset in (pick.random(),)
        for position in range(number)
    ]
    return [code for _place, code in sorted(places)]


def _shuffled(codes: list[str], pick: random.Random) -> list[str]:
    found = list(codes)
    pick.shuffle(found)
    return found


def _participants_table() -> dict[str, list[int]]:
    """[council][type]: whole numbers that add up to the participants of each council and of each type."""
    mean = [
        people / sum(counts[place] for counts in COUNCILS.values())
        for place, people in enumerate(PARTICIPANTS_OF_TYPE)
    ]
    cells: dict[str, list[float]] = {
        code: [count * mean[place] for place, count in enumerate(counts)] for code, counts in COUNCILS.items()
    }
    for _ in range(200):  # iterative proportional fitting: far more often than it takes
        for code, row in cells.items():
            factor = PARTICIPANTS_OF_COUNCIL[code] / sum(row)
            cells[code] = [value * factor for value in row]
        for place, people in enumerate(PARTICIPANTS_OF_TYPE):
            factor = people / sum(row[place] for row in cells.values())
            for row in cells.values():
                row[place] *= factor
    whole: dict[str, list[int]] = {code: [int(value) for value in row] for code, row in cells.items()}
    short = [
        people - sum(row[place] for row in whole.values())
        for place, people in enumerate(PARTICIPANTS_OF_TYPE)
    ]
    for code, numbers in whole.items():
        for _ in range(PARTICIPANTS_OF_COUNCIL[code] - sum(numbers)):
            place = max(range(len(short)), key=lambda one: short[one])
            numbers[place] += 1
            short[place] -= 1
    return whole


def _sizes(people: int, projects: int, variation: float, pick: random.Random) -> list[int]:
    """So many people in so many projects, a few of them large."""
    weights = [pick.lognormvariate(0, variation) for _ in range(projects)]
    return [SMALLEST + more for more in _dealt(people - SMALLEST * projects, weights)]


def _dealt(people: int, weights: Sequence[float]) -> Iterator[int]:
    """Whole numbers in the proportion of the weights that add up."""
    total, given, passed = sum(weights), 0, 0.0
    for weight in weights:
        passed += weight
        until = round(people * passed / total)
        yield until - given
        given = until
