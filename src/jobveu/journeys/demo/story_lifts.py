"""A project of three companies with a few each, too few for a hold of any of them: what the course plan is for."""

from __future__ import annotations

from jobveu.course_plans.operations.offered_holds import offer_hold
from jobveu.journeys.demo.people import FAVRSKOV, NORDDJURS, RANDERS, SILKEBORG
from jobveu.journeys.demo.steps import Story, need
from jobveu.journeys.demo.world import World
from jobveu.projects.enums import AreaKind, CoordinatorRole, Initiative, ProjectType, TargetGroup

LIFTS, CRANES = "Personlift og teleskoplæsser", "Kranfører, lastvognskran"


def lifts(world: World) -> Story:
    """One school offers the one course with room for a hold of them all, another the other course with a minimum that
    they do not reach."""
    needs = [
        need(
            world,
            of=of,
            by=by,
            told_by=told_by,
            days_ago=days_ago,
            occupation="Montør med liftbevis",
            head_count=head_count,
            competences="Kan føre personlift og teleskoplæsser, kender faldsikring og kørekort B.",
            place=place,
            needed_in=150,
        )
        for of, by, told_by, days_ago, head_count, place in (
            ("fiber", "firma", "", 33, 6, RANDERS),
            ("kabel", "branche", "branche", 31, 4, NORDDJURS),
            ("tag", "branche", "branche", 30, 3, SILKEBORG),
        )
    ]
    story = Story.begin(
        world,
        title="Lift og kran til byggepladser i Østjylland",
        type=ProjectType.UNEMPLOYED,
        description=(
            "Tre virksomheder skal hver bruge nogle få montører, der kan føre lift og kran. Ingen af dem "
            "kan fylde et hold alene, men tilsammen kan de."
        ),
        created=28,
        starts=-40,
        initiative=Initiative.COMPANY,
        initiator="fiber",
        industry="43",
        target_groups=(TargetGroup.UNEMPLOYED, TargetGroup.UNSKILLED),
        coordinator_role=CoordinatorRole.COORDINATOR,
        area_kind=AreaKind.SHORTAGE,
        area_basis="De tre virksomheder har søgt forgæves siden foråret (opdigtet til demoen).",
        need_ids=needs,
    )
    for title, provider in ((LIFTS, "skole"), (CRANES, "amu")):
        story.course(
            title,
            provider=provider,
            place="",
            municipality=FAVRSKOV,
            starts=None,
            ends=None,
            created=20,
            minimum=None,
            maximum=None,
        )
    for title, provider, where, ahead, least, price in (
        (LIFTS, "skole", FAVRSKOV, 63, 8, 41_500),
        (LIFTS, "amu", SILKEBORG, 70, 12, 38_000),
        (CRANES, "amu", FAVRSKOV, 77, 18, 74_000),
    ):
        offer_hold(
            by=world.actor(provider),
            at=world.when(9),
            provider_id=world.org(provider),
            title=title,
            course_code="",
            municipality_id=world.municipalities[where],
            place="",
            starts_on=world.ahead(ahead),
            ends_on=world.ahead(ahead + 4),
            min_participants=least,
            max_participants=24,
            price=price,
            either_or="",
        )
    return story
