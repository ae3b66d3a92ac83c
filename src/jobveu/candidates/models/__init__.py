"""Persons, their candidacies for projects, enrolments and outcomes, what they are matched with, and who has seen
their identity."""

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
from jobveu.candidates.models.matching import (
    CompanyScore,
    MatchingProposal,
    Position,
    ProposalPerson,
    Wish,
)
from jobveu.candidates.models.person import IdentityView, Person
from jobveu.candidates.models.waiting_list import WaitingPlace

__all__ = [
    "Activity",
    "Candidacy",
    "CompanyScore",
    "CourseDay",
    "Enrolment",
    "FollowUp",
    "IdentityView",
    "MatchingProposal",
    "Outcome",
    "Person",
    "Position",
    "Presentation",
    "ProposalPerson",
    "Screening",
    "ScreeningAnswer",
    "Statement",
    "WaitingPlace",
    "Wish",
]
