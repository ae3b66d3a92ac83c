"""A proposal for those of the fibre project's candidates who wait for a job, for their caseworkers to decide on."""

from __future__ import annotations

from jobveu.candidates.enums import CompanyInterest, MatchingMode, WishLevel
from jobveu.candidates.models import MatchingProposal
from jobveu.candidates.operations.positions import PositionValues, add_position
from jobveu.education.models import Course
from jobveu.journeys.demo.people import RANDERS
from jobveu.journeys.demo.steps import COORDINATOR, Story
from jobveu.journeys.demo.story_fibre import MEASURING
from jobveu.journeys.matching.choices import usual
from jobveu.journeys.matching.explaining import explain_proposal
from jobveu.journeys.matching.ordering import order_proposal
from jobveu.projects.models import Commitment
from jobveu.solving.carrying_out import carry_out
from jobveu.solving.limits import USUAL


def fibre_match(story: Story) -> None:
    """Two kinds of positions at one company, which has met two of those who would like them."""
    world = story.world
    by = world.actor(COORDINATOR)
    fibre = world.org("fiber")
    commitment = Commitment.objects.get(project=story.project_id, organisation=fibre)
    for title, count in (("Fibertekniker i private hjem", 2), ("Fibertekniker på master", 1)):
        add_position(
            by=by,
            at=world.when(6),
            commitment_id=commitment.pk,
            values=PositionValues(title, count, municipality_id=world.municipalities[RANDERS]),
        )
    measuring = Course.objects.get(project=story.project_id, title=MEASURING).pk
    for number, level, course in (
        (21, CompanyInterest.GLADLY, WishLevel.GLADLY),
        (22, CompanyInterest.MOST, WishLevel.MOST),
    ):
        story.scored(number, "fiber", level, by="firma", days_ago=5)
        story.wishes(number, companies={"fiber": WishLevel.MOST}, courses={measuring: course}, days_ago=5)
    story.wishes(25, companies={"fiber": WishLevel.GLADLY}, courses={measuring: WishLevel.MOST}, days_ago=2)
    proposal_id = order_proposal(
        by=by,
        at=world.when(1, 9),
        project_id=story.project_id,
        mode=MatchingMode.BEST,
        choices=usual(),
        time_limit=USUAL,
    )
    run_id = MatchingProposal.objects.values_list("run_id", flat=True).get(pk=proposal_id)
    carry_out(run_id=run_id, at=world.when(1, 9))
    explain_proposal(proposal_id=proposal_id, candidacy_id=None, at=world.when(1, 9), give_up=lambda: False)
