"""What follows from what is recorded of a candidate, as pure decisions."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobveu.candidates.enums import CandidacyState, EnrolmentStatus, Milestone, ScreeningResult
from jobveu.candidates.rules import (
    OPEN,
    CandidacyStep,
    CourseSpan,
    EnrolmentStep,
    Facts,
    add_months,
    allowed_steps,
    due_outcomes,
    enrolment_steps,
    holds_cpr,
    outcomes_count_from,
    state_of,
    status_before,
    too_early,
)

FACTS = st.builds(
    Facts,
    withdrawn=st.booleans(),
    screening=st.none() | st.sampled_from(ScreeningResult),
    presented=st.booleans(),
    enrolments=st.lists(st.sampled_from(EnrolmentStatus), max_size=4).map(tuple),
    has_outcome=st.booleans(),
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(FACTS)
def test_the_order_in_which_courses_were_taken_changes_nothing(facts: Facts) -> None:
    assert state_of(facts) == state_of(replace(facts, enrolments=facts.enrolments[::-1]))


@given(FACTS)
def test_a_withdrawn_candidate_stays_withdrawn_and_nothing_more_is_done(facts: Facts) -> None:
    withdrawn = replace(facts, withdrawn=True)
    assert state_of(withdrawn) == CandidacyState.WITHDRAWN
    assert not allowed_steps(withdrawn)


@given(FACTS)
def test_nobody_screened_out_is_enrolled_or_presented_whatever_else_is_so(facts: Facts) -> None:
    steps = allowed_steps(replace(facts, screening=ScreeningResult.FAILED))
    assert steps.isdisjoint({CandidacyStep.ENROL, CandidacyStep.PRESENT})


@given(FACTS)
def test_nobody_on_a_course_is_withdrawn(facts: Facts) -> None:
    on_course = not OPEN.isdisjoint(facts.enrolments)
    assert (CandidacyStep.WITHDRAW in allowed_steps(facts)) == (not facts.withdrawn and not on_course)


@given(FACTS)
def test_somebody_on_a_course_is_shown_so_until_an_outcome_is_recorded(facts: Facts) -> None:
    if not facts.withdrawn and not facts.has_outcome and EnrolmentStatus.STARTED in facts.enrolments:
        assert state_of(facts) == CandidacyState.STARTED


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(), CandidacyState.ADDED),
        (Facts(screening=ScreeningResult.PASSED), CandidacyState.SCREENED),
        (Facts(screening=ScreeningResult.FAILED, presented=True), CandidacyState.SCREENED_OUT),
        (Facts(screening=ScreeningResult.PASSED, presented=True), CandidacyState.PRESENTED),
        (Facts(enrolments=(EnrolmentStatus.ENROLLED,)), CandidacyState.ENROLLED),
        (Facts(enrolments=(EnrolmentStatus.COMPLETED, EnrolmentStatus.ENROLLED)), CandidacyState.STARTED),
        (
            Facts(enrolments=(EnrolmentStatus.DROPPED_OUT, EnrolmentStatus.COMPLETED)),
            CandidacyState.COMPLETED,
        ),
        (Facts(enrolments=(EnrolmentStatus.DROPPED_OUT,)), CandidacyState.DROPPED_OUT),
        (Facts(enrolments=(EnrolmentStatus.COMPLETED,), has_outcome=True), CandidacyState.OUTCOME),
    ],
)
def test_the_state_follows_from_the_facts(facts: Facts, state: CandidacyState) -> None:
    assert state_of(facts) == state


@pytest.mark.parametrize("status", EnrolmentStatus)
@pytest.mark.parametrize("started", [True, False])
def test_undoing_leads_to_a_status_from_which_the_step_could_be_taken(
    status: EnrolmentStatus, started: bool
) -> None:
    back = {
        EnrolmentStatus.STARTED: EnrolmentStep.START,
        EnrolmentStatus.COMPLETED: EnrolmentStep.COMPLETE,
        EnrolmentStatus.DROPPED_OUT: EnrolmentStep.DROP_OUT,
    }
    before = status_before(status, started=started)
    if status == EnrolmentStatus.ENROLLED:
        assert before is None
    else:
        assert before is not None
        assert back[status] in enrolment_steps(before)


@given(DAYS, st.integers(0, 24))
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(DAYS, DAYS, st.sets(st.sampled_from(Milestone)))
def test_only_what_is_missing_and_whose_day_has_come_is_due(
    start: date, today: date, recorded: set[Milestone]
) -> None:
    found = due_outcomes(count_from=start, recorded=recorded, today=today)
    assert [outcome.milestone for outcome in found] == list(Milestone)
    assert [outcome.due_on for outcome in found] == sorted(outcome.due_on for outcome in found)
    for outcome in found:
        assert outcome.due == (outcome.milestone not in recorded and outcome.due_on <= today)
        assert not outcome.overdue or outcome.due
        assert outcome.overdue == (outcome.due and today - outcome.due_on > timedelta(days=30))


def test_outcomes_count_from_the_end_of_the_last_course_or_of_the_project() -> None:
    end = date(2026, 12, 31)
    early, late = date(2026, 5, 1), date(2026, 6, 1)
    assert outcomes_count_from([], project_ends_on=end) is None
    assert outcomes_count_from([CourseSpan(None, early), CourseSpan(None, late)], project_ends_on=end) == late
    assert outcomes_count_from([CourseSpan(early, late)], project_ends_on=end) == early
    assert outcomes_count_from([CourseSpan(None, None), CourseSpan(None, late)], project_ends_on=end) == end
    assert outcomes_count_from([CourseSpan(None, None)], project_ends_on=None) is None
    assert due_outcomes(count_from=None, recorded=[], today=end) == ()


def test_a_later_outcome_is_not_recorded_long_before_its_time() -> None:
    end = date(2026, 1, 31)
    assert too_early(milestone=Milestone.MONTHS_3, as_of=date(2026, 3, 29), count_from=end) == date(
        2026, 3, 30
    )
    assert too_early(milestone=Milestone.MONTHS_3, as_of=date(2026, 3, 30), count_from=end) is None
    assert too_early(milestone=Milestone.END, as_of=date(2020, 1, 1), count_from=end) is None
    assert too_early(milestone=Milestone.MONTHS_12, as_of=date(2020, 1, 1), count_from=None) is None


@pytest.mark.parametrize("text", ["Se 610199-1234.", "6101991234", "nr. 610199 1234", "(610199–1234)"])
def test_a_cpr_number_in_a_text_is_seen(text: str) -> None:
    assert holds_cpr(text)


@pytest.mark.parametrize("text", ["", "Ring 12345678", "2026-11-24 kl. 9", "991399-1234", "16101991234567"])
def test_other_numbers_in_a_text_are_let_through(text: str) -> None:
    assert not holds_cpr(text)
