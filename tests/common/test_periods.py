from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobveu.common.periods import Period

DAYS = st.dates(date(2018, 1, 1), date(2018, 3, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    length = draw(st.none() | st.integers(0, 40))
    return Period(start, None if length is None else start + timedelta(days=length))


@given(periods(), periods())
def test_two_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    days = [date(2018, 1, 1) + timedelta(days=number) for number in range(120)]
    shared = any(one.contains(day) and other.contains(day) for day in days)
    assert one.overlaps(other) == other.overlaps(one) == shared


def test_both_ends_are_included() -> None:
    period = Period(date(2018, 1, 1), date(2024, 12, 31))
    assert period.contains(date(2018, 1, 1))
    assert period.contains(date(2024, 12, 31))
    assert not period.contains(date(2017, 12, 31))
    assert not period.contains(date(2025, 1, 1))


def test_a_period_without_an_end_still_runs() -> None:
    assert Period(date(2025, 1, 1)).contains(date(2999, 1, 1))


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2025, 1, 2), date(2025, 1, 1))
