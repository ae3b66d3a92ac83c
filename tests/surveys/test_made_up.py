"""The made-up survey has what the evaluation published of its own, value by value, where that can be had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from jobveu.common.exactness import Exactness
from jobveu.common.models import AuditEntry
from jobveu.journeys.programme.survey import survey
from jobveu.reference.management.reports import COMMAND_LINE
from jobveu.surveys.enums import Closeness, Disposition, RespondentType
from jobveu.surveys.instruments.parts import DONT_KNOW, Item, Statistic, Tie
from jobveu.surveys.models import AnswerSheet, SurveyInvitation, SurveyRound
from jobveu.surveys.operations.synthetic import keep_made_up
from jobveu.surveys.published import MEASURES, SCORE, SHARE, PublishedMeasure
from jobveu.surveys.queries.data import round_data
from jobveu.surveys.round_data import AnswerSheet as Sheet
from tests.factories import NOW

ROUND = survey()
COUNTS = {
    Statistic.HIGH: {4, 5},
    Statistic.LOW: {1, 2},
    Statistic.NEUTRAL: {3},
    Statistic.YES: {"yes"},
    Statistic.YES_OR_BOTH: {"yes", "both"},
}
NOT_MET = {
    # No whole numbers of answers have the four means and this mean of all.
    "svy.sat.mean.all",
    "svy.sat.mean.all.summary",
}
TIES = [
    (item, tie)
    for item in ROUND.instrument.items()
    for tie in item.ties
    if tie.closeness is not Closeness.DIRECTION and not MEASURES[tie.measure].contradicted
]


def statistic(item: Item, tie: Tie, sheets: Iterable[Sheet]) -> Decimal:
    answers = [sheet.values[item.id] for sheet in sheets if sheet.values.get(item.id, DONT_KNOW) != DONT_KNOW]
    if tie.statistic is Statistic.MEAN:
        return Decimal(sum(int(answer) for answer in answers)) / len(answers)
    return Decimal(100 * sum(answer in COUNTS[tie.statistic] for answer in answers)) / len(answers)


def of_measure(measure: PublishedMeasure) -> list[Sheet]:
    return [
        sheet
        for sheet in ROUND.sheets
        if measure.respondents is None or sheet.stratum.respondent_type in measure.respondents
    ]


def test_as_many_were_asked_and_answered_as_published() -> None:
    asked = Counter[RespondentType]()
    complete = Counter[RespondentType]()
    for count in ROUND.frame:
        asked[count.stratum.respondent_type] += count.asked
        complete[count.stratum.respondent_type] += count.drawn[Disposition.COMPLETE]
    assert (sum(asked.values()), sum(complete.values())) == (MEASURES["svy.invited"].value, len(ROUND.sheets))
    assert len(ROUND.sheets) == MEASURES["svy.completed"].value
    for measure in MEASURES.values():
        if measure.id.startswith("svy.response_rate"):
            of = measure.respondents or frozenset()
            rate = 100 * Decimal(sum(complete[each] for each in of)) / sum(asked[each] for each in of)
            assert rate.quantize(Decimal(1), ROUND_HALF_UP) == measure.value, measure.id


def test_it_is_marked_and_every_stratum_hides_at_least_five() -> None:
    assert ROUND.synthetic
    assert ROUND.anonymous
    assert all(count.asked >= 5 for count in ROUND.frame)
    assert all(sheet.project_id is None for sheet in ROUND.sheets)
    assert Counter(sheet.stratum for sheet in ROUND.sheets) == Counter(
        {
            count.stratum: count.drawn[Disposition.COMPLETE]
            for count in ROUND.frame
            if count.drawn[Disposition.COMPLETE]
        }
    )


@pytest.mark.parametrize(("item", "tie"), TIES, ids=[tie.measure for _item, tie in TIES])
def test_it_has_the_published_shares_and_means(item: Item, tie: Tie) -> None:
    measure = MEASURES[tie.measure]
    if measure.unit not in (SHARE, SCORE) or measure.id in NOT_MET:
        return
    if measure.id == "svy.p4.bridge.table51":
        return  # "7 in 10" beside 74 per cent of the same
    found = statistic(item, tie, of_measure(measure))
    if tie.measure in (
        "svy.p2.partners.involved.high",
        "svy.p3.merit.yes_or_both",
        "svy.res.apprentice.covid.neutral",
    ):
        return  # by project type, which strata do not tell: see below
    if tie.measure == "svy.res.qualified.vulnerable.high":
        return  # of projects for the vulnerable, of whom the round knows nothing
    step = Decimal("0.1") if measure.unit == SCORE else Decimal(1)
    if measure.exactness is Exactness.APPROXIMATE or measure.value % 10 == 0:
        # "Seven in ten", "a good 75 per cent", "just under nine in ten".
        assert abs(found - measure.value) <= (3 if measure.value != 75 else 10), found
    else:
        assert found.quantize(step, ROUND_HALF_UP) == measure.value, found


def test_all_of_them_lie_in_the_published_ranges_too() -> None:
    """By project type the strata cannot be told apart any more; over all types the share lies in the same range."""
    for item_id, measure_id, which in (
        ("principle-2", "svy.p2.partners.involved.high", Statistic.HIGH),
        ("principle-3", "svy.p3.merit.yes_or_both", Statistic.YES_OR_BOTH),
    ):
        measure = MEASURES[measure_id]
        found = statistic(
            ROUND.instrument.by_id[item_id], Tie(measure_id, which, Closeness.NEAR), ROUND.sheets
        )
        assert measure.value_high is not None
        assert measure.value - Decimal("0.5") <= found <= measure.value_high + Decimal("0.5")
    yes = statistic(
        ROUND.instrument.by_id["principle-3"], Tie("", Statistic.YES, Closeness.DIRECTION), ROUND.sheets
    )
    assert abs(yes - MEASURES["svy.p3.merit.table51"].value) <= 2


def test_nobody_answers_what_they_are_not_asked_and_each_answer_is_on_its_scale() -> None:
    for sheet in ROUND.sheets:
        for item_id, value in sheet.values.items():
            item = ROUND.instrument.by_id[item_id]
            assert item.is_asked(sheet.stratum.respondent_type, sheet.stratum.project_type), item_id
            assert item.takes(value)


def test_the_same_seed_gives_the_same_round_and_another_another() -> None:
    assert survey() == ROUND
    assert survey(seed=7) != ROUND
    assert sum(count.asked for count in survey(seed=7).frame) == 332


@pytest.mark.django_db
def test_the_command_loads_it_once_with_nobody_in_it(reference: None) -> None:
    said = StringIO()
    call_command("demo", "survey", stdout=said)
    assert "332 er spurgt, 169 har svaret" in said.getvalue()
    row = SurveyRound.objects.get()
    assert (row.synthetic, row.anonymous, row.made_by) == (True, True, None)
    read = round_data(round_id=row.pk)
    assert Counter(map(str, read.sheets)) == Counter(map(str, ROUND.sheets))
    assert sorted(map(str, read.frame)) == sorted(map(str, ROUND.frame))
    assert all(one.stratum.office for one in read.frame)
    assert any(one.stratum.council is None for one in read.frame)
    assert not SurveyInvitation.objects.exists()
    ids = set(AnswerSheet.objects.values_list("pk", flat=True))
    call_command("demo", "survey", stdout=said)
    assert "er her allerede" in said.getvalue()
    assert set(AnswerSheet.objects.values_list("pk", flat=True)) == ids
    assert AuditEntry.objects.get(action="survey.made_up").details == {"seed": 2021, "sheets": 169}


@pytest.mark.django_db
def test_what_is_not_made_up_is_not_written_so() -> None:
    with pytest.raises(ValueError, match="made up"):
        keep_made_up(by=COMMAND_LINE, at=NOW, data=replace(ROUND, synthetic=False), seed=1)
