"""Intervals hold what they promise: in every population, for every sample that can be drawn from it."""

from __future__ import annotations

from math import inf, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.kernels.statistics import distributions
from jobveu.kernels.statistics.estimates import Estimate
from jobveu.kernels.statistics.intervals import (
    Interval,
    clopper_pearson,
    hypergeometric,
    of_mean,
    of_share,
    wilson,
)


def test_the_exact_interval_covers_every_truth_in_every_small_population() -> None:
    for population in range(1, 25):
        for drawn in range(1, population + 1):
            found = [hypergeometric(yes, drawn, population) for yes in range(drawn + 1)]
            for marked in range(population + 1):
                covered = sum(
                    distributions.hypergeometric(yes, drawn=drawn, marked=marked, population=population)
                    for yes in range(drawn + 1)
                    if marked / population in found[yes]
                )
                assert covered >= 0.95 - 1e-9, (population, drawn, marked)


def test_when_all_have_answered_there_is_nothing_to_doubt() -> None:
    assert hypergeometric(3, 7, 7) == Interval(3 / 7, 3 / 7)
    assert wilson(0.3, inf) == Interval(0.3, 0.3)


def test_clopper_pearson_covers_and_is_the_limit_of_the_exact_one() -> None:
    # binom.test(3, 10) of R
    assert clopper_pearson(3, 10).low == pytest.approx(0.0667395111777345)
    assert clopper_pearson(3, 10).high == pytest.approx(0.6524528500599973)
    assert (clopper_pearson(0, 10).low, clopper_pearson(10, 10).high) == (0.0, 1.0)
    many = hypergeometric(3, 10, 20_000)
    assert many.low == pytest.approx(clopper_pearson(3, 10).low, abs=2e-3)
    assert many.high == pytest.approx(clopper_pearson(3, 10).high, abs=2e-3)
    for drawn in (5, 17):
        found = [clopper_pearson(yes, drawn) for yes in range(drawn + 1)]
        for thousandths in range(1, 1000, 7):
            truth = thousandths / 1000
            covered = sum(
                distributions.binomial(yes, drawn=drawn, share=truth)
                for yes in range(drawn + 1)
                if truth in found[yes]
            )
            assert covered >= 0.95 - 1e-9


def test_wilson_keeps_its_level_on_average() -> None:
    # prop.test(3, 10, correct = FALSE) of R
    assert wilson(0.3, 10).low == pytest.approx(0.107791267406301)
    assert wilson(0.3, 10).high == pytest.approx(0.603221852538855)
    for drawn in (5, 20, 62):
        found = [wilson(yes / drawn, drawn) for yes in range(drawn + 1)]
        covered = [
            sum(
                distributions.binomial(yes, drawn=drawn, share=truth)
                for yes in range(drawn + 1)
                if truth in found[yes]
            )
            for truth in ((one + 0.5) / 200 for one in range(200))
        ]
        assert 0.945 < sum(covered) / len(covered) < 0.965


@given(st.integers(1, 60), st.data())
@settings(max_examples=80, deadline=None)
def test_the_exact_interval_is_around_what_was_seen_and_narrows_with_the_population(
    drawn: int, data: st.DataObject
) -> None:
    yes = data.draw(st.integers(0, drawn))
    population = data.draw(st.integers(drawn, 400))
    found = hypergeometric(yes, drawn, population)
    # All those who said yes are in the population, and so are those who said no.
    assert yes / population <= found.low <= found.high <= (population - drawn + yes) / population
    assert yes / drawn in Interval(found.low - 1 / population, found.high + 1 / population)
    mirrored = hypergeometric(drawn - yes, drawn, population)
    assert (mirrored.low, mirrored.high) == pytest.approx((1 - found.high, 1 - found.low))
    wide = clopper_pearson(yes, drawn)
    assert found.high - found.low <= wide.high - wide.low + 2 / population


def test_what_makes_no_sense_is_refused() -> None:
    for yes, drawn, population in ((0, 0, 5), (3, 2, 5), (1, 6, 5), (-1, 2, 5)):
        with pytest.raises(ValueError, match="of"):
            hypergeometric(yes, drawn, population)
    with pytest.raises(ValueError, match="share"):
        wilson(1.2, 5)


def test_intervals_of_weighted_estimates() -> None:
    plain = Estimate(0.3, 0.3 * 0.7 / 40, 40, inf, 40.0)
    assert of_share(plain) == wilson(0.3, 40)
    less = of_share(Estimate(0.3, 0.3 * 0.7 / 20, 40, 39.0, 40.0))
    assert less.high - less.low > wilson(0.3, 40).high - wilson(0.3, 40).low
    # All say yes: there is no spread, and yet others might have said no.
    assert of_share(Estimate(1.0, 0.0, 8, inf, 8.0)) == wilson(1.0, 8)
    assert of_mean(Estimate(9.5, 1.0, 5, 4.0, 5.0), lowest=1, highest=10) == Interval(
        9.5 - distributions.t_quantile(0.95, 4), 10
    )


def test_distributions() -> None:
    for n, k, x in ((10, 4, 0.3), (35, 1, 0.07), (60, 60, 0.99), (7, 3, 0.5)):
        upper = sum(distributions.binomial(i, drawn=n, share=x) for i in range(k, n + 1))
        assert distributions.beta(x, k, n - k + 1) == pytest.approx(upper, rel=1e-9)
    # qt(0.975, c(197, 1, 3.5)) of R
    for degrees, quantile in ((197, 1.97207903377850), (1, 12.7062047361747), (3.5, 2.94008863798273)):
        assert distributions.t_quantile(0.95, degrees) == pytest.approx(quantile)
        assert distributions.t_two_sided(quantile, degrees) == pytest.approx(0.05)
    assert distributions.t_quantile(0.95, inf) == pytest.approx(1.959963984540054)
    assert distributions.normal_two_sided(1.959963984540054) == pytest.approx(0.05)
    assert sum(
        distributions.hypergeometric(x, drawn=9, marked=14, population=30) for x in range(10)
    ) == pytest.approx(1)
    assert distributions.hypergeometric(10, drawn=9, marked=14, population=30) == 0.0
    assert distributions.binomial(5, drawn=5, share=1.0) == 1.0
    assert sqrt(distributions.binomial(1, drawn=2, share=0.5) * 2) == pytest.approx(1)
