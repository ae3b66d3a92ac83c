"""The register: projects, their parties, the evidence of each phase, plans and agreements."""

from jobveu.projects.models.agreements import (
    Agreement,
    AgreementText,
    ContributionTerms,
    Endorsement,
    HandoverTerms,
    Signatory,
    Signature,
)
from jobveu.projects.models.learning import Lesson
from jobveu.projects.models.needs import Need, ProjectNeed
from jobveu.projects.models.planning import (
    Commitment,
    Meeting,
    MeetingAttendance,
    MinutesVersion,
    PlanVersion,
    SteeringSeat,
    Task,
)
from jobveu.projects.models.procurement import Invitation, Offer, Procurement
from jobveu.projects.models.project import Party, Project, ProjectDialogue, SetAside
from jobveu.projects.models.screening import Criterion, ScreeningTool

__all__ = [
    "Agreement",
    "AgreementText",
    "Commitment",
    "ContributionTerms",
    "Criterion",
    "Endorsement",
    "HandoverTerms",
    "Invitation",
    "Lesson",
    "Meeting",
    "MeetingAttendance",
    "MinutesVersion",
    "Need",
    "Offer",
    "Party",
    "PlanVersion",
    "Procurement",
    "Project",
    "ProjectDialogue",
    "ProjectNeed",
    "ScreeningTool",
    "SetAside",
    "Signatory",
    "Signature",
    "SteeringSeat",
    "Task",
]
