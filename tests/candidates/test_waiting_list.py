"""Waiting lists: places go in order, have to be answered in time, and are given once whoever presses at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from jobveu.candidates.enums import DropoutReason, PlaceState
from jobveu.candidates.jobs import refill_course
from jobveu.candidates.models import Candidacy, Enrolment, WaitingPlace
from jobveu.candidates.operations.candidacies import withdraw_candidate
from jobveu.candidates.operations.enrolments import drop_out_enrolment, undo_enrolment_step
from jobveu.candidates.operations.waiting_list import (
    OFFER_DAYS,
    accept_place,
    courses_with_a_line,
    join_line,
    leave_line,
    refill,
)
from jobveu.candidates.queries.counted import place_in_line
from jobveu.common.errors import DomainError
from jobveu.common.models import AuditEntry
from jobveu.education.models import Course
from jobveu.journeys.enrolment import enrol
from jobveu.journeys.waiting import WaitingKind, waiting_for
from tests.candidates.scene import NOW, TODAY, Scene, make_scene
from tests.candidates.test_race import at_once

LATER = NOW + timedelta(days=OFFER_DAYS + 1)


@pytest.fixture
def scene(reference: None) -> Scene:
    return make_scene()


def step(scene: Scene, who: str = "caseworker") -> dict[str, Any]:
    return {"by": scene.actor(who), "at": NOW}


def a_full_course(scene: Scene, places: int = 1) -> tuple[Course, list[Enrolment]]:
    course = scene.course(max_participants=places)
    ids = [
        enrol(**step(scene), candidacy_id=scene.candidate().pk, course_id=course.pk) for _ in range(places)
    ]
    return course, list(Enrolment.objects.filter(pk__in=ids).order_by("pk"))


def in_line(scene: Scene, course: Course, *whose: str) -> list[WaitingPlace]:
    ids = [
        join_line(**step(scene, who), candidacy_id=scene.candidate(who=who).pk, course_id=course.pk)
        for who in whose
    ]
    return [WaitingPlace.objects.get(pk=id_) for id_ in ids]


def leaves(scene: Scene, row: Enrolment) -> None:
    drop_out_enrolment(
        **step(scene),
        enrolment_id=row.pk,
        version=row.version,
        ended_on=TODAY,
        reason=DropoutReason.NEW_JOB,
    )


def states(*rows: WaitingPlace) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


@pytest.mark.django_db
def test_a_free_place_goes_to_the_first_in_line_and_to_nobody_else(scene: Scene) -> None:
    course, [enrolled] = a_full_course(scene)
    first, second = in_line(scene, course, "other_caseworker", "caseworker")
    assert (place_in_line(place_id=first.pk), place_in_line(place_id=second.pk)) == (1, 2)
    leaves(scene, enrolled)
    [job] = ProcrastinateJob.objects.filter(task_name="candidates.refill")
    assert job.args == {"course_id": course.pk}
    late = scene.candidate()
    with pytest.raises(DomainError, match="ventelisten"):
        enrol(**step(scene), candidacy_id=late.pk, course_id=course.pk)
    with pytest.raises(DomainError, match="ventelisten"):
        undo_enrolment_step(**step(scene), enrolment_id=enrolled.pk, version=2)
    refill_course(**job.args)
    assert states(first, second) == [PlaceState.OFFERED, PlaceState.WAITING]
    assert refill(at=NOW, course_id=course.pk) == 0, "done twice it does nothing more"
    with pytest.raises(DomainError, match="ikke tilbudt"):
        accept_place(**step(scene), place_id=second.pk)
    first.answer_by = TODAY
    first.save()
    accept_place(**step(scene, "other_caseworker"), place_id=first.pk)
    assert Enrolment.objects.filter(course=course, candidacy=first.candidacy).exists()
    assert states(first, second) == [PlaceState.ACCEPTED, PlaceState.WAITING]


@pytest.mark.django_db
def test_an_offer_that_nobody_answers_in_time_goes_to_the_next(scene: Scene) -> None:
    course, [enrolled] = a_full_course(scene)
    first, second = in_line(scene, course, "caseworker", "other_caseworker")
    leaves(scene, enrolled)
    assert refill(at=NOW, course_id=course.pk) == 1
    first.refresh_from_db()
    assert first.answer_by == TODAY + timedelta(days=OFFER_DAYS)
    with pytest.raises(DomainError, match="udløbet"):
        accept_place(by=scene.actor("caseworker"), at=LATER, place_id=first.pk)
    assert courses_with_a_line() == [course.pk]
    assert refill(at=LATER, course_id=course.pk) == 1
    assert states(first, second) == [PlaceState.EXPIRED, PlaceState.OFFERED]
    told = AuditEntry.objects.filter(action="waiting_place.expired").get()
    assert told.user_name == "Ventelisten"


@pytest.mark.django_db
def test_no_means_the_next_and_whoever_cannot_take_it_is_passed_over(scene: Scene) -> None:
    course, [enrolled] = a_full_course(scene)
    first, second, third = in_line(scene, course, "caseworker", "caseworker", "caseworker")
    withdraw_candidate(**step(scene), candidacy_id=second.candidacy_id, reason="Fik job")
    leaves(scene, enrolled)
    refill(at=NOW, course_id=course.pk)
    leave_line(**step(scene), place_id=first.pk)
    refill(at=NOW, course_id=course.pk)
    assert states(first, second, third) == [PlaceState.DECLINED, PlaceState.LEFT, PlaceState.OFFERED]
    with pytest.raises(DomainError, match="ikke længere"):
        leave_line(**step(scene), place_id=first.pk)


@pytest.mark.django_db
def test_nobody_waits_for_a_course_with_free_places_or_twice(scene: Scene) -> None:
    course, _enrolled = a_full_course(scene)
    free = scene.course(max_participants=5)
    row = scene.candidate()
    with pytest.raises(DomainError, match="ledige pladser"):
        join_line(**step(scene), candidacy_id=row.pk, course_id=free.pk)
    join_line(**step(scene), candidacy_id=row.pk, course_id=course.pk)
    with pytest.raises(DomainError, match="allerede på ventelisten"):
        join_line(**step(scene), candidacy_id=row.pk, course_id=course.pk)


@pytest.mark.django_db
def test_an_offer_stands_on_the_desk_of_the_candidates_job_centre(scene: Scene) -> None:
    course, [enrolled] = a_full_course(scene)
    client = scene.client("other_caseworker")
    row = scene.candidate(who="other_caseworker")
    join = reverse("line_join", args=[row.pk])
    assert course.title in client.get(join).content.decode()
    assert client.post(join, {"course": course.pk}).status_code == 302
    page = reverse("candidacy", args=[row.pk])
    assert "nummer 1 i rækken" in client.get(page).content.decode()
    leaves(scene, enrolled)
    refill(at=NOW, course_id=course.pk)
    items = [
        item
        for item in waiting_for(by=scene.actor("other_caseworker"), on=TODAY)
        if item.kind is WaitingKind.PLACES
    ]
    assert [(item.number, item.due) for item in items] == [(1, TODAY + timedelta(days=OFFER_DAYS))]
    assert "tilbudt en plads fra ventelisten" in client.get(reverse("desk")).content.decode()
    shown = client.get(reverse("course", args=[scene.project.pk, course.pk])).content.decode()
    for text in ("Tilbudt en plads fra ventelisten", "De ledige pladser går til ventelisten"):
        assert text in shown, text
    place = WaitingPlace.objects.get()
    WaitingPlace.objects.update(answer_by="2999-01-01")
    accept = reverse("place_accept", args=[row.pk, place.pk])
    assert "Siger kandidaten ja" in client.get(accept).content.decode()
    assert scene.client("caseworker").get(accept).status_code == 404
    assert client.post(accept, {}).status_code == 302
    assert Enrolment.objects.filter(candidacy=row, course=course).exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once_when_two_say_yes_at_the_same_moment(reference: None) -> None:
    """The same offer accepted in two windows, while a third caseworker enrols somebody past the line, and the worker
    refills twice: one place, one participant more."""
    scene = make_scene()
    course, [enrolled, _stays] = a_full_course(scene, places=2)
    first, _second = in_line(scene, course, "caseworker", "other_caseworker")
    past = scene.candidate()
    leaves(scene, enrolled)
    refill(at=NOW, course_id=course.pk)
    own, colleague, other = (scene.actor(who) for who in ("caseworker", "colleague", "other_caseworker"))
    results = at_once(
        lambda: accept_place(by=own, at=NOW, place_id=first.pk),
        lambda: accept_place(by=colleague, at=NOW, place_id=first.pk),
        lambda: enrol(by=own, at=NOW, candidacy_id=past.pk, course_id=course.pk),
        lambda: refill(at=NOW, course_id=course.pk),
        lambda: refill(at=NOW, course_id=course.pk),
        lambda: leave_line(by=other, at=NOW, place_id=_second.pk),
    )
    assert sum(isinstance(result, DomainError) for result in results[:2]) == 1
    assert isinstance(results[2], DomainError)
    assert Enrolment.objects.filter(course=course).exclude(status="dropped_out").count() == 2
    assert Candidacy.objects.filter(enrolments__course=course, pk=first.candidacy_id).count() == 1
