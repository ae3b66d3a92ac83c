"""The rules of an assessment: levels, what is missing, what would lift one level."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.assessment import yardsticks
from jobveu.assessment.assessing import Assessment, assess_several
from jobveu.assessment.facts import Counted
from jobveu.assessment.freezing import freeze, thaw
from jobveu.assessment.indicators import INDICATORS, of_element
from jobveu.assessment.judging import Judgement, Value, judge, judge_project, judge_several, value_of_several
from jobveu.assessment.lifting import after, lifts
from jobveu.assessment.ratios import Missing, Ratio, Unit
from jobveu.assessment.record import Part, Record
from jobveu.assessment.scale import Element, Level
from jobveu.assessment.yardsticks import YARDSTICKS, Weighing, yardstick_on
from jobveu.projects.enums import ProjectType
from tests import factories
from tests.assessment import made

[YARDSTICK] = YARDSTICKS
ELEMENTS = st.sampled_from(Element)


def test_every_indicator_has_a_weight_and_every_element_has_indicators_of_the_record() -> None:
    assert set(YARDSTICK.weighings) == set(INDICATORS)
    for element in Element:
        assert [one for one in of_element(element) if not one.from_survey]


@pytest.mark.parametrize(
    ("upper", "level"), [(9, 1), (10, 2), (34, 2), (35, 3), (64, 3), (65, 4), (79, 4), (80, 5), (100, 5)]
)
def test_a_threshold_belongs_to_the_level_above_it(upper: int, level: int) -> None:
    assert Weighing(1).level(Ratio(upper, 100)) == level


def test_the_level_is_the_weighted_mean_of_levels_and_half_goes_up() -> None:
    values = {one.key: Value(Missing.NOT_ASKED, Unit.PROJECTS) for one in of_element(Element.PRINCIPLE_3)}
    values["merit-days"] = Value(Ratio(1, 2), Unit.COURSE_DAYS)  # level 3, weight 3
    values["merit-course"] = Value(Ratio(1, 1), Unit.PROJECTS)  # level 5, weight 2
    found = judge(Element.PRINCIPLE_3, values, YARDSTICK)
    assert (found.score, found.level) == (Fraction(19, 5), Level.HIGH)
    assert (found.judged_weight, found.weight) == (5, 7)
    values["merit-course"] = Value(Ratio(0, 1), Unit.PROJECTS)  # level 1: (9 + 2) / 5 = 2.2
    assert judge(Element.PRINCIPLE_3, values, YARDSTICK).level is Level.LESSER
    values["asked-principle-3"] = Value(
        Ratio(7, 20), Unit.ANSWERS
    )  # level 3, weight 2: (9 + 2 + 6) / 7 = 2.43
    assert judge(Element.PRINCIPLE_3, values, YARDSTICK).score == Fraction(17, 7)


def test_too_little_weight_is_cannot_be_judged_and_not_the_lowest_level() -> None:
    values = {one.key: Value(Missing.NOT_DUE, Unit.PROJECTS) for one in of_element(Element.PRINCIPLE_3)}
    assert judge(Element.PRINCIPLE_3, values, YARDSTICK).level is None
    values["merit-course"] = Value(Ratio(0, 1), Unit.PROJECTS)  # 2 of 7
    assert judge(Element.PRINCIPLE_3, values, YARDSTICK).level is None
    values["asked-principle-3"] = Value(Ratio(0, 9), Unit.ANSWERS)  # 4 of 7
    assert judge(Element.PRINCIPLE_3, values, YARDSTICK).level is Level.NOT_AT_ALL


def test_what_is_missing_counts_only_when_it_is_due_and_was_registered() -> None:
    of = INDICATORS["concrete-need"].of
    assert of is not None
    assert of(made.ended()) == Ratio(0, 1)
    later = made.ON.replace(year=2027)
    planned = made.ended(
        status="active", started_on=later, first_course_on=later, last_course_on=later, kick_off_on=None
    )
    assert of(planned) is Missing.NOT_DUE
    assert of(replace(planned, shown={"need_of_named_company": None})) == Ratio(1, 1, early=True)
    assert of(made.ended(kept_here=False)) is Missing.NOT_REGISTERED
    assert of(made.ended(started_on=made.ON.replace(year=2019, month=8))) is Missing.NOT_REGISTERED


def test_what_a_project_has_early_counts_for_itself_and_not_among_others() -> None:
    indicator = INDICATORS["concrete-need"]
    found = [Ratio(1, 1, early=True), Ratio(0, 1), Ratio(1, 1), Missing.NOT_DUE]
    value = value_of_several(indicator, found, None, YARDSTICK)
    assert (value.found, value.judged, value.projects) == (Ratio(1, 2), 2, 4)


def test_no_count_of_persons_leaves_a_project() -> None:
    indicator = INDICATORS["screened-before-course"]
    few = made.ended(counted=Counted(begun=4, screened_first=4))
    judged = judge_project(Element.PRINCIPLE_5, few, None, YARDSTICK)
    [line] = [line for line in judged.lines if line.indicator is indicator]
    assert line.value.found is Missing.TOO_FEW
    found = [Ratio(9, 10), Ratio(5, 10), Ratio(3, 4)]
    value = value_of_several(indicator, found, None, YARDSTICK)
    assert (value.found, value.unit) == (Ratio(1, 2), Unit.PROJECTS)


def test_a_survey_counts_from_five_answers() -> None:
    found = judge_project(Element.PRINCIPLE_1, made.ended(), {"principle-1": Ratio(4, 4)}, YARDSTICK)
    assert found.lines[-1].value.found is Missing.TOO_FEW
    found = judge_project(Element.PRINCIPLE_1, made.ended(), {"principle-1": Ratio(4, 5)}, YARDSTICK)
    assert found.lines[-1].level is Level.VERY_HIGH


def test_crisis_projects_are_not_judged_by_their_area_nor_the_employed_by_matching() -> None:
    area, screened = INDICATORS["in-shortage-area"].of, INDICATORS["screened-before-course"].of
    assert area is not None
    assert screened is not None
    assert area(made.ended(type=ProjectType.CRISIS)) is Missing.NOT_RELEVANT
    assert area(made.ended(area="shortage")) == Ratio(1, 1)
    employed = made.ended(type=ProjectType.EMPLOYED, counted=Counted(9, 1, 1, 0))
    assert screened(employed) is Missing.NOT_RELEVANT


@settings(max_examples=60, deadline=None)
@given(made.facts())
def test_every_project_can_be_counted_and_frozen(one) -> None:
    for indicator in INDICATORS.values():
        if indicator.of is not None:
            assert isinstance(indicator.of(one), (Ratio, Missing))
    content = freeze([one], [])
    assert thaw(content) == ((one,), ())
    assert freeze(*thaw(content)) == content


def judgements(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Judgement]:
    def of(element: Element) -> st.SearchStrategy[Judgement]:
        keys = [one.key for one in of_element(element)]
        return st.tuples(*(values for _ in keys)).map(
            lambda drawn: judge(element, dict(zip(keys, drawn, strict=True)), YARDSTICK)
        )

    return ELEMENTS.flatmap(of)


@settings(max_examples=150, deadline=None)
@given(st.one_of(judgements(made.several_values), judgements(made.project_values)))
def test_what_is_said_to_lift_a_level_does_and_nothing_less(judgement: Judgement) -> None:
    found = lifts(judgement, YARDSTICK)
    if judgement.level is None or judgement.level is Level.VERY_HIGH:
        assert found == ()
        return
    for lift in found:
        reached = after(judgement, lift.changes, YARDSTICK)
        assert reached.level == lift.level > judgement.level
        for place, change in enumerate(lift.changes):
            others = (*lift.changes[:place], *lift.changes[place + 1 :])
            unchanged = after(judgement, others, YARDSTICK)
            assert unchanged.level is not None
            assert unchanged.level <= judgement.level
            if change.before is not None:
                assert change.after.upper > change.before.upper
                less = replace(change, after=Ratio(change.after.upper - 1, change.after.lower))
                tried = after(judgement, (*others, less), YARDSTICK).level
                assert tried is not None
                assert tried <= judgement.level


@settings(max_examples=60, deadline=None)
@given(judgements(made.several_values))
def test_there_is_always_a_way_where_something_judged_is_below_the_highest(judgement: Judgement) -> None:
    if judgement.level is not None and judgement.level < Level.VERY_HIGH:
        assert lifts(judgement, YARDSTICK)


@settings(max_examples=30, deadline=None)
@given(st.lists(made.facts(), min_size=1, max_size=8), ELEMENTS)
def test_several_projects_are_counted_as_each_alone(several, element: Element) -> None:
    found = {
        one.key: [one.of(project) for project in several] for one in of_element(element) if one.of is not None
    }
    for line in judge_several(element, found, None, YARDSTICK).lines:
        if line.value.ratio is None or line.indicator.unit is Unit.PERSONS:
            continue
        alone = [
            one.value.ratio
            for project in several
            for one in judge_project(element, project, None, YARDSTICK).lines
            if one.indicator is line.indicator and one.value.ratio and not one.value.ratio.early
        ]
        assert line.value.ratio == Ratio(sum(r.upper for r in alone), sum(r.lower for r in alone))


def test_the_yardstick_is_that_of_the_day() -> None:
    [first] = YARDSTICKS
    second = replace(first, version="2", from_=made.ON)
    assert yardstick_on(made.ON, [first, second]) is second
    assert yardstick_on(made.ON.replace(day=1), [first, second]) is first
    assert yardstick_on(first.from_.replace(year=2010), [first, second]) is first


def test_a_yardstick_that_has_been_used_is_never_changed() -> None:
    """Another weight or threshold is another version: add it to YARDSTICKS, and its sum here."""
    sums = {
        one.version: hashlib.sha256(
            repr(
                (
                    one.from_,
                    sorted((key, each.weight, each.thresholds) for key, each in one.weighings.items()),
                    (one.least_weight, one.least_answers, one.least_persons),
                )
            ).encode()
        ).hexdigest()[:16]
        for one in YARDSTICKS
    }
    assert sums == {"1": "ca007fad9f2619fd"}


def test_another_version_leaves_assessments_of_before_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is judged of a day before the second version holds is the same with it as without; after, it is judged anew."""
    facts = (made.ended(), made.ended(id=2))
    before = Record(made.ON, "2026-k1", factories.NOW, facts)
    later = Record(made.ON + timedelta(days=400), "2027-k2", factories.NOW, facts)

    def judged(record: Record) -> Assessment:
        return assess_several(record, Part(), histories={})

    old, new = judged(before), judged(later)
    second = replace(
        YARDSTICK,
        version="2",
        from_=made.ON + timedelta(days=1),
        weighings={
            key: replace(one, thresholds=(96, 97, 98, 99)) for key, one in YARDSTICK.weighings.items()
        },
    )
    monkeypatch.setattr(yardsticks, "YARDSTICKS", (YARDSTICK, second))
    assert judged(before) == old
    assert old.yardstick.version == "1"
    again = judged(later)
    assert again.yardstick.version == "2"
    assert again.elements != new.elements
    assert yardsticks.yardstick("1") is YARDSTICK  # named by what somebody overruled
