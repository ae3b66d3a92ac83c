"""What waits with a job centre's candidates: the numbers of the database's function against the list of each."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from jobveu.candidates.enums import (
    Awaited,
    EnrolmentStatus,
    FollowUpChannel,
    Milestone,
    OutcomeKind,
    ScreeningResult,
)
from jobveu.candidates.models import Candidacy, Enrolment, FollowUp, Outcome, Screening
from jobveu.candidates.queries.awaited import awaited_by_day, awaited_by_project, awaited_ids
from jobveu.education.enums import CourseStatus
from jobveu.projects.models import Project
from tests import factories
from tests.candidates.scene import Scene, make_scene
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

CANDIDATES = 40
LONG_AGO = 500


def fill(scene: Scene, project: Project, choose: random.Random) -> None:
    """Candidates of two job centres, each with courses, screenings, follow-ups and outcomes at random."""

    def some_day(earliest: int = LONG_AGO) -> date:
        return TODAY - timedelta(days=choose.randint(-40, earliest))

    by = scene.users["caseworker"]
    cancelled = {"status": CourseStatus.CANCELLED, "cancelled_reason": "Prøve"}
    courses = [
        scene.course(
            project=project,
            starts_on=(ends := some_day()) - timedelta(days=30),
            ends_on=choose.choice([ends, ends, None]),
            **(cancelled if choose.random() < 0.3 else {}),
        )
        for _ in range(6)
    ]
    people = [
        candidacy
        for who in ("caseworker", "other_caseworker")
        for candidacy in scene.add([scene.person(who=who) for _ in range(CANDIDATES // 2)], who, project)
    ]
    for candidacy in people:
        for course in choose.sample(courses, choose.choice([0, 0, 1, 2])):
            left = choose.random() < 0.3
            begun = some_day()
            Enrolment.objects.create(
                candidacy=candidacy,
                course=course,
                status=EnrolmentStatus.COMPLETED if left else EnrolmentStatus.ENROLLED,
                enrolled_on=begun - timedelta(days=1),
                started_on=begun if left else None,
                ended_on=begun + timedelta(days=choose.randint(0, 90)) if left else None,
                enrolled_by=by,
            )
        if choose.random() < 0.5:
            Screening.objects.create(
                candidacy=candidacy,
                result=ScreeningResult.PASSED,
                reason="Prøve",
                screened_on=some_day(),
                screened_by=by,
            )
        for _ in range(choose.choice([0, 0, 1, 2])):
            held = some_day()
            FollowUp.objects.create(
                candidacy=candidacy,
                held_on=held,
                channel=FollowUpChannel.PHONE,
                note="Prøve",
                next_on=choose.choice([None, held + timedelta(days=choose.randint(1, 300))]),
                by=by,
                organisation=scene.centre,
            )
        for milestone in Milestone:
            if choose.random() < 0.3:
                Outcome.objects.create(
                    candidacy=candidacy,
                    milestone=milestone,
                    kind=OutcomeKind.UNEMPLOYED,
                    as_of=TODAY,
                    recorded_by=by,
                )
    for candidacy in choose.sample(people, 5):
        Candidacy.objects.filter(pk=candidacy.pk).update(withdrawn_on=TODAY, withdrawn_reason="Prøve")


def test_the_desk_counts_what_the_lists_show() -> None:
    scene = make_scene()
    choose = random.Random(3)
    fill(scene, scene.project, choose)
    fill(scene, factories.project(scene.centre, scene.other_centre, end_date=TODAY), choose)
    centre_of = dict(Candidacy.objects.values_list("pk", "job_centre_id"))
    listed: Counter[tuple[Awaited, int, int]] = Counter()
    for project in Project.objects.all():
        for awaited in Awaited:
            for id_ in awaited_ids(project_id=project.pk, awaited=awaited, today=TODAY):
                listed[awaited, project.pk, centre_of[id_]] += 1
    # Early signs have tests of their own, with the days that candidates came and stayed away.
    assert {awaited for awaited, _, _ in listed} == set(Awaited) - {Awaited.EARLY_SIGN}, "each kind occurs"
    centres = {scene.centre.pk, scene.other_centre.pk}
    rows = awaited_by_project(job_centre_ids=centres, today=TODAY, limit=99)
    assert {(row.awaited, row.project_id, row.job_centre_id): row.number for row in rows} == listed
    [one, _] = sorted(centres)
    assert {row.job_centre_id for row in awaited_by_project(job_centre_ids=[one], today=TODAY, limit=99)} == {
        one
    }
    of_project = awaited_by_project(
        job_centre_ids=centres, today=TODAY, limit=99, project_id=scene.project.pk
    )
    assert set(of_project) == {row for row in rows if row.project_id == scene.project.pk}
    by_day = awaited_by_day(job_centre_ids=centres, today=TODAY, until=TODAY, limit=10_000)
    assert {row.due_on for row in by_day} > {row.due_on for row in rows if row.due_on}
    assert sum(row.number for row in by_day) == sum(row.number for row in rows if row.due_on)
