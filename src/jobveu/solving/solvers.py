"""What each kernel says of itself, so that its runs can be carried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jobveu.solving.enums import Ending


@dataclass(frozen=True, slots=True)
class Effort:
    """What a kernel is told besides what it is given. `should_stop` is asked often, `progress` is told the best value
    and the bound in points, each None as long as there is none. A `work_limit` ends where an earlier run ended."""

    seed: int
    work_limit: int | None
    should_stop: Callable[[], bool]
    seconds_left: Callable[[], float]
    progress: Callable[[float | None, float | None], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept of an answer. `answer` is canonical JSON that tells of nobody; `kernel` its name and version."""

    ending: Ending
    answer: str
    kernel: str
    value: float | None
    bound: float | None
    work: int
    cut_short: bool


class Incomplete(Exception):
    """What the run was given is no longer all there, so it cannot be done again."""


@dataclass(frozen=True, slots=True)
class Solver:
    """How one kernel's runs are carried out. `found` is whatever `solve` returns.

    `gather(run_id)`: what it is given, as canonical JSON; called once, by the system, in the transaction in which it
    is kept. `solve(run_id, given, effort)`: outside a transaction; raises Incomplete. `keep(run_id, given, found)`:
    what is kept of it, in the transaction that finishes the run; a solver with records of its own writes them here.
    `again(run_id, given, found)`: the same as `keep` would give, without writing anything; compared with what was kept by
    `differences(run_id, kept, again)`, which names the parts that differ.
    """

    name: str
    kernel: str
    gather: Callable[[int], str]
    solve: Callable[[int, str, Effort], Any]
    keep: Callable[[int, str, Any], Outcome]
    again: Callable[[int, str, Any], str]
    differences: Callable[[int, str, str], tuple[str, ...]]


_SOLVERS: dict[str, Solver] = {}


def register(solver: Solver) -> None:
    """Called once by the room that the kernel answers, when the site loads (AppConfig.ready)."""
    _SOLVERS[solver.name] = solver


def solver(name: str) -> Solver:
    return _SOLVERS[name]


def differing_parts(_run_id: int, kept: str, again: str) -> tuple[str, ...]:
    """The names of the answer's parts that differ: for a solver whose whole answer is kept with the run."""
    before, now = json.loads(kept), json.loads(again)
    return tuple(sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name)))
