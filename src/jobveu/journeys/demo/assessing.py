"""What the coordinator of the demonstration says of risks, and a level that she has set herself."""

from __future__ import annotations

from jobveu.assessment.barriers import MEASURES, RiskState
from jobveu.assessment.operations.overruling import overrule
from jobveu.assessment.operations.risks import Answer, check_risks, counter
from jobveu.assessment.queries.assessments import assessment_of_project
from jobveu.assessment.queries.overrulings import Judged
from jobveu.assessment.scale import Element, Level
from jobveu.journeys.demo.people import RANDERS
from jobveu.journeys.demo.steps import COORDINATOR, Story
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting
from jobveu.projects.operations.tasks import finish_task

_AT_KICK_OFF = {
    "involvement": Answer(RiskState.ABSENT),
    "no-candidates": Answer(RiskState.POSSIBLE, "Norddjurs har kun få ledige med kørekort."),
    "too-few": Answer(RiskState.ABSENT),
    "credit": Answer(RiskState.ABSENT),
    "terms": Answer(RiskState.PRESENT, "Kun to af jobcentrene betaler transport til skolen."),
    "unclear-gain": Answer(RiskState.ABSENT),
    "long-process": Answer(RiskState.POSSIBLE, "Prøvedagene ligger fire uger før kurset."),
}
_AT_STEERING_GROUP = {
    "involvement": Answer(RiskState.ABSENT),
    "no-candidates": Answer(RiskState.PRESENT, "Til hold 2 mangler der stadig kandidater."),
    "too-few": Answer(RiskState.POSSIBLE, "Skolen vil have mindst otte på hold 2."),
    "resources": Answer(RiskState.ABSENT),
    "terms": Answer(RiskState.ABSENT, "Vilkårene er nu ens."),
    "vulnerable": Answer(RiskState.POSSIBLE, "Kravet om kørekort holder nogen ude."),
}


def fibre_risks(story: Story) -> None:
    """Two checks, a counter-measure that has been carried out and one that is under way."""
    meetings = Meeting.objects.filter(project=story.project_id).order_by("starts_at")
    for meeting, answers, days_ago in (
        (meetings.filter(kind=MeetingKind.KICK_OFF)[0], _AT_KICK_OFF, 212),
        (meetings.filter(kind=MeetingKind.STEERING_GROUP)[0], _AT_STEERING_GROUP, 103),
    ):
        check_risks(
            meeting_id=meeting.pk,
            version=0,
            answers=answers,
            by=story.world.actor(COORDINATOR),
            at=story.world.when(days_ago),
        )
    done = _counter(story, "terms", "align-terms", "office", days_ago=211, due=190)
    finish_task(task_id=done, by=story.world.actor(COORDINATOR), at=story.world.when(192))
    _counter(story, "no-candidates", "follow-up", RANDERS, days_ago=102, due=-5)


def _counter(story: Story, barrier: str, measure: str, responsible: str, *, days_ago: int, due: int) -> int:
    world = story.world
    return counter(
        project_id=story.project_id,
        barrier=barrier,
        measure=measure,
        title=str(MEASURES[barrier, measure].title),
        responsible_id=world.org(responsible),
        due_on=world.ago(due) if due >= 0 else world.ahead(-due),
        by=world.actor(COORDINATOR),
        at=world.when(days_ago),
    )


def hotel_level(story: Story) -> None:
    """The coordinator knows more of the local anchoring than is recorded."""
    judged = Judged(project_id=story.project_id)
    found = assessment_of_project(project_id=story.project_id, on=story.world.today)
    if found is None:
        raise RuntimeError("the demonstration's project is not there")
    overrule(
        by=story.world.actor(COORDINATOR),
        at=story.world.when(2),
        judged=judged,
        element=Element.PRINCIPLE_7,
        level=Level.HIGH,
        reason="Hotellet og skolen har selv aftalt det næste hold, uden at det står i systemet endnu.",
        number=0,
        computed=found.of(Element.PRINCIPLE_7).computed,
        yardstick=found.yardstick.version,
    )
