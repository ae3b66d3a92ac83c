"""The instruments as data: what each version asks stays as it is, everybody is asked something, and what is compared with
the evaluation is there to be compared with."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from jobveu.projects.enums import ProjectType
from jobveu.surveys.enums import Closeness, RespondentType
from jobveu.surveys.instruments import INSTRUMENTS, PULSE, STANDARD, newest
from jobveu.surveys.instruments.parts import (
    DONT_KNOW,
    LONGEST_TEXT,
    Instrument,
    Item,
    Scale,
    Statistic,
    Words,
)
from jobveu.surveys.published import MEASURES, SCORE, SHARE

RELEASED = {
    "standard-1": "a9355b277ee064b981eacb413093732f01d023e173d2c795cf9fb6887e01894e",
    "pulse-1": "7eec7dd457e14739666169200261f54fabc7a2c3968e8af3e3eb748836120e6d",
}
"""Rounds have been answered with these. To change what is asked, make a new version."""

ALL = list(INSTRUMENTS.values())
ITEMS = [(each, item) for each in ALL for item in each.items()]
FITTING = {
    Scale.DEGREE: {Statistic.HIGH, Statistic.LOW, Statistic.NEUTRAL},
    Scale.MERIT: {Statistic.YES, Statistic.YES_OR_BOTH},
    Scale.SCORE: {Statistic.MEAN},
    Scale.TEXT: set(),
}


def test_a_released_version_is_never_changed() -> None:
    assert {name: each.digest for name, each in INSTRUMENTS.items()} == RELEASED


def test_the_newest_version_is_used_for_new_rounds() -> None:
    assert newest(STANDARD).name == "standard-1"
    assert newest(PULSE).name == "pulse-1"
    with pytest.raises(ValueError, match="empty"):
        newest("unknown")


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_an_id_is_used_once(each: Instrument) -> None:
    ids = [item.id for item in each.items()]
    assert len(ids) == len(set(ids)) == len(each.by_id)
    assert len({section.id for section in each.sections}) == len(each.sections)


def test_an_item_means_the_same_in_every_instrument() -> None:
    meant: dict[str, Item] = {}
    for _each, item in ITEMS:
        assert meant.setdefault(item.id, item) == item


@pytest.mark.parametrize("respondent_type", RespondentType)
@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_everybody_is_asked_something_on_every_page(
    each: Instrument, respondent_type: RespondentType
) -> None:
    for project_type in (*ProjectType, None):
        route = each.route(respondent_type, project_type)
        assert route
        assert all(items for _section, items in route)


def test_who_is_asked_follows_the_type_of_respondent_and_project() -> None:
    asked = {
        (respondent_type, project_type): {
            item.id
            for _section, items in newest(STANDARD).route(respondent_type, project_type)
            for item in items
        }
        for respondent_type in RespondentType
        for project_type in (*ProjectType, None)
    }
    company, job_centre = RespondentType.WORKPLACE, RespondentType.JOB_CENTRE
    unemployed, employed = ProjectType.UNEMPLOYED, ProjectType.EMPLOYED
    assert "principle-6-entrance" in asked[company, employed]
    assert "principle-6-entrance" not in asked[job_centre, employed]
    assert "result-jobs" in asked[job_centre, unemployed]
    assert "result-jobs" not in asked[job_centre, employed]
    assert "result-jobs" not in asked[company, unemployed]
    # Who is not to be recognised by their project's type is asked as if it were any.
    assert asked[job_centre, None] == set.union(*(asked[job_centre, each] for each in ProjectType))


def test_the_standard_instrument_measures_what_the_evaluation_measured() -> None:
    ids = set(newest(STANDARD).by_id)
    for number in range(1, 8):
        assert any(item_id.startswith(f"principle-{number}") for item_id in ids), number
    for number in range(1, 6):
        assert any(item_id.startswith(f"phase-{number}") for item_id in ids), number
    assert len([item_id for item_id in ids if item_id.startswith("driver-")]) == 9
    assert len([item_id for item_id in ids if item_id.startswith("barrier-")]) == 6
    tied = {tie.measure for _each, item in ITEMS for tie in item.ties}
    opinions = {each.id for each in MEASURES.values() if each.unit in (SHARE, SCORE)}
    of_the_survey_itself = {
        each for each in opinions if each.startswith(("svy.response_rate", "svy.projects_"))
    }
    untied = opinions - tied - of_the_survey_itself
    # Repeated in another table, or counted from the cases and not asked.
    assert untied == {
        "svy.p1.company_involved.table51",
        "svy.p7.neutral.table51",
        "svy.ph2.agreed.table71",
        "svy.ph3.need_defined.company.indicator",
    }


@pytest.mark.parametrize(
    ("each", "item"), ITEMS, ids=lambda one: getattr(one, "id", getattr(one, "name", ""))
)
def test_an_item_is_tied_to_what_can_be_compared_with_it(each: Instrument, item: Item) -> None:
    for tie in item.ties:
        measure = MEASURES[tie.measure]
        assert tie.statistic in FITTING[item.scale]
        assert (measure.unit == SCORE) == (tie.statistic is Statistic.MEAN)
        if measure.respondents is not None and tie.closeness is Closeness.NEAR:
            assert measure.respondents & set(item.wording), "nobody of those who are asked"
        if measure.respondents is None:
            assert tie.closeness is not Closeness.NEAR


@pytest.mark.parametrize(
    ("each", "item"), ITEMS, ids=lambda one: getattr(one, "id", getattr(one, "name", ""))
)
def test_an_item_takes_the_answers_of_its_scale(each: Instrument, item: Item) -> None:
    assert item.takes(DONT_KNOW)
    assert not item.takes("")
    assert item.takes(3) == (item.scale in (Scale.DEGREE, Scale.SCORE))
    assert item.takes(6) == item.takes(10) == (item.scale is Scale.SCORE)
    assert not item.takes(0)
    assert item.takes("both") == (item.scale in (Scale.MERIT, Scale.TEXT))
    assert item.takes("x" * LONGEST_TEXT) == (item.scale is Scale.TEXT)
    assert not item.takes("x" * (LONGEST_TEXT + 1))
    assert (item.theme is not None) == (item.scale is Scale.TEXT)


def test_words_are_said_in_the_readers_language() -> None:
    words = Words("Ja", "Yes")
    for language, said in (("da", "Ja"), ("en", "Yes"), ("en-gb", "Yes")):
        with override(language):
            assert str(words) == said
    with override(None):
        assert str(words) == "Ja"
