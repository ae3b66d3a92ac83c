"""Answers of a closed survey round as indicators count them: how many were favourable, of how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from jobveu.assessment.indicators import INDICATORS
from jobveu.assessment.judging import Answers
from jobveu.assessment.ratios import Ratio

Value = int | str
_ITEMS = frozenset(one.item for one in INDICATORS.values() if one.item)
_OF_MERIT = {"yes": True, "both": True, "no": False}
_HIGH = 4


class Stratum(Protocol):
    """`council`: the code of the council of the project that somebody was asked about; None where it is not told."""

    @property
    def council(self) -> str | None: ...


class Sheet(Protocol):
    """One person's answers by the item. `project_id` is None in an anonymous round, whose sheets lead to no project."""

    @property
    def stratum(self) -> Stratum: ...
    @property
    def project_id(self) -> int | None: ...
    @property
    def values(self) -> Mapping[str, Value]: ...


def favourable(value: Value) -> bool | None:
    """Whether an answer on the five degrees is one of the two highest, or one about credit is yes or both
    (def.scale.survey_top2, def.scale.merit_answer); None for what counts in no share, as "don't know"."""
    return value >= _HIGH if isinstance(value, int) else _OF_MERIT.get(value)


def of_country(sheets: Iterable[Sheet]) -> Answers:
    """By the item of the indicators: favourable answers of all."""
    every, upper = Counter[str](), Counter[str]()
    for sheet in sheets:
        for item, value in sheet.values.items():
            told = favourable(value) if item in _ITEMS else None
            if told is not None:
                every[item] += 1
                upper[item] += told
    return {item: Ratio(upper[item], number) for item, number in every.items()}


def of_councils(sheets: Iterable[Sheet], *, councils: Collection[str]) -> Answers:
    """Of those asked about projects of these councils (codes). Sheets that do not tell theirs are in none."""
    return of_country(sheet for sheet in sheets if sheet.stratum.council in councils)


def of_project(sheets: Iterable[Sheet], *, project_id: int) -> Answers:
    return of_country(sheet for sheet in sheets if sheet.project_id == project_id)
