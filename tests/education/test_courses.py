"""Courses: what they are, how many are on them, and who may run them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.accounts.models import User
from jobveu.actors.enums import OrganisationKind
from jobveu.actors.models import Organisation
from jobveu.candidates.enums import DropoutReason, EnrolmentStatus
from jobveu.candidates.models import Enrolment
from jobveu.candidates.queries.counted import InLine
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.education.operations import (
    arrange_course,
    cancel_course,
    create_course,
    edit_course,
    mark_course_held,
)
from jobveu.education.queries import CourseRow
from jobveu.journeys.courses import CourseWithEnrolled, Enrolled, course_with_enrolled
from jobveu.projects.models import Party, Project
from tests import factories
from tests.candidates.scene import make_scene
from tests.factories import NOW, TODAY
from tests.web.query_counts import assert_page_has_same_number_of_queries


@dataclass
class Scene:
    project: Project
    school: Organisation
    teacher: User
    coordinator: User


@pytest.fixture
def scene(reference: None) -> Scene:
    school = factories.organisation(OrganisationKind.EDUCATION_PROVIDER, "Fagskolen Nord")
    return Scene(
        project=factories.project(),
        school=school,
        teacher=factories.user(Role.PROVIDER, school),
        coordinator=factories.user(Role.COORDINATOR, factories.office()),
    )


@pytest.fixture
def the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobveu.web.access.timezone.now", lambda: NOW)


def create(scene: Scene, **changes: object) -> int:
    values = {
        "project_id": scene.project.pk,
        "title": "Fiberteknik",
        "provider_id": scene.school.pk,
        "merit_giving": True,
        "starts_on": TODAY - timedelta(days=30),
        "ends_on": TODAY - timedelta(days=2),
        "min_participants": 8,
        "max_participants": 16,
    }
    return create_course(by=factories.actor(scene.coordinator), at=NOW, **{**values, **changes})


def row(**changes: object) -> CourseRow:
    values = {
        "id": 1,
        "project_id": 1,
        "title": "Kursus",
        "course_code": "",
        "provider_id": 1,
        "provider_name": "Skolen",
        "municipality_id": None,
        "municipality_name": "",
        "place": "",
        "starts_on": None,
        "ends_on": None,
        "merit_giving": True,
        "min_participants": 8,
        "max_participants": 16,
        "status": CourseStatus.PLANNED,
        "cancelled_reason": "",
        "reported_participants": None,
        "version": 1,
    }
    return CourseRow(**{**values, **changes})


@pytest.mark.parametrize(
    ("course", "enrolled", "words"),
    [
        (row(), Enrolled(enrolled=5), "Mangler 3 for at nå minimum"),
        (row(), Enrolled(enrolled=5, started=4, dropped_out=9), "7 ledige pladser"),
        (row(), Enrolled(completed=15), "1 ledig plads"),
        (row(), Enrolled(started=16), "Alle pladser er besat"),
        (row(max_participants=None), Enrolled(enrolled=8), "Minimum er nået"),
        (row(min_participants=None, max_participants=None), Enrolled(), ""),
        (row(status=CourseStatus.HELD), Enrolled(), ""),
    ],
)
def test_the_number_enrolled_is_put_in_words(course: CourseRow, enrolled: Enrolled, words: str) -> None:
    assert CourseWithEnrolled(course=course, enrolled=enrolled, line=InLine()).in_words == words


@pytest.mark.parametrize(
    ("taken", "line", "words"),
    [
        (15, InLine(waiting=1), "De ledige pladser går til ventelisten"),
        (13, InLine(waiting=1, offered=1), "1 ledig plads"),
        (16, InLine(waiting=3), "Alle pladser er besat"),
    ],
)
def test_places_that_are_free_belong_to_those_in_line(taken: int, line: InLine, words: str) -> None:
    assert CourseWithEnrolled(course=row(), enrolled=Enrolled(enrolled=taken), line=line).in_words == words


@pytest.mark.django_db
def test_a_course_is_created_and_its_provider_joins(scene: Scene) -> None:
    made = create(scene)
    assert Course.objects.get(pk=made).status == CourseStatus.PLANNED
    assert Party.objects.filter(project=scene.project, organisation=scene.school).exists()
    assert AuditEntry.objects.get(room="education.course").action == "course.created"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"provider_id": 0}, "provider_id"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"min_participants": 17}, "max_participants"),
        ({"min_participants": 0}, "min_participants"),
    ],
)
def test_a_course_that_cannot_be_is_refused(scene: Scene, changes: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        create(scene, **changes)
    assert refused.value.field == field


@pytest.mark.django_db
def test_a_company_runs_no_course(scene: Scene) -> None:
    company = factories.organisation(OrganisationKind.COMPANY)
    with pytest.raises(DomainError, match="uddannelsesinstitution"):
        create(scene, provider_id=company.pk)


@pytest.mark.django_db
def test_cancelling_needs_a_reason_and_ends_editing(scene: Scene) -> None:
    made = create(scene)
    by = factories.actor(scene.coordinator)
    with pytest.raises(DomainError):
        cancel_course(by=by, at=NOW, course_id=made, reason=" ")
    cancel_course(by=by, at=NOW, course_id=made, reason="For få tilmeldte")
    assert Course.objects.get().cancelled_reason == "For få tilmeldte"
    with pytest.raises(DomainError, match="allerede aflyst"):
        cancel_course(by=by, at=NOW, course_id=made, reason="Igen")
    with pytest.raises(DomainError, match="aflyst"):
        mark_course_held(by=by, at=NOW, course_id=made, ends_on=None, reported_participants=None)


@pytest.mark.django_db
def test_a_course_is_held_once_it_is_over(scene: Scene) -> None:
    made = create(scene)
    by = factories.actor(scene.coordinator)
    mark_course_held(by=by, at=NOW, course_id=made, ends_on=None, reported_participants=12)
    course = Course.objects.get()
    assert (course.status, course.reported_participants) == (CourseStatus.HELD, 12)
    mark_course_held(by=by, at=NOW, course_id=made, ends_on=None, reported_participants=11)
    for days, field in (({"starts_on": None, "ends_on": None}, "starts_on"), ({"ends_on": None}, "ends_on")):
        with pytest.raises(DomainError, match="første dag og sidste dag") as caught:
            arrange_course(
                by=by,
                at=NOW,
                course_id=made,
                version=3,
                municipality_id=None,
                place="",
                min_participants=None,
                max_participants=None,
                **{"starts_on": course.starts_on} | days,
            )
        assert caught.value.field == field, "what was held was so on days"
    with pytest.raises(DomainError, match="kan ikke aflyses"):
        cancel_course(by=by, at=NOW, course_id=made, reason="Fortrudt")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("course", "ends_on", "message"),
    [
        ({"starts_on": None, "ends_on": None}, TODAY, "første dag"),
        ({"starts_on": TODAY + timedelta(days=1), "ends_on": None}, TODAY, "ikke begyndt"),
        ({"ends_on": None}, None, "sidste dag"),
        ({"ends_on": None}, TODAY + timedelta(days=1), "ikke slut"),
    ],
)
def test_a_course_is_not_held_before_its_time(
    scene: Scene, course: dict[str, object], ends_on: date | None, message: str
) -> None:
    made = create(scene, **course)
    with pytest.raises(DomainError, match=message):
        mark_course_held(
            by=factories.actor(scene.coordinator),
            at=NOW,
            course_id=made,
            ends_on=ends_on,
            reported_participants=None,
        )


@pytest.mark.django_db
def test_the_second_of_two_editors_is_told(scene: Scene) -> None:
    made = create(scene)
    values = {
        "by": factories.actor(scene.coordinator),
        "at": NOW,
        "course_id": made,
        "version": 1,
        "provider_id": scene.school.pk,
        "merit_giving": False,
        "course_code": "",
        "municipality_id": None,
        "place": "",
        "starts_on": None,
        "ends_on": None,
        "min_participants": None,
        "max_participants": None,
    }
    edit_course(**values, title="Fiber 1")
    with pytest.raises(StaleEdit) as stale:
        edit_course(**values, title="Fiber 2")
    assert stale.value.current["title"] == "Fiber 1"


@pytest.mark.django_db
def test_a_course_of_another_project_is_none_of_this_one(scene: Scene) -> None:
    made = create(scene)
    assert course_with_enrolled(project_id=factories.project().pk, course_id=made) is None


# Pages


def url(name: str, scene: Scene, *more: int) -> str:
    return reverse(name, args=[scene.project.pk, *more])


@pytest.mark.django_db
@pytest.mark.usefixtures("the_clock_stands_still")
def test_the_coordinator_creates_corrects_and_closes_a_course(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)
    assert "Ingen kurser endnu" in client.get(url("project_courses", scene)).content.decode()
    assert client.get(url("course_create", scene)).status_code == 200
    values = {
        "title": "Fiberteknik",
        "merit_giving": "yes",
        "provider_id": scene.school.pk,
        "municipality_id": factories.municipality().pk,
        "starts_on": "01-11-2026",
        "ends_on": "20-11-2026",
        "min_participants": "8",
        "max_participants": "16",
    }
    bad = client.post(url("course_create", scene), {**values, "ends_on": "01-10-2026"})
    assert bad.status_code == 200
    assert 'href="#id_ends_on"' in bad.content.decode()
    assert client.post(url("course_create", scene), values).status_code == 302
    made = Course.objects.get().pk
    shown = client.get(url("course", scene, made)).content.decode()
    assert "Mangler 8 for at nå minimum" in shown
    assert client.get(url("course_edit", scene, made)).status_code == 200
    edited = {**values, "title": "Fiberteknik 1", "version": "1"}
    assert client.post(url("course_edit", scene, made), edited).status_code == 302
    stale = client.post(url("course_edit", scene, made), {**edited, "title": "Fiberteknik 2"})
    assert "har gemt ændringer" in stale.content.decode()
    assert client.get(url("course_held", scene, made)).status_code == 200
    held = {"ends_on": "20-11-2026", "reported_participants": "9", "version": "2"}
    assert client.post(url("course_held", scene, made), held).status_code == 302
    assert Course.objects.get().status == CourseStatus.HELD
    assert "Ret antal deltagere" in client.get(url("course", scene, made)).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("the_clock_stands_still")
def test_the_provider_arranges_its_own_course_but_not_what_it_is(client: Client, scene: Scene) -> None:
    made = create(scene)
    client.force_login(scene.teacher)
    page = client.get(url("course_edit", scene, made)).content.decode()
    assert 'name="place"' in page
    assert 'name="title"' not in page
    values = {"title": "Kapret", "place": "Lokale 4", "min_participants": "6", "version": "1"}
    assert client.post(url("course_edit", scene, made), values).status_code == 302
    course = Course.objects.get()
    assert (course.title, course.place, course.min_participants) == ("Fiberteknik", "Lokale 4", 6)
    assert client.get(url("course_create", scene)).status_code == 403
    assert client.get(url("course_cancel", scene, made)).status_code == 200
    reason = {"reason": "Ingen lærer", "version": "2"}
    assert client.post(url("course_cancel", scene, made), reason).status_code == 302
    assert "Ingen lærer" in client.get(url("course", scene, made)).content.decode()


@pytest.mark.django_db
def test_another_provider_in_the_project_only_reads(client: Client, scene: Scene) -> None:
    made = create(scene)
    other = factories.organisation(OrganisationKind.EDUCATION_PROVIDER)
    Party.objects.create(project=scene.project, organisation=other, joined_on=TODAY)
    client.force_login(factories.user(Role.PROVIDER, other))
    assert client.get(url("course", scene, made)).status_code == 200
    for name in ("course_edit", "course_cancel", "course_held"):
        assert client.get(url(name, scene, made)).status_code == 403
        assert client.post(url(name, scene, made), {}).status_code == 403


@pytest.mark.django_db
def test_the_list_takes_as_many_statements_with_fifty_courses(client: Client, scene: Scene) -> None:
    client.force_login(scene.coordinator)

    def add(number: int) -> None:
        for _at in range(number):
            create(scene)

    assert_page_has_same_number_of_queries(client, url("project_courses", scene), add_rows=add)
    file = b"".join(client.get(url("project_courses", scene) + "?format=csv").streaming_content)
    lines = file.decode("utf-8-sig").splitlines()
    assert len(lines) == 51
    assert lines[1].startswith("Fiberteknik;;")


@pytest.mark.django_db
def test_a_course_is_not_made_smaller_than_the_number_on_it(client: Client, reference: None) -> None:
    scene = make_scene()
    course = scene.course(min_participants=3, max_participants=10)
    enrolled = [scene.candidate() for _at in range(3)]
    for candidacy, status in zip(
        enrolled,
        (EnrolmentStatus.ENROLLED, EnrolmentStatus.ENROLLED, EnrolmentStatus.DROPPED_OUT),
        strict=True,
    ):
        left = status is EnrolmentStatus.DROPPED_OUT
        Enrolment.objects.create(
            candidacy=candidacy,
            course=course,
            status=status,
            enrolled_on=TODAY,
            enrolled_by=scene.users["caseworker"],
            started_on=TODAY if left else None,
            ended_on=TODAY if left else None,
            dropout_reason=DropoutReason.NEW_JOB if left else "",
        )
    found = course_with_enrolled(project_id=scene.project.pk, course_id=course.pk)
    assert found
    assert (found.enrolled.places_taken, found.enrolled.dropped_out) == (2, 1)
    assert found.in_words == "Mangler 1 for at nå minimum"
    client.force_login(scene.users["provider"])
    address = reverse("course_edit", args=[scene.project.pk, course.pk])
    values = {"starts_on": "24-11-2026", "version": "1"}
    refused = client.post(address, {**values, "max_participants": "1"}).content.decode()
    assert "Der er allerede 2 tilmeldte" in refused
    assert client.post(address, {**values, "max_participants": "2"}).status_code == 302
    page = client.get(reverse("course_cancel", args=[scene.project.pk, course.pk])).content.decode()
    assert "2 deltagere er tilmeldt" in page
