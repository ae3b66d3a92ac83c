"""What projects are judged by is what is recorded: read in a fixed number of statements, counted once more here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from jobveu.assessment.assessing import assess_several
from jobveu.assessment.facts import ProjectFacts
from jobveu.assessment.indicators import INDICATORS
from jobveu.assessment.queries.assessments import assessment_of_project
from jobveu.assessment.queries.facts import facts_of_all, facts_of_project
from jobveu.assessment.queries.records import kept_with, record_now, record_of
from jobveu.assessment.ratios import Missing, Ratio
from jobveu.assessment.record import Part
from jobveu.assessment.scale import Element, Level
from jobveu.candidates.enums import EnrolmentStatus
from jobveu.insight.operations import take_snapshot
from jobveu.projects.enums import ProjectStatus
from jobveu.projects.models import Project
from jobveu.reference.management.reports import COMMAND_LINE
from tests import factories
from tests.assessment import scene as scenes
from tests.assessment.scene import FIRST_COURSE, ON, Scene
from tests.web.query_counts import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

DAY = timedelta(days=1)


@pytest.fixture
def scene(reference: None) -> Scene:
    return scenes.make()


def read(project: Project) -> ProjectFacts:
    found = facts_of_project(project_id=project.pk, on=ON)
    assert found is not None
    return found


def found(one: ProjectFacts, key: str) -> Ratio | Missing:
    of = INDICATORS[key].of
    assert of is not None
    return of(one)


def test_a_project_with_everything(scene: Scene) -> None:
    project = scenes.full(scene)
    for number in range(6):
        scenes.candidate(
            scene,
            project,
            screened=FIRST_COURSE + (DAY if number == 0 else -DAY),
            presented=FIRST_COURSE + timedelta(days=10) if number < 3 else None,
            met=number in (2, 3),
            status=EnrolmentStatus.DROPPED_OUT if number == 5 else EnrolmentStatus.COMPLETED,
        )
    # On no course yet, and on one that was cancelled: counted nowhere.
    late = scenes.candidate(scene, project, presented=ON)
    late.enrolments.update(status=EnrolmentStatus.ENROLLED, started_on=None, ended_on=None)
    one = read(project)
    counted = one.counted
    assert (counted.begun, counted.screened_first, counted.met_company, counted.dropped) == (6, 5, 4, 1)
    weekdays = [FIRST_COURSE + timedelta(days=number) for number in range(28)]
    merit = sum(day.weekday() < 5 for day in weekdays)
    all_days = merit + sum(day.weekday() < 5 for day in weekdays[:7])
    assert found(one, "merit-days") == Ratio(merit, all_days) == Ratio(20, 25)
    assert found(one, "kinds-of-actors") == Ratio(4, 5)
    assert found(one, "one-contact") == Ratio(1, 1)
    assert found(one, "coordinated-contact") == Ratio(1, 2)
    yes = (
        "concrete-need company-takes-part in-shortage-area partner-before-kick-off both-sides endorsed-before-course "
        "merit-course both-systems met-together information-meeting lessons-shared partners-in-first-dialogue "
        "dialogue-with-companies partners-define-content agreement-or-endorsement screening lessons"
    )
    no = "handed-over repeated signed-agreement project-plan provider-chosen letters-of-intent matched"
    assert {key: found(one, key) for key in yes.split()} == dict.fromkeys(yes.split(), Ratio(1, 1))
    assert {key: found(one, key) for key in no.split()} == dict.fromkeys(no.split(), Ratio(0, 1))


def test_a_project_with_nothing_is_not_at_all_only_where_it_can_be_judged(scene: Scene) -> None:
    project = scenes.bare()
    assessment = assessment_of_project(project_id=project.pk, on=ON)
    assert assessment is not None
    levels = {one.element: one.level for one in assessment.elements}
    assert levels[Element.PRINCIPLE_1] is levels[Element.PHASE_2] is Level.NOT_AT_ALL
    assert levels[Element.PRINCIPLE_3] is levels[Element.PRINCIPLE_6] is None
    assert assessment_of_project(project_id=project.pk + 1, on=ON) is None


def test_a_project_that_has_just_begun_is_not_blamed_for_what_comes_later(scene: Scene) -> None:
    project = scenes.bare(status=ProjectStatus.ACTIVE, start_date=ON, end_date=None)
    one = read(project)
    assert found(one, "concrete-need") == Ratio(0, 1)
    for key in ("project-plan", "screening", "matched", "lessons", "handed-over", "both-systems"):
        assert found(one, key) is Missing.NOT_DUE, key


def test_repeats_count_for_the_project_that_they_came_from(scene: Scene) -> None:
    first = scenes.full(scene)
    scenes.bare(template=first, coordinating_organisation=scene.job_centre)
    scenes.bare(template=first)
    scenes.bare(template=first, status=ProjectStatus.CANCELLED, status_reason="Opgivet")
    one = read(first)
    assert found(one, "repeated") == Ratio(1, 1)
    assert found(one, "repeated-alone") == Ratio(1, 2)


def test_councils_and_the_country_add_up_their_projects(scene: Scene) -> None:
    scenes.full(scene)
    scenes.bare()
    elsewhere = factories.council(FIRST_COURSE, "syd")
    scenes.bare(council=elsewhere)
    scenes.bare(status=ProjectStatus.CANCELLED, status_reason="Opgivet")
    scenes.bare(source_key="case-1", source_note="En publikation")
    record = record_now(at=factories.NOW)
    assert len(record.projects) == 3

    def need(part: Part) -> Ratio | Missing:
        whole = assess_several(record, part, histories={}).of(Element.PRINCIPLE_1)
        [line] = [line for line in whole.judgement.lines if line.indicator.key == "concrete-need"]
        return line.value.found

    assert need(Part()) == Ratio(1, 3)
    assert need(Part(council=elsewhere.code)) == Ratio(0, 1)
    assert need(Part(office="midt-nord")) == Ratio(1, 2)
    assert need(Part(since=FIRST_COURSE.year + 1)) is Missing.NO_PROJECTS


def test_a_snapshot_keeps_what_is_judged(scene: Scene) -> None:
    project = scenes.full(scene)
    take_snapshot(by=COMMAND_LINE, at=factories.NOW, name="frosset")
    before = record_now(at=factories.NOW)
    Project.objects.filter(pk=project.pk).update(area_kind="none", area_basis="")
    kept = record_of(snapshot="frosset")
    assert kept is not None
    assert kept.projects == before.projects != record_now(at=factories.NOW).projects
    assert kept_with() == ("frosset",)
    assert record_of(snapshot="en anden") is None


def test_the_number_of_statements_does_not_grow(scene: Scene) -> None:
    project = scenes.full(scene)
    scenes.candidate(scene, project, screened=FIRST_COURSE)
    with_one = len(queries_of(lambda: facts_of_all(on=ON)))
    for _number in range(4):
        scenes.candidate(scene, scenes.full(scene, title="Et til"), screened=FIRST_COURSE)
    assert len(queries_of(lambda: facts_of_all(on=ON))) == with_one
    assert connection.in_atomic_block
