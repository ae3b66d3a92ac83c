"""Who answered and who did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jobveu.insight.disclosure import RULE
from jobveu.insight.surveys.groups import ALL, Division, Group, councils_within, groups_of
from jobveu.insight.surveys.weighting import Weighting
from jobveu.kernels.disclosure import Key, Sum, Tables
from jobveu.kernels.statistics.response import Dispositions, Rates, rates
from jobveu.surveys.enums import Disposition
from jobveu.surveys.round_data import RoundData

CLASSES: Mapping[Disposition, str] = {
    Disposition.COMPLETE: "complete",
    Disposition.PARTIAL: "partial",
    Disposition.REFUSED: "refused",
    Disposition.NOT_REACHED: "unknown",
    Disposition.NO_ANSWER: "not_contacted",
}
"""AAPOR's class of each disposition. Whether somebody whose mail came back still is who the round is about, nobody
knows; all others are, by the register."""

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """Of a group: `population` in it, of whom `asked`, of whom `answered` all or some. `weight`: the mean of its answers', 1
    being that of all. None for what is withheld; then nothing of the group is shown."""

    group: Group
    population: int | None
    asked: int | None
    answered: int | None
    complete: int | None
    silent: int | None
    rates: Rates | None
    weight: float | None

    @property
    def withheld(self) -> bool:
        return self.asked is None


@dataclass(frozen=True, slots=True)
class Response:
    """`total` has everybody, `dispositions` what came of asking them, and `rows` each division."""

    total: ResponseRow
    dispositions: Mapping[Disposition, int] | None
    rows: Mapping[Division, tuple[ResponseRow, ...]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one group, before anything is withheld."""

    population: int
    drawn: Mapping[Disposition, int]

    @property
    def asked(self) -> int:
        return sum(self.drawn.values())

    @property
    def answered(self) -> int:
        return self.drawn[Disposition.COMPLETE] + self.drawn[Disposition.PARTIAL]


def counts(data: RoundData, group: Group) -> Counts:
    inside = [one for one in data.frame if group.holds(one.stratum)]
    return Counts(
        sum(max(one.population, one.asked) for one in inside),
        {each: sum(one.drawn[each] for one in inside) for each in Disposition},
    )


def key(group: Group, quantity: str) -> Key:
    """The name of a count for the disclosure kernel."""
    return (quantity, *place(group))


def place(group: Group) -> Key:
    return () if group.division is None else (f"{group.division.value}={group.code}",)


def tables(data: RoundData) -> Tables:
    """How many there are, were asked and answered in each group: none of one to four is to be inferred. How many of those
    asked did not answer, and why, is no secret in itself. How many were asked of each respondent type everybody knows who has
    followed the round, where none of these numbers is small, as in an anonymous round."""
    found: dict[Key, int] = {}
    sums: list[Sum] = []
    for group in groups(data):
        of = counts(data, group)
        for quantity, count in (
            ("population", of.population),
            ("not-asked", of.population - of.asked),
            ("asked", of.asked),
            (ANSWERED, of.answered),
            ("silent", of.asked - of.answered),
            ("complete", of.drawn[Disposition.COMPLETE]),
            ("partial", of.drawn[Disposition.PARTIAL]),
        ):
            found[key(group, quantity)] = count
        for whole, parts in _WHOLES.items():
            sums.append(Sum(key(group, whole), tuple(key(group, part) for part in parts)))
    wholes = [(ALL, groups_of(data, division)) for division in Division]
    wholes += [(office, councils_within(data, office)) for office in groups_of(data, Division.OFFICES)]
    for group, within in wholes:
        for quantity in ("not-asked", *SHOWN):
            sums.append(Sum(key(group, quantity), tuple(key(part, quantity) for part in within)))
    followed = [
        key(group, quantity)
        for group in (ALL, *groups_of(data, Division.RESPONDENTS))
        for quantity in FOLLOWED
    ]
    return Tables(
        found,
        tuple(sums),
        latent=frozenset(one for one in found if one[0] == "not-asked"),
        known=frozenset() if any(RULE.covers(found[one]) for one in followed) else frozenset(followed),
        open=frozenset(one for one in found if one[0] in _OPEN),
    )


_WHOLES = {
    "population": ("not-asked", "asked"),
    "asked": (ANSWERED, "silent"),
    ANSWERED: ("complete", "partial"),
}
_OPEN = ("not-asked", "silent", "complete", "partial")
FOLLOWED = ("population", "asked")
SHOWN = ("population", "asked", ANSWERED, "silent", "complete", "partial")


def response(data: RoundData, weighting: Weighting, withheld: frozenset[Group]) -> Response:
    def row(group: Group) -> ResponseRow:
        if group in withheld:
            return ResponseRow(group, None, None, None, None, None, None, None)
        of = counts(data, group)
        return ResponseRow(
            group=group,
            population=of.population,
            asked=of.asked,
            answered=of.answered,
            complete=of.drawn[Disposition.COMPLETE],
            silent=of.asked - of.answered,
            rates=rates(Dispositions(**{CLASSES[each]: count for each, count in of.drawn.items()})),
            weight=weighting.mean_weight(data.sheets, group) if of.answered else None,
        )

    total = row(ALL)
    return Response(
        total,
        None if total.withheld else counts(data, ALL).drawn,
        {division: tuple(row(group) for group in groups_of(data, division)) for division in Division},
    )


def groups(data: RoundData) -> Iterator[Group]:
    """Those that the response is shown by."""
    yield ALL
    for division in Division:
        yield from groups_of(data, division)
