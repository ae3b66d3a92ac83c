"""Which groups' answers are shown: those of five or more, and no others that would give back what is withheld.

The kernel is told at once of all that is shown of a round: for each group how many there are, were asked and answered; for
each item how many of the group answered it, how many gave each answer, and how it all adds up. The numbers of persons
who answered are protected; how many of a group of five or more gave an answer is open. A group of which anything is
withheld is withheld whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobveu.insight.disclosure import RULE
from jobveu.insight.surveys import response
from jobveu.insight.surveys.groups import ALL, OF_ITEMS, Group, groups_of
from jobveu.insight.surveys.items import Answers
from jobveu.kernels.disclosure import Key, Sum, Tables, protect, proves
from jobveu.surveys.instruments.parts import Item, Value
from jobveu.surveys.round_data import RoundData

ANSWERED, UNANSWERED = "has-answered", "has-not"
OF_EVERYBODY, OF_RESPONSE = 100, 5
"""What a count is worth: everybody's are withheld last, the response of a group next to last."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """The groups of which nothing is shown: of the response, and of each item by its id."""

    response: frozenset[Group]
    items: Mapping[str, frozenset[Group]]


def withheld(data: RoundData, answers: Iterable[Answers]) -> Withheld:
    of_items = tuple(answers)
    tables = tables_of(data, of_items)
    protection = protect(tables, rule=RULE)
    if not proves(tables, protection):
        raise RuntimeError("What is withheld is not proven to be enough.")
    places: dict[str, set[Key]] = {}
    for quantity, *place in protection.withheld:
        places.setdefault(quantity.partition(" ")[0], set()).add(tuple(place))
    of_response = set().union(*(places.get(quantity, set()) for quantity in response.SHOWN))
    return Withheld(
        _among(response.groups(data), of_response),
        {one.item.id: _among(groups(data, one.item), places.get(one.item.id, set())) for one in of_items},
    )


def tables_of(data: RoundData, answers: Iterable[Answers]) -> Tables:
    """All that is shown of a round, and how it adds up."""
    whole = response.tables(data)
    for one in answers:
        whole = whole.joined(_tables_of_item(data, one))
    return Tables(
        whole.counts,
        whole.sums,
        latent=whole.latent,
        open=whole.open,
        weights={
            key: OF_RESPONSE if key[0] in response.SHOWN else 1 if len(key) > 1 else OF_EVERYBODY
            for key in whole.counts
        },
    )


def cell(item: Item, group: Group, quantity: Value) -> Key:
    return (f"{item.id} {quantity}", *response.place(group))


def groups(data: RoundData, item: Item) -> tuple[Group, ...]:
    """Those that an item is shown by."""
    return (ALL, *(group for division in OF_ITEMS for group in groups_of(data, division, item)))


def _tables_of_item(data: RoundData, answers: Answers) -> Tables:
    """Where all of a group are asked the item, as many have not answered it as there are sheets without an answer: that
    anybody can subtract."""
    item = answers.item
    found: dict[Key, int] = {}
    sums: list[Sum] = []
    latent: set[Key] = set()
    for group in groups(data, item):
        counts = answers.counts(group)
        given = {cell(item, group, choice): count for choice, count in counts.items()}
        answered = cell(item, group, ANSWERED)
        found |= given | {answered: sum(given.values())}
        sums.append(Sum(answered, tuple(given)))
        if _all_are_asked(data, item, group):
            sheets, rest = response.key(group, response.ANSWERED), cell(item, group, UNANSWERED)
            found[sheets] = response.counts(data, group).answered
            found[rest] = found[sheets] - found[answered]
            latent.add(rest)
            sums.append(Sum(sheets, (answered, rest)))
    for division in OF_ITEMS:
        parts = groups_of(data, division, item)
        for quantity in (ANSWERED, *answers.choices):
            sums.append(Sum(cell(item, ALL, quantity), tuple(cell(item, group, quantity) for group in parts)))
    protected = {cell(item, group, ANSWERED) for group in groups(data, item)}
    return Tables(
        found,
        tuple(sums),
        latent=frozenset(latent),
        open=frozenset(key for key in found if key not in protected and key[0] != response.ANSWERED),
    )


def _all_are_asked(data: RoundData, item: Item, group: Group) -> bool:
    return all(
        item.is_asked(one.stratum.respondent_type, one.stratum.project_type)
        for one in data.frame
        if group.holds(one.stratum)
    )


def _among(of: Iterable[Group], places: set[Key]) -> frozenset[Group]:
    return frozenset(group for group in of if response.place(group) in places)
