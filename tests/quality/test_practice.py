"""What a figure says of the practice of registration that its period crosses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.quality.practice import ALL_ACTORS_SINCE, PRACTICES, Subject, caveats

DAYS = st.dates(min_value=date(2017, 1, 1), max_value=date(2026, 12, 31))


def keys(first: date | None, last: date, *subjects: Subject) -> list[tuple[str, bool]]:
    found = caveats(first=first, last=last, subjects=subjects or frozenset(Subject))
    return [(caveat.key, caveat.crosses) for caveat in found]


def test_the_evaluations_own_window_crosses_two_changes_of_projects() -> None:
    """def.crm.since, and def.crm.validated: the offices aligned what they had as of January 2021, so what comes before
    is told of as differing"""
    assert keys(date(2018, 4, 1), date(2020, 12, 31), Subject.PROJECTS) == [
        ("spreadsheets", True),
        ("differing", False),
    ]


def test_a_calendar_year_of_2018_says_that_it_has_nine_months() -> None:
    [first, *_rest] = caveats(first=date(2018, 1, 1), last=date(2018, 12, 31))
    assert first.crosses
    assert "ni måneder" in first.text


def test_only_figures_of_actors_tell_of_the_one_main_actor() -> None:
    period = (date(2019, 1, 1), date(2020, 1, 1))
    assert ("one_main_actor", True) in keys(*period, Subject.ACTORS)
    assert "one_main_actor" not in dict(keys(*period, Subject.PROJECTS, Subject.PARTICIPANTS))


def test_the_days_around_a_change() -> None:
    assert keys(date(2021, 1, 1), date(2026, 1, 1)) == []
    assert keys(date(2020, 12, 31), date(2020, 12, 31)) == [("differing", False)]
    assert keys(date(2020, 12, 31), date(2021, 1, 1)) == [("differing", True)]


def test_without_a_beginning_it_is_everything_until_then() -> None:
    assert [key for key, _crosses in keys(None, date(2026, 1, 1))] == [row.key for row in PRACTICES]


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        caveats(first=date(2020, 1, 2), last=date(2020, 1, 1))


@given(first=DAYS, days=st.integers(min_value=0, max_value=3000))
@settings(max_examples=60)
def test_a_change_is_told_of_exactly_when_a_day_of_the_period_lies_before_it(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    told = {caveat.key: caveat for caveat in caveats(first=first, last=last)}
    for practice in PRACTICES:
        assert (practice.key in told) == (first < practice.until)
        if practice.key in told:
            assert told[practice.key].crosses == (first < practice.until <= last)


def test_the_changes_are_in_order_and_each_has_its_sources() -> None:
    assert [row.until for row in PRACTICES] == sorted(row.until for row in PRACTICES)
    assert all(source.startswith("def.") for row in PRACTICES for source in row.sources)
    assert all(row.sources for row in PRACTICES)
    assert next(row.until for row in PRACTICES if row.key == "one_main_actor") < ALL_ACTORS_SINCE
