"""Strata of an anonymous round: none is so small that somebody could be recognised, and nobody is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.round_data import Stratum
from jobveu.surveys.strata import LEAST, TooFewError, coarsened

JOB_CENTRE = RespondentType.JOB_CENTRE
OFFICES = {"hovedstaden": "øst", "fyn": "syd", "bornholm": "øst"}
STRATA = st.builds(
    lambda respondent_type, council, project_type: Stratum(
        respondent_type, council, project_type, OFFICES[council]
    ),
    st.sampled_from(RespondentType),
    st.sampled_from(sorted(OFFICES)),
    st.sampled_from(ProjectType),
)


def job_centre(council: str | None, project_type: ProjectType | None) -> Stratum:
    return Stratum(JOB_CENTRE, council, project_type, OFFICES[council] if council else None)


@given(st.dictionaries(STRATA, st.integers(0, 9)))
def test_each_stratum_hides_at_least_five(asked: dict[Stratum, int]) -> None:
    of_type = Counter[RespondentType]()
    for stratum, number in asked.items():
        of_type[stratum.respondent_type] += number
    few = {each for each, number in of_type.items() if 0 < number < LEAST}
    if few:
        with pytest.raises(TooFewError) as refused:
            coarsened(asked)
        assert set(refused.value.respondent_types) == few
        return
    answer = coarsened(asked)
    sizes = Counter[Stratum]()
    for stratum, within in answer.items():
        assert within.respondent_type == stratum.respondent_type
        assert within.council in (stratum.council, None)
        assert within.project_type in (stratum.project_type, None)
        assert within.office in (stratum.office, None)
        assert within.office or not within.council
        sizes[within] += asked[stratum]
    assert set(answer) == {stratum for stratum, number in asked.items() if number}
    assert all(size >= LEAST for size in sizes.values())


def test_no_more_is_taken_away_than_must_be() -> None:
    asked = {
        job_centre("fyn", ProjectType.EMPLOYED): 7,
        job_centre("fyn", ProjectType.UNEMPLOYED): 3,
        job_centre("fyn", ProjectType.BOTH): 2,
        job_centre("bornholm", ProjectType.BOTH): 5,
    }
    assert coarsened(asked) == {
        job_centre("fyn", ProjectType.EMPLOYED): job_centre("fyn", ProjectType.EMPLOYED),
        job_centre("fyn", ProjectType.UNEMPLOYED): job_centre("fyn", None),
        job_centre("fyn", ProjectType.BOTH): job_centre("fyn", None),
        job_centre("bornholm", ProjectType.BOTH): job_centre("bornholm", ProjectType.BOTH),
    }


def test_those_who_are_too_few_in_their_councils_stay_in_their_office() -> None:
    asked = {
        job_centre("hovedstaden", ProjectType.BOTH): 3,
        job_centre("bornholm", ProjectType.BOTH): 2,
        job_centre("fyn", ProjectType.EMPLOYED): 7,
    }
    east = Stratum(JOB_CENTRE, None, None, "øst")
    assert coarsened(asked) == {
        job_centre("hovedstaden", ProjectType.BOTH): east,
        job_centre("bornholm", ProjectType.BOTH): east,
        job_centre("fyn", ProjectType.EMPLOYED): job_centre("fyn", ProjectType.EMPLOYED),
    }


def test_the_smallest_joins_the_few_who_are_left() -> None:
    asked = {
        job_centre("fyn", ProjectType.EMPLOYED): 7,
        job_centre("fyn", ProjectType.BOTH): 6,
        job_centre("bornholm", ProjectType.BOTH): 1,
    }
    answer = coarsened(asked)
    assert answer[job_centre("bornholm", ProjectType.BOTH)] == job_centre(None, None)
    assert answer[job_centre("fyn", ProjectType.BOTH)] == job_centre(None, None)
    assert answer[job_centre("fyn", ProjectType.EMPLOYED)] == job_centre("fyn", ProjectType.EMPLOYED)


def test_a_type_of_four_cannot_be_hidden() -> None:
    with pytest.raises(TooFewError):
        coarsened({job_centre("fyn", ProjectType.BOTH): 4})
