"""Which groups' answers are shown: those of five or more, and no others that would give back what is withheld.

The kernel is told at once of all that is shown of a round: for each group how many there are, were asked and answered; for
each item how many of the group answered it, how many gave each answer, and how it all adds up, also of a single project
where the sheets tell theirs. The numbers of persons who answered are protected; how many of a group of five or more gave an
answer is open. A group of which anything is withheld is withheld whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobveu.insight.disclosure import RULE
from jobveu.insight.surveys import response
from jobveu.insight.surveys.groups import (
    ALL,
    Division,
    Group,
    OneProject,
    councils_within,
    group_of,
    groups_of,
)
from jobveu.insight.surveys.items import Answers
from jobveu.kernels.disclosure import Key, Sum, Tables, protect, proves
from jobveu.surveys.instruments.parts import Item, Value
from jobveu.surveys.round_data import RoundData

ANSWERED, UNANSWERED = "has-answered", "has-not"
OF_EVERYBODY, OF_RESPONSE = 100, 5
"""What a count is worth: everybody's are withheld last, the response of a group next to last."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """The groups of which nothing is shown: of the response, and of each item by its id; `projects`: those of which
    nothing of an item is shown."""

    response: frozenset[Group]
    items: Mapping[str, frozenset[Group]]
    projects: Mapping[str, frozenset[OneProject]]


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
    projects = projects_of(data)
    return Withheld(
        _among(response.groups(data), of_response),
        {one.item.id: _among(groups(data, one.item), places.get(one.item.id, set())) for one in of_items},
        {
            one.item.id: frozenset(
                project for project in projects if _place(project) in places.get(one.item.id, set())
            )
            for one in of_items
        },
    )


def projects_of(data: RoundData) -> Mapping[OneProject, Group]:
    """The projects that five or more have answered about, each with the council it is counted in; none in an anonymous
    round, whose sheets tell no project."""
    found = Counter(sheet.project_id for sheet in data.sheets if sheet.project_id is not None)
    within = {
        OneProject(sheet.project_id): group_of(sheet.stratum, Division.COUNCILS)
        for sheet in data.sheets
        if sheet.project_id is not None
    }
    return {
        project: within[project]
        for project in sorted(within, key=lambda one: one.project_id)
        if not RULE.covers(found[project.project_id])
    }


def tables_of(data: RoundData, answers: Iterable[Answers]) -> Tables:
    """All that is shown of a round, and how it adds up."""
    whole = response.tables(data)
    for one in answers:
        whole = whole.joined(_tables_of_item(data, one))
    return Tables(
        whole.counts,
        whole.sums,
        latent=whole.latent,
        known=whole.known,
        open=whole.open,
        weights={
            key: OF_RESPONSE if key[0] in response.SHOWN else 1 if len(key) > 1 else OF_EVERYBODY
            for key in whole.counts
        },
    )


def cell(item: Item, group: Group | OneProject, quantity: Value) -> Key:
    return (f"{item.id} {quantity}", *_place(group))


def _place(group: Group | OneProject) -> Key:
    return (f"project={group.project_id}",) if isinstance(group, OneProject) else response.place(group)


def groups(data: RoundData, item: Item) -> tuple[Group, ...]:
    """Those that an item is shown by."""
    return (ALL, *(group for division in Division for group in groups_of(data, division, item)))


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
        if answers.asks_all(group):
            sheets, rest = response.key(group, response.ANSWERED), cell(item, group, UNANSWERED)
            found[sheets] = response.counts(data, group).answered
            found[rest] = found[sheets] - found[answered]
            latent.add(rest)
            sums.append(Sum(sheets, (answered, rest)))
    wholes: list[tuple[Group, tuple[Group, ...]]] = [
        (ALL, groups_of(data, division, item)) for division in Division
    ]
    wholes += [
        (office, councils_within(data, office, item)) for office in groups_of(data, Division.OFFICES, item)
    ]
    for whole, parts in wholes:
        for quantity in (ANSWERED, *answers.choices):
            sums.append(Sum(cell(item, whole, quantity), tuple(cell(item, part, quantity) for part in parts)))
    protected = {cell(item, group, ANSWERED) for group in groups(data, item)}
    protected |= _add_projects(data, answers, found, sums, latent)
    return Tables(
        found,
        tuple(sums),
        latent=frozenset(latent),
        open=frozenset(key for key in found if key not in protected and key[0] != response.ANSWERED),
    )


def _add_projects(
    data: RoundData, answers: Answers, found: dict[Key, int], sums: list[Sum], latent: set[Key]
) -> set[Key]:
    """Takes in what is told of single projects, and what is left of their councils when it is subtracted; answers which of
    it is protected."""
    of_councils: dict[Group, list[OneProject]] = {}
    for project, council in projects_of(data).items():
        of_councils.setdefault(council, []).append(project)
    protected: set[Key] = set()
    for council, projects in of_councils.items():
        rest = f"rest of {response.place(council)[0]}"
        left = Counter(answers.counts(council))
        for project in projects:
            counts = answers.counts(project)
            left.subtract(counts)
            found |= {cell(answers.item, project, choice): count for choice, count in counts.items()}
        quantities = [f"{answers.item.id} {quantity}" for quantity in (ANSWERED, *answers.choices)]
        found |= {(f"{answers.item.id} {choice}", rest): left[choice] for choice in answers.choices}
        places = [*(_place(project)[0] for project in projects), rest]
        for place in places:
            whole, *parts = ((quantity, place) for quantity in quantities)
            found[whole] = sum(found[part] for part in parts)
            sums.append(Sum(whole, tuple(parts)))
            protected.add(whole)
        for quantity in quantities:
            latent.add((quantity, rest))
            sums.append(
                Sum((quantity, *response.place(council)), tuple((quantity, place) for place in places))
            )
    return protected


def _among(of: Iterable[Group], places: set[Key]) -> frozenset[Group]:
    return frozenset(group for group in of if response.place(group) in places)
