"""Persons, their candidacies for projects, enrolments and outcomes, and who has seen their identity."""

from jobveu.candidates.models.activities import Activity, CourseDay, Statement
from jobveu.candidates.models.candidacy import (
    Candidacy,
    Enrolment,
    FollowUp,
    Outcome,
    Presentation,
    Screening,
    ScreeningAnswer,
)
from jobveu.candidates.models.person import IdentityView, Person
from jobveu.candidates.models.waiting_list import WaitingPlace

__all__ = [
    "Activity",
    "Candidacy",
    "CourseDay",
    "Enrolment",
    "FollowUp",
    "IdentityView",
    "Outcome",
    "Person",
    "Presentation",
    "Screening",
    "ScreeningAnswer",
    "Statement",
    "WaitingPlace",
]
