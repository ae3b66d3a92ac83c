"""Pages of agreements, plan, steering group, tasks and meetings: who sees them, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from jobveu.actors.enums import OrganisationKind
from jobveu.projects.enums import AgreementStatus, EndorsementForm, MeetingKind, PhaseNumber
from jobveu.projects.models import (
    Agreement,
    Endorsement,
    Meeting,
    Party,
    PlanVersion,
    Signature,
    SteeringSeat,
    Task,
)
from jobveu.projects.operations import agreements, handover, meetings, plan, steering, tasks
from jobveu.projects.operations.endorsements import record_endorsement
from jobveu.projects.queries.agreements import agreement_page
from tests import factories
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import (
    Setting,
    Side,
    contribution,
    partner_agreement,
    setting,
    sign,
)
from tests.web.query_counts import assert_page_has_same_number_of_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

SECRET = "Vi er enige om behovet."


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def url(one: Setting, name: str, *more: Any) -> str:
    return reverse(name, args=[one.project.pk, *more])


def get(one: Setting, who: Side, name: str, *more: Any) -> HttpResponse:
    return who.client().get(url(one, name, *more))


def post(one: Setting, who: Side, name: str, *more: Any, data: dict[str, Any]) -> HttpResponse:
    return who.client().post(url(one, name, *more), data)


def text_of(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def make_plan(one: Setting) -> None:
    parts = dict.fromkeys(("purpose", "target_group", "upskilling_need", "matching_model"), "Et")
    by = {"project_id": one.project.pk, "by": one.coordinator.actor, "at": NOW}
    plan.save_plan(version=0, **by, **parts)
    plan.save_plan(version=1, change_note="Nyt formål", **by, **(parts | {"purpose": "To"}))


def make_meeting(one: Setting) -> int:
    meeting_id = meetings.call_meeting(
        project_id=one.project.pk,
        kind=MeetingKind.KICK_OFF,
        starts_at=NOW,
        place="Randers",
        agenda="1. Velkomst",
        attendee_ids=[one.union.id],
        by=one.coordinator.actor,
        at=NOW,
    )
    for version, text in enumerate(["Første udgave", "Anden udgave"]):
        meetings.write_minutes(
            meeting_id=meeting_id, version=version, text=text, by=one.coordinator.actor, at=NOW
        )
    return meeting_id


def make_task(one: Setting, who: Side | None = None, **changes: Any) -> int:
    values = {"title": "Find lokaler", "phase": PhaseNumber.KICK_OFF, "due_on": TODAY} | changes
    return tasks.add_task(
        project_id=one.project.pk,
        responsible_id=who.id if who else None,
        by=one.coordinator.actor,
        at=NOW,
        **values,
    )


# Every page opens for the coordinator, with and without anything to show


def test_the_pages_of_an_empty_project_say_what_to_do_first(one: Setting) -> None:
    for name, action in {
        "project_endorsement": "partner_agreement_create",
        "project_contributions": "contribution_create",
        "project_plan": "plan_edit",
        "project_tasks": "task_create",
        "project_meetings": "meeting_create",
    }.items():
        coordinator, company = get(one, one.coordinator, name), get(one, one.company, name)
        assert coordinator.status_code == company.status_code == 200
        assert url(one, action) in text_of(coordinator)
        assert url(one, action) not in text_of(company)
        assert "jv-empty" in text_of(company)


def test_every_page_opens(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    agreements.revise_agreement(
        agreement_id=agreement_id, version=1, text="Ny tekst", by=one.coordinator.actor, at=NOW
    )
    contribution_id = contribution(one, one.job_centre)
    contribution(one, one.other_job_centre, transport_paid=False)
    handover_id = handover.propose_handover(
        project_id=one.project.pk,
        job_centre_id=one.job_centre.id,
        text="Møder",
        from_date=TODAY,
        by=one.coordinator.actor,
        at=NOW,
    )
    endorsement_id = record_endorsement(
        project_id=one.project.pk,
        organisation_id=one.union.id,
        form=EndorsementForm.LOGO,
        shown_by="Pjece",
        given_on=TODAY,
        by=one.union.actor,
        at=NOW,
    )
    make_plan(one)
    meeting_id, task_id = make_meeting(one), make_task(one, one.union)
    seat_id = steering.add_seat(
        project_id=one.project.pk,
        organisation_id=one.union.id,
        since=TODAY,
        by=one.coordinator.actor,
        at=NOW,
    )
    pages: list[tuple[Any, ...]] = [
        ("project_endorsement",),
        ("endorsement_create",),
        ("endorsement_remove", endorsement_id),
        ("partner_agreement_create",),
        *[("agreement", row) for row in (agreement_id, contribution_id, handover_id)],
        *[("agreement_compare", row) for row in (agreement_id, contribution_id, handover_id)],
        *[("agreement_revise", row) for row in (agreement_id, contribution_id, handover_id)],
        *[("agreement_sign", row) for row in (contribution_id, handover_id)],
        ("agreement_version", agreement_id, 1),
        ("agreement_version", contribution_id, 1),
        ("agreement_withdraw", agreement_id),
        ("signatory_add", agreement_id),
        ("signatory_remove", agreement_id, one.union.id),
        ("project_contributions",),
        ("contribution_create",),
        ("handover_create",),
        ("handover_end", handover_id),
        ("project_plan",),
        ("plan_edit",),
        ("plan_version", 1),
        ("plan_compare",),
        ("steering_seat_create",),
        ("steering_seat_edit", seat_id),
        ("steering_seat_remove", seat_id),
        ("project_tasks",),
        ("task_create",),
        ("task_edit", task_id),
        ("task_delete", task_id),
        ("project_meetings",),
        ("meeting_create",),
        ("meeting", meeting_id),
        ("meeting_edit", meeting_id),
        ("meeting_delete", meeting_id),
        ("minutes_edit", meeting_id),
        ("minutes_versions", meeting_id),
    ]
    client = one.coordinator.client()
    for name, *more in pages:
        response = client.get(url(one, name, *more))
        assert response.status_code == 200, f"{name} answered {response.status_code}"
        assert b"<h1>" in response.content


def test_what_belongs_to_another_project_is_not_found(one: Setting) -> None:
    agreement_id, task_id, meeting_id = partner_agreement(one), make_task(one), make_meeting(one)
    elsewhere = factories.project(one.union.organisation)
    client = one.coordinator.client()
    for name, of in (("agreement", agreement_id), ("task_edit", task_id), ("meeting", meeting_id)):
        assert client.get(reverse(name, args=[elsewhere.pk, of])).status_code == 404


# The partner agreement


def test_a_partner_agreement_is_written_signed_and_in_force(one: Setting) -> None:
    response = post(
        one,
        one.coordinator,
        "partner_agreement_create",
        data={"title": "Aftale", "text": SECRET, "signatory_ids": [one.union.id, one.association.id]},
    )
    agreement_id = Agreement.objects.get().pk
    assert response.headers["Location"] == url(one, "agreement", agreement_id)
    shown = text_of(get(one, one.union, "project_endorsement"))
    assert url(one, "agreement_sign", agreement_id) in shown
    assert "0 af 2 har underskrevet" in shown
    signing = text_of(get(one, one.union, "agreement_sign", agreement_id))
    assert SECRET in signing
    assert "på vegne af Fagforbundet Fiktiv" in signing
    for who in (one.union, one.association):
        response = post(one, who, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
        assert response.status_code == 302
    shown = text_of(get(one, one.association, "project_endorsement"))
    assert "I kraft" in shown
    assert "Frank Forbund" in shown
    assert url(one, "agreement_sign", agreement_id) not in shown


def test_parties_who_do_not_sign_see_that_the_agreement_exists_but_not_its_text(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    shown = text_of(get(one, one.company, "project_endorsement"))
    assert SECRET not in shown
    assert "Fagforbundet Fiktiv" in shown
    assert "kan kun læses af dem, der skal underskrive den" in shown
    for name in ("agreement", "agreement_compare", "agreement_sign"):
        assert get(one, one.company, name, agreement_id).status_code == 403
    assert get(one, one.company, "agreement_version", agreement_id, 1).status_code == 403
    assert SECRET in text_of(get(one, one.union, "agreement", agreement_id))


def test_only_coordinators_write_change_and_withdraw_a_partner_agreement(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    for who in (one.union, one.job_centre, one.company, one.stranger):
        assert get(one, who, "partner_agreement_create").status_code == 403
        for name in ("agreement_revise", "agreement_withdraw", "signatory_add"):
            assert get(one, who, name, agreement_id).status_code == 403
            assert post(one, who, name, agreement_id, data={"text": "x", "reason": "x"}).status_code == 403
    found = agreement_page(agreement_id=agreement_id, project_id=one.project.pk)
    assert found is not None
    assert (found.status, len(found.versions)) == (AgreementStatus.AWAITING, 1)


def test_whoever_signs_a_replaced_text_is_shown_the_new_one_and_has_to_confirm_again(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    agreements.revise_agreement(
        agreement_id=agreement_id,
        version=1,
        text="Vi er enige om behovet og forløbet.",
        by=one.coordinator.actor,
        at=NOW,
    )
    response = post(one, one.union, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert response.status_code == 200
    shown = text_of(response)
    assert "Du har ikke underskrevet: teksten er ændret" in shown
    assert "Vi er enige om behovet og forløbet." in shown
    assert '<input type="hidden" name="version" value="2"' in shown
    assert "checked" not in shown
    assert "<ins>" in shown
    assert not Signature.objects.exists()


def test_the_signature_needs_its_confirmation(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    response = post(one, one.union, "agreement_sign", agreement_id, data={"version": "1"})
    assert response.status_code == 200
    assert "jv-error-summary" in text_of(response)
    assert not Signature.objects.exists()


def test_who_has_signed_is_led_back_to_the_agreement(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    sign(agreement_id, one.union)
    response = one.union.client().get(url(one, "agreement_sign", agreement_id), follow=True)
    assert "allerede underskrevet" in text_of(response)
    again = post(one, one.union, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert again.status_code == 200
    assert Signature.objects.count() == 1


def test_two_clicks_on_sign_are_one_signature(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    client = one.union.client()
    data = {
        "version": "1",
        "confirmed": "on",
        "submission": "6f3c2b6e-9f5f-4a59-8f0e-1a2b3c4d5e6f",
    }
    for _click in range(2):
        assert client.post(url(one, "agreement_sign", agreement_id), data).status_code == 302
    assert Signature.objects.count() == 1


def test_two_who_write_a_new_version_are_told_and_both_texts_are_shown(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    client = one.coordinator.client()
    address = url(one, "agreement_revise", agreement_id)
    assert client.post(address, {"version": "1", "text": "Den første"}).status_code == 302
    response = client.post(address, {"version": "1", "text": "Den anden"})
    assert response.status_code == 200
    shown = text_of(response)
    assert "har gemt ændringer, mens du skrev" in shown
    assert "Den første" in shown
    assert "Den anden" in shown
    assert client.post(address, {"version": "2", "text": "Den tredje"}).status_code == 302


def test_versions_are_compared_in_words_and_mark_up_in_a_text_stays_text(one: Setting) -> None:
    agreement_id = partner_agreement(one, text="Vi finder ti kandidater")
    agreements.revise_agreement(
        agreement_id=agreement_id,
        version=1,
        text="Vi finder <b>tolv</b> kandidater",
        by=one.coordinator.actor,
        at=NOW,
    )
    shown = text_of(get(one, one.union, "agreement_compare", agreement_id))
    assert '<del><span class="sr-only">Fjernet: </span>ti' in shown
    assert '<ins><span class="sr-only">Tilføjet: </span>&lt;b&gt;tolv&lt;/b&gt;' in shown
    same = one.union.client().get(url(one, "agreement_compare", agreement_id) + "?fra=1&til=1")
    assert "Vælg to forskellige versioner" in text_of(same)
    odd = one.union.client().get(url(one, "agreement_compare", agreement_id) + "?fra=x&til=99")
    assert odd.status_code == 200


def test_a_withdrawn_agreement_shows_its_reason_and_makes_room_for_a_new_one(one: Setting) -> None:
    agreement_id = partner_agreement(one)
    response = post(one, one.coordinator, "agreement_withdraw", agreement_id, data={"reason": ""})
    assert response.status_code == 200
    post(one, one.coordinator, "agreement_withdraw", agreement_id, data={"reason": "Uenighed om indhold"})
    shown = text_of(get(one, one.company, "project_endorsement"))
    assert "Uenighed om indhold" in shown
    assert url(one, "partner_agreement_create") in text_of(get(one, one.coordinator, "project_endorsement"))
    assert one.union.client().get(url(one, "agreement_sign", agreement_id)).status_code == 302


# Endorsements


def test_a_social_partner_endorses_for_itself_and_nobody_else(one: Setting) -> None:
    data = {
        "organisation_id": one.union.id,
        "form": "logo",
        "shown_by": "Pjecen",
        "given_on": f"{TODAY:%d-%m-%Y}",
    }
    assert post(one, one.union, "endorsement_create", data=data).status_code == 302
    wrong = post(one, one.union, "endorsement_create", data=data | {"organisation_id": one.association.id})
    assert wrong.status_code == 200
    assert post(one, one.company, "endorsement_create", data=data).status_code == 403
    twice = post(one, one.coordinator, "endorsement_create", data=data)
    assert twice.status_code == 200
    assert "allerede registreret" in text_of(twice)
    row = Endorsement.objects.get()
    assert get(one, one.association, "endorsement_remove", row.pk).status_code == 403
    assert post(one, one.union, "endorsement_remove", row.pk, data={}).status_code == 302
    assert not Endorsement.objects.exists()


# Contributions and handover

CONTRIBUTION = {
    "head_count": "8",
    "by_date": "01-02-2027",
    "job_search_duty": "reduced",
    "transport_paid": "yes",
    "benefit_kept": "no",
    "work_placement_weeks": "2",
    "other_terms": "",
    "text": "Som aftalt.",
}


def test_a_job_centre_proposes_its_own_contribution_only(one: Setting) -> None:
    own = CONTRIBUTION | {"job_centre_id": one.job_centre.id}
    other = CONTRIBUTION | {"job_centre_id": one.other_job_centre.id}
    assert post(one, one.job_centre, "contribution_create", data=other).status_code == 200
    assert post(one, one.job_centre, "contribution_create", data=own).status_code == 302
    assert post(one, one.coordinator, "contribution_create", data=other).status_code == 302
    assert get(one, one.union, "contribution_create").status_code == 403
    theirs = Agreement.objects.get(counterpart=one.other_job_centre.id).pk
    assert get(one, one.job_centre, "agreement_revise", theirs).status_code == 403
    assert get(one, one.job_centre, "agreement", theirs).status_code == 403
    mine = Agreement.objects.get(counterpart=one.job_centre.id).pk
    revised = post(
        one,
        one.job_centre,
        "agreement_revise",
        mine,
        data=CONTRIBUTION | {"version": "1", "head_count": "9"},
    )
    assert revised.status_code == 302


def test_different_terms_are_said_in_words(one: Setting) -> None:
    contribution(one, one.job_centre)
    assert "Vilkårene er forskellige" not in text_of(get(one, one.company, "project_contributions"))
    contribution(one, one.other_job_centre, transport_paid=False)
    shown = text_of(get(one, one.company, "project_contributions"))
    assert "Vilkårene er forskellige:</strong> betaling af transport." in shown
    assert shown.count("<strong>Forskellige</strong>") == 1


def test_a_handover_is_signed_by_both_and_handed_back_with_a_reason(one: Setting) -> None:
    today = timezone.localdate()
    data = {"job_centre_id": one.job_centre.id, "text": "Møderne", "from_date": f"{today:%d-%m-%Y}"}
    assert post(one, one.job_centre, "handover_create", data=data).status_code == 403
    assert post(one, one.coordinator, "handover_create", data=data).status_code == 302
    agreement_id = Agreement.objects.get().pk
    assert get(one, one.job_centre, "plan_edit").status_code == 403
    for who in (one.job_centre, one.coordinator):
        post(one, who, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert get(one, one.job_centre, "plan_edit").status_code == 200
    assert "har den koordinerende rolle siden" in text_of(get(one, one.company, "project_contributions"))
    assert get(one, one.other_job_centre, "handover_end", agreement_id).status_code == 403
    assert post(one, one.job_centre, "handover_end", agreement_id, data={"reason": "Slut"}).status_code == 302
    assert get(one, one.job_centre, "plan_edit").status_code == 403
    assert "Slut" in text_of(get(one, one.company, "project_contributions"))


def test_a_handover_that_lies_ahead_says_when_the_role_passes(one: Setting) -> None:
    day = timezone.localdate() + timedelta(days=10)
    data = {"job_centre_id": one.job_centre.id, "text": "Møderne", "from_date": f"{day:%d-%m-%Y}"}
    post(one, one.coordinator, "handover_create", data=data)
    agreement_id = Agreement.objects.get().pk
    for who in (one.job_centre, one.coordinator):
        post(one, who, "agreement_sign", agreement_id, data={"version": "1", "confirmed": "on"})
    assert get(one, one.job_centre, "plan_edit").status_code == 403
    assert "får den koordinerende rolle den" in text_of(get(one, one.company, "project_contributions"))
    ending = text_of(get(one, one.job_centre, "handover_end", agreement_id))
    assert "beholder den koordinerende rolle" in ending


# Plan and steering group


def test_the_plan_is_written_in_versions_that_can_be_compared(one: Setting) -> None:
    parts = {
        "purpose": "Flere teknikere",
        "target_group": "Ledige",
        "upskilling_need": "Svejsning",
        "matching_model": "Samtaler",
    }
    assert "Hvad er ændret?" not in text_of(get(one, one.coordinator, "plan_edit"))
    assert post(one, one.coordinator, "plan_edit", data=parts | {"version": "0"}).status_code == 302
    changed = parts | {"purpose": "Tolv teknikere", "version": "1"}
    assert post(one, one.coordinator, "plan_edit", data=changed).status_code == 200
    changed["change_note"] = "Antal aftalt"
    assert post(one, one.coordinator, "plan_edit", data=changed).status_code == 302
    stale = post(one, one.coordinator, "plan_edit", data=changed | {"purpose": "Femten teknikere"})
    assert stale.status_code == 200
    assert "Tolv teknikere" in text_of(stale)
    assert "Femten teknikere" in text_of(stale)
    assert PlanVersion.objects.count() == 2
    shown = text_of(get(one, one.company, "plan_compare"))
    assert '<span class="sr-only">Tilføjet: </span>Tolv' in shown
    assert get(one, one.company, "plan_edit").status_code == 403
    assert get(one, one.stranger, "project_plan").status_code == 403


def test_a_seat_is_given_changed_and_taken_away(one: Setting) -> None:
    data = {"organisation_id": one.union.id, "since": "01-11-2026", "chairs": "on"}
    assert post(one, one.coordinator, "steering_seat_create", data=data).status_code == 302
    assert "Formand" in text_of(get(one, one.company, "project_plan"))
    seat = SteeringSeat.objects.get()
    change = {"since": "01-10-2026", "version": "1"}
    assert post(one, one.coordinator, "steering_seat_edit", seat.pk, data=change).status_code == 302
    assert post(one, one.coordinator, "steering_seat_edit", seat.pk, data=change).status_code == 200
    assert get(one, one.union, "steering_seat_remove", seat.pk).status_code == 403
    assert post(one, one.coordinator, "steering_seat_remove", seat.pk, data={}).status_code == 302
    assert not SteeringSeat.objects.exists()


def test_a_social_partner_with_a_seat_is_pointed_out_where_endorsements_are_recorded(one: Setting) -> None:
    steering.add_seat(
        project_id=one.project.pk,
        organisation_id=one.union.id,
        since=TODAY,
        by=one.coordinator.actor,
        at=NOW,
    )
    assert "Fagforbundet Fiktiv sidder i styregruppen" in text_of(
        get(one, one.coordinator, "project_endorsement")
    )
    assert "sidder i styregruppen" not in text_of(get(one, one.company, "project_endorsement"))


# Tasks


def test_the_responsible_party_marks_its_task_as_done_and_others_do_not(one: Setting) -> None:
    task_id = make_task(one, one.union)
    assert post(one, one.association, "task_done", task_id, data={}).status_code == 403
    assert get(one, one.union, "task_done", task_id).status_code == 405
    done = one.union.client().post(url(one, "task_done", task_id), {"vis": "mine"}, follow=True)
    assert done.redirect_chain[0][0].endswith("?vis=mine")
    assert "markeret som udført" in text_of(done)
    again = one.union.client().post(url(one, "task_done", task_id), follow=True)
    assert "allerede markeret" in text_of(again)
    assert post(one, one.coordinator, "task_reopen", task_id, data={}).status_code == 302
    assert Task.objects.get().done_on is None
    assert get(one, one.union, "task_edit", task_id).status_code == 403


def test_tasks_are_filtered_overdue_ones_say_so_and_the_list_is_exported(one: Setting) -> None:
    make_task(one, one.union, title="For sent", due_on=TODAY.replace(year=2025))
    make_task(one, one.association, title="Andres", due_on=None)
    client = one.union.client()
    everything = text_of(client.get(url(one, "project_tasks")))
    assert "Over fristen" in everything
    assert "1 er over fristen" in everything
    mine = text_of(client.get(url(one, "project_tasks") + "?vis=mine"))
    assert "For sent" in mine
    assert "Andres" not in mine
    file = client.get(url(one, "project_tasks") + "?vis=mine&format=csv")
    rows = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "For sent" in rows[1]
    workbook = client.get(url(one, "project_tasks") + "?format=xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")


def test_more_than_fifty_tasks_are_paged(one: Setting) -> None:
    for number in range(51):
        make_task(one, title=f"Opgave {number:02}")
    client = one.coordinator.client()
    first = text_of(client.get(url(one, "project_tasks")))
    assert "Opgave 49" in first
    assert "Opgave 50" not in first
    assert "Opgave 50" in text_of(client.get(url(one, "project_tasks") + "?side=2"))
    assert "Opgave 50" in text_of(client.get(url(one, "project_tasks") + "?side=9"))


def test_a_task_is_made_edited_and_deleted_with_what_was_typed_kept(one: Setting) -> None:
    data = {"title": "Find lokaler", "phase": "3", "due_on": "31-02-2027"}
    wrong = post(one, one.coordinator, "task_create", data=data)
    assert wrong.status_code == 200
    assert "31-02-2027" in text_of(wrong)
    data |= {"due_on": "28-02-2027", "responsible_id": one.union.id}
    assert post(one, one.coordinator, "task_create", data=data).status_code == 302
    task = Task.objects.get()
    change = data | {"title": "Find nye lokaler", "version": "1"}
    assert post(one, one.coordinator, "task_edit", task.pk, data=change).status_code == 302
    stale = post(one, one.coordinator, "task_edit", task.pk, data=change | {"title": "Noget tredje"})
    assert stale.status_code == 200
    assert "Find nye lokaler" in text_of(stale)
    assert post(one, one.coordinator, "task_delete", task.pk, data={}).status_code == 302
    assert not Task.objects.exists()


# Meetings


def test_a_meeting_is_called_held_and_minuted(one: Setting) -> None:
    assert "checked" in text_of(get(one, one.coordinator, "meeting_create"))  # the kick-off comes first
    data = {
        "kind": "kick_off",
        "day": "24-11-2026",
        "clock": "9.30",
        "place": "Randers",
        "agenda": "",
        "attendee_ids": [one.union.id, one.company.id],
    }
    wrong = post(one, one.coordinator, "meeting_create", data=data | {"clock": "25.00"})
    assert wrong.status_code == 200
    assert "klokkeslæt" in text_of(wrong)
    assert post(one, one.coordinator, "meeting_create", data=data).status_code == 302
    meeting = Meeting.objects.get()
    assert timezone.localtime(meeting.starts_at).strftime("%H.%M") == "09.30"
    change = data | {"version": "1", "place": "Aarhus"}
    assert post(one, one.coordinator, "meeting_edit", meeting.pk, data=change).status_code == 302
    stale = post(one, one.coordinator, "meeting_edit", meeting.pk, data=change | {"clock": "10"})
    assert stale.status_code == 200
    minutes = {"version": "0", "text": "Vi begynder i januar."}
    assert post(one, one.coordinator, "minutes_edit", meeting.pk, data=minutes).status_code == 302
    both = post(
        one, one.coordinator, "minutes_edit", meeting.pk, data=minutes | {"text": "Vi begynder i marts."}
    )
    assert both.status_code == 200
    assert "januar" in text_of(both)
    assert "marts" in text_of(both)
    assert "Vi begynder i januar." in text_of(get(one, one.company, "meeting", meeting.pk))
    assert get(one, one.union, "minutes_edit", meeting.pk).status_code == 403


# The number of SQL statements


def add_agreements(one: Setting) -> Callable[[int], None]:
    def add(count: int) -> None:
        for _number in range(count):
            job_centre = factories.organisation(OrganisationKind.JOB_CENTRE)
            Party.objects.create(project=one.project, organisation=job_centre, joined_on=TODAY)
            contribution(one, Side(job_centre, one.job_centre.user, one.job_centre.actor))

    return add


def test_the_job_centres_page_has_the_same_number_of_queries_for_many(one: Setting) -> None:
    assert_page_has_same_number_of_queries(
        one.coordinator.client(), url(one, "project_contributions"), add_rows=add_agreements(one)
    )


def test_the_endorsement_page_has_the_same_number_of_queries_for_many(one: Setting) -> None:
    agreement_id = partner_agreement(one)

    def add(count: int) -> None:
        for _number in range(count):
            union = factories.organisation(OrganisationKind.TRADE_UNION)
            Party.objects.create(project=one.project, organisation=union, joined_on=TODAY)
            Endorsement.objects.create(
                project=one.project, organisation=union, form="logo", shown_by="Pjece", given_on=TODAY
            )
            agreements.add_signatory(
                agreement_id=agreement_id, organisation_id=union.pk, by=one.coordinator.actor, at=NOW
            )

    assert_page_has_same_number_of_queries(
        one.coordinator.client(), url(one, "project_endorsement"), add_rows=add
    )


def test_tasks_meetings_and_plan_have_the_same_number_of_queries_for_many(one: Setting) -> None:
    client = one.coordinator.client()

    def add_tasks(count: int) -> None:
        for _number in range(count):
            make_task(one, one.union)

    def add_meetings(count: int) -> None:
        for _number in range(count):
            row = Meeting.objects.create(project=one.project, kind=MeetingKind.KICK_OFF, starts_at=NOW)
            row.attendance.create(organisation=one.union.organisation)

    def add_versions(count: int) -> None:
        start = PlanVersion.objects.count()
        for number in range(start + 1, start + count + 1):
            PlanVersion.objects.create(
                project=one.project,
                number=number,
                purpose="a",
                target_group="b",
                upskilling_need="c",
                matching_model="d",
                written_by=one.coordinator.user,
                written_at=NOW,
            )

    assert_page_has_same_number_of_queries(client, url(one, "project_tasks"), add_rows=add_tasks)
    assert_page_has_same_number_of_queries(client, url(one, "project_meetings"), add_rows=add_meetings)
    assert_page_has_same_number_of_queries(client, url(one, "project_plan"), add_rows=add_versions)
    add_meetings(1)
    beyond = client.get(url(one, "project_meetings") + "?side=999")
    assert (beyond.context["number"], beyond.context["pages"]) == (2, 2), "beyond the last page is the last"
    assert len(beyond.context["rows"]) == 1
    file = b"".join(client.get(url(one, "project_meetings") + "?format=csv").streaming_content)
    assert file.count(b"\r\n") == 1 + Meeting.objects.filter(project=one.project).count()
