"""A user's desk: all that waits for them, by how soon it has to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from jobveu.accounts.actor import Actor
from jobveu.journeys.waiting import WaitingItem, WaitingKind, kinds_for, waiting_for

SHOWN_OF_EACH_KIND = 50
SOON = timedelta(days=7)


class Urgency(Enum):
    """In the order of the desk."""

    OVERDUE = auto()
    SOON = auto()  # due within a week, or due and given some time yet
    LATER = auto()
    UNDATED = auto()


@dataclass(frozen=True, slots=True)
class Desk:
    """`kinds` are those that may wait for the actor at all, each with how many do; where `counted_all` is False
    some have more than they say. `items` are those of the kind asked for, by urgency; no empty ones."""

    kinds: Mapping[WaitingKind, int]
    items: Mapping[Urgency, tuple[WaitingItem, ...]]
    counted_all: bool


def desk(*, by: Actor, on: date, kind: WaitingKind | None = None) -> Desk:
    """The actor's desk on the day; of one kind only, if told. Three SQL statements at most."""
    every = waiting_for(by=by, on=on, limit=SHOWN_OF_EACH_KIND + 1)
    counted = Counter(item.kind for item in every)
    shown: dict[Urgency, list[WaitingItem]] = {urgency: [] for urgency in Urgency}
    taken: Counter[WaitingKind] = Counter()
    for item in every:
        taken[item.kind] += 1
        if kind in (None, item.kind) and taken[item.kind] <= SHOWN_OF_EACH_KIND:
            shown[urgency_of(item, on=on)].append(item)
    return Desk(
        kinds={one: min(counted[one], SHOWN_OF_EACH_KIND) for one in kinds_for(by)},
        items={urgency: tuple(items) for urgency, items in shown.items() if items},
        counted_all=all(number <= SHOWN_OF_EACH_KIND for number in counted.values()),
    )


def urgency_of(item: WaitingItem, *, on: date) -> Urgency:
    if item.overdue:
        return Urgency.OVERDUE
    if item.due is None:
        return Urgency.UNDATED
    return Urgency.SOON if item.due <= on + SOON else Urgency.LATER
