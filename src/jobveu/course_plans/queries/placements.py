"""Where an organisation's own participants are placed in the newest course plans, and which holds still lack somebody:
what a company or a job centre is told. Of the others it is told a sum, and none below five."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jobveu.course_plans.queries.plans import HoldOfPlan, PlanPage, PlanRow, Taking, newest_plans, plan_page
from jobveu.course_plans.rules import SHOWN_FROM


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """So many of the organisation's for one project, on a hold that is proposed to run."""

    hold: HoldOfPlan
    project: str
    project_id: int
    count: int


@dataclass(frozen=True, slots=True)
class OwnWithout:
    """So many without a place. `obstacles` as the plan has them: what stands in the way, at how many holds."""

    project: str
    project_id: int
    course: str
    count: int
    obstacles: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A hold that does not run, and that some of the organisation's could fill. `others` is how many others without a
    place could: None is one to four."""

    hold: HoldOfPlan
    own: int
    own_elsewhere: int
    others: int | None


@dataclass(frozen=True, slots=True)
class OwnPlan:
    plan: PlanRow
    places: tuple[OwnPlace, ...]
    without: tuple[OwnWithout, ...]
    lacking: tuple[Lacking, ...]


def own_placements(*, organisation_id: int) -> tuple[OwnPlan, ...]:
    """In each office's newest plan, those in which anybody of the organisation's takes part. Three SQL statements,
    and three for each plan."""
    found = []
    for row in newest_plans():
        page = plan_page(row=row)
        if page is None:
            continue
        one = _of(page, organisation_id)
        if one.places or one.without or one.lacking:
            found.append(one)
    return tuple(found)


def _of(page: PlanPage, organisation_id: int) -> OwnPlan:
    def mine(takings: Iterable[Taking]) -> int:
        return sum(one.count for one in takings if one.organisation_id == organisation_id)

    places = tuple(
        OwnPlace(hold, one.project, one.project_id, one.count)
        for hold in page.running
        for one in hold.taking
        if one.organisation_id == organisation_id
    )
    without = tuple(
        OwnWithout(one.taking.project, one.taking.project_id, one.course, one.taking.count, one.obstacles)
        for one in page.without
        if one.taking.organisation_id == organisation_id
    )
    lacking = []
    for hold in page.not_running:
        own, elsewhere = mine(hold.could_fill), mine(hold.could_move)
        if own or elsewhere:
            others = hold.within_reach - own
            lacking.append(
                Lacking(hold, own, elsewhere, others if others in (0,) or others >= SHOWN_FROM else None)
            )
    return OwnPlan(page.plan, places, without, tuple(lacking))
