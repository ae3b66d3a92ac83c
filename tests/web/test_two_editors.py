"""Two have the same form open. What the first one saves is not undone by the second, who is shown it, with the own
text kept: of the forms that show several rows, or a row that is replaced whole and counts no version of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from jobveu.candidates.enums import ActivityKind, Attendance, ScreeningResult
from jobveu.candidates.models import Activity, Candidacy, CompanyScore, CourseDay, Enrolment, Screening, Wish
from jobveu.candidates.operations.activities import Invitation, invite
from jobveu.candidates.operations.enrolments import start_enrolment
from jobveu.candidates.operations.screening import record_screening
from jobveu.education.models import Course
from jobveu.journeys.enrolment import enrol
from jobveu.legacy.models import Import
from jobveu.privacy.enums import DataKind
from jobveu.projects.enums import MeetingKind
from jobveu.projects.models import Meeting, SetAside
from tests.candidates.scene import NOW, TODAY, Scene, make_scene
from tests.editing import carried, opened, second_editor_is_told
from tests.legacy.files import PROJECT_HEADER, csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(reference: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr("jobveu.web.access.timezone.now", lambda: NOW)
    return make_scene()


def step(scene: Scene) -> dict[str, Any]:
    return {"by": scene.actor("caseworker"), "at": NOW}


def started(scene: Scene, candidacy: Candidacy, course: Course) -> Enrolment:
    id_ = enrol(**step(scene), candidacy_id=candidacy.pk, course_id=course.pk)
    start_enrolment(**step(scene), enrolment_id=id_, version=1, started_on=course.starts_on or TODAY)
    return Enrolment.objects.get(pk=id_)


def test_the_school_and_the_job_centre_record_the_same_day(scene: Scene) -> None:
    course = scene.course(starts_on=TODAY - timedelta(days=3))
    one, other = (started(scene, scene.candidate(f"Opdigtet {name}"), course) for name in ("Anna", "Bo"))
    url = reverse("course_day", args=[scene.project.pk, course.pk])
    page = second_editor_is_told(
        url,
        first=scene.client("provider"),
        second=scene.client("caseworker"),
        saved={f"came_{one.pk}": "excused", f"came_{other.pk}": ""},
        typed={f"came_{one.pk}": "came", f"came_{other.pk}": ""},
    )
    assert "Bruger provider har gemt ændringer" in page
    assert f'<div class="jv-prewrap">{Attendance.EXCUSED.label}</div>' in page


def test_what_the_other_recorded_stays_where_nothing_was_chosen(scene: Scene) -> None:
    """The second one has chosen for one participant alone; a participant who began meanwhile is not on the page."""
    course = scene.course(starts_on=TODAY - timedelta(days=3))
    one, other = (started(scene, scene.candidate(f"Opdigtet {name}"), course) for name in ("Anna", "Bo"))
    url = reverse("course_day", args=[scene.project.pk, course.pk])
    first, second = scene.client("provider"), scene.client("caseworker")
    mine = opened(second, url)
    third = started(scene, scene.candidate("Opdigtet Carl"), course)
    sent = opened(first, url) | {f"came_{other.pk}": "absent", f"came_{third.pk}": "absent"}
    assert first.post(url, sent).status_code == 302
    answer = second.post(url, mine | {f"came_{one.pk}": "came", f"came_{other.pk}": ""})
    page = answer.content.decode()
    assert "Felter, du ikke selv har rettet i, viser nu det gemte: Opdigtet Bo, Opdigtet Carl." in page
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert second.post(url, carried(page) | again).status_code == 302
    told = dict(CourseDay.objects.values_list("enrolment_id", "attendance"))
    assert told == {one.pk: "came", other.pk: "absent", third.pk: "absent"}


def test_two_caseworkers_record_what_the_invited_answer(scene: Scene) -> None:
    meeting = Meeting.objects.create(project=scene.project, kind=MeetingKind.INFORMATION, starts_at=NOW)
    invitation = Invitation(kind=ActivityKind.INFORMATION_MEETING, meeting_id=meeting.pk)
    one, other = (
        invite(**step(scene), candidacy_id=scene.candidate(f"Opdigtet {name}").pk, invitation=invitation)
        for name in ("Anna", "Bo")
    )
    asked = {f"answer_{one}": "awaited", f"came_{one}": "", f"answer_{other}": "awaited", f"came_{other}": ""}
    url = reverse("meeting_invited", args=[scene.project.pk, meeting.pk])
    page = second_editor_is_told(
        url,
        first=scene.client("caseworker"),
        second=scene.client("colleague"),
        saved=asked | {f"answer_{one}": "accepted", f"came_{one}": "came"},
        typed=asked | {f"answer_{one}": "declined", f"came_{one}": "absent"},
    )
    assert "Bruger caseworker har gemt ændringer" in page
    assert set(Activity.objects.values_list("answer", "attendance")) == {
        ("declined", "absent"),
        ("awaited", ""),
    }


@pytest.mark.parametrize("what", ["screening", "aktivitet"])
def test_two_correct_the_same_text(scene: Scene, what: str) -> None:
    candidacy = scene.candidate()
    if what == "screening":
        record_screening(
            **step(scene),
            candidacy_id=candidacy.pk,
            result=ScreeningResult.FAILED,
            reason="Før",
            screened_on=TODAY,
        )
        record_id = Screening.objects.get().pk
    else:
        invitation = Invitation(
            kind=ActivityKind.WORK_PLACEMENT, company_id=scene.company.pk, starts_on=TODAY
        )
        record_id = invite(**step(scene), candidacy_id=candidacy.pk, invitation=invitation)
    page = second_editor_is_told(
        reverse("record_correct", args=[candidacy.pk, what, record_id]),
        first=scene.client("caseworker"),
        second=scene.client("colleague"),
        saved={"text": "Den førstes ord", "reason": "Slåfejl"},
        typed={"text": "Den andens ord", "reason": "Præciseret"},
    )
    assert "Den førstes ord" in page
    if what == "aktivitet":
        assert Activity.objects.get().version == 3, "whoever has the activity itself open is told too"


def test_an_indicator_is_set_aside_by_two(scene: Scene) -> None:
    url = reverse("indicator_set_aside", args=[scene.project.pk, "project-plan"])
    page = second_editor_is_told(
        url,
        first=scene.client("coordinator"),
        second=scene.client("manager"),
        saved={"reason": "Planen står i aftalen"},
        typed={"reason": "Projektet er for lille"},
    )
    assert "Planen står i aftalen" in page
    assert "Bruger coordinator har gemt ændringer" in page
    mine = opened(scene.client("coordinator"), url)
    SetAside.objects.all().delete()
    answer = scene.client("coordinator").post(url, mine | {"reason": "Stadig for lille"})
    assert "har gemt ændringer" in answer.content.decode(), "it has been taken up again"


def test_two_record_what_a_candidate_wishes_and_what_companies_say(scene: Scene) -> None:
    candidacy, course = scene.candidate(), scene.course()
    one, other = f"company_{scene.company.pk}", f"company_{scene.other_company.pk}"
    fine = {one: "fine", other: "fine", f"course_{course.pk}": "fine"}
    page = second_editor_is_told(
        reverse("wishes", args=[candidacy.pk]),
        first=scene.client("caseworker"),
        second=scene.client("colleague"),
        saved=fine | {one: "no"},
        typed=fine | {one: "most"},
    )
    assert "Bruger caseworker har gemt ændringer" in page
    assert Wish.objects.get().level == "most"
    second_editor_is_told(
        reverse("company_scores", args=[candidacy.pk]),
        first=scene.client("coordinator"),
        second=scene.client("colleague"),
        saved={one: "most", other: ""},
        typed={one: "no", other: ""},
    )
    assert CompanyScore.objects.get().level == "no"


def test_a_course_that_was_changed_meanwhile_is_not_ended_unseen(scene: Scene) -> None:
    past = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=2)}
    held, cancelled = scene.course(**past), scene.course()
    page = second_editor_is_told(
        reverse("course_held", args=[scene.project.pk, held.pk]),
        first=scene.client("provider"),
        second=scene.client("coordinator"),
        saved={"ends_on": "20-11-2026", "reported_participants": "9"},
        typed={"ends_on": "20-11-2026", "reported_participants": "11"},
    )
    assert "Bruger provider har gemt ændringer" in page
    url = reverse("course_cancel", args=[scene.project.pk, cancelled.pk])
    client = scene.client("provider")
    mine = opened(client, url)
    Course.objects.filter(pk=cancelled.pk).update(place="Ny skole", version=2)
    page = client.post(url, mine | {"reason": "Ingen lærer"}).content.decode()
    assert "har gemt ændringer" in page
    assert client.post(url, carried(page) | {"reason": "Ingen lærer"}).status_code == 302


def test_two_choose_a_companys_contact_and_note_when_it_may_be_called(scene: Scene) -> None:
    users = scene.users
    page = second_editor_is_told(
        reverse("primary_contact_choose", args=[scene.company.pk]),
        first=scene.client("caseworker"),
        second=scene.client("coordinator"),
        saved={"user_id": users["caseworker"].pk},
        typed={"user_id": users["coordinator"].pk},
    )
    assert "Bruger caseworker har gemt ændringer" in page
    soon, later = (f"{TODAY + timedelta(days=days):%d-%m-%Y}" for days in (30, 60))
    page = second_editor_is_told(
        reverse("pause_note", args=[scene.company.pk]),
        first=scene.client("company"),
        second=scene.client("coordinator"),
        saved={"until": later, "reason": "Vi bygger om"},
        typed={"until": soon, "reason": "De har travlt"},
    )
    assert "Vi bygger om" in page


def test_two_administrators_decide_on_a_period(scene: Scene) -> None:
    page = second_editor_is_told(
        reverse("retention_period", args=[DataKind.CONTACT.value]),
        first=scene.client("administrator"),
        second=scene.client("administrator"),
        saved={"months": "36", "decision": "Direktionen, punkt 4"},
        typed={"months": "12", "decision": "Direktionen, punkt 5"},
    )
    assert "Bruger administrator har gemt ændringer" in page


def test_two_say_which_columns_of_a_file_are_which(scene: Scene) -> None:
    client = scene.client("administrator")
    file = csv_file(PROJECT_HEADER, ("1", "Ét", *[""] * (len(PROJECT_HEADER) - 2)))
    file.name = "register.csv"
    client.post(reverse("import_upload"), {"file": file, "kind": "projects", "system": "VIREGO"})
    row = Import.objects.get()
    url = reverse("import_map", args=[row.pk])
    mine = opened(client, url)
    columns = {"old_id": "Projektnr", "title": "Titel", "type": "Type"}
    Import.objects.update(columns=columns | {"title": "RAR"})
    page = client.post(url, mine | columns).content.decode()
    assert "har gemt ændringer" in page
    assert "viser nu det gemte: " in page
