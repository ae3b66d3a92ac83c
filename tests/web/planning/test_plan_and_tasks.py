"""The plan and its versions, the steering group, tasks and meetings."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jobveu.projects.models import Meeting, PlanVersion, SteeringSeat, Task
from jobveu.projects.operations import steering
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting
from tests.web.planning.pages import get, make_task, post, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


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
