"""Starting a project from an old one: what is copied, and that nothing else is."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jobveu.actors.enums import DialogueChannel
from jobveu.actors.models import Dialogue
from jobveu.assessment.models import CounterTask, Overruling, RiskCheck
from jobveu.attachments.enums import FileKind, ScanResult
from jobveu.attachments.models import Attachment
from jobveu.candidates.enums import MatchingMode, Situation, SkillLevel
from jobveu.candidates.models import Candidacy, MatchingProposal, Person
from jobveu.candidates.operations.candidacies import add_candidates
from jobveu.candidates.operations.persons import register_person
from jobveu.education.enums import CourseStatus
from jobveu.education.models import Course
from jobveu.journeys.templates import start_from_template, template_contents
from jobveu.legacy.enums import RowKind
from jobveu.legacy.models import Origin
from jobveu.projects.enums import AgreementKind, CommitmentKind, EndorsementForm, MeetingKind, ProcurementKind
from jobveu.projects.models import (
    Agreement,
    AgreementText,
    Commitment,
    Criterion,
    Endorsement,
    Lesson,
    Meeting,
    Party,
    PlanVersion,
    Procurement,
    Project,
    ProjectDialogue,
    ScreeningTool,
    SetAside,
    Signatory,
    Signature,
    SteeringSeat,
    Task,
)
from jobveu.quality.models import Acceptance
from jobveu.solving.models import SolverRun
from jobveu.surveys.enums import RespondentType
from jobveu.surveys.instruments import PULSE, newest
from jobveu.surveys.models import AnswerSheet, RoundStratum, SurveyRound
from tests import factories
from tests.candidates.scene import a_cpr
from tests.projects import scene as scenes
from tests.projects.scene import NOW, TODAY, Scene

COPIED = {"PlanVersion", "Task", "Course", "ScreeningTool"}


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


def related() -> list[tuple[str, Any, str]]:
    """Every model with a foreign key to a project: its name, itself, and the key's name."""
    return [
        (relation.related_model.__name__, relation.related_model, relation.field.name)
        for relation in Project._meta.related_objects
        if relation.related_model is not Project
    ]


@pytest.fixture
def template(scene: Scene) -> Project:
    """A project with at least one row of everything that a project can have."""
    project = scene.project(need_ids=[scene.need().pk], start_date=date(2026, 1, 5))
    user, plan = scene.coordinator, {"written_by": scene.coordinator, "written_at": NOW}
    Party.objects.create(project=project, organisation=scene.provider, joined_on=TODAY)
    for number in (1, 2):
        PlanVersion.objects.create(
            project=project,
            number=number,
            purpose=f"Formål {number}",
            target_group="Ledige",
            upskilling_need="Fiber",
            matching_model="Praktik",
            **plan,
        )
    tool = ScreeningTool.objects.create(
        project=project, number=1, begun_by=user, begun_at=NOW, issued_by=user, issued_at=NOW
    )
    criterion = {"tool": tool, "kind": "personal", "strength": "must"}
    Criterion.objects.create(**criterion, text="Møder til tiden")
    Criterion.objects.create(**criterion, text="Kun hos os", company=scene.company)
    Task.objects.create(
        project=project,
        title="Find kandidater",
        description="Mindst 20",
        phase=4,
        responsible=scene.job_centre,
        due_on=date(2026, 2, 4),
        done_on=date(2026, 2, 1),
        done_by=user,
    )
    Task.objects.create(project=project, title="Hold møde", phase=3)
    course = {"project": project, "provider": scene.provider, "merit_giving": True}
    Course.objects.create(
        **course,
        title="Fiber 1",
        course_code="40931",
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 20),
        min_participants=8,
        max_participants=16,
        status=CourseStatus.HELD,
    )
    Course.objects.create(**course, title="Aflyst", status=CourseStatus.CANCELLED, cancelled_reason="For få")
    dialogue = Dialogue.objects.create(
        organisation=scene.company,
        spoken_by=user,
        spoken_for=scene.office,
        held_on=TODAY,
        channel=DialogueChannel.VISIT,
        subject="Fiber",
    )
    ProjectDialogue.objects.create(project=project, dialogue=dialogue)
    agreement = Agreement.objects.create(project=project, kind=AgreementKind.PARTNER, title="Aftale")
    text = AgreementText.objects.create(agreement=agreement, number=1, text="Vi er enige.", **plan)
    Signatory.objects.create(agreement=agreement, organisation=scene.union)
    Signature.objects.create(text=text, organisation=scene.union, user=scene.partner, at=NOW)
    Endorsement.objects.create(
        project=project,
        organisation=scene.union,
        form=EndorsementForm.LOGO,
        shown_by="Pjece",
        given_on=TODAY,
    )
    SteeringSeat.objects.create(project=project, organisation=scene.union, since=TODAY)
    meeting = Meeting.objects.create(project=project, kind=MeetingKind.KICK_OFF, starts_at=NOW)
    RiskCheck.objects.create(project=project, meeting=meeting, checked_by=user, checked_at=NOW)
    countered = Task.objects.filter(project=project).order_by("-pk")[0]
    CounterTask.objects.create(project=project, barrier="terms", measure="align-terms", task=countered)
    Overruling.objects.create(
        project=project, element="principle-1", number=1, level=4, reason="R", yardstick="1", by=user, at=NOW
    )
    Commitment.objects.create(
        project=project,
        kind=CommitmentKind.LETTER_OF_INTENT,
        organisation=scene.company,
        given_on=TODAY,
        recorded_by=user,
    )
    Procurement.objects.create(
        project=project,
        kind=ProcurementKind.DIRECT_CHOICE,
        subject="Kurser",
        opened_on=TODAY,
        chosen_provider=scene.provider,
        chosen_on=TODAY,
        choice_reason="Nærmest",
    )
    Lesson.objects.create(project=project, phase=1, title="Lær", text="Noget", written_at=NOW)
    SetAside.objects.create(project=project, indicator="screening", reason="Nej", by=user, at=NOW)
    Attachment.objects.create(
        project=project,
        stored_as=uuid4(),
        name="Analyse.pdf",
        kind=FileKind.PDF,
        size=5,
        sha256="0" * 64,
        scan=ScanResult.NOT_SCANNED,
        uploaded_by=user,
        uploaded_at=NOW,
    )
    _candidate(scene, project)
    run = SolverRun.objects.create(solver="matching", ordered_by=user, ordered_at=NOW, time_limit=60)
    MatchingProposal.objects.create(project=project, run=run, mode=MatchingMode.BEST, choices={})
    Origin.objects.create(system="CRM", kind=RowKind.PROJECTS, key="17", old_id="17", project=project)
    Acceptance.objects.create(
        project=project, rule="no-industry", facts={}, reason="Prøve", accepted_by=user, accepted_at=NOW
    )
    _asked(project)
    return project


def _asked(project: Project) -> None:
    pulse = newest(PULSE)
    row = SurveyRound.objects.create(
        name="Puls",
        instrument=pulse.name,
        instrument_digest=pulse.digest,
        project=project,
        statuses=[project.status],
        project_types=[project.type],
        respondent_types=[RespondentType.WORKPLACE],
        closes_on=TODAY,
        made_at=NOW,
    )
    stratum = RoundStratum.objects.create(round=row, respondent_type=RespondentType.WORKPLACE, population=1)
    AnswerSheet.objects.create(round=row, stratum=stratum, project=project, complete=True, values={})


def _candidate(scene: Scene, project: Project) -> None:
    Party.objects.create(project=project, organisation=scene.job_centre, joined_on=TODAY)
    by = factories.actor(scene.caseworker)
    person_id = register_person(
        by=by,
        at=NOW,
        name="Opdigtet Person",
        cpr=a_cpr(),
        job_centre_id=scene.job_centre.pk,
        situation=Situation.UNEMPLOYED,
        skill_level=SkillLevel.UNSKILLED,
        synthetic=True,
    )
    add_candidates(by=by, at=NOW, project_id=project.pk, person_ids=[person_id])


def start(scene: Scene, template: Project, **fields: Any) -> Project:
    return start_from_template(
        by=scene.by, at=NOW, template_id=template.pk, **scene.values(title="Anden gang", **fields)
    )


def test_the_template_of_these_tests_holds_a_row_of_everything_a_project_can_have(template: Project) -> None:
    empty = [name for name, model, key in related() if not model.objects.filter(**{key: template}).exists()]
    assert empty == []


def test_nothing_but_plan_tasks_and_courses_is_copied(scene: Scene, template: Project) -> None:
    made = start(scene, template)
    filled = {name for name, model, key in related() if model.objects.filter(**{key: made}).exists()}
    assert filled == COPIED
    assert made.template == template
    assert (made.published_at, made.coordinating_organisation) == (None, None)


def test_the_plan_is_version_1_and_says_where_it_is_from(scene: Scene, template: Project) -> None:
    plan = PlanVersion.objects.get(project=start(scene, template))
    assert (plan.number, plan.purpose, plan.written_by) == (1, "Formål 2", scene.coordinator)
    assert "Fiberteknikere i Randers" in plan.change_note
    assert "version 2" in plan.change_note


def test_tasks_keep_their_distance_from_the_start_and_lose_who_did_them(
    scene: Scene, template: Project
) -> None:
    made = start(scene, template, start_date=date(2027, 1, 5))
    task = Task.objects.get(project=made, title="Find kandidater")
    assert task.due_on == date(2027, 2, 4)
    assert (task.responsible, task.done_on, task.done_by, task.phase) == (None, None, None, 4)
    assert task.description == "Mindst 20\n\nAnsvarlig i skabelonen: jobcenter"
    assert Task.objects.get(project=made, title="Hold møde").due_on is None


def test_courses_come_without_dates_provider_and_those_that_were_cancelled(
    scene: Scene, template: Project
) -> None:
    course = Course.objects.get(project=start(scene, template))
    assert (course.title, course.course_code, course.merit_giving) == ("Fiber 1", "40931", True)
    assert (course.min_participants, course.max_participants) == (8, 16)
    assert (course.provider, course.starts_on, course.ends_on, course.status) == (None, None, None, "planned")


def test_a_template_without_a_plan_gives_none(scene: Scene) -> None:
    bare = scene.project()
    contents = template_contents(template_id=bare.pk)
    assert contents is not None
    assert (contents.has_plan, contents.tasks, contents.courses) == (False, 0, 0)
    assert not PlanVersion.objects.filter(project=start(scene, bare)).exists()
    assert template_contents(template_id=0) is None


def test_a_project_is_started_from_a_template_in_the_browser(
    client: Client, scene: Scene, template: Project
) -> None:
    client.force_login(scene.coordinator)
    url = f"{reverse('project_create')}?skabelon={template.pk}"
    text = client.get(url).content.decode()
    assert "Skabelon: Fiberteknikere i Randers" in text
    assert "2 opgaver" in text
    values = scene.values()
    data = {
        "title": "Anden gang",
        "type": "unemployed",
        "target_groups": ["unemployed"],
        "council_id": values["council_id"],
        "industry_id": values["industry_id"],
        "start_date": "04-01-2027",
        "initiative": "company",
        "coordinator_id": scene.coordinator.pk,
        "coordinator_role": "coordinator",
    }
    assert client.post(url, data).status_code == 302
    made = Project.objects.get(title="Anden gang")
    text = client.get(reverse("project", args=[made.pk])).content.decode()
    assert "Bygger på" in text
    assert Candidacy.objects.filter(project=made).count() == 0
    assert Person.objects.count() == 1
