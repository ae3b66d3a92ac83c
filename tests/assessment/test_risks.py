"""Going through the barriers at meetings, and making counter-measures tasks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.accounts.enums import Role
from jobveu.assessment.barriers import RiskState
from jobveu.assessment.models import CounterTask, RiskCheck
from jobveu.assessment.operations.risks import Answer, check_risks, counter
from jobveu.assessment.queries.risks import checks_of
from jobveu.common.errors import DomainError, StaleEdit
from jobveu.common.models import AuditEntry
from jobveu.projects.models import Meeting, Project, Task
from jobveu.projects.operations.tasks import delete_task, finish_task
from tests import factories
from tests.assessment import scene as scenes
from tests.assessment.scene import Scene
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


@pytest.fixture
def project(scene: Scene) -> Project:
    return scenes.full(scene, status="active", end_date=None)


def meeting(project: Project, kind: str = "steering_group", day: int = 1) -> Meeting:
    return Meeting.objects.create(
        project=project, kind=kind, starts_at=datetime(2026, 11, day, 9, tzinfo=UTC)
    )


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_check_is_made_once_for_a_meeting_and_corrected(scene: Scene, project: Project) -> None:
    by = factories.actor(scene.coordinator)
    at_meeting = meeting(project)
    answers = {"terms": Answer(RiskState.PRESENT, " Uens transport "), "credit": Answer(RiskState.ABSENT)}
    check_risks(meeting_id=at_meeting.pk, version=0, answers=answers, by=by, at=NOW)
    [row] = [one for one in checks_of(project_id=project.pk) if one.meeting_id == at_meeting.pk]
    assert row.answers == {
        "terms": Answer(RiskState.PRESENT, "Uens transport"),
        "credit": Answer(RiskState.ABSENT),
    }
    with pytest.raises(StaleEdit) as stale:
        check_risks(meeting_id=at_meeting.pk, version=0, answers=answers, by=by, at=NOW)
    assert stale.value.current["terms"] == "present"
    check_risks(
        meeting_id=at_meeting.pk, version=1, answers={"terms": Answer(RiskState.ABSENT)}, by=by, at=NOW
    )
    [check] = RiskCheck.objects.all()
    assert [(one.barrier, one.state) for one in check.answers.all()] == [("terms", "absent")]
    entries = AuditEntry.objects.filter(room="assessment.riskcheck").order_by("pk")
    assert [(one.action, one.details) for one in entries] == [
        ("risk_check.recorded", {"barriers": ["terms"]}),
        ("risk_check.changed", {"barriers": []}),
    ]


def test_only_kick_off_and_steering_group_meetings_are_asked(scene: Scene, project: Project) -> None:
    by = factories.actor(scene.coordinator)
    answers = {"terms": Answer(RiskState.PRESENT)}
    with pytest.raises(DomainError, match="opstartsmødet"):
        check_risks(meeting_id=meeting(project, "information").pk, version=0, answers=answers, by=by, at=NOW)
    with pytest.raises(DomainError, match="mindst ét"):
        check_risks(meeting_id=meeting(project).pk, version=0, answers={}, by=by, at=NOW)


def test_a_counter_measure_becomes_a_task_once(scene: Scene, project: Project) -> None:
    by = factories.actor(scene.coordinator)
    values = {
        "project_id": project.pk,
        "barrier": "terms",
        "measure": "align-terms",
        "title": "Aftal fælles vilkår",
        "responsible_id": scene.job_centre.pk,
        "due_on": TODAY,
    }
    task_id = counter(**values, by=by, at=NOW)
    task = Task.objects.get(pk=task_id)
    assert (task.title, task.responsible_id, task.phase) == ("Aftal fælles vilkår", scene.job_centre.pk, 3)
    with pytest.raises(DomainError, match="åben opgave"):
        counter(**values, by=by, at=NOW)
    finish_task(task_id=task_id, by=by, at=NOW)
    again = counter(**values, by=by, at=NOW)
    delete_task(task_id=again, by=by, at=NOW)
    assert [row.task_id for row in CounterTask.objects.all()] == [task_id]
    with pytest.raises(DomainError, match="findes ikke"):
        counter(**{**values, "measure": "noget"}, by=by, at=NOW)


def test_the_pages(scene: Scene, project: Project) -> None:
    client = client_of(scene.coordinator)
    risks = reverse("project_risks", args=[project.pk])
    assert "Risici er ikke gennemgået endnu" in client.get(risks).content.decode()
    first, second = meeting(project, day=1), meeting(project, day=15)
    for row, state in ((first, "possible"), (second, "present")):
        url = reverse("risk_check", args=[project.pk, row.pk])
        assert "uens" not in client.get(url).content.decode()
        answer = client.post(url, {"terms": state, "terms-note": "Uens", "credit": "absent", "version": 0})
        assert (answer.status_code, answer["Location"]) == (302, risks)
    nothing = client.post(reverse("risk_check", args=[project.pk, second.pk]), {"version": 1})
    assert "Svar på mindst ét af spørgsmålene." in nothing.content.decode()
    page = client.get(risks)
    [seen] = page.context["seen"]
    assert (seen.barrier.key, seen.note, seen.before) == ("terms", "Uens", ("Måske",))
    [measure] = seen.measures
    form = client.get(measure.href)
    assert 'value="Aftal fælles vilkår for deltagerne med jobcentrene"' in form.content.decode()
    client.post(
        measure.href,
        {"title": "Aftal vilkår", "responsible_id": scene.union.pk, "due_on": "31-12-2026"},
    )
    [seen] = client.get(risks).context["seen"]
    assert (seen.measures[0].task.title, seen.measures[0].href) == ("Aftal vilkår", "")
    company = client_of(factories.user(Role.COMPANY, scene.company))
    shown = company.get(risks)
    assert shown.status_code == 200
    assert not shown.context["meetings"][0].href
    assert company.get(measure.href).status_code == 403
    information = meeting(project, "information")
    assert client.get(reverse("risk_check", args=[project.pk, information.pk])).status_code == 404
    assert client.get(reverse("counter_create", args=[project.pk, "terms", "noget"])).status_code == 404


def test_a_meeting_that_is_deleted_says_that_its_risk_check_goes_along(
    scene: Scene, project: Project
) -> None:
    client, at_meeting = client_of(scene.coordinator), meeting(project)
    address = reverse("meeting_delete", args=[project.pk, at_meeting.pk])
    assert "risikotjek" not in client.get(address).content.decode()
    check = reverse("risk_check", args=[project.pk, at_meeting.pk])
    client.post(check, {"terms": "present", "terms-note": "Uens vilkår", "version": 0})
    assert "det risikotjek, der blev gjort på mødet" in client.get(address).content.decode()
    client.post(address)
    assert not RiskCheck.objects.filter(meeting=at_meeting.pk).exists()
    told = client.get(reverse("project_history", args=[project.pk])).content.decode()
    assert "Uens vilkår" in told
    assert "Jobcentrene giver deltagerne forskellige vilkår" in told


def test_what_preceded_what_has_a_page(scene: Scene, project: Project) -> None:
    page = client_of(scene.coordinator).get(reverse("barriers"))
    assert page.status_code == 200
    assert page.context["projects"] == 1
    assert "ikke hvad der var årsagen" in page.content.decode()
    assert [event.known for event in page.context["events"]] == ["", "0 af 1 projekt", ""]
