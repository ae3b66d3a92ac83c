"""The pages of plans and of offered holds, and who is told what."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.course_plans.models import CoursePlan, OfferedHold, ProposedHold
from jobveu.solving.carrying_out import carry_out
from jobveu.solving.models import SolverReplay, SolverRun
from tests import factories
from tests.course_plans import world as made
from tests.editing import second_editor_is_told
from tests.factories import NOW

pytestmark = pytest.mark.django_db
HOLD = {
    "title": "Svejsning",
    "course_code": "40001",
    "municipality_id": "",
    "place": "Værkstedet",
    "starts_on": "01.03.2027",
    "ends_on": "05.03.2027",
    "min_participants": "8",
    "max_participants": "16",
    "price": "45000",
    "either_or": "Lærer A",
}


@pytest.fixture
def world(reference: None) -> made.World:
    return made.make()


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def coordinator(world: made.World) -> Client:
    return logged_in(User.objects.get(pk=world.coordinator.user_id))


def test_a_plan_is_ordered_followed_decided_on_and_replayed(world: made.World) -> None:
    offered = made.offer(world)
    client = coordinator(world)
    form = client.get(reverse("course_plan_order")).context["form"]
    sent = {name: form.initial[name] or "" for name in form.fields} | {
        "first_on": made.FIRST.strftime("%d.%m.%Y"),
        "last_on": made.LAST.strftime("%d.%m.%Y"),
        "travel_limit": 60,
    }
    response = client.post(reverse("course_plan_order"), sent)
    plan = CoursePlan.objects.get()
    address = reverse("course_plan", args=[plan.pk])
    assert response["Location"] == address
    waiting = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert reverse("course_plan_stop", args=[plan.pk]) in waiting

    carry_out(run_id=plan.run_id, at=NOW)
    shown = client.get(address).content.decode()
    assert "hx-trigger" not in shown
    for text in ("Det er bevist", "Djurs Fiber: 6", "Hver skole for sig", "15 af 15", "Kunne flyttes hertil"):
        assert text in shown, text
    hold = ProposedHold.objects.get(offered_hold=offered)
    decide = reverse("course_plan_hold", args=[plan.pk, hold.pk])
    refused = client.post(decide, {"decision": "accepted", "reason": ""})
    assert refused.status_code == 200
    second_editor_is_told(
        decide,
        first=client,
        second=coordinator(world),
        saved={"decision": "accepted", "reason": "Der er plads"},
        typed={"decision": "accepted", "reason": "Alle kan nå frem"},
    )
    hold.refresh_from_db()
    assert (hold.decision, hold.reason) == ("accepted", "Alle kan nå frem")
    assert "Alle kan nå frem" in client.get(address).content.decode()
    client.post(reverse("course_plan_replay", args=[plan.pk]))
    assert SolverReplay.objects.get().run_id == plan.run_id
    assert "Færdig" in client.get(reverse("course_plan_list")).content.decode()

    school = logged_in(factories.user(Role.PROVIDER, world.school))
    told = school.get(reverse("offered_hold", args=[offered.pk])).content.decode()
    assert "Godkendt" in told
    assert "Djurs Fiber" not in told, "others see sums"
    assert school.get(address).status_code in (403, 404)


def test_a_plan_is_stopped_by_a_button_without_javascript(world: made.World) -> None:
    plan = made.order(world)
    client = coordinator(world)
    assert client.post(reverse("course_plan_stop", args=[plan.pk])).status_code == 302
    assert SolverRun.objects.get(pk=plan.run_id).stop_asked_by_id == world.coordinator.user_id


def test_a_small_number_is_not_told_to_the_school(world: made.World) -> None:
    offered = made.offer(world, min_participants=2)
    plan = made.order(world)
    user = User.objects.get(pk=world.coordinator.user_id)
    ProposedHold.objects.create(
        plan=plan,
        key="x",
        offered_hold=offered,
        runs=True,
        heads=3,
        decision="accepted",
        reason="Nok",
        decided_by=user,
        decided_at=NOW,
    )
    school = logged_in(factories.user(Role.PROVIDER, world.school))
    assert "Færre end 5" in school.get(reverse("offered_hold", args=[offered.pk])).content.decode()


def test_a_school_offers_corrects_and_withdraws_its_own_holds_only(world: made.World) -> None:
    school = logged_in(factories.user(Role.PROVIDER, world.school))
    sent = HOLD | {"municipality_id": factories.municipality().pk}
    school.post(reverse("offered_hold_create"), sent)
    hold = OfferedHold.objects.get()
    assert (hold.provider, hold.min_participants, hold.either_or) == (world.school, 8, "Lærer A")
    edit = reverse("offered_hold_edit", args=[hold.pk])
    wrong = school.post(edit, sent | {"max_participants": "7", "version": "1"})
    assert "mindst lige så stort" in wrong.content.decode()
    school.post(edit, sent | {"min_participants": "6", "version": "1"})
    hold.refresh_from_db()
    assert (hold.min_participants, hold.version) == (6, 2)
    withdraw = reverse("offered_hold_withdraw", args=[hold.pk])
    other = logged_in(factories.user(Role.PROVIDER, world.other_school))
    assert other.post(withdraw, {"reason": "x", "version": "2"}).status_code in (403, 404)
    assert "Svejsning" not in other.get(reverse("offered_hold_list")).content.decode()
    school.post(withdraw, {"reason": "Ingen lærer", "version": "2"})
    hold.refresh_from_db()
    assert hold.withdrawn_reason == "Ingen lærer"
    assert "Trukket tilbage" in school.get(reverse("offered_hold_list")).content.decode()
    again = school.post(withdraw, {"reason": "Igen", "version": "3"})
    assert "Holdet er trukket tilbage." in again.content.decode()
