"""Attendance on courses, and the early signs that stand on the job centre's desk until somebody has followed up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from jobveu.candidates.enums import Attendance, Awaited, FollowUpChannel
from jobveu.candidates.models import CourseDay, Enrolment
from jobveu.candidates.operations.course_days import record_course_day
from jobveu.candidates.operations.enrolments import start_enrolment
from jobveu.candidates.operations.outcomes import record_follow_up
from jobveu.candidates.queries.awaited import awaited_by_project, awaited_ids
from jobveu.candidates.queries.course_days import days_by_enrolment, is_early_sign
from jobveu.common.errors import DomainError
from jobveu.education.models import Course
from jobveu.journeys.enrolment import enrol
from jobveu.journeys.waiting import WaitingKind, waiting_for
from tests.candidates.scene import NOW, TODAY, Scene, make_scene
from tests.editing import opened

pytestmark = pytest.mark.django_db
CAME, EXCUSED, ABSENT = Attendance.CAME, Attendance.EXCUSED, Attendance.ABSENT
FIRST = TODAY - timedelta(days=30)


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def on_course(scene: Scene, who: str = "caseworker") -> tuple[Enrolment, Course]:
    course = scene.course(starts_on=FIRST)
    step: dict[str, Any] = {"by": scene.actor(who), "at": NOW}
    id_ = enrol(**step, candidacy_id=scene.candidate(who=who).pk, course_id=course.pk)
    start_enrolment(**step, enrolment_id=id_, version=1, started_on=FIRST)
    return Enrolment.objects.get(pk=id_), course


def record(
    scene: Scene, row: Enrolment, day: date, attendance: Attendance | None, who: str = "provider"
) -> int:
    return record_course_day(
        by=scene.actor(who),
        at=NOW,
        project_id=scene.project.pk,
        course_id=row.course_id,
        day=day,
        attendance={row.pk: attendance},
    )


def test_the_school_and_the_job_centre_record_who_came(scene: Scene) -> None:
    row, _course = on_course(scene)
    assert record(scene, row, TODAY, CAME) == 1
    assert record(scene, row, TODAY, CAME) == 0
    assert record(scene, row, TODAY, EXCUSED, who="caseworker") == 1
    assert record(scene, row, TODAY - timedelta(days=1), CAME) == 1
    days = days_by_enrolment(enrolment_ids=[row.pk])[row.pk]
    assert (days.came, days.recorded) == (1, 2)
    assert record(scene, row, TODAY, None) == 1
    assert CourseDay.objects.count() == 1
    for who in ("other_provider", "other_caseworker", "company", "coordinator"):
        with pytest.raises(PermissionDenied):
            record(scene, row, TODAY, CAME, who=who)


def test_only_days_on_the_course(scene: Scene) -> None:
    row, _course = on_course(scene)
    for day in (TODAY + timedelta(days=1), FIRST - timedelta(days=1)):
        with pytest.raises(DomainError) as caught:
            record(scene, row, day, CAME)
        assert caught.value.field == "day"
    waits = scene.candidate()
    step: dict[str, Any] = {"by": scene.actor("caseworker"), "at": NOW}
    id_ = enrol(**step, candidacy_id=waits.pk, course_id=row.course_id)
    with pytest.raises(DomainError, match="ikke begyndt"):
        record(scene, Enrolment.objects.get(pk=id_), TODAY, CAME)


def test_the_database_finds_the_signs_that_the_rule_finds(scene: Scene) -> None:
    row, _course = on_course(scene)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from(Attendance), max_size=8))
    def check(newest_first: list[Attendance]) -> None:
        CourseDay.objects.all().delete()
        CourseDay.objects.bulk_create(
            CourseDay(
                candidacy_id=row.candidacy_id,
                enrolment=row,
                day=TODAY - timedelta(days=at),
                attendance=attendance,
                recorded_by=scene.users["provider"],
            )
            for at, attendance in enumerate(newest_first)
        )
        found = awaited_ids(project_id=scene.project.pk, awaited=Awaited.EARLY_SIGN, today=TODAY)
        assert found == ([row.candidacy_id] if is_early_sign(newest_first) else [])

    check()


def test_an_early_sign_stands_on_the_desk_until_somebody_follows_up(scene: Scene) -> None:
    row, course = on_course(scene)
    for days_ago in (3, 1):
        record(scene, row, TODAY - timedelta(days=days_ago), ABSENT)
    participants = reverse("course_participants", args=[scene.project.pk, course.pk])

    def flagged(who: str) -> bool:
        return "Tidlige tegn på frafald" in scene.client(who).get(participants).content.decode()

    def signs(who: str) -> list[int]:
        items = waiting_for(by=scene.actor(who), on=TODAY)
        return [item.number for item in items if item.kind is WaitingKind.EARLY_SIGNS]

    assert signs("caseworker") == [1]
    assert signs("other_caseworker") == []
    assert signs("provider") == []
    [counted] = [
        one
        for one in awaited_by_project(job_centre_ids=[scene.centre.pk], today=TODAY, limit=9)
        if one.awaited is Awaited.EARLY_SIGN
    ]
    assert (counted.number, counted.due_on) == (1, TODAY - timedelta(days=1))
    desk = scene.client("caseworker").get(reverse("desk")).content.decode()
    assert "1 deltager har været væk flere gange" in desk
    assert flagged("caseworker")
    assert flagged("provider")
    record_follow_up(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=row.candidacy_id,
        held_on=TODAY,
        channel=FollowUpChannel.PHONE,
        note="Aftalt ny mødetid",
    )
    assert signs("caseworker") == []
    assert not flagged("caseworker")


def test_a_day_is_recorded_in_the_browser(scene: Scene) -> None:
    row, course = on_course(scene)
    address = reverse("course_day", args=[scene.project.pk, course.pk])
    client = scene.client("provider")
    day = f"{TODAY - timedelta(days=2):%d-%m-%Y}"
    assert client.get(f"{address}?dag={day}").status_code == 200
    sent = opened(client, f"{address}?dag={day}") | {f"came_{row.pk}": "absent"}
    assert client.post(f"{address}?dag={day}", sent).status_code == 302
    assert CourseDay.objects.get().day == TODAY - timedelta(days=2)
    form = client.get(f"{address}?dag={day}").context["form"]
    assert form[f"came_{row.pk}"].value() == "absent"
    assert "Dagen er ikke kommet endnu" in client.get(f"{address}?dag=01-01-2027").content.decode()
    assert client.get(f"{address}?dag=vrøvl").status_code == 200
    shown = client.get(reverse("course_participants", args=[scene.project.pk, course.pk])).content.decode()
    assert "0 af 1 dage" in shown
