"""An accepted hold becomes a course in each project that has participants on it, is told to those who are to act, and
can be undone until it begins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.candidates.models import Candidacy, Enrolment, Person
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.course_plans.demand import gathered
from jobveu.course_plans.enums import Decision
from jobveu.course_plans.models import CoursePlan, HoldCourse, OfferedHold, ProposedHold
from jobveu.course_plans.operations.holds import decide_hold, undo_acceptance
from jobveu.course_plans.queries.placements import own_placements
from jobveu.education.models import Course
from jobveu.projects.models import Need, Party, Task
from jobveu.solving.carrying_out import carry_out
from jobveu.solving.enums import Ending
from tests import factories
from tests.course_plans import world as made
from tests.course_plans.test_plans import page_of
from tests.course_plans.world import World
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
FRAME = (
    "provider_id",
    "municipality_id",
    "place",
    "starts_on",
    "ends_on",
    "min_participants",
    "max_participants",
)


@pytest.fixture
def world(reference: None) -> World:
    """None of the projects' own courses could ever run."""
    world = made.make()
    Course.objects.update(min_participants=17, max_participants=20)
    return world


def planned(world: World) -> ProposedHold:
    """The offered hold of a new plan."""
    row = made.order(world)
    carry_out(run_id=row.run_id, at=NOW)
    return ProposedHold.objects.get(plan=row, offered_hold__isnull=False)


def accept(world: World, hold: ProposedHold) -> None:
    decide_hold(by=world.coordinator, at=NOW, hold_id=hold.pk, decision=Decision.ACCEPTED, reason="Nok")


def undo(world: World, hold: ProposedHold, *, days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    undo_acceptance(by=world.coordinator, at=at, hold_id=hold.pk, reason="Alligevel ikke")


def frames() -> dict[int, tuple[object, ...]]:
    return {row[0]: row[1:] for row in Course.objects.values_list("id", *FRAME)}


def test_the_planned_courses_become_the_hold_and_those_who_are_to_act_have_tasks(world: World) -> None:
    offered = made.offer(world, place="Værkstedet", ends_on=TODAY + timedelta(weeks=10))
    before = frames()
    hold = planned(world)
    accept(world, hold)
    for course, heads in zip(Course.objects.order_by("id"), (5, 4, 6), strict=True):
        assert (course.provider_id, course.starts_on, course.ends_on, course.place) == (
            world.school.pk,
            offered.starts_on,
            offered.ends_on,
            "Værkstedet",
        )
        assert (course.min_participants, course.max_participants) == (None, heads)
    tasks = {(row.project_id, row.responsible_id): row for row in Task.objects.all()}
    first, second, third = (one.pk for one in world.projects)
    assert set(tasks) == {
        (first, world.school.pk),
        (first, world.centres[0].pk),
        (second, world.school.pk),
        (second, world.centres[1].pk),
        (third, world.school.pk),  # the company of the third is no party of it
    }
    task = tasks[first, world.centres[0].pk]
    assert task.title.startswith("Tilmeld 5 til Splidsning af fiber fra ")
    assert task.due_on == offered.starts_on - timedelta(days=14)
    assert Party.objects.filter(project=second, organisation=world.school).exists()
    # Saying it again with another reason does nothing twice.
    accept(world, hold)
    assert (HoldCourse.objects.count(), Task.objects.count()) == (3, 5)
    with pytest.raises(DomainError, match="Fortryd"):
        decide_hold(by=world.coordinator, at=NOW, hold_id=hold.pk, decision=Decision.REJECTED, reason="Nej")
    undo(world, hold)
    hold.refresh_from_db()
    assert (frames(), hold.decision, Task.objects.count()) == (before, "", 0)
    assert AuditEntry.objects.filter(action="course_plan.hold_undone", record_id=hold.pk).exists()
    with pytest.raises(DomainError, match="ikke godkendt"):
        undo(world, hold)


def test_a_later_plan_asks_only_for_those_who_have_come_since(world: World) -> None:
    made.offer(world)
    first = planned(world)
    accept(world, first)
    assert gathered(made.order(world))[0].demands == ()
    Need.objects.update(head_count=8)
    problem, _names = gathered(made.order(world))
    assert [one.count for one in problem.demands] == [2]
    [hold] = problem.holds
    assert (hold.least, hold.most, hold.must_run) == (0, 5, True)
    second = planned(world)
    assert second.heads == 2
    accept(world, second)
    added = HoldCourse.objects.get(proposed_hold=second)
    assert (added.made, added.course.max_participants, added.heads) == (True, 2, 2)
    assert gathered(made.order(world))[0].demands == ()
    undo(world, second)
    assert not Course.objects.filter(pk=added.course_id).exists()
    assert HoldCourse.objects.count() == 3


def test_what_others_have_changed_since_stays_and_what_has_begun_or_is_used_is_not_undone(
    world: World,
) -> None:
    made.offer(world)
    hold = planned(world)
    accept(world, hold)
    course = Course.objects.order_by("id")[0]
    Course.objects.filter(pk=course.pk).update(place="Lokale 7", max_participants=9)
    Task.objects.filter(project=world.projects[0], responsible=world.school).update(
        done_on=TODAY, done_by=world.coordinator.user_id
    )
    with pytest.raises(DomainError, match="begyndt"):
        undo(world, hold, days=9 * 7)
    undo(world, hold)
    course.refresh_from_db()
    assert (course.place, course.max_participants, course.min_participants) == ("Lokale 7", 9, None)
    assert course.starts_on == TODAY + timedelta(weeks=8), "nobody has changed that"
    assert Task.objects.get().done_on == TODAY, "what is done is a record"


def test_a_course_that_was_made_for_a_hold_stays_while_somebody_is_on_it(world: World) -> None:
    made.offer(world)
    accept(world, planned(world))
    Need.objects.update(head_count=8)
    second = planned(world)
    accept(world, second)
    course = HoldCourse.objects.get(proposed_hold=second).course
    person = Person.objects.create(
        job_centre=world.centres[0],
        name_encrypted=b"-",
        cpr_encrypted=b"-",
        cpr_hash=b"-",
        name_position=1,
        situation="unemployed",
        skill_level="unskilled",
        registered_by_id=world.coordinator.user_id,
        registered_at=NOW,
    )
    candidacy = Candidacy.objects.create(
        person=person,
        project=course.project,
        job_centre=world.centres[0],
        pseudonym="K-1",
        added_by_id=world.coordinator.user_id,
        added_on=TODAY,
    )
    Enrolment.objects.create(
        candidacy=candidacy, course=course, enrolled_on=TODAY, enrolled_by_id=world.coordinator.user_id
    )
    with pytest.raises(DomainError, match="Flyt dem først"):
        undo(world, second)
    second.refresh_from_db()
    assert (second.decision, Course.objects.filter(pk=course.pk).exists()) == (Decision.ACCEPTED, True)


def test_on_a_projects_own_course_there_is_room_for_the_others(reference: None) -> None:
    world = made.make()
    before = frames()
    row = made.order(world)
    carry_out(run_id=row.run_id, at=NOW)
    hold = ProposedHold.objects.get(plan=row, runs=True)
    own = hold.course
    assert own is not None
    accept(world, hold)
    rows = {one.course_id: one for one in HoldCourse.objects.filter(proposed_hold=hold)}
    others = sum(one.heads for one in rows.values() if one.course_id != own.pk)
    own.refresh_from_db()
    assert own.max_participants == 16 - others
    assert own.min_participants == min(12, 16 - others)
    for one in rows.values():
        assert one.course.provider_id == own.provider_id
        assert one.course.starts_on == own.starts_on
    later, _names = gathered(made.order(world))
    assert (later.demands, [one.id for one in later.holds]) == ((), [])
    undo(world, hold)
    assert frames() == before


def test_a_hold_that_is_gone_is_not_accepted(world: World) -> None:
    offered = made.offer(world)
    hold = planned(world)
    OfferedHold.objects.filter(pk=offered.pk).update(withdrawn_on=TODAY, withdrawn_reason="x")
    with pytest.raises(DomainError, match="trukket"):
        accept(world, hold)
    OfferedHold.objects.update(withdrawn_on=None, withdrawn_reason="", starts_on=TODAY)
    with pytest.raises(DomainError, match="begyndt"):
        accept(world, hold)


def test_a_budget_that_is_too_small_is_said_and_is_part_of_what_cannot_be(world: World) -> None:
    made.offer(world)
    page = page_of(made.order(world, budget=59_999))
    [hold] = [one for one in page.not_running if one.offered_hold_id]
    assert (hold.reason, page.running) == ("budget", ())
    assert page_of(made.order(world, budget=60_000)).running[0].heads == 15
    decide_hold(by=world.coordinator, at=NOW, hold_id=hold.id, decision=Decision.ACCEPTED, reason="Nok")
    clash = page_of(made.order(world, budget=59_999))
    assert clash.plan.run.ending is Ending.INFEASIBLE
    assert {(one.kind, one.count) for one in clash.clashes} == {("hold_runs", 20), ("budget", 59_999)}
    assert clash.clash_is_smallest


def test_a_job_centre_and_a_company_see_their_own_places_and_of_others_sums(world: World) -> None:
    made.offer(world)
    Need.objects.update(head_count=7)
    hold = planned(world)
    [plan] = own_placements(organisation_id=world.centres[0].pk)
    assert [(one.count, one.hold.id) for one in plan.places] == [(5, hold.pk)]
    assert not plan.without
    decide_hold(by=world.coordinator, at=NOW, hold_id=hold.pk, decision=Decision.ACCEPTED, reason="Nok")
    client = Client()
    client.force_login(factories.user(Role.CASEWORKER, world.centres[0]))
    shown = client.get(reverse("own_placements")).content.decode()
    for text in ("Har plads", "Fiber 0", "Godkendt"):
        assert text in shown, text
    for text in ("Djurs Fiber", world.centres[1].name, "Fiber 1"):
        assert text not in shown, text


def test_what_a_hold_lacks_is_told_to_those_who_could_fill_it(world: World) -> None:
    made.offer(world, min_participants=17)
    planned(world)
    [lacking] = own_placements(organisation_id=world.centres[1].pk)[0].lacking[:1]
    assert (lacking.hold.lacks, lacking.own, lacking.others) == (2, 4, 11)
    company = Need.objects.get().organisation
    client = Client()
    client.force_login(factories.user(Role.COMPANY, company))
    shown = client.get(reverse("own_placements")).content.decode()
    for text in ("Uden plads", "Der mangler 2", "6 af jeres uden plads", "9 fra andre kunne deltage"):
        assert text in shown, text


def test_others_of_one_to_four_are_not_told(reference: None) -> None:
    world = made.make(heads=(5, 4))
    Course.objects.update(min_participants=17, max_participants=20)
    planned_row = made.order(world)
    carry_out(run_id=planned_row.run_id, at=NOW)
    [plan] = own_placements(organisation_id=world.centres[0].pk)
    assert {one.others for one in plan.lacking} == {None}


def test_the_plan_page_undoes_an_acceptance(world: World) -> None:
    made.offer(world)
    hold = planned(world)
    client = Client()
    client.force_login(User.objects.get(pk=world.coordinator.user_id))
    address = reverse("course_plan", args=[hold.plan_id])
    accept(world, hold)
    undoing = reverse("course_plan_hold_undo", args=[hold.plan_id, hold.pk])
    shown = client.get(address).content.decode()
    assert undoing in shown
    assert "kurset i Fiber 0 (5)" in shown
    client.post(undoing, {"reason": "Skolen kan ikke"})
    assert undoing not in client.get(address).content.decode()
    assert CoursePlan.objects.get(pk=hold.plan_id).holds.filter(decision="").exists()
