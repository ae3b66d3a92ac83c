"""Surveys: a made-up round with answers, the draft of another, and the pulse of the project that has ended."""

from __future__ import annotations

from datetime import timedelta

from jobveu.journeys.demo.world import World
from jobveu.journeys.programme.survey import load_survey
from jobveu.projects.enums import ProjectStatus, ProjectType
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments import STANDARD
from jobveu.surveys.operations.pulse import send_pulse
from jobveu.surveys.operations.rounds import RoundFacts, make_round


def surveys(world: World, ended_project_id: int) -> None:
    """The draft is not anonymous: the demonstration has too few contacts for that. The pulse closes within a week, so that it
    stands on the coordinator's desk whom to call."""
    load_survey(by=world.actor("analytiker"), at=world.at)
    coordinator = world.actor("koordinator")
    send_pulse(by=coordinator, at=world.at - timedelta(days=15), project_id=ended_project_id)
    office_id = next(row.office_id for row in coordinator.memberships if row.office_id is not None)
    make_round(
        by=coordinator,
        at=world.at,
        facts=RoundFacts(
            name="Aktørerne om vores projekter",
            statuses=(ProjectStatus.ACTIVE, ProjectStatus.COMPLETED),
            project_types=tuple(ProjectType),
            respondent_types=tuple(RespondentType),
            closes_on=world.today + timedelta(days=21),
            remind_on=world.today + timedelta(days=10),
            anonymous=False,
            office_id=office_id,
        ),
        instrument=STANDARD,
    )
