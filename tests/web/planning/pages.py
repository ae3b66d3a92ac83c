"""Opening and sending the pages of a project's planning, and what there is to show on them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from jobveu.projects.enums import MeetingKind, PhaseNumber
from jobveu.projects.operations import meetings, plan, tasks
from tests.factories import NOW, TODAY
from tests.projects.planning_setup import Setting, Side

SECRET = "Vi er enige om behovet."


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
