"""Tests of change call noise noise as often as they promise; response rates are AAPOR's."""

from __future__ import annotations

from decimal import Decimal
from math import comb, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.kernels.statistics import distributions
from jobveu.kernels.statistics.change import (
    Counted,
    counts_that_give,
    fisher,
    of_means,
    of_shares,
    of_shares_at_least,
    score,
)
from jobveu.kernels.statistics.multiple import holm
from jobveu.kernels.statistics.response import Dispositions, Rates, rates


@st.composite
def counted(draw: st.DrawFn, most: int = 40) -> Counted:
    answers = draw(st.integers(1, most))
    return Counted(draw(st.integers(0, answers)), answers)


@given(counted(), counted())
@settings(max_examples=80, deadline=None)
def test_fishers_test_is_its_definition(one: Counted, other: Counted) -> None:
    yes, all_ = one.yes + other.yes, one.answers + other.answers
    ways = {
        x: comb(one.answers, x) * comb(other.answers, yes - x)
        for x in range(max(0, yes - other.answers), min(one.answers, yes) + 1)
    }
    assert sum(ways.values()) == comb(all_, yes)
    as_rare = sum(way for way in ways.values() if way <= ways[one.yes])
    assert fisher(one, other) == pytest.approx(as_rare / comb(all_, yes))
    assert fisher(one, other) == pytest.approx(fisher(other, one))
    assert of_shares(one, other) <= 1


@pytest.mark.parametrize(
    ("populations", "drawn"), [((40, 60), (20, 25)), ((30, 30), (12, 12)), ((22, 90), (21, 30))]
)
def test_no_change_is_seldom_called_a_change(populations: tuple[int, int], drawn: tuple[int, int]) -> None:
    """Every pair of samples from two finite populations with the same share."""
    worst = 0.0
    for tenth in range(1, 10):
        marked = [round(size * tenth / 10) for size in populations]
        if marked[0] * populations[1] != marked[1] * populations[0]:
            continue
        called = 0.0
        for first in range(drawn[0] + 1):
            for second in range(drawn[1] + 1):
                one = Counted(first, drawn[0], populations[0])
                other = Counted(second, drawn[1], populations[1])
                if of_shares(one, other) < 0.05:
                    called += distributions.hypergeometric(
                        first, drawn=drawn[0], marked=marked[0], population=populations[0]
                    ) * distributions.hypergeometric(
                        second, drawn=drawn[1], marked=marked[1], population=populations[1]
                    )
        worst = max(worst, called)
    assert 0 < worst < 0.07  # the score test keeps 5 per cent nearly, not exactly


def test_a_finite_population_makes_a_change_clearer() -> None:
    endless = score(Counted(30, 60), Counted(40, 60))
    finite = score(Counted(30, 60, 80), Counted(40, 60, 80))
    assert finite < endless
    assert score(Counted(60, 60, 60), Counted(60, 60, 60)) == 1.0
    assert score(Counted(30, 60, 60), Counted(31, 60, 60)) == 0.0  # everybody has been asked


@given(st.integers(1, 120), st.integers(0, 1))
@settings(max_examples=60, deadline=None)
def test_the_counts_behind_a_rounded_share_hold_the_true_one(answers: int, decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    for yes in range(answers + 1):
        told = (Decimal(100 * yes) / answers).quantize(step, "ROUND_HALF_UP")
        found = counts_that_give(told, answers)
        assert yes in found
        assert all((Decimal(100 * one) / answers).quantize(step, "ROUND_HALF_UP") == told for one in found)


def test_counts_behind_what_was_published() -> None:
    assert counts_that_give(Decimal(51), 332) == range(168, 171)
    assert counts_that_give(Decimal(67), 62) == range(0)  # consistency.md: no count of 62 gives 67
    assert counts_that_give(Decimal(66), 62, upto=Decimal(68)) == range(41, 43)
    ours = Counted(50, 62)
    others = [Counted(yes, 62) for yes in (41, 42)]
    assert of_shares_at_least(ours, others) == max(of_shares(ours, other) for other in others)
    assert of_shares_at_least(ours, []) == 1.0


def test_a_change_of_means() -> None:
    # t.test(c(8, 9, 10, 7, 9), c(6, 7, 5, 8, 7, 6)) of R: t = 3.1539, df = 8.3203, p = 0.01286
    variances = (1.3 / 5, 1.1 / 6)
    assert of_means(8.6 - 6.5, variances=variances, degrees=(4, 5)) == pytest.approx(0.01286, abs=5e-6)
    assert of_means(0.0, variances=(0.0, 0.0), degrees=(4, 4)) == 1.0
    assert of_means(0.1, variances=(0.0, 0.0), degrees=(4, 4)) == 0.0
    assert of_means(1.959963984540054, variances=(1.0, 0.0), degrees=(inf, inf)) == pytest.approx(0.05)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_probabilities(found: list[float]) -> None:
    adjusted = holm(found)
    assert all(one <= after <= 1 for one, after in zip(found, adjusted, strict=True))
    if found:
        assert min(adjusted) == min(1.0, len(found) * min(found))
    order = sorted(range(len(found)), key=lambda at: found[at])
    assert [adjusted[at] for at in order] == sorted(adjusted)


def test_response_rates_by_hand() -> None:
    # 100 asked: 40 whole, 10 partly, 5 refusals, 25 never answered, 18 addresses that did not work, 2 in no project.
    of = Dispositions(complete=40, partial=10, refused=5, not_contacted=25, unknown=18, ineligible=2)
    assert of.eligible_share == 80 / 82
    found = rates(of)
    assert found.rr1 == 40 / 98
    assert found.rr2 == 50 / 98
    assert found.rr3 == pytest.approx(40 / (80 + 80 / 82 * 18))
    assert found.rr4 == pytest.approx(50 / (80 + 80 / 82 * 18))
    assert found.rr5 == 40 / 80
    assert found.rr6 == 50 / 80
    assert (found.coop1, found.ref1, found.con1) == (40 / 55, 5 / 98, 55 / 98)
    assert rates(of, eligible_share=0).rr3 == found.rr5
    assert rates(Dispositions()) == Rates(*[None] * 9)


@given(st.builds(Dispositions, *[st.integers(0, 50)] * 7))
@settings(max_examples=60, deadline=None)
def test_response_rates_stand_in_their_order(of: Dispositions) -> None:
    found = rates(of)
    for low, high in (("rr1", "rr2"), ("rr3", "rr4"), ("rr5", "rr6"), ("rr1", "rr3"), ("rr3", "rr5")):
        one, other = getattr(found, low), getattr(found, high)
        if one is not None and other is not None:
            assert 0 <= one <= other + 1e-12 <= 1 + 1e-12
