"""Makes the round from its targets. A pure function: the same seed gives the same round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Disposition, RespondentType
from jobveu.surveys.instruments import INSTRUMENTS
from jobveu.surveys.instruments.parts import DONT_KNOW, Value
from jobveu.surveys.round_data import AnswerSheet, RoundData, Stratum, StratumCount
from jobveu.surveys.strata import coarsened
from jobveu.surveys.synthetic import targets

NAME = "Opdigtet undersøgelse efter evalueringen i 2021"
SEED = 2021
INSTRUMENT = INSTRUMENTS["standard-1"]
Places = Mapping[tuple[str, ProjectType], int]
"""How many projects there were of each council (its code) and type: where those who are asked come from."""
Offices = Mapping[str, str]
"""The code of the office of each council."""


class _Somebody:
    """One made-up person who has answered: the cell they come from, the stratum they are counted in, and what they say."""

    def __init__(self, cell: Stratum, stratum: Stratum) -> None:
        self.cell = cell
        self.stratum = stratum
        self.values: dict[str, Value] = {}

    @property
    def type(self) -> RespondentType:
        return self.cell.respondent_type


def made_up_round(places: Places, *, offices: Offices, seed: int = SEED) -> RoundData:
    """The round as a value: anonymous, closed, and marked as made up."""
    random = Random(seed)  # noqa: S311  nothing secret: the same seed is to give the same round
    asked = {
        stratum: number
        for respondent_type in RespondentType
        for stratum, number in _spread(
            respondent_type, targets.ASKED[respondent_type], places, offices
        ).items()
    }
    within = coarsened(asked)
    everybody = list(_those_who_answer(asked, within, random))
    _answer(everybody, random)
    return RoundData(
        name=NAME,
        instrument=INSTRUMENT,
        anonymous=True,
        opened=targets.OPENED,
        closed=targets.CLOSED,
        synthetic=True,
        frame=_frame(asked, within, everybody),
        sheets=tuple(_sheet(one) for one in everybody),
    )


def _spread(
    respondent_type: RespondentType, number: int, places: Places, offices: Offices
) -> Mapping[Stratum, int]:
    """So many persons over the councils and types, as the projects are: by largest remainders."""
    weights = {
        place: weight
        for place, weight in sorted(places.items())
        if respondent_type is not targets.JOB_CENTRE or place[1] in targets.JOB_CENTRES_ON
    }
    total = sum(weights.values())
    exact = {place: number * weight / total for place, weight in weights.items()}
    given = {place: int(share) for place, share in exact.items()}
    left = sorted(exact, key=lambda place: (given[place] - exact[place], place))
    for place in left[: number - sum(given.values())]:
        given[place] += 1
    return {
        Stratum(respondent_type, *place, offices[place[0]]): count for place, count in given.items() if count
    }


def _those_who_answer(
    asked: Mapping[Stratum, int], within: Mapping[Stratum, Stratum], random: Random
) -> Iterable[_Somebody]:
    for respondent_type in RespondentType:
        cells = [
            cell
            for cell, number in asked.items()
            if cell.respondent_type is respondent_type
            for _each in range(number)
        ]
        for cell in random.sample(cells, targets.ANSWERED[respondent_type]):
            yield _Somebody(cell, within[cell])


def _answer(everybody: Sequence[_Somebody], random: Random) -> None:
    for quota in targets.DEGREES:
        group = [one for one in everybody if one.type in quota.of]
        _degrees(group, quota.item, quota.high, quota.low, quota.unsure, random)
    for item_id, (high, low) in targets.SHARES.items():
        group = [one for one in everybody if _is_asked(one, item_id) and item_id not in one.values]
        _degrees(group, item_id, round(high * len(group)), round(low * len(group)), 0, random)
    for project_type, group in _by_project_type(everybody).items():
        number = len(group)
        high = _within(targets.PARTNERS_INVOLVED, number)
        _degrees(group, "principle-2", high, (number - high) // 2, 0, random)
        _merits(group, _within(targets.MERIT, number), random)
        neither = round(targets.APPRENTICE_NEITHER.get(project_type, 0.1) * number)
        high = round(0.8 * (number - neither))
        _degrees(group, "result-apprentice", high, number - neither - high, 0, random)
    for respondent_type, total in targets.SATISFACTION.items():
        _scores([one for one in everybody if one.type is respondent_type], total, random)
    for item_id, texts in targets.TEXTS.items():
        writers = random.sample(list(everybody), len(everybody) // targets.ONE_IN_TEXT)
        for number, one in enumerate(writers):
            one.values[item_id] = texts[number % len(texts)]


def _is_asked(one: _Somebody, item_id: str) -> bool:
    return INSTRUMENT.by_id[item_id].is_asked(one.type, one.stratum.project_type)


def _by_project_type(everybody: Iterable[_Somebody]) -> Mapping[ProjectType, list[_Somebody]]:
    found: dict[ProjectType, list[_Somebody]] = defaultdict(list)
    for one in everybody:
        assert one.cell.project_type is not None
        found[one.cell.project_type].append(one)
    return found


def _within(limits: tuple[int, int], number: int) -> int:
    """The number of answers whose share, rounded, lies between the limits in per cent, nearest the middle."""
    low, high = limits
    return min(range(number + 1), key=lambda count: abs(100 * count / number - (low + high) / 2))


def _degrees(
    group: Collection[_Somebody], item_id: str, high: int, low: int, unsure: int, random: Random
) -> None:
    """Every third of the high answers is the highest, every third of the low ones the lowest."""
    neither = len(group) - high - low - unsure
    if neither < 0:
        raise ValueError(f"More answers than respondents to {item_id}")
    values: list[Value] = [5 if number % 3 == 0 else 4 for number in range(high)]
    values += [1 if number % 3 == 0 else 2 for number in range(low)]
    values += [3] * neither + [DONT_KNOW] * unsure
    _deal(group, item_id, values, random)


def _merits(group: Collection[_Somebody], given: int, random: Random) -> None:
    yes = round(targets.MERIT_YES * given)
    values = ["yes"] * yes + ["both"] * (given - yes) + ["no"] * (len(group) - given)
    _deal(group, "principle-3", values, random)


def _scores(group: Collection[_Somebody], total: int, random: Random) -> None:
    """Scores from 1 to 10 that add up to `total`: around the mean, and moved apart two by two so that they differ."""
    whole, rest = divmod(total, len(group))
    values = [whole + 1] * rest + [whole] * (len(group) - rest)
    for _time in range(2 * len(values)):
        up, down = random.sample(range(len(values)), 2)
        if values[up] < 10 and values[down] > 4:
            values[up] += 1
            values[down] -= 1
    _deal(group, "satisfaction", list(values), random)


def _deal(group: Collection[_Somebody], item_id: str, values: Sequence[Value], random: Random) -> None:
    dealt: list[Value] = list(values)
    random.shuffle(dealt)
    for one, value in zip(group, dealt, strict=True):
        one.values[item_id] = value


def _sheet(one: _Somebody) -> AnswerSheet:
    """In the order of the questionnaire."""
    values = {item.id: one.values[item.id] for item in INSTRUMENT.items() if item.id in one.values}
    return AnswerSheet(one.stratum, None, complete=True, values=values)


def _frame(
    asked: Mapping[Stratum, int], within: Mapping[Stratum, Stratum], everybody: Iterable[_Somebody]
) -> tuple[StratumCount, ...]:
    """What came of asking those who did not answer is not known: they count as not having answered."""
    sizes: Counter[Stratum] = Counter()
    for stratum, number in asked.items():
        sizes[within[stratum]] += number
    complete = Counter(one.stratum for one in everybody)
    return tuple(
        StratumCount(
            stratum,
            number,
            dict.fromkeys(Disposition, 0)
            | {Disposition.COMPLETE: complete[stratum], Disposition.NO_ANSWER: number - complete[stratum]},
        )
        for stratum, number in sorted(sizes.items(), key=lambda pair: _order(pair[0]))
    )


def _order(stratum: Stratum) -> tuple[int, str, str, str]:
    place: Callable[[RespondentType], int] = list(RespondentType).index
    found = (stratum.council, stratum.project_type, stratum.office)
    council, project_type, office = (each or "~" for each in found)
    return place(stratum.respondent_type), council, project_type, office
