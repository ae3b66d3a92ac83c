from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.paging import Window
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting, Party
from jobveu.projects.operations.meetings import call_meeting, delete_meeting, edit_meeting, write_minutes
from jobveu.projects.queries.meetings import MeetingPage, meeting_page, meetings_of
from tests.factories import NOW
from tests.projects.planning_setup import Setting, audited, setting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def one(reference: None) -> Setting:
    return setting()


def call(one: Setting, **changes: Any) -> int:
    values: dict[str, Any] = {
        "kind": MeetingKind.KICK_OFF,
        "starts_at": NOW,
        "place": "Randers",
        "agenda": "1. Velkomst",
        "attendee_ids": [one.union.id, one.job_centre.id],
    }
    return call_meeting(project_id=one.project.pk, by=one.coordinator.actor, at=NOW, **(values | changes))


def edit(one: Setting, meeting_id: int, version: int = 1, **changes: Any) -> None:
    values: dict[str, Any] = {
        "kind": MeetingKind.KICK_OFF,
        "starts_at": NOW,
        "place": "Aarhus",
        "agenda": "",
        "attendee_ids": [one.union.id],
    }
    edit_meeting(
        meeting_id=meeting_id, version=version, by=one.coordinator.actor, at=NOW, **(values | changes)
    )


def write(one: Setting, meeting_id: int, version: int, text: str) -> int:
    return write_minutes(meeting_id=meeting_id, version=version, text=text, by=one.coordinator.actor, at=NOW)


def page(one: Setting, meeting_id: int) -> MeetingPage:
    found = meeting_page(meeting_id=meeting_id, project_id=one.project.pk)
    assert found is not None
    return found


def test_a_meeting_has_attendees_in_alphabetical_order(one: Setting) -> None:
    meeting_id = call(one)
    assert [row.name for row in page(one, meeting_id).attendees] == [
        "Fagforbundet Fiktiv",
        "Jobcenter Randers",
    ]
    assert audited(one.project) == ["meeting.called"]


def test_meetings_stand_newest_first_and_say_whether_there_are_minutes(one: Setting) -> None:
    first = call(one)
    call(one, kind=MeetingKind.STEERING_GROUP, starts_at=NOW + timedelta(days=30), attendee_ids=[])
    write(one, first, 0, "Vi aftalte en plan.")
    rows = meetings_of(project_id=one.project.pk, window=Window(0, 50)).rows
    assert [(row.kind, row.attendee_count, row.has_minutes) for row in rows] == [
        (MeetingKind.STEERING_GROUP, 0, False),
        (MeetingKind.KICK_OFF, 2, True),
    ]


def test_only_participants_attend_but_one_who_left_stays_on_the_list_of_an_old_meeting(one: Setting) -> None:
    with pytest.raises(DomainError) as caught:
        call(one, attendee_ids=[one.stranger.id])
    assert caught.value.field == "attendee_ids"
    meeting_id = call(one)
    Party.objects.filter(organisation=one.union.id).delete()
    edit(one, meeting_id)
    assert [row.name for row in page(one, meeting_id).attendees] == ["Fagforbundet Fiktiv"]


def test_a_meeting_changed_by_another_is_told_and_nothing_is_changed(one: Setting) -> None:
    meeting_id = call(one)
    edit(one, meeting_id)
    with pytest.raises(StaleEdit) as caught:
        edit(one, meeting_id, 1, place="Viborg", attendee_ids=[])
    assert caught.value.current["place"] == "Aarhus"
    assert caught.value.current["attendee_ids"] == (one.union.id,)
    assert len(page(one, meeting_id).attendees) == 1


def test_minutes_are_kept_in_versions_and_writing_them_does_not_disturb_the_meeting(one: Setting) -> None:
    meeting_id = call(one)
    assert write(one, meeting_id, 0, "Vi aftalte ti pladser.") == 1
    assert write(one, meeting_id, 1, "Vi aftalte tolv pladser.") == 2
    edit(one, meeting_id, 1)
    assert [row.text for row in page(one, meeting_id).minutes] == [
        "Vi aftalte tolv pladser.",
        "Vi aftalte ti pladser.",
    ]


def test_two_who_write_minutes_lose_nothing(one: Setting) -> None:
    meeting_id = call(one)
    write(one, meeting_id, 0, "Min udgave")
    with pytest.raises(StaleEdit) as caught:
        write(one, meeting_id, 0, "Din udgave")
    assert caught.value.current == {"text": "Min udgave"}
    assert caught.value.version == 1


@pytest.mark.parametrize(("text", "message"), [("  ", "Skriv referatet"), ("Det samme ", "ikke ændret")])
def test_minutes_say_something_new(one: Setting, text: str, message: str) -> None:
    meeting_id = call(one)
    write(one, meeting_id, 0, "Det samme")
    with pytest.raises(DomainError, match=message):
        write(one, meeting_id, 1, text)


def test_a_meeting_is_deleted_only_without_minutes(one: Setting) -> None:
    with_minutes, without = call(one), call(one)
    write(one, with_minutes, 0, "Referat")
    with pytest.raises(DomainError, match="referat"):
        delete_meeting(meeting_id=with_minutes, by=one.coordinator.actor, at=NOW)
    delete_meeting(meeting_id=without, by=one.coordinator.actor, at=NOW)
    assert list(Meeting.objects.values_list("pk", flat=True)) == [with_minutes]
    with pytest.raises(DomainError, match="slettet"):
        delete_meeting(meeting_id=without, by=one.coordinator.actor, at=NOW)
