"""A proposal for those of the fibre project's candidates who wait for a job, for their caseworkers to decide on."""

from __future__ import annotations

from typing import Any

from jobveu.candidates.enums import CompanyInterest, MatchingMode, WishLevel
from jobveu.candidates.models import MatchingProposal
from jobveu.candidates.operations.positions import PositionValues, add_position
from jobveu.candidates.operations.preferences import record_company_scores, record_wishes
from jobveu.journeys.demo.people import RANDERS
from jobveu.journeys.demo.steps import COORDINATOR, Story
from jobveu.journeys.matching.choices import usual
from jobveu.journeys.matching.explaining import explain_proposal
from jobveu.journeys.matching.ordering import order_proposal
from jobveu.projects.models import Commitment
from jobveu.solving.carrying_out import carry_out
from jobveu.solving.limits import USUAL


def fibre_match(story: Story) -> None:
    """Two kinds of positions at one company, and three who would like the one that there are fewest of."""
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
    for number, level in ((21, CompanyInterest.GLADLY), (22, CompanyInterest.MOST)):
        step: dict[str, Any] = {
            "by": story.caseworker(number),
            "at": world.when(5),
            "candidacy_id": story.candidates[number],
        }
        record_company_scores(**step, scores={fibre: level})
        record_wishes(**step, companies={fibre: WishLevel.MOST}, courses={})
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
