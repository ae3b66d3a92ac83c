"""How the register was kept has changed over time, and what a figure over a period must say of it.

The changes are data (`PRACTICES`), each with the ids of the evaluation's definitions that it rests on. `caveats`
is pure: it knows no clock and no database.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Subject(Enum):
    """What a figure counts, as far as the practice of registration matters to it."""

    PROJECTS = "projects"
    PARTICIPANTS = "participants"
    ACTORS = "actors"


@dataclass(frozen=True, slots=True)
class Practice:
    """A way of registering that ended when `until` began. `across` is said of a period that has days on both
    sides of that day, `wholly` of one that lies before it. `sources` are ids of definitions."""

    key: str
    until: date
    across: Promise
    wholly: Promise
    subjects: frozenset[Subject]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caveat:
    """What stands under a figure. `crosses`: the period has days on both sides of `until`, the first day of the
    newer practice."""

    key: str
    until: date
    crosses: bool
    text: str
    sources: tuple[str, ...]


EVERYTHING = frozenset(Subject)

PRACTICES: tuple[Practice, ...] = (
    Practice(
        key="no_coordinators",
        until=date(2018, 4, 1),
        across=_(
            "De første VEU-koordinatorer blev ansat den 1. april 2018. Der er ingen projekter fra før den dag, så "
            "2018 dækker kun ni måneder."
        ),
        wholly=_(
            "Perioden ligger før den 1. april 2018, da de første VEU-koordinatorer blev ansat. Der er ingen "
            "projekter fra den tid."
        ),
        subjects=EVERYTHING,
        sources=("def.count.first_coordinators", "def.count.period"),
    ),
    Practice(
        key="spreadsheets",
        until=date(2019, 2, 1),
        across=_("Indtil februar 2019 blev projekterne registreret i regneark, derefter i ét fælles system."),
        wholly=_("I perioden blev projekterne registreret i regneark."),
        subjects=EVERYTHING,
        sources=("def.crm.since",),
    ),
    Practice(
        key="one_main_actor",
        until=date(2019, 8, 1),
        across=_(
            "Indtil august 2019 blev der kun registreret én hovedaktør for hvert projekt, derefter alle, der var "
            "med. For den første del af perioden er antallet af aktører derfor for lavt."
        ),
        wholly=_(
            "I perioden blev der kun registreret én hovedaktør for hvert projekt. Antallet af aktører er derfor "
            "for lavt."
        ),
        subjects=frozenset({Subject.ACTORS}),
        sources=("def.crm.mainactor", "def.caveat.actor_fields"),
    ),
    Practice(
        key="differing",
        until=date(2021, 1, 1),
        across=_(
            "Indtil januar 2021 blev der registreret lidt forskelligt fra kontor til kontor. Kontorerne har siden "
            "rettet registreringerne efter den praksis, der gælder fra januar 2021, men mindre forskelle kan være "
            "tilbage."
        ),
        wholly=_(
            "I perioden blev der registreret lidt forskelligt fra kontor til kontor. Kontorerne har siden rettet "
            "registreringerne efter den praksis, der gælder fra januar 2021, men mindre forskelle kan være tilbage."
        ),
        subjects=EVERYTHING,
        sources=("def.crm.changed_practice", "def.crm.validated"),
    ),
)
"""In the order of the days."""

ALL_ACTORS_SINCE = date(2019, 9, 1)
"""From then on a project with a single actor lacks the others: "until August 2019" leaves open which practice
August itself had."""


def caveats(
    *, first: date | None, last: date, subjects: Collection[Subject] = EVERYTHING
) -> tuple[Caveat, ...]:
    """What a figure over the days from `first` to `last`, both included, must say of its `subjects`, in the order
    of the days: of each practice that has ended since, and that some of its days lie in. `first=None`: from the
    beginning.

    Raises ValueError when the period ends before it begins.
    """
    if first is not None and last < first:
        raise ValueError("the period ends before it begins")
    wanted = frozenset(subjects)
    return tuple(
        Caveat(
            key=practice.key,
            until=practice.until,
            crosses=last >= practice.until,
            text=str(practice.across if last >= practice.until else practice.wholly),
            sources=practice.sources,
        )
        for practice in PRACTICES
        if practice.subjects & wanted and (first is None or first < practice.until)
    )
