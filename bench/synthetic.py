"""Facts at random, of any size: for measuring, and nothing stands for anything."""

from __future__ import annotations

from datetime import date

import numpy as np

from jobveu.insight.facts import Council, Facts, Office, codes
from jobveu.insight.facts.reference import reference_known_on

_CHUNK = 1 << 20


def synthetic_facts(projects: int, participations: int, *, day: date, seed: int = 20261102) -> Facts:
    """As many projects and participations as asked for, of all kinds."""
    pick = np.random.default_rng(seed)
    enumerations = codes.ENUMERATIONS
    councils = tuple(Council(f"raad-{number}", f"Råd {number}", number % 3) for number in range(13))
    sizes = pick.multinomial(participations, pick.dirichlet(np.full(projects, 1.5)))
    last = codes.quarter_of(day)

    def codes_of(name: str, number: int, *, unknown: float = 0.02) -> np.ndarray:
        """1 to `number`, and 0 now and then."""
        column = pick.integers(1, number + 1, projects, dtype=codes.PROJECT_COLUMNS[name])
        column[pick.random(projects) < unknown] = 0
        return column

    def bits(name: str, chances: list[float]) -> np.ndarray:
        column = np.zeros(projects, codes.PROJECT_COLUMNS[name])
        for place, chance in enumerate(chances):
            column |= (pick.random(projects) < chance).astype(column.dtype) << place
        return column

    columns = {
        "id": np.arange(1, projects + 1),
        "standing": pick.choice(np.arange(3, dtype=np.uint8), projects, p=[0.05, 0.25, 0.7]),
        "quarter": pick.integers(codes.quarter_of(date(2018, 4, 1)), last + 1, projects, dtype=np.uint8),
        "council": codes_of("council", len(councils)),
        "type": codes_of("type", len(enumerations["type"]), unknown=0),
        "industry": codes_of("industry", 21),
        "target_groups": bits("target_groups", [0.5, 0.1, 0.4, 0.05, 0.5, 0.2, 0.1]),
        "initiative": codes_of("initiative", len(enumerations["initiative"])),
        "role": codes_of("role", len(enumerations["role"]), unknown=0.2),
        "area": codes_of("area", len(enumerations["area"]), unknown=0.2),
        "actors": bits("actors", [0.01, 0.05, 0.3, 0.7, 0.1, 0.9, 0.7, 0.2, 0.4, 0.5, 0.1, 0.01, 0.05]),
        "parties": pick.integers(0, 9, projects, dtype=np.uint16),
        "courses": pick.integers(0, 6, projects, dtype=np.uint16),
        "reported": pick.integers(0, 20, projects, dtype=np.uint32),
        "needs": pick.integers(0, 4, projects, dtype=np.uint16),
        "needed": pick.integers(0, 40, projects, dtype=np.uint32),
        "endorsed": pick.integers(0, 2, projects, dtype=np.uint8),
        "synthetic": np.ones(projects, np.uint8),
    }
    return Facts(
        day=day,
        offices=tuple(Office(f"kontor-{number}", f"Kontor {number}") for number in range(3)),
        councils=councils,
        industries=tuple((chr(ord("A") + number), f"Branche {number}") for number in range(21)),
        enumerations=enumerations,
        projects=columns,
        first=np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)]),
        participations=_participations(pick, participations, last),
        needs={
            "council": pick.integers(0, 14, projects, dtype=np.uint8),
            "quarter": pick.integers(30, last + 1, projects, dtype=np.uint8),
            "head_count": pick.integers(1, 20, projects, dtype=np.uint32),
            "answered": pick.integers(0, 2, projects, dtype=np.uint8),
            "industry": pick.integers(0, 22, projects, dtype=np.uint8),
            "type": pick.integers(0, 1 + len(enumerations["type"]), projects, dtype=np.uint8),
            "target_groups": pick.integers(0, 128, projects, dtype=np.uint8),
        },
        reference=reference_known_on(day),
    )


def _participations(pick: np.random.Generator, number: int, last: int) -> dict[str, np.ndarray]:
    """Made a million at a time: the random numbers take more room than the columns."""
    columns = {name: np.empty(number, dtype) for name, dtype in codes.PARTICIPATION_COLUMNS.items()}
    paths = codes.Paths(len(codes.ENUMERATIONS["dropout_reason"]))
    every = np.arange(paths.size)
    _screening, _presented, begun, progress = paths.parts()
    # Nobody who has not begun is on a course or has completed one, and the other way round.
    possible = every[
        np.where(begun, progress >= codes.ENROLLED, ~np.isin(progress, [codes.STARTED, codes.FINISHED]))
    ].astype(np.uint8)
    for low in range(0, number, _CHUNK):
        size = min(_CHUNK, number - low)
        part = slice(low, low + size)
        columns["path"][part] = pick.choice(possible, size)
        outcomes = np.zeros(size, np.uint16)
        for milestone in range(4):
            kinds = pick.integers(1, 8, size, dtype=np.uint16)
            kinds[pick.random(size) < 0.4] = 0
            outcomes += kinds * np.uint16(codes.OUTCOME_BASE**milestone)
        columns["outcomes"][part] = outcomes
        columns["person"][part] = pick.integers(0, 20, size, dtype=np.uint8)
        columns["merit"][part] = pick.integers(1, 3, size, dtype=np.uint8)
        for step in codes.STEPS:
            quarters = pick.integers(33, last + 1, size, dtype=np.uint8)
            quarters[pick.random(size) < 0.3] = 0
            columns[step][part] = quarters
    return columns
