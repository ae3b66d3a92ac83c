"""Persons, their candidacies for projects, enrolments and outcomes, and who has seen their identity."""

from jobveu.candidates.models.activities import Activity, Statement
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

__all__ = [
    "Activity",
    "Candidacy",
    "Enrolment",
    "FollowUp",
    "IdentityView",
    "Outcome",
    "Person",
    "Presentation",
    "Screening",
    "ScreeningAnswer",
    "Statement",
]
