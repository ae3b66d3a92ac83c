"""Pure decisions about candidates: how far somebody has come, what may be done next, what is due when."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from django.core.exceptions import ValidationError

from jobveu.candidates.enums import CandidacyState, EnrolmentStatus, Milestone, ScreeningResult
from jobveu.common.cpr import parse_cpr

OPEN = frozenset({EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED})
"""Enrolments that are still to be, or being, followed."""
TAKES_PLACE = frozenset({EnrolmentStatus.ENROLLED, EnrolmentStatus.STARTED, EnrolmentStatus.COMPLETED})
"""Enrolments that count against a course's greatest number of participants."""

MONTHS_AFTER: dict[Milestone, int] = {
    Milestone.END: 0,
    Milestone.MONTHS_3: 3,
    Milestone.MONTHS_6: 6,
    Milestone.MONTHS_12: 12,
}
EARLIEST_BEFORE_DUE = timedelta(days=31)
"""How long before its due date an outcome may be recorded."""
OVERDUE_AFTER = timedelta(days=30)
"""How long after its due date an outcome that is missing is overdue."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of one candidacy, as far as its state depends on it.

    `screening` is the newest result; `presented` whether a presentation to a company stands; `enrolments`
    the statuses on courses that have not been cancelled.
    """

    withdrawn: bool = False
    screening: ScreeningResult | None = None
    presented: bool = False
    enrolments: tuple[EnrolmentStatus, ...] = ()
    has_outcome: bool = False


class CandidacyStep(Enum):
    """What can be done with a candidacy."""

    SCREEN = auto()
    PRESENT = auto()
    ENROL = auto()
    FOLLOW_UP = auto()
    RECORD_OUTCOME = auto()
    WITHDRAW = auto()


class EnrolmentStep(Enum):
    """What can be done with an enrolment."""

    START = auto()
    COMPLETE = auto()
    DROP_OUT = auto()
    UNDO = auto()


def state_of(facts: Facts) -> CandidacyState:
    """How far the candidate has come; queries.states computes the same in SQL.

    Somebody who has completed one course and waits for the next is on the way, as one who has begun is.
    """
    statuses = frozenset(facts.enrolments)
    if facts.withdrawn:
        return CandidacyState.WITHDRAWN
    if facts.has_outcome:
        return CandidacyState.OUTCOME
    if EnrolmentStatus.STARTED in statuses or statuses >= {
        EnrolmentStatus.COMPLETED,
        EnrolmentStatus.ENROLLED,
    }:
        return CandidacyState.STARTED
    for status, state in (
        (EnrolmentStatus.ENROLLED, CandidacyState.ENROLLED),
        (EnrolmentStatus.COMPLETED, CandidacyState.COMPLETED),
        (EnrolmentStatus.DROPPED_OUT, CandidacyState.DROPPED_OUT),
    ):
        if status in statuses:
            return state
    if facts.screening == ScreeningResult.FAILED:
        return CandidacyState.SCREENED_OUT
    if facts.presented:
        return CandidacyState.PRESENTED
    if facts.screening == ScreeningResult.PASSED:
        return CandidacyState.SCREENED
    return CandidacyState.ADDED


def allowed_steps(facts: Facts) -> frozenset[CandidacyStep]:
    """What may be done next. Phases guide and do not lock: only what would contradict the record is refused.

    Nothing with somebody withdrawn; no presentation or enrolment of somebody screened out; nobody who is on
    a course is withdrawn before the course is ended for them.
    """
    if facts.withdrawn:
        return frozenset()
    steps = {CandidacyStep.SCREEN, CandidacyStep.FOLLOW_UP, CandidacyStep.RECORD_OUTCOME}
    if facts.screening != ScreeningResult.FAILED:
        steps |= {CandidacyStep.PRESENT, CandidacyStep.ENROL}
    if OPEN.isdisjoint(facts.enrolments):
        steps.add(CandidacyStep.WITHDRAW)
    return frozenset(steps)


_ENROLMENT_STEPS: dict[EnrolmentStatus, frozenset[EnrolmentStep]] = {
    EnrolmentStatus.ENROLLED: frozenset({EnrolmentStep.START, EnrolmentStep.DROP_OUT, EnrolmentStep.UNDO}),
    EnrolmentStatus.STARTED: frozenset({EnrolmentStep.COMPLETE, EnrolmentStep.DROP_OUT, EnrolmentStep.UNDO}),
    EnrolmentStatus.COMPLETED: frozenset({EnrolmentStep.UNDO}),
    EnrolmentStatus.DROPPED_OUT: frozenset({EnrolmentStep.UNDO}),
}


def providers(provider_id: int | None, *, cancelled: bool) -> frozenset[int]:
    """Whose a course's participants are: its provider's, as long as there is one and the course isn't
    cancelled."""
    return frozenset() if provider_id is None or cancelled else frozenset({provider_id})


def enrolment_steps(status: EnrolmentStatus) -> frozenset[EnrolmentStep]:
    """What may be done with an enrolment of that status."""
    return _ENROLMENT_STEPS[status]


def status_before(status: EnrolmentStatus, *, started: bool) -> EnrolmentStatus | None:
    """The status that undoing the last step leads back to; None: the enrolment itself is undone.

    `started` says whether a first day is recorded.
    """
    match status:
        case EnrolmentStatus.ENROLLED:
            return None
        case EnrolmentStatus.STARTED:
            return EnrolmentStatus.ENROLLED
        case EnrolmentStatus.COMPLETED:
            return EnrolmentStatus.STARTED
        case EnrolmentStatus.DROPPED_OUT:
            return EnrolmentStatus.STARTED if started else EnrolmentStatus.ENROLLED


@dataclass(frozen=True, slots=True)
class CourseSpan:
    """When a candidate's course ended for them, or else is planned to end."""

    ended_on: date | None
    course_ends_on: date | None


@dataclass(frozen=True, slots=True)
class DueOutcome:
    """When the outcome of a milestone is due, and how it stands on a day."""

    milestone: Milestone
    due_on: date
    recorded: bool
    due: bool
    """Its day has come and it is not recorded."""
    overdue: bool
    """More than 30 days have passed since."""


def outcomes_count_from(courses: Iterable[CourseSpan], *, project_ends_on: date | None) -> date | None:
    """The day from which a candidate's outcomes are counted: the end of their last course, or else of the
    project. None when there was no course, or no day is known."""
    ends = [course.ended_on or course.course_ends_on for course in courses]
    if not ends:
        return None
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else project_ends_on


def due_outcomes(
    *, count_from: date | None, recorded: Collection[Milestone], today: date
) -> tuple[DueOutcome, ...]:
    """The four milestones with their due dates, in order of time; none without a day to count from."""
    if count_from is None:
        return ()
    found = []
    for milestone, months in MONTHS_AFTER.items():
        due_on = add_months(count_from, months)
        missing = milestone not in recorded
        found.append(
            DueOutcome(
                milestone=milestone,
                due_on=due_on,
                recorded=not missing,
                due=missing and due_on <= today,
                overdue=missing and due_on + OVERDUE_AFTER < today,
            )
        )
    return tuple(found)


def too_early(*, milestone: Milestone, as_of: date, count_from: date | None) -> date | None:
    """The first day on which the outcome may be recorded, when `as_of` lies before it; None when it doesn't.

    The outcome at the end may be recorded at any time: somebody may find a job before the last day.
    """
    if count_from is None or milestone == Milestone.END:
        return None
    first = add_months(count_from, MONTHS_AFTER[milestone]) - EARLIEST_BEFORE_DUE
    return first if as_of < first else None


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_TEN_DIGITS = re.compile(r"(?<!\d)\d{6}[\s\-\u2010-\u2015\u2212]?\d{4}(?!\d)")


def holds_cpr(text: str) -> bool:
    """Whether a text has something in it that is written as a CPR number and could be one."""
    for found in _TEN_DIGITS.finditer(text):
        try:
            parse_cpr(found[0])
        except ValidationError:
            continue
        return True
    return False
