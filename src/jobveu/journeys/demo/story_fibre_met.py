"""How the second group of the demonstration's fullest project came to know the work and the company, and who waits for
a place on its next course."""

from __future__ import annotations

from collections.abc import Collection

from jobveu.candidates.enums import (
    ActivityKind,
    ActivityTiming,
    Attendance,
    DropoutReason,
    InvitationAnswer,
    Motivation,
)
from jobveu.candidates.operations.activities import Invitation
from jobveu.candidates.operations.waiting_list import refill
from jobveu.journeys.demo.people import FAVRSKOV, NORDDJURS, RANDERS
from jobveu.journeys.demo.steps import Story
from jobveu.projects.enums import MeetingKind

ON_COURSE = (12, 13, 14, 16, 18, 19)
"""Those of the second group who are on the course still."""


def met_the_company(story: Story, group: Collection[int]) -> None:
    """An information meeting for the second group, meetings with the company, and a placement during the course."""
    world = story.world
    information = story.meeting(
        MeetingKind.INFORMATION,
        days_ago=46,
        attendees=("fiber", "skole", RANDERS, FAVRSKOV, NORDDJURS),
        agenda="Virksomheden fortæller om arbejdet, skolen om kurset. Kandidaterne spørger.",
        place="Jobcenter Randers, mødesalen",
        hour=10,
    )
    came, declined = Attendance.CAME, InvitationAnswer.DECLINED
    for number in (*group, 21, 22, 23):
        activity_id = story.invite(
            number,
            Invitation(kind=ActivityKind.INFORMATION_MEETING, meeting_id=information),
            days_ago=49,
        )
        if number == 23:
            story.answered(number, activity_id, declined, days_ago=47, note="Er til samtale samme dag.")
            continue
        attendance = Attendance.EXCUSED if number == 18 else came
        story.answered(number, activity_id, InvitationAnswer.ACCEPTED, days_ago=46, attendance=attendance)
        story.says(
            number,
            Motivation.UNSURE if number == 20 else Motivation.WANTS,
            days_ago=45,
            note="Vil først høre, om der er mulighed for at tage børn i pasning kl. 6."
            if number == 20
            else "",
        )
    for number in (21, 22):
        activity_id = story.invite(
            number,
            Invitation(
                kind=ActivityKind.COMPANY_MEETING, company_id=world.org("fiber"), starts_on=world.ago(30)
            ),
            days_ago=36,
        )
        story.answered(number, activity_id, InvitationAnswer.ACCEPTED, days_ago=30, attendance=came)
    for number in (12, 14):
        story.invite(
            number,
            Invitation(
                kind=ActivityKind.WORK_PLACEMENT,
                timing=ActivityTiming.DURING,
                company_id=world.org("fiber"),
                starts_on=world.ahead(5),
                ends_on=world.ahead(19),
            ),
            days_ago=4,
        )


def waiting_for_a_place(story: Story, course: int) -> None:
    """Those on the course, and one who has not begun, take all the places of the next one. Two wait in line, and the
    first of them is offered the place of somebody who leaves."""
    story.enrol([*ON_COURSE, 20], course, days_ago=4)
    story.wait_in_line(25, course, days_ago=2)
    story.wait_in_line(21, course, days_ago=2)
    story.drop_out(
        20,
        course,
        by=story.of_caseworker[20],
        days_ago=0,
        reason=DropoutReason.PRACTICAL,
        note="Kan ikke få passet børn kl. 6.",
    )
    refill(at=story.world.at, course_id=course)
