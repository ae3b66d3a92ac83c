"""Who acts now, as the database is told it.

What is told belongs to the thread's or task's context, not to a connection: a request that ends, however it
ends, takes it along, and whoever uses the connection next tells what is so of them. Who has said nothing is
nobody, and nobody sees any person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

PREFIX = "jobveu."


class Mode(StrEnum):
    """`jobveu.acting`. The SQL functions that only count put themselves into a mode of their own, "counting"."""

    NOBODY = "nobody"
    REQUEST = "request"
    SYSTEM = "system"


class Reach(StrEnum):
    """The other settings: for each way to belong to a person, the ids by which the user does. What each opens
    is said by the policies; which roles give it, by accounts.access."""

    REGISTERED = "registered"  # job centres whose persons the user sees
    CASEWORK = "casework"  # job centres whose persons the user registers and changes
    PROVIDERS = "providers"  # education providers whose participants the user sees
    COMPANIES = "companies"  # companies to which candidates are presented
    OFFICES = "offices"  # labour market offices that drive projects
    COORDINATING = "coordinating"  # job centres that projects may have been handed over to


@dataclass(frozen=True, slots=True)
class Acting:
    """The value of every setting, in the order of `SETTINGS`."""

    mode: Mode
    values: tuple[str, ...]


SETTINGS = tuple(PREFIX + name for name in ("acting", "user", *Reach))

NOBODY = Acting(Mode.NOBODY, (Mode.NOBODY, "", *("{}" for _ in Reach)))
SYSTEM = Acting(Mode.SYSTEM, (Mode.SYSTEM, "", *("{}" for _ in Reach)))


TELLS_SYSTEM = f"-c {SETTINGS[0]}={Mode.SYSTEM}"
"""The same for programs of PostgreSQL, as an option of their connection."""


def of_request(*, user_id: int | None, reach: Mapping[Reach, Iterable[int]]) -> Acting:
    """Somebody, or the anonymous public, who has sent a request."""
    lists = ("{" + ",".join(str(int(id_)) for id_ in sorted(reach.get(name, ()))) + "}" for name in Reach)
    return Acting(Mode.REQUEST, (Mode.REQUEST, "" if user_id is None else str(int(user_id)), *lists))


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)
_otherwise = NOBODY


def current() -> Acting:
    return _acting.get() or _otherwise


@contextmanager
def acting_as(acting: Acting) -> Iterator[None]:
    """Inside the block, in this thread or task, `acting` is who acts."""
    token = _acting.set(acting)
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def as_system() -> Iterator[None]:
    """For what no user asks for: commands, loading, jobs that run by themselves. Every person can be reached.

    Raises RuntimeError inside a request: there the wall has no door.
    """
    if current().mode is Mode.REQUEST:
        raise RuntimeError("A request cannot act as the system.")
    with acting_as(SYSTEM):
        yield


def outside_requests_is_the_system() -> None:
    """For processes that serve nobody from outside, tests and measurements: whoever has said nothing is the
    system. Requests are what they are all the same."""
    global _otherwise
    _otherwise = SYSTEM
