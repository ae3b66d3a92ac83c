"""What each group answered to an item: how many answered, the shares of each answer, and what the item is told by, with
and without weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from jobveu.insight.surveys.groups import ALL, Division, Group, OneProject, Several, groups_of
from jobveu.insight.surveys.weighting import Weighting
from jobveu.kernels.statistics.estimates import Mask, mean, share
from jobveu.kernels.statistics.intervals import Interval, hypergeometric, of_mean, of_share
from jobveu.kernels.statistics.samples import Floats, stratified
from jobveu.surveys.instruments.parts import CHOICES, DONT_KNOW, Instrument, Item, Scale, Statistic, Value
from jobveu.surveys.round_data import RoundData

STATISTICS: Mapping[Scale, tuple[Statistic, ...]] = {
    Scale.DEGREE: (Statistic.HIGH, Statistic.NEUTRAL, Statistic.LOW),
    Scale.MERIT: (Statistic.YES_OR_BOTH, Statistic.YES),
    Scale.SCORE: (Statistic.MEAN,),
    Scale.TEXT: (),
}
"""What an item's answers are told by, the one that its chart shows first."""

CHOSEN: Mapping[Statistic, frozenset[Value]] = {
    Statistic.HIGH: frozenset({4, 5}),
    Statistic.NEUTRAL: frozenset({3}),
    Statistic.LOW: frozenset({1, 2}),
    Statistic.YES: frozenset({"yes"}),
    Statistic.YES_OR_BOTH: frozenset({"yes", "both"}),
}
"""The answers whose share it is."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A share (0 to 1) or a mean, with a 95 per cent interval. `weighted` and `weighted_interval` are None where nothing is
    weighted (comparisons)."""

    value: float
    interval: Interval
    weighted: float | None
    weighted_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Row:
    """`answers`: how many answered the item, "don't know" not counted; None with empty mappings for a group that is withheld, 0
    where nobody has answered. `population`: of how many; None where that could tell of few (_population)."""

    group: Group
    answers: int | None
    population: int | None
    shares: Mapping[Value, float]
    measured: Mapping[Statistic, Measured]

    @property
    def withheld(self) -> bool:
        return self.answers is None


@dataclass(frozen=True, slots=True)
class ItemTable:
    """An item by a division, everybody last. `unsure`: how many of everybody did not know; None where that is withheld.
    `weighted_as_one`: the groups that are withheld have the same weights here, so that weighted values tell nothing of them."""

    item: Item
    division: Division
    rows: tuple[Row, ...]
    unsure: int | None
    weighted_as_one: bool

    @property
    def total(self) -> Row:
        return self.rows[-1]

    def row(self, group: Group) -> Row | None:
        return next((row for row in self.rows if row.group == group), None)


class Sheets:
    """The sheets of a round, and which groups they belong to."""

    def __init__(self, data: RoundData) -> None:
        self.data = data
        self._strata = tuple(dict.fromkeys(sheet.stratum for sheet in data.sheets))
        place = {stratum: at for at, stratum in enumerate(self._strata)}
        self._stratum = np.array([place[sheet.stratum] for sheet in data.sheets], np.int64)
        self._project = np.array([sheet.project_id or 0 for sheet in data.sheets], np.int64)
        self._held: dict[Group | Several, Mask] = {}

    def of(self, group: Group | Several | OneProject) -> Mask:
        if isinstance(group, OneProject):
            inside: Mask = self._project == group.project_id
            return inside
        if group not in self._held:
            held = np.array([group.holds(stratum) for stratum in self._strata], np.bool_)
            self._held[group] = held[self._stratum]
        return self._held[group]


class Answers:
    """The answers of a round to one item, before anything is withheld."""

    def __init__(self, sheets: Sheets, item: Item) -> None:
        self.sheets, self.item = sheets, item
        self.choices: tuple[Value, ...] = tuple(CHOICES[item.scale])
        place = {choice: at for at, choice in enumerate(self.choices)}
        given = [sheet.values.get(item.id) for sheet in sheets.data.sheets]
        self.chosen = np.array([-1 if value is None else place.get(value, -1) for value in given], np.int64)
        self.unsure = sum(value == DONT_KNOW for value in given)

    def inside(self, group: Group | Several | OneProject) -> Mask:
        """The sheets of the group that have an answer."""
        inside: Mask = self.sheets.of(group) & (self.chosen >= 0)
        return inside

    def counts(self, group: Group | OneProject) -> Mapping[Value, int]:
        found = np.bincount(self.chosen[self.inside(group)], minlength=len(self.choices))
        return {choice: int(count) for choice, count in zip(self.choices, found, strict=True)}

    def population(self, group: Group | Several) -> int:
        """Those of the group whom the item is about."""
        return sum(
            max(one.population, one.asked)
            for one in self.sheets.data.frame
            if group.holds(one.stratum)
            and self.item.is_asked(one.stratum.respondent_type, one.stratum.project_type)
        )

    def asks_all(self, group: Group) -> bool:
        """Whether the item is asked of everybody in the group."""
        return all(
            self.item.is_asked(one.stratum.respondent_type, one.stratum.project_type)
            for one in self.sheets.data.frame
            if group.holds(one.stratum)
        )

    def has(self, statistic: Statistic) -> Mask:
        wanted = [at for at, choice in enumerate(self.choices) if choice in CHOSEN[statistic]]
        return np.isin(self.chosen, wanted)

    def numbers(self) -> Floats:
        """What was answered on a scale of numbers; 0 where nothing was."""
        scale = np.array([*(float(choice) for choice in self.choices), 0.0])
        return scale[self.chosen]


def measured(
    answers: Answers, weighting: Weighting | None, statistic: Statistic, group: Group | Several
) -> Measured:
    """Of a group in which somebody answered. `weighting` None leaves the weighted values out."""
    inside = answers.inside(group)
    count, population = int(inside.sum()), answers.population(group)
    sample = weighting.within(inside, everybody=group == ALL) if weighting else None
    if statistic is Statistic.MEAN:
        lowest, highest = (float(answers.choices[at]) for at in (0, -1))
        numbers = answers.numbers()
        plain = mean(stratified(["all"] * count, {"all": population}), numbers[inside])
        value, interval = plain.value, of_mean(plain, lowest=lowest, highest=highest)
        if count == 1:  # says nothing of how the others differ
            interval = Interval(lowest, highest)
        weighted = mean(sample, numbers, within=inside) if sample else None
        around = of_mean(weighted, lowest=lowest, highest=highest) if weighted else None
    else:
        has = answers.has(statistic)
        yes = int((has & inside).sum())
        value, interval = yes / count, hypergeometric(yes, count, population)
        weighted = share(sample, has, within=inside) if sample else None
        around = of_share(weighted) if weighted else None
    return Measured(value, interval, weighted.value if weighted else None, around)


class ItemTables:
    """The tables of a round, each made when it is first asked for: most of an analysis's time goes into their intervals."""

    def __init__(
        self,
        answers: Iterable[Answers],
        weighting: Callable[[frozenset[Group]], Weighting],
        withheld: Mapping[str, frozenset[Group]],
        response: frozenset[Group],
    ) -> None:
        """`withheld`: by the item's id, the groups of which nothing of it is shown; `response`: those of whose response nothing is.
        `weighting`: the weights by which such groups have the same part."""
        self._answers = {one.item.id: one for one in answers}
        self._weighting, self._withheld, self._response = weighting, withheld, response
        self._made: dict[tuple[str, Division], ItemTable] = {}

    def of(self, item_id: str, division: Division) -> ItemTable:
        """Raises KeyError."""
        place = (item_id, division)
        if place not in self._made:
            answers = self._answers[item_id]
            hidden = self._withheld[item_id]
            self._made[place] = _item_table(
                answers, division, self._weighting(hidden), hidden, self._response
            )
        return self._made[place]

    def __iter__(self) -> Iterator[ItemTable]:
        """Of one item after the other."""
        return (self.of(item_id, division) for item_id in self._answers for division in Division)


def _item_table(
    answers: Answers,
    division: Division,
    weighting: Weighting,
    withheld: frozenset[Group],
    response: frozenset[Group],
) -> ItemTable:
    data, item = answers.sheets.data, answers.item

    def row(group: Group) -> Row:
        if group in withheld:
            return Row(group, None, None, {}, {})
        counts = answers.counts(group)
        count = sum(counts.values())
        return Row(
            group,
            count,
            _population(answers, group, response),
            {choice: of / count for choice, of in counts.items()} if count else {},
            {each: measured(answers, weighting, each, group) for each in STATISTICS[item.scale]}
            if count
            else {},
        )

    total = row(ALL)
    return ItemTable(
        item,
        division,
        (*(row(group) for group in groups_of(data, division, item)), total),
        None if total.withheld else answers.unsure,
        bool(withheld),
    )


def _population(answers: Answers, group: Group, response: frozenset[Group]) -> int | None:
    """How many of the group the item is about, where the response says as much: of all of it, or, of everybody, of respondent
    types of which all are asked or nobody. Any other number could be subtracted from those of the response, and tell of one
    to four. `response`: the groups of which that tells nothing."""
    parts: tuple[Group, ...] = (group,)
    if group.division is None and not answers.asks_all(group):
        of_types = groups_of(answers.sheets.data, Division.RESPONDENTS)
        parts = tuple(one for one in of_types if answers.population(one))
    told = all(answers.asks_all(part) and part not in response for part in parts)
    return answers.population(group) if told else None


def counted(instrument: Instrument) -> tuple[Item, ...]:
    """Its items but those that are answered in words."""
    return tuple(item for item in instrument.items() if item.scale is not Scale.TEXT)
