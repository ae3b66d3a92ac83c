"""The pages as they are used: forms sent and sent wrongly, lists filtered and sorted, the same statements
for one row as for fifty."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.candidates.enums import EnrolmentStatus, IdentityPart, Milestone, Situation
from jobveu.candidates.models import (
    Candidacy,
    Enrolment,
    FollowUp,
    IdentityView,
    Outcome,
    Person,
    Presentation,
    Screening,
)
from jobveu.candidates.operations import outcomes, persons
from jobveu.candidates.queries import persons as queries
from jobveu.common.history import erasing
from jobveu.common.models import AuditEntry
from jobveu.journeys.enrolment import enrol
from jobveu.projects.enums import ProjectStatus
from jobveu.web.staff.candidates.candidacy import MILESTONE_PATHS
from tests import factories
from tests.candidates.scene import NOW, TODAY, Scene, a_cpr
from tests.web.query_counts import assert_page_has_same_number_of_queries


@pytest.fixture
def client(scene: Scene) -> Client:
    return scene.client("caseworker")


def person_fields(**changes: str) -> dict[str, str]:
    return {
        "identity_name": "Opdigtet Prøvesen",
        "identity_cpr": a_cpr().formatted(),
        "identity_phone": "",
        "identity_email": "",
        "situation": "unemployed",
        "skill_level": "unskilled",
        "municipality": "",
        "submission": str(uuid4()),
    } | changes


def test_a_person_is_registered_and_a_double_click_registers_one(scene: Scene, client: Client) -> None:
    fields = person_fields()
    first = client.post(reverse("person_create"), fields)
    second = client.post(reverse("person_create"), fields)
    person = Person.objects.get()
    assert first.url == second.url == reverse("person", args=[person.pk])
    page = client.get(first.url, follow=True).content.decode()
    assert "Opdigtet Prøvesen" in page
    assert "Opdigtet Prøvesen" not in page.partition("</title>")[0]


def test_a_known_cpr_number_leads_to_the_person(scene: Scene, client: Client) -> None:
    cpr = a_cpr()
    person = scene.person(cpr=cpr)
    body = client.post(reverse("person_create"), person_fields(identity_cpr=cpr.formatted())).content.decode()
    assert f'href="{reverse("person", args=[person.pk])}"' in body
    assert "allerede registreret" in body
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"identity_cpr": "991399-1234"},
        {"identity_name": ""},
        {"situation": "employed", "vulnerable": "on"},
        {"identity_email": "ikke en adresse"},
    ],
)
def test_what_is_wrong_is_said_above_the_form(client: Client, changes: dict[str, str]) -> None:
    response = client.post(reverse("person_create"), person_fields(**changes))
    assert "error-summary-heading" in response.content.decode()
    assert not Person.objects.exists()


def test_another_edit_in_between_is_shown_and_the_look_at_it_recorded(scene: Scene, client: Client) -> None:
    person = scene.person("Opdigtet Før")
    url = reverse("person_edit", args=[person.pk])
    client.get(url)
    persons.edit_person(
        by=scene.actor("colleague"),
        at=NOW,
        person_id=person.pk,
        version=1,
        name="Opdigtet Imens",
        situation=Situation.EMPLOYED,
        skill_level="skilled",
    )
    with erasing():
        IdentityView.objects.all().delete()
    fields = person_fields(identity_name="Opdigtet Efter", identity_cpr="", version="1")
    body = client.post(url, fields).content.decode()
    assert "Opdigtet Imens" in body
    assert "Opdigtet Efter" in body
    assert IdentityView.objects.get().part == IdentityPart.CONTACT
    fields |= {"version": "2", "submission": str(uuid4())}
    assert client.post(url, fields).status_code == 302
    assert "Opdigtet Efter" in client.get(reverse("person", args=[person.pk])).content.decode()


def test_the_cpr_number_is_shown_for_a_purpose_only_and_not_by_a_link(scene: Scene, client: Client) -> None:
    cpr = a_cpr()
    person = scene.person(cpr=cpr, phone="99887766")
    url = reverse("person_identity", args=[person.pk])
    assert cpr.formatted() not in client.get(url, follow=True).content.decode()
    refused = client.post(url, {}).content.decode()
    assert cpr.formatted() not in refused
    assert "error-summary-heading" in refused
    shown = client.post(url, {"purpose": "contact"}).content.decode()
    assert cpr.formatted() in shown
    assert "99887766" in shown
    look = IdentityView.objects.order_by("id").last()
    assert (look.part, look.purpose) == (IdentityPart.FULL, "contact")
    log = client.get(reverse("person", args=[person.pk])).content.decode()
    assert "Jeg skal kontakte personen" in log
    assert (
        "Jeg skal kontakte"
        not in scene.client("consultant").get(reverse("person", args=[person.pk])).content.decode()
    )


def test_the_list_of_persons_is_alphabetical_and_narrowed_by_its_filters(
    scene: Scene, client: Client
) -> None:
    names = ["Åse", "Bo", "Ærlig", "Øjvind", "Aage", "Anna"]
    rows = {name: scene.candidate(f"{name} Opdigtet") for name in names}
    scene.person("Skjult Opdigtet", "other_caseworker")
    url = reverse("person_list")

    def order(query: str = "") -> list[str]:
        body = client.get(url + query).content.decode()
        shown = [name for name in names if f"{name} Opdigtet" in body]
        return sorted(shown, key=lambda name: body.index(f"{name} Opdigtet"))

    assert order() == ["Anna", "Bo", "Ærlig", "Øjvind", "Aage", "Åse"]
    assert order("?sorter=-name") == order()[::-1]
    Person.objects.filter(pk=rows["Bo"].person_id).update(vulnerable=True)
    assert order("?vulnerable=yes") == ["Bo"]
    assert "Bo" not in order("?vulnerable=no")
    outcomes.record_follow_up(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=rows["Anna"].pk,
        held_on=TODAY - timedelta(days=9),
        channel="phone",
        note="Ringet",
        next_on=TODAY - timedelta(days=2),
    )
    FollowUp.objects.update(held_on="2020-01-01", next_on="2020-02-01")
    assert order("?overdue=on") == ["Anna"]
    outcomes.record_follow_up(
        by=scene.actor("caseworker"),
        at=NOW,
        candidacy_id=rows["Anna"].pk,
        held_on=TODAY,
        channel="phone",
        note="Ringet igen",
    )
    assert order("?overdue=on") == []
    assert order(f"?project={scene.project.pk}&skill_level=unskilled&situation=unemployed") == order()


def test_a_candidate_goes_all_the_way_through_the_pages(scene: Scene, client: Client) -> None:
    person, course = scene.person("Opdigtet Vejfarende"), scene.course()
    project = reverse("candidate_add", args=[scene.project.pk])
    found = client.post(
        project, {"_search": "identity_persons", "identity_persons-q": "vejf"}
    ).content.decode()
    assert "Opdigtet Vejfarende" in found
    client.post(project, {"identity_persons": [str(person.pk)], "submission": str(uuid4())})
    row = Candidacy.objects.get()

    def send(name: str, *args: object, who: Client = client, **fields: object) -> None:
        url = reverse(name, args=[row.pk, *args])
        opened = who.get(url)
        assert opened.status_code == 200
        version = {"version": opened.context["version"]} if opened.context["version"] else {}
        response = who.post(url, {"submission": str(uuid4())} | version | fields)
        assert response.status_code == 302, response.content.decode()
        assert response.url == reverse("candidacy", args=[row.pk])

    day = f"{TODAY - timedelta(days=1):%d-%m-%Y}"
    today_of_server = AuditEntry.objects.order_by("-at").first().at
    day = f"{today_of_server - timedelta(days=1):%d-%m-%Y}"
    course.ends_on = today_of_server.date() + timedelta(days=30)
    course.starts_on = course.ends_on - timedelta(days=40)
    course.save()
    send("screening_record", result="passed", reason="Har kørekort", screened_on=day)
    send("presentation_record", companies=[scene.company.pk], presented_on=day)
    send("enrolment_create", course=course.pk)
    enrolment = Enrolment.objects.get().pk
    school = scene.client("provider")
    send("enrolment_start", enrolment, who=school, started_on=day)
    send("follow_up_record", who=school, held_on=day, channel="course_visit", note="Møder hver dag")
    send("enrolment_complete", enrolment, who=school, ended_on=day)
    send("enrolment_undo", enrolment)
    send("enrolment_drop_out", enrolment, ended_on=day, reason="new_job")
    send("presentation_end", Presentation.objects.get().pk)
    send("outcome_record", "slut", kind="ordinary_job", as_of=day, employer=scene.company.pk)
    send("outcome_record", "slut", kind="unknown", as_of=day, employer="")
    assert Outcome.objects.get().version == 2
    assert Screening.objects.get().reason == "Har kørekort"
    send("candidacy_withdraw", reason="Prøven er slut")
    page = client.get(reverse("candidacy", args=[row.pk])).content.decode()
    for text in ("Har kørekort", "Møder hver dag", "Fik andet job", "Prøven er slut", scene.company.name):
        assert text in page


def test_a_second_click_on_removing_an_enrolment_ends_where_the_first_did(
    scene: Scene, client: Client
) -> None:
    row = scene.candidate()
    id_ = enrol(by=scene.actor("caseworker"), at=NOW, candidacy_id=row.pk, course_id=scene.course().pk)
    url = reverse("enrolment_undo", args=[row.pk, id_])
    fields = {"version": "1", "submission": str(uuid4())}
    assert [client.post(url, fields).status_code for _ in range(2)] == [302, 302]
    assert not Enrolment.objects.exists()
    assert client.get(url).status_code == 404


def test_several_participants_are_moved_on_after_a_preview(scene: Scene) -> None:
    course = scene.course()
    for number in range(3):
        enrol(
            by=scene.actor("caseworker"),
            at=NOW,
            candidacy_id=scene.candidate(f"Opdigtet {number}").pk,
            course_id=course.pk,
        )
    first, second, third = Enrolment.objects.order_by("id")
    Enrolment.objects.filter(pk=third.pk).update(status=EnrolmentStatus.STARTED, started_on=TODAY)
    school = scene.client("provider")
    url = reverse("course_participants", args=[scene.project.pk, course.pk])
    fields = {
        "step": "start",
        "on": "01-02-2024",
        "identity_participants": [f"{row.pk}-1" for row in (first, second, third)],
    }
    preview = school.post(url, fields).content.decode()
    assert "2 deltagere begyndte" in preview
    assert "Opdigtet 2: Begyndt" in preview
    assert Enrolment.objects.filter(status=EnrolmentStatus.STARTED).count() == 1
    fields |= {
        "identity_participants": [f"{row.pk}-1" for row in (first, second)],
        "confirmed": "1",
        "submission": str(uuid4()),
    }
    assert school.post(url, fields).status_code == 302
    assert Enrolment.objects.filter(status=EnrolmentStatus.STARTED).count() == 3
    stale = school.post(url, fields | {"submission": str(uuid4())}).content.decode()
    assert "Listen har ændret sig" in stale
    project = reverse("project_candidates", args=[scene.project.pk])
    for who, status in (
        ("provider", 200),
        ("caseworker", 200),
        ("other_provider", 404),
        ("coordinator", 404),
        ("other_caseworker", 404),
    ):
        client = scene.client(who)
        assert client.get(url).status_code == status
        assert (url in client.get(project).content.decode()) == (status == 200)


@pytest.mark.parametrize(
    ("name", "status"),
    [("person", 404), ("person_edit", 404), ("person_identity", 404), ("identity_log", 404)],
)
def test_other_job_centres_are_told_that_there_is_no_such_person(
    scene: Scene, name: str, status: int
) -> None:
    url = reverse(name, args=[scene.person().pk])
    for who in ("other_caseworker", "coordinator", "provider", "company", "analyst"):
        assert scene.client(who).get(url).status_code == status
        assert scene.client(who).post(url, {"purpose": "contact"}).status_code == status


def test_every_milestone_has_an_address() -> None:
    assert set(MILESTONE_PATHS.values()) == set(Milestone)


def test_the_list_of_persons_asks_the_same_for_one_as_for_fifty(scene: Scene, client: Client) -> None:
    def add(count: int) -> None:
        for number in range(count):
            scene.candidate(f"Opdigtet {number}")

    assert_page_has_same_number_of_queries(client, reverse("person_list") + "?vis=100", add_rows=add)


def test_persons_are_narrowed_by_the_newest_active_projects_of_the_job_centre(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PROJECTS_TO_CHOOSE", 2)
    for title, year, fields in (
        ("Ældst", 2020, {}),
        ("Åben", 2024, {}),
        ("Afsluttet", 2025, {"status": ProjectStatus.COMPLETED, "end_date": date(2025, 9, 1)}),
        ("Nyest", 2026, {}),
    ):
        factories.project(scene.centre, title=title, start_date=date(year, 2, 1), **fields)
    factories.project(scene.other_centre, title="Nabocentrets", start_date=date(2026, 3, 1))
    scene.project.delete()
    shown = queries.project_filter(by=scene.actor("caseworker"))
    assert [choice.label for choice in shown] == ["Nyest", "Åben"]


@pytest.mark.parametrize("who", ["caseworker", "coordinator", "provider"])
def test_the_list_of_candidates_asks_the_same_for_one_as_for_fifty(scene: Scene, who: str) -> None:
    course = scene.course()

    def add(count: int) -> None:
        people = [scene.person(f"Opdigtet {number}") for number in range(count)]
        Enrolment.objects.bulk_create(
            Enrolment(candidacy=row, course=course, enrolled_on=TODAY, enrolled_by=scene.users["caseworker"])
            for row in scene.add(people)
        )

    client = scene.client(who)
    url = reverse("project_candidates", args=[scene.project.pk]) + "?vis=100"
    assert_page_has_same_number_of_queries(client, url, add_rows=add)
    if who == "provider":
        url = reverse("course_participants", args=[scene.project.pk, course.pk])
        assert_page_has_same_number_of_queries(client, url, add_rows=add)
