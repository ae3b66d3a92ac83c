"""What the doctor finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """The worst of several is the greatest."""

    OK = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` says how it is and what that means, `todo` what to do about it; nothing where nothing is wrong."""

    name: str
    state: State
    what: str
    todo: str = ""


Check = Callable[[], Iterable[Finding]]


def ok(name: str, what: str) -> Finding:
    return Finding(name, State.OK, what)


def warning(name: str, what: str, todo: str) -> Finding:
    return Finding(name, State.WARNING, what, todo)


def error(name: str, what: str, todo: str) -> Finding:
    return Finding(name, State.ERROR, what, todo)
