"""Estimates and their errors: against R's survey package, and against every sample that could have been drawn."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.kernels.statistics import intervals
from jobveu.kernels.statistics.errors import Unreachable
from jobveu.kernels.statistics.estimates import Estimate, mean, ratio, share, total
from jobveu.kernels.statistics.samples import Floats, Margin, Sample, collapsed, raked, stratified

APISTRAT = Path(__file__).with_name("apistrat.csv")
"""The data set apistrat of R's package survey (Lumley; version 4.1-1 in Debian's r-cran-survey, GPL-2 or later): 200
Californian schools of 6,194, drawn by type; the Academic Performance Index of 2000 of the California Department of
Education. The columns that the package's examples use, without the schools' names and numbers."""
SCHOOLS = {"E": 4421, "H": 755, "M": 1018}
AWARDS = {"No": 2027, "Yes": 4167}


class Schools:
    def __init__(self) -> None:
        with APISTRAT.open(encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))
        self.sample = stratified(self.words("stype"), SCHOOLS)
        self.raked = raked(
            self.sample,
            [Margin(tuple(self.words("stype")), SCHOOLS), Margin(tuple(self.words("awards")), AWARDS)],
        )

    def words(self, column: str) -> list[str]:
        return [row[column] for row in self.rows]

    def numbers(self, column: str) -> Floats:
        return np.array(self.words(column), float)

    def yes(self, column: str) -> np.ndarray:
        return np.array([word == "Yes" for word in self.words(column)])


@pytest.fixture(scope="module")
def schools() -> Schools:
    return Schools()


def agrees(found: Estimate, value: float, error: float) -> None:
    assert found.value == pytest.approx(value, rel=1e-8)
    assert found.error == pytest.approx(error, rel=1e-7)


def test_the_published_example_of_the_survey_package(schools: Schools) -> None:
    # help(svymean): mean api00 662.29, SE 9.4089; sch.wide Yes 0.82795, SE 0.0243.
    found = mean(schools.sample, schools.numbers("api00"))
    assert (round(found.value, 3), round(found.error, 4)) == (662.287, 9.4089)
    wide = share(schools.sample, schools.yes("sch.wide"))
    assert (round(wide.value, 5), round(wide.error, 4)) == (0.82795, 0.0243)
    assert found.degrees == 197


def test_totals_ratios_and_groups_are_those_of_the_survey_package(schools: Schools) -> None:
    # Calculated with survey 4.1-1, R 4.2.2: svytotal, svyratio, svyby.
    sample, api, awards = schools.sample, schools.numbers("api00"), schools.yes("awards")
    enrolled = schools.numbers("enroll")
    agrees(total(sample, enrolled), 3687177.5324382782, 114641.7161007803)
    agrees(ratio(sample, schools.numbers("api.stu"), enrolled), 0.8369568869, 0.0077571032)
    agrees(mean(sample, api, within=awards), 678.422405614, 11.8566309874)
    agrees(mean(sample, api, within=~awards), 633.734911659, 15.3347709760)


def test_raked_weights_and_their_errors_are_those_of_the_survey_package(schools: Schools) -> None:
    # calibrate(d, list(~stype, ~awards), …, calfun = "raking"), its residuals by the design weights.
    sample, api = schools.raked, schools.numbers("api00")
    assert sample.weights[:2] == pytest.approx([39.05766, 46.11566], abs=1e-5)
    agrees(mean(sample, api), 663.5107958253, 9.3302404286)
    agrees(share(sample, schools.yes("comp.imp")), 0.6876638466, 0.0088533473)
    agrees(mean(sample, api, within=schools.yes("sch.wide")), 676.635292300, 10.4433084700)
    agrees(total(sample, schools.numbers("enroll")), 3685069.3450654722, 113980.7412806257)


def test_a_stratum_with_one_answer_is_measured_from_the_mean_of_all() -> None:
    # options(survey.lonely.psu = "adjust")
    sample = stratified(["1", "1", "1", "2", "2", "3"], {"1": 6, "2": 5, "3": 4})
    agrees(mean(sample, np.array([1.0, 0, 1, 1, 0, 1])), 0.7, 0.1742284579)


def test_over_every_sample_estimates_hit_the_truth_and_their_variance(  # exact, by enumeration
) -> None:
    values = {"a": (2.0, 3, 7, 8), "b": (1.0, 1, 5, 9, 4)}
    sizes = {"a": 2, "b": 3}
    estimates, variances = [], []
    for drawn in product(*(combinations(values[name], sizes[name]) for name in values)):
        strata = [name for name, part in zip(values, drawn, strict=True) for _one in part]
        sample = stratified(strata, {name: len(all_) for name, all_ in values.items()})
        found = total(sample, np.array([one for part in drawn for one in part]))
        estimates.append(found.value)
        variances.append(found.variance)
    assert np.mean(estimates) == pytest.approx(sum(map(sum, values.values())))
    assert np.mean(variances) == pytest.approx(np.var(estimates))


def test_a_census_has_no_error() -> None:
    sample = stratified(["a", "a", "b"], {"a": 2, "b": 1})
    found = mean(sample, np.array([1.0, 2, 6]))
    assert (found.value, found.variance) == (3.0, 0.0)
    assert intervals.of_share(share(sample, np.array([True, True, True]))) == intervals.Interval(1.0, 1.0)


def test_nobody_has_no_mean() -> None:
    sample = stratified(["a", "a"], {"a": 5})
    found = mean(sample, np.array([1.0, 2]), within=np.array([False, False]))
    assert np.isnan(found.value)
    assert found.answers == 0
    assert len(stratified([], {"a": 5})) == 0


def test_a_group_that_nobody_answered_in_is_told_of() -> None:
    sample = stratified(["a", "a"], {"a": 5})
    with pytest.raises(Unreachable):
        raked(sample, [Margin(("x", "x"), {"x": 3, "y": 2})])
    with pytest.raises(Unreachable):  # contradict each other
        raked(sample, [Margin(("x", "y"), {"x": 3, "y": 2}), Margin(("x", "y"), {"x": 2, "y": 3})])
    with pytest.raises(Unreachable):
        stratified(["a", "a"], {"a": 1})


rows = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("pq"), st.integers(0, 10)),
    min_size=3,
    max_size=30,
)


def population(groups: Sequence[str], spare: int) -> dict[str, float]:
    return {name: float(list(groups).count(name) + spare) for name in set(groups)}


@given(rows, st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_raked_weights_agree_with_every_margin(found: list[tuple[str, str, str, int]], spare: int) -> None:
    strata, first, second = (tuple(row[at] for row in found) for at in range(3))
    sample = stratified(strata, population(strata, spare))
    # Margins of true weights that agree with each other: those of other weights of the same rows.
    truth = np.array([1.0 + row[3] for row in found])
    margins = [
        Margin(groups, {name: float(truth[[one == name for one in groups]].sum()) for name in set(groups)})
        for groups in (strata, first, second)
    ]
    weighted: Sample = raked(sample, margins)
    assert (weighted.weights > 0).all()
    for margin in margins:
        for name, count in margin.totals.items():
            inside = np.array([one == name for one in margin.groups])
            assert weighted.weights[inside].sum() == pytest.approx(count, rel=1e-8)
            # What the margins tell is known without error.
            assert total(weighted, inside.astype(float)).variance == pytest.approx(0, abs=1e-6)
    assert weighted.effective <= len(found) + 1e-9


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), min_size=1), st.integers(1, 12))
@settings(max_examples=80, deadline=None)
def test_classes_have_enough_or_are_all_in_one(groups: dict[str, int], least: int) -> None:
    classes = collapsed(groups, least=least)
    assert classes.keys() == groups.keys()
    sizes: dict[str, int] = {}
    for group, name in classes.items():
        sizes[name] = sizes.get(name, 0) + groups[group]
    assert len(sizes) == 1 or min(sizes.values()) >= least
    if min(groups.values()) >= least:
        assert len(sizes) == len(groups)
