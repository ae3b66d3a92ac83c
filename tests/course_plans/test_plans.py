"""A plan is made of what the register has, carried out, decided on, and the same when made again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.course_plans.demand import gathered
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import CoursePlan, OfferedHold, ProposedHold
from jobveu.course_plans.operations.holds import decide_hold
from jobveu.course_plans.operations.plans import order_plan, stop_plan
from jobveu.course_plans.queries.plans import PlanPage, plan, plan_page
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.solving.carrying_out import carry_out, compare_with_kept
from jobveu.solving.enums import Ending, ReplayResult
from jobveu.solving.models import SolverRun
from tests.course_plans import world as made
from tests.course_plans.world import World
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(reference: None) -> World:
    return made.make()


def page_of(row: CoursePlan) -> PlanPage:
    carry_out(run_id=row.run_id, at=NOW)
    shown = plan(plan_id=row.pk)
    assert shown is not None
    page = plan_page(row=shown)
    assert page is not None
    return page


def test_three_projects_with_too_few_each_fill_one_hold_together(world: World) -> None:
    offered = made.offer(world)
    page = page_of(made.order(world))
    assert page.totals is not None
    assert page.alone is not None
    assert (page.totals.met, page.totals.demanded) == (15, 15)
    assert page.alone.met < page.totals.met, "the other school has four, and runs nothing"
    [running] = page.running
    assert {(one.who, one.count) for one in running.taking} == {
        (world.centres[0].name, 5),
        (world.centres[1].name, 4),
        ("Djurs Fiber", 6),
    }
    kept = ProposedHold.objects.get(pk=running.id)
    assert (kept.runs, kept.heads) == (True, 15)
    assert {one.offered_hold_id for one in (*page.running, *page.not_running)} >= {offered.pk}


def test_what_a_hold_lacks_who_could_fill_it_and_what_a_lower_minimum_gives(world: World) -> None:
    Course.objects.update(min_participants=17, max_participants=20)
    page = page_of(made.order(world))
    assert page.running == ()
    hold = page.not_running[0]
    assert (hold.lacks, hold.within_reach) == (2, 15)
    assert [(one.by, one.helps, one.met) for one in hold.lowered] == [(1, False, 0), (2, True, 15)]
    assert {one.taking.count for one in page.without} == {5, 4, 6}
    assert all(one.obstacles == (("not_running", 3),) for one in page.without)


def test_the_newest_contributions_else_the_needs_are_what_is_asked_for(world: World) -> None:
    problem, names = gathered(made.order(world))
    assert [(one.count, names.demands[one.id]["who"]) for one in problem.demands] == [
        (5, world.centres[0].name),
        (4, world.centres[1].name),
        (6, "Djurs Fiber"),
    ]
    assert {one.subject for one in problem.demands} == {"47852"}
    first, _second, third = problem.demands
    assert first.earliest == TODAY + timedelta(weeks=2), "not before the candidates are found"
    assert third.latest == TODAY + timedelta(weeks=16)
    assert third.place != first.place
    assert problem.travel.table[0][0] == 0
    assert max(max(row) for row in problem.travel.table) > 20


def test_what_does_not_ask_for_a_hold_is_left_out(world: World) -> None:
    one, two, three = Course.objects.order_by("id")
    Course.objects.filter(pk=one.pk).update(status=CourseStatus.CANCELLED, cancelled_reason="x")
    world.projects[1].status, world.projects[1].end_date = "completed", TODAY
    world.projects[1].save()
    made.offer(world, withdrawn_on=TODAY, withdrawn_reason="Ingen lærer")
    made.offer(world, course_code="11111")
    made.offer(world, starts_on=made.LAST + timedelta(days=1))
    problem, _names = gathered(made.order(world))
    assert [one.id for one in problem.demands] == [f"course:{three.pk}/0"]
    assert [one.id for one in problem.holds] == [f"course:{three.pk}"]
    assert two.pk


def test_of_holds_with_the_same_either_or_one_runs(world: World) -> None:
    Course.objects.update(min_participants=40, max_participants=50)
    made.offer(world, either_or="Lærer A", min_participants=4, max_participants=8)
    made.offer(world, either_or="lærer a", min_participants=4, max_participants=8)
    page = page_of(made.order(world))
    assert len(page.running) == 1
    assert [one.reason for one in page.not_running if one.offered_hold_id] == ["limit"]


def test_an_accepted_hold_runs_in_later_plans_and_what_cannot_be_is_said(world: World) -> None:
    offered = made.offer(world)
    first = page_of(made.order(world))
    hold = next(one for one in (*first.running, *first.not_running) if one.offered_hold_id == offered.pk)
    with pytest.raises(DomainError):
        decide_hold(by=world.coordinator, at=NOW, hold_id=hold.id, decision=Decision.ACCEPTED, reason=" ")
    decide_hold(by=world.coordinator, at=NOW, hold_id=hold.id, decision=Decision.ACCEPTED, reason="Nok")
    second = page_of(made.order(world))
    assert [one.offered_hold_id for one in second.running] == [offered.pk]
    assert second.running[0].must_run
    OfferedHold.objects.update(min_participants=19)
    third = page_of(made.order(world))
    assert third.plan.run.ending is Ending.INFEASIBLE
    assert {(one.kind, one.possible) for one in third.clashes} == {("hold_runs", 15), ("hold_least", 15)}
    assert third.clash_is_smallest
    decide_hold(by=world.coordinator, at=NOW, hold_id=hold.id, decision=Decision.REJECTED, reason="For dyrt")
    assert page_of(made.order(world)).totals is not None
    assert set(AuditEntry.objects.filter(record_id=hold.id).values_list("action", flat=True)) >= {
        "course_plan.hold_accepted",
        "course_plan.hold_rejected",
    }


def test_a_plan_is_the_same_when_made_again_from_what_was_kept(world: World) -> None:
    made.offer(world)
    row = made.order(world)
    page_of(row)
    Course.objects.all().update(min_participants=1)
    OfferedHold.objects.update(withdrawn_on=TODAY, withdrawn_reason="x")
    assert compare_with_kept(run=SolverRun.objects.get(pk=row.run_id)) == (ReplayResult.SAME, ())


def test_a_plan_with_nothing_to_plan_and_one_that_is_stopped_before_it_begins(world: World) -> None:
    far = TODAY + timedelta(days=900)
    page = page_of(made.order(world, first_on=far, last_on=far))
    assert (page.demands, page.holds, page.running) == (0, 0, ())
    row = made.order(world)
    stop_plan(by=world.coordinator, at=NOW, plan_id=row.pk)
    page = page_of(row)
    assert page.totals is not None
    with pytest.raises(DomainError):
        stop_plan(by=world.coordinator, at=NOW, plan_id=row.pk)


@pytest.mark.parametrize(
    ("field", "value"), [("travel_limit", 501), ("leeway", 53), ("last_on", made.FIRST - timedelta(days=1))]
)
def test_a_plan_that_makes_no_sense_is_not_ordered(world: World, field: str, value: object) -> None:
    values = {"first_on": made.FIRST, "last_on": made.LAST, "travel_limit": 1, "leeway": 1, "time_limit": 30}
    office_id = world.coordinator.memberships[0].office_id
    with pytest.raises(DomainError) as refused:
        order_plan(by=world.coordinator, at=NOW, office_id=office_id, **values | {field: value})
    assert refused.value.field == field


def test_gathering_and_showing_take_as_many_statements_for_many_as_for_few(reference: None) -> None:
    def counted(times: int) -> tuple[int, int]:
        for _ in range(times):
            made.offer(made.make())
        row = CoursePlan.objects.get(pk=made.order(made.make()).pk)
        with CaptureQueriesContext(connection) as gathering:
            gathered(row)
        carry_out(run_id=row.run_id, at=NOW)
        with CaptureQueriesContext(connection) as showing:
            shown = plan(plan_id=row.pk)
            assert shown is not None
            plan_page(row=shown)
        return len(gathering), len(showing)

    assert counted(1) == counted(6)
