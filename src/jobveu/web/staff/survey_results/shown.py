"""What the analysis of a round looks like: its numbers as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobveu.insight.labels import decimal, signed
from jobveu.insight.rendering import NOTHING, WITHHELD
from jobveu.insight.surveys import Comparison, ItemTable, Measured, ResponseRow, Row, Verdict
from jobveu.insight.surveys.items import STATISTICS
from jobveu.insight.surveys.tables import Places
from jobveu.insight.surveys.words import STATISTICS as WORDS
from jobveu.insight.surveys.words import title
from jobveu.kernels.statistics.intervals import Interval
from jobveu.surveys.instruments.parts import CHOICES, Statistic
from jobveu.surveys.published import SHARE

BADGES: Mapping[Verdict, str] = {
    Verdict.CHANGED: "success",
    Verdict.PERHAPS: "warning",
    Verdict.NOISE: "info",
    Verdict.UNTESTED: "",
    Verdict.WITHHELD: "",
}


@dataclass(frozen=True, slots=True)
class Estimated:
    """A share or mean with its interval, with and without weights: "74 pct.", "66-81"."""

    value: str
    interval: str
    weighted: str
    weighted_interval: str


@dataclass(frozen=True, slots=True)
class Line:
    """One group: how many answered, of how many, and each of what the item is told by."""

    group: str
    answers: str
    population: str
    estimated: tuple[Estimated, ...]
    shares: tuple[str, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An item by a division. `statistics` and `choices` are the headings of what its lines have."""

    title: str
    statistics: tuple[str, ...]
    choices: tuple[str, ...]
    lines: tuple[Line, ...]
    withheld: bool
    weighted_as_one: bool
    unsure: str


@dataclass(frozen=True, slots=True)
class Compared:
    title: str
    item_id: str
    what: str
    published: str
    exactness: str
    published_answers: str
    ours: str
    answers: str
    difference: str
    probability: str
    verdict: str
    badge: str
    closeness: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The response of a group. `then`: the share that the evaluation of 2021 got, "" where it says none."""

    group: str
    population: str
    asked: str
    answered: str
    silent: str
    rr1: str
    rr2: str
    then: str
    weight: str
    is_total: bool


def shown(table: ItemTable, places: Places) -> Shown:
    scale = table.item.scale
    return Shown(
        title=str(table.division.title),
        statistics=tuple(str(WORDS[each]) for each in STATISTICS[scale]),
        choices=tuple(str(words) for words in CHOICES[scale].values()),
        lines=tuple(_line(table, row, places) for row in table.rows),
        withheld=any(row.withheld for row in table.rows),
        weighted_as_one=table.weighted_as_one,
        unsure=WITHHELD if table.unsure is None else decimal(table.unsure, 0),
    )


def _line(table: ItemTable, row: Row, places: Places) -> Line:
    scale = table.item.scale
    return Line(
        group=row.group.label(places),
        answers=whole(row.answers, withheld=row.withheld),
        population=whole(row.population, withheld=row.population is None),
        estimated=tuple(
            estimated(row.measured.get(each), each, withheld=row.withheld) for each in STATISTICS[scale]
        ),
        shares=tuple(
            WITHHELD if row.withheld else per_cent(row.shares.get(choice)) for choice in CHOICES[scale]
        ),
        is_total=row.group.division is None,
    )


def estimated(measured: Measured | None, statistic: Statistic, *, withheld: bool) -> Estimated:
    if withheld:
        return Estimated(*[WITHHELD] * 4)
    if measured is None:
        return Estimated(*[NOTHING] * 4)
    return Estimated(
        amount(measured.value, statistic),
        interval(measured.interval, statistic),
        NOTHING if measured.weighted is None else amount(measured.weighted, statistic),
        NOTHING if measured.weighted_interval is None else interval(measured.weighted_interval, statistic),
    )


def amount(value: float, statistic: Statistic) -> str:
    return decimal(value, 1) if statistic is Statistic.MEAN else per_cent(value)


def per_cent(share: float | None) -> str:
    return NOTHING if share is None else _("%(number)s pct.") % {"number": decimal(100 * share, 0)}


def interval(found: Interval, statistic: Statistic) -> str:
    factor, decimals = (1, 1) if statistic is Statistic.MEAN else (100, 0)
    return f"{decimal(found.low * factor, decimals)}–{decimal(found.high * factor, decimals)}"


def whole(number: int | None, *, withheld: bool = False) -> str:
    if withheld:
        return WITHHELD
    return NOTHING if number is None else decimal(number, 0)


def compared(of: Iterable[Comparison]) -> tuple[Compared, ...]:
    return tuple(_compared(one) for one in of)


def _compared(one: Comparison) -> Compared:
    published, statistic = one.published, one.tie.statistic
    decimals = 0 if published.unit == SHARE else 1
    theirs = decimal(float(published.value), decimals)
    if published.value_high is not None:
        theirs = f"{theirs}–{decimal(float(published.value_high), decimals)}"
    return Compared(
        title=title(one.item),
        item_id=one.item.id,
        what=str(WORDS[statistic]) + _respondents(one),
        published=_("%(number)s pct.") % {"number": theirs} if published.unit == SHARE else theirs,
        exactness=str(published.exactness.label),
        published_answers=_("antal svar ukendt") if published.n is None else _answers(published.n),
        ours=WITHHELD if one.ours is None else amount(one.ours.value, statistic),
        answers="" if one.answers is None else _answers(one.answers),
        difference=WITHHELD
        if one.difference is None
        else _signed(one.difference, decimals, published.unit == SHARE),
        probability=NOTHING if one.adjusted is None else _probability(one.adjusted),
        verdict=verdict_words(one.verdict)[0],
        badge=BADGES[one.verdict],
        closeness=str(one.tie.closeness.label).partition(":")[0],
        note=str(one.tie.note) if one.tie.note else "",
        source=published.source,
    )


def _respondents(one: Comparison) -> str:
    who = one.published.respondents
    if who is None or who >= frozenset(one.item.wording):
        return ""
    return f" ({', '.join(str(each.label) for each in sorted(who))})"


def verdict_words(verdict: Verdict) -> tuple[str, str]:
    """In short, and what it means."""
    short, _colon, meaning = str(verdict.label).partition(": ")
    return short, capfirst(meaning)


def _answers(number: int) -> str:
    return ngettext("%(number)s svar", "%(number)s svar", number) % {"number": decimal(number, 0)}


def _signed(number: float, decimals: int, points: bool) -> str:
    text = signed(number, decimals)
    return _("%(number)s pct.point") % {"number": text} if points else text


def _probability(adjusted: float) -> str:
    return _("under 0,001") if adjusted < 0.001 else decimal(adjusted, 3)


def answered(row: ResponseRow, places: Places, then: str = "") -> Answered:
    def told(number: int | None) -> str:
        return whole(number, withheld=row.withheld)

    def rate(found: float | None) -> str:
        if row.withheld:
            return WITHHELD
        return NOTHING if found is None else _("%(number)s pct.") % {"number": decimal(100 * found, 1)}

    weight = NOTHING if row.weight is None else decimal(row.weight, 2)
    return Answered(
        group=row.group.label(places),
        population=told(row.population),
        asked=told(row.asked),
        answered=told(row.answered),
        silent=told(row.silent),
        rr1=rate(row.rates.rr1 if row.rates else None),
        rr2=rate(row.rates.rr2 if row.rates else None),
        then=then,
        weight=WITHHELD if row.withheld else weight,
        is_total=row.group.division is None,
    )
