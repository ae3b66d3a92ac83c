"""Schools offer holds for the courses that projects have planned; the office makes a plan across them, and accepts one
of its holds."""

from __future__ import annotations

from django.db.models import Q

from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import CoursePlan, OfferedHold, ProposedHold
from jobveu.course_plans.operations.holds import decide_hold
from jobveu.course_plans.operations.offered_holds import offer_hold
from jobveu.course_plans.operations.plans import order_plan
from jobveu.course_plans.rules import USUAL_LEEWAY
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.journeys.demo.people import RANDERS
from jobveu.journeys.demo.story_lifts import LIFTS
from jobveu.journeys.demo.world import World
from jobveu.reference.models import Municipality
from jobveu.solving.carrying_out import carry_out

HALF_A_YEAR, FAR, SECONDS = 183, 60, 20
FAVRSKOV, NORDDJURS, VIBORG = "0710", "0707", "0791"


def course_planning(world: World) -> None:
    _offered_once_more(world)
    coordinator = world.actor("koordinator")
    office_id = next(row.office_id for row in coordinator.memberships if row.office_id is not None)
    plan_id = order_plan(
        by=coordinator,
        at=world.at,
        office_id=office_id,
        first_on=world.today,
        last_on=world.ahead(HALF_A_YEAR),
        travel_limit=FAR,
        leeway=USUAL_LEEWAY,
        time_limit=SECONDS,
    )
    carry_out(run_id=CoursePlan.objects.values_list("run_id", flat=True).get(pk=plan_id), at=world.at)
    hold = ProposedHold.objects.get(plan=plan_id, runs=True, offered_hold__title=LIFTS)
    decide_hold(
        by=coordinator,
        at=world.at,
        hold_id=hold.pk,
        decision=Decision.ACCEPTED,
        reason="Alle tre virksomheder kan nå frem, og skolen kan begynde, før ordrerne ligger fast.",
    )


def _offered_once_more(world: World) -> None:
    """Each planned course that has no day yet, or begins later, and that no school has offered, is offered by one of
    two, elsewhere and with another minimum; one of them has one teacher for all of its."""
    later = Q(starts_on__isnull=True) | Q(starts_on__gt=world.ahead(14))
    courses = (
        Course.objects.filter(later, status=CourseStatus.PLANNED)
        .exclude(title__in=OfferedHold.objects.values("title"))
        .order_by("starts_on", "id")
    )
    places = (FAVRSKOV, NORDDJURS, VIBORG, RANDERS)
    for number, course in enumerate(courses):
        school = ("amu", "skole")[number % 2]
        municipality = Municipality.objects.get(code=places[number % len(places)])
        offer_hold(
            by=world.actor(school),
            at=world.when(9),
            provider_id=world.org(school),
            title=course.title,
            course_code=course.course_code,
            municipality_id=municipality.pk,
            place="Undervisningslokale i byen",
            starts_on=world.ahead((course.starts_on - world.today).days + 14 if course.starts_on else 60),
            ends_on=None,
            min_participants=(8, 14, 10)[number % 3],
            max_participants=24,
            price=38_000 + 4_500 * number,
            either_or="Arnes hold" if school == "amu" else "",
        )
